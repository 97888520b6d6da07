//! The edges of a table: a title or a note above its header, a header of two lines, a row of totals below.
//!
//! A row is passed over only above a row with more known names of columns and more cells than it has: what
//! might be somebody's row is never taken for a title.

use csv::StringRecord;

use super::draft;
use super::maps::Map;
use super::row::{Cells, Merge};
use crate::signatory::Extra;
use crate::text::key;

/// Rows with something in them among which the header must be.
pub(super) const SEARCHED: usize = 20;

/// What form programs write below a question that has one answer.
const ONE_ANSWER: &str = "Open-Ended Response, Response, Offene Beantwortung, Offene Antwort, Antwort, Réponse ouverte, \
    Réponse, Respuesta abierta, Respuesta, Ответ в свободной форме, Открытый ответ, Ответ, Risposta aperta, Risposta, \
    Resposta aberta, Resposta, Odpowiedź otwarta, Odpowiedź, Open antwoord, Antwoord, Açık Uçlu Yanıt, Yanıt";

/// The header of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The row of its last line.
    pub row: u64,
    /// Its lines: one or two.
    pub lines: u64,
    /// The names of the columns.
    pub cells: StringRecord,
    /// Columns, from 0, whose name is a formula without a result.
    pub unread: Vec<usize>,
    /// Rows above it that have something in them.
    pub above: usize,
    /// Whether enough of its names are known.
    pub is_sure: bool,
}

/// Tells names of columns from other cells.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub maps: &'a [Map],
    pub extras: &'a [Extra],
}

impl Names<'_> {
    fn is_known(self, cell: &str) -> bool {
        let cell = cell.trim();
        let is_mapped = || self.maps.iter().any(|map| key(&map.column) == key(cell));
        !cell.is_empty() && (draft::said(cell, self.extras).label().is_some() || is_mapped())
    }

    fn count(self, cells: &StringRecord) -> usize {
        cells.iter().filter(|cell| self.is_known(cell)).count()
    }
}

fn filled(cells: &StringRecord) -> usize {
    cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Finds the header among the first rows, or in the row that is wanted; nothing if there is no such row.
pub(super) fn find(rows: &[Cells], merges: &[Merge], names: Names<'_>, wanted: Option<u64>) -> Option<Header> {
    let rows: Vec<&Cells> = rows.iter().filter(|row| !row.are_blank()).take(SEARCHED).collect();
    let at = match wanted {
        Some(wanted) => rows.iter().position(|row| row.number == wanted)?,
        None => position(&rows, names),
    };
    let row = *rows.get(at)?;
    let known = names.count(&row.cells);
    let is_adjacent = |above: &Cells, below: &Cells| above.number + 1 == below.number;
    let below = rows.get(at + 1).filter(|below| is_adjacent(row, below) && is_second(&row.cells, &below.cells, names));
    let above = at.checked_sub(1).and_then(|above| rows.get(above));
    let above = above.filter(|above| wanted.is_none() && is_adjacent(above, row) && are_groups(above, row, merges));
    let (first, second, last) = match (below, above) {
        (Some(below), _) => (at, Some(*below), *below),
        (None, Some(_)) => (at - 1, Some(row), row),
        (None, None) => (at, None, row),
    };
    let first_line = *rows.get(first)?;
    let cells = match second {
        Some(second) => joined(first_line, second, merges, names),
        None => row.cells.clone(),
    };
    let unread = first_line.unread.iter().chain(second.iter().flat_map(|second| &second.unread)).map(|(at, _)| *at);
    let lines = if second.is_some() { 2 } else { 1 };
    Some(Header { row: last.number, lines, cells, unread: unread.collect(), above: first, is_sure: known > 1 })
}

/// The first row with enough names of columns and nothing like a row of the list above it; the first of all
/// where there is none.
fn position(rows: &[&Cells], names: Names<'_>) -> usize {
    let fits = |at: usize, enough: usize| {
        let cells = &rows[at].cells;
        let (known, width) = (names.count(cells), filled(cells));
        let widest = rows[..at].iter().map(|row| filled(&row.cells)).max().unwrap_or_default();
        known >= enough && (at == 0 || widest < width && (widest < 2 || widest * 3 <= width || known * 2 > width))
    };
    let find = |enough, cells| (0..rows.len()).find(|at| fits(*at, enough) && filled(&rows[*at].cells) >= cells);
    find(2, 2).or_else(|| find(1, 2)).or_else(|| find(1, 1)).unwrap_or_default()
}

fn is_one_answer(cell: &str) -> bool {
    ONE_ANSWER.split(", ").any(|known| key(known) == key(cell))
}

/// Whether a row goes on with the header above it, and is not the first row of the list: it has what form
/// programs write there, or it repeats what is above it, as merged cells do, or names of columns stand in it, some
/// of them where the header has a gap.
fn is_second(first: &StringRecord, second: &StringRecord, names: Names<'_>) -> bool {
    let mut cells = second.iter().map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty());
    let above = |at: usize| first.get(at).unwrap_or_default().trim();
    let is_value = |cell: &str| cell.contains('@') || cell.bytes().all(|byte| byte.is_ascii_digit());
    if cells.clone().any(|(_, cell)| is_value(cell)) {
        return false;
    }
    let known = cells.clone().filter(|(_, cell)| names.is_known(cell)).count();
    let completes = cells.clone().any(|(at, _)| above(at).is_empty());
    let repeats = cells.clone().any(|(at, cell)| above(at) == cell && names.is_known(cell));
    let is_named = known > 1 && known * 2 > cells.clone().count();
    completes && (repeats || is_named) || cells.any(|(_, cell)| is_one_answer(cell))
}

