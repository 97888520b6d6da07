//! The first pass over who signs, the same for `write`, `send` and `lists check`: every row is checked and its
//! letters are made before the first of them leaves the program. What is wrong is gathered, told together, and
//! kept in files where that is asked for.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use outcry::campaign::Campaign;
use outcry::check::ModelWords;
use outcry::locale::{Country, Language, other_language};
use outcry::mailing::{OddWords, Recipients};
use outcry::roster::{Columns, Fault, Keep, Sample, Tally, is_joint};
use outcry::signatory::Signatory;

use crate::app::App;
use crate::args::{KeepChoice, RosterArgs, WhoArgs};
use crate::failure::{Exit, Failure};
use crate::input::identity;
use crate::input::list::{Asked, List};
use crate::input::signers::{Signer, Signers};
use crate::input::sources::signatory;
use crate::list_setup;
use crate::messages::faults::{self, Faults};
use crate::messages::lists::rows_named;
use crate::messages::tallies;
use crate::messages::{self, Notice, counted};
use crate::output::rows::{FaultReport, LeftOut};

/// Who signs: the one whom flags, profile and prompts describe, or everybody on a list, whose header is read and
/// shown. `missing` names flags that are missing beside those; `nothing` says what a list with a bad header ends
/// with.
pub fn signers(
    app: &App,
    recipients: &Recipients,
    (args, who): (&RosterArgs, &WhoArgs),
    missing: Vec<String>,
    nothing: &str,
) -> Result<Signers, Failure> {
    let Some(file) = &args.signatories else {
        let answers = identity::answers(&recipients.campaign, &app.sources, who)?;
        let (signatory, remarks) = signatory(recipients, answers, &app.ask, missing)?;
        return Ok(Signers::One(Box::new(signatory), remarks));
    };
    refuse_missing(missing)?;
    signers_of(app, &Asked::Letters(recipients), (file, args, who), nothing)
}

/// Refuses to go on without these flags.
pub fn refuse_missing(missing: Vec<String>) -> Result<(), Failure> {
    if missing.is_empty() {
        return Ok(());
    }
    let hint = "give these flags, or run this on a terminal to be asked";
    Err(Failure { exit: Exit::Usage, problems: missing, hints: vec![hint.to_owned()] })
}

/// Everybody on a list.
pub fn signers_of(
    app: &App,
    asked: &Asked<'_>,
    (file, args, who): (&Path, &RosterArgs, &WhoArgs),
    nothing: &str,
) -> Result<Signers, Failure> {
    let mut list = list_setup::open(app, asked, (file, args, who))?;
    app.report.say(&list.mapping());
    list.header().map_err(|failure| failure.hint(nothing))?;
    if let Some(one) = &args.one {
        list.only(one)?;
    }
    let is_part = args.rows.is_some() || args.limit.is_some() || args.one.is_some();
    // One row of several may count, but on a joint letter all of them say whether the name may be printed.
    if is_joint(list.columns()) || args.keep.is_none() && (args.skip_bad_rows || is_part) {
        list.look_for_withdrawals()?;
    }
    if let Some(choice) = args.keep {
        let keep = match choice {
            KeepChoice::First => Keep::First,
            KeepChoice::Last => Keep::Last,
        };
        let left_out = list.keep(keep)?;
        if !left_out.is_empty() {
            app.report.say(&faults::repeats(list.name(), &left_out));
        }
    }
    Ok(Signers::List(Box::new(list)))
}

/// Own words with something odd about them: the first rows, and how many there are.
#[derive(Default)]
struct OddRows {
    found: BTreeMap<OddWords, (Vec<u64>, u64)>,
    /// What texts beside letters were taken for, by a hash of both: the words of a flag stand in every row.
    guessed: HashMap<u64, Option<Language>>,
    hash: RandomState,
}

impl OddRows {
    /// Rows that are named.
    const ROWS: usize = 5;
    /// Texts that are remembered.
    const TEXTS: usize = 4096;

    fn look(&mut self, recipients: &Recipients, row: Option<u64>, signatory: &Signatory) {
        if self.guessed.len() > Self::TEXTS {
            self.guessed.clear();
        }
        let guess = |words: &str, letter: &Language| {
            let key = self.hash.hash_one((words, letter));
            self.guessed.entry(key).or_insert_with(|| other_language(words, letter)).clone()
        };
        for odd in recipients.odd_words(signatory, guess) {
            let (rows, count) = self.found.entry(odd).or_default();
            *count += 1;
            if rows.len() < Self::ROWS {
                rows.extend(row);
            }
        }
    }
}

