//! The letter as a web page: one document for one or more letters, each on a sheet of its own when
//! printed. No script, no remote resource; every text is escaped here.

use std::fmt::Write as _;

use super::details;
use super::quotes::{Quotes, printed};
use super::words::words;
use crate::letter::{Block, Letter, Part, Span};
use crate::locale::Digits;

const STYLE: &str = "\
body{margin:0;background:#fff;color:#000;font:12pt/1.45 Georgia,'Times New Roman',serif}\
article{max-width:42em;margin:2.5em auto;padding:0 1.5em}\
article+article{break-before:page}\
address,.signature{font-style:normal;white-space:pre-line}\
[dir=rtl] address{unicode-bidi:plaintext;text-align:right}\
.date{margin:2em 0}.subject{font-weight:bold}.signature{margin-top:3em}\
@media print{article{margin:0;padding:0}@page{margin:25mm 20mm 20mm 25mm}}";

/// The page down to where the first letter begins.
pub fn head(first: &Letter<'_>) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        first.first().language,
        escape(&first.subject()),
    )
}

/// One letter on the page.
pub fn sheets(letter: &Letter<'_>) -> String {
    let mut out = String::new();
    for part in &letter.parts {
        sheet(&mut out, letter, &printed(part));
    }
    out
}

/// The end of the page.
pub const FOOT: &str = "</body>\n</html>\n";

/// The message itself, as the HTML alternative of a mail.
pub(super) fn mail_html(letter: &Letter<'_>) -> String {
    let mut out = String::from("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n");
    for (index, part) in letter.parts.iter().enumerate() {
        if index > 0 {
            out.push_str("<hr>\n");
        }
        let _infallible = writeln!(out, "<div lang=\"{}\"{}>", part.language, direction(part));
        message(&mut out, part, &letter.signatures().join("\n"));
        out.push_str("</div>\n");
    }
    out.push_str("</body></html>\n");
    out
}

fn direction(part: &Part) -> &'static str {
    if part.language.is_right_to_left() { " dir=\"rtl\"" } else { "" }
}

fn sheet(out: &mut String, letter: &Letter<'_>, part: &Part) {
    let words = words(&part.language);
    let quotes = Quotes::of(&part.language);
    let addressee = quotes.line(&letter.addressee(part).join("\n"));
    let sent_by = details::sent_by(letter, part).map(|way| format!("<p><strong>{}</strong></p>\n", escape(way)));
    let sent_by = sent_by.unwrap_or_default();
    let dated = details::references(letter, part).into_iter().flatten().chain([details::date_line(letter, part)]);
    let dated: Vec<String> = dated.map(|line| escape(&quotes.line(&line))).collect();
    let _infallible = write!(
        out,
        "<article lang=\"{}\"{}>\n{sent_by}<address>{}</address>\n<p class=\"date\">{}</p>\n<p class=\"subject\">{}</p>\n",
        part.language,
        direction(part),
        escape(&addressee),
        dated.join("<br>\n"),
        escape(&words.before(words.subject, &part.subject)),
    );
    message(out, part, &quotes.line(&letter.signatures().join("\n")));
    let enclosures = details::enclosures(letter, part).map(|line| quotes.line(&line));
    for (class, line) in [("enclosures", enclosures), ("copies", details::copies(letter, part))] {
        if let Some(line) = line {
            let _infallible = writeln!(out, "<p class=\"{class}\">{}</p>", escape(&line));
        }
    }
    out.push_str("</article>\n");
}

fn message(out: &mut String, part: &Part, signature: &str) {
    if let Some(mark) = &part.mark {
        let _infallible = writeln!(out, "<p><strong>{}</strong></p>", escape(mark));
    }
    let _infallible = writeln!(out, "<p>{}</p>", escape(&part.salutation));
    for block in &part.body {
        block_into(out, block, part.digits);
    }
    // Mail programs drop the style sheet. Lines in Latin letters keep their own order.
    let own_order = if part.language.is_right_to_left() { ";unicode-bidi:plaintext;text-align:right" } else { "" };
    let _infallible = write!(
        out,
        "<p>{}</p>\n<p class=\"signature\" style=\"white-space:pre-line{own_order}\">{}</p>\n",
        escape(&part.closing),
        escape(signature),
    );
    if !part.enclosed.is_empty() {
        out.push_str("<hr>\n");
        part.enclosed.iter().for_each(|block| block_into(out, block, part.digits));
    }
}

pub(super) fn block_into(out: &mut String, block: &Block, digits: Digits) {
    match block {
        Block::Paragraph(spans) => {
            out.push_str("<p>");
            spans_into(out, spans);
            out.push_str("</p>\n");
        }
        Block::List { start, items } => {
            let style = match digits.zero() {
                '\u{660}' => " style=\"list-style-type:arabic-indic\"",
                '\u{6f0}' => " style=\"list-style-type:persian\"",
                _ => "",
            };
            let (open, close) = match start {
                None => ("<ul>".to_owned(), "</ul>\n"),
                Some(1) => (format!("<ol{style}>"), "</ol>\n"),
                Some(number) => (format!("<ol start=\"{number}\"{style}>"), "</ol>\n"),
            };
            out.push_str(&open);
            out.push('\n');
            for item in items {
                out.push_str("<li>");
                match item.as_slice() {
                    [Block::Paragraph(spans)] => spans_into(out, spans),
                    blocks => blocks.iter().for_each(|block| block_into(out, block, digits)),
                }
                out.push_str("</li>\n");
            }
            out.push_str(close);
        }
    }
}

fn spans_into(out: &mut String, spans: &[Span]) {
    for span in spans {
        match span {
            Span::Text(text) => out.push_str(&escape(text)),
            Span::Break => out.push_str("<br>\n"),
            Span::Emphasis(inner) => tagged(out, "em", inner),
            Span::Strong(inner) => tagged(out, "strong", inner),
            Span::Link { url, text } => {
                let scheme = if url.contains(':') { "" } else { "mailto:" };
                let _infallible = write!(out, "<a href=\"{scheme}{}\">", escape(url));
                spans_into(out, text);
                out.push_str("</a>");
            }
        }
    }
}

fn tagged(out: &mut String, tag: &str, inner: &[Span]) {
    let _infallible = write!(out, "<{tag}>");
    spans_into(out, inner);
    let _infallible = write!(out, "</{tag}>");
}

pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
