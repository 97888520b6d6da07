//! The text of an appeal as lines, cleaned of what no campaign file may hold, each with its number.

use std::cell::OnceCell;

use super::cleaned::{cleaned, spelled, without_pages, without_quotes, without_roman};
use super::found::AppealError;
use super::words::{CLOSINGS, SALUTATIONS};
use super::{mail, tables};
use crate::registry::pasted::{begins_with_label, has_known_kind};
use crate::text::fold;

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
    /// The folded words without addresses and links: `solidarity@union.example` says nothing of solidarity.
    pub said: String,
    /// Its number in the appeal, from one; that of its first line where several were one paragraph.
    pub number: usize,
    /// Where a further line begins in it, in bytes.
    breaks: Vec<usize>,
    /// Whether it names an office of a known kind: asked about often, and slow to tell.
    known_kind: OnceCell<bool>,
}

impl Line {
    pub fn new(text: String, number: usize) -> Self {
        let (folded, said) = (fold(&text), said(&text));
        Self { text, folded, said, number, breaks: Vec::new(), known_kind: OnceCell::new() }
    }

    /// Puts the line behind it to this one: they are one paragraph.
    fn join(&mut self, next: &Self) {
        self.text = joined(&self.text, &next.text);
        self.breaks.push(self.text.len() - next.text.len());
        (self.folded, self.said) = (fold(&self.text), said(&self.text));
    }

    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    pub fn has_known_kind(&self) -> bool {
        *self.known_kind.get_or_init(|| has_known_kind(&self.text))
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

/// In the place of how often a line is quoted: it is a cell of a table.
const IN_TABLE: usize = usize::MAX;
/// Characters between which the lines of a text are wrapped.
const WRAPPED: std::ops::RangeInclusive<usize> = 50..=160;

/// Lines at the top of a text in which its titles stand, with the header of a mail.
const TITLES_MOST: usize = 30;

/// The lines of an appeal. A paragraph that was wrapped is one line.
pub(super) fn lines(text: &str) -> Result<Vec<Line>, AppealError> {
    if text.len() > SIZE_MOST {
        return Err(AppealError::Size { bytes: text.len(), most: SIZE_MOST });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    for (index, line) in text.lines().enumerate() {
        let control = line.chars().find(|&c| c.is_control() && !matches!(c, '\t' | '\u{c}' | '\u{85}'));
        if let Some(c) = control {
            return Err(AppealError::Control { line: index + 1, code: c.into() });
        }
        let length = line.chars().count();
        if length > LINE_MOST {
            return Err(AppealError::Line { line: index + 1, length, most: LINE_MOST });
        }
    }
    let rows = tables::rows(&text);
    let is_quoted = mail::is_quoted(&text);
    let mut lines: Vec<(usize, usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(cells) = rows.get(&index) {
            lines.extend(cells.iter().map(|(row, cell)| (IN_TABLE, row + 1, cleaned(cell))));
            continue;
        }
        let line = cleaned(line);
        let text = spelled(mail::without_sender(&line).to_owned());
        let (depth, text) = if is_quoted { mail::unquoted(&text) } else { (0, text.as_str()) };
        lines.push((depth, index + 1, text.to_owned()));
    }
    without_pages(&mut lines);
    without_quotes(&mut lines);
    without_roman(&mut lines);
    mail::without_headers(lines.iter_mut().map(|(_, _, text)| text).collect());
    let lines: Vec<(usize, Line)> =
        lines.into_iter().map(|(depth, number, text)| (depth, Line::new(text, number))).collect();
    if lines.iter().all(|(_, line)| line.text.chars().all(|c| !c.is_alphabetic())) {
        return Err(AppealError::Empty);
    }
    // What is quoted was wrapped by itself, and the cells of a table never were.
    let mut whole = Vec::new();
    let mut lines = lines.into_iter().peekable();
    while let Some((depth, first)) = lines.next() {
        let mut run = vec![first];
        while let Some((_, line)) = lines.next_if(|(other, _)| *other == depth) {
            run.push(line);
        }
        whole.extend(if depth == IN_TABLE { run } else { unwrapped(run) });
    }
    Ok(whole)
}

/// The words of a text that say something, folded: none is an address or a link.
pub(super) fn said(text: &str) -> String {
    let is_address = |word: &&str| word.contains('@') || word.contains("://") || word.starts_with("www.");
    fold(&text.split(' ').filter(|word| !is_address(word)).collect::<Vec<_>>().join(" "))
}

/// Two lines of one paragraph put together. A word that was parted has its hyphen taken out; a name keeps it.
fn joined(before: &str, after: &str) -> String {
    let is_parted = before.ends_with('-') && before.trim_end_matches('-').ends_with(char::is_alphabetic);
    match before.strip_suffix('-').filter(|_| is_parted) {
        Some(stem) if after.starts_with(char::is_lowercase) => format!("{stem}{after}"),
        Some(_) if after.starts_with(char::is_uppercase) => format!("{before}{after}"),
        _ => format!("{before} {after}"),
    }
}

/// Whether a line is a day by itself, behind a line that could end there.
fn is_a_day(before: &str, line: &str) -> bool {
    let last = before.rsplit(' ').next().unwrap_or_default();
    let day = super::dates::days(line, true).into_iter().next();
    let is_whole = day.is_some_and(|day| day.at.start < 4 && line.len() - day.at.end < 8);
    is_whole && last.chars().count() > 3 && !line.ends_with('.') && !last.ends_with(',')
}

/// Whether a line breaks off before the noun: "Fordern Sie die".
fn ends_with_an_article(text: &str) -> bool {
    const ARTICLES: [&str; 16] =
        ["the", "of", "and", "die", "der", "das", "den", "dem", "des", "und", "le", "la", "les", "et", "los", "и"];
    text.rsplit(' ').next().is_some_and(|last| ARTICLES.contains(&last))
}

/// Puts together what was wrapped: a line after which the first word of the next one found no room.
fn unwrapped(lines: Vec<Line>) -> Vec<Line> {
    // A title may be of any length, as one line by itself or as the subject of a mail, with its day below.
    let is_title = |at: usize| {
        let line = &lines[at];
        let is_beside = |line: &Line| !line.is_blank() && !line.folded.starts_with("date:");
        let is_apart = !(at > 0 && is_beside(&lines[at - 1]) || lines.get(at + 1).is_some_and(is_beside));
        at < TITLES_MOST && is_apart && line.length() <= *WRAPPED.end() && !line.text.ends_with(['.', ':', ';', ','])
    };
    // An address finds no place to break, and makes its line longer than the others.
    let wrapped = (0..lines.len()).filter(|&at| !lines[at].text.contains('@') && !is_title(at));
    let width = wrapped.map(|at| lines[at].length()).max().unwrap_or(0);
    if !WRAPPED.contains(&width) {
        return with_broken_sentences_joined(lines);
    }
    let mut whole: Vec<Line> = Vec::new();
    let mut last = 0;
    for line in lines {
        let length = line.length();
        let word = line.text.split(' ').next().map_or(0, |word| word.chars().count());
        // Whoever wraps by hand leaves a little room.
        let is_parted = whole.last().is_some_and(|before| {
            before.text.strip_suffix('-').is_some_and(|stem| stem.ends_with(char::is_alphabetic))
                && line.text.starts_with(char::is_alphabetic)
        });
        // Whoever wraps unevenly goes on with a small letter all the same.
        let goes_on = last * 3 >= width * 2 && whole.last().is_some_and(|before| goes_on_in(&before.text, &line.text));
        let found_no_room = last > 0 && length > 0 && (is_parted || goes_on || last + 1 + word + 4 > width);
        // A letter begins and ends with lines of their own, and a form has one for each blank.
        let is_apart = item(&line.text).is_some()
            || is_rule(&line.text)
            || (length <= 60 && CLOSINGS.iter().chain(SALUTATIONS.iter()).any(|start| line.said.starts_with(start)))
            || (length <= 30 && line.text.ends_with(':') && !goes_on_small(&line.text))
            || is_labelled(&line.text)
            || whole
                .last()
                .is_some_and(|before| ends_with_a_value(&before.text) && line.text.starts_with(char::is_uppercase))
            || whole.last().is_some_and(|before| is_a_day(&before.text, &line.text));
        // "Fordern Sie die": an article ends no line of its own.
        let is_open = last * 3 >= width * 2 && whole.last().is_some_and(|before| ends_with_an_article(&before.text));
        match whole.last_mut().filter(|_| length > 0 && is_open || found_no_room && !is_apart) {
            Some(before) => before.join(&line),
            None => whole.push(line),
        }
        last = length;
    }
    whole
}

/// Whether a line parts two pieces of text: "------".
pub(super) fn is_rule(text: &str) -> bool {
    const LEAST: usize = 3;
    text.chars().count() >= LEAST && text.chars().all(|c| "-–—_=*~─·•".contains(c))
}

/// Puts together a sentence that a text breaks although its lines have any length.
fn with_broken_sentences_joined(lines: Vec<Line>) -> Vec<Line> {
    const BROKEN_LEAST: usize = 30;
    const REST_LEAST: usize = 60;
    let mut whole: Vec<Line> = Vec::new();
    for line in lines {
        let is_rest = line.length() >= REST_LEAST && item(&line.text).is_none();
        let goes_on =
            |before: &&mut Line| is_rest && before.length() >= BROKEN_LEAST && goes_on_in(&before.text, &line.text);
        match whole.last_mut().filter(goes_on) {
            Some(before) => before.join(&line),
            None => whole.push(line),
        }
    }
    whole
}

/// Whether a line begins with a small letter and with no label: "her to:".
fn goes_on_small(text: &str) -> bool {
    text.starts_with(char::is_lowercase) && !begins_with_label(text)
}

/// Whether a sentence that has no end in one line goes on in the next: with a small letter or in brackets, and not with
/// an address or its label.
fn goes_on_in(before: &str, line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    let is_value = first.contains('@') || first.contains("://") || first.starts_with("www.");
    let is_small = goes_on_small(line) && !is_value;
    !before.ends_with(['.', ':', '!', '?', ';']) && (is_small || line.starts_with('(')) && !ends_with_a_value(before)
}

/// Whether a line begins with what it gives: "Email: a@b.example".
fn is_labelled(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.contains(':') && begins_with_label(text)
}

/// Whether a line ends with an address or a number: the next one of a list begins on its own line.
fn ends_with_a_value(text: &str) -> bool {
    let number: String = text.chars().rev().take_while(|c| c.is_ascii_digit() || " -()".contains(*c)).collect();
    text.rsplit(' ').next().is_some_and(|word| word.contains('@'))
        || number.chars().filter(char::is_ascii_digit).count() >= 6
}

/// What stands before an item of a list, with the item's text: `- text`, `• text`, `1. text`, `2) text`, `(a) text`.
pub(super) fn item(line: &str) -> Option<(Mark, &str)> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let rest = chars.as_str();
    if matches!(first, '-' | '–' | '—' | '•' | '*' | '·' | '▪' | '◦' | '■' | '‣' | '●' | '○' | '►' | '➢' | '✓' | '→')
        || first == '»' && rest.starts_with(' ')
    {
        let text = rest.strip_prefix("- ").unwrap_or(rest).trim_start();
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
    let end = inner.find([')', '.', ':', 'º', '°']).filter(|&end| (1..=4).contains(&end))?;
    let mark = &inner[..end];
    // "1.º Que …", "2º Que …", "3° l'abandon …"; "2º piso" is where an office sits.
    let rest = inner[end..].trim_start_matches('.').trim_start_matches(['º', '°']);
    let text = rest.trim_start_matches([')', '.', ':']).trim_start();
    if !text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '"' | '“' | '«' | '[')) {
        return None;
    }
    let is_ordinal = inner[end..].starts_with(['º', '°']);
    if is_ordinal && ["piso", "planta", "étage", "andar"].iter().any(|floor| text.to_lowercase().starts_with(floor)) {
        return None;
    }
    if let Ok(number) = mark.parse::<u32>() {
        return (number < 100).then_some((Mark::Number(number), text));
    }
    // "I. Marsh" is a name; how such a list begins is told by its second item.
    if let Some(number) = roman(mark).filter(|_| mark.starts_with(char::is_lowercase) || mark.len() > 1) {
        return inner[end..].starts_with([')', '.']).then_some((Mark::Number(number), text));
    }
    let is_letter = mark.chars().count() == 1 && mark.starts_with(|c: char| c.is_lowercase());
    (is_letter && inner[end..].starts_with(')')).then_some((Mark::Letter, text))
}

/// The Roman numerals that number lists, from one.
const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

fn roman(mark: &str) -> Option<u32> {
    let is_of_one_case = mark.chars().all(char::is_lowercase) || mark.chars().all(char::is_uppercase);
    let at = ROMAN.iter().position(|known| is_of_one_case && mark.eq_ignore_ascii_case(known))?;
    u32::try_from(at + 1).ok()
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
            ("-- The release", Some("The release")),
            ("---- Forwarded", None),
            ("– That no attempt is made", Some("That no attempt is made")),
            ("• Освободить", Some("Освободить")),
            ("n Urging the authorities", Some("Urging the authorities")),
            ("1. Drop", Some("Drop")),
            ("2) Drop", Some("Drop")),
            ("(3) Drop", Some("Drop")),
            ("4: The Embassy", Some("The Embassy")),
            ("iv. Mener une enquête", Some("Mener une enquête")),
            ("II. Garantizar", Some("Garantizar")),
            ("I. Marsh was arrested", None),
            ("v: x", None),
            ("a) drop", Some("drop")),
            ("1.º Que se abra", Some("Que se abra")),
            ("2º Que se abra", Some("Que se abra")),
            ("3º.- Que se abra", None),
            ("1° l'abandon des poursuites", Some("l'abandon des poursuites")),
            ("2° Piso, oficina 4", None),
            ("» Drop the case", Some("Drop the case")),
            ("»Drop the case", None),
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
    fn a_list_with_roman_numerals_is_one() {
        let shown = |text: &str| lines(text).unwrap().iter().filter_map(|line| item(&line.text)).count();
        assert_eq!(
            (shown("I. Free her\nII. Pay them\nV. Answer\n"), shown("I. Marsh is free.\nV. Ross is not.\n")),
            (3, 0)
        );
    }

    #[test]
    fn pictures_in_the_place_of_bullets_and_labels_are_read() {
        for (line, expected) in [
            ("👉 Governor's office: a@b.example", "- Governor's office: a@b.example"),
            ("👉🏾 Ministry", "- Ministry"),
            ("📧 a@b.example", "E-mail: a@b.example"),
            ("📧 E-mail: a@b.example", "E-mail: a@b.example"),
            ("☎️ +44 20 7925 1757", "Tel: +44 20 7925 1757"),
            ("☎️ Ministry of Ice: +44 20 7925 1757", "- Ministry of Ice, Tel: +44 20 7925 1757"),
            ("📍 7 Glacier Road, tel. +44 20 7925 1757", "Address: 7 Glacier Road, tel. +44 20 7925 1757"),
            ("2️⃣ Ministry", "2. Ministry"),
            ("🚨 Free Ada Marsh", "🚨 Free Ada Marsh"),
            ("✊", "✊"),
            ("📠 Minister of Ice", "- Minister of Ice"),
            ("✉ Write today", "- Write today"),
        ] {
            assert_eq!(lines(&format!("x\n{line}")).unwrap()[1].text, expected, "{line}");
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
    fn a_line_that_is_longer_than_the_others_is_a_title() {
        let shown = |text: &str| {
            let lines = lines(text).unwrap();
            lines.into_iter().map(|line| line.text).filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        let title = "Narnia: brother and sister face deportation from the only country that they have known";
        let text = format!(
            "{title}\n\nPlease write to the minister of that country and ask\nher to:\n\n1) Minister of Ice, PO Box 11, Port Ross. Fax +965 55\n5014, e-mail a@b.test\n"
        );
        let expected = [
            title,
            "Please write to the minister of that country and ask her to:",
            "1) Minister of Ice, PO Box 11, Port Ross. Fax +965 55 5014, e-mail a@b.test",
        ];
        assert_eq!(shown(&text), expected);
    }

    #[test]
    fn a_sentence_that_breaks_off_goes_on_and_a_rule_stands_alone() {
        let long = "The reply of the management of the works came quickly, and it was not what anybody in the harbour had hoped for, not even those who had warned before that it would come to this one day.";
        let shown = |text: &str| {
            let lines = lines(text).unwrap();
            lines.into_iter().map(|line| line.text).filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        assert_eq!(
            shown(&format!(
                "{long}\n\nBitte schreiben Sie bis zum 31. Januar 2027\nhöflich formulierte Briefe, Faxe oder E-Mails an den Minister für Eis.\n"
            ))[1],
            "Bitte schreiben Sie bis zum 31. Januar 2027 höflich formulierte Briefe, Faxe oder E-Mails an den Minister für Eis."
        );
        let rule = "-".repeat(60);
        let text = format!("I call on you to reinstate the workers of Ross Harbour at\nonce.\n\nSincerely,\n{rule}\n");
        assert_eq!(shown(&text).last().map(String::as_str), Some(rule.as_str()));
    }

    #[test]
    fn the_marks_around_a_whole_letter_are_no_part_of_it() {
        for (text, expected) in [
            (
                "\"Dear Sir or Madam,\nPlease release Ada Marsh.\n(your name)\"\nThank you.",
                "Dear Sir or Madam,|Please release Ada Marsh.|(your name)|Thank you.",
            ),
            ("« Monsieur le Ministre,\nLibérez-la.\n[Nom] »", "Monsieur le Ministre,|Libérez-la.|[Nom]"),
            (
                "„Sehr geehrte Frau Ministerin,\nLassen Sie sie frei.\nName“",
                "Sehr geehrte Frau Ministerin,|Lassen Sie sie frei.|Name",
            ),
            (
                "\"Dear friends of Narnia are dear to us\"\nsaid she.",
                "\"Dear friends of Narnia are dear to us\"|said she.",
            ),
        ] {
            let shown: Vec<String> = lines(text).unwrap().into_iter().map(|line| line.text).collect();
            assert_eq!(shown.join("|"), expected);
        }
    }

    #[test]
    fn a_day_below_a_title_and_the_marks_of_pages_are_no_part_of_the_text() {
        for (text, expected) in [
            (
                "Narnia: Drop the charges against Ada Marsh of Ross Harbour\n26 November 2026\n",
                &["Narnia: Drop the charges against Ada Marsh of Ross Harbour", "26 November 2026"][..],
            ),
            (
                "Global Union                    Page 1 of 3\n\nKilling of the leader of the miners of Narnia, Thabo Rasemate-\nNkosi. The government has a duty under the con-\n\nGlobal Union                    Page 2 of 3\n\nvention.\n",
                &[
                    "Killing of the leader of the miners of Narnia, Thabo Rasemate-Nkosi. The government has a duty under the convention.",
                ],
            ),
        ] {
            let shown: Vec<String> =
                lines(text).unwrap().into_iter().map(|line| line.text).filter(|line| !line.is_empty()).collect();
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_appeal_is_said() {
        let error = |text: &str| lines(text).map(|lines| lines.len()).unwrap_err();
        assert_eq!(error(" \n\n"), AppealError::Empty);
        assert_eq!(error("1\n2\n"), AppealError::Empty);
        assert_eq!(error("A\u{0}b"), AppealError::Control { line: 1, code: 0 });
        assert_eq!(error("A\nb\u{1b}[2J"), AppealError::Control { line: 2, code: 0x1b });
        let long = "word ".repeat(LINE_MOST);
        assert_eq!(error(&long), AppealError::Line { line: 1, length: long.len(), most: LINE_MOST });
        let big = "word\n".repeat(SIZE_MOST);
        assert_eq!(error(&big), AppealError::Size { bytes: big.len(), most: SIZE_MOST });
        let clean = lines("\u{feff}Free\u{a0}Ada\u{ad} \u{200b}Marsh\t!\r\n\r\nSecond").unwrap();
        assert_eq!(clean.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["Free Ada Marsh !", "", "Second"]);
    }
}
