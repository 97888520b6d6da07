//! A header cut into its pieces: codes before a question, the question, what stands in brackets, the
//! part behind a colon, sentences that explain.

use super::words::{Token, tokens};

/// How a piece begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// The header begins with it.
    Start,
    /// "Name (First)".
    Bracket,
    /// "Home Address: City".
    Colon,
    /// Behind a question mark or a full stop.
    Sentence,
}

/// One piece with at least one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) opening: Opening,
    pub(super) words: Vec<Token>,
}

impl Piece {
    /// All its words as one: `E_i_g_e_n_e Worte`.
    pub(super) fn as_one(&self) -> Self {
        let text = self.words.iter().map(|word| word.text.as_str()).collect();
        Self { opening: self.opening, words: vec![Token { text, is_listed: false }] }
    }
}

/// Cuts a header. Tags and codes such as `Q1.`, `[SQ001]` and `3)` fall.
pub(super) fn pieces(header: &str) -> Vec<Piece> {
    let plain = without_tags(header);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut opening = Opening::Start;
    let mut start = 0;
    let mut end = |from: usize, to: usize, opening: Opening, is_code_end: bool| {
        let words = tokens(&plain[from..to]);
        let has_number = words.iter().any(Token::is_number);
        let is_code = words.iter().all(Token::is_number)
            || has_number
                && words.len() <= 4
                && (is_code_end || opening == Opening::Bracket)
                && !plain[from..to].trim().contains(' ');
        if !is_code {
            pieces.push(Piece { opening, words });
        }
    };
    for (at, c) in plain.char_indices() {
        let after = &plain[at + c.len_utf8()..];
        let next = match c {
            '(' | '[' | '{' | '（' => Opening::Bracket,
            // What follows a bracket goes on with what stood before it.
            ')' | ']' | '}' | '）' | '\n' | '?' | '!' | ';' | '؟' | '。' | '¿' | '¡' | '؛' => Opening::Sentence,
            ':' | '|' | '>' | '»' | '→' | '：' => Opening::Colon,
            '-' | '–' | '—' if after.starts_with(' ') && plain[..at].ends_with(' ') => Opening::Colon,
            '.' if ends_sentence(&plain[start..at], after) => Opening::Sentence,
            _ => continue,
        };
        let is_code_end = opening == Opening::Start && matches!(c, '.' | ':' | ')' | ']' | '[' | '-' | '–' | '|');
        end(start, at, opening, is_code_end);
        let is_first = plain[..at].chars().all(|c| !c.is_alphanumeric());
        (start, opening) = (at + c.len_utf8(), if is_first { Opening::Start } else { next });
    }
    end(start, plain.len(), opening, false);
    // A code that fell leaves the question at the start.
    if let Some(first) = pieces.first_mut() {
        first.opening = Opening::Start;
    }
    pieces
}

/// Whether the full stop behind a text is one of a sentence or of a code, and not one of "E. Mail" or "z. B.".
fn ends_sentence(before: &str, after: &str) -> bool {
    let Some(rest) = after.strip_prefix(char::is_whitespace) else { return false };
    let last = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if last.bytes().any(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let is_new = rest.trim_start().starts_with(|c: char| !c.is_lowercase());
    is_new && (last.chars().count() > 3 || before.trim() == last && last.chars().count() > 1)
}

/// The text without `<b>` and `&nbsp;`, as some programs leave them in their labels.
fn without_tags(header: &str) -> String {
    let mut plain = String::with_capacity(header.len());
    let mut rest = header;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        if let Some(end) = tag.find('>').filter(|_| is_tag) {
            plain.push_str(&rest[..at]);
            plain.push(' ');
            rest = &tag[end + 1..];
        } else {
            plain.push_str(&rest[..=at]);
            rest = tag;
        }
    }
    plain.push_str(rest);
    plain.replace("&nbsp;", " ").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_tags_fall_and_pieces_are_parted() {
        for (header, expected) in [
            ("*E-mail*", "email"),
            ("Q1. Name", "name"),
            ("1) Name", "name"),
            ("12. Your name?", "your name"),
            ("G01Q02. Vorname", "vorname"),
            ("id. Antwort ID", "id|.antwort id"),
            ("Vorname. Vorname", "vorname|.vorname"),
            ("name[SQ001]. Name", "name|.name"),
            ("[SQ001] Name", "name"),
            ("Name (First)", "name|(first"),
            ("Home Address: City", "home address|:city"),
            ("Name - First", "name|:first"),
            ("<b>Name</b>&nbsp;*", "name"),
            ("Email (z. B. jo@x.example)", "email|(z b jo x example"),
            ("E. Mail", "email"),
            ("¿Cuál es tu nombre?", "cual es tu nombre"),
            ("Address 1", "address 1"),
            ("a < b", "a b"),
            ("(1) Name", "name"),
            ("***", ""),
        ] {
            let shown: Vec<String> = pieces(header)
                .iter()
                .map(|piece| {
                    let sign = match piece.opening {
                        Opening::Start => "",
                        Opening::Bracket => "(",
                        Opening::Colon => ":",
                        Opening::Sentence => ".",
                    };
                    let words: Vec<&str> = piece.words.iter().map(|word| word.text.as_str()).collect();
                    format!("{sign}{}", words.join(" "))
                })
                .collect();
            assert_eq!(shown.join("|"), expected, "{header}");
        }
    }
}
