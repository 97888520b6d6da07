//! The letter that `campaigns new` writes by itself: its fixed words in six languages.

use outcry::locale::Language;

use crate::args::SignedBy;

/// The words of a letter in one language.
pub struct Words {
    language: &'static str,
    pub salutation: &'static str,
    pub closing: &'static str,
    /// "I, we".
    subject: &'static str,
    /// A union, and its members.
    union: &'static str,
    /// The members of a union, in a sentence of its own.
    members: &'static str,
    /// "write to you about"; names follow.
    about: &'static str,
    /// The same; a title follows.
    on_this: &'static str,
    and: &'static str,
    embassy: &'static str,
    lead: &'static str,
    answer: &'static str,
}

const WORDS: [Words; 6] = [
    Words {
        language: "en",
        salutation: "Dear Madam or Sir,",
        closing: "Yours faithfully,",
        subject: "{{I/We}}",
        union: ", a trade union body{{#if members}} with {{members}} members{{/if}}",
        members: "{{organisation}} has {{members}} members.",
        about: "{{[am writing/are writing]}} to you about",
        on_this: "{{[am writing/are writing]}} to you about this matter:",
        and: "and",
        embassy: "Please pass this letter on to the government that you represent, and tell {{me/us}} when you have done so.",
        lead: "{{I/We}} ask for the following:",
        answer: "{{I/We}} ask for an answer.",
    },
    Words {
        language: "ru",
        salutation: "Уважаемые дамы и господа!",
        closing: "С уважением",
        subject: "{{Я/Мы}}",
        union: " (профсоюзная организация{{#if members}}, число членов: {{members}}{{/if}})",
        members: "{{organisation}} — профсоюзная организация, число членов: {{members}}.",
        about: "{{пишу/пишем}} Вам по следующему поводу:",
        on_this: "{{пишу/пишем}} Вам по следующему поводу:",
        and: "и",
        embassy: "Просьба передать это письмо правительству, которое Вы представляете, и сообщить {{мне/нам}} об этом.",
        lead: "{{Прошу/Просим}} о следующем:",
        answer: "{{Прошу/Просим}} ответить на это письмо.",
    },
    Words {
        language: "de",
        salutation: "Sehr geehrte Damen und Herren,",
        closing: "Mit freundlichen Grüßen",
        subject: "{{Ich/Wir}}",
        union: ", eine gewerkschaftliche Organisation{{#if members}} mit {{members}} Mitgliedern{{/if}}",
        members: "{{organisation}} hat {{members}} Mitglieder.",
        about: "{{schreibe/schreiben}} Ihnen aus folgendem Anlass:",
        on_this: "{{schreibe/schreiben}} Ihnen aus folgendem Anlass:",
        and: "und",
        embassy: "Bitte leiten Sie dieses Schreiben an die Regierung weiter, die Sie vertreten, und geben Sie {{mir/uns}} Bescheid, sobald das geschehen ist.",
        lead: "{{Ich/Wir}} {{bitte/bitten}} um Folgendes:",
        answer: "{{Ich/Wir}} {{bitte/bitten}} um eine Antwort.",
    },
    Words {
        language: "fr",
        salutation: "Madame, Monsieur,",
        closing: "Veuillez agréer, Madame, Monsieur, l'expression de {{[ma considération distinguée/notre considération distinguée]}}.",
        subject: "{{[Je soussigné(e)/Nous]}}",
        union: ", organisation syndicale{{#if members}} comptant {{members}} membres{{/if}}",
        members: "{{organisation}} compte {{members}} membres.",
        about: "{{[vous écris/vous écrivons]}} au sujet suivant :",
        on_this: "{{[vous écris/vous écrivons]}} au sujet suivant :",
        and: "et",
        embassy: "Merci de transmettre cette lettre au gouvernement que vous représentez et de {{[me le/nous le]}} faire savoir.",
        lead: "{{[Je demande/Nous demandons]}} ce qui suit :",
        answer: "{{[Je vous prie/Nous vous prions]}} de bien vouloir répondre à cette lettre.",
    },
    Words {
        language: "es",
        salutation: "Señoras y señores:",
        closing: "Atentamente,",
        subject: "{{Yo/Nosotros}}",
        union: ", organización sindical{{#if members}} con {{members}} miembros{{/if}}",
        members: "{{organisation}} tiene {{members}} miembros.",
        about: "{{[les escribo/les escribimos]}} por el siguiente motivo:",
        on_this: "{{[les escribo/les escribimos]}} por el siguiente motivo:",
        and: "y",
        embassy: "Les {{ruego/rogamos}} que transmitan esta carta al gobierno que representan y que {{me/nos}} lo comuniquen.",
        lead: "{{Pido/Pedimos}} lo siguiente:",
        answer: "{{Agradeceré/Agradeceremos}} una respuesta.",
    },
    Words {
        language: "kk",
        salutation: "Құрметті ханымдар мен мырзалар!",
        closing: "Құрметпен",
        subject: "{{Мен/Біз}}",
        union: " (кәсіподақ ұйымы{{#if members}}, мүшелер саны: {{members}}{{/if}})",
        members: "{{organisation}} — кәсіподақ ұйымы, мүшелер саны: {{members}}.",
        about: "Сізге мына мәселе бойынша {{жазамын/жазамыз}}:",
        on_this: "Сізге мына мәселе бойынша {{жазамын/жазамыз}}:",
        and: "және",
        embassy: "Осы хатты өзіңіз өкілі болып отырған үкіметке жеткізіп, бұл туралы {{маған/бізге}} хабарлауыңызды {{сұраймын/сұраймыз}}.",
        lead: "Мыналарды {{сұраймын/сұраймыз}}:",
        answer: "Осы хатқа жауап беруіңізді {{сұраймын/сұраймыз}}.",
    },
];

