//! Who signs: one signatory, or the rows of a list, from the flags to signers in batches.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use outcry::address::Email;
use outcry::locale::Country;
use outcry::mailing::Recipients;
use outcry::roster::{
    Candidate, Checker, Columns, Consent, Fault, Keep, Map, Meaning, NameOrder, Note, Problem, Reading, Remarked,
    Remarks, Repeating, Repeats, Roster, Row, Rule, Terms, letter,
};
use outcry::signatory::{Answers, Extra, Field, Remark, Signatory, check_answer};
use outcry::text::{folded, for_sentence};

use crate::args::field_flags::flag;
use crate::args::{RosterArgs, WhoArgs};
use crate::failure::{Exit, Failure};
use crate::input::identity::{by_flags, by_profile};
use crate::input::sources::{Sources, mixed_domain};
use crate::messages;
use crate::messages::faults::{self, Faults, unreadable};
use crate::messages::lists;

/// Who signs, or what is wrong with the row.
pub type Checked = Result<Signatory, Vec<Fault>>;

/// What a profile says of everybody on a list: never who somebody is, how they are reached, or what they say
/// in words of their own. A row without a name must not become a letter of whoever keeps the list.
fn of_others(own: Answers) -> Answers {
    Answers { name: None, email: None, address: None, own_words: None, ..own }
}

/// One who signs, or why a row cannot.
pub struct Signer {
    /// The row, on a list.
    pub row: Option<Row>,
    pub checked: Checked,
}

impl Signer {
    pub fn number(&self) -> Option<u64> {
        self.row.as_ref().map(|row| row.number)
    }
}

/// Who signs.
pub enum Signers {
    One(Box<Signatory>, Vec<Remark>),
    List(Box<List>),
}

impl Signers {
    /// `together` at a time, each with the row it stands in. `from` is the first row that is wanted.
    pub fn each<E: From<Failure>>(
        &mut self,
        from: u64,
        together: usize,
        mut then: impl FnMut(Vec<Signer>) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::One(signatory, _) => then(vec![Signer { row: None, checked: Ok((**signatory).clone()) }]),
            Self::List(list) => {
                let mut some = Vec::with_capacity(together);
                list.each_from(from, |row, checked| {
                    some.push(Signer { row: Some(row), checked });
                    if some.len() < together { Ok(()) } else { then(std::mem::take(&mut some)) }
                })?;
                if some.is_empty() { Ok(()) } else { then(some) }
            }
        }
    }

    /// The flags that they are read by: those that were typed, with what is remembered or was answered. A line
    /// with them does the same.
    pub fn read_by(&self, typed: &RosterArgs, who: &WhoArgs) -> (RosterArgs, WhoArgs) {
        match self {
            Self::One(..) => (typed.clone(), who.clone()),
            Self::List(list) => list.read_by.clone(),
        }
    }

    pub fn list(&self) -> Option<&List> {
        match self {
            Self::One(..) => None,
            Self::List(list) => Some(list),
        }
    }

    /// What is odd about them and stops nothing, as far as they were read.
    pub fn oddities(&self) -> Vec<String> {
        match self {
            Self::One(signatory, remarks) => {
                let odd = signatory.email.as_ref().and_then(mixed_domain);
                odd.into_iter().chain(remarks.iter().map(messages::remark)).collect()
            }
            Self::List(list) => {
                let row = |remarked: &Remarked| {
                    let named = rows_named(&remarked.rows, remarked.count);
                    format!("{}: {named}: {}", list.name, messages::remark(&remarked.remark))
                };
                let same = messages::perhaps_same(list.remarks.perhaps_same());
                let same = same.map(|same| format!("{}: {same}", list.name));
                let whole = list.mixed_domains().into_iter().chain(list.totals());
                whole.chain(list.remarks.iter().map(row)).chain(same).collect()
            }
        }
    }
}

/// Which of these columns, by their place from 0, holds this?
pub struct Question {
    pub meaning: Meaning,
    pub columns: Vec<usize>,
}

