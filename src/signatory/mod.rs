//! Who signs: from loose answers to a signatory that is valid by construction.
//!
//! [`Answers`] may hold rubbish, from a flag, a configuration file, a prompt or a spreadsheet row.
//! [`Signatory`] cannot: everything after this module reads only that.

mod answers;
mod damage;
mod extra;
mod extra_name;
mod field;
mod kind;
mod own_words;
mod person;
mod problem;
mod remark;
mod signer;

pub use answers::Answers;
pub use extra::{Extra, Purpose, declared, is_taken};
pub use extra_name::{ExtraName, NotAName};
pub use field::Field;
pub use kind::{Kind, Voice};
pub use person::{NoName, name_tables};
pub use problem::{AnswerProblem, FieldError};
pub use remark::Remark;
pub use signer::{Signatory, check_answer};