/// Whether a row above the header names groups of its columns, and is no title or note: several cells with gaps
/// between them, or one where the header has a gap.
fn are_groups(above: &Cells, header: &Cells, merges: &[Merge]) -> bool {
    let at: Vec<usize> = (0..above.cells.len()).filter(|at| !above.cells[*at].trim().is_empty()).collect();
    let is_gap = |at: &usize| header.cells.get(*at).unwrap_or_default().trim().is_empty();
    let is_merged = |merge: &Merge| u64::from(merge.rows.0) + 1 == above.number && merge.columns.0 < merge.columns.1;
    at.len() > 1
        && (at.windows(2).any(|pair| pair[0] + 1 < pair[1]) || at.iter().any(is_gap) || merges.iter().any(is_merged))
}

/// One name for each column from two lines.
fn joined(first: &Cells, second: &Cells, merges: &[Merge], names: Names<'_>) -> StringRecord {
    let width = first.cells.len().max(second.cells.len());
    let mut group = "";
    // Where cells were merged, the group ends with them; else with the next name or the next gap.
    let merged_until = |at: usize| {
        let here = |merge: &&Merge| u64::from(merge.rows.0) + 1 == first.number && merge.columns.0 as usize == at;
        merges.iter().find(here).map(|merge| merge.columns.1 as usize)
    };
    let mut until = None;
    let name = |at: usize| {
        let own = first.cells.get(at).unwrap_or_default().trim();
        let below = second.cells.get(at).unwrap_or_default().trim();
        if !own.is_empty() {
            (group, until) = (own, merged_until(at));
        } else if below.is_empty() || until.is_some_and(|until| until < at) {
            group = "";
        }
        if below.is_empty() || own == below || is_one_answer(below) {
            return if own.is_empty() { group.to_owned() } else { own.to_owned() };
        }
        match (group.is_empty(), names.is_known(below), names.is_known(group)) {
            (true, ..) | (_, true, true) => below.to_owned(),
            (_, false, true) => format!("{group} ({below})"),
            _ => format!("{group}: {below}"),
        }
    };
    (0..width).map(name).collect()
}

/// Words that begin a row of totals.
const TOTALS: &str = "total, totals, sum, grand total, subtotal, count, Summe, Gesamt, Gesamtsumme, Insgesamt, Anzahl, \
    total général, somme, nombre total, suma, total general, итого, всего, сумма, totale, somma, soma, total geral, \
    toplam, razem, łącznie, разом, усього, totaal, المجموع, جمع";