/// What is known of the rows so far.
#[derive(Default)]
pub struct Precheck {
    /// Signatories whose letters can all be made.
    pub good: u64,
    /// Of those, who added words, as far as these are not the model letter's.
    added_words: u64,
    /// Whose words are the model letter over again.
    copied: Sample,
    model_words: ModelWords,
    odd_words: OddRows,
    /// Rows that cannot be used.
    pub bad: u64,
    /// The countries signatories write from.
    pub countries: BTreeSet<Country>,
    /// What is to be said once, however many letters it is true of.
    pub notes: Vec<Notice>,
    /// The columns of a list, whose rows are counted.
    columns: Option<Columns>,
    tally: Tally,
    faults: Faults,
    /// What helps against them beside mending the list.
    hints: BTreeSet<String>,
    /// The numbers of the rows that cannot be used, in order.
    bad_rows: Vec<u64>,
    left_out: Option<LeftOut>,
    report: Option<FaultReport>,
}

impl Precheck {
    /// Begins; the rows of a list are kept for the files that are asked for.
    pub fn begin(campaign: &Campaign, args: &RosterArgs, signers: &Signers) -> Result<Self, Failure> {
        let mut begun = Self::default();
        if !matches!(signers, Signers::One(signatory, _) if signatory.own_words().next().is_none()) {
            begun.model_words = ModelWords::of(campaign);
        }
        let Signers::List(list) = signers else { return Ok(begun) };
        let left_out = args.skip_bad_rows.then(|| LeftOut::begin(list.columns(), list.separator())).transpose()?;
        let report = args.report.as_deref().map(|path| FaultReport::begin(path, list.separator())).transpose()?;
        let (tally, columns) = (Tally::new(list.columns()), Some(list.columns().clone()));
        Ok(Self { columns, tally, left_out, report, ..begun })
    }

    /// Takes a signatory with what was made of the answers, or notes why that row cannot be used; then `None`.
    /// What is wrong with one who stands on no list ends the command. `made` is asked for only where the answers
    /// are right.
    pub fn admit<'s, T>(
        &mut self,
        recipients: &Recipients,
        signer: &'s Signer,
        made: impl FnOnce(&'s Signatory) -> Result<T, Failure>,
    ) -> Result<Option<(&'s Signatory, T)>, Failure> {
        let signatory = match &signer.checked {
            Ok(signatory) => signatory,
            Err(faults) => {
                self.refuse(signer, faults, None)?;
                return Ok(None);
            }
        };
        match made(signatory) {
            Ok(made) => {
                self.good += 1;
                self.odd_words.look(recipients, signer.number(), signatory);
                self.own_words_of(signer.number(), signatory);
                self.countries.extend(signatory.country);
                if let (Some(row), Some(columns)) = (&signer.row, &self.columns) {
                    self.tally.add(columns, row, signatory);
                }
                Ok(Some((signatory, made)))
            }
            Err(failure) if signer.row.is_none() => Err(failure),
            Err(failure) => {
                self.refuse(signer, &[], Some(failure))?;
                Ok(None)
            }
        }
    }

    fn own_words_of(&mut self, row: Option<u64>, signatory: &Signatory) {
        let words = signatory.own_words().collect::<Vec<_>>().join("\n\n");
        if words.is_empty() {
            return;
        }
        if self.model_words.are_repeated_in(&words) {
            self.copied.add(row.unwrap_or_default(), signatory.display());
            if row.is_none() {
                self.note([tallies::copied()]);
            }
            return;
        }
        self.added_words += 1;
        if let Some(row) = row {
            self.tally.add_own_words(row, &words);
        }
    }

    /// What is odd about own words, the rows of a list counted.
    pub fn oddities(&self, list: Option<&List>) -> Vec<Notice> {
        let words = |(odd, (rows, count)): (&OddWords, &(Vec<u64>, u64))| {
            let whose = list.map(|list| format!("{}: {}: ", list.name(), rows_named(rows, *count)));
            messages::odd_words(odd, &whose.unwrap_or_default())
        };
        self.odd_words.found.iter().map(words).collect()
    }

