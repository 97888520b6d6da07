//! One module for each command. None of them uses another, but for the guided run, which leads to several.

pub mod account;
pub mod campaigns;
pub mod completions;
pub mod doctor;
pub mod guide;
pub mod joint;
pub mod leaflet;
pub mod lists;
pub mod outbox;
pub mod page;
pub mod recipients;
pub mod send;
pub mod write;
