//! English: whether a name takes "the", and whether one is in a country or on an island.
//!
//! CLDR saves letters with "&" and " - "; a letter writes "and" and a plain hyphen. Every name has a
//! phrase: a name without a common noun in it stands without an article.

/// Words that are common nouns, and make a name a description that takes "the".
const DESCRIPTIONS: &[&str] = &[
    "Emirates",
    "Isle",
    "Islands",
    "Kingdom",
    "Lands",
    "Netherlands",
    "Republic",
    "States",
    "Territories",
    "Territory",
];

pub(super) fn of(name: &str, code: &str) -> String {
    format!("of {}", with_article(name, code))
}

pub(super) fn within(name: &str, code: &str) -> String {
    let preposition = if name.ends_with(" Island") { "on" } else { "in" };
    format!("{preposition} {}", with_article(name, code))
}

fn with_article(name: &str, code: &str) -> String {
    let name = name.replace(" & ", " and ").replace(" - ", "-");
    match (code, name.split_once(" and ")) {
        // South Georgia, Heard Island, St. Vincent: the second name alone is a plural.
        ("GS" | "HM" | "VC", Some((first, second))) if first != "Heard" => {
            format!("{first} and the {}", second.trim_start_matches("the "))
        }
        _ if takes_article(&name, code) => format!("the {name}"),
        _ => name,
    }
}

fn takes_article(name: &str, code: &str) -> bool {
    // Plural names (Bahamas, Comoros, Maldives, Philippines, Seychelles), and the river Gambia.
    matches!(code, "BS" | "GM" | "KM" | "MV" | "PH" | "SC") || name.split(' ').any(|word| DESCRIPTIONS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_prepositions() {
        for (code, name, whose, place) in [
            ("NL", "Netherlands", "of the Netherlands", "in the Netherlands"),
            ("GB", "United Kingdom", "of the United Kingdom", "in the United Kingdom"),
            ("CF", "Central African Republic", "of the Central African Republic", "in the Central African Republic"),
            ("GM", "Gambia", "of the Gambia", "in the Gambia"),
            ("BA", "Bosnia & Herzegovina", "of Bosnia and Herzegovina", "in Bosnia and Herzegovina"),
            ("CD", "Congo - Kinshasa", "of Congo-Kinshasa", "in Congo-Kinshasa"),
            (
                "VC",
                "St. Vincent & Grenadines",
                "of St. Vincent and the Grenadines",
                "in St. Vincent and the Grenadines",
            ),
            (
                "VC",
                "St Vincent & the Grenadines",
                "of St Vincent and the Grenadines",
                "in St Vincent and the Grenadines",
            ),
            ("TC", "Turks & Caicos Islands", "of the Turks and Caicos Islands", "in the Turks and Caicos Islands"),
            (
                "HM",
                "Heard & McDonald Islands",
                "of the Heard and McDonald Islands",
                "in the Heard and McDonald Islands",
            ),
            ("NF", "Norfolk Island", "of Norfolk Island", "on Norfolk Island"),
            ("VA", "Vatican City", "of Vatican City", "in Vatican City"),
            ("TR", "Türkiye", "of Türkiye", "in Türkiye"),
        ] {
            assert_eq!((of(name, code).as_str(), within(name, code).as_str()), (whose, place));
        }
    }
}