    /// How many of those whose letters can be made say something of their own.
    pub fn own_words(&self) -> u64 {
        self.added_words - self.tally.shared_words().map_or(0, |shared| shared.rows)
    }

    /// Takes the counts of an earlier check of the same list.
    pub fn resume(&mut self, good: u64, bad: u64, own_words: u64) {
        (self.good, self.bad, self.added_words) = (good, bad, own_words);
    }

    fn refuse(&mut self, signer: &Signer, faults: &[Fault], letters: Option<Failure>) -> Result<(), Failure> {
        let Some(row) = &signer.row else { return Ok(()) };
        let (problems, hints) = letters.map(|failure| (failure.problems, failure.hints)).unwrap_or_default();
        self.bad += 1;
        self.bad_rows.push(row.number);
        for fault in faults {
            self.faults.add(fault);
        }
        for problem in &problems {
            self.faults.add_letter(row.number, problem);
        }
        if let Some(report) = &mut self.report {
            faults.iter().try_for_each(|fault| report.fault(fault))?;
            problems.iter().try_for_each(|problem| report.letter(row.number, problem, &hints))?;
        }
        if let Some(left_out) = &mut self.left_out {
            let reasons = faults.iter().map(faults::reason).chain(problems.iter().cloned());
            left_out.add(row, &reasons.collect::<Vec<_>>().join("; "))?;
        }
        self.hints.extend(hints);
        Ok(())
    }

    /// Keeps what is to be said once.
    pub fn note<N: Into<Notice>>(&mut self, notes: impl IntoIterator<Item = N>) {
        for note in notes.into_iter().map(N::into) {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    /// Whether a row was found to be of no use.
    pub fn is_bad(&self, row: u64) -> bool {
        self.bad_rows.binary_search(&row).is_ok()
    }

    /// Ends with everything that is wrong with the list, unless its bad rows are to be left out. A report that was
    /// asked for is kept either way.
    pub fn judge(&mut self, app: &App, list: &List, args: &RosterArgs, nothing: &str) -> Result<(), Failure> {
        let reported = self.report.take().map(FaultReport::keep).transpose()?;
        if let Some(path) = &reported {
            app.report.say(&format!("Saved {path}"));
        }
        if self.bad > 0 && !args.skip_bad_rows {
            let all = self.good + self.bad;
            let mut hints: Vec<String> = self.hints.iter().cloned().collect();
            if self.faults.are_summed_up() && reported.is_none() {
                hints.push("to have every fault in a file, use --report FILE.csv".to_owned());
            }
            hints.push(format!(
                "{nothing}; {} of {all} cannot be used. Fix the list, or use --skip-bad-rows to leave them out",
                counted(self.bad, "row"),
            ));
            return Err(Failure { exit: Exit::Data, problems: self.faults.told(list.name()), hints });
        }
        if list.leaves_kind_open()
            && let Some((row, name)) = &self.tally.affiliated.first
        {
            let failure = Failure::data(format!(
                "{}: {} with a person and where they work or belong, such as row {row}, {name}: who signs?",
                list.name(),
                counted(self.tally.affiliated.count, "row"),
            ));
            let hints = "to let each person sign: --kind individual; to let the organisation sign: --kind organisation";
            return Err(failure.hint(hints).hint(nothing));
        }
        self.note(tallies::notes(&self.tally, &self.copied, list.letters()));
        if self.good == 0 {
            let mut failure = Failure::data(format!("{}: no row can be used", list.name()));
            failure.problems.extend(self.faults.told(list.name()));
            return Err(failure.hint(nothing));
        }
        Ok(())
    }

    /// Puts the rows that are left out where they can be mended: where it is said, else beside the letters. Returns
    /// what to say of them.
    pub fn keep_failed(&mut self, args: &RosterArgs, beside: &Path, nothing: &str) -> Result<Option<String>, Failure> {
        let Some(left_out) = self.left_out.take().filter(|_| self.bad > 0) else { return Ok(None) };
        let path = match &args.failed {
            Some(named) => left_out.keep_as(named, nothing)?,
            None => left_out.keep_beside(beside, nothing)?,
        };
        Ok(Some(format!(
            "{} left out; {path} says why. Fix the rows there, then use: --signatories {path}",
            counted(self.bad, "row")
        )))
    }
}
