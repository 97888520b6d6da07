//! What the words of a name give away: a person, the mark of a list, a page they were copied from.

/// A name without the mark of a list in front of it: `2. Foreign Ministry`, `3) Court`, `• Astana`.
pub(super) fn without_list_mark(name: &str) -> Option<&str> {
    const BULLETS: [char; 9] = ['-', '–', '—', '*', '•', '·', '▪', '‣', '◦'];
    if let Some(rest) = name.strip_prefix(BULLETS) {
        return rest.starts_with(char::is_whitespace).then(|| rest.trim());
    }
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = name.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(' '))?;
    ((1..=2).contains(&number) && rest.trim().chars().next().is_some_and(char::is_uppercase)).then(|| rest.trim())
}

/// A sign as the source of a web page writes it: `&nbsp;`, `&#64;`.
pub(super) fn entity_in(text: &str) -> Option<&str> {
    const LONGEST: usize = 8;
    text.match_indices('&').find_map(|(start, _)| {
        let end = start + text[start..].find(';')?;
        let name = &text[start + 1..end];
        let is_name = (2..=LONGEST).contains(&name.len())
            && name.chars().enumerate().all(|(at, c)| c.is_ascii_alphanumeric() || at == 0 && c == '#');
        is_name.then(|| &text[start..=end])
    })
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
