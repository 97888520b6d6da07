//! How letters look beyond what they say: layout, pictures, and whether faxes or envelopes are made.

use jiff::civil::DateTime;

use super::labels::LabelSheet;
use super::layout::Layout;
use super::picture::Picture;
use crate::letter::{Letter, SenderContact};

/// How letters look beyond what they say.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own, and any two can be true")]
pub struct Style {
    /// Where things stand; by the country a letter is posted in if it is not said.
    pub layout: Option<Layout>,
    /// What stands between the closing and the name; room for a pen when there is none.
    pub signature: Option<Picture>,
    /// The same over the name of a second person.
    pub second_signature: Option<Picture>,
    /// What stands at the head.
    pub letterhead: Option<Picture>,
    /// Whether it says who writes, so that the sender's lines are left out.
    pub letterhead_has_sender: bool,
    /// A picture beside the sender's lines.
    pub logo: Option<Picture>,
    /// What stands at the foot of the first sheet.
    pub contact: SenderContact,
    /// What the cover says, where the letter is faxed.
    pub fax: Option<Fax>,
    /// What is made.
    pub made: Made,
    /// Whether many letters in one file are printed on one side: then each begins on the next page.
    pub single_sided: bool,
    /// Whether the letter has lines to fill in by hand in place of who signs, the day and the signature.
    pub blank: bool,
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

/// What is made of a letter.
#[derive(Debug, Clone, Copy, Default)]
pub enum Made {
    /// The letter.
    #[default]
    Letter,
    /// An envelope, whose layout it takes.
    Envelope,
    /// An address label.
    Label(LabelSheet),
}

impl Style {
    pub(super) fn layout_of(&self, letter: &Letter<'_>) -> Option<Layout> {
        let label = if let Made::Label(sheet) = self.made { Some(sheet.layout) } else { None };
        label.or(self.layout).or_else(|| Layout::usual_in(letter.signatory.country))
    }
}
