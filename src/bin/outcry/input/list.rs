//! A list of signatories: from the flags to rows that can sign, or what is wrong with them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use outcry::address::Email;
use outcry::campaign::Campaign;
use outcry::locale::Country;
use outcry::mailing::Recipients;
use outcry::roster::{
    Checker, Columns, Fault, Keep, ListNote, Map, Meaning, Reading, Remarked, Remarks, Repeating, Repeats, Roster, Row,
    Rule, Terms, Unmet, Withdrawals, has_column,
};
use outcry::signatory::{Answers, Extra, Field, Signatory, check_answer};
use outcry::text::{folded, for_sentence};

use crate::args::field_flags::flag;
use crate::args::{RosterArgs, WhoArgs};
use crate::failure::{Exit, Failure};
use crate::input::identity::{by_flags, by_profile};
use crate::input::sources::{Sources, mixed_domain};
use crate::messages::faults::{self, Faults, unreadable};
use crate::messages::lists::{self, rows_named};
use crate::messages::tallies::Letters;

/// Who signs, or what is wrong with the row.
pub type Checked = Result<Signatory, Vec<Fault>>;

/// What a profile says of everybody on a list: never who somebody is, how they are reached, or what they say
/// in words of their own. A row without a name must not become a letter of whoever keeps the list.
fn of_others(own: Answers) -> Answers {
    Answers { name: None, email: None, address: None, own_words: None, questions: BTreeMap::new(), ..own }
}

/// What is asked of the rows of a list.
pub enum Asked<'a> {
    /// Letters of each of them.
    Letters(&'a Recipients),
    /// Their names alone, and what these columns say. No profile says anything of them.
    Names(&'a Campaign, Vec<Extra>),
}

impl Asked<'_> {
    fn campaign(&self) -> &Campaign {
        match self {
            Self::Letters(recipients) => &recipients.campaign,
            Self::Names(campaign, _) => campaign,
        }
    }

    /// What there is beyond the usual fields.
    fn extras(&self) -> Vec<Extra> {
        match self {
            Self::Letters(recipients) => {
                let own_words = recipients.campaign.models.keys().filter_map(Extra::own_words_in);
                recipients.campaign.fields.iter().cloned().chain(own_words).collect()
            }
            Self::Names(_, columns) => columns.clone(),
        }
    }
}

