//! Tables of addresses in a text, with a line or a column for each office: turned into blocks as other appeals print
//! them.

use std::collections::HashMap;

use crate::registry::pasted::{announces_value, begins_with_label, is_label, names_office};

/// Cells of a row; what has fewer is no table.
const CELLS_LEAST: usize = 3;
const CELLS_MOST: usize = 12;

/// For each line that is a row of a table: the lines that say the same, one a cell, with empty ones around them, each
/// with the index of the line it stands in.
pub(super) fn rows(text: &str) -> HashMap<usize, Vec<(usize, String)>> {
    let mut found = HashMap::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    while at < lines.len() {
        let count = cells(lines[at]).len();
        if let Some((end, rows)) = aligned(&lines, at) {
            found.extend((at..end).map(|number| (number, vec![(number, String::new())])));
            found.extend(as_blocks(&rows));
            at = end;
            continue;
        }
        if let Some((end, blocks)) = columns(&lines, at).or_else(|| spaced_columns(&lines, at)) {
            found.extend((at..end).map(|number| (number, Vec::new())));
            found.insert(at, blocks);
            at = end;
            continue;
        }
        if count < CELLS_LEAST {
            at += 1;
            continue;
        }
        let is_row = |line: &str| cells(line).len() == count || is_rule(line);
        let end = lines[at..].iter().position(|line| !is_row(line)).map_or(lines.len(), |length| at + length);
        let run = &lines[at..end];
        if run.len() < 2 || !run.iter().any(|line| line.contains('@')) {
            at = end;
            continue;
        }
        let rows: Vec<Row> = (at..)
            .zip(run)
            .map(|(number, line)| (number, cells(line).into_iter().map(str::to_owned).collect()))
            .collect();
        found.extend(as_blocks(&rows));
        at = end;
    }
    found
}

/// The longest line that names columns, in bytes.
const HEADER_MOST: usize = 500;

/// A row of a table: the index of its line, and its cells.
type Row = (usize, Vec<String>);

/// The rows of a table, each as the block of an office; the first row may name the columns. A row that only parts others
/// has no cells.
fn as_blocks(rows: &[Row]) -> Vec<(usize, Vec<(usize, String)>)> {
    let names = rows.first().map(|(_, names)| names.as_slice()).unwrap_or_default();
    let has_header = names.iter().all(|name| !name.contains('@') && !name.contains(|c: char| c.is_ascii_digit()));
    let block = |at: usize, cells: &[String]| {
        let mut block = vec![String::new()];
        if cells.iter().all(|cell| is_rule(cell) || cell.is_empty()) || has_header && at == 0 {
            return block;
        }
        for (column, cell) in cells.iter().map(|cell| filled(cell)).enumerate() {
            let label = names.get(column).filter(|name| has_header && column > 0 && is_label(name));
            match label {
                // "fax +44 20 7925 1757" in a column of both.
                Some(_) if begins_with_label(cell) => block.push(cell.to_owned()),
                // "Address:" alone would be a heading.
                Some(label) if cell.is_empty() && !announces_value(&format!("{label}:")) => {}
                Some(label) => block.push(format!("{label}: {cell}")),
                None if cell.is_empty() => {}
                None => block.push(cell.to_owned()),
            }
        }
        block.push(String::new());
        block
    };
    let blocks = rows
        .iter()
        .enumerate()
        .map(|(at, (number, cells))| (*number, block(at, cells).into_iter().map(|cell| (*number, cell)).collect()));
    blocks.collect()
}

