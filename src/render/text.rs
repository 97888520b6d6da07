//! The letter as plain text: for a terminal, a fax machine, a web form, and as the text of a mail.

use textwrap::{Options, WordSeparator, WordSplitter};

use super::words::words;
use crate::letter::{Block, Letter, Part, plain};
use crate::locale::Digits;

/// Columns of a printed letter. Seventy-two is what mail programs quote without breaking lines.
const WIDTH: usize = 72;

/// The whole letter as it is printed: addressee, date, subject, text, signature, copies.
pub fn text(letter: &Letter<'_>) -> String {
    let mut parts = letter.parts.iter().map(|part| sheet(letter, part));
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |all, part| format!("{all}\n{}\n\n{part}", "* * *"))
}

/// The text of a mail: what stands between the mail's own header and its end.
pub fn mail_text(letter: &Letter<'_>) -> String {
    let mut parts = letter.parts.iter().map(|part| message(letter, part));
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |all, part| format!("{all}\n{}\n\n{part}", "* * *"))
}

fn sheet(letter: &Letter<'_>, part: &Part) -> String {
    let words = words(&part.language);
    let mut out = String::new();
    for line in letter.addressee(part) {
        wrap_into(&mut out, &line, "", "");
    }
    out.push('\n');
    wrap_into(&mut out, &part.date, "", "");
    out.push('\n');
    wrap_into(&mut out, &words.before(words.subject, &part.subject), "", "");
    out.push('\n');
    out.push_str(&message(letter, part));
    let copies = letter.copies_named(part);
    if !copies.is_empty() {
        out.push('\n');
        wrap_into(&mut out, &words.before(words.copy_to, &words.row(&copies)), "", "");
    }
    out
}

fn message(letter: &Letter<'_>, part: &Part) -> String {
    let mut out = String::new();
    if let Some(mark) = &part.mark {
        wrap_into(&mut out, mark, "", "");
        out.push('\n');
    }
    wrap_into(&mut out, &part.salutation, "", "");
    out.push('\n');
    for block in &part.body {
        block_into(&mut out, block, "", part.digits);
        out.push('\n');
    }
    wrap_into(&mut out, &part.closing, "", "");
    out.push('\n');
    for line in letter.signature() {
        wrap_into(&mut out, &line, "", "");
    }
    if !part.enclosed.is_empty() {
        out.push_str("\n- - -\n");
    }
    for block in &part.enclosed {
        out.push('\n');
        block_into(&mut out, block, "", part.digits);
    }
    out
}

fn block_into(out: &mut String, block: &Block, indent: &str, digits: Digits) {
    match block {
        Block::Paragraph(spans) => plain(spans).lines().for_each(|line| wrap_into(out, line, indent, indent)),
        Block::List { start, items } => {
            for (number, item) in (start.unwrap_or_default()..).zip(items) {
                let marker = if start.is_some() { digits.write(number) + ". " } else { "- ".to_owned() };
                let hanging = format!("{indent}{}", " ".repeat(marker.chars().count()));
                let mut text = String::new();
                for block in item {
                    block_into(&mut text, block, &hanging, digits);
                }
                out.push_str(indent);
                out.push_str(&marker);
                out.push_str(text.strip_prefix(hanging.as_str()).unwrap_or(&text));
            }
        }
    }
}

/// Appends a paragraph, broken where Unicode (UAX 14) allows a line to end. Words longer than a
/// line, such as web addresses, stay whole. ASCII is broken at its spaces alone, and so is Korean: Unicode allows
/// more, but a line end inside a word would read as the space between two.
fn wrap_into(out: &mut String, paragraph: &str, first: &str, rest: &str) {
    if paragraph.is_ascii() && !paragraph.contains("  ") && !paragraph.starts_with(' ') {
        return wrap_words(out, paragraph, first, rest);
    }
    for line in textwrap::wrap(paragraph, options(paragraph, first, rest)) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

fn options<'a>(paragraph: &str, first: &'a str, rest: &'a str) -> Options<'a> {
    let is_korean = || paragraph.contains(|c| matches!(c, '\u{ac00}'..='\u{d7a3}'));
    let at_spaces = paragraph.is_ascii() || is_korean();
    let separator = if at_spaces { WordSeparator::AsciiSpace } else { WordSeparator::UnicodeBreakProperties };
    Options::new(WIDTH)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .word_separator(separator)
}

/// The same for words of ASCII with one space between two, as nearly every paragraph is. To look at each
/// character for its width and its breaks took a third of the time that a letter takes.
fn wrap_words(out: &mut String, paragraph: &str, first: &str, rest: &str) {
    let mut left = paragraph.trim_end_matches(' ');
    let mut indent = if left.is_empty() { "" } else { first };
    loop {
        out.push_str(indent);
        let room = WIDTH.saturating_sub(indent.len());
        let is_space = |byte: &u8| *byte == b' ';
        let end = match left.as_bytes().split_at_checked(room) {
            Some((line, more)) if !more.is_empty() && !is_space(&more[0]) => line
                .iter()
                .rposition(is_space)
                .or_else(|| Some(room + more.iter().position(is_space)?))
                .unwrap_or(left.len()),
            Some(_) => room,
            None => left.len(),
        };
        out.push_str(&left[..end]);
        out.push('\n');
        match left.get(end + 1..) {
            Some(further) => (left, indent) = (further, rest),
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_wrapped_as_the_library_wraps_them(
            words in proptest::collection::vec("[!-~]{1,90}|[a-z,.-]{1,9}", 0..60),
            first in "|- |  |10\\. ",
        ) {
            let (paragraph, rest) = (words.join(" "), " ".repeat(first.len()));
            let mut own = String::new();
            wrap_words(&mut own, &paragraph, &first, &rest);
            let library: String = textwrap::wrap(&paragraph, options(&paragraph, &first, &rest))
                .iter()
                .map(|line| format!("{}\n", line.trim_end()))
                .collect();
            prop_assert_eq!(own, library);
        }
    }
}
