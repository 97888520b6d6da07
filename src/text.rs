//! Text from people and files, before it may enter a letter, a header or a terminal.
//!
//! Names in every script pass. What is refused is what no name contains and what has been used to
//! forge headers or to hide text: control characters, line and paragraph separators in one-line
//! fields, and characters that change the direction of the text around them. Nothing is cut or
//! replaced silently.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

/// Marks (accents, vowel signs) that may follow one base character. Real orthographies stay below
/// this; a pile of a thousand marks is an attack on whoever has to read the page.
const MARKS_PER_BASE: usize = 8;

/// Why a text is refused. Positions count characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing is left after trimming.
    #[error("it is empty")]
    Empty,
    /// Longer than the field allows.
    #[error("it has {length} characters; at most {most} are allowed")]
    TooLong {
        /// Characters found.
        length: usize,
        /// Characters allowed.
        most: usize,
    },
    /// A line break in a field of one line.
    #[error("it has a line break at character {at}; this field takes one line")]
    LineBreak {
        /// Where it stands.
        at: usize,
    },
    /// A control, bidirectional or invisible character.
    #[error("it has an invisible or control character (U+{code:04X}) at character {at}")]
    Forbidden {
        /// The character's code point.
        code: u32,
        /// Where it stands.
        at: usize,
    },
    /// Too many combining marks on one character.
    #[error("it has more than {MARKS_PER_BASE} accents on one character, at character {at}")]
    Marks {
        /// Where the first mark too many stands.
        at: usize,
    },
}

/// Reads a field of one line: trimmed, NFC, at most `most` characters, never empty.
pub fn line(raw: &str, most: usize) -> Result<String, TextError> {
    let text = raw.trim();
    let text: String = if text.is_ascii() { text.to_owned() } else { text.nfc().collect() };
    if let Some(at) = text.chars().position(is_line_break) {
        return Err(TextError::LineBreak { at: at + 1 });
    }
    inspect(&text, most, |_| false)?;
    Ok(text)
}

/// Reads a field of several lines: line ends become `\n`, tabs become spaces, lines lose the space
/// at their end, and at most one empty line stays between two paragraphs.
pub fn paragraphs(raw: &str, most: usize) -> Result<String, TextError> {
    let unified: String =
        raw.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n").replace('\t', " ");
    let mut text = String::with_capacity(unified.len());
    let mut empty_lines = 0;
    for line in unified.trim().nfc().collect::<String>().lines().map(str::trim_end) {
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !text.is_empty() {
            text.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        text.push_str(line);
    }
    inspect(&text, most, |c| c == '\n')?;
    Ok(text)
}

fn inspect(text: &str, most: usize, allowed: impl Fn(char) -> bool) -> Result<(), TextError> {
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    // Most fields are plain ASCII, and a registry has hundreds.
    if text.len() <= most && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ') {
        return Ok(());
    }
    let length = text.chars().count();
    if length > most {
        return Err(TextError::TooLong { length, most });
    }
    let mut marks = 0;
    let characters: Vec<char> = text.chars().collect();
    for (index, &c) in characters.iter().enumerate() {
        if !allowed(c) && is_forbidden(c) && !joins_letters(&characters, index) {
            return Err(TextError::Forbidden { code: c.into(), at: index + 1 });
        }
        marks = if c.general_category_group() == GeneralCategoryGroup::Mark { marks + 1 } else { 0 };
        if marks > MARKS_PER_BASE {
            return Err(TextError::Marks { at: index + 1 });
        }
    }
    Ok(())
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Control characters, direction overrides and isolates, zero-width and tag characters, and the
/// surrogate-like leftovers of broken conversions.
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}')
}

/// Zero-width joiner and non-joiner are spelling in Persian and in Indic scripts: they pass
/// between two letters (or after a mark, as a virama is) and nowhere else.
fn joins_letters(characters: &[char], index: usize) -> bool {
    let is_letter = |c: &char| {
        matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark) && !c.is_ascii()
    };
    matches!(characters[index], '\u{200c}' | '\u{200d}')
        && index > 0
        && is_letter(&characters[index - 1])
        && characters.get(index + 1).is_some_and(is_letter)
}

