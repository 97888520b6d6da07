//! Whom a salutation greets: nobody in particular ("Dear Sir or Madam,"), or one office by its title or its holder.

use crate::text::key;

/// Letters of a word by which it is told again in another form: "Minister" in "Ministry".
const STEM: usize = 5;
/// Letters of a word that says something.
const WORD: usize = 4;
/// Words of salutations that fit any office, as [`key`] leaves them, by their first letters.
const ANYBODY: [&str; 49] = [
    "dear",
    "madam",
    "sirs",
    "excel",
    "honou",
    "honor",
    "right",
    "your",
    "whom",
    "conce",
    "respe",
    "sehr",
    "geehr",
    "damen",
    "herre",
    "herr",
    "frau",
    "exzel",
    "hochv",
    "vereh",
    "monsi",
    "messi",
    "mesda",
    "cher",
    "chere",
    "votre",
    "senor",
    "estim",
    "disti",
    "excmo",
    "excma",
    "uvazh",
    "уважа",
    "глубо",
    "много",
    "госпо",
    "ваше",
    "ваша",
    "прево",
    "высок",
    "здрав",
    "құрме",
    "мырза",
    "ханым",
    "editor",
    "consi",
    "nuest",
    "mayor",
    "espec",
];

fn stem(word: &str) -> String {
    key(word).chars().take(STEM).collect()
}

/// The words of a salutation that greet somebody in particular, by their first letters; none for "Dear Sir or Madam,".
pub fn greeted(salutation: &str) -> Vec<String> {
    let words = salutation.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= WORD);
    words.map(stem).filter(|stem| !ANYBODY.contains(&stem.as_str())).collect()
}

/// Whether a name has one of these words: that of an office, or of who holds it.
pub fn names_one_of(greeted: &[String], name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric()).any(|word| greeted.contains(&stem(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_greeted_is_told_from_anybody() {
        for salutation in [
            "Dear Sir or Madam,",
            "Your Excellency,",
            "Sehr geehrte Damen und Herren,",
            "Madame, Monsieur,",
            "Muy señores míos:",
            "Уважаемые господа!",
            "To whom it may concern,",
        ] {
            let words = greeted(salutation);
            assert!(words.iter().all(|word| word == "mios"), "{salutation}: {words:?}");
        }
        for (salutation, name, is_of) in [
            ("Dear Vice-Chancellor,", "Vice-Chancellor of the University of Ross", true),
            ("Dear Vice-Chancellor,", "Minister of Education", false),
            ("Dear Mr Marsh-Ross,", "Mr Bo Marsh-Ross", true),
            ("Dear Minister,", "Ministry of Ice", true),
            ("Señora Gerente:", "Gerente general, Hielo S.A.", true),
        ] {
            assert_eq!(names_one_of(&greeted(salutation), name), is_of, "{salutation} {name}");
        }
    }
}
