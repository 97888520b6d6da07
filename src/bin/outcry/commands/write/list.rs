//! `outcry write --signatories`: one letter per row and office, written as it is composed.
//!
//! The list is read twice. The first time every row is checked and every letter composed, and nothing
//! is written; the second time they are written. No letter stays in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use outcry::address::Email;
use outcry::campaign::Campaign;
use outcry::letter::Letter;
use outcry::locale::Country;
use outcry::mailing::Recipients;
use outcry::render::mailto;
use outcry::roster::Row;
use outcry::signatory::Signatory;

use super::ways::{instead, unreached};
use crate::app::App;
use crate::args::command_line::Again;
use crate::args::{Format, WriteArgs};
use crate::failure::{Exit, Failure};
use crate::input::signers::{self, Checked, FAULTS_SHOWN, List};
use crate::input::sources::{Ready, copies, offices, printable_copies};
use crate::messages::channels;
use crate::messages::{self, counted};
use crate::output::files::{LeftOut, Out, Place, failed_beside, file_name, reachable, whereto};
use crate::output::format::{alone, by, is_reached, rendered, way};
use crate::output::paper::{Bindery, Sheets, bound_files, volumes_note};
use crate::output::stationery::{Look, Signers};

pub fn run(app: &App, args: &WriteArgs, file: &Path) -> Result<(), Failure> {
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let copies = copies(&campaign, &args.to)?;
    let recipients = app.sources.recipients(campaign, &args.to, &args.who)?;
    let mut list = List::open(&app.sources, file, &args.list, &args.who, &recipients)?;
    app.report.say(&list.mapping());
    list.header(FAULTS_SHOWN).map_err(|failure| failure.hint(NOTHING))?;
    let (copies, copy_note) = printable_copies(&recipients.campaign, copies);
    let look = Look::new(&app.sources, &args.who, &args.sheet.look, Signers::List)?;
    let sheets = (args.format == Format::Pdf)
        .then(|| Sheets::new(&look, args.sheet.envelope.as_deref(), &app.environment))
        .transpose()?;
    let look_note = look.note.filter(|_| sheets.is_some());
    let work = Work { app, args, recipients: &recipients, copies: &copies, sheets };
    let mut notes = Notes(copy_note.into_iter().chain(look_note).collect());
    let survey = Survey::of(&work, &mut list, &mut notes)?;
    list.mixed_domains().inspect(|odd| app.report.warn(odd));
    let changed = recipients.changed(survey.offices.iter().map(String::as_str), &survey.countries);
    notes.0.extend(changed.iter().map(messages::changed));
    let place = survey.judge(&work, &list)?;
    if let Some(note) =
        place.file().filter(|_| work.sheets.is_some()).and_then(|file| volumes_note(file, survey.letters))
    {
        app.report.say(&note);
    }
    if args.dry_run {
        survey.would_write(&work, &notes);
        return Ok(());
    }
    let failed = survey.failed_file(args);
    let written = match (&work.sheets, &place) {
        (Some(sheets), Place::File(path)) => {
            bind(&work, &mut list, Bindery::open(sheets, path, survey.letters)?, &survey.unmade, failed)?
        }
        _ => write(&work, &mut list, place, &survey.unmade, failed)?,
    };
    for note in &notes.0 {
        app.report.say(&format!("Note: {note}"));
    }
    app.report.say(&format!("{} for {}.", counted(written, "letter"), counted(survey.good, "signatory")));
    if survey.bad > 0 {
        let path = survey.failed_file(args).map(|path| path.display().to_string()).unwrap_or_default();
        app.report.warn(&format!(
            "{} left out; {path} says why. Fix the rows there, then use: --signatories {path}",
            counted(survey.bad, "row"),
        ));
    }
    Ok(())
}

/// Rows that are composed, and letters that are made, at the same time. A letter on paper can have pictures of
/// many megabytes in it.
const TOGETHER: usize = 16;

const NOTHING: &str = "nothing was written";

/// What every letter is made with.
struct Work<'a> {
    app: &'a App,
    args: &'a WriteArgs,
    recipients: &'a Recipients,
    copies: &'a [Email],
    /// The press, for letters on paper.
    sheets: Option<Sheets<'a>>,
}

/// The letters of a row, or what is wrong with it.
type Composed<'a> = Result<Vec<Letter<'a>>, Vec<String>>;

/// What is said once, however many letters it is true of.
struct Notes(BTreeSet<String>);

