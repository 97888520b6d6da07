//! What the words of a name give away: a person, the number of a list.

/// A name without the number of a list in front of it: `2. Foreign Ministry`, `3) Court`.
pub(super) fn without_list_number(name: &str) -> Option<&str> {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = name.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(' '))?;
    ((1..=2).contains(&number) && rest.trim().chars().next().is_some_and(char::is_uppercase)).then(|| rest.trim())
}

/// A person named in a text: initials before or behind a surname, or a title before a name.
pub(super) fn person_in(name: &str) -> Option<String> {
    const TITLES: [&str; 12] =
        ["mr", "mrs", "ms", "dr", "prof", "judge", "herr", "frau", "monsieur", "madame", "г-н", "г-жа"];
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_initial = |word: &str| {
        let mut letters = word.chars();
        matches!((letters.next(), letters.next(), letters.next()), (Some(c), Some('.'), None) if c.is_uppercase())
    };
    let is_surname = |word: &str| {
        let mut letters = word.trim_matches([',', '.']).chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() > 1
            && letters.all(|c| c.is_lowercase() || c == '-')
    };
    words.windows(2).enumerate().find_map(|(at, pair)| {
        let title = TITLES.contains(&pair[0].trim_end_matches('.').to_lowercase().as_str()) && is_surname(pair[1]);
        let behind = is_initial(pair[0]) && is_surname(pair[1]);
        let is_title = TITLES.contains(&pair[0].to_lowercase().as_str());
        let before = is_surname(pair[0]) && !is_title && is_initial(pair[1]);
        // "U. S. Embassy" has initials and no person.
        let office_words = ["Embassy", "Court", "Ministry", "Department", "Government", "Congress", "Senate"];
        let is_office = office_words.contains(&pair[1].trim_matches([',', '.']));
        let from = if at > 0 && is_initial(words[at - 1]) { at - 1 } else { at };
        ((title || behind || before) && !is_office)
            .then(|| words[from..=at + 1].join(" ").trim_end_matches(',').to_owned())
    })
}