impl Words {
    /// The words of a language; none where it is none of the six.
    pub fn of(language: &Language) -> Option<&'static Self> {
        WORDS.iter().find(|words| words.language == language.primary())
    }

    /// The languages that have words.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        WORDS.iter().map(|words| words.language)
    }

    /// The first sentence: who writes, and about whom or what.
    pub fn opening(&self, signed_by: SignedBy, persons: &[&str], title: &str) -> String {
        let union = match signed_by {
            SignedBy::Anyone => self.behind_signatory(),
            SignedBy::Unions => self.union.to_owned(),
            SignedBy::Persons => String::new(),
        };
        let (about, what) = match persons {
            [] => (self.on_this, title.trim_end_matches(['.', '!', '?']).to_owned()),
            [only] => (self.about, (*only).to_owned()),
            [first @ .., last] => (self.about, format!("{} {} {last}", first.join(", "), self.and)),
        };
        // "Bo Ross Jr." ends the sentence as it is.
        let stop = if what.ends_with('.') { "" } else { "." };
        format!("{}, {{{{signatory}}}}{union}, {about} {what}{stop}", self.subject)
    }

    /// The paragraph for an embassy alone.
    pub fn embassy(&self) -> String {
        format!("{{{{#if is_embassy}}}}\n{}\n{{{{/if}}}}", self.embassy)
    }

    /// What a union is, behind the name of the signatory.
    pub fn behind_signatory(&self) -> String {
        format!("{{{{#if is_union}}}}{}{{{{/if}}}}", self.union)
    }

    /// The paragraph for unions that say how many members they have.
    pub fn members(&self) -> String {
        format!("{{{{#if is_union}}}}\n{{{{#if members}}}}\n{}\n{{{{/if}}}}\n{{{{/if}}}}", self.members)
    }

    /// Demands with the sentence that leads to them.
    pub fn demands(&self) -> String {
        format!("{}\n\n{DEMANDS}", self.lead)
    }

    pub fn answer(&self) -> &'static str {
        self.answer
    }
}

pub const OWN_WORDS: &str = "{{#if own_words}}\n{{own_words}}\n{{/if}}";
pub const DEMANDS: &str = "{{#each demands}}\n- {{this}}\n{{/each}}";
