//! How a list is laid out and what was understood of it, in words.

use outcry::roster::ListNote;
use outcry::text::for_sentence;

use super::count::counted;

/// That a file is something else than its name says, which matters to whoever opens it elsewhere.
pub fn misnamed(name: &str, is_workbook: bool) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    match (ending.as_str(), is_workbook) {
        ("csv" | "tsv" | "tab" | "txt", true) => {
            Some(format!("it is a workbook, not a text file, though its name ends in .{ending}"))
        }
        ("xlsx" | "xlsm" | "xls" | "ods", false) => {
            Some(format!("it is a text file, not a workbook, though its name ends in .{ending}"))
        }
        _ => None,
    }
}

/// What was understood of a list, in a line.
pub fn note(note: &ListNote) -> String {
    match note {
        ListNote::Above { rows, header } => {
            let are = if *rows == 1 { "is" } else { "are" };
            format!("the header is row {header}; {} above it {are} not read", counted(*rows as u64, "row"))
        }
        ListNote::TwoLines(second) => format!("rows {} and {second} are the header together", second - 1),
        ListNote::NoHeader(row) => {
            format!("row {row} is taken for the header; if it is another row, name that one: --header-row N")
        }
        ListNote::SheetTaken(name) => {
            format!("the first sheet holds no list, so \"{}\" is read; --sheet NAME takes another", for_sentence(name))
        }
        ListNote::MoreLists(names) => {
            let names: Vec<String> = names.iter().map(|name| format!("\"{}\"", for_sentence(name))).collect();
            let look = if names.len() == 1 { "looks like a list too and is" } else { "look like lists too and are" };
            format!("{} {look} not read; --sheet NAME takes another", names.join(", "))
        }
        ListNote::Hidden { rows, left_out: true } => {
            format!("{} left out by --visible-only", counted(*rows as u64, "hidden row"))
        }
        ListNote::Hidden { rows, left_out: false } => {
            let are = if *rows == 1 { "is" } else { "are" };
            let them = if *rows == 1 { "it" } else { "them" };
            format!("{} {are} read too; --visible-only leaves {them} out", counted(*rows as u64, "hidden row"))
        }
        ListNote::Totals(rows) => {
            /// More of them say nothing more.
            const SHOWN: usize = 10;
            let shown: Vec<String> = rows.iter().take(SHOWN).map(ToString::to_string).collect();
            let more = if rows.len() > SHOWN { " …" } else { "" };
            let (word, hold) = if rows.len() == 1 { ("row", "holds") } else { ("rows", "hold") };
            format!(
                "{word} {}{more} {hold} totals, no person, and {} left out",
                shown.join(", "),
                if rows.len() == 1 { "is" } else { "are" }
            )
        }
    }
}

/// `row 2`, `rows 2, 5 and 40 more`: the first of so many rows.
pub fn rows_named(rows: &[u64], count: u64) -> String {
    let shown: Vec<String> = rows.iter().map(ToString::to_string).collect();
    let more = count - rows.len() as u64;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{} {}{more}", if count == 1 { "row" } else { "rows" }, shown.join(", "))
}
