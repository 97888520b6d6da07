//! What the rules of a good campaign find, in words: what is wrong, and what to do.

use outcry::campaign::{CampaignError, TextPart};
use outcry::check::{About, Apart, CampaignFinding, Flaw, Speaker};
use outcry::locale::Language;
use outcry::text::for_sentence;

use super::count::counted;

/// What is wrong.
#[expect(clippy::too_many_lines, reason = "it is one table")]
pub fn what(finding: &CampaignFinding) -> String {
    match &finding.flaw {
        Flaw::Unread(error) => unread(error, finding),
        Flaw::UnusedFile(name) => format!("no letter includes this text; it would be {{{{> {name}}}}}"),
        Flaw::AllowUnknown { name, near: Some(near) } => {
            format!("there is no rule \"{name}\"; did you mean \"{near}\"?")
        }
        Flaw::AllowUnknown { name, near: None } => format!("there is no rule \"{name}\""),
        Flaw::AllowFixed(rule) => {
            format!("the rule {} cannot be turned down: letters cannot be made without it", rule.as_str())
        }
        Flaw::AllowUnused(rule) => format!("the campaign turns down {}, which finds nothing here", rule.as_str()),
        Flaw::AllowTwice(rule) => format!("{} is turned down twice", rule.as_str()),
        Flaw::AllowWide(rule) => {
            format!("{} is many rules about all offices, so it is turned down for one value only", rule.as_str())
        }

        Flaw::Leftover(text) => format!("\"{}\" is left of a template", for_sentence(text)),
        Flaw::PublishedInFuture(day) => format!("the appeal is published on {day}, a day to come"),
        Flaw::DeadlineOrder { published, act_by } => {
            format!("letters help until {act_by}, and the appeal is of {published}")
        }
        Flaw::DeadlinePast(day) => format!("letters helped until {day}, and the campaign is still open"),
        Flaw::DeadlineNear { days, office } => {
            format!(
                "{} left: a letter by post to {office} will be late",
                match days {
                    0 => "no day is".to_owned(),
                    1 => "one day is".to_owned(),
                    days => format!("{days} days are"),
                }
            )
        }
        Flaw::NoStatusNote(status) => format!("the campaign is {}, and no note says why", status.as_str()),
        Flaw::NoVersionNote(version) => format!("this is version {version}, and no note says what is new in it"),
        Flaw::NoSources => "nothing says where the appeal can be read".to_owned(),
        Flaw::SourceAddress(source) => format!("\"{}\" is no web address that a reader can open", for_sentence(source)),
        Flaw::SourceReserved(source) => {
            format!("\"{}\" only stands in for a real page (RFC 2606)", for_sentence(source))
        }
        Flaw::FieldUnused(name) => format!("no letter uses the field {name}"),
        Flaw::LabelMissing { name: field, language } => {
            format!("{field} has labels in other languages, and none in {}", name(language))
        }
        Flaw::LabelUntranslated { name: field, other } => {
            format!("this label of {field} is word for word the one in {}", name(other))
        }

        Flaw::PersonNowhere(name) => format!("no letter names {name}"),
        Flaw::PersonTwice(name) => format!("{name} stands here twice"),
        Flaw::PersonNotNamed { name, part } => format!("the {} does not name {name}", part_name(*part)),
        Flaw::PersonMisspelt { found, name } => {
            format!("\"{found}\" is almost, but not quite, how the campaign spells {name}")
        }
        Flaw::MixedScripts(word) => format!("\"{word}\" mixes letters of scripts that look alike"),

        Flaw::NoCopies => "no copy address: the campaign will not see the letters".to_owned(),
        Flaw::CopyReserved(copy) => format!("{copy} only stands in for a real address (RFC 2606)"),
        Flaw::CopyOffice { copy, office } => format!("{copy} is the address of {office}, which gets the letter itself"),
        Flaw::CopyRecipient(id) => format!("{id} gets the letter itself"),
        Flaw::CopyTwice(copy) => format!("{copy} stands here twice"),
        Flaw::CopyMixed { copy, domain } => {
            format!("the domain of {copy}, {domain}, mixes letters of scripts that look alike")
        }
        Flaw::CopyTopLevel { copy, domain } => {
            let end = domain.rsplit('.').next().unwrap_or_default();
            format!("{copy}: there is no .{end} among the top-level domains of {}", outcry::check::TOP_LEVEL_DAY)
        }

        Flaw::UnknownOffice { id, near: Some(near) } => format!("unknown office \"{id}\"; did you mean \"{near}\"?"),
        Flaw::UnknownOffice { id, near: None } => format!("unknown office \"{id}\""),
        Flaw::RecipientTwice(id) => format!("{id} stands among the recipients twice"),
        Flaw::RecipientEmbassy(id) => format!("{id} is an embassy that embassy_of writes to already"),
        Flaw::KindNowhere(kind) => {
            format!("no office that gets a letter is of the kind \"{}\", so this is never printed", kind.as_str())
        }
        Flaw::NoChannel(id) => format!("nothing is known of {id} that a letter could go to"),
        Flaw::NoLetterChannel(id) => format!("{id} has a telephone only: no letter can go to it"),
        Flaw::OfficeUnused { office, others: 0 } => format!("{office} is described here, and no letter goes to it"),
        Flaw::OfficeUnused { office, others } => {
            format!("{office} and {others} more embassies of its state are described here, and no letter goes to them")
        }
        Flaw::Office { message, .. } => message.clone(),
        Flaw::OfficeSalutation { salutation, office, kind } => {
            format!("\"{}\" greets another office: {office} is of the kind {kind}", for_sentence(salutation))
        }
        Flaw::OtherSalutation { salutation, office, other } => {
            format!("\"{}\" greets {other}, and letters to {office} begin so too", for_sentence(salutation))
        }
        Flaw::OfficeLanguage { office, reads } => {
            format!("{office} reads {}, and there is no such letter", tags(reads))
        }
        Flaw::EmbassyOf { state, offices } => {
            let offices: Vec<&str> = offices.iter().map(outcry::locale::Country::code).collect();
            format!("letters go to the embassy of {state}, and the offices belong to {}", offices.join(", "))
        }
        Flaw::OtherState { words, offices } => {
            let english = Language::english();
            let names: Vec<String> = offices.iter().map(|country| country.name_in(&english)).collect();
            format!("\"{}\", and the offices are those of {}", for_sentence(words), names.join(" and "))
        }
        Flaw::NoEmbassy(state) => format!("no embassy or foreign ministry of {state} is known"),

        Flaw::Unwritable { office, problem } => format!("the letter to {office} cannot be written: {problem}"),
        Flaw::LeftToFillIn(hole) => format!("\"{}\" is still to be filled in", for_sentence(hole)),
        Flaw::Markup(what) => format!("this is read as {what}; a letter has paragraphs, lists, emphasis and links"),
        Flaw::Tab => "a tab begins this line, which is read as code; a letter has paragraphs and lists".to_owned(),
        Flaw::MarkupInLine { part, sign } => {
            format!("{sign} would be printed as it is: the {} has no markup", part_name(*part))
        }
        Flaw::NoSalutation(office) => format!("the letter to {office} has no salutation"),
        Flaw::SalutationTwice(line) => format!("\"{line}\" is a salutation, which the letter has already"),
        Flaw::ClosingTwice(line) => format!("\"{line}\" is a closing, which the letter has already"),
        Flaw::SignatureTwice(line) => format!("{line} is a signature, which the letter has already"),
        Flaw::Letterhead(line) => format!("{line} belongs above or below the letter, where the program prints it"),
        Flaw::SalutationIsClosing(line) => format!("\"{line}\" takes leave, and this is the salutation"),
        Flaw::ClosingIsSalutation(line) => format!("\"{line}\" greets, and this is the closing"),
        Flaw::NoDemands => {
            "the letter has no demands: the telephone script and the office need them one by one".to_owned()
        }
        Flaw::DemandsNotPrinted => "the demands are never printed: the body has no list of them".to_owned(),
        Flaw::DemandsTwice => "the demands are printed twice".to_owned(),
        Flaw::DemandsInBody => "the body has a list that is not the list of demands".to_owned(),
        Flaw::DemandEmpty(text) => format!("\"{}\" asks for nothing", for_sentence(text)),
        Flaw::DemandDouble(word) => format!("a second demand begins at \"{word}\""),
        Flaw::DemandTwice { first } => format!("this is demand {first} again"),
        Flaw::DemandsMany(count) => format!("{count} demands; an office answers three to five"),
        Flaw::DemandsCounted { said, demands } => {
            format!("\"{}\" stands above {}", for_sentence(said), counted(*demands as u64, "demand"))
        }
        Flaw::SaidTwice(sentence) => format!("\"{}\" stands in the letter already", for_sentence(sentence)),
        Flaw::FixedVoice { word, speaker: Speaker::One, .. } => {
            format!("\"{word}\" is said by one person, and a union signs this letter too")
        }
        Flaw::FixedVoice { word, speaker: Speaker::Several, .. } => {
            format!("\"{word}\" is said by several people, and one person signs this letter too")
        }
        Flaw::VoiceSame(form) => format!("both voices are \"{form}\""),
        Flaw::VoiceSwapped { singular, plural } => {
            format!("\"{singular}\" is plural and \"{plural}\" singular: the two stand the wrong way round")
        }
        Flaw::NoSignatory => "the letter does not say who writes".to_owned(),
        Flaw::NoOwnWords => "the letter has no place for own words".to_owned(),
        Flaw::FieldForAll(name) => {
            format!("{{{{{name}}}}} stands outside of every condition, so nobody can sign without it")
        }
        Flaw::SubjectLong(length) => format!("the subject has {length} characters; mail programs show about 78"),
        Flaw::SubjectForm(piece) => format!("\"{}\" does not belong in a subject", for_sentence(piece)),
        Flaw::LetterLong(words) => format!("the letter has {words} words; more than 450 do not fit one page"),
        Flaw::LoosePunctuation(piece) => format!("\"{piece}\": signs are left over or apart from their words"),
        Flaw::DayToCome(words) => format!("\"{}\" is said as past, and lies ahead", for_sentence(words)),
        Flaw::ImpossibleDate(day) => format!("there is no {day}"),

        Flaw::WrongLanguage { is, named } => format!("this reads like {}, in a letter in {}", name(is), name(named)),
        Flaw::LineOfLanguage { line, is } => format!("\"{line}\" is {}", name(is)),
        Flaw::Untranslated { other } => format!("this stands word for word in the letter in {}", name(other)),
        Flaw::LanguagesDemands { other, here, there } => {
            format!("{} here, {there} in the letter in {}", counted(*here as u64, "demand"), name(other))
        }
        Flaw::LanguagesNumbers(apart) => sides("number", apart),
        Flaw::LanguagesDates(apart) => sides("day", apart),
        Flaw::LanguagesNames(apart) => sides("name", apart),
        Flaw::LanguagesLinks(apart) => sides("link", apart),
        Flaw::LanguagesFields(apart) => sides("field", apart),
        Flaw::LanguagesLength { other } => {
            format!("the letter says less than half of what the one in {} does", name(other))
        }

        Flaw::Capitals(word) => format!("\"{word}\" shouts"),
        Flaw::Exclamation => "exclamation marks shout; an official letter stays calm".to_owned(),
        Flaw::Emoji(sign) => format!("{sign} is a picture; an official letter has words"),
        Flaw::Insult(word) => format!("\"{word}\" insults whoever reads it"),
        Flaw::Threat(words) => format!("\"{words}\" can be read as a threat"),

        Flaw::LinkShort(link) => format!("{link} does not show where it leads"),
        Flaw::LinkTracking { link, mark } => format!("{link} tells a network who opens it ({mark})"),
        Flaw::LinksMany(count) => format!("{count} links; more than two look like an advertisement"),
        Flaw::LinkBroken(link) => format!("{link} is no whole web address"),
    }
}