/// A list that is open, and what is asked of its rows.
pub struct List {
    /// The file as the user named it.
    name: String,
    roster: Roster<File>,
    columns: Columns,
    terms: Terms,
    /// What the campaign declares.
    extras: Vec<Extra>,
    /// The flags it is read by.
    read_by: (RosterArgs, WhoArgs),
    from: u64,
    to: u64,
    limit: u64,
    mixed_domains: MixedDomains,
    remarks: Remarks,
    /// Rows of people who have several, as far as that was decided.
    repeats: Repeats,
}

/// Rows whose address has a domain that mixes scripts.
#[derive(Default)]
struct MixedDomains {
    first: Option<Email>,
    /// The first few rows.
    rows: Vec<u64>,
    count: u64,
}

impl MixedDomains {
    fn add(&mut self, row: &Row, checked: &Checked) {
        if let Ok(Signatory { email: Some(email), .. }) = checked
            && email.mixed_domain().is_some()
        {
            self.count += 1;
            if self.rows.len() < Remarked::NAMED {
                self.rows.push(row.number);
            }
            self.first.get_or_insert_with(|| email.clone());
        }
    }
}

impl List {
    /// Opens the list and reads its header; what is wrong with the flags is said first. `source` is its name and
    /// the file, which may be read again.
    pub fn open(
        sources: &Sources,
        source: &(String, File),
        args: &RosterArgs,
        who: &WhoArgs,
        recipients: &Recipients,
    ) -> Result<Self, Failure> {
        let extras = recipients.campaign.fields.clone();
        let maps: Result<Vec<Map>, _> = args.map.iter().map(|raw| Map::read(raw, &extras)).collect();
        let maps = maps.map_err(|error| {
            let extra = extras.iter().map(|extra| extra.name.to_string());
            let all: Vec<String> = Meaning::all().map(|meaning| meaning.name().to_owned()).chain(extra).collect();
            Failure::usage(format!("invalid value for --map: {error}"))
                .hint(format!("a column can hold: {}", all.join(", ")))
        })?;
        let (from, to) = rows(args.rows.as_deref())?;
        let (over, own) = (by_flags(&recipients.campaign, who)?, by_profile(&recipients.campaign, sources, who)?);
        let under = of_others(own);
        let wrong = |answers: &Answers| -> Vec<_> {
            answers.given().filter_map(|(field, answer)| check_answer(field, answer).err()).collect()
        };
        let typed: Vec<String> = wrong(&over)
            .into_iter()
            .map(|error| format!("invalid value \"{}\" for --{}: {}", error.value, flag(error.field), error.problem))
            .collect();
        if !typed.is_empty() {
            return Err(Failure { exit: Exit::Usage, problems: typed, hints: Vec::new() });
        }
        let kept: Vec<String> = wrong(&under).into_iter().map(|error| format!("your details: {error}")).collect();
        if !kept.is_empty() {
            return Err(Failure { exit: Exit::Config, problems: kept, hints: Vec::new() });
        }
        let consent = if args.all_consented { Rule::AllConsented } else { Rule::EachRow };
        let country = over.country.as_deref().or(under.country.as_deref()).and_then(Country::read);
        let terms = Terms { over, under, required: recipients.required(&Answers::default())?, consent };
        let (name, opened) = source;
        let again = |mut file: File| file.seek(SeekFrom::Start(0)).map(|_| file);
        let opened = opened.try_clone().and_then(again).map_err(|error| Failure::data(format!("{name}: {error}")))?;
        let reading = Reading {
            encoding: args.encoding.clone(),
            maps,
            ignored: args.ignore.clone(),
            extras: extras.clone(),
            header_row: args.header_row,
            sheet: args.sheet.clone(),
            visible_only: args.visible_only,
            country,
            means_yes: args.consent_text.clone(),
            fix_case: args.fix_case,
        };
        let roster = Roster::open(opened, &reading).map_err(|error| unreadable(name, &error))?;
        let columns = roster.columns().clone();
        Ok(Self {
            name: name.clone(),
            roster,
            columns,
            terms,
            extras,
            read_by: (args.clone(), who.clone()),
            from,
            to,
            limit: args.limit.unwrap_or(u64::MAX),
            mixed_domains: MixedDomains::default(),
            remarks: Remarks::default(),
            repeats: Repeats::default(),
        })
    }

