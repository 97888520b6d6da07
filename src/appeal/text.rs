//! The text of an appeal as lines, cleaned of what no campaign file may hold, each with its number.

use super::found::AppealError;
use super::words::{CLOSINGS, SALUTATIONS};
use crate::text::{fold, hidden};

/// Bytes of an appeal. The longest that people publish, web page around it and all, are a tenth of this.
pub(super) const SIZE_MOST: usize = 1024 * 1024;
/// Characters of one line: a paragraph of a web page, not a whole book.
pub(super) const LINE_MOST: usize = 20_000;

/// One line of an appeal.
#[derive(Debug)]
pub(super) struct Line {
    /// As the appeal has it, without the space around it.
    pub text: String,
    /// The same without case and accents, to be compared.
    pub folded: String,
    /// Its number in the appeal, from one; that of its first line where several were one paragraph.
    pub number: usize,
    /// Where a further line begins in it, in bytes.
    breaks: Vec<usize>,
}

impl Line {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    pub fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// The number of the line in which these words of it begin.
    pub fn number_of(&self, words: &str) -> usize {
        let at = self.text.find(words).unwrap_or(0);
        self.number + self.breaks.partition_point(|start| *start <= at)
    }
}

/// Characters between which the lines of a text are wrapped.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=140;

/// The lines of an appeal. A paragraph that was wrapped is one line.
pub(super) fn lines(text: &str) -> Result<Vec<Line>, AppealError> {
    if text.len() > SIZE_MOST {
        return Err(AppealError::Size { bytes: text.len(), most: SIZE_MOST });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let control = line.chars().find(|&c| c.is_control() && !matches!(c, '\t' | '\u{c}' | '\u{85}'));
        if let Some(c) = control {
            return Err(AppealError::Control { line: index + 1, code: c.into() });
        }
        let length = line.chars().count();
        if length > LINE_MOST {
            return Err(AppealError::Line { line: index + 1, length, most: LINE_MOST });
        }
        let text = cleaned(line);
        let folded = fold(&text);
        lines.push(Line { text, folded, number: index + 1, breaks: Vec::new() });
    }
    if lines.iter().all(|line| line.text.chars().all(|c| !c.is_alphabetic())) {
        return Err(AppealError::Empty);
    }
    let first = lines.iter().find(|line| !line.is_blank()).map(|line| line.folded.as_str()).unwrap_or_default();
    if ["<!doctype", "<html", "<?xml", "<head", "<body"].iter().any(|start| first.starts_with(start)) {
        return Err(AppealError::Html);
    }
    Ok(unwrapped(lines))
}

/// Puts together what was wrapped: a line after which the first word of the next one found no room.
fn unwrapped(lines: Vec<Line>) -> Vec<Line> {
    let width = lines.iter().map(Line::length).max().unwrap_or(0);
    if !WRAPPED.contains(&width) {
        return lines;
    }
    let mut whole: Vec<Line> = Vec::new();
    let mut last = 0;
    for line in lines {
        let length = line.length();
        let word = line.text.split(' ').next().map_or(0, |word| word.chars().count());
        // Whoever wraps by hand leaves a little room.
        let found_no_room = last > 0 && length > 0 && last + 1 + word + 4 > width;
        // A letter begins and ends with lines of their own, and a form has one for each blank.
        let is_apart = item(&line.text).is_some()
            || (length <= 60 && CLOSINGS.iter().chain(SALUTATIONS.iter()).any(|start| line.folded.starts_with(start)))
            || (length <= 30 && line.text.ends_with(':'))
            || whole
                .last()
                .is_some_and(|before| ends_with_a_value(&before.text) && line.text.starts_with(char::is_uppercase));
        match whole.last_mut().filter(|_| found_no_room && !is_apart) {
            Some(before) => {
                before.breaks.push(before.text.len() + 1);
                before.text = format!("{} {}", before.text, line.text);
                before.folded = format!("{} {}", before.folded, line.folded);
            }
            None => whole.push(line),
        }
        last = length;
    }
    whole
}

/// Whether a line ends with an address or a number: the next one of a list begins on its own line.
fn ends_with_a_value(text: &str) -> bool {
    let number: String = text.chars().rev().take_while(|c| c.is_ascii_digit() || " -()".contains(*c)).collect();
    text.rsplit(' ').next().is_some_and(|word| word.contains('@'))
        || number.chars().filter(char::is_ascii_digit).count() >= 6
}

