//! Text from people and files, before it may enter a letter, a header or a terminal.
//!
//! Names in every script pass. What is refused is what no name contains and what has been used to
//! forge headers or to hide text: control characters, line and paragraph separators in one-line
//! fields, characters that change the direction of the text around them, and characters that nobody
//! sees. Some of the invisible ones are spelling: they pass where a script or an emoji needs them and
//! nowhere else ([`hidden`]). Nothing is cut or replaced silently.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

mod blank;
mod compared;
mod links;
mod nearest;
mod nothing;
mod pasted;
mod shouted;

pub use blank::{Blank, blank_in_own_words, blank_tables, hole, hole_in_markdown};
use compared::is_mark;
pub use compared::{fold, folded, key, lower_in_place, names, slug, words};
pub use links::short_link;
pub use nearest::{letters_off, nearest};
pub use nothing::{is_mark_of_nothing, is_word_for_nothing, nothing_table, says_nothing};
use pasted::is_line_break;
pub use pasted::{is_blank, is_odd_dash, trim_unseen, without_break_marks};
pub use shouted::shouted;

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
    #[error("it has {what} at character {at}", what = sign(*.code))]
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

/// A character that no field may have: the one that people type by its name, others by their number.
fn sign(code: u32) -> String {
    match code {
        9 => "a tab".to_owned(),
        other => format!("an invisible or control character (U+{other:04X})"),
    }
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
    match hidden(text).find(|(_, c)| !allowed(*c)) {
        None => Ok(()),
        Some((offset, c)) => {
            let at = text[..offset].chars().count() + 1;
            Err(if is_mark(c) && !is_forbidden(c) {
                TextError::Marks { at }
            } else {
                TextError::Forbidden { code: c.into(), at }
            })
        }
    }
}

/// Characters that nobody sees, that change the direction of what stands around them, or that have no
/// agreed meaning: controls, formats, separators, private use, noncharacters, fillers.
pub fn is_forbidden(c: char) -> bool {
    // Most text is letters.
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    if matches!(c, '\u{c0}'..='\u{33f}' | '\u{370}'..='\u{58f}' | '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
    {
        return false;
    }
    match c.general_category() {
        // Signs that enclose or precede digits are formats by category and are seen (Unicode 23.2).
        GeneralCategory::Format => !matches!(
            c,
            '\u{600}'
                ..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{110bd}' | '\u{110cd}'
        ),
        GeneralCategory::Control
        | GeneralCategory::LineSeparator
        | GeneralCategory::ParagraphSeparator
        | GeneralCategory::PrivateUse
        | GeneralCategory::Surrogate => true,
        _ => {
            matches!(c,
            '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' | '\u{e0000}'..='\u{e0fff}')
                || u32::from(c) & 0xfffe == 0xfffe
        }
    }
}

/// What is wrong with a character that [`hidden`] found.
pub fn what_is_hidden(code: u32) -> &'static str {
    match char::from_u32(code) {
        Some(c) if is_mark(c) && !is_forbidden(c) => "too many accents on one character",
        _ => "an invisible or control character",
    }
}

/// The characters that a text may not hold, each with its byte offset, in their order: those of [`is_forbidden`],
/// unless one is spelling where it stands, and marks beyond the eighth on one character. Line ends and tabs are
/// among them; a caller lets pass what its text may hold.
pub fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    if text.is_ascii() {
        let controls = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_control());
        return controls.map(|(at, byte)| (at, char::from(byte))).collect::<Vec<_>>().into_iter();
    }
    let is_suspect = |c: char| !matches!(c, ' '..='~') && is_forbidden(c);
    let mut found = piled(text);
    let marks_too_many = found.len();
    // Most texts have none but line ends, and that is quickly seen. A control is never spelling.
    if !text.chars().any(|c| !c.is_ascii() && is_suspect(c)) {
        found.extend(text.char_indices().filter(|(_, c)| c.is_ascii_control()));
        found.sort_unstable();
        return found.into_iter();
    }
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    // Where the line ends that was looked at last, and whether it runs from right to left.
    let (mut line_end, mut is_rtl) = (0, false);
    for (at, (offset, c)) in characters.iter().copied().enumerate().filter(|(_, (_, c))| is_suspect(*c)) {
        if is_direction_mark(c) && at >= line_end {
            let start = characters[..at].iter().rposition(|(_, c)| is_line_break(*c)).map_or(0, |end| end + 1);
            let length = characters[start..].iter().position(|(_, c)| is_line_break(*c));
            line_end = length.map_or(characters.len(), |length| start + length);
            is_rtl = characters[start..line_end].iter().any(|(_, c)| is_right_to_left(*c));
        }
        if !is_spelling(&characters, at, is_rtl) {
            found.push((offset, c));
        }
    }
    if marks_too_many > 0 {
        found.sort_unstable();
        found.dedup();
    }
    found.into_iter()
}

