//! The body of a letter as Markdown that a person reads and edits: what [`document`](super::body::document) reads as the same
//! body again.

use textwrap::{Options, WordSeparator, WordSplitter};

use super::body::{Block, Span, plain};

/// Columns of a line: what every editor shows whole.
const WIDTH: usize = 76;

/// The blocks, with an empty line between two.
pub(super) fn markdown(blocks: &[Block]) -> String {
    blocks_within(blocks, WIDTH)
}

fn blocks_within(blocks: &[Block], width: usize) -> String {
    let mut written: Vec<String> = Vec::with_capacity(blocks.len());
    // Two lists that follow each other would be one, were their marks the same.
    let mut is_other = false;
    for (at, block) in blocks.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| blocks.get(before));
        is_other = !is_other
            && matches!((before, block), (Some(Block::List { start: one, .. }), Block::List { start: two, .. })
                if one.is_some() == two.is_some());
        written.push(match block {
            Block::Paragraph(spans) => paragraph(spans, width),
            Block::List { start, items } => list(*start, items, is_other, width),
        });
    }
    written.join("\n\n")
}

fn list(start: Option<u64>, items: &[Vec<Block>], is_other: bool, width: usize) -> String {
    let mut lines = Vec::new();
    for (number, item) in (start.unwrap_or_default()..).zip(items) {
        let mark = match (start, is_other) {
            (Some(_), false) => format!("{number}. "),
            (Some(_), true) => format!("{number}) "),
            (None, false) => "- ".to_owned(),
            (None, true) => "* ".to_owned(),
        };
        let indent = " ".repeat(mark.len());
        let text = blocks_within(item, width.saturating_sub(mark.len()).max(1));
        let text = text.replace('\n', &format!("\n{indent}")).replace(&format!("\n{indent}\n"), "\n\n");
        lines.push(format!("{mark}{text}").trim_end().to_owned());
    }
    lines.join("\n")
}

fn paragraph(spans: &[Span], width: usize) -> String {
    let options = Options::new(width)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    let text = inline(spans);
    let lines = text.split('\n').flat_map(|line| textwrap::wrap(line, &options));
    lines.map(|line| begun(&line)).collect::<Vec<_>>().join("\n")
}

/// Running text on as many lines as it has line ends of its own, each of which but the last ends in `\`.
fn inline(spans: &[Span]) -> String {
    let mut text = String::new();
    let mut rest = spans.iter().peekable();
    while let Some(span) = rest.next() {
        match span {
            Span::Text(first) => {
                // The reader breaks a text at every sign that could have been markup.
                let mut whole = first.clone();
                while let Some(Span::Text(more)) = rest.peek() {
                    whole.push_str(more);
                    rest.next();
                }
                text.push_str(&escaped(&whole));
            }
            Span::Break => text.push_str("\\\n"),
            Span::Emphasis(inner) => text.push_str(&format!("*{}*", inline(inner))),
            Span::Strong(inner) => text.push_str(&format!("**{}**", inline(inner))),
            Span::Link { url, text: shown } => {
                let words = plain(shown);
                if words == *url || format!("mailto:{words}") == *url {
                    text.push_str(&format!("<{words}>"));
                } else {
                    text.push_str(&format!("[{}](<{url}>)", inline(shown)));
                }
            }
        }
    }
    text
}

/// Text in which nothing is markup. `_` between letters is none, and `&` before a space neither.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let is_within = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            '_' => !(is_within(before) && is_within(next)),
            '&' => next.is_some_and(|next| next == '#' || next.is_ascii_alphanumeric()),
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

/// A line that begins like a heading, a list, a quotation, a fence or a ruled line begins with text all the same.
fn begun(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some(b'#' | b'>' | b'+' | b'-' | b'=' | b'~') if digits == 0 => format!("\\{line}"),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::body::document;
    use super::*;

    proptest! {
        #[test]
        fn any_text_stays_the_same_text(words in proptest::collection::vec("[!-~\u{e4}\u{2013}]{1,12}", 1..60)) {
            let body = [Block::Paragraph(vec![Span::Text(words.join(" "))])];
            let written = markdown(&body);
            let read = document(&written).map(|read| all_joined(&read));
            prop_assert_eq!(read, Ok(body.to_vec()), "{}", written);
        }
    }

    /// Neighbouring pieces of text as one.
    fn joined(spans: &[Span]) -> Vec<Span> {
        let mut all: Vec<Span> = Vec::new();
        for span in spans {
            match (all.last_mut(), span) {
                (Some(Span::Text(before)), Span::Text(more)) => before.push_str(more),
                (_, Span::Emphasis(inner)) => all.push(Span::Emphasis(joined(inner))),
                (_, Span::Strong(inner)) => all.push(Span::Strong(joined(inner))),
                (_, Span::Link { url, text }) => all.push(Span::Link { url: url.clone(), text: joined(text) }),
                (_, other) => all.push(other.clone()),
            }
        }
        all
    }

    fn all_joined(blocks: &[Block]) -> Vec<Block> {
        let one = |block: &Block| match block {
            Block::Paragraph(spans) => Block::Paragraph(joined(spans)),
            Block::List { start, items } => {
                Block::List { start: *start, items: items.iter().map(|item| all_joined(item)).collect() }
            }
        };
        blocks.iter().map(one).collect()
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for (body, expected) in [
            ("One.\nTwo.\n\nThree.", "One. Two.\n\nThree."),
            ("- a\n- b\n\n  c\n", "- a\n- b\n\n  c"),
            ("1. a\n2. b", "1. a\n2. b"),
            ("3. a\n   - b\n   - c\n4. d", "3. a\n\n   - b\n   - c\n4. d"),
            ("- a\n\n* b", "- a\n\n* b"),
            ("1. a\n\n1) b", "1. a\n\n1) b"),
            ("*a* **b** *c **d** e*", "*a* **b** *c **d** e*"),
            ("a\\\nb", "a\\\nb"),
            (
                "<https://a.example/b_c> and [d e](https://a.example)",
                "<https://a.example/b_c> and [d e](<https://a.example>)",
            ),
            ("<jo@a.example>", "<jo@a.example>"),
            (
                r"O'Brien & Söhne \*b\* \_c\_ d\_e \[f\](g) \<h> \`i\` \\j R&D a&b;",
                r"O'Brien & Söhne \*b\* \_c\_ d_e \[f\](g) \<h> \`i\` \\j R\&D a\&b;",
            ),
            (r"\# a", r"\# a"),
            (r"1\. a", r"1\. a"),
            (r"\- a", r"\- a"),
            (r"\~~~ a", r"\~~~ a"),
            ("a\n\\=== b", "a === b"),
        ] {
            let read = document(body).unwrap();
            let written = markdown(&read);
            assert_eq!(written, expected);
            assert_eq!(all_joined(&document(&written).unwrap()), all_joined(&read), "{written}");
        }
    }

    #[test]
    fn a_sign_at_the_start_of_a_broken_line_is_text() {
        for sign in ["-", "#", "+", "1.", "12)", ">", "===", "---", "~~~", "*", "_", "<b>", "&lt;"] {
            for before in 60..WIDTH + 2 {
                let text = format!("{} {sign} more words", "a".repeat(before));
                let body = [Block::Paragraph(vec![Span::Text(text.clone())])];
                let read = document(&markdown(&body)).unwrap();
                assert_eq!(all_joined(&read), body, "{text}");
            }
        }
    }
}