/// Whether a row is one of totals, such as "Total: 10" or "Summe" and a number: such a word begins it, and numbers
/// are all else that it has.
pub(super) fn is_total(cells: &StringRecord) -> bool {
    let mut filled = cells.iter().map(str::trim).filter(|cell| !cell.is_empty());
    let is_number = |text: &str| text.chars().all(|c| !c.is_alphabetic());
    let Some(first) = filled.next() else { return false };
    // Rows of people have letters in many cells; this ends at the second.
    if !filled.all(is_number) {
        return false;
    }
    let word = first.split([':', '=', '(']).next().unwrap_or_default();
    let word = word.trim_end_matches(|c: char| !c.is_alphabetic());
    let rest = &first[word.len()..];
    is_number(rest) && TOTALS.split(", ").any(|total| key(total) == key(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> Vec<Cells> {
        (1..).zip(lines).map(|(number, line)| Cells::of_text(number, line.split('|').collect())).collect()
    }

    fn shown(lines: &[&str], wanted: Option<u64>) -> String {
        let found = find(&rows(lines), &[], Names { maps: &[], extras: &[] }, wanted);
        found.map_or("none".to_owned(), |header| {
            let names = header.cells.iter().collect::<Vec<_>>().join("|");
            format!("{}{} {names}", header.row, if header.is_sure { "" } else { "?" })
        })
    }

    #[test]
    fn the_header_is_found_below_what_stands_above_it() {
        for (lines, expected) in [
            (&["Name|Country|Email", "Jo|NZ|jo@a.test"][..], "1 Name|Country|Email"),
            (&["", "Members of the branch||", "", "Name|Country|Email"], "4 Name|Country|Email"),
            (&["Exported|2026-11-23", "By|Jo", "Name|Country|Email", "Jo|NZ|"], "3 Name|Country|Email"),
            (&["Members", "Name|Country|Email"], "2 Name|Country|Email"),
            (&["Wer|Email", "Jo|jo@a.test"], "1? Wer|Email"),
            (&["Title", "Wer|Email", "Jo|jo@a.test"], "2? Wer|Email"),
            (&["Members", "Wer|Email", "Jo|jo@a.test"], "2? Wer|Email"),
            (&["Name", "Jo", "Kim"], "1? Name"),
            (&["Wer|Wo", "Jo|NZ"], "1? Wer|Wo"),
            // Whoever is called so: rows of the list are never passed over.
            (&["Wer|Was|Wo", "Union|Position|NZ"], "1? Wer|Was|Wo"),
            (&["Wer|Was|Wo", "Jo|Member|NZ", "Name|Country|Email"], "1? Wer|Was|Wo"),
            (&["Wer|Was||", "Union|Position|Kim|Bo"], "1? Wer|Was||"),
        ] {
            assert_eq!(shown(lines, None), expected, "{lines:?}");
        }
        assert_eq!(shown(&["a|b", "Wer|Wo", "Jo|NZ"], Some(2)), "2? Wer|Wo");
        assert_eq!(shown(&["a|b"], Some(2)), "none");
    }

    #[test]
    fn two_lines_of_a_header_are_one() {
        for (lines, expected) in [
            (
                &["ID|Name||Country|Email", "|First name|Last name||Open-Ended Response", "1|Jo|Smith|NZ|jo@a.test"][..],
                "2 ID|First name|Last name|Country|Email",
            ),
            (&["ID|Name||Country", "|First name|Last name|", "1|Jo|Smith|NZ"], "2 ID|First name|Last name|Country"),
            (
                &["Person||Your employer||Email|Country", "First name|Last name|Name|City||"],
                "2 Person: First name|Person: Last name|Your employer: Name|Your employer: City|Email|Country",
            ),
            (
                &["Email|Country|Consent|", "Open-Ended Response|Response|I agree|Other", "jo@a.test|NZ|yes|"],
                "2 Email|Country|I agree|Consent (Other)",
            ),
            (
                &["No|Name|Contact|||Consent", "No|Name|Email|Phone|Country|Consent", "1|Jo|jo@a.test|2|NZ|yes"],
                "2 No|Name|Contact: Email|Contact: Phone|Contact: Country|Consent",
            ),
            (&["Name|Contact||", "|Email|Phone|Country"], "2 Name|Contact: Email|Contact: Phone|Contact: Country"),
            // A row of the list, not a second line.
            (&["Name|Country||", "Jo|NZ|Union|"], "1 Name|Country||"),
            (&["Name|Kind|Country", "Union|Organisation|NZ"], "1 Name|Kind|Country"),
            (&["Name|Kind|Country|", "Group|Organisation||Union"], "2 Group|Organisation|Country|Union"),
        ] {
            assert_eq!(shown(lines, None), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_row_of_totals_is_no_person() {
        for (row, expected) in [
            ("Total|||", true),
            ("Total: 10", true),
            ("|Summe|10|", true),
            ("Total members|10", false),
            ("Итого|12,5|3", true),
            ("Total (10)|", true),
            ("Total Recall|NZ|jo@a.test", false),
            ("Suma|NZ|", false),
            ("10|20", false),
            ("Jo", false),
            ("", false),
        ] {
            assert_eq!(is_total(&row.split('|').collect()), expected, "{row}");
        }
    }
}
