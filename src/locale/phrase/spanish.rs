//! Spanish: the few names that keep their article, and "del".
//!
//! Where usage wavers ("Perú", "el Perú"), the name stands without an article, which is never wrong.
//! Every name has a phrase.

use super::spelling;

pub(super) fn of(name: &str, code: &str) -> String {
    match article(name, code) {
        Some("el") => format!("del {name}"),
        Some(article) => format!("de {article} {name}"),
        None => format!("de {name}"),
    }
}

pub(super) fn within(name: &str, code: &str) -> String {
    match article(name, code) {
        Some(article) => format!("en {article} {name}"),
        None => format!("en {name}"),
    }
}

/// "El Salvador" has its article inside the name, where it is never contracted.
fn article(name: &str, code: &str) -> Option<&'static str> {
    match (spelling::first_word(name), code) {
        ("Emiratos" | "Estados" | "Países" | "Territorios", _) => Some("los"),
        // Bermudas, Bahamas, Comoras, Maldivas.
        ("Islas", _) | (_, "BM" | "BS" | "KM" | "MV") => Some("las"),
        // Antártida, Guayana Francesa, India, Polinesia Francesa.
        ("Ciudad" | "Isla" | "República", _) | (_, "AQ" | "GF" | "IN" | "PF") => Some("la"),
        // Caribe neerlandés, Congo, Sáhara Occidental, Líbano.
        ("Reino" | "Territorio", _) | (_, "BQ" | "CG" | "EH" | "LB") => Some("el"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_contraction() {
        for (code, name, whose, place) in [
            ("KZ", "Kazajistán", "de Kazajistán", "en Kazajistán"),
            ("GB", "Reino Unido", "del Reino Unido", "en el Reino Unido"),
            ("NL", "Países Bajos", "de los Países Bajos", "en los Países Bajos"),
            ("DO", "República Dominicana", "de la República Dominicana", "en la República Dominicana"),
            ("SV", "El Salvador", "de El Salvador", "en El Salvador"),
            ("CK", "Islas Cook", "de las Islas Cook", "en las Islas Cook"),
            ("IN", "India", "de la India", "en la India"),
            ("BS", "Bahamas", "de las Bahamas", "en las Bahamas"),
            ("EH", "Sahara Occidental", "del Sahara Occidental", "en el Sahara Occidental"),
        ] {
            assert_eq!((of(name, code).as_str(), within(name, code).as_str()), (whose, place));
        }
    }
}
