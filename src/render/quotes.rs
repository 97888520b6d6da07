//! Quotation marks and apostrophes as a printed page has them. A campaign types straight ones; on paper each
//! language has its own. What is typed with care already stays, and so do web and mail addresses.

use crate::letter::{Block, Part, Span};
use crate::locale::Language;

/// The marks of a language: outer and inner quotation, as CLDR 48 has them under "delimiters"; where CLDR gives one
/// pair twice (nl), the inner one is the other usual pair. Swiss German has those of the Federal Chancellery.
const MARKS: [(&str, [&str; 4]); 38] = [
    ("en", ["“", "”", "‘", "’"]),
    ("ru", ["«", "»", "„", "“"]),
    ("de", ["„", "“", "‚", "‘"]),
    ("de-CH", ["«", "»", "‹", "›"]),
    ("de-LI", ["«", "»", "‹", "›"]),
    ("fr", ["«\u{202f}", "\u{202f}»", "“", "”"]),
    ("es", ["“", "”", "‘", "’"]),
    ("kk", ["«", "»", "“", "”"]),
    ("ky", ["«", "»", "„", "“"]),
    ("tr", ["“", "”", "‘", "’"]),
    ("uk", ["«", "»", "„", "“"]),
    ("be", ["«", "»", "„", "“"]),
    ("pl", ["„", "”", "«", "»"]),
    ("pt", ["“", "”", "‘", "’"]),
    ("pt-PT", ["«", "»", "“", "”"]),
    ("it", ["«", "»", "“", "”"]),
    ("nl", ["‘", "’", "“", "”"]),
    ("sv", ["”", "”", "’", "’"]),
    ("fi", ["”", "”", "’", "’"]),
    ("ro", ["„", "”", "«", "»"]),
    ("ka", ["„", "“", "«", "»"]),
    ("az", ["“", "”", "‘", "’"]),
    ("uz", ["“", "”", "‘", "’"]),
    ("ar", ["”", "“", "’", "‘"]),
    ("fa", ["«", "»", "‹", "›"]),
    ("zh", ["“", "”", "‘", "’"]),
    ("zh-Hant", ["「", "」", "『", "』"]),
    ("ja", ["「", "」", "『", "』"]),
    ("ko", ["“", "”", "‘", "’"]),
    ("hy", ["«", "»", "«", "»"]),
    ("he", ["”", "”", "’", "’"]),
    ("cs", ["„", "“", "‚", "‘"]),
    ("sk", ["„", "“", "‚", "‘"]),
    ("hu", ["„", "”", "»", "«"]),
    ("bg", ["„", "“", "„", "“"]),
    ("sr", ["„", "”", "’", "’"]),
    ("el", ["«", "»", "“", "”"]),
    ("nb", ["«", "»", "‘", "’"]),
];

/// Stands between pieces of one paragraph while its marks are set. No text of a letter has it.
const SEAM: char = '\0';
/// Stands for a link, which is no part of what is quoted letter by letter.
const LINK: char = '\u{1}';

/// The marks of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quotes {
    marks: &'static [&'static str; 4],
    is_french: bool,
    is_uzbek: bool,
}

impl Quotes {
    pub(super) fn of(language: &Language) -> Self {
        let find = |is_it: &dyn Fn(&str) -> bool| MARKS.iter().find(|(tag, _)| is_it(tag)).map(|(_, marks)| marks);
        let marks = find(&|tag| tag == language.as_str())
            .or_else(|| find(&|tag| language.is_written_as(tag)))
            .or_else(|| find(&|tag| tag == language.primary()))
            .unwrap_or(&MARKS[0].1);
        Self { marks, is_french: language.primary() == "fr", is_uzbek: language.primary() == "uz" }
    }

