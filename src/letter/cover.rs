//! The words of a letter that is a copy: the mark of one for information, and the cover to an embassy. Offices stand in
//! lists behind a colon, where every language names them in their plain form.

use crate::locale::Language;
use crate::signatory::Voice;

/// What stands around a copied letter.
pub(crate) struct Words {
    /// The mark of a copy for information.
    pub(crate) for_information: &'static str,
    /// Before the names of those who got the letter.
    pub(crate) copy_of: &'static str,
    /// Before the subject of the letter, as the subject of its cover.
    pub(crate) subject: &'static str,
    /// How the cover begins, where the registry does not say it.
    pub(crate) salutation: &'static str,
    /// Before the names of those who got the letter, in a cover that stands above it or on a sheet before it: of one
    /// person, of several.
    pub(crate) sending: [&'static str; 2],
    /// What is asked of the embassy.
    pub(crate) please: [&'static str; 2],
}

impl Words {
    /// One of two forms.
    pub(super) fn of(forms: [&'static str; 2], voice: Voice) -> &'static str {
        match voice {
            Voice::Singular => forms[0],
            Voice::Plural => forms[1],
        }
    }
}

const ENGLISH: Words = Words {
    for_information: "For information",
    copy_of: "Copy of a letter to:",
    subject: "Copy of a letter:",
    salutation: "Your Excellency,",
    sending: ["I am sending you a copy of my letter to:", "We are sending you a copy of our letter to:"],
    please: [
        "Please forward my letter to the authorities of your country, and tell me when you have done so.",
        "Please forward our letter to the authorities of your country, and tell us when you have done so.",
    ],
};

const RUSSIAN: Words = Words {
    for_information: "Для сведения",
    copy_of: "Копия письма следующим адресатам:",
    subject: "Копия письма:",
    salutation: "Ваше Превосходительство!",
    sending: [
        "Направляю вам копию моего письма следующим адресатам:",
        "Направляем вам копию нашего письма следующим адресатам:",
    ],
    please: [
        "Прошу передать моё письмо властям вашей страны и сообщить мне, когда это будет сделано.",
        "Просим передать наше письмо властям вашей страны и сообщить нам, когда это будет сделано.",
    ],
};

const GERMAN: Words = Words {
    for_information: "Zur Kenntnisnahme",
    copy_of: "Kopie eines Schreibens an:",
    subject: "Kopie eines Schreibens:",
    salutation: "Exzellenz,",
    sending: ["Ich sende Ihnen eine Kopie meines Schreibens an:", "Wir senden Ihnen eine Kopie unseres Schreibens an:"],
    please: [
        "Bitte leiten Sie mein Schreiben an die Behörden Ihres Landes weiter und teilen Sie mir mit, wann das geschehen ist.",
        "Bitte leiten Sie unser Schreiben an die Behörden Ihres Landes weiter und teilen Sie uns mit, wann das geschehen ist.",
    ],
};

const FRENCH: Words = Words {
    for_information: "Pour information",
    copy_of: "Copie d’une lettre adressée à :",
    subject: "Copie d’une lettre :",
    salutation: "Excellence,",
    sending: ["Je vous adresse une copie de ma lettre à :", "Nous vous adressons une copie de notre lettre à :"],
    please: [
        "Je vous prie de transmettre ma lettre aux autorités de votre pays et de m’en informer.",
        "Nous vous prions de transmettre notre lettre aux autorités de votre pays et de nous en informer.",
    ],
};

const SPANISH: Words = Words {
    for_information: "Para su información",
    copy_of: "Copia de una carta dirigida a:",
    subject: "Copia de una carta:",
    salutation: "Excelencia:",
    sending: ["Le envío una copia de mi carta dirigida a:", "Le enviamos una copia de nuestra carta dirigida a:"],
    please: [
        "Le ruego que transmita mi carta a las autoridades de su país y que me informe de ello.",
        "Le rogamos que transmita nuestra carta a las autoridades de su país y que nos informe de ello.",
    ],
};

const KAZAKH: Words = Words {
    for_information: "Мәлімет үшін",
    copy_of: "Мына мекемелерге жазылған хаттың көшірмесі:",
    subject: "Хаттың көшірмесі:",
    salutation: "Құрметті Елші!",
    sending: [
        "Мына мекемелерге жазған хатымның көшірмесін жіберіп отырмын:",
        "Мына мекемелерге жазған хатымыздың көшірмесін жіберіп отырмыз:",
    ],
    please: [
        "Хатымды еліңіздің билік органдарына жеткізіп, бұл туралы маған хабарлауыңызды сұраймын.",
        "Хатымызды еліңіздің билік органдарына жеткізіп, бұл туралы бізге хабарлауыңызды сұраймыз.",
    ],
};

/// The words in a language, if it has some.
pub(super) fn words(language: &Language) -> Option<&'static Words> {
    Some(match language.primary() {
        "en" => &ENGLISH,
        "ru" => &RUSSIAN,
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "kk" => &KAZAKH,
        _ => return None,
    })
}

/// How a letter to an embassy begins, if the words of its language are known.
pub fn salutation_of_embassy(language: &Language) -> Option<&'static str> {
    words(language).map(|words| words.salutation)
}

/// The words in a language; the English ones for a language that has none.
pub(crate) fn words_or_english(language: &Language) -> &'static Words {
    words(language).unwrap_or(&ENGLISH)
}
