//! Letters of languages that are near each other: sentences of the other language, and names of places.

use crate::good::{EN, ES, FR, TOML, with};
use crate::{checked, lines};

#[test]
fn near_languages_are_told_apart_and_places_compared() {
    let toml = TOML.replace("languages = [\"en\"", "languages = [\"en\", \"fr\", \"es\"");
    let check = |changed: Option<(&str, &str, &str)>| {
        let mut files = with(&toml, &[("en.md", EN), ("fr.md", FR), ("es.md", ES)]);
        if let Some((file, from, to)) = changed {
            let (_, text) = files.iter_mut().find(|(name, _)| *name == file).unwrap();
            assert!(text.contains(from), "{from}");
            *text = text.replacen(from, to, 1);
        }
        lines(&checked("c", &files))
    };
    assert_eq!(check(None), [""; 0]);
    for (rule, file, from, to) in [
        (
            "wrong-language",
            "fr.md",
            "Faire grève",
            "La huelga duró 19 días y fue anunciada a la inspección de trabajo como exige la ley.\nFaire grève",
        ),
        (
            "wrong-language",
            "fr.md",
            "Faire grève",
            "La docker padece asma y se le niegan sus medicinas desde hace varias semanas, según su familia ; son état s'aggrave.\nFaire grève",
        ),
        (
            "wrong-language",
            "es.md",
            "Hacer huelga",
            "A greve durou 19 dias e foi anunciada à inspeção do trabalho como a lei exige.\nHacer huelga",
        ),
        (
            "wrong-language",
            "es.md",
            "Hacer huelga",
            "Lo sciopero è durato 19 giorni ed è stato annunciato come richiede la legge.\nHacer huelga",
        ),
        (
            "wrong-language",
            "es.md",
            "Hacer huelga",
            "La grève a duré 19 jours et avait été annoncée à l'inspection du travail.\nHacer huelga",
        ),
        (
            "languages-names",
            "en.md",
            "held in Ross Harbour since 14 September 2026, when",
            "held in Cape Harbour since 14 September 2026, when",
        ),
        ("languages-names", "es.md", "está detenida en Ross Harbour", "está detenida en Puerto Harbour"),
    ] {
        let found = check(Some((file, from, to)));
        assert!(found.iter().any(|line| line.starts_with(&format!("{rule} {file}"))), "{to}: {found:#?}");
    }
    for (file, from, to) in [
        ("fr.md", "Faire grève", "La Confederación General de Trabajadores del Perú et la CGT attendent.\nFaire grève"),
        ("es.md", "está detenida en Ross Harbour", "está detenida en la ciudad"),
        (
            "en.md",
            "The docker Ada Marsh has been held in Ross Harbour",
            "In Antarctica Ada Marsh has been held in Ross Harbour",
        ),
    ] {
        assert_eq!(check(Some((file, from, to))), [""; 0], "{to}");
    }
}
