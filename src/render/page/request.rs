//! What a page is made of, and why it cannot be made.

use jiff::civil::Date;

use crate::address::Email;
use crate::campaign::CampaignError;
use crate::letter::BodyProblem;
use crate::locale::Language;
use crate::mailing::Recipients;

/// What a page is made of.
#[derive(Clone, Copy)]
pub struct PageRequest<'a> {
    /// The campaign and its offices.
    pub recipients: &'a Recipients,
    /// The languages of its letters, the first one chosen where the reader's own is not among them.
    pub languages: &'a [Language],
    /// Addresses that get a visible copy.
    pub copies: &'a [Email],
    /// Where the page will be found, for its buttons to share.
    pub url: Option<&'a str>,
    /// The day it is made.
    pub today: Date,
}

/// Why a campaign cannot become a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageProblem {
    /// A model letter that cannot be read.
    #[error(transparent)]
    Campaign(#[from] CampaignError),
    /// Markdown that letters do not have.
    #[error("the letter cannot be shown on a page: {0}")]
    Markup(BodyProblem),
    /// The page keeps these characters for itself.
    #[error("the letter has characters for private use (U+F0000 to U+FFFFD)")]
    PrivateCharacter,
    /// A link that depends on who signs.
    #[error("a link in the letter has a field in its address")]
    FieldInLink,
    /// Own words where only one line can stand.
    #[error("the letter has the own words in a list, a link or emphasis; give them a paragraph of their own")]
    OwnWordsInside,
    /// Conditions that multiply.
    #[error("too many conditions stand together in one paragraph; part them by empty lines")]
    TooManyTexts,
}
