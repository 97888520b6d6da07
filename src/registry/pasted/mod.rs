//! Offices as appeals and web pages print them, taken apart: "Minister of Justice", an address, "Tel/Fax: ...",
//! "Email: ...", "Salutation: Dear Minister".
//!
//! [`offices`] reads text and nothing else. It completes no value and decides nothing: what is printed in a form
//! that stands for a value ([`Mended`]) comes with how it is printed, what cannot be read comes with why, and
//! text that found no place is kept in [`PastedOffice::leftovers`].

mod copies;
mod forms;
mod holders;
mod labels;
mod lines;
mod model;
mod read;
mod sorts;
mod values;
mod vocabulary;

pub use copies::copies_begin;
pub use forms::{may_be_in, state_of_form};
pub use holders::is_for_somebody;
pub use labels::{announces_value, begins_with_label, is_label};
pub use model::{Mended, PastedOffice, PastedText, PastedValue, Read};
pub use read::{has_known_kind, offices};
pub use sorts::{is_address, is_company, is_held, is_post_of_company, names_office, names_person};