/// Where a table ends whose columns begin below the words of its first line, with nothing but spaces between them, and
/// its rows; a row whose first cell is empty goes on with the one above.
fn aligned(lines: &[&str], at: usize) -> Option<(usize, Vec<Row>)> {
    let starts = |line: &str| -> Vec<usize> {
        let chars: Vec<char> = line.chars().collect();
        let is_apart = |at: usize| chars[at.saturating_sub(2)..at].iter().all(|c| *c == ' ');
        let begins = |at: &usize| !chars[*at].is_whitespace() && (*at == 0 || is_apart(*at));
        (0..chars.len()).filter(begins).collect()
    };
    let begins = at == 0 || lines[at - 1].trim().is_empty() || is_rule(lines[at - 1]);
    if !begins || lines[at].len() > HEADER_MOST {
        return None;
    }
    let columns = starts(lines[at]);
    let is_named =
        |from: usize| lines[at].chars().skip(from).collect::<String>().split("  ").next().is_some_and(is_label);
    if columns.len() < CELLS_LEAST
        || lines[at].contains(['\t', '|', '@'])
        || !columns.iter().any(|from| is_named(*from))
    {
        return None;
    }
    let cut = |line: &str| -> Vec<String> {
        let ends = columns.iter().skip(1).copied().chain([usize::MAX]);
        let cell = |(from, end): (&usize, usize)| line.chars().skip(*from).take(end - from).collect::<String>();
        columns.iter().zip(ends).map(cell).map(|cell| cell.trim().to_owned()).collect()
    };
    let mut rows = vec![(at, cut(lines[at]))];
    let mut end = at + 1;
    for (number, line) in lines.iter().enumerate().skip(at + 1) {
        if is_rule(line) {
            end = number + 1;
            continue;
        }
        let cells = cut(line);
        if line.trim().is_empty() || !starts(line).iter().all(|start| columns.contains(start)) {
            break;
        }
        let is_alone = cells.iter().skip(1).all(String::is_empty);
        match rows.last_mut() {
            // "cc: us@union.example" below the table.
            Some((_, above)) if is_alone && !is_rest(above, &cells) => break,
            Some((_, above)) if is_rest(above, &cells) => {
                for (above, cell) in above.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
                    above.push_str(if above.is_empty() { "" } else { " " });
                    above.push_str(&cell);
                }
            }
            _ => rows.push((number, cells)),
        }
        end = number + 1;
    }
    let has_address = rows.iter().any(|(_, cells)| cells.iter().any(|cell| cell.contains('@')));
    (rows.len() > 1 && has_address).then_some((end, rows))
}

/// Whether the cells of a line go on with those of the row above: they have no name, or the one above is not at its end.
fn is_rest(above: &[String], cells: &[String]) -> bool {
    let is_open = |name: &str| name.ends_with(',') || goes_on(name);
    let has_begun = above.iter().any(|cell| cell.contains('@') || cell.contains(|c: char| c.is_ascii_digit()));
    has_begun && (cells[0].is_empty() || cells.iter().skip(1).all(String::is_empty) && is_open(&above[0]))
}

/// Where a table ends of which every column is an office, with its first row for their names, and its columns one below
/// the other.
fn columns(lines: &[&str], at: usize) -> Option<(usize, Vec<(usize, String)>)> {
    let names = cells(lines[at]);
    if names.len() < 2 || !names.iter().all(|name| names_office(name) && !is_label(name)) {
        return None;
    }
    let is_row = |line: &str| line.split('\t').count() == names.len() && line.contains('\t');
    let end = lines[at..].iter().position(|line| !is_row(line)).map_or(lines.len(), |length| at + length);
    let has_address = lines[at + 1..end.max(at + 1)].iter().any(|line| line.contains('@'));
    if !has_address || !is_row(lines[at]) {
        return None;
    }
    let mut blocks = Vec::new();
    for column in 0..names.len() {
        blocks.push((at, String::new()));
        let cells =
            (at..end).filter_map(|row| lines[row].split('\t').nth(column).map(|cell| (row, filled(cell.trim()))));
        blocks.extend(cells.filter(|(_, cell)| !cell.is_empty()).map(|(row, cell)| (row, cell.to_owned())));
    }
    blocks.push((end - 1, String::new()));
    Some((end, blocks))
}