/// Makes text safe to show on a terminal: whatever could move the cursor, recolour, rename the
/// window or reorder the line is shown as a visible sign instead.
pub fn for_terminal(text: &str) -> String {
    // Most texts are plain, and that is quickly seen.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\u{1b}' => '␛',
            '\u{7f}' => '␡',
            c if u32::from(c) < 0x20 => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
            '\u{200c}' | '\u{200d}' | '\u{ad}' => c,
            c if is_forbidden(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// The same for a value shown inside a sentence: line breaks and tabs become visible too, and a
/// long value is cut with an ellipsis.
pub fn for_sentence(text: &str) -> String {
    const MOST: usize = 80;
    let shown = for_terminal(text).replace('\n', "␊").replace('\t', "␉");
    if shown.chars().count() <= MOST {
        return shown;
    }
    shown.chars().take(MOST - 1).chain(['…']).collect()
}

/// A character as a message names it: its code point, and what it may be taken for.
pub fn character(c: char) -> String {
    let code = u32::from(c);
    if is_odd_dash(c) {
        return format!("U+{code:04X}, a dash that is no plain hyphen");
    }
    let script = c.script();
    if c.is_alphabetic() && script != Script::Latin {
        format!("U+{code:04X}, a letter of the {} script", script.full_name())
    } else {
        format!("U+{code:04X}")
    }
}

/// Whether a sign is a hyphen or a dash, and not the one of a keyboard.
pub fn is_odd_dash(c: char) -> bool {
    c != '-' && c.general_category() == GeneralCategory::DashPunctuation || c == '\u{2212}'
}

/// Whether letters of scripts that are easily taken for each other stand in one word (UTS 39): one of
/// them is there by mistake or to deceive.
pub fn mixes_scripts(word: &str) -> bool {
    const ALIKE: [Script; 4] = [Script::Latin, Script::Cyrillic, Script::Greek, Script::Armenian];
    let has = |script: &Script| word.chars().any(|c| c.script() == *script);
    ALIKE.iter().filter(|script| has(script)).count() > 1
}

/// A text as searching compares it: without case, accents and width.
pub fn fold(text: &str) -> String {
    let is_mark = |c: &char| c.general_category_group() == GeneralCategoryGroup::Mark;
    text.nfkd().filter(|c| !is_mark(c)).flat_map(char::to_lowercase).collect()
}

/// A name without case, accents, spaces and signs. `STRASSE` is how `Straße` is written in capitals.
pub fn key(name: &str) -> String {
    fold(name).replace('ß', "ss").chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A name as ids write it: `São Paulo` becomes `sao-paulo`. Empty for a name in another script.
pub fn slug(name: &str) -> String {
    // In capitals ß is SS.
    let capitals = name.chars().flat_map(char::to_uppercase);
    let plain: String = capitals.nfd().filter(char::is_ascii).map(|c| c.to_ascii_lowercase()).collect();
    let words: Vec<&str> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// A text as it counts for who somebody is: composed (NFC), without case, single-spaced. A list and the
/// outbox must agree in this, or one person would be two in the one and one in the other.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        let words = text.split_ascii_whitespace().map(str::to_ascii_lowercase);
        return words.collect::<Vec<_>>().join(" ");
    }
    // Up and down again, so that ß and SS are one, as in full case folding.
    let folded: String = text.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_plain_letters() {
        for (name, id) in [
            ("São Paulo", "sao-paulo"),
            ("Jörg Groß", "jorg-gross"),
            ("O'Brien, Ann-Marie", "o-brien-ann-marie"),
            ("Әлия", ""),
        ] {
            assert_eq!(slug(name), id, "{name}");
        }
    }

    #[test]
    fn real_names_pass_in_every_script() {
        for name in [
            "Jo Smith",
            "O'Brien & Söhne",
            "Айнур Құрманов",
            "Nguyễn Thị Minh Khai",
            "محمد رضا",
            "می‌خواهم",
            "क्षत्रिय",
            "李小龍",
            "Sørensen-Łódź",
            "Мухамед-Али (2)",
            "\"Red\" Joe",
            "Ü",
        ] {
            assert_eq!(line(name, 100).as_deref(), Ok(name.nfc().collect::<String>().as_str()), "{name}");
        }
    }

    #[test]
    fn forged_and_hidden_text_is_refused_with_its_place() {
        for (raw, expected) in [
            ("", TextError::Empty),
            ("  \u{a0} ", TextError::Empty),
            ("A\r\nBcc: x@evil.example", TextError::LineBreak { at: 2 }),
            ("A\nB", TextError::LineBreak { at: 2 }),
            ("A\rB", TextError::LineBreak { at: 2 }),
            ("A\u{85}B", TextError::LineBreak { at: 2 }),
            ("A\u{2028}B", TextError::LineBreak { at: 2 }),
            ("A\u{b}B", TextError::LineBreak { at: 2 }),
            ("A\0B", TextError::Forbidden { code: 0, at: 2 }),
            ("A\u{1b}[2J", TextError::Forbidden { code: 0x1b, at: 2 }),
            ("A\u{9b}31m", TextError::Forbidden { code: 0x9b, at: 2 }),
            ("abc\u{202e}cba", TextError::Forbidden { code: 0x202e, at: 4 }),
            ("A\u{200b}B", TextError::Forbidden { code: 0x200b, at: 2 }),
            ("A\u{200d}B", TextError::Forbidden { code: 0x200d, at: 2 }),
            ("A\u{e0041}", TextError::Forbidden { code: 0xe0041, at: 2 }),
            ("12345678901", TextError::TooLong { length: 11, most: 10 }),
        ] {
            assert_eq!(line(raw, 10), Err(expected), "{raw:?}");
        }
        let zalgo = format!("a{}", "\u{315}".repeat(9));
        assert_eq!(line(&zalgo, 100), Err(TextError::Marks { at: 10 }));
    }

    #[test]
    fn paragraphs_keep_their_breaks_and_nothing_else() {
        assert_eq!(paragraphs("\r\n one \r\ntwo\t2\r\r\r\rthree\n", 100).as_deref(), Ok("one\ntwo 2\n\nthree"));
        assert_eq!(paragraphs("a\0b", 100), Err(TextError::Forbidden { code: 0, at: 2 }));
        assert_eq!(paragraphs(" \n ", 100), Err(TextError::Empty));
    }

    #[test]
    fn terminal_escapes_become_visible() {
        assert_eq!(for_terminal("a\u{1b}]0;x\u{7}\r\u{9b}b\u{202e}\n"), "a␛]0;x␇␍\u{fffd}b\u{fffd}\n");
        assert_eq!(for_sentence("a\nb"), "a␊b");
        assert_eq!(for_sentence(&"x".repeat(100)).chars().count(), 80);
    }
}
