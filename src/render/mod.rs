//! From the finished letter to bytes, one file per output. Everything here is pure: equal letters
//! give equal bytes.

mod details;
pub mod html;
pub mod joint;
pub mod joint_html;
pub mod json;
pub mod leaflet;
pub mod mail;
pub mod mailto;
pub mod page;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod phone;
pub mod qr;
mod quotes;
mod sheet_words;
pub mod text;
mod words;

pub use sheet_words::{undersigned_many, undersigned_one};