fn unread(error: &CampaignError, finding: &CampaignFinding) -> String {
    let message = error.to_string();
    let places = [format!("{}: ", finding.place), format!("{}: ", finding.place.file)];
    places.iter().find_map(|place| message.strip_prefix(place.as_str())).unwrap_or(&message).to_owned()
}

fn sides(noun: &str, apart: &Apart) -> String {
    format!(
        "the {noun} {} stands in the letter in {} and not in the one in {}",
        for_sentence(&apart.what),
        name(&apart.has),
        name(&apart.lacks)
    )
}

fn name(language: &Language) -> String {
    language.name_in(&Language::english())
}

fn tags(languages: &[Language]) -> String {
    languages.iter().map(name).collect::<Vec<_>>().join(" and ")
}

fn part_name(part: TextPart) -> &'static str {
    match part {
        TextPart::Subject => "subject",
        TextPart::Salutation => "salutation",
        TextPart::Demand(_) => "demand",
        TextPart::Closing => "closing",
        TextPart::Phone => "telephone script",
        TextPart::Summary => "summary",
        TextPart::Body => "body",
    }
}

/// How a language gives both voices.
fn both_voices(language: &Language) -> &'static str {
    match language.primary() {
        "de" => "give both forms, as in {{Ich/Wir}} and {{bitte/bitten}}",
        "fr" => "give both forms, as in {{Je/Nous}} and {{[Je demande/Nous demandons]}}",
        "es" => "give both forms, as in {{Yo/Nosotros}} and {{pido/pedimos}}",
        "it" => "give both forms, as in {{Io/Noi}} and {{chiedo/chiediamo}}",
        "pt" => "give both forms, as in {{Eu/Nós}} and {{peço/pedimos}}",
        "ru" => "give both forms, as in {{Я/Мы}} and {{прошу/просим}}",
        "uk" => "give both forms, as in {{Я/Ми}} and {{прошу/просимо}}",
        "pl" => "give both forms, as in {{Ja/My}} and {{proszę/prosimy}}",
        "nl" => "give both forms, as in {{Ik/Wij}} and {{vraag/vragen}}",
        _ => "give both forms, as in {{I/We}} and {{[am writing/are writing]}}",
    }
}

