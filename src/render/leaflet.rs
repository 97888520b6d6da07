//! A sheet for the street: what happened, what is demanded, until when, and the way to the campaign's page.
//!
//! It is for everybody, so nothing on it depends on who signs or on an office. `pdf` puts it on paper.

use jiff::civil::Date;

use crate::locale::{Country, Language};

/// A leaflet, one page for each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaflet<'a> {
    /// The size of the sheet.
    pub paper: Paper,
    /// The address of the campaign's page, printed and as a QR code.
    pub url: &'a str,
    /// Where it is handed out, whose way of writing days it has.
    pub country: Option<Country>,
    /// The day it is made.
    pub date: Date,
    /// Its pages.
    pub pages: Vec<LeafletPage>,
}

/// The leaflet in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafletPage {
    /// Which.
    pub language: Language,
    /// What it is about, in one line.
    pub title: String,
    /// What happened.
    pub summary: String,
    /// What is asked for, one by one.
    pub demands: Vec<String>,
    /// Until when letters help.
    pub last_day: LastDay,
}

/// Until when letters help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastDay {
    /// The campaign names no day.
    Open,
    /// The last one.
    Until(Date),
    /// No longer.
    Over,
}

/// The size of a leaflet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 148 by 210 mm.
    A5,
    /// 210 by 297 mm.
    A4,
}