/// Lines of offices that stand side by side.
const SIDE_MOST: usize = 60;

/// Spaces that part two columns.
const GUTTER: &str = "   ";

/// Where two offices end that are printed side by side with spaces between them, and both one below the other: only
/// where every line of the second column begins in the same place.
fn spaced_columns(lines: &[&str], at: usize) -> Option<(usize, Vec<(usize, String)>)> {
    let parted = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        let gap = indent + line[indent..].find(GUTTER)?;
        let right = gap + line[gap..].len() - line[gap..].trim_start().len();
        (right < line.len()).then(|| line[..right].chars().count())
    };
    if lines[at].contains('\t') {
        return None;
    }
    let column = parted(lines[at])?;
    let near = lines.len().min(at + SIDE_MOST);
    let end = lines[at..near].iter().position(|line| line.trim().is_empty()).map_or(near, |length| at + length);
    let byte = |line: &str| line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte);
    let rows = &lines[at..end];
    let is_row = |line: &str| match parted(line) {
        Some(place) => place == column || line[..byte(line)].trim().is_empty(),
        None => line.chars().count() <= column || line[..byte(line)].trim().is_empty(),
    };
    let side = |is_right: bool| -> Vec<(usize, String)> {
        let cell = |line: &str| {
            let (left, right) = line.split_at(byte(line));
            if is_right { right.trim().to_owned() } else { left.trim().to_owned() }
        };
        let mut cells: Vec<(usize, String)> = Vec::new();
        for (row, cell) in (at..).zip(rows).map(|(row, line)| (row, cell(line))).filter(|(_, cell)| !cell.is_empty()) {
            match cells.last_mut().filter(|(_, before)| goes_on(before)) {
                Some((_, before)) => before.push_str(&format!(" {cell}")),
                None => cells.push((row, cell)),
            }
        }
        cells
    };
    let sides = [side(false), side(true)];
    let is_office = |cells: &Vec<(usize, String)>| {
        cells.first().is_some_and(|(_, name)| names_office(name)) && cells.iter().any(|(_, cell)| cell.contains('@'))
    };
    if rows.len() < 3 || !rows.iter().all(|line| is_row(line)) || !sides.iter().all(is_office) {
        return None;
    }
    let mut blocks = Vec::new();
    for cells in sides {
        blocks.push((at, String::new()));
        blocks.extend(cells);
    }
    blocks.push((end - 1, String::new()));
    Some((end, blocks))
}

/// Whether a cell ends where a name goes on below: "Minister of Higher Education and".
fn goes_on(cell: &str) -> bool {
    const SMALL: [&str; 12] = ["and", "of", "for", "the", "und", "für", "et", "de", "des", "y", "и", "del"];
    cell.rsplit(' ').next().is_some_and(|last| SMALL.contains(&last))
}

/// The cells of a row: between bars, or between tabs.
fn cells(line: &str) -> Vec<&str> {
    let bare = line.trim().trim_start_matches(['|', '│']).trim_end_matches(['│']);
    let bare = bare.strip_suffix('|').filter(|_| line.trim().starts_with('|')).unwrap_or(bare);
    let parted: Vec<&str> =
        if bare.contains(['|', '│']) { bare.split(['|', '│']).collect() } else { line.split('\t').collect() };
    let cells: Vec<&str> = parted.into_iter().map(str::trim).collect();
    let is_full = cells.first().is_some_and(|first| !first.is_empty());
    if is_full && cells.len() <= CELLS_MOST { cells } else { Vec::new() }
}

/// A cell without what says that it holds nothing: "-", "n/a".
fn filled(cell: &str) -> &str {
    const NOTHING: [&str; 10] = ["n/a", "n. a.", "n.a.", "none", "k. a.", "k.a.", "нет", "s/d", "s. o.", "жоқ"];
    let is_nothing = cell.chars().all(|c| "-–—.…_/×? ".contains(c)) || NOTHING.contains(&cell.to_lowercase().as_str());
    if is_nothing { "" } else { cell }
}

