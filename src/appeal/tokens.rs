//! The words of a letter and what stands between them, while its voice is turned.

/// What becomes of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Now {
    /// It stays.
    Stays,
    /// A placeholder takes its place.
    Code(String),
    /// It belongs to the placeholder before it.
    Gone,
}

pub(super) struct Token<'a> {
    pub text: &'a str,
    pub lower: String,
    pub is_word: bool,
    pub quoted: bool,
    pub sentence: usize,
    pub starts: bool,
    pub now: Now,
}

impl Token<'_> {
    /// Whether it begins a sentence with a capital: behind a salutation German goes on without one.
    pub fn is_capital(&self) -> bool {
        self.starts && self.text.starts_with(char::is_uppercase)
    }
}

pub(super) fn next_word(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    (at + 1..tokens.len())
        .find(|&next| tokens[next].is_word)
        .filter(|&next| tokens[next].sentence == tokens[at].sentence)
}

pub(super) fn previous_word(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    (0..at)
        .rev()
        .find(|&before| tokens[before].is_word)
        .filter(|&before| tokens[before].sentence == tokens[at].sentence)
}

/// The words around one in its sentence, to show them.
pub(super) fn around(tokens: &[Token<'_>], at: usize) -> String {
    let is_near = |index: &usize| tokens[*index].is_word && tokens[*index].sentence == tokens[at].sentence;
    let from = (0..at).rev().filter(is_near).take(3).last().unwrap_or(at);
    let to = (at + 1..tokens.len()).filter(is_near).take(4).last().unwrap_or(at);
    let words: String = tokens[from..=to].iter().map(|token| token.text).collect();
    // A blank that was set aside.
    words
        .chars()
        .map(|c| if ('\u{e000}'..='\u{f8ff}').contains(&c) { '…' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A placeholder of both forms; brackets hold what Handlebars would take apart.
pub(super) fn placeholder(singular: &str, plural: &str, capital: bool) -> String {
    let cased = |text: &str| {
        let english_i = text == "i" || text.starts_with("i'");
        let mut chars = text.chars();
        match chars.next() {
            Some(first) if capital || english_i => first.to_uppercase().chain(chars).collect(),
            _ => text.to_owned(),
        }
    };
    let forms = format!("{}/{}", cased(singular), cased(plural));
    let plain = forms.chars().all(|c| c.is_alphabetic() || c == '/');
    if plain { format!("{{{{{forms}}}}}") } else { format!("{{{{[{forms}]}}}}") }
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut start = 0;
    let (mut quoted, mut sentence, mut starts) = (false, 0, true);
    let belongs = |at: usize, c: char| {
        let next = |offset: usize| text[at + offset..].chars().next().is_some_and(char::is_alphabetic);
        c.is_alphabetic()
            || (matches!(c, '\'' | '’') && text[..at].ends_with(char::is_alphabetic) && next(c.len_utf8()))
    };
    let mut push = |piece: &'_ str, is_word: bool, start: usize| {
        let text = &text[start..start + piece.len()];
        if is_word {
            tokens.push(Token {
                text,
                lower: text.to_lowercase().replace('’', "'"),
                is_word,
                quoted,
                sentence,
                starts,
                now: Now::Stays,
            });
            starts = false;
            return;
        }
        for c in text.chars() {
            quoted = match c {
                '“' | '„' | '«' => true,
                '”' | '»' => false,
                '"' => !quoted,
                _ => quoted,
            };
        }
        tokens.push(Token { text, lower: String::new(), is_word, quoted, sentence, starts: false, now: Now::Stays });
        if text.contains(['.', '!', '?', ':', '\n']) || text.trim() == "•" {
            sentence += 1;
            starts = true;
        }
    };
    let mut was_word = None;
    for (at, c) in text.char_indices() {
        let is_word = belongs(at, c);
        if let Some(before) = was_word.filter(|before| *before != is_word) {
            push(&text[start..at], before, start);
            start = at;
        }
        was_word = Some(is_word);
    }
    if let Some(last) = was_word {
        push(&text[start..], last, start);
    }
    tokens
}