/// What to do about it, where that does not go without saying.
#[expect(clippy::too_many_lines, reason = "it is one table")]
pub fn remedy(flaw: &Flaw) -> Option<&'static str> {
    Some(match flaw {
        Flaw::Office { about: About::Likely, .. } => {
            "mend it; if it is right, say why: allow = [{ rule = \"office-error\", where = \"the value\", because = \"…\" }]"
        }
        Flaw::Unread(_) | Flaw::Office { .. } | Flaw::AllowUnknown { near: Some(_), .. } => return None,
        Flaw::UnusedFile(_) => "include it, or take the file away",
        Flaw::AllowUnknown { .. } => "docs/rules.md lists the rules",
        Flaw::AllowFixed(_) => "mend what it finds, and take this line out",
        Flaw::AllowUnused(_) | Flaw::AllowTwice(_) => "take this line out",
        Flaw::AllowWide(_) => {
            "add the value: { rule = \"office-error\", where = \"office@ministry.example\", because = \"…\" }"
        }
        Flaw::Leftover(_) => "write what belongs here, and take the comment of the template out",
        Flaw::PublishedInFuture(_) | Flaw::DeadlineOrder { .. } => "look the days up in the appeal",
        Flaw::DeadlinePast(_) => "close the campaign, or set act_by to a later day",
        Flaw::DeadlineNear { .. } => "ask for e-mail, fax or telephone, or set act_by to a later day",
        Flaw::NoVersionNote(_) => {
            "say in version_note what changed: whoever wrote before can tell whether to write again"
        }
        Flaw::NoStatusNote(_) => "say in status_note what happened, and since when",
        Flaw::NoSources => "give sources = [\"https://…\"]",
        Flaw::SourceAddress(_) | Flaw::SourceReserved(_) => "give the page of the appeal, with https://",
        Flaw::FieldUnused(_) => "print it in {{#if}}, or do not ask for it",
        Flaw::PersonNowhere(_) => "name the person in subject and body, or take them out of persons",
        Flaw::PersonNotNamed { part: TextPart::Subject, .. } => {
            "the office must see whom it is about; the last name is enough, and another form of the name goes into aliases"
        }
        Flaw::PersonNotNamed { .. } => "give the full name once; another spelling or script goes into aliases",
        Flaw::PersonMisspelt { .. } => "spell the name as in persons, or add this spelling to its aliases",
        Flaw::MixedScripts(_) | Flaw::CopyMixed { .. } => "type it anew in one script",
        Flaw::NoCopies => "give copy_to = [\"…\"], or turn this rule down with a reason",
        Flaw::CopyReserved(_) => "replace it with the campaign's own before anybody sends",
        Flaw::DemandEmpty(_) => "write what is asked for, or take it out",
        Flaw::LabelMissing { .. } => "give it one for every letter",
        Flaw::CopyRecipient(_) | Flaw::RecipientEmbassy(_) => "name it once",
        Flaw::CopyOffice { .. } => "give the campaign's own address",
        Flaw::PersonTwice(_)
        | Flaw::CopyTwice(_)
        | Flaw::RecipientTwice(_)
        | Flaw::DemandTwice { .. }
        | Flaw::SaidTwice(_) => "keep one of the two",
        Flaw::CopyTopLevel { .. } => "look the address up again",
        Flaw::UnknownOffice { near: Some(_), .. } => "describe the office here as [[office]] if it is another one",
        Flaw::UnknownOffice { .. } => {
            "`outcry recipients list WORD` finds offices; one that no registry has is described here as [[office]]"
        }
        Flaw::NoChannel(_) => "give it a [[office.channel]] with its source, or leave it out",
        Flaw::NoLetterChannel(_) => "give it a postal address or an e-mail with its source",
        Flaw::OfficeUnused { others: 0, .. } => "add it to recipients, or take it out",
        Flaw::OfficeUnused { .. } => "set embassy_of to their state, or take them out",
        Flaw::OfficeSalutation { .. } | Flaw::OtherSalutation { .. } => {
            "give the office a salutation of its own, and the letters one for everybody, such as \"Dear Sir or Madam,\""
        }
        Flaw::OfficeLanguage { .. } => "add a letter in that language, or correct the languages of the office",
        Flaw::EmbassyOf { .. } => "give the state that the campaign writes to, or leave embassy_of out",
        Flaw::OtherState { .. } => "name the state that the letter goes to",
        Flaw::NoEmbassy(_) => "leave embassy_of out",
        Flaw::Unwritable { .. } => "mend the text here",
        Flaw::LeftToFillIn(_) => "write what belongs here",
        Flaw::Markup(_) => "take the sign out, or put a backslash before it",
        Flaw::Tab => "take the tab out",
        Flaw::MarkupInLine { .. } => "take the signs out",
        Flaw::NoSalutation(_) => "give one in the front matter: salutation = \"…\"",
        Flaw::SalutationTwice(_) | Flaw::ClosingTwice(_) | Flaw::SignatureTwice(_) | Flaw::Letterhead(_) => {
            "take the line out of the body"
        }
        Flaw::SalutationIsClosing(_) | Flaw::ClosingIsSalutation(_) => "exchange the two",
        Flaw::NoDemands => "give demands = [\"…\"] in the front matter",
        Flaw::DemandsNotPrinted => {
            "put {{#each demands}}, - {{this}} and {{/each}} into the body, each on a line of its own"
        }
        Flaw::DemandsTwice => "print them once",
        Flaw::DemandsInBody => "move the items into demands in the front matter",
        Flaw::DemandDouble(_) => "make two of it: an office answers one at a time",
        Flaw::DemandsCounted { .. } => "leave the number out: the list shows it",
        Flaw::KindNowhere(_) => "correct the kind, or take the paragraph out",
        Flaw::DemandsMany(_) => "keep those that matter most",
        Flaw::FixedVoice { language, .. } => both_voices(language),
        Flaw::VoiceSame(_) => "write the word without braces, or give the other form",
        Flaw::VoiceSwapped { .. } => "the singular stands first: {{I/We}}",
        Flaw::NoSignatory => "put {{signatory}} where the letter says who writes",
        Flaw::NoOwnWords => "put {{#if own_words}}, {{own_words}} and {{/if}} between two paragraphs",
        Flaw::FieldForAll(_) => "put {{#if …}} and {{/if}} around it",
        Flaw::SubjectLong(_) | Flaw::LetterLong(_) => "shorten it",
        Flaw::SubjectForm(_) => "say in a few plain words what the letter is about",
        Flaw::LoosePunctuation(_) => "move the sign into the condition, or out of it",
        Flaw::ImpossibleDate(_) | Flaw::DayToCome(_) => "look the day up in the appeal",
        Flaw::WrongLanguage { .. }
        | Flaw::LineOfLanguage { .. }
        | Flaw::Untranslated { .. }
        | Flaw::LabelUntranslated { .. } => "translate it",
        Flaw::LanguagesDemands { .. }
        | Flaw::LanguagesNumbers(_)
        | Flaw::LanguagesDates(_)
        | Flaw::LanguagesNames(_)
        | Flaw::LanguagesLinks(_)
        | Flaw::LanguagesFields(_)
        | Flaw::LanguagesLength { .. } => "make the letters say the same",
        Flaw::Capitals(_) => "write it in small letters",
        Flaw::Exclamation => "end with a full stop",
        Flaw::Emoji(_) => "take it out",
        Flaw::Insult(_) | Flaw::Threat(_) => "say what happened, and what is asked for",
        Flaw::LinkShort(_) => "give the address that it leads to",
        Flaw::LinkTracking { .. } => "take everything from the mark on out",
        Flaw::LinksMany(_) => "keep two",
        Flaw::LinkBroken(_) => "copy it anew from the page",
    })
}
