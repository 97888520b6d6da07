//! How letters look beyond what they say: layout, pictures, and whether faxes or envelopes are made.

use jiff::civil::DateTime;

use super::layout::Layout;
use super::picture::Picture;
use crate::letter::Letter;

/// How letters look beyond what they say.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// Where things stand; by the country a letter is posted in if it is not said.
    pub layout: Option<Layout>,
    /// What stands between the closing and the name; room for a pen when there is none.
    pub signature: Option<Picture>,
    /// What stands at the head in place of the sender.
    pub letterhead: Option<Picture>,
    /// What the cover says, where the letter is faxed.
    pub fax: Option<Fax>,
    /// Whether envelopes are made in place of letters; the layout is that of an envelope.
    pub envelope: bool,
    /// Whether the file is made for archives too (PDF/A-2a), which asks more of its reader.
    pub archive: bool,
}

/// What the cover of a fax says beside who writes to whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fax {
    /// The office's fax number.
    pub number: String,
    /// Day and time of day, where the sender is.
    pub moment: DateTime,
    /// How many pages there are, the cover included.
    pub pages: usize,
}

impl Style {
    pub(super) fn layout_of(&self, letter: &Letter<'_>) -> Option<Layout> {
        self.layout.or_else(|| Layout::usual_in(letter.signatory.country))
    }
}
