//! What a Spanish letter calls its own: "mi preocupación" of one, "nuestra preocupación" of many.

/// What somebody who writes has, alone or with others, and whether the word is feminine.
const NOUNS: [(&str, bool); 24] = [
    ("consideración", true),
    ("preocupación", true),
    ("indignación", true),
    ("consternación", true),
    ("admiración", true),
    ("atención", true),
    ("petición", true),
    ("solidaridad", true),
    ("inquietud", true),
    ("gratitud", true),
    ("solicitud", true),
    ("confianza", true),
    ("esperanza", true),
    ("estima", true),
    ("condena", true),
    ("protesta", true),
    ("apoyo", false),
    ("rechazo", false),
    ("repudio", false),
    ("respeto", false),
    ("pesar", false),
    ("pedido", false),
    ("agradecimiento", false),
    ("saludo", false),
];
/// Words between "mi" and its noun.
const BETWEEN_MOST: usize = 3;

/// The possessives of one and of many before these words in lower case, where their noun is known: "profunda
/// preocupación".
pub(super) fn before<'w>(words: impl Iterator<Item = &'w str>) -> Option<(&'static str, &'static str)> {
    const SMALL: [&str; 16] =
        ["a", "al", "con", "de", "del", "e", "el", "en", "la", "las", "los", "o", "para", "por", "que", "u"];
    let mut words = words.take(BETWEEN_MOST + 1).take_while(|word| !SMALL.contains(word));
    let is_feminine = words.find_map(|word| NOUNS.iter().find(|(noun, _)| *noun == word))?.1;
    Some(("mi", if is_feminine { "nuestra" } else { "nuestro" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noun_says_what_many_call_theirs() {
        for (text, expected) in [
            ("preocupación por la seguridad", Some("nuestra")),
            ("más profunda preocupación", Some("nuestra")),
            ("mayor consideración", Some("nuestra")),
            ("firme apoyo a la protesta", Some("nuestro")),
            ("país y la protesta", None),
            ("carta de protesta", None),
            ("federación", None),
        ] {
            assert_eq!(before(text.split(' ')).map(|(_, many)| many), expected, "{text}");
        }
    }
}