/// A line without what nobody sees: soft hyphens, marks of direction, and spaces of every width.
fn cleaned(line: &str) -> String {
    let spaced: String = line.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect();
    let unseen: Vec<usize> = hidden(&spaced).map(|(at, _)| at).collect();
    let seen = spaced.char_indices().filter(|(at, _)| unseen.binary_search(at).is_err()).map(|(_, c)| c);
    let seen: String = seen.collect();
    seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What stands before an item of a list, with the item's text: `- text`, `• text`, `1. text`, `2) text`, `(a) text`.
pub(super) fn item(line: &str) -> Option<(Mark, &str)> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if matches!(first, '-' | '–' | '—' | '•' | '*' | '·' | '▪' | '◦' | '■' | '‣' | '●' | '○' | '►' | '➢' | '✓' | '→')
    {
        let text = rest.trim_start();
        let begins = text
            .chars()
            .next()
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '"' | '“' | '«' | '\'' | '‘' | '[' | '¡'));
        return begins.then_some((Mark::Bullet, text));
    }
    // Lists that lost their symbol font show `n` or `o` in the place of bullets.
    if matches!(first, 'n' | 'o' | '§') && rest.starts_with(' ') && rest.trim_start().starts_with(char::is_uppercase) {
        return Some((Mark::Bullet, rest.trim_start()));
    }
    let inner = line.strip_prefix('(').unwrap_or(line);
    let end = inner.find([')', '.', ':']).filter(|&end| (1..=3).contains(&end))?;
    let (mark, rest) = (&inner[..end], &inner[end + 1..]);
    let text = rest.trim_start();
    if !text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '“' | '«' | '[')) {
        return None;
    }
    if let Ok(number) = mark.parse::<u32>() {
        return (number < 100).then_some((Mark::Number(number), text));
    }
    let is_letter = mark.chars().count() == 1 && mark.starts_with(|c: char| c.is_lowercase());
    (is_letter && inner[end..].starts_with(')')).then_some((Mark::Letter, text))
}

/// How an item of a list begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Bullet,
    Number(u32),
    Letter,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_lists_are_told_from_sentences() {
        for (line, text) in [
            ("- Drop the charge", Some("Drop the charge")),
            ("-The release", Some("The release")),
            ("– That no attempt is made", Some("That no attempt is made")),
            ("• Освободить", Some("Освободить")),
            ("n Urging the authorities", Some("Urging the authorities")),
            ("1. Drop", Some("Drop")),
            ("2) Drop", Some("Drop")),
            ("(3) Drop", Some("Drop")),
            ("4: The Embassy", Some("The Embassy")),
            ("a) drop", Some("drop")),
            ("1.5 million people", None),
            ("- 5 °C", Some("5 °C")),
            ("A. Marsh was arrested", None),
            ("2026: a year", None),
            ("n umber", None),
            ("--", None),
        ] {
            assert_eq!(item(line).map(|(_, text)| text), text, "{line}");
        }
    }

    #[test]
    fn paragraphs_that_were_wrapped_are_whole_again() {
        let text = "Ada Marsh was arrested at her home in the harbour\nof Ross on 3 May and is held there.\nMinister of Justice\n7 Glacier Road\n- Release Ada Marsh at once and without conditions,\nas the law says.\n";
        let lines = lines(text).unwrap();
        let shown: Vec<(usize, &str)> = lines.iter().map(|line| (line.number, line.text.as_str())).collect();
        assert_eq!(
            shown,
            [
                (1, "Ada Marsh was arrested at her home in the harbour of Ross on 3 May and is held there."),
                (3, "Minister of Justice"),
                (4, "7 Glacier Road"),
                (5, "- Release Ada Marsh at once and without conditions, as the law says."),
            ]
        );
        assert_eq!((lines[0].number_of("3 May"), lines[0].number_of("Ada")), (2, 1));
    }

    #[test]
    fn what_is_no_appeal_is_said() {
        let error = |text: &str| lines(text).map(|lines| lines.len()).unwrap_err();
        assert_eq!(error(" \n\n"), AppealError::Empty);
        assert_eq!(error("1\n2\n"), AppealError::Empty);
        assert_eq!(error("A\u{0}b"), AppealError::Control { line: 1, code: 0 });
        assert_eq!(error("A\nb\u{1b}[2J"), AppealError::Control { line: 2, code: 0x1b });
        assert_eq!(error("<!DOCTYPE html><html>"), AppealError::Html);
        let long = "word ".repeat(LINE_MOST);
        assert_eq!(error(&long), AppealError::Line { line: 1, length: long.len(), most: LINE_MOST });
        let big = "word\n".repeat(SIZE_MOST);
        assert_eq!(error(&big), AppealError::Size { bytes: big.len(), most: SIZE_MOST });
        let clean = lines("\u{feff}Free\u{a0}Ada\u{ad} \u{200b}Marsh\t!\r\n\r\nSecond").unwrap();
        assert_eq!(clean.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["Free Ada Marsh !", "", "Second"]);
    }
}