/// Whether a line only parts rows: `---|---`, `├──┼──┤`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3 && line.chars().all(|c| "-–—|+:= ─│┼├┤┬┴┌┐└┘".contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::text::lines;

    #[test]
    fn a_row_becomes_the_block_of_an_office() {
        for text in [
            "Office | Address | E-mail | Fax\n--- | --- | --- | ---\nMinister of Ice | 7 Glacier Road, Port Ross | ice@ministry.example |\n",
            "| Office | Address | E-mail | Fax |\n|---|---|---|---|\n| Minister of Ice | 7 Glacier Road, Port Ross | ice@ministry.example | |\n",
            "| Office | Address | E-mail | Fax |\n|---|---|---|---|\n| Minister of Ice | 7 Glacier Road, Port Ross | ice@ministry.example | - |\n",
            "Office\tAddress\tE-mail\tFax\nMinister of Ice\t7 Glacier Road, Port Ross\tice@ministry.example\t\n",
        ] {
            let shown: Vec<String> =
                lines(text).unwrap().into_iter().map(|line| line.text).filter(|line| !line.is_empty()).collect();
            let expected =
                ["Minister of Ice", "Address: 7 Glacier Road, Port Ross", "E-mail: ice@ministry.example", "Fax:"];
            assert_eq!(shown, expected, "{text}");
        }
        let columns = "President\tMinister of Ice\n2 Snow Street\t7 Glacier Road\nPort Ross\tPort Ross\na@b.example\tc@d.example\n\nRelease her.\n";
        let shown: Vec<(usize, String)> =
            lines(columns).unwrap().into_iter().map(|line| (line.number, line.text)).collect();
        let shown: Vec<String> =
            shown.iter().filter(|(_, text)| !text.is_empty()).map(|(at, text)| format!("{at} {text}")).collect();
        assert_eq!(
            shown,
            [
                "1 President",
                "2 2 Snow Street",
                "3 Port Ross",
                "4 a@b.example",
                "1 Minister of Ice",
                "2 7 Glacier Road",
                "3 Port Ross",
                "4 c@d.example",
                "6 Release her."
            ]
        );
        let side_by_side = "    Minister of Ice          Minister of Snow and\n    Bo Ross                  Fog\n    7 Glacier Road           Ada Marsh\n\
                            \x20   ice@ministry.example     snow@ministry.example\n\nRelease her.\n";
        let shown: Vec<String> = lines(side_by_side)
            .unwrap()
            .iter()
            .filter(|line| !line.is_blank())
            .map(|line| format!("{} {}", line.number, line.text))
            .collect();
        assert_eq!(
            shown,
            [
                "1 Minister of Ice",
                "2 Bo Ross",
                "3 7 Glacier Road",
                "4 ice@ministry.example",
                "1 Minister of Snow and Fog",
                "3 Ada Marsh",
                "4 snow@ministry.example",
                "6 Release her."
            ]
        );
        let aligned = "WHO               E-MAIL                  FAX / TELEPHONE\n-------------------------------------------------------\n\
                       Minister of Ice   ice@ministry.example    fax +44 20 7925 1757\nHead of Sourcing, buying@ice.example      -\n\
                       Ice Jeans\n\nRelease her.\n";
        let shown: Vec<String> =
            lines(aligned).unwrap().into_iter().filter(|line| !line.is_blank()).map(|line| line.text).collect();
        assert_eq!(
            shown,
            [
                "Minister of Ice",
                "E-MAIL: ice@ministry.example",
                "fax +44 20 7925 1757",
                "Head of Sourcing, Ice Jeans",
                "E-MAIL: buying@ice.example",
                "Release her."
            ]
        );
        let page = "Home | News | Join\nAbout | Donate | Write to us@union.example or not at all, as you like\n";
        assert!(lines(page).unwrap().iter().all(|line| !line.text.contains("News:")));
    }
}
