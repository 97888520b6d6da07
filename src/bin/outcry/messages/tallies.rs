//! What the rows of a list say together, in words: for the plan, before anything leaves the program.

use outcry::roster::{Sample, Shared, Tally};

use super::count::counted;

/// Different words of a yes that are shown.
const WORDS: usize = 5;

/// What the rows of a list sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// Each a letter of their own, in its own voice.
    OfEach,
    /// One letter together, in "we".
    OneOfAll,
}

/// What is worth saying of the rows that can be used. In those of `copied` the model letter stands in place of own
/// words.
pub fn notes(tally: &Tally, copied: &Sample, letters: Letters) -> Vec<String> {
    let mut notes = Vec::new();
    if tally.agreed() > 0 {
        let words = tally.words(WORDS);
        let shown: u64 = words.iter().map(|(_, count)| count).sum();
        let mut said: Vec<String> = words
            .iter()
            .map(|(word, count)| if *count == 1 { format!("\"{word}\"") } else { format!("\"{word}\" ({count})") })
            .collect();
        let more = tally.agreed() - shown;
        said.extend((more > 0).then(|| format!("and {more} in other words")));
        notes.push(format!("{} agreed: {}.", people(tally.agreed()), said.join(", ")));
    }
    if tally.spoken_for > 0 {
        notes.push(format!(
            "{} of consent; --all-consented speaks for {}.",
            says(tally.spoken_for, "says nothing", "say nothing"),
            if tally.spoken_for == 1 { "it" } else { "them" }
        ));
    }
    if letters == Letters::OfEach && tally.singular.count > 0 && tally.plural.count > 0 {
        notes.push(format!(
            "{} as \"I\"{}, {} as \"we\"{}.",
            says(tally.singular.count, "speaks", "speak"),
            such_as(&tally.singular),
            tally.plural.count,
            such_as(&tally.plural)
        ));
    }
    for (sample, how) in [(&tally.capitals, "in capitals"), (&tally.small, "in small letters")] {
        if sample.count > 0 {
            notes.push(format!(
                "{} {how}{}; --fix-case writes such names as names are written.",
                says(sample.count, "has the name", "have the name"),
                such_as(sample)
            ));
        }
    }
    if let Some(Shared { rows, first, texts }) = tally.shared_words() {
        let texts = if texts == 1 { String::new() } else { format!(" in {texts} texts") };
        notes.push(format!(
            "{rows} rows share the same own words{texts} (the first is row {first}); they do not count as own words."
        ));
    }
    if copied.count > 0 {
        notes.push(format!(
            "{} the model letter as own words{}; they do not count as own words.",
            says(copied.count, "repeats", "repeat"),
            such_as(copied)
        ));
    }
    for (column, sample) in tally.barred() {
        notes.push(format!(
            "{} marked in the column \"{column}\"{}; that is not read as an answer about this letter.",
            says(sample.count, "is", "are"),
            such_as(sample)
        ));
    }
    notes
}

/// That somebody's own words are the model letter's.
pub fn copied() -> String {
    "the own words repeat the model letter, so the letter says the same twice.".to_owned()
}

fn people(count: u64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

fn says(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", counted(count, "row"), if count == 1 { one } else { many })
}

fn such_as(sample: &Sample) -> String {
    sample.first.as_ref().map(|(row, name)| format!(" (row {row}, {name})")).unwrap_or_default()
}
