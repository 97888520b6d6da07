//! `compose`: from a campaign, an office and a signatory to a finished letter.
//!
//! A [`Letter`] is a small document of paragraphs, lists and spans. It is complete and clean by
//! construction, and everything after this module reads only the letter: one text, every channel.

mod body;
mod compose;
mod cover;
mod details;
mod edited;
mod finished;
mod greeting;
mod markdown;
mod unprinted;

pub(crate) use body::document;
pub use body::{Block, BodyProblem, Span, plain};
pub use compose::{ComposeError, Form, LetterProblem, Request, compose, compose_as, has_cover_in};
pub use cover::salutation_of_embassy;
pub(crate) use cover::words_or_english as cover_words;
pub use details::{DetailError, Details, SecondSignatory, SenderContact, SentBy, SentByError, copy_name, detail};
pub use edited::{Edited, EditedError, EditedProblem, NoText};
pub use finished::{Letter, Part, Role};
pub use greeting::{greeted, names_one_of};
pub use unprinted::unprinted;
