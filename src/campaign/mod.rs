//! A campaign: a folder with `campaign.toml` and a model letter per language.
//!
//! Loading checks everything that can be checked without a signatory: keys, addresses, offices the
//! campaign brings, and every placeholder of every language. A campaign folder is untrusted input;
//! it cannot name a server, a sender or a file outside itself.

mod compare;
mod copies;
mod editions;
mod error;
mod facts;
mod fields;
mod files;
mod hidden;
mod inspect;
mod keys;
mod limits;
mod load;
mod model;
mod open_question;
mod packed;
mod pieces;
mod raw;
mod schema;
mod source;
mod template;
mod texts;
mod toml_problem;
mod typing;
mod values;

pub use compare::{Became, News, goes_on, news};
pub use editions::{Edition, Standing};
pub use error::{CampaignError, FieldProblem};
pub use facts::{Allowed, Campaign, EmbassyAs, Origin, Person, Status, Stop};
pub use files::CampaignFile;
pub use hidden::{Hidden, in_link};
pub use keys::{ValueOf, values_of};
pub use limits::COPIES_MOST;
pub use load::Examined;
pub use model::{Filled, Model, Public};
pub use open_question::{OpenQuestion, open_questions};
pub use packed::{Packed, PackedError};
pub use pieces::{Piece, Pieces};
pub use schema::schema;
pub use source::{TemplateError, TemplateProblem};
pub use template::FillError;
pub use texts::{Condition, Text, TextPart, VALUE};
pub use toml_problem::{TomlFault, TomlProblem};
pub use values::Values;
