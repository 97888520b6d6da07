//! Slips of the hand in a TOML text: what somebody who never heard of TOML did where its reader stumbles.

use std::ops::Range;

use super::toml_problem::{NoSuchDay, TomlProblem};
use crate::place::one_line;
use crate::text;

/// Quotation marks as word processors and telephones put them.
const CURLY: &[char] = &['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‛', '‹', '›', '＂', '″', '「', '」', '『', '』'];

/// What is wrong where the reader of TOML stumbled, and at which byte.
pub(super) fn what_is_wrong(source: &str, span: Range<usize>, message: &str) -> (usize, TomlProblem) {
    let message = one_line(message);
    let at = floor(source, span.start);
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    // An error at the end of a line may be said of the next.
    let (start, line) = match source[start..].lines().next().unwrap_or_default() {
        "" if start > 0 => {
            let before = source[..start - 1].rfind('\n').map_or(0, |end| end + 1);
            (before, &source[before..start - 1])
        }
        line => (start, line),
    };
    let pieces = outside_of_texts(line);
    let has = |words: &str| message.contains(words);
    if let Some((offset, sign)) = pieces.iter().find_map(|piece| sign_in(line, piece, |c| CURLY.contains(&c))) {
        return (start + offset, TomlProblem::CurlyQuote(sign));
    }
    let is_odd_space = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r');
    if let Some((offset, sign)) = pieces.iter().find_map(|piece| sign_in(line, piece, is_odd_space)) {
        return (start + offset, TomlProblem::Space(sign.into()));
    }
    if let Some((open, curly)) = unclosed(line) {
        return match curly {
            Some((offset, sign)) => (start + offset, TomlProblem::CurlyQuote(sign)),
            None => (start + open, TomlProblem::Unclosed),
        };
    }
    if has("duplicate key") {
        let key = source.get(span).unwrap_or_default();
        return (at, TomlProblem::Doubled(text::for_sentence(key.trim_matches('"'))));
    }
    if has("missing escaped value") || has("escape") || source[at..].starts_with('\\') {
        return (at, TomlProblem::Backslash);
    }
    // `"he said "no" again"`: a letter right behind a closing mark.
    if let Some(offset) = mark_before_a_word(line, &pieces) {
        return (start + offset, TomlProblem::QuoteInText);
    }
    if has("missing comma") {
        return (at, TomlProblem::MissingComma);
    }
    for (word, sign) in [("unclosed array", '['), ("unclosed inline table", '{'), ("unclosed table", '[')] {
        if has(word) {
            let open = source[..at].rfind(sign).unwrap_or(at);
            return (open, TomlProblem::Open(sign));
        }
    }
    if let Some((key, value)) = line.split_once('=') {
        let value_at = start + key.len() + 1 + (value.len() - value.trim_start().len());
        let value = value.split(" #").next().unwrap_or_default().trim();
        if let Some(day) = NoSuchDay::of(value) {
            return (value_at, TomlProblem::NoSuchDay(day));
        }
        if is_day_elsewhere(value) {
            return (value_at, TomlProblem::Day);
        }
        if value.is_empty() || value.starts_with('#') {
            return (start, TomlProblem::NoValue(text::for_sentence(key.trim())));
        }
        if value.chars().any(char::is_alphabetic) && !value.contains(['"', '\'', '[', '{', '=']) {
            return (value_at, TomlProblem::Unquoted(text::for_sentence(value)));
        }
    } else {
        let is_key =
            |key: &str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "_-. ".contains(c));
        if let Some((key, _)) = line.split_once(':').filter(|(key, _)| is_key(key.trim())) {
            return (start + key.len(), TomlProblem::Colon);
        }
        if is_key(line.trim()) {
            return (start, TomlProblem::NoValue(text::for_sentence(line.trim())));
        }
    }
    (at, TomlProblem::Syntax(text::for_sentence(&message)))
}

fn floor(source: &str, at: usize) -> usize {
    (0..=at.min(source.len())).rev().find(|at| source.is_char_boundary(*at)).unwrap_or_default()
}

