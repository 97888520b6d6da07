//! What is wrong with a list, in words: one fault, or thousands summed up by their cause.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use outcry::locale::Language;
use outcry::roster::{
    Candidate, Consent, Fault, Foreign, Meaning, ReadError, RowProblem, SAME_ORGANISATION, SAME_PERSON, Unread,
};
use outcry::signatory;

use crate::args::field_flags::flag_to_give;
use crate::failure::{Exit, Failure};
use crate::messages::count::counted;

/// A fault with its row: `row 17, Email "jo": …`.
pub fn words(fault: &Fault) -> String {
    let place = if fault.column.is_empty() { ": " } else { ", " };
    format!("row {}{place}{}", fault.row, reason(fault))
}

/// A fault without its row, as it stands beside the row in `failed.csv`.
pub fn reason(fault: &Fault) -> String {
    let (what, remedy) = what_and_remedy(&fault.problem);
    let what = if remedy.is_empty() { what } else { format!("{what}; {remedy}") };
    match (fault.column.as_str(), fault.value.as_str()) {
        ("", _) => what,
        (column, "") => format!("column \"{column}\": {what}"),
        (column, value) => format!("{column} \"{value}\": {what}"),
    }
}

/// What is wrong, and what to do about it where that does not go without saying.
pub fn what_and_remedy(problem: &RowProblem) -> (String, String) {
    let (what, remedy): (String, &str) = match problem {
        RowProblem::Tie(meaning, candidates) => return tie(*meaning, candidates),
        RowProblem::NoColumn(field) => {
            let (name, flag) = (field.name(), flag_to_give(*field));
            return (
                format!("no column holds the {}, which the letters need", name.replace('_', " ")),
                format!("name one with --map {name}=COLUMN, or give {flag} for all rows"),
            );
        }
        RowProblem::NoConsentColumn => (
            "no column says who agreed to the letter".to_owned(),
            "name one with --map consent=COLUMN, or give --all-consented if everyone on the list did",
        ),
        RowProblem::Ragged { cells, columns } if cells < columns => (
            format!("this row has {cells} cells, but the header has {columns}"),
            "add the missing cells, if only empty ones",
        ),
        RowProblem::Ragged { cells, columns } => (
            format!("this row has {cells} cells, but the header has {columns}"),
            "put a value that contains the separator in quotation marks, and give each cell a name in the header",
        ),
        RowProblem::Answer(_, signatory::AnswerProblem::Missing) => {
            ("this cell is empty, but the letters need its value".to_owned(), "fill it in")
        }
        RowProblem::Answer(_, signatory::AnswerProblem::Country) => {
            ("unknown country".to_owned(), "write two letters such as GB, DE or IE, or the country's name")
        }
        RowProblem::Answer(_, problem) => (problem.to_string(), ""),
        RowProblem::Hole(hole) => (format!("\"{hole}\" is still to be filled in"), ""),
        RowProblem::ShortPostalCode(country, short) => {
            let country = country.name_in(&Language::english());
            return (
                format!("a postal code of {country} has {} digits", short.digits),
                match &short.likely {
                    Some(likely) => format!("probably it is {likely}; format the column as text"),
                    None => String::new(),
                },
            );
        }
        RowProblem::Unread(Unread::NoResult, cell) => (
            format!("the formula in cell {cell} has no result in the file"),
            "open the workbook in a spreadsheet program and save it, or write the value itself",
        ),
        RowProblem::Unread(Unread::Covered, cell) => (
            format!("merged cells cover cell {cell} and hide its own value"),
            "split them, and give each row its own value",
        ),
        RowProblem::BeyondHeader(cell) => (
            format!("cell {cell} is beyond the last column of the header"),
            "give its column a name, or empty the cell",
        ),
        RowProblem::Unread(Unread::Failed, _) | RowProblem::FormulaError => {
            ("a formula failed here".to_owned(), "write the value itself")
        }
        RowProblem::NameOrder(likely) if likely.is_empty() => (
            "it is not clear how this person signs".to_owned(),
            "write the name as the person signs it, without a comma",
        ),
        RowProblem::NameOrder(likely) => (
            format!("is this a surname and a first name, or a name with something behind it? Perhaps \"{likely}\""),
            "write the name as the person signs it",
        ),
        RowProblem::Withdrawn(row) => (
            format!("the same person says no in row {row}"),
            "the last answer counts; leave this row out, or take out the row that is wrong",
        ),
        RowProblem::NoConsent(consent) => {
            let (what, remedy) = no_consent(*consent);
            (what.to_owned(), remedy)
        }
        RowProblem::UnclearCopy => (
            "it is not clear whether this person wants a copy of their letters".to_owned(),
            "write yes or no, or leave the cell empty",
        ),
        RowProblem::SamePerson(row) => (
            format!("{SAME_PERSON} row {row}"),
            "remove one of them, use --keep first or --keep last, or give each person an e-mail address of their own",
        ),
        RowProblem::SameOrganisation(row) => (
            format!("{SAME_ORGANISATION} row {row}"),
            "an organisation signs once, whoever signs for it: remove one of them, or use --keep first or --keep last; if \
             these people sign for themselves, give them the kind individual",
        ),
        RowProblem::SamePersonBefore => (
            format!("{SAME_PERSON} another row of the list that this row was left out of"),
            "remove this row, or empty this cell if the row is somebody else",
        ),
    };
    (what, remedy.to_owned())
}