    /// The file as the user named it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file itself, from its beginning.
    pub fn file(&mut self) -> Result<&mut File, Failure> {
        let file = self.roster.source();
        file.seek(SeekFrom::Start(0)).map_err(|error| Failure::data(format!("{}: {error}", self.name)))?;
        Ok(file)
    }

    /// What separates its cells.
    pub fn separator(&self) -> u8 {
        self.roster.separator()
    }

    /// Whether the organisation of a row may be where the person of the row works, and nothing says who signs.
    pub fn leaves_kind_open(&self) -> bool {
        let is_said = [&self.terms.over, &self.terms.under].into_iter().any(|layer| layer.get(Field::Kind).is_some());
        !is_said && self.columns.organisation_is_employer()
    }

    /// Its columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The rows read so far whose address has a domain that mixes scripts, in a sentence.
    fn mixed_domains(&self) -> Option<String> {
        let MixedDomains { first, rows, count } = &self.mixed_domains;
        let odd = mixed_domain(first.as_ref()?)?;
        Some(format!("{}: {}: {odd}", self.name, rows_named(rows, *count)))
    }

    fn totals(&self) -> Option<String> {
        self.roster.totals().map(|totals| format!("{}: {}", self.name, lists::note(&totals)))
    }

    /// Which column is taken for what, and which for nothing.
    pub fn mapping(&self) -> String {
        let mut lines = vec![format!("{}: {}.", self.name, self.roster.layout())];
        lines.extend(lists::misnamed(&self.name, self.roster.is_workbook()).map(|line| format!("  {line}")));
        let notes = self.roster.notes().iter().filter(|note| !matches!(note, Note::NoHeader(_)));
        lines.extend(notes.map(|note| format!("  {}", lists::note(note))));
        for field in Field::ALL.into_iter().chain(self.extras.iter().map(Extra::field)) {
            let columns = self.columns.of(field);
            if !columns.is_empty() {
                let is_turned = field == Field::Name && self.roster.name_order() != NameOrder::AsWritten;
                let order = if is_turned { ", surname first: \"Smith, Jo\" is signed \"Jo Smith\"" } else { "" };
                lines.push(format!("  {}: {}{order}", field.name().replace('_', " "), quoted(&columns, " + ")));
            }
        }
        let consent: Vec<&str> = self.columns.consent().into_iter().collect();
        match self.terms.consent {
            Rule::AllConsented if consent.is_empty() => {
                lines.push("  consent: given for everyone by --all-consented".to_owned());
            }
            Rule::AllConsented => lines.push(format!(
                "  consent: {}; --all-consented speaks for rows that say nothing there",
                quoted(&consent, " + ")
            )),
            Rule::EachRow if consent.is_empty() => {}
            Rule::EachRow => lines.push(format!("  consent: {}", quoted(&consent, " + "))),
        }
        let lost = self.columns.perhaps(Meaning::Field(Field::Address));
        let unused: Vec<&str> = self
            .columns
            .iter()
            .enumerate()
            .filter(|(at, (name, meaning))| meaning.is_none() && !name.is_empty() && !lost.contains(at))
            .map(|(_, (name, _))| name)
            .collect();
        if !lost.is_empty() {
            let lost: Vec<&str> = self
                .columns
                .iter()
                .enumerate()
                .filter(|(at, _)| lost.contains(at))
                .map(|(_, (name, _))| name)
                .collect();
            lines.push(format!("  not used, though it looks like a part of an address: {}", quoted(&lost, ", ")));
        }
        if !unused.is_empty() {
            /// More of them say nothing more.
            const SHOWN: usize = 20;
            let more = unused.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            lines.push(format!("  not used: {}{more}", quoted(&unused[..unused.len().min(SHOWN)], ", ")));
        }
        lines.join("\n")
    }

