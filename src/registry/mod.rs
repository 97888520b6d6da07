//! The offices letters go to, their channels, and the embassy in the signatory's own country.
//!
//! Offices come from files, one laid over the other, and from the missions of every state. A value
//! stands here only with its source; nothing is ever completed by pattern, and an office without
//! e-mail is normal. This module reads and answers; it never decides what is sent.

mod changes;
mod contact;
mod embassy;
mod fields;
mod file;
mod freshness;
mod holder;
mod kind;
mod layer;
mod lookup;
pub mod mailbox;
mod missions;
mod naming;
mod office;
pub mod pasted;
pub mod phone;
mod problem;
pub mod schema;
pub mod search;

pub use changes::{Change, Value, changes};
pub(crate) use contact::web_address;
pub use contact::{Contact, host_of};
pub use embassy::Embassy;
pub use file::places;
pub use freshness::Freshness;
pub use holder::Holder;
pub use kind::OfficeKind;
pub use layer::{Layer, Rejected, Superseded};
pub use lookup::Registry;
pub use naming::LANGUAGES;
pub use office::{Accreditation, Barred, Channel, Need, Office, Status, Usage, is_id};
pub use problem::{ChannelProblem, RegistryError, RegistryErrors, RegistryProblem};