/// Marks that too many others precede on the same character.
fn piled(text: &str) -> Vec<(usize, char)> {
    let mut marks = 0;
    let counted = text.char_indices().filter(|(_, c)| {
        // A joiner or a direction mark is no new character to stand on.
        if is_mark(*c) {
            marks += 1;
        } else if !matches!(c, '\u{200c}' | '\u{200d}') && !is_direction_mark(*c) {
            marks = 0;
        }
        is_mark(*c) && marks > MARKS_PER_BASE
    });
    counted.collect()
}

/// Direction marks put a sign or a number on its side of a right-to-left word. They are invisible but only bend
/// what is neutral, so a line in such a script may have them, one at a time.
fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Whether an invisible character is part of how a word or an emoji is written.
fn is_spelling(text: &[(usize, char)], at: usize, is_rtl: bool) -> bool {
    let before = |by: usize| at.checked_sub(by).map(|at| text[at].1);
    let next = text.get(at + 1).map(|(_, c)| *c);
    match text[at].1 {
        '\u{200c}' | '\u{200d}' if before(1).is_some_and(is_virama) => true,
        joiner @ ('\u{200c}' | '\u{200d}') => {
            joins_emoji(text, at, next) && joiner == '\u{200d}' || joins_letters(text, at, next)
        }
        mark if is_direction_mark(mark) => is_rtl && !before(1).is_some_and(is_direction_mark),
        // How an emoji looks: as text or in colours.
        '\u{fe0e}' | '\u{fe0f}' => before(1).is_some_and(UnicodeEmoji::is_emoji_char),
        // How a Han, Mongolian, Myanmar or mathematical sign is drawn: standardised variants.
        '\u{fe00}'..='\u{fe0d}' => before(1).is_some_and(|c| {
            matches!(c.script(), Script::Han | Script::Myanmar | Script::Phags_Pa)
                || c.general_category() == GeneralCategory::MathSymbol && !c.is_ascii()
        }),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => before(1).is_some_and(|c| c.script() == Script::Mongolian),
        // Japanese names: which form of a Han letter (Unicode 23.4, Ideographic Variation Database).
        '\u{e0100}'..='\u{e01ef}' => before(1).is_some_and(|c| c.script() == Script::Han),
        // The flags of England, Scotland, Wales and other regions: a black flag, the region's code in tags,
        // and the tag that ends it (UTS 51, ED-14a).
        '\u{e0020}'..='\u{e007f}' => {
            let is_tag = |c: char| matches!(c, '\u{e0030}'..='\u{e0039}' | '\u{e0061}'..='\u{e007a}');
            let tags_before = text[..at].iter().rev().take(7).take_while(|(_, c)| is_tag(*c)).count();
            let tags_after = text[at..].iter().take(7).take_while(|(_, c)| is_tag(*c)).count();
            before(tags_before + 1) == Some('\u{1f3f4}')
                && (3..=6).contains(&(tags_before + tags_after))
                && text.get(at + tags_after).is_some_and(|(_, c)| *c == '\u{e007f}')
        }
        _ => false,
    }
}

/// Whether a sign takes the vowel from a letter of an Indic script; joiners after it say how the letters
/// are then drawn (RFC 5892 appendices A.1 and A.2).
fn is_virama(c: char) -> bool {
    canonical_combining_class(c) == 9
}

/// Zero-width joiner and non-joiner are spelling in scripts whose letters join: they pass between two
/// letters, digits or marks of which one is of such a script. After an Arabic letter at a word's end, a
/// joiner keeps the form it has inside a word.
fn joins_letters(text: &[(usize, char)], at: usize, next: Option<char>) -> bool {
    let is_part_of_word = |c: char| c.is_alphanumeric() || is_mark(c);
    // Marks are of no script of their own; what they stand on is.
    let base = text[..at].iter().rev().map(|(_, c)| *c).find(|c| !is_mark(*c));
    let Some(before) = base.filter(|_| at > 0 && is_part_of_word(text[at - 1].1)) else { return false };
    let joins = |c: char| {
        matches!(
            c.script(),
            Script::Arabic
                | Script::Syriac
                | Script::Mandaic
                | Script::Mongolian
                | Script::Nko
                | Script::Adlam
                | Script::Hanifi_Rohingya
                | Script::Devanagari
                | Script::Bengali
                | Script::Gurmukhi
                | Script::Gujarati
                | Script::Oriya
                | Script::Tamil
                | Script::Telugu
                | Script::Kannada
                | Script::Malayalam
                | Script::Sinhala
                | Script::Myanmar
                | Script::Khmer
        )
    };
    match next {
        Some(next) if is_part_of_word(next) => joins(before) || joins(next),
        _ => text[at].1 == '\u{200d}' && before.script() == Script::Arabic,
    }
}

