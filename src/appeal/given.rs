//! What an appeal gives: each value with the line it comes from.

use super::embassy::Embassy;
use super::facts::Day;
use super::found::Found;
use super::letter::ModelLetter;
use crate::locale::{Country, Language};
use crate::registry::pasted::PastedOffice;

/// What an appeal gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appeal {
    /// The language it is in, of the six that are read.
    pub language: Option<Language>,
    /// Its title.
    pub title: Option<Found<String>>,
    /// Lines that may be its title, where it has none for certain.
    pub other_titles: Vec<Found<String>>,
    /// The day it was published.
    pub published: Option<Found<Day>>,
    /// The last day on which letters help.
    pub act_by: Option<Found<Day>>,
    /// Days that only may be the last one.
    pub other_days: Vec<Found<Day>>,
    /// Whom it is about.
    pub persons: Vec<Found<String>>,
    /// Names that may be of such persons.
    pub other_names: Vec<Found<String>>,
    /// Whether one of those may be of somebody it is about before all.
    pub may_miss_persons: bool,
    /// The state it turns to, with the line that says so most plainly.
    pub state: Option<Found<Country>>,
    /// What it asks for.
    pub demands: Vec<Found<String>>,
    /// What may be a demand: lists that nothing announces as such.
    pub other_lists: Vec<Found<String>>,
    /// Whom it asks to write to, in its order.
    pub offices: Vec<PastedOffice>,
    /// That it names the embassy in the reader's own country.
    pub embassy: Option<Found<Embassy>>,
    /// Who gets a copy.
    pub copies: Vec<Found<Copy>>,
    /// Offices that get a copy.
    pub copy_offices: Vec<PastedOffice>,
    /// Addresses of which it is not known what they are for.
    pub other_addresses: Vec<Found<String>>,
    /// Where it can be read.
    pub sources: Vec<Found<String>>,
    /// Web addresses that may be of something else.
    pub other_pages: Vec<Found<String>>,
    /// Its model letters, one a language.
    pub letters: Vec<ModelLetter>,
    /// Lines where further letters in the same language begin.
    pub other_letters: Vec<usize>,
    /// What it tells, paragraph by paragraph.
    pub paragraphs: Vec<Found<String>>,
}

/// An address for copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copy {
    /// The address.
    Email(crate::address::Email),
    /// A page hid it: `[email protected]`.
    Hidden,
    /// Nothing stands there.
    Missing,
    /// What stands there is no address.
    Unreadable(String),
}