/// The pieces of a line outside of its texts and its comment.
fn outside_of_texts(line: &str) -> Vec<Range<usize>> {
    let (mut pieces, mut from, mut mark, mut escaped) = (Vec::new(), 0, None::<char>, false);
    for (at, c) in line.char_indices() {
        match mark {
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if c == open => {
                mark = None;
                from = at + 1;
            }
            None if matches!(c, '"' | '\'') => {
                pieces.push(from..at);
                mark = Some(c);
            }
            None if c == '#' => {
                pieces.push(from..at);
                return pieces;
            }
            Some(_) | None => {}
        }
    }
    if mark.is_none() {
        pieces.push(from..line.len());
    }
    pieces
}

fn sign_in(line: &str, piece: &Range<usize>, is_it: impl Fn(char) -> bool) -> Option<(usize, char)> {
    line[piece.clone()].char_indices().find(|(_, c)| is_it(*c)).map(|(at, c)| (piece.start + at, c))
}

/// Where a text of the line opens that is not closed on it, and the curly mark that was meant to close it.
fn unclosed(line: &str) -> Option<(usize, Option<(usize, char)>)> {
    if line.contains("\"\"\"") || line.contains("'''") {
        return None;
    }
    let (mut mark, mut escaped) = (None::<(usize, char)>, false);
    for (at, c) in line.char_indices() {
        match mark {
            Some((_, '"')) if escaped => escaped = false,
            Some((_, '"')) if c == '\\' => escaped = true,
            Some((_, open)) if c == open => mark = None,
            None if matches!(c, '"' | '\'') => mark = Some((at, c)),
            None if c == '#' => return None,
            Some(_) | None => {}
        }
    }
    let (open, _) = mark?;
    let curly = line[open..].char_indices().rev().find(|(_, c)| CURLY.contains(c)).map(|(at, c)| (open + at, c));
    // A curly mark in the middle of a text is part of it.
    let closes = |(at, c): (usize, char)| line[at + c.len_utf8()..].trim_start().chars().all(|c| ",]} ".contains(c));
    Some((open, curly.filter(|curly| closes(*curly))))
}

/// A quotation mark with a word right behind it, outside of every text.
fn mark_before_a_word(line: &str, pieces: &[Range<usize>]) -> Option<usize> {
    let is_behind_a_mark = |piece: &&Range<usize>| {
        piece.start > 0 && line[piece.start..piece.end].starts_with(|c: char| c.is_alphanumeric())
    };
    pieces.iter().find(is_behind_a_mark).map(|piece| piece.start - 1)
}