impl<'a> Work<'a> {
    fn letters(&self, signatory: &'a Signatory, notes: &mut Notes) -> Result<Vec<Letter<'a>>, Failure> {
        let (mut offices, mut found) = offices(self.recipients, signatory)?;
        if self.args.sheet.envelope.is_some() {
            channels::take_out_without_post(&mut offices, &mut found);
        }
        notes.0.extend(found);
        let today = self.app.environment.today;
        Ready { recipients: self.recipients, signatory, offices, copies: self.copies, today }.letters()
    }

    /// The letters of each row, all of which can be made, or what is wrong with it; and what to do about
    /// letters that do not fit the paper.
    fn checked(
        &self,
        rows: &'a [(Row, Checked)],
        notes: &mut Notes,
        hints: &mut BTreeSet<String>,
    ) -> Vec<Composed<'a>> {
        let compose = |(_, checked): &'a (Row, Checked)| match checked {
            Err(faults) => Err(faults.iter().map(signers::words).collect()),
            Ok(signatory) => self.letters(signatory, notes).map_err(|failure| failure.problems),
        };
        let composed: Vec<Composed<'a>> = rows.iter().map(compose).collect();
        let Some(sheets) = &self.sheets else { return composed };
        let letters: Vec<&Letter<'a>> = composed.iter().flatten().flatten().collect();
        let mut verdicts = sheets.check_all(&letters).into_iter();
        let judge = |letters: Composed<'a>| {
            let letters = letters?;
            let of_row: Vec<Result<(), Failure>> = verdicts.by_ref().take(letters.len()).collect();
            of_row.into_iter().collect::<Result<(), Failure>>().map_err(|failure| {
                hints.extend(failure.hints);
                failure.problems
            })?;
            Ok(letters)
        };
        composed.into_iter().map(judge).collect()
    }

    /// Puts the letters of these signatories into the book.
    fn bind_all(&self, waiting: &mut Vec<(u64, Signatory)>, book: &mut Bindery<'_>) -> Result<(), Failure> {
        let waiting = std::mem::take(waiting);
        let (mut letters, mut rows) = (Vec::new(), Vec::new());
        for (row, signatory) in &waiting {
            let of_row = self.letters(signatory, &mut Notes(BTreeSet::new()))?;
            rows.extend(of_row.iter().map(|_| Some(*row)));
            letters.extend(of_row);
        }
        book.add(&letters, &rows).map(drop)
    }

    /// Each letter in the format asked for; none for an office that it does not reach.
    fn all_rendered(&self, letters: &[&Letter<'_>]) -> Vec<Result<Option<Vec<u8>>, Failure>> {
        match &self.sheets {
            Some(sheets) => sheets.letters(letters).into_iter().map(|made| made.map(Some)).collect(),
            None => letters.iter().map(|letter| self.rendered(letter)).collect(),
        }
    }

    /// One letter in the format asked for.
    fn rendered(&self, letter: &Letter<'_>) -> Result<Option<Vec<u8>>, Failure> {
        match (&self.sheets, self.args.format) {
            (Some(sheets), Format::Pdf) => sheets.letter(letter).map(Some),
            (_, format) => rendered(letter, format, self.args.html),
        }
    }

    /// What there is to say of an office: the state of its channels, and how else to reach it.
    fn remarks(&self, letter: &Letter<'_>, reached: bool, notes: &mut Notes) {
        notes.0.extend(channels::remarks(letter.office, way(self.args.format), self.app.environment.today));
        if self.args.format == Format::Mailto
            && matches!(mailto::mailto(letter), Some(mailto::Link::WithoutText { .. }))
        {
            notes.0.insert(format!(
                "{}: a link with the whole letter would be too long for many mail programs, so the link holds only addresses \
                 and subject. For drafts with the whole letter, use -f eml -o drafts/.",
                letter.office.id
            ));
        }
        if !reached {
            let again =
                Again { global: &self.app.global, who: &self.args.who, list: Some(&self.args.list), to: &self.args.to };
            let instead = instead(letter, again);
            notes.0.insert(unreached(letter, self.args.format, &instead));
        }
    }
}

/// What the first pass found.
#[derive(Default)]
struct Survey {
    good: u64,
    bad: u64,
    /// Letters that can be made in this format.
    letters: u64,
    /// The offices that get them.
    offices: BTreeSet<String>,
    /// The countries signatories write from.
    countries: BTreeSet<Country>,
    faults: Vec<String>,
    more_faults: u64,
    /// What to do about them beside mending the list.
    hints: BTreeSet<String>,
    /// Of the rows that cannot be used, those whose letters cannot be made, and why.
    unmade: BTreeMap<u64, Vec<String>>,
    /// Files that are there and hold something else.
    in_the_way: Vec<String>,
}

