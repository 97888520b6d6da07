//! The letter as plain text: for a terminal, a fax machine, a web form, and as the text of a mail.

use textwrap::{Options, WordSeparator, WordSplitter};

use super::details;
use super::words::words;
use crate::letter::{Block, Letter, Part, plain};
use crate::locale::Digits;

/// Columns of a printed letter. Seventy-two is what mail programs quote without breaking lines.
const WIDTH: usize = 72;

/// The whole letter as it is printed: addressee, date, subject, text, signature, copies.
pub fn text(letter: &Letter<'_>) -> String {
    text_within(letter, WIDTH)
}

/// The same with each paragraph on one line.
pub fn unwrapped_text(letter: &Letter<'_>) -> String {
    text_within(letter, usize::MAX)
}

fn text_within(letter: &Letter<'_>, width: usize) -> String {
    let mut parts = letter.parts.iter().map(|part| sheet(letter, part, width));
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |all, part| format!("{all}\n{}\n\n{part}", "* * *"))
}

/// The text of a mail: what stands between the mail's own header and its end.
pub fn mail_text(letter: &Letter<'_>) -> String {
    let mut parts = letter.parts.iter().map(|part| message(letter, part, WIDTH));
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |all, part| format!("{all}\n{}\n\n{part}", "* * *"))
}

/// The letters of one signatory as their offices got them, each under the office's name and addresses.
pub fn copy_text(letters: &[Letter<'_>]) -> String {
    let begins = letters.first().map(|letter| words(&letter.first().language).sent_for_you);
    let mut text = begins.map(|begins| format!("{begins}\n")).unwrap_or_default();
    for letter in letters {
        let part = letter.first();
        let words = words(&part.language);
        let subject = words.before(words.subject, &letter.subject());
        let (office, emails) = (words.addressee(part), words.row(&letter.office.emails()));
        text.push_str(&format!("\n{}\n{office}\n{emails}\n{subject}\n\n{}", "-".repeat(WIDTH), mail_text(letter)));
    }
    text
}

fn sheet(letter: &Letter<'_>, part: &Part, width: usize) -> String {
    let words = words(&part.language);
    let mut out = String::new();
    if let Some(way) = details::sent_by(letter, part) {
        wrap_into(&mut out, way, ("", ""), width);
        out.push('\n');
    }
    for line in letter.addressee(part) {
        wrap_into(&mut out, &line, ("", ""), width);
    }
    out.push('\n');
    for reference in details::references(letter, part).into_iter().flatten() {
        wrap_into(&mut out, &reference, ("", ""), width);
    }
    wrap_into(&mut out, &details::date_line(letter, part), ("", ""), width);
    out.push('\n');
    wrap_into(&mut out, &words.before(words.subject, &part.subject), ("", ""), width);
    out.push('\n');
    out.push_str(&message(letter, part, width));
    for line in [details::enclosures(letter, part), details::copies(letter, part)].into_iter().flatten() {
        out.push('\n');
        wrap_into(&mut out, &line, ("", ""), width);
    }
    out
}

fn message(letter: &Letter<'_>, part: &Part, width: usize) -> String {
    let mut out = String::new();
    if let Some(mark) = &part.mark {
        wrap_into(&mut out, mark, ("", ""), width);
        out.push('\n');
    }
    wrap_into(&mut out, &part.salutation, ("", ""), width);
    out.push('\n');
    for block in &part.body {
        block_into(&mut out, block, "", (part.digits, width));
        out.push('\n');
    }
    wrap_into(&mut out, &part.closing, ("", ""), width);
    out.push('\n');
    for line in letter.signatures() {
        wrap_into(&mut out, &line, ("", ""), width);
    }
    if !part.enclosed.is_empty() {
        out.push_str("\n- - -\n");
    }
    for block in &part.enclosed {
        out.push('\n');
        block_into(&mut out, block, "", (part.digits, width));
    }
    out
}

fn block_into(out: &mut String, block: &Block, indent: &str, (digits, width): (Digits, usize)) {
    match block {
        Block::Paragraph(spans) => plain(spans).lines().for_each(|line| wrap_into(out, line, (indent, indent), width)),
        Block::List { start, items } => {
            for (number, item) in (start.unwrap_or_default()..).zip(items) {
                let marker = if start.is_some() { digits.write(number) + ". " } else { "- ".to_owned() };
                let hanging = format!("{indent}{}", " ".repeat(marker.chars().count()));
                let mut text = String::new();
                for block in item {
                    block_into(&mut text, block, &hanging, (digits, width));
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
fn wrap_into(out: &mut String, paragraph: &str, (first, rest): (&str, &str), width: usize) {
    if paragraph.is_ascii() && !paragraph.contains("  ") && !paragraph.starts_with(' ') {
        return wrap_words(out, paragraph, (first, rest), width);
    }
    for line in textwrap::wrap(paragraph, options(paragraph, (first, rest), width)) {
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

fn options<'a>(paragraph: &str, (first, rest): (&'a str, &'a str), width: usize) -> Options<'a> {
    let is_korean = || paragraph.contains(|c| matches!(c, '\u{ac00}'..='\u{d7a3}'));
    let at_spaces = paragraph.is_ascii() || is_korean();
    let separator = if at_spaces { WordSeparator::AsciiSpace } else { WordSeparator::UnicodeBreakProperties };
    Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .word_separator(separator)
}

/// The same for words of ASCII with one space between two, as nearly every paragraph is. To look at each
/// character for its width and its breaks took a third of the time that a letter takes.
fn wrap_words(out: &mut String, paragraph: &str, (first, rest): (&str, &str), width: usize) {
    let mut left = paragraph.trim_end_matches(' ');
    let mut indent = if left.is_empty() { "" } else { first };
    loop {
        out.push_str(indent);
        let room = width.saturating_sub(indent.len());
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
            wrap_words(&mut own, &paragraph, (&first, &rest), WIDTH);
            let library: String = textwrap::wrap(&paragraph, options(&paragraph, (&first, &rest), WIDTH))
                .iter()
                .map(|line| format!("{}\n", line.trim_end()))
                .collect();
            prop_assert_eq!(own, library);
        }
    }
}
