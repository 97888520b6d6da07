//! Notices: what is worth knowing before letters go out. Several of one kind are one line with a count; in full they
//! are shown with `--verbose`.

use super::count::counted;
use crate::args::Detail;

/// One thing to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// In full.
    words: String,
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
        Self { words, about: Some((kind, what.to_owned())) }
    }
}

impl From<String> for Notice {
    /// One that no other is like.
    fn from(words: String) -> Self {
        Self { words, about: None }
    }
}

/// The lines for notices, in the order in which their kinds come up first.
pub fn lines(notices: &[Notice], detail: Detail) -> Vec<String> {
    let mut lines = Vec::new();
    let mut counted: Vec<NoticeKind> = Vec::new();
    for notice in notices {
        let Some((kind, _)) = &notice.about else {
            lines.push(notice.words.clone());
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
            _ if detail == Detail::Full => lines.push(notice.words.clone()),
            1 => lines.push(notice.words.clone()),
            _ if counted.contains(kind) => {}
            several => {
                counted.push(*kind);
                lines.push(format!("{} (details: --verbose).", kind.of_several(several as u64)));
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
            Notice::from("The letter has no address for an answer.".to_owned()),
            notice(NoticeKind::NeverConfirmed, "aq-police", "aq-police: never confirmed: phone"),
            notice(NoticeKind::Unused, "aq-court", "aq-court: the e-mail address is not used"),
            notice(NoticeKind::Unused, "aq-court", "aq-court: the fax is not used"),
        ];
        assert_eq!(
            lines(&notices, Detail::Counts),
            [
                "No person ever confirmed how letters reach 2 offices (details: --verbose).",
                "The letter has no address for an answer.",
                "aq-court: the e-mail address is not used",
                "aq-court: the fax is not used",
            ]
        );
        let in_full: Vec<String> = notices.iter().map(|notice| notice.words.clone()).collect();
        assert_eq!(lines(&notices, Detail::Full), in_full);
    }
}