impl Survey {
    fn of(work: &Work<'_>, list: &mut List, notes: &mut Notes) -> Result<Self, Failure> {
        let mut survey = Self::default();
        let folder = match Place::of(work.args.output.as_deref()) {
            Place::Folder(folder) => Some(folder),
            Place::Screen | Place::File(_) => None,
        };
        let mut seen: BTreeSet<(String, bool)> = BTreeSet::new();
        list.each_some(TOGETHER, |rows| {
            for ((row, checked), letters) in rows.iter().zip(work.checked(&rows, notes, &mut survey.hints)) {
                let letters = match letters {
                    Ok(letters) => letters,
                    Err(problems) => {
                        survey.bad += 1;
                        // What is wrong with an answer is told with its row and column already.
                        if checked.is_err() {
                            survey.add(problems);
                        } else {
                            survey.add(problems.iter().map(|why| format!("row {}: {why}", row.number)));
                            survey.unmade.insert(row.number, problems);
                        }
                        continue;
                    }
                };
                survey.good += 1;
                survey.countries.extend(checked.as_ref().ok().and_then(|signatory| signatory.country));
                for letter in &letters {
                    let reached = is_reached(letter, work.args.format);
                    survey.letters += u64::from(reached);
                    if reached && work.args.dry_run {
                        // No second pass will find what only the format makes of it.
                        work.rendered(letter)?;
                    }
                    if seen.insert((letter.office.id.clone(), reached)) {
                        work.remarks(letter, reached, notes);
                        survey.offices.insert(letter.office.id.clone());
                    }
                    if let Some(folder) = folder.as_deref().filter(|_| reached) {
                        survey.meet(work, letter, &folder.join(file_name(row, letter, work.args.format)))?;
                    }
                }
            }
            Ok(())
        })?;
        Ok(survey)
    }

    fn add(&mut self, problems: impl IntoIterator<Item = String>) {
        for problem in problems {
            if self.faults.len() < FAULTS_SHOWN {
                self.faults.push(problem);
            } else {
                self.more_faults += 1;
            }
        }
    }

    /// A file that is there already may stay when it is this very letter.
    fn meet(&mut self, work: &Work<'_>, letter: &Letter<'_>, path: &Path) -> Result<(), Failure> {
        if path.symlink_metadata().is_err() || self.in_the_way.len() >= FAULTS_SHOWN {
            return Ok(());
        }
        let wanted = work.rendered(letter)?.map(|text| alone(letter, text, work.args.format)).unwrap_or_default();
        if std::fs::read(path).map_err(|error| Failure::file(path, &error))? != wanted {
            self.in_the_way.push(format!("{} exists already and differs", path.display()));
        }
        Ok(())
    }

    /// Whether anything is to be written, and where; else everything that stands against it.
    fn judge(&self, work: &Work<'_>, list: &List) -> Result<Place, Failure> {
        let args = work.args;
        let faults = || {
            let shown = self.faults.iter().map(|fault| format!("{}: {fault}", list.name()));
            shown.chain((self.more_faults > 0).then(|| format!("and {} more", self.more_faults)))
        };
        if self.bad > 0 && !args.list.skip_bad_rows {
            let hint = format!(
                "{NOTHING}; {} of {} cannot be used. Fix the list, or use --skip-bad-rows to leave them out",
                counted(self.bad, "row"),
                self.good + self.bad
            );
            let hints = self.hints.iter().cloned().chain([hint]).collect();
            return Err(Failure { exit: Exit::Data, problems: faults().collect(), hints });
        }
        if self.good == 0 {
            let mut failure = Failure::data(format!("{}: no row can be used", list.name()));
            failure.problems.extend(faults());
            return Err(failure.hint(NOTHING));
        }
        if self.letters == 0 && args.sheet.envelope.is_some() {
            return Err(channels::no_envelope());
        }
        if self.letters == 0 {
            return Err(Failure::data(format!("none of these offices can be reached {}", by(args.format)))
                .hint("`-f text` makes a letter for every office, whatever its channels"));
        }
        let place = Place::for_letters(args.output.as_deref(), self.letters, args.format)?;
        let mut in_the_way = self.in_the_way.clone();
        let files: Vec<PathBuf> = match place.file() {
            Some(file) if args.format == Format::Pdf => bound_files(file, self.letters),
            file => file.map(Path::to_owned).into_iter().collect(),
        };
        for path in self.failed_file(args).into_iter().chain(files).filter(|path| path.symlink_metadata().is_ok()) {
            in_the_way.push(format!("{} exists already", path.display()));
        }
        if in_the_way.is_empty() {
            let letters = match &place {
                Place::Folder(folder) => Some(folder.join("letter")),
                Place::File(file) => Some(file.clone()),
                Place::Screen => None,
            };
            self.failed_file(args).iter().chain(&letters).try_for_each(|path| reachable(path))?;
            return Ok(place);
        }
        let hint = format!("{NOTHING}; choose another place with -o or --failed, or remove these files first");
        Err(Failure { exit: Exit::Data, problems: in_the_way, hints: vec![hint] })
    }