/// Which columns would be one thing, each with its first values, and how to choose one.
fn tie(meaning: Meaning, candidates: &[Candidate]) -> (String, String) {
    let columns: Vec<String> = candidates.iter().map(candidate).collect();
    let name = meaning.name();
    let maps = candidates.iter().map(|candidate| format!("--map {name}={}", candidate.letter));
    (
        format!("several columns would be the {}: {}", name.replace('_', " "), columns.join("; ")),
        format!("choose with {}", maps.collect::<Vec<_>>().join(" or ")),
    )
}

/// A column as a person knows it: `B "E-mail" (jo@family.example, al@family.example)`.
pub fn candidate(Candidate { letter, name, values }: &Candidate) -> String {
    let values = if values.is_empty() { String::new() } else { format!(" ({})", values.join(", ")) };
    format!("{letter} \"{name}\"{values}")
}

/// Why a cell is no consent, and the words that are.
fn no_consent(consent: Consent) -> (&'static str, &'static str) {
    match consent {
        Consent::Refused => ("this says no", "nobody gets a letter in their name without their consent"),
        Consent::Newsletter => ("this agrees to a newsletter, not to the letter", ""),
        Consent::NotSaid => {
            ("this cell is empty", "a letter in somebody's name needs a yes, such as \"yes\" or \"I agree\"")
        }
        Consent::Given | Consent::Unclear => (
            "this is not a clear yes",
            "\"yes\", \"I agree\", \"I agree to my name being used\" or a ticked box count, without conditions. If this text \
             means yes, give it with --consent-text",
        ),
    }
}

/// Rows that do not sign since another row of the same signatory counts.
pub fn repeats(name: &str, left_out: &[(u64, u64)]) -> String {
    /// More of them say nothing more.
    const SHOWN: usize = 10;
    let shown = left_out.iter().take(SHOWN).map(|(row, kept)| format!("{row} (row {kept} counts)"));
    let more = left_out.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("{more} more"));
    let shown: Vec<String> = shown.chain(more).collect();
    let rows = counted(left_out.len() as u64, "row");
    format!("{name}: {rows} left out, as the same signatory answered in another: {}.", shown.join(", "))
}