    /// Stops when the header has faults: then no row can be read rightly. What is wrong with rows all
    /// the same, however the header is mended, is told with them.
    pub fn header(&mut self) -> Result<(), Failure> {
        let mut of_header = self.roster.header_faults().to_vec();
        of_header.extend(Checker::new(&self.columns, &self.terms).header());
        if of_header.is_empty() {
            return Ok(());
        }
        let mut problems = Vec::new();
        for fault in &of_header {
            let likely = self.likely(&fault.problem);
            problems.push(format!("{}: {}{likely}", self.name, faults::words(fault)));
        }
        let mut hints = vec!["fix the header first; checks that depend on it were skipped".to_owned()];
        hints.extend(self.roster.notes().iter().filter(|note| matches!(note, Note::NoHeader(_))).map(lists::note));
        let mut of_rows = Faults::default();
        let read = self.wanted::<Failure>(|checker, row| {
            checker.row_by_itself(&row).iter().for_each(|fault| of_rows.add(fault));
            Ok(())
        });
        problems.extend(of_rows.told(&self.name));
        if let Err(unreadable) = read {
            problems.extend(unreadable.problems);
            hints.extend(unreadable.hints);
        }
        Err(Failure { exit: Exit::Data, problems, hints })
    }

    /// What a person can settle about the header: which column holds what.
    pub fn questions(&self) -> Vec<Question> {
        let ties = self.columns.ties().map(|(meaning, columns)| Question { meaning, columns });
        let unused = || -> Vec<usize> {
            let unused =
                self.columns.iter().enumerate().filter(|(_, (name, meaning))| meaning.is_none() && !name.is_empty());
            unused.map(|(at, _)| at).collect()
        };
        let missing = Checker::new(&self.columns, &self.terms).header();
        let missing = missing.iter().filter_map(|fault| match fault.problem {
            Problem::NoColumn(field) => Some(Meaning::Field(field)),
            Problem::NoConsentColumn => Some(Meaning::Consent),
            _ => None,
        });
        // What the headers suggest comes first.
        let likely_first = |meaning: Meaning| {
            let likely = self.columns.perhaps(meaning);
            let rest = unused().into_iter().filter(|at| !likely.contains(at));
            likely.iter().copied().chain(rest).collect()
        };
        let missing = missing.map(|meaning| Question { meaning, columns: likely_first(meaning) });
        ties.chain(missing).filter(|question| !question.columns.is_empty()).collect()
    }