/// A list that is open, and what is asked of its rows.
pub struct List {
    /// The file as the user named it.
    pub(super) name: String,
    pub(super) roster: Roster<File>,
    pub(super) columns: Columns,
    pub(super) terms: Terms,
    /// What its rows sign.
    letters: Letters,
    /// What the campaign declares.
    pub(super) extras: Vec<Extra>,
    /// The flags it is read by.
    pub(super) read_by: (RosterArgs, WhoArgs),
    pub(super) from: u64,
    pub(super) to: u64,
    pub(super) limit: u64,
    mixed_domains: MixedDomains,
    pub(super) remarks: Remarks,
    /// Rows of people who have several, as far as that was decided.
    pub(super) repeats: Repeats,
    /// People who took their yes back.
    pub(super) withdrawals: Withdrawals,
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
        asked: &Asked<'_>,
    ) -> Result<Self, Failure> {
        let extras = asked.extras();
        let maps: Result<Vec<Map>, _> = args.map.iter().map(|raw| Map::read(raw, &extras)).collect();
        let maps = maps.map_err(|error| {
            let extra = extras.iter().map(|extra| extra.name.to_string());
            let all: Vec<String> = Meaning::all().map(|meaning| meaning.name().to_owned()).chain(extra).collect();
            Failure::usage(format!("invalid value for --map: {error}"))
                .hint(format!("a column can hold: {}", all.join(", ")))
        })?;
        let (from, to) = rows(args.rows.as_deref())?;
        let over = by_flags(asked.campaign(), who)?;
        let under = match asked {
            Asked::Letters(recipients) => of_others(by_profile(&recipients.campaign, sources, who)?),
            Asked::Names(..) => Answers::default(),
        };
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
        let country =
            over.country.as_deref().or(under.country.as_deref()).and_then(|country| Country::read(country).ok());
        let required = match asked {
            Asked::Letters(recipients) => recipients.required(&said_for_all(&over, &under))?,
            Asked::Names(..) => Vec::new(),
        };
        let terms = Terms { over, under, required, consent };
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
            letters: match asked {
                Asked::Letters(_) => Letters::OfEach,
                Asked::Names(..) => Letters::OneOfAll,
            },
            extras,
            read_by: (args.clone(), who.clone()),
            from,
            to,
            limit: args.limit.unwrap_or(u64::MAX),
            mixed_domains: MixedDomains::default(),
            remarks: Remarks::default(),
            repeats: Repeats::default(),
            withdrawals: Withdrawals::default(),
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
        // The list may say it row by row.
        !is_said && self.columns.organisation_is_affiliation() && !has_column(&self.columns, "affiliation")
    }

    /// What its rows sign.
    pub fn letters(&self) -> Letters {
        self.letters
    }

    /// Its columns.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The rows read so far whose address has a domain that mixes scripts, in a sentence.
    pub(super) fn mixed_domains(&self) -> Option<String> {
        let MixedDomains { first, rows, count } = &self.mixed_domains;
        let odd = mixed_domain(first.as_ref()?)?;
        Some(format!("{}: {}: {odd}", self.name, rows_named(rows, *count)))
    }

    pub(super) fn totals(&self) -> Option<String> {
        self.roster.totals().map(|totals| format!("{}: {}", self.name, lists::note(&totals)))
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
        hints.extend(self.roster.notes().iter().filter(|note| matches!(note, ListNote::NoHeader(_))).map(lists::note));
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

    /// Lets one row sign for whoever has several, and tells which do not, each with the one that counts.
    pub fn keep(&mut self, keep: Keep) -> Result<Vec<(u64, u64)>, Failure> {
        let mut repeating = Repeating::new(keep);
        for look in [Repeating::look, Repeating::look_again] {
            self.every_row(|checker, row| look(&mut repeating, checker, row))?;
        }
        self.repeats = repeating.finish();
        Ok(self.repeats.left_out())
    }

    /// Finds who takes an earlier yes back, in whatever row: one that is left out is not seen otherwise.
    pub fn look_for_withdrawals(&mut self) -> Result<(), Failure> {
        let mut withdrawals = Withdrawals::default();
        self.every_row(|checker, row| withdrawals.look(checker, row))?;
        self.withdrawals = withdrawals;
        Ok(())
    }

    /// Rows that withdraw, and no other row is surely of the same signatory, as far as they were looked for.
    pub fn unmet_withdrawals(&self) -> &[Unmet] {
        self.withdrawals.unmet()
    }

    /// Looks at every row, also beyond those that are wanted: a later answer counts whether it is among these or not.
    fn every_row(&mut self, mut look: impl FnMut(&Checker<'_>, &Row)) -> Result<(), Failure> {
        let wanted = (self.from, self.to, self.limit);
        (self.from, self.to, self.limit) = (0, u64::MAX, u64::MAX);
        let read = self.wanted(|checker, row| {
            look(checker, &row);
            Ok(())
        });
        (self.from, self.to, self.limit) = wanted;
        read
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
    pub(super) fn each_from<E: From<Failure>>(
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

    pub(super) fn wanted<E: From<Failure>>(
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
                let row = self.withdrawals.mark(&checker, row);
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

/// What flags and a profile say of who speaks in every letter of a list. The rest may differ from row to row.
fn said_for_all(over: &Answers, under: &Answers) -> Answers {
    let said = |field: Field| over.get(field).or(under.get(field)).map(str::to_owned);
    Answers {
        kind: said(Field::Kind),
        organisation: said(Field::Organisation),
        voice: said(Field::Voice),
        ..Answers::default()
    }
}

/// The name and the file of a list, in a form that can be read more than once: what comes through a pipe is kept in a file
/// without a name, which is gone when the program ends, however it ends.
pub fn source(file: &Path, who: &WhoArgs) -> Result<(String, File), Failure> {
    if file == Path::new("-") && who.own_words.iter().any(|words| words == "-") {
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