/// What makes faults alike: the column and the problem, whatever the value; or the words about a letter that
/// cannot be made.
#[derive(PartialEq, Eq, Hash)]
enum Cause {
    Fault(String, Discriminant<RowProblem>, Option<Inner>),
    Letter(String),
}

#[derive(PartialEq, Eq, Hash)]
enum Inner {
    Answer(Discriminant<signatory::AnswerProblem>),
    Consent(Consent),
}

impl Cause {
    fn of(fault: &Fault) -> Self {
        let inner = match &fault.problem {
            RowProblem::Answer(_, problem) => Some(Inner::Answer(discriminant(problem))),
            RowProblem::NoConsent(consent) => Some(Inner::Consent(*consent)),
            _ => None,
        };
        Self::Fault(fault.column.clone(), discriminant(&fault.problem), inner)
    }
}

/// Faults of one cause.
struct Alike {
    /// The first of them, in words.
    first: String,
    rows: u64,
    /// The first few ranges of rows.
    ranges: Vec<(u64, u64)>,
    last_row: u64,
}

/// The faults of a list as they are found.
#[derive(Default)]
pub struct Faults {
    /// The first ones, in words.
    first: Vec<String>,
    alike: Vec<Alike>,
    causes: HashMap<Cause, usize>,
    count: u64,
    /// Faults of causes beyond those that are kept.
    others: u64,
}

impl Faults {
    /// Faults that are told one by one, and causes that are told: what fits one screen.
    const SHOWN: usize = 20;
    /// Causes that are told apart. Letters that cannot be made may each have a cause of their own.
    const CAUSES: usize = 1000;
    /// Ranges of rows that are named for a cause.
    const RANGES: usize = 8;

    /// Adds a fault of the list.
    pub fn add(&mut self, fault: &Fault) {
        self.of_cause(Cause::of(fault), fault.row, || words(fault));
    }

    /// Adds why the letters of a row cannot be made.
    pub fn add_letter(&mut self, row: u64, problem: &str) {
        self.of_cause(Cause::Letter(problem.to_owned()), row, || format!("row {row}: {problem}"));
    }

    fn of_cause(&mut self, cause: Cause, row: u64, words: impl Fn() -> String) {
        self.count += 1;
        if self.first.len() < Self::SHOWN {
            self.first.push(words());
        }
        let at = match self.causes.get(&cause) {
            Some(at) => *at,
            None if self.alike.len() >= Self::CAUSES => {
                self.others += 1;
                return;
            }
            None => {
                self.causes.insert(cause, self.alike.len());
                self.alike.push(Alike { first: words(), rows: 0, ranges: Vec::new(), last_row: row });
                self.alike.len() - 1
            }
        };
        let Some(alike) = self.alike.get_mut(at) else { return };
        if alike.rows > 0 && alike.last_row == row {
            return;
        }
        (alike.rows, alike.last_row) = (alike.rows + 1, row);
        let has_room = alike.ranges.len() <= Self::RANGES;
        match alike.ranges.last_mut() {
            Some((_, to)) if *to + 1 == row => *to = row,
            _ if has_room => alike.ranges.push((row, row)),
            _ => {}
        }
    }

    /// Whether there are more than are told one by one.
    pub fn are_summed_up(&self) -> bool {
        self.count > Self::SHOWN as u64
    }

    /// All of them: one by one where they are few, else by cause, the most frequent first.
    pub fn told(&self, list: &str) -> Vec<String> {
        let named = |words: &str| format!("{list}: {words}");
        if !self.are_summed_up() {
            return self.first.iter().map(|words| named(words)).collect();
        }
        let mut alike: Vec<&Alike> = self.alike.iter().collect();
        alike.sort_by_key(|alike| std::cmp::Reverse(alike.rows));
        // One more takes no more room than to say that there is one more.
        let shown = if alike.len() == Self::SHOWN + 1 { alike.len() } else { alike.len().min(Self::SHOWN) };
        let (told, others) = alike.split_at(shown);
        let mut lines: Vec<String> = told.iter().map(|alike| named(&alike.words())).collect();
        let rows = others.iter().map(|alike| alike.rows).sum::<u64>() + self.others;
        lines.extend((rows > 0).then(|| format!("and {} of other kinds", counted(rows, "fault"))));
        lines
    }
}

