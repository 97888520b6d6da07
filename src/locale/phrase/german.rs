//! German: names with an article and their gender, weak adjectives, and "in" or "auf".
//!
//! A name without an article always takes "von" ("Botschaft von Kasachstan"): it is right for every
//! ending, where the genitive ("Kasachstans") fails on names in -s.

use super::spelling;

/// How a name behaves in a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bare,
    Masculine,
    Feminine,
    Neuter,
    Plural,
}

pub(super) fn of(name: &str, code: &str) -> Option<String> {
    if let Some(pair) = with_plural_second(name) {
        return Some(format!("von {pair}"));
    }
    Some(match kind(name, code)? {
        Kind::Bare => format!("von {name}"),
        Kind::Masculine => format!("des {name}"),
        Kind::Feminine | Kind::Plural => format!("der {}", weak(name)),
        Kind::Neuter => format!("des {}", with_genitive_s(&weak(name))),
    })
}

pub(super) fn within(name: &str, code: &str) -> Option<String> {
    let preposition = if is_island(name, code) { "auf" } else { "in" };
    if let Some(pair) = with_plural_second(name) {
        return Some(format!("{preposition} {pair}"));
    }
    Some(match kind(name, code)? {
        Kind::Bare => format!("{preposition} {name}"),
        Kind::Masculine => format!("im {name}"),
        Kind::Neuter => format!("im {}", weak(name)),
        Kind::Feminine => format!("{preposition} der {}", weak(name)),
        Kind::Plural => format!("{preposition} den {}", dative_plural(&weak(name))),
    })
}

fn kind(name: &str, code: &str) -> Option<Kind> {
    let lower = name.to_lowercase();
    Some(match code {
        // Iran, Irak, Libanon, Sudan, Südsudan, Tschad, Jemen. Niger, Oman and Senegal go without.
        "IQ" | "IR" | "LB" | "SD" | "SS" | "TD" | "YE" => Kind::Masculine,
        // Antarktis, Schweiz, Westsahara, Isle of Man, Mongolei, Slowakei, Türkei, Ukraine, Vatikanstadt.
        "AQ" | "CH" | "EH" | "IM" | "MN" | "SK" | "TR" | "UA" | "VA" => Kind::Feminine,
        // Vereinigte Arabische Emirate, Karibische Niederlande, Bahamas, Färöer, Komoren, Malediven,
        // Nördliche Marianen, Niederlande, Philippinen, Seychellen, Vereinigte Staaten.
        "AE" | "BQ" | "BS" | "FO" | "KM" | "MP" | "MV" | "NL" | "PH" | "SC" | "US" => Kind::Plural,
        _ if lower.ends_with("inseln") || lower.ends_with("gebiete") => Kind::Plural,
        _ if matches!(name, "Salomonen" | "Kapverden") => Kind::Plural,
        _ if lower.ends_with("insel") || lower.contains("republik") => Kind::Feminine,
        _ if lower.ends_with("königreich") || lower.contains("territorium") => Kind::Neuter,
        // An adjective without a noun known here: an article is due, and its gender is a guess.
        _ if name.contains(' ') && is_adjective(spelling::first_word(name)) => return None,
        _ => Kind::Bare,
    })
}

/// "St. Vincent und die Grenadinen": the second name has its own article, here in the dative.
fn with_plural_second(name: &str) -> Option<String> {
    let (first, second) = name.split_once(" und die ")?;
    Some(format!("{first} und den {}", dative_plural(&weak(second))))
}

fn is_adjective(word: &str) -> bool {
    ["sche", "sches", "igte", "igtes", "liche", "lichen"].iter().any(|ending| word.ends_with(ending))
}

