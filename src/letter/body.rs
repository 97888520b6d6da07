//! The body of a letter: paragraphs, lists, emphasis and links, read from Markdown.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::address::Email;
use crate::campaign::in_link;
use crate::text;

/// A paragraph or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Span>),
    /// A list; `start` is the first number of a numbered one.
    List {
        /// The first number; none for bullets.
        start: Option<u64>,
        /// Its items, each a sequence of blocks.
        items: Vec<Vec<Block>>,
    },
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Plain text.
    Text(String),
    /// A line end inside a paragraph.
    Break,
    /// Stressed text.
    Emphasis(Vec<Span>),
    /// Strongly stressed text.
    Strong(Vec<Span>),
    /// A link to a web page or address.
    Link {
        /// Where it leads.
        url: String,
        /// What is shown.
        text: Vec<Span>,
    },
}

/// The blocks without markup, an empty line after each.
pub(super) fn plain_blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        block.plain_text(&mut text);
    }
    text
}

impl Block {
    fn plain_text(&self, into: &mut String) {
        match self {
            Self::Paragraph(spans) => {
                into.push_str(&plain(spans));
                into.push_str("\n\n");
            }
            Self::List { items, .. } => items.iter().flatten().for_each(|block| block.plain_text(into)),
        }
    }
}

/// Running text without its markup; a link shows its address when its text does not.
pub fn plain(spans: &[Span]) -> String {
    let mut text = String::new();
    for span in spans {
        match span {
            Span::Text(piece) => text.push_str(piece),
            Span::Break => text.push('\n'),
            Span::Emphasis(inner) | Span::Strong(inner) => text.push_str(&plain(inner)),
            Span::Link { url, text: inner } => {
                let shown = plain(inner);
                text.push_str(&shown);
                if shown != *url && format!("mailto:{shown}") != *url {
                    text.push_str(" (");
                    text.push_str(url);
                    text.push(')');
                }
            }
        }
    }
    text
}

/// Reads the filled body: paragraphs, lists, emphasis and links; anything else is an error.
pub(crate) fn document(markdown: &str) -> Result<Vec<Block>, BodyProblem> {
    let mut events = Parser::new_ext(markdown, Options::empty());
    blocks(&mut events, None)
}

type Events<'a> = Parser<'a>;

/// How deep lists and emphasis may stand in each other.
const DEPTH_MOST: usize = 16;

fn blocks(events: &mut Events<'_>, end: Option<TagEnd>) -> Result<Vec<Block>, BodyProblem> {
    blocks_at(events, end, 0)
}

fn blocks_at(events: &mut Events<'_>, end: Option<TagEnd>, depth: usize) -> Result<Vec<Block>, BodyProblem> {
    if depth > DEPTH_MOST {
        return Err(BodyProblem::Markup("lists inside lists inside lists"));
    }
    let mut blocks = Vec::new();
    // An item of a tight list holds its text without a paragraph around it.
    let mut loose: Vec<Span> = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::End(tag) if Some(tag) == end => break,
            Event::Start(Tag::Paragraph) => blocks.push(Block::Paragraph(spans_at(events, TagEnd::Paragraph, depth)?)),
            Event::Start(Tag::List(start)) => {
                flush(&mut loose, &mut blocks);
                let mut items = Vec::new();
                while let Some(Event::Start(Tag::Item)) = events.next() {
                    items.push(blocks_at(events, Some(TagEnd::Item), depth + 1)?);
                }
                blocks.push(Block::List { start, items });
            }
            other => loose.push(span(other, events, depth)?),
        }
    }
    flush(&mut loose, &mut blocks);
    Ok(blocks)
}

fn flush(loose: &mut Vec<Span>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(loose)));
    }
}

fn spans_at(events: &mut Events<'_>, end: TagEnd, depth: usize) -> Result<Vec<Span>, BodyProblem> {
    if depth > DEPTH_MOST {
        return Err(BodyProblem::Markup("emphasis inside emphasis inside emphasis"));
    }
    let mut spans = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::End(tag) if tag == end => break,
            other => spans.push(span(other, events, depth)?),
        }
    }
    Ok(spans)
}