    /// One line or paragraph with the marks of the language.
    pub(super) fn line(self, text: &str) -> String {
        if !text.contains(['"', '\'']) && !self.is_french {
            return text.to_owned();
        }
        let all: Vec<char> = text.chars().collect();
        let mut out = String::with_capacity(text.len() + 8);
        // The marks that are open: what was typed, and what closes it.
        let mut open: Vec<(char, &str)> = Vec::new();
        for (at, &c) in all.iter().enumerate() {
            let next = all[at + 1..].iter().copied().find(|c| *c != SEAM);
            // French has a space before these, at which no line ends.
            let before = all[..at].iter().copied().rfind(|c| *c != SEAM);
            let is_french_space =
                next.is_some_and(|next| matches!(next, ':' | ';' | '!' | '?' | '»')) || before == Some('«');
            if self.is_french && c == ' ' && is_french_space {
                out.push('\u{a0}');
                continue;
            }
            if !matches!(c, '"' | '\'') || is_in_address(&all, at) {
                out.push(c);
                continue;
            }
            let hebrew = |c: Option<char>| c.is_some_and(|c| ('\u{5d0}'..='\u{5ea}').contains(&c));
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let begins = before.is_none_or(|c| c.is_whitespace() || "([{«„“‘‚‹「『–—-/\"'".contains(c));
            let is_inside = is_word(before) && is_word(next);
            let is_open = open.iter().any(|(typed, _)| *typed == c);
            if hebrew(before) && (hebrew(next) || c == '\'') {
                out.push(if c == '"' { '״' } else { '׳' });
            } else if c == '\'' && is_inside {
                out.push(self.apostrophe(before));
            } else if begins && next.is_some_and(|c| !c.is_whitespace()) && (c == '"' || closes_later(&all, at)) {
                let is_inner = c == '\'' || is_open;
                let [first, first_end, second, second_end] = *self.marks;
                let (mark, end) = if is_inner { (second, second_end) } else { (first, first_end) };
                out.push_str(mark);
                open.push((c, end));
            } else if is_open {
                while let Some((typed, end)) = open.pop() {
                    if typed == c {
                        out.push_str(end);
                        break;
                    }
                }
            } else if before.is_some_and(char::is_numeric) {
                out.push(if c == '"' { '″' } else { '′' });
            } else if c == '"' {
                out.push_str(self.marks[1]);
            } else {
                out.push(self.apostrophe(before));
            }
        }
        out
    }

    /// Uzbek has two letters that are written with a turned comma, and another sign for a stop.
    fn apostrophe(self, before: Option<char>) -> char {
        match before {
            Some('o' | 'O' | 'g' | 'G') if self.is_uzbek => 'ʻ',
            _ => '’',
        }
    }

    /// Paragraphs and lists likewise. A mark may be opened in one piece of a paragraph and closed in another.
    pub(super) fn blocks(self, all: &[Block]) -> Vec<Block> {
        let block = |block: &Block| match block {
            Block::Paragraph(spans) => {
                let mut joined = String::new();
                join(spans, &mut joined);
                let set = self.line(&joined);
                let mut pieces = set.split(SEAM);
                Block::Paragraph(part_again(spans, &mut pieces))
            }
            Block::List { start, items } => {
                Block::List { start: *start, items: items.iter().map(|item| self.blocks(item)).collect() }
            }
        };
        all.iter().map(block).collect()
    }
}

/// A part of a letter as it is printed.
pub(super) fn printed(part: &Part) -> Part {
    let quotes = Quotes::of(&part.language);
    Part {
        office: quotes.line(&part.office),
        form_of_address: part.form_of_address.as_deref().map(|text| quotes.line(text)),
        holder: part.holder.as_deref().map(|text| quotes.line(text)),
        subject: quotes.line(&part.subject),
        mark: part.mark.as_deref().map(|text| quotes.line(text)),
        salutation: quotes.line(&part.salutation),
        body: quotes.blocks(&part.body),
        closing: quotes.line(&part.closing),
        enclosed: quotes.blocks(&part.enclosed),
        ..part.clone()
    }
}

/// Whether a single mark is one that quotes: another one ends a word further on. Without it, it stands for letters
/// left out at the beginning of a word.
fn closes_later(all: &[char], at: usize) -> bool {
    (at + 2..all.len()).any(|end| {
        let ends = all.get(end + 1).is_none_or(|c| !c.is_alphanumeric());
        all[end] == '\'' && !all[end - 1].is_whitespace() && ends
    })
}

