//! What a signatory should know about who gets their letters.

use outcry::locale::Language;
use outcry::mailing::Note;
use outcry::registry::{Freshness, Office, OfficeKind, RegistryError};

use super::embassy;
use super::notices::{Notice, NoticeKind};

/// That an office is used although its kind is not on the list.
pub fn unknown_kind(error: &RegistryError) -> String {
    format!("{error} (the office counts as `{}`)", OfficeKind::Other.as_str())
}

/// A note in sentences of its own.
pub fn note(note: &Note<'_>) -> Vec<Notice> {
    let english = Language::english();
    let name = |office: &Office| format!("{} ({})", office.name_in(&english), office.id);
    let of = |office: &Office, kind, words: String| Notice::of(kind, &office.id, words);
    let one = match note {
        Note::Embassy { embassy, closed, state, country, is_listed } => {
            let why = embassy::why(embassy, *closed, *state, *country, *is_listed);
            let why = why.map(|why| Notice::of(NoticeKind::NoEmbassy, country.code(), why));
            let office = embassy.office();
            let to_look_up = office.and_then(|office| Some((office, embassy::to_look_up(office)?)));
            let to_look_up = to_look_up.map(|(office, words)| of(office, NoticeKind::ToLookUp, words));
            return why.into_iter().chain(to_look_up).collect();
        }
        Note::Moved(office) => {
            of(office, NoticeKind::Moved, format!("{} has moved; look for its new address.", name(office)))
        }
        Note::Closed(office) => of(
            office,
            NoticeKind::Closed,
            format!("{} is closed; to leave it out, use --except {}.", name(office), office.id),
        )
        .without_flags(format!("{} is closed; you can leave it out.", name(office))),
        Note::Historic(office) => of(
            office,
            NoticeKind::Historic,
            format!("{} is listed for an old campaign; its channels date from that time.", name(office)),
        ),
        Note::HeldUntil(office, until) => {
            of(office, NoticeKind::Expired, format!("The entry for {} was valid until {until}.", name(office)))
        }
        Note::ChangedByCampaign(office) => of(
            office,
            NoticeKind::ByCampaign,
            format!("The campaign's own folder says how to reach {}; nobody has confirmed it.", name(office)),
        ),
        Note::HolderUnconfirmed(office, holder, freshness) => {
            let when = match freshness {
                Freshness::Stale(day) => format!("whom a person last confirmed on {day}"),
                _ => "whom nobody has confirmed".to_owned(),
            };
            let words = format!(
                "The letter to {} names {}, {when}. Check whether they still hold the office, then set the holder's \
                 `checked` in your own recipients.toml.",
                name(office),
                holder.name
            );
            of(office, NoticeKind::HolderUnconfirmed, words)
        }
        Note::HolderLeft(office, holder, until) => {
            let words = format!(
                "The letter to {} names nobody: {} held the office until {until}. Who holds it now can be written into \
                 your own recipients.toml.",
                name(office),
                holder.name
            );
            of(office, NoticeKind::HolderLeft, words)
        }
        Note::UnknownKind(error) => unknown_kind(error).into(),
        Note::CopyOnPaper(office) => of(
            office,
            NoticeKind::CopyOnPaper,
            format!("{} gets its copy for information on paper alone: no e-mail address of it is known.", name(office)),
        ),
        Note::CoverInEnglish(office, language) => {
            let words = format!(
                "The cover to {} is in English: outcry has no words for it in {}.",
                name(office),
                language.name_in(&english)
            );
            of(office, NoticeKind::CoverInEnglish, words)
        }
        Note::OtherLanguage { reads, written, offices } => {
            let ids: Vec<&str> = offices.iter().map(|office| office.id.as_str()).collect();
            let written: Vec<String> = written.iter().map(|language| format!("--lang {language}")).collect();
            let words = format!(
                "{} {} {}, and the campaign has a letter in that language. To use it: --lang {reads}; to write in both \
                 languages: {} --lang {reads}; to write to each office in its own language: --lang office.",
                ids.join(", "),
                if offices.len() == 1 { "reads" } else { "read" },
                reads.name_in(&english),
                written.join(" ")
            );
            words.into()
        }
        Note::LanguageByAlphabet(language) => {
            let words = format!(
                "The letter is in {}, the campaign's first language by alphabet. To use another one: --lang TAG.",
                language.name_in(&english)
            );
            words.into()
        }
        Note::NoReturnAddress => {
            let words = "The letter has no address for an answer; add one with --email or --address.".to_owned();
            Notice::from(words).without_flags("The letter has no address for an answer.")
        }
    };
    vec![one]
}