    /// What a dry run ends with.
    fn would_write(&self, work: &Work<'_>, notes: &Notes) {
        let report = &work.app.report;
        for note in &notes.0 {
            report.say(&format!("Note: {note}"));
        }
        let (letters, signatories) = (counted(self.letters, "letter"), counted(self.good, "signatory"));
        report.say(&format!("Would write {letters} for {signatories} {}.", whereto(work.args.output.as_deref())));
        for office in self.offices.iter().filter_map(|id| work.recipients.registry.get(id)) {
            report.say(&format!("  {}", channels::addresses(office, way(work.args.format))));
        }
        if let Some(path) = self.failed_file(work.args) {
            report.warn(&format!("{} would be left out; {} would say why", counted(self.bad, "row"), path.display()));
        }
    }

    /// Where the rows that are left out go, if there are any: beside the letters, unless it is said.
    fn failed_file(&self, args: &WriteArgs) -> Option<PathBuf> {
        let beside = || failed_beside(args.output.as_deref());
        (self.bad > 0).then(|| args.list.failed.clone().unwrap_or_else(beside))
    }
}

/// The second pass. Returns how many letters were written.
fn write(
    work: &Work<'_>,
    list: &mut List,
    place: Place,
    unmade: &BTreeMap<u64, Vec<String>>,
    failed: Option<PathBuf>,
) -> Result<u64, Failure> {
    let mut notes = Notes(BTreeSet::new());
    let mut out = Out::open(work.app, work.args.format, place)?;
    let (columns, name) = (list.columns().clone(), list.name().to_owned());
    let mut left_out = failed.map(|path| LeftOut::open(path, &columns)).transpose()?;
    let mut written = 0;
    list.each_some(TOGETHER, |rows| {
        let composed = rows.iter().map(|(row, checked)| match (checked, unmade.get(&row.number)) {
            (Err(faults), _) => Err(faults.iter().map(signers::reason).collect()),
            (Ok(_), Some(why)) => Err(why.clone()),
            (Ok(signatory), None) => work.letters(signatory, &mut notes).map_err(|failure| failure.problems),
        });
        let composed: Vec<Composed<'_>> = composed.collect();
        let letters: Vec<&Letter<'_>> = composed.iter().flatten().flatten().collect();
        let mut rendered = letters.chunks(TOGETHER).flat_map(|some| work.all_rendered(some));
        for ((row, _), composed) in rows.iter().zip(&composed) {
            match (composed, &mut left_out) {
                (Ok(letters), _) => {
                    for (letter, text) in letters.iter().zip(rendered.by_ref()) {
                        if let Some(text) = text? {
                            out.letter(row, letter, text)?;
                            written += 1;
                        }
                    }
                }
                (Err(reasons), Some(left_out)) => left_out.add(row, &reasons.join("; "))?,
                // The list was without fault a moment ago.
                (Err(_), None) => return Err(Failure::data(format!("{name} changed while it was read"))),
            }
        }
        notes.0.clear();
        Ok(())
    })?;
    out.close()?;
    if let Some(left_out) = left_out {
        left_out.close(work.app)?;
    }
    Ok(written)
}

/// The second pass, all letters in one file. Returns how many there are.
fn bind(
    work: &Work<'_>,
    list: &mut List,
    mut book: Bindery<'_>,
    unmade: &BTreeMap<u64, Vec<String>>,
    failed: Option<PathBuf>,
) -> Result<u64, Failure> {
    /// Signatories that are kept until their letters are bound together.
    const BOUND: usize = 100;
    let mut notes = Notes(BTreeSet::new());
    let (columns, name) = (list.columns().clone(), list.name().to_owned());
    let mut left_out = failed.map(|path| LeftOut::open(path, &columns)).transpose()?;
    let mut waiting: Vec<(u64, Signatory)> = Vec::new();
    list.each(|row, checked| {
        let reasons: Vec<String> = match checked {
            Err(faults) => faults.iter().map(signers::reason).collect(),
            Ok(signatory) => {
                if let Some(why) = unmade.get(&row.number) {
                    why.clone()
                } else if let Some(failure) = work.letters(&signatory, &mut notes).err() {
                    failure.problems
                } else {
                    waiting.push((row.number, signatory));
                    if waiting.len() >= BOUND {
                        work.bind_all(&mut waiting, &mut book)?;
                    }
                    return Ok(());
                }
            }
        };
        match &mut left_out {
            Some(left_out) => left_out.add(row, &reasons.join("; ")),
            None => Err(Failure::data(format!("{name} changed while it was read"))),
        }
    })?;
    work.bind_all(&mut waiting, &mut book)?;
    let written = book.close(work.app)?;
    if let Some(left_out) = left_out {
        left_out.close(work.app)?;
    }
    Ok(written)
}
