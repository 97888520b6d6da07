//! What a signatory should know about who gets their letters.

use outcry::locale::Language;
use outcry::mailing::Note;
use outcry::registry::{Freshness, Office, OfficeKind, RegistryError};

use super::embassy;

/// That an office is used although its kind is not on the list.
pub fn unknown_kind(error: &RegistryError) -> String {
    format!("{error} (the office counts as `{}`)", OfficeKind::Other.as_str())
}

/// A note in sentences of its own.
pub fn note(note: &Note<'_>) -> Vec<String> {
    let english = Language::english();
    let name = |office: &Office| format!("{} ({})", office.name_in(&english), office.id);
    let one = match note {
        Note::Embassy { embassy, closed, state, country, is_listed } => {
            return embassy::words(embassy, *closed, *state, *country, *is_listed);
        }
        Note::Moved(office) => format!("{} has moved; look for its new address.", name(office)),
        Note::Closed(office) => format!("{} is closed; to leave it out, use --except {}.", name(office), office.id),
        Note::Historic(office) => {
            format!("{} is listed for an old campaign; its channels date from that time.", name(office))
        }
        Note::HeldUntil(office, until) => format!("The entry for {} was valid until {until}.", name(office)),
        Note::ChangedByCampaign(office) => {
            format!("The campaign's own folder says how to reach {}; nobody has confirmed it.", name(office))
        }
        Note::HolderUnconfirmed(office, holder, freshness) => {
            let when = match freshness {
                Freshness::Stale(day) => format!("whom a person last confirmed on {day}"),
                _ => "whom nobody has confirmed".to_owned(),
            };
            format!(
                "The letter to {} names {}, {when}. Look whether they still hold the office, then set `checked` of the \
                 holder in your own recipients.toml.",
                name(office),
                holder.name
            )
        }
        Note::HolderLeft(office, holder, until) => format!(
            "The letter to {} names nobody: {} held the office until {until}. Who holds it now can be written into your own \
             recipients.toml.",
            name(office),
            holder.name
        ),
        Note::UnknownKind(error) => unknown_kind(error),
        Note::CopyOnPaper(office) => {
            format!("{} gets its copy for information on paper alone: no e-mail address of it is known.", name(office))
        }
        Note::CoverInEnglish(office, language) => format!(
            "The cover to {} is in English: outcry has no words for it in {}.",
            name(office),
            language.name_in(&english)
        ),
        Note::OtherLanguage { reads, written, offices } => {
            let ids: Vec<&str> = offices.iter().map(|office| office.id.as_str()).collect();
            let written: Vec<String> = written.iter().map(|language| format!("--lang {language}")).collect();
            format!(
                "{} {} {}, and the campaign has a letter in that language. To use it: --lang {reads}; to write in both \
                 languages: {} --lang {reads}; to write to each office in its own language: --lang office.",
                ids.join(", "),
                if offices.len() == 1 { "reads" } else { "read" },
                reads.name_in(&english),
                written.join(" ")
            )
        }
        Note::LanguageByAlphabet(language) => format!(
            "The letter is in {}, the campaign's first language by alphabet. To use another one: --lang TAG.",
            language.name_in(&english)
        ),
        Note::NoReturnAddress => {
            "The letter has no address for an answer; add one with --email or --address.".to_owned()
        }
    };
    vec![one]
}