/// Whether a mark stands inside a web or mail address; at its end it belongs to the sentence.
fn is_in_address(all: &[char], at: usize) -> bool {
    let is_end = |c: &char| c.is_whitespace() || matches!(*c, SEAM | LINK);
    let from = all[..at].iter().rposition(is_end).map_or(0, |space| space + 1);
    let to = all[at..].iter().position(is_end).map_or(all.len(), |space| at + space);
    let is_letter = |c: &char| c.is_alphanumeric();
    let is_inside = all[from..at].iter().any(is_letter) && all[at + 1..to].iter().any(is_letter);
    let word = || all[from..to].iter().collect::<String>();
    is_inside && (word().contains("://") || word().contains('@') || word().starts_with("www."))
}

fn join(spans: &[Span], into: &mut String) {
    for span in spans {
        match span {
            Span::Text(text) => {
                into.push_str(text);
                into.push(SEAM);
            }
            Span::Break => into.push('\n'),
            Span::Emphasis(inner) | Span::Strong(inner) => join(inner, into),
            Span::Link { .. } => into.push(LINK),
        }
    }
}

fn part_again<'a>(spans: &[Span], pieces: &mut impl Iterator<Item = &'a str>) -> Vec<Span> {
    let part = |span: &Span| match span {
        Span::Text(text) => {
            let piece = pieces.next().map(|piece| piece.trim_start_matches(['\n', LINK]));
            Span::Text(piece.map_or_else(|| text.clone(), str::to_owned))
        }
        Span::Emphasis(inner) => Span::Emphasis(part_again(inner, pieces)),
        Span::Strong(inner) => Span::Strong(part_again(inner, pieces)),
        Span::Break | Span::Link { .. } => span.clone(),
    };
    spans.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_marks() {
        for (language, typed, set) in [
            ("en", "He said \"no\", didn't he?", "He said “no”, didn’t he?"),
            ("en", "\"They call it 'order' here\"", "“They call it ‘order’ here”"),
            ("en", "\"He said \"no\" again\"", "“He said ‘no’ again”"),
            ("en", "the dockers' strike of '97 (\"Seven\")", "the dockers’ strike of ’97 (“Seven”)"),
            ("en", "a gap of 6' 2\" wide", "a gap of 6′ 2″ wide"),
            ("en", "\"Article 5\"", "“Article 5”"),
            ("en", "“already” isn't", "“already” isn’t"),
            ("en", "see https://a.example/?q='x'&r=\"y\"z and \"jo'x@a.example\"", ""),
            ("de", "Das \"Recht\" und 'das Unrecht'", "Das „Recht“ und ‚das Unrecht‘"),
            ("de-CH", "Das \"Recht\"", "Das «Recht»"),
            ("de-AT", "Das \"Recht\"", "Das „Recht“"),
            ("fr", "L'article \"2\" : non !", "L’article «\u{202f}2\u{202f}»\u{a0}: non\u{a0}!"),
            ("ru", "Газета \"Труд и \"Знамя\"\"", "Газета «Труд и „Знамя“»"),
            ("uk", "п'ять \"слів\"", "п’ять «слів»"),
            ("uz", "o'zbek \"so'z\" ma'no", "oʻzbek “soʻz” ma’no"),
            ("sv", "Han sa \"nej\"", "Han sa ”nej”"),
            ("he", "צה\"ל אמר \"לא\"", "צה״ל אמר ”לא”"),
            ("ja", "\"権利\"", "「権利」"),
            ("zh-TW", "\"權利\"", "「權利」"),
            ("xh", "\"no\"", "“no”"),
        ] {
            let quotes = Quotes::of(&language.parse().unwrap());
            let set =
                if set.is_empty() { "see https://a.example/?q='x'&r=\"y\"z and “jo'x@a.example”" } else { set };
            assert_eq!(quotes.line(typed), set, "{language}");
        }
    }

    #[test]
    fn a_mark_may_be_closed_in_another_piece() {
        let text = |text: &str| Span::Text(text.to_owned());
        let link = Span::Link { url: "https://a.example/'".to_owned(), text: vec![text("\"a\"")] };
        let spans = vec![text("\"Not "), Span::Strong(vec![text("one")]), text("\""), Span::Break, link, text("'s")];
        let wanted =
            |link: Span| vec![text("“Not "), Span::Strong(vec![text("one")]), text("”"), Span::Break, link, text("’s")];
        let set = Quotes::of(&"en".parse().unwrap()).blocks(&[Block::Paragraph(spans.clone())]);
        assert_eq!(set, [Block::Paragraph(wanted(spans[4].clone()))]);
    }
}
