//! What a signatory should know about the offices their letters go to.

use jiff::civil::Date;

use crate::locale::{Country, Language};
use crate::registry::{Embassy, Freshness, Holder, Office, RegistryError};

/// One thing to know about who gets a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note<'a> {
    /// Which mission of `state` serves a signatory in `country`.
    Embassy {
        /// The answer of the registry.
        embassy: Embassy<'a>,
        /// The one that would have been chosen if it were open.
        closed: Option<&'a Office>,
        /// The state that is written to.
        state: Country,
        /// The country it is written from.
        country: Country,
        /// Whether that office gets a letter in any case.
        is_listed: bool,
    },
    /// The office has moved; its addresses may be old.
    Moved(&'a Office),
    /// The office is closed.
    Closed(&'a Office),
    /// The office is listed for an old campaign.
    Historic(&'a Office),
    /// What is known of the office was true until that day.
    HeldUntil(&'a Office, Date),
    /// The campaign's own folder says how to reach an office that is known without it.
    ChangedByCampaign(&'a Office),
    /// The campaign gives this office of its own a kind that is not on the list.
    UnknownKind(&'a RegistryError),
    /// The letter names this holder, whom nobody confirmed within twelve months.
    HolderUnconfirmed(&'a Office, &'a Holder, Freshness),
    /// The letter names nobody, because this holder left on that day and no other is known.
    HolderLeft(&'a Office, &'a Holder, Date),
    /// The office gets a copy for information, and no e-mail address of it is known.
    CopyOnPaper(&'a Office),
    /// The cover to this embassy has no words in the language of the letter, and is in English.
    CoverInEnglish(&'a Office, &'a Language),
    /// These offices read a language that the campaign has, and get the letter in `written`.
    OtherLanguage {
        /// They read this one.
        reads: &'a Language,
        /// They get this one.
        written: &'a [Language],
        /// Which offices.
        offices: Vec<&'a Office>,
    },
    /// Neither a flag, a profile nor the campaign says which language comes first, and there is no English letter.
    LanguageByAlphabet(&'a Language),
    /// The letter gives no address for an answer.
    NoReturnAddress,
}