    /// The columns that may be the one that is missing, in words behind what is missing.
    fn likely(&mut self, problem: &Problem) -> String {
        /// More of them say nothing more.
        const SHOWN: usize = 5;
        let meaning = match problem {
            Problem::NoColumn(field) => Meaning::Field(*field),
            Problem::NoConsentColumn => Meaning::Consent,
            _ => return String::new(),
        };
        let likely = self.columns.perhaps(meaning);
        if likely.is_empty() {
            return String::new();
        }
        // Rows that cannot be read are told with what is wrong with the others.
        let samples = self.samples().unwrap_or_default();
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| name).collect();
        let shown = likely.iter().take(SHOWN).map(|at| {
            let values = samples.get(*at).cloned().unwrap_or_default();
            faults::candidate(&Candidate { letter: letter(*at), name: for_sentence(names[*at]), values })
        });
        format!(". Perhaps it is {}", shown.collect::<Vec<_>>().join(" or "))
    }

    /// The texts in the column for consent that may mean yes or not; none where there are too many to ask about.
    pub fn unclear(&mut self) -> Result<Vec<String>, Failure> {
        const MOST: usize = 3;
        let column = self.columns.readable().position(|(_, meaning)| meaning == Some(Meaning::Consent));
        let Some(column) = column else { return Ok(Vec::new()) };
        let mut texts: Vec<String> = Vec::new();
        self.wanted::<Failure>(|_, row| {
            let text = row.cells().nth(column).unwrap_or_default().trim();
            if row.consent == Consent::Unclear && texts.len() <= MOST && !texts.iter().any(|known| known == text) {
                texts.push(text.to_owned());
            }
            Ok(())
        })?;
        Ok(if texts.len() > MOST { Vec::new() } else { texts })
    }

    /// The first row with a person and an organisation, where either may be the one who signs.
    pub fn affiliated(&mut self) -> Result<Option<String>, Failure> {
        if !self.leaves_kind_open() {
            return Ok(None);
        }
        let mut first = None;
        self.wanted::<Failure>(|_, row| {
            if let (None, Some(name), Some(at)) =
                (&first, row.answers.get(Field::Name), row.answers.get(Field::Organisation))
            {
                first = Some(format!("row {}: {}, {}", row.number, for_sentence(name), for_sentence(at)));
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// The first values of each column, to know it by.
    pub fn samples(&mut self) -> Result<Vec<Vec<String>>, Failure> {
        /// Rows that are looked at, and values of a column.
        const ROWS: usize = 50;
        const VALUES: usize = 3;
        let mut samples = vec![Vec::new(); self.columns.count()];
        let rows = self.roster.rows().map_err(|error| unreadable(&self.name, &error))?;
        for row in rows.take(ROWS) {
            let row = row.map_err(|error| unreadable(&self.name, &error))?;
            for (values, cell) in samples.iter_mut().zip(row.cells()) {
                let cell = for_sentence(cell.trim());
                if !cell.is_empty() && values.len() < VALUES && !values.contains(&cell) {
                    values.push(cell);
                }
            }
        }
        Ok(samples)
    }

    /// Lets one row sign for whoever has several, and tells which do not, each with the one that counts.
    pub fn keep(&mut self, keep: Keep) -> Result<Vec<(u64, u64)>, Failure> {
        let mut repeating = Repeating::new(keep);
        // Beyond the rows that are wanted, too: a later answer counts whether it is among these or not.
        let wanted = (self.from, self.to, self.limit);
        (self.from, self.to, self.limit) = (0, u64::MAX, u64::MAX);
        for look in [Repeating::look, Repeating::look_again] {
            self.wanted::<Failure>(|checker, row| {
                look(&mut repeating, checker, &row);
                Ok(())
            })?;
        }
        (self.from, self.to, self.limit) = wanted;
        self.repeats = repeating.finish();
        Ok(self.repeats.left_out())
    }

    /// Keeps to one row, by its number or by the name of who signs.
    pub fn only(&mut self, one: &str) -> Result<(), Failure> {
        let row = match one.trim().parse() {
            Ok(row) => row,
            Err(_) => self.row_of(one)?,
        };
        (self.from, self.to) = (row, row);
        Ok(())
    }

    fn row_of(&mut self, name: &str) -> Result<u64, Failure> {
        let wanted = folded(name);
        let mut rows = Vec::new();
        self.wanted::<Failure>(|_, row| {
            let mut names = [Field::Name, Field::Organisation].into_iter().filter_map(|field| row.answers.get(field));
            if names.any(|name| folded(name) == wanted) {
                rows.push(row.number.to_string());
            }
            Ok(())
        })?;
        let shown = for_sentence(name);
        match rows.as_slice() {
            [row] => row.parse().map_err(|_| Failure::data(format!("row {row} is beyond any list"))),
            [] => Err(Failure::data(format!("{}: nobody is called \"{shown}\"", self.name))
                .hint("give the name as it stands in the list, or the number of the row: --one 7")),
            [first, ..] => {
                Err(Failure::data(format!("{}: rows {} are called \"{shown}\"", self.name, rows.join(", ")))
                    .hint(format!("give the number of one: --one {first}")))
            }
        }
    }

    /// Reads the rows that are wanted, from a row on, and says of each who signs or what is wrong. Those above
    /// count for `--limit` and are not checked.
    fn each_from<E: From<Failure>>(
        &mut self,
        first: u64,
        mut then: impl FnMut(Row, Checked) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut mixed = std::mem::take(&mut self.mixed_domains);
        let read = self.wanted(|checker, row| {
            if row.number < first {
                return Ok(());
            }
            let checked = checker.row(&row);
            mixed.add(&row, &checked);
            then(row, checked)
        });
        self.mixed_domains = mixed;
        read
    }

    /// Tells of each row that is wanted whose it is, where that can be read, whether it could sign or not.
    pub fn each_signatory(&mut self, mut then: impl FnMut(u64, &Signatory)) -> Result<(), Failure> {
        self.wanted(|checker, row| {
            if let Some(signatory) = checker.signatory(&row) {
                then(row.number, &signatory);
            }
            Ok(())
        })
    }

    fn wanted<E: From<Failure>>(
        &mut self,
        mut then: impl FnMut(&mut Checker<'_>, Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut checker = Checker::new(&self.columns, &self.terms);
        let rows = self.roster.rows().map_err(|error| unreadable(&self.name, &error))?;
        let mut left = self.limit;
        for row in rows {
            let row = row.map_err(|error| unreadable(&self.name, &error))?;
            if row.number < self.from {
                continue;
            }
            if row.number > self.to || left == 0 {
                break;
            }
            left -= 1;
            if let Some(row) = self.repeats.counts(row) {
                then(&mut checker, row)?;
            }
        }
        // A pass that checks no row has no remarks.
        if !checker.remarks().is_empty() {
            self.remarks = checker.remarks().clone();
        }
        Ok(())
    }
}

/// `row 2`, `rows 2, 5 and 40 more`: the first of so many rows.
fn rows_named(rows: &[u64], count: u64) -> String {
    let shown: Vec<String> = rows.iter().map(ToString::to_string).collect();
    let more = count - rows.len() as u64;
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{} {}{more}", if count == 1 { "row" } else { "rows" }, shown.join(", "))
}

/// `2-50`, `7`, `51-`.
fn rows(raw: Option<&str>) -> Result<(u64, u64), Failure> {
    let Some(raw) = raw else { return Ok((0, u64::MAX)) };
    let number = |text: &str, open: u64| if text.trim().is_empty() { Some(open) } else { text.trim().parse().ok() };
    let (from, to) = raw.split_once('-').unwrap_or((raw, raw));
    match (number(from, 0), number(to, u64::MAX)) {
        (Some(from), Some(to)) if from <= to && raw.contains(|c: char| c.is_ascii_digit()) => Ok((from, to)),
        _ => Err(Failure::usage(format!(
            "invalid value \"{}\" for --rows: expected a range such as 2-50, 7 or 51-",
            for_sentence(raw)
        ))
        .hint("the header is row 1, as in the spreadsheet")),
    }
}

/// The name and the file of a list, in a form that can be read more than once: what comes through a pipe is kept in a file
/// without a name, which is gone when the program ends, however it ends.
pub fn source(file: &Path, who: &WhoArgs) -> Result<(String, File), Failure> {
    if file == Path::new("-") && who.own_words.as_deref() == Some("-") {
        return Err(Failure::usage("--signatories - and --own-words - cannot both read standard input"));
    }
    let name = for_sentence(&file.display().to_string());
    let fail = |error: std::io::Error| Failure::data(format!("{name}: {error}"));
    let spooled = |from: &mut dyn std::io::Read| {
        /// Bytes of a list through a pipe: some million rows. A device has no end.
        const MOST: u64 = 256 * 1024 * 1024;
        let mut spool = tempfile::tempfile()?;
        if std::io::copy(&mut std::io::Read::take(from, MOST + 1), &mut spool)? > MOST {
            return Err(std::io::Error::other("the input is larger than 256 MB; save the list as a file"));
        }
        spool.seek(SeekFrom::Start(0))?;
        Ok(spool)
    };
    if file == Path::new("-") {
        let spool = spooled(&mut std::io::stdin().lock()).map_err(fail)?;
        return Ok(("standard input".to_owned(), spool));
    }
    let mut opened = File::open(file).map_err(fail)?;
    let kind = opened.metadata().map_err(fail)?.file_type();
    if kind.is_dir() {
        return Err(Failure::data(format!("{name} is a folder, not a list")));
    }
    let opened = if kind.is_file() { opened } else { spooled(&mut opened).map_err(fail)? };
    Ok((name, opened))
}

fn quoted(names: &[&str], between: &str) -> String {
    names.iter().map(|name| format!("\"{}\"", for_sentence(name))).collect::<Vec<_>>().join(between)
}
