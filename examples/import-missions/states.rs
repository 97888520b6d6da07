//! Which state a name of the export means, as an ISO 3166-1 code.
//!
//! English names come from CLDR and ISO through the crates the program uses; the table holds what
//! Wikidata calls otherwise, keyed by its ids, which do not change when a label does. Nothing is
//! guessed: a name in neither is `Unknown` and stands in the report.

use std::collections::HashMap;

use outcry::locale::{Country, Language};
use unicode_normalization::UnicodeNormalization as _;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A country of ISO 3166-1.
    State(Country),
    /// Something known that has no code of its own: a region, an order, an organisation.
    NoState,
    /// Nothing this program knows.
    Unknown,
}

/// All names by their plain form.
pub struct States {
    names: HashMap<String, Country>,
}

impl States {
    /// Reads the names of all countries once.
    pub fn known() -> Self {
        let english: Option<Language> = "en".parse().ok();
        let mut names = HashMap::new();
        for iso in rust_iso3166::ALL {
            let Ok(country) = iso.alpha2.parse::<Country>() else { continue };
            names.insert(plain(iso.name), country);
            if let Some(english) = &english {
                names.insert(plain(&country.name_in(english)), country);
            }
        }
        // A state of the USA and a province of Belgium have these names too: their ids decide.
        for ambiguous in ["georgia", "luxembourg"] {
            names.remove(ambiguous);
        }
        Self { names }
    }

    /// The state behind an id and a label; the id goes first.
    pub fn find(&self, id: &str, label: &str) -> Named {
        if NO_STATE.contains(&id) {
            return Named::NoState;
        }
        let code = BY_ID.iter().find(|(known, _)| *known == id).map(|(_, code)| *code);
        code.and_then(|code| code.parse().ok())
            .or_else(|| self.names.get(&plain(label)).copied())
            .map_or(Named::Unknown, Named::State)
    }
}

/// `Antigua & Barbuda`, `St. Lucia` and `The Bahamas` as others write them.
fn plain(name: &str) -> String {
    let folded: String = name.nfd().filter(char::is_ascii).collect();
    let words = folded.to_ascii_lowercase().replace('&', " and ").replace("st. ", "saint ");
    let words = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !matches!(*word, "" | "the"));
    words.collect::<Vec<_>>().join(" ")
}

/// What Wikidata calls otherwise than CLDR and ISO, and bodies that act for their state.
const BY_ID: &[(&str, &str)] = &[
    ("Q27", "IE"),
    ("Q30", "US"),
    ("Q32", "LU"),
    ("Q39", "CH"),
    ("Q43", "TR"),
    ("Q55", "NL"),
    ("Q29999", "NL"),
    ("Q35", "DK"),
    ("Q756617", "DK"),
    ("Q145", "GB"),
    ("Q148", "CN"),
    ("Q159", "RU"),
    ("Q213", "CZ"),
    ("Q230", "GE"),
    ("Q237", "VA"),
    ("Q159583", "VA"),
    ("Q423", "KP"),
    ("Q884", "KR"),
    ("Q574", "TL"),
    ("Q702", "FM"),
    ("Q836", "MM"),
    ("Q858", "SY"),
    ("Q865", "TW"),
    ("Q22502", "TW"),
    ("Q971", "CG"),
    ("Q974", "CD"),
    ("Q1008", "CI"),
    ("Q1011", "CV"),
    ("Q1050", "SZ"),
    ("Q8646", "HK"),
    ("Q14773", "MO"),
    ("Q219060", "PS"),
    // Ministries and governments that Wikidata names as the operator.
    ("Q697158", "TW"),
    ("Q789889", "RU"),
    ("Q930729", "SE"),
    ("Q1155502", "CN"),
    ("Q16911151", "RW"),
];

/// Senders and hosts that are known and have no ISO 3166-1 code of their own.
const NO_STATE: &[&str] = &[
    "Q176",      // Quebec
    "Q1202",     // Saxony
    "Q8889",     // European Parliament
    "Q23427",    // South Ossetia
    "Q23681",    // Turkish Republic of Northern Cyprus
    "Q31354462", // Abkhazia
    "Q34754",    // Somaliland
    "Q40362",    // Sahrawi Arab Democratic Republic
    "Q1246",     // Kosovo: XK is in use, but not in ISO 3166-1
    "Q1231",     // Kosovo as a province
    "Q52062",    // the Nordic countries
    "Q170355",   // Indigenous Australians
    "Q190353",   // Sovereign Military Order of Malta
    "Q326343",   // Central Tibetan Administration
    "Q2724951",  // Portuguese colonization of the Americas
    "Q16152647", // Government of New Mexico
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_export_become_codes() {
        let states = States::known();
        for (id, label, code) in [
            ("Q232", "Kazakhstan", "KZ"),
            ("Q148", "People's Republic of China", "CN"),
            ("Q27", "Republic of Ireland", "IE"),
            ("Q1008", "Ivory Coast", "CI"),
            ("Q237", "Vatican", "VA"),
            ("Q237", "Vatican City", "VA"),
            ("Q159583", "Holy See", "VA"),
            ("Q29999", "Netherlands", "NL"),
            ("Q756617", "Kingdom of Denmark", "DK"),
            ("Q705141", "Taiwan", "TW"),
            ("Q5589404", "Taiwan", "TW"),
            ("Q843186", "Japan", "JP"),
            ("Q225", "Bosnia and Herzegovina", "BA"),
            ("Q763", "Saint Kitts and Nevis", "KN"),
            ("Q1039", "São Tomé and Príncipe", "ST"),
            ("Q778", "The Bahamas", "BS"),
            ("Q1005", "The Gambia", "GM"),
            ("Q230", "Georgia", "GE"),
            ("Q781", "Antigua and Barbuda", "AG"),
            ("Q789889", "Ministry of Foreign Affairs of the Russian Federation", "RU"),
            ("Q697158", "Ministry of Foreign Affairs", "TW"),
            ("Q6250", "Western Sahara", "EH"),
            ("Q21203", "Aruba", "AW"),
        ] {
            assert_eq!(states.find(id, label), Named::State(code.parse().unwrap()), "{label}");
        }
    }

    #[test]
    fn what_is_no_state_is_told_from_what_is_unknown() {
        let states = States::known();
        for (id, label, expected) in [
            ("Q1246", "Kosovo", Named::NoState),
            ("Q176", "Quebec", Named::NoState),
            ("Q190353", "Sovereign Military Order of Malta", Named::NoState),
            ("Q15175", "Guangdong", Named::Unknown),
            ("Q1428", "Georgia", Named::Unknown),
            ("Q458", "European Union", Named::Unknown),
            ("Q999999999", "Ruritania", Named::Unknown),
        ] {
            assert_eq!(states.find(id, label), expected, "{label}");
        }
    }

    #[test]
    fn every_code_in_the_table_exists_and_no_id_stands_twice() {
        let mut ids: Vec<&str> = BY_ID.iter().map(|(id, _)| *id).chain(NO_STATE.iter().copied()).collect();
        assert!(BY_ID.iter().all(|(_, code)| code.parse::<Country>().is_ok()));
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }
}