fn span(event: Event<'_>, events: &mut Events<'_>, depth: usize) -> Result<Span, BodyProblem> {
    Ok(match event {
        // A line end can only come from an entity, and would be one that Markdown does not know.
        Event::Text(text) => match text.chars().find(|c| c.is_control() && *c != '\t') {
            Some(c) => return Err(BodyProblem::Hidden(c.into())),
            None => Span::Text(text.into_string()),
        },
        Event::SoftBreak => Span::Text(" ".to_owned()),
        Event::HardBreak => Span::Break,
        Event::Start(Tag::Emphasis) => Span::Emphasis(spans_at(events, TagEnd::Emphasis, depth + 1)?),
        Event::Start(Tag::Strong) => Span::Strong(spans_at(events, TagEnd::Strong, depth + 1)?),
        Event::Start(Tag::Link { dest_url, link_type, .. }) => {
            let url = dest_url.into_string();
            let is_address = || link_type == LinkType::Email && url.parse::<Email>().is_ok();
            if !["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) && !is_address() {
                return Err(BodyProblem::Link(text::for_sentence(&url)));
            }
            if let Some(c) = in_link(&url) {
                return Err(BodyProblem::Hidden(c.into()));
            }
            Span::Link { url, text: spans_at(events, TagEnd::Link, depth + 1)? }
        }
        Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
            return Err(BodyProblem::Markup("raw HTML"));
        }
        Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => {
            return Err(BodyProblem::Markup("code or an indented block"));
        }
        Event::Start(Tag::Heading { .. }) => return Err(BodyProblem::Markup("a heading")),
        Event::Start(Tag::Image { .. }) => return Err(BodyProblem::Markup("an image")),
        Event::Start(Tag::BlockQuote(_)) => return Err(BodyProblem::Markup("a block quotation")),
        Event::Rule => return Err(BodyProblem::Markup("a ruled line")),
        _ => return Err(BodyProblem::Markup("markup that letters do not have")),
    })
}

/// Markdown that no letter has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BodyProblem {
    /// A character that nobody sees, or a mark too many.
    #[error("it has {what} (U+{0:04X})", what = text::what_is_hidden(*.0))]
    Hidden(u32),
    /// Markdown that letters do not have.
    #[error("it holds {0}; a letter has paragraphs, lists, emphasis and links")]
    Markup(&'static str),
    /// A link that leads to no page.
    #[error("the link to \"{0}\" leads to no web page; begin it with https://")]
    Link(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markdown: &str) -> String {
        match document(markdown) {
            Ok(blocks) => format!("{blocks:?}"),
            Err(problem) => problem.to_string(),
        }
    }

    #[test]
    fn markdown_becomes_blocks_or_is_refused() {
        for (markdown, expected) in [
            ("a\nb\n\nc", "[Paragraph([Text(\"a\"), Text(\" \"), Text(\"b\")]), Paragraph([Text(\"c\")])]"),
            (
                "x:\n\n- one\n- *two*\n",
                "[Paragraph([Text(\"x:\")]), List { start: None, items: [[Paragraph([Text(\"one\")])], [Paragraph([Emphasis([Text(\"two\")])])]] }]",
            ),
            (
                "1. a\n\n2. b",
                "[List { start: Some(1), items: [[Paragraph([Text(\"a\")])], [Paragraph([Text(\"b\")])]] }]",
            ),
            (
                "[t](https://a.test) **b**",
                "[Paragraph([Link { url: \"https://a.test\", text: [Text(\"t\")] }, Text(\" \"), Strong([Text(\"b\")])])]",
            ),
            ("<b>x</b>", "it holds raw HTML; a letter has paragraphs, lists, emphasis and links"),
            ("# x", "it holds a heading; a letter has paragraphs, lists, emphasis and links"),
            ("![x](https://a.test)", "it holds an image; a letter has paragraphs, lists, emphasis and links"),
            (
                "[x](javascript:a@b.test)",
                "the link to \"javascript:a@b.test\" leads to no web page; begin it with https://",
            ),
            ("a&#x1b;b", "it has an invisible or control character (U+001B)"),
            ("a&NewLine;b", "it has an invisible or control character (U+000A)"),
            ("[x](https://a.test/%e2%80%AE)", "it has an invisible or control character (U+202E)"),
            ("[x](mailto:a@b.test?body=x%0d%0aBcc:y)", "it has an invisible or control character (U+000D)"),
            ("[x](javascript:alert)", "the link to \"javascript:alert\" leads to no web page; begin it with https://"),
        ] {
            assert_eq!(read(markdown), expected, "{markdown}");
        }
        assert!(read(&format!("{}x", "1. ".repeat(100))).contains("lists inside lists"));
        assert!(read(&format!("{}x{}", "*".repeat(200), "*".repeat(200))).contains("emphasis inside emphasis"));
    }

    #[test]
    fn escaped_values_come_out_as_they_were_written() {
        let written = "O'Brien & Söhne *b* _c_ [d](e) <f> {{g}} `h` #i 1. j \\k ~ | ! \"";
        let escaped: String =
            written.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
        let blocks = document(&escaped).unwrap();
        let [Block::Paragraph(spans)] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert_eq!(plain(spans), written);
    }
}