/// After an article the adjectives that lead a name end in -en: "des Vereinigten Königreichs".
fn weak(name: &str) -> String {
    let mut leading = true;
    let words = name.split(' ').map(|word| {
        leading &= is_adjective(word);
        let stem = word.trim_end_matches("en").trim_end_matches("es").trim_end_matches('e');
        if leading { format!("{stem}en") } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The noun stands first after the adjectives: "des Britischen Territoriums im Indischen Ozean".
fn with_genitive_s(name: &str) -> String {
    let mut done = false;
    let words = name.split(' ').map(|word| {
        let is_noun = !done && !word.ends_with("en");
        done |= is_noun;
        if is_noun { format!("{word}s") } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn dative_plural(name: &str) -> String {
    if name.ends_with(['n', 's']) { name.to_owned() } else { format!("{name}n") }
}

/// Whether one lives "auf" it. Island states that are spoken of as states ("in Kuba") are not here.
fn is_island(name: &str, code: &str) -> bool {
    let lower = name.to_lowercase();
    lower.ends_with("insel")
        || lower.ends_with("inseln")
        || matches!(name, "Salomonen" | "Kapverden")
        // Plural names: Bahamas, Färöer, Komoren, Nördliche Marianen, Malediven, Philippinen, Seychellen.
        || matches!(code, "BS" | "FO" | "KM" | "MP" | "MV" | "PH" | "SC")
        // Islands that are no states.
        || matches!(
            code,
            "AI" | "AW" | "BL" | "BM" | "CW" | "GG" | "GP" | "GU" | "IM" | "JE" | "MF" | "MQ" | "MS" | "NU" | "PM"
                | "RE" | "SH" | "SJ" | "SX" | "TK" | "WF" | "YT"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_endings_and_prepositions() {
        for (code, name, whose, place) in [
            ("KZ", "Kasachstan", "von Kasachstan", "in Kasachstan"),
            ("LA", "Laos", "von Laos", "in Laos"),
            ("IR", "Iran", "des Iran", "im Iran"),
            ("TR", "Türkei", "der Türkei", "in der Türkei"),
            ("NL", "Niederlande", "der Niederlande", "in den Niederlanden"),
            ("US", "Vereinigte Staaten", "der Vereinigten Staaten", "in den Vereinigten Staaten"),
            (
                "AE",
                "Vereinigte Arabische Emirate",
                "der Vereinigten Arabischen Emirate",
                "in den Vereinigten Arabischen Emiraten",
            ),
            ("GB", "Vereinigtes Königreich", "des Vereinigten Königreichs", "im Vereinigten Königreich"),
            (
                "CF",
                "Zentralafrikanische Republik",
                "der Zentralafrikanischen Republik",
                "in der Zentralafrikanischen Republik",
            ),
            ("MD", "Republik Moldau", "der Republik Moldau", "in der Republik Moldau"),
            ("FO", "Färöer", "der Färöer", "auf den Färöern"),
            ("BV", "Bouvetinsel", "der Bouvetinsel", "auf der Bouvetinsel"),
            ("SB", "Salomon-Inseln", "der Salomon-Inseln", "auf den Salomon-Inseln"),
            (
                "IO",
                "Britisches Territorium im Indischen Ozean",
                "des Britischen Territoriums im Indischen Ozean",
                "im Britischen Territorium im Indischen Ozean",
            ),
            (
                "GS",
                "Südgeorgien und die Südlichen Sandwichinseln",
                "von Südgeorgien und den Südlichen Sandwichinseln",
                "auf Südgeorgien und den Südlichen Sandwichinseln",
            ),
            (
                "VC",
                "St. Vincent und die Grenadinen",
                "von St. Vincent und den Grenadinen",
                "in St. Vincent und den Grenadinen",
            ),
            ("CV", "Kapverden", "der Kapverden", "auf den Kapverden"),
            ("CV", "Cabo Verde", "von Cabo Verde", "in Cabo Verde"),
        ] {
            assert_eq!((of(name, code).unwrap().as_str(), within(name, code).unwrap().as_str()), (whose, place));
        }
        assert_eq!(of("Vereinigte Inselchen", "ZZ"), None);
    }
}