impl Alike {
    fn words(&self) -> String {
        if self.rows == 1 {
            return self.first.clone();
        }
        let shown = self.ranges.iter().take(Faults::RANGES).map(|(from, to)| match to - from {
            0 => from.to_string(),
            1 => format!("{from}, {to}"),
            _ => format!("{from}-{to}"),
        });
        let more = if self.ranges.len() > Faults::RANGES { " …" } else { "" };
        let rows = shown.collect::<Vec<_>>().join(", ");
        format!("{}, such as {}. The rows: {rows}{more}", counted(self.rows, "row"), self.first)
    }
}

/// That a list cannot be read at all.
pub fn unreadable(name: &str, error: &ReadError) -> Failure {
    let failure = Failure::data(format!("{name}: {error}"));
    match error {
        ReadError::NotUtf8 { header: Some(found), .. } => failure
            .hint(format!("give that encoding with --encoding {}, or save the list as UTF-8", found.encoding)),
        ReadError::NotUtf8 { .. } => failure.hint(
            "give the encoding of the list, such as --encoding windows-1252, or save the list as UTF-8",
        ),
        ReadError::Malformed { .. } => {
            failure.hint("try another --encoding, or save the list as UTF-8")
        }
        ReadError::UnknownEncoding(_) => Failure { exit: Exit::Usage, ..failure }
            .hint("known encodings include windows-1252, windows-1250, windows-1251 and macintosh"),
        ReadError::Map(errors) => {
            let problems = errors.iter().map(|error| format!("invalid value for --map: {error}")).collect();
            Failure { exit: Exit::Usage, problems, hints: Vec::new() }
        }
        ReadError::Ignore(errors) => {
            let problems = errors.iter().map(|error| format!("invalid value for --ignore: {error}")).collect();
            Failure { exit: Exit::Usage, problems, hints: Vec::new() }
        }
        ReadError::IsUtf8 { .. } => failure.hint("leave --encoding out"),
        ReadError::StrayQuote { .. } => failure.hint(
            "remove the stray quotation mark; to keep one inside a value, double it and put the value in quotation marks",
        ),
        ReadError::OpenQuote { .. } => failure.hint("close the quotation mark, or double it if it belongs to the text"),
        ReadError::Foreign(Foreign::Locked) => failure.hint(
            "open it with the password in a spreadsheet program, save a copy without one, and use the copy",
        ),
        ReadError::Foreign(Foreign::Archive) => failure.hint("unpack it, and use the list inside"),
        ReadError::Foreign(Foreign::TextDocument | Foreign::Printed | Foreign::OldOffice) => {
            failure.hint("export the list as a workbook (.xlsx, .ods) or as CSV in UTF-8 from the program that keeps it")
        }
        ReadError::Foreign(_) => failure.hint(
            "open it in a spreadsheet program, save it as a workbook (.xlsx, .ods) or as CSV in UTF-8, and use that file",
        ),
        ReadError::Workbook(_) | ReadError::HugeWorkbook => {
            failure.hint("save the list as CSV in UTF-8, and use that file")
        }
        ReadError::WhichSheet { .. } | ReadError::NoSheet { .. } => {
            failure.hint("choose one by its name, or by its number from the left: --sheet NAME")
        }
        ReadError::NoSheets => failure.hint("leave --sheet and --visible-only out"),
        ReadError::NoHeaderRow(_) => failure.hint("count rows as the spreadsheet does; the first is 1"),
        ReadError::Io(_) | ReadError::LongRow { .. } | ReadError::TooManyColumns { .. } | ReadError::Empty => failure,
    }
}
