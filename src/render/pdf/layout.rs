//! Layouts by name: where the address, the text and the fold marks stand. They are data, in
//! `layouts.toml`; a new one needs no code.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::locale::Country;

static LAYOUTS: LazyLock<BTreeMap<String, Plan>> =
    LazyLock::new(|| toml::from_str(include_str!("layouts.toml")).unwrap_or_default());

/// The layout of those who post from a country that no layout names.
const USUAL: &str = "din5008-b";

/// What the names of envelopes begin with.
const ENVELOPE: &str = "envelope-";

/// The arrangement of a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Its name, such as `din5008-b`.
    pub name: &'static str,
    pub(super) plan: &'static Plan,
}

/// A layout as its table says it. Boxes are left, top, width and height in millimetres.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    paper: [f64; 2],
    #[serde(skip_serializing)]
    countries: Vec<Country>,
    pub(super) window: Area,
    pub(super) address: Area,
    #[serde(rename = "return", skip_serializing_if = "Option::is_none")]
    pub(super) back: Option<Area>,
    pub(super) sender: Area,
    #[serde(skip_serializing_if = "Option::is_none")]
    head: Option<Area>,
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<Area>,
    references: Beside,
    pub(super) letterhead: Area,
    pub(super) body: f64,
    pub(super) margins: [f64; 4],
    date: Side,
    folds: Vec<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hole: Option<f64>,
    /// How close to the edge of the paper a text may stand: as printers reach there.
    #[serde(skip_serializing, default = "printers_reach")]
    pub(super) edge: f64,
}

/// No printer reaches closer to the edge of the paper, in millimetres.
pub(super) const PRINTERS_REACH: f64 = 5.0;

fn printers_reach() -> f64 {
    PRINTERS_REACH
}

/// A box on the sheet, in millimetres: left, top, width, height.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Area(pub(super) f64, pub(super) f64, pub(super) f64, pub(super) f64);

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Side {
    Left,
    Right,
}

/// Where references stand.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Beside {
    /// Under the sender, the office's own first.
    Sender,
    /// Above the day, the sender's first.
    Day,
}

impl Plan {
    /// A label, which has nothing but an address.
    pub(super) fn of_label(paper: [f64; 2], address: Area) -> Self {
        let nothing = Area(0.0, 0.0, 0.0, 0.0);
        Self {
            paper,
            countries: Vec::new(),
            window: address,
            address,
            back: None,
            sender: nothing,
            head: None,
            below: None,
            references: Beside::Day,
            letterhead: nothing,
            body: paper[1],
            margins: [0.0; 4],
            date: Side::Left,
            folds: Vec::new(),
            hole: None,
            // Its own edges are none of the sheet's.
            edge: 0.0,
        }
    }
}

impl Layout {
    /// Every layout of a letter, by name.
    pub fn all() -> impl Iterator<Item = Self> {
        LAYOUTS.iter().filter(|(name, _)| !name.starts_with(ENVELOPE)).map(|(name, plan)| Self { name, plan })
    }

    /// An envelope to be printed itself: `c6`, `c5`, `c4`, `dl` or `us10`.
    pub fn envelope(name: &str) -> Option<Self> {
        let (name, plan) = LAYOUTS.get_key_value(&format!("{ENVELOPE}{name}"))?;
        Some(Self { name, plan })
    }

    /// The countries in which it is usual, the first of them best known for it.
    pub fn countries(&self) -> &[Country] {
        &self.plan.countries
    }

    /// Whether the address shows on the right half of the sheet.
    pub fn is_window_on_the_right(&self) -> bool {
        let Area(left, _, width, _) = self.plan.window;
        left + width / 2.0 > self.plan.paper[0] / 2.0
    }

    /// What its sheets are called in shops.
    pub fn paper_name(&self) -> &'static str {
        if self.plan.paper[1] > 290.0 { "A4" } else { "US Letter" }
    }

    /// The layout that is usual where a letter is posted.
    pub fn usual_in(country: Option<Country>) -> Option<Self> {
        let there = |layout: &Self| country.is_some_and(|country| layout.plan.countries.contains(&country));
        Self::all().find(there).or_else(|| USUAL.parse().ok())
    }
}

impl FromStr for Layout {
    type Err = LayoutError;

    fn from_str(name: &str) -> Result<Self, LayoutError> {
        Self::all().find(|layout| layout.name == name).ok_or_else(|| LayoutError(name.to_owned()))
    }
}

/// A name that no layout has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutError(String);

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = Layout::all().map(|layout| layout.name).collect();
        write!(f, "unknown layout \"{}\"; known layouts: {}", self.0, names.join(", "))?;
        match crate::text::nearest(&self.0, names.iter().copied()) {
            Some(near) => write!(f, "; did you mean \"{near}\"?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for LayoutError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_layouts_is_whole() {
        let read: Result<BTreeMap<String, Plan>, _> = toml::from_str(include_str!("layouts.toml"));
        assert_eq!(read.unwrap().len(), 12);
    }

    #[test]
    fn the_layout_follows_the_country_of_posting() {
        for (country, name) in [
            (Some("DE"), "din5008-b"),
            (Some("GB"), "uk-dl"),
            (Some("US"), "us10"),
            (Some("FR"), "fr"),
            (Some("CH"), "ch-right"),
            (Some("KZ"), "din5008-b"),
            (None, "din5008-b"),
        ] {
            let country = country.map(|code| code.parse().unwrap());
            assert_eq!(Layout::usual_in(country).unwrap().name, name, "{country:?}");
        }
    }
}
