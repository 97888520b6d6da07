//! From the finished letter to bytes, one file per output. Everything here is pure: equal letters
//! give equal bytes.

pub mod html;
pub mod json;
pub mod mail;
pub mod mailto;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod phone;
pub mod text;
mod words;