/// `31.12.2026`, `12/31/2026`, `31 December 2026`, `2026/12/31`.
fn is_day_elsewhere(value: &str) -> bool {
    let numbers: Vec<&str> = value.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let has_year =
        numbers.iter().any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")));
    let is_small = |number: &&&str| number.len() <= 2;
    has_year
        && !value.contains('"')
        && (numbers.len() == 3 && numbers.iter().filter(is_small).count() == 2
            || numbers.len() == 2 && value.chars().any(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use toml::Spanned;

    use super::super::keys;
    use crate::place::Lines;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "what is read is not looked at")]
    struct Raw {
        title: Spanned<String>,
        #[serde(default)]
        status: crate::campaign::Status,
        published: Option<crate::locale::Day>,
        #[serde(default)]
        persons: Vec<Person>,
        #[serde(default)]
        sources: Vec<Spanned<String>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "what is read is not looked at")]
    struct Person {
        name: Spanned<String>,
        #[serde(default)]
        aliases: Vec<String>,
    }

    fn faults(text: &str) -> Vec<String> {
        let (_, faults) = keys::read::<Raw>(text, 0, &Lines::of("c", text));
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn slips_of_the_hand_are_said_as_such() {
        for (text, expected) in [
            (
                "title = “Peru”",
                "c:1:9: a text stands between straight quotation marks (\"), and this is a curly one (“)",
            ),
            ("title = \"Peru”", "c:1:14: a text stands between straight"),
            ("title = „Peru“", "c:1:9: a text stands between straight"),
            (
                "title = «Перу»",
                "c:1:9: a text stands between straight quotation marks (\"), and this is an angular one («)",
            ),
            ("title = ‘Peru’", "c:1:9: a text stands between straight"),
            ("title = \"T\"\npersons = [{ name = “Ada” }]", "c:2:21: a text stands"),
            ("title = \"T\"\nsources = [\"a\", “b”]", "c:2:17: a text stands"),
            ("title = \"Peru", "c:1:9: this quotation mark is never closed"),
            ("title = \"T\"\nsources = [\"a]", "c:2:12: this quotation mark is never closed"),
            ("title = Peru", "c:1:9: a text stands between quotation marks: \"Peru\""),
            ("title = Peru in May # x", "c:1:9: a text stands between quotation marks: \"Peru in May\""),
            ("title: \"Peru\"", "c:1:6: a key and its value are joined by ="),
            ("title \"Peru\"", "c:1:"),
            ("title =", "c:1:1: there is no value here; write title = "),
            ("title = \"a \"b\" c\"", "c:1:12: the text ends at this quotation mark"),
            ("title = \"C:\\dir\"", "c:1:"),
            ("title = \"T\"\npublished = 31.12.2026", "c:2:13: a day is written as year-month-day"),
            ("title = \"T\"\npublished = 12/31/2026", "c:2:13: a day is written as year-month-day"),
            ("title = \"T\"\npublished = 31 December 2026", "c:2:13: a day is written as year-month-day"),
            ("title = \"T\"\npublished = 2026-02-30", "c:2:13: there is no 30 February 2026: the month has 28 days"),
            ("title = \"T\"\npublished = \"2026-11-31\"", "c:2:13: there is no 31 November 2026"),
            ("title = \"T\"\npublished = 2026-31-12", "c:2:13: there is no month 31; a day is written as"),
            ("title = \"T\"\npublished = \"soon\"", "c:2:13: `published`: `soon` is not a day"),
            ("title = \"T\"\npublished = true", "c:2:13: `published`: it takes a day"),
            ("title = \"T\"\nsources = [\"a\" \"b\"]", "c:2:16: a comma is missing before this entry"),
            ("title = \"T\"\nsources = [\n  \"a\"\n  \"b\"\n]", "c:4:3: a comma is missing"),
            ("title = \"T\"\npersons = [{ name = \"A\" aliases = [] }]", "c:2:25: a comma is missing"),
            ("title = \"T\"\npersons = [{ name = \"A\" } { name = \"B\" }]", "c:2:27: a comma is missing"),
            ("title = \"T\"\nsources = [\"a\",", "c:2:11: this [ is never closed"),
            ("title = \"T\"\ntitle = \"U\"", "c:2:1: `title` stands here twice"),
            ("title\u{a0}= \"T\"", "c:1:6: this is an unusual space (U+00A0)"),
            ("titel = \"T\"", "c:1:1: unknown key `titel` (`title`?); the keys here are title, status"),
            ("title = \"T\"\nstatus = \"opne\"", "c:2:10: `status` is one of open, closed, won, stopped, not \"opne\""),
            ("title = \"T\"\nstatus = 1", "c:2:10: `status`: it takes one of its words"),
            ("title = 1", "c:1:9: `title` takes a text in quotation marks, not the number 1"),
            ("title = \"T\"\nsources = \"a\"", "c:2:11: `sources` takes a list in square brackets, not the text \"a\""),
            ("title = \"T\"\nsources = [1]", "c:2:12: `sources` takes a text in quotation marks, not the number 1"),
            (
                "title = \"T\"\npersons = [\"Ada\"]",
                "c:2:12: `persons` takes a table such as { … }, not the text \"Ada\"",
            ),
            ("title = \"T\"\npersons = [{ nmae = \"Ada\" }]", "c:2:14: unknown key `nmae`"),
            ("status = \"open\"", "c:1:1: `title` is missing here"),
        ] {
            let found = faults(text);
            assert!(found.iter().any(|fault| fault.starts_with(expected)), "{text}\n{expected}\n{found:#?}");
        }
    }

    #[test]
    fn one_slip_does_not_hide_the_next() {
        let text = "titel = \"T\"\nstatus = \"opne\"\npersons = [{ nmae = \"A\" }, { name = 3 }]\nsources = [1, \"b\", 2]\npublished = 1\n";
        assert_eq!(faults(text).len(), 7, "{:#?}", faults(text));
        let text = "sources = [1]\ntitle = “T”\npersons = “x”\nstatus = \"opne\"\n";
        assert_eq!(faults(text).len(), 3, "{:#?}", faults(text));
        assert_eq!(faults("title = \"T\"\nstatus = \"won\"\n"), [""; 0]);
    }
}