/// A joiner makes one emoji of several: a family, a profession, a flag. Behind an emoji its look (U+FE0F)
/// or the colour of its skin may come first.
fn joins_emoji(text: &[(usize, char)], at: usize, next: Option<char>) -> bool {
    let is_emoji = |c: char| !c.is_ascii() && c.is_emoji_char();
    let is_look = |c: char| matches!(c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
    let before = text[..at].iter().rev().map(|(_, c)| *c).find(|c| !is_look(*c));
    before.is_some_and(is_emoji) && next.is_some_and(is_emoji)
}

fn is_right_to_left(c: char) -> bool {
    c.is_alphabetic()
        && matches!(
            c.script(),
            Script::Arabic
                | Script::Hebrew
                | Script::Syriac
                | Script::Thaana
                | Script::Nko
                | Script::Mandaic
                | Script::Samaritan
                | Script::Adlam
                | Script::Hanifi_Rohingya
        )
}

/// Makes text safe to show on a terminal: whatever could move the cursor, recolour, rename the
/// window or reorder the line is shown as a visible sign instead.
pub fn for_terminal(text: &str) -> String {
    // Most texts are plain, and that is quickly seen.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut hidden = hidden(text).peekable();
    let shown = |(offset, c): (usize, char)| {
        let is_hidden = hidden.next_if(|(at, _)| *at == offset).is_some();
        match c {
            '\n' | '\t' => c,
            '\u{1b}' => '␛',
            '\u{7f}' => '␡',
            c if u32::from(c) < 0x20 => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
            _ if is_hidden => '\u{fffd}',
            c => c,
        }
    };
    text.char_indices().map(shown).collect()
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

/// A character as a message names it: by itself where it can be seen, else by its code point, and what it may be taken
/// for.
pub fn character(c: char) -> String {
    let code = u32::from(c);
    if c == ' ' {
        return "a space".to_owned();
    }
    if c.is_ascii_graphic() {
        return format!("\"{c}\"");
    }
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

/// Whether letters of scripts that are easily taken for each other stand in one word (UTS 39): one of
/// them is there by mistake or to deceive.
pub fn mixes_scripts(word: &str) -> bool {
    const ALIKE: [Script; 4] = [Script::Latin, Script::Cyrillic, Script::Greek, Script::Armenian];
    let has = |script: &Script| word.chars().any(|c| c.script() == *script);
    ALIKE.iter().filter(|script| has(script)).count() > 1
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
            "علی ه\u{200d}. رضایی",
            "خانه\u{200c}ها",
            "ന\u{d4d}\u{200d}",
            "葛\u{e0100}城",
            "עיר\u{200e}-12",
            "Jo 👩\u{200d}👩\u{200d}👧\u{200d}👦",
            "👩🏽\u{200d}⚕\u{fe0f}",
            "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} 🏳\u{fe0f}\u{200d}🌈 ❤\u{fe0f} 1\u{fe0f}\u{20e3}",
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
            ("ä\u{200d}ö", TextError::Forbidden { code: 0x200d, at: 2 }),
            ("ا\u{200c}", TextError::Forbidden { code: 0x200c, at: 2 }),
            ("خ\u{200c}\u{200c}ه", TextError::Forbidden { code: 0x200c, at: 2 }),
            ("A\u{200f}B", TextError::Forbidden { code: 0x200f, at: 2 }),
            ("א\u{200f}\u{200f}", TextError::Forbidden { code: 0x200f, at: 3 }),
            ("😀\u{200d}A", TextError::Forbidden { code: 0x200d, at: 2 }),
            ("😀\u{fe0f}\u{fe0f}", TextError::Forbidden { code: 0xfe0f, at: 3 }),
            ("a\u{fe01}", TextError::Forbidden { code: 0xfe01, at: 2 }),
            ("🏴\u{e0068}\u{e0069}", TextError::Forbidden { code: 0xe0068, at: 2 }),
            ("co\u{ad}op", TextError::Forbidden { code: 0xad, at: 3 }),
            ("a\u{e000}", TextError::Forbidden { code: 0xe000, at: 2 }),
            ("a\u{ffff}", TextError::Forbidden { code: 0xffff, at: 2 }),
            ("\u{3164}", TextError::Forbidden { code: 0x3164, at: 1 }),
            ("12345678901", TextError::TooLong { length: 11, most: 10 }),
        ] {
            assert_eq!(line(raw, 10), Err(expected), "{raw:?}");
        }
        let zalgo = format!("a{}", "\u{315}".repeat(9));
        assert_eq!(line(&zalgo, 100), Err(TextError::Marks { at: 10 }));
        // A joiner between them is no way around it.
        let joined = format!("e{}", "\u{301}\u{301}\u{301}\u{301}\u{94d}\u{200d}".repeat(9));
        assert!(matches!(line(&joined, 100), Err(TextError::Marks { .. })));
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
        let joined = "می\u{200c}خواهم 👩\u{200d}👧";
        assert_eq!(for_terminal(joined), joined);
        assert_eq!(for_sentence("a\nb"), "a␊b");
        assert_eq!(for_sentence(&"x".repeat(100)).chars().count(), 80);
    }
}
