//! Notices: what is worth knowing before letters go out. Several of one kind are one line with a count; in full they
//! are shown with `--verbose`.

use super::count::counted;
use crate::args::Detail;

/// Whom notices are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Who types flags.
    TypesFlags,
    /// Who is led by questions, and typed no flag.
    IsLed,
}

/// One thing to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// In full.
    words: String,
    /// The same without the flags that change an answer, where there are some.
    without_flags: Option<String>,
    /// The kind it shares with others, and the office or country it is about.
    about: Option<(NoticeKind, String)>,
}

/// What may be true of several offices or countries at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    NeverConfirmed,
    LongUnconfirmed,
    Unused,
    WebForm,
    NoPost,
    /// No address for an envelope or a label, as is said here.
    NotAddressed(&'static str),
    Moved,
    Closed,
    Historic,
    Expired,
    ByCampaign,
    HolderUnconfirmed,
    HolderLeft,
    CopyOnPaper,
    CoverInEnglish,
    NoEmbassy,
    ToLookUp,
}

impl Notice {
    /// One that may be true of others too; `what` is the office or country it is about.
    pub fn of(kind: NoticeKind, what: &str, words: String) -> Self {
        Self { about: Some((kind, what.to_owned())), ..words.into() }
    }

    /// The same in other words for who is led by questions.
    pub fn without_flags(self, words: impl Into<String>) -> Self {
        Self { without_flags: Some(words.into()), ..self }
    }

    /// The whole for a reader.
    pub fn words(&self, reader: Reader) -> &str {
        match (reader, &self.without_flags) {
            (Reader::IsLed, Some(words)) => words,
            _ => &self.words,
        }
    }
}

impl From<String> for Notice {
    /// One that no other is like.
    fn from(words: String) -> Self {
        Self { words, without_flags: None, about: None }
    }
}

/// The lines for notices, in the order in which their kinds come up first.
pub fn lines(notices: &[Notice], detail: Detail, reader: Reader) -> Vec<String> {
    let mut lines = Vec::new();
    let mut counted: Vec<NoticeKind> = Vec::new();
    for notice in notices {
        let Some((kind, _)) = &notice.about else {
            lines.push(notice.words(reader).to_owned());
            continue;
        };
        let mut about: Vec<&str> = notices
            .iter()
            .filter_map(|notice| notice.about.as_ref())
            .filter_map(|(other, what)| (other == kind).then_some(what.as_str()))
            .collect();
        about.sort_unstable();
        about.dedup();
        match about.len() {
            _ if detail == Detail::Full => lines.push(notice.words(reader).to_owned()),
            1 => lines.push(notice.words(reader).to_owned()),
            _ if counted.contains(kind) => {}
            several => {
                counted.push(*kind);
                let details = if reader == Reader::TypesFlags { " (details: --verbose)" } else { "" };
                lines.push(format!("{}{details}.", kind.of_several(several as u64)));
            }
        }
    }
    lines
}

impl NoticeKind {
    /// What is true of so many, as a sentence without its full stop.
    fn of_several(self, count: u64) -> String {
        let offices = counted(count, "office");
        match self {
            Self::NeverConfirmed => format!("No person ever confirmed how letters reach {offices}"),
            Self::LongUnconfirmed => {
                format!("For more than a year no person confirmed how letters reach {offices}")
            }
            Self::Unused => format!("{offices} have an address or a number that is not used"),
            Self::WebForm => format!("{offices} have a web form to paste the letter into"),
            Self::NoPost => format!("No postal address of {offices} is known"),
            Self::NotAddressed(what) => {
                format!("{offices} get no {what}: neither a postal address nor the city is known")
            }
            Self::Moved => format!("{offices} have moved; look for their new addresses"),
            Self::Closed => format!("{offices} are closed"),
            Self::Historic => format!("{offices} are listed for an old campaign; their channels date from that time"),
            Self::Expired => format!("The entries for {offices} are no longer valid"),
            Self::ByCampaign => {
                format!("The campaign's own folder says how to reach {offices}; nobody has confirmed it")
            }
            Self::HolderUnconfirmed => {
                format!("The letters to {offices} name people who may have left: nobody confirmed them within a year")
            }
            Self::HolderLeft => format!("The letters to {offices} name nobody: who held the office has left"),
            Self::CopyOnPaper => {
                format!("{offices} get their copy for information on paper alone: no e-mail address is known")
            }
            Self::CoverInEnglish => {
                format!("The covers to {offices} are in English: outcry has no words for them in another language")
            }
            Self::NoEmbassy => format!("For {} no embassy on the spot is known", counted(count, "country")),
            Self::ToLookUp => format!("Check how to reach {offices}, and whether they still exist"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_of_a_kind_are_one_line() {
        let notice = |kind, what: &str, words: &str| Notice::of(kind, what, words.to_owned());
        let notices = [
            notice(NoticeKind::NeverConfirmed, "aq-court", "aq-court: never confirmed: post"),
            Notice::from("The letter has no address; add one with --email.".to_owned())
                .without_flags("The letter has no address."),
            notice(NoticeKind::NeverConfirmed, "aq-police", "aq-police: never confirmed: phone"),
            notice(NoticeKind::Unused, "aq-court", "aq-court: the e-mail address is not used"),
            notice(NoticeKind::Unused, "aq-court", "aq-court: the fax is not used"),
        ];
        assert_eq!(
            lines(&notices, Detail::Counts, Reader::TypesFlags),
            [
                "No person ever confirmed how letters reach 2 offices (details: --verbose).",
                "The letter has no address; add one with --email.",
                "aq-court: the e-mail address is not used",
                "aq-court: the fax is not used",
            ]
        );
        assert_eq!(
            lines(&notices, Detail::Counts, Reader::IsLed)[..2],
            ["No person ever confirmed how letters reach 2 offices.", "The letter has no address."]
        );
        let in_full: Vec<String> = notices.iter().map(|notice| notice.words.clone()).collect();
        assert_eq!(lines(&notices, Detail::Full, Reader::TypesFlags), in_full);
    }
}
