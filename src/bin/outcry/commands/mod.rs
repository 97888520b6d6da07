//! One module for each command. None of them uses another, but for the guided run, which leads to several.

pub mod account;
pub mod campaigns;
pub mod doctor;
pub mod guide;
pub mod lists;
pub mod outbox;
pub mod recipients;
pub mod send;
pub mod write;
