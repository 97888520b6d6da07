//! The first pass of `write`: which letters there are, what stands against them, and what is to be said.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use outcry::letter::Letter;

use super::job::{Job, NOTHING};
use crate::args::Format;
use crate::failure::{Exit, Failure};
use crate::input::signers::Signers;
use crate::messages::{self, channels, counted};
use crate::output::files::{Place, Twin, file_name, reachable, refuse_folders_above, whereto};
use crate::output::format::{Between, alone, among, by, last, way};
use crate::output::paper::bound_files;
use crate::output::writer;
use crate::precheck::Precheck;

/// Files in the way that are named; a folder may hold thousands.
const IN_THE_WAY_SHOWN: usize = 20;

/// What there is to write, and what stands against it.
#[derive(Default)]
pub struct ToWrite {
    /// Who can sign, and what is wrong with the others.
    pub checked: Precheck,
    /// Letters that can be made in this format.
    pub letters: u64,
    /// The offices they would go to, each with whether the format reaches it.
    offices: BTreeSet<(String, bool)>,
    /// The one file they go into, if it is there.
    twin: Option<Twin>,
    /// Files that are there and hold something else.
    in_the_way: Vec<String>,
    more_in_the_way: u64,
}

impl ToWrite {
    pub fn of(job: &Job<'_>, signers: &mut Signers) -> Result<Self, Failure> {
        let mut survey =
            Self { checked: Precheck::begin(&job.recipients.campaign, &job.args.list, signers)?, ..Self::default() };
        survey.checked.note(job.notes.iter().cloned());
        let place = Place::of(job.args.output.as_deref());
        if let (Place::File(path), false) = (&place, job.args.made() == Format::Pdf && signers.list().is_some()) {
            survey.twin = Twin::of(path)?;
        }
        signers.each::<Failure>(0, writer::TOGETHER, |some| {
            let mut notes = Vec::new();
            let mut made = job.checked(&some, &mut notes).into_iter();
            survey.checked.note(notes);
            for signer in &some {
                let made = |_: &_| made.next().unwrap_or_else(|| Ok(Vec::new()));
                let Some((_, letters)) = survey.checked.admit(job.recipients, signer, made)? else { continue };
                letters.iter().try_for_each(|letter| survey.letter(job, &place, signer.number(), letter))?;
            }
            Ok(())
        })?;
        let ids = survey.offices.iter().map(|(id, _)| id.as_str());
        let changed = job.recipients.changed(ids, &survey.checked.countries);
        survey.checked.note(changed.iter().map(messages::changed));
        Ok(survey)
    }

    fn letter(&mut self, job: &Job<'_>, place: &Place, row: Option<u64>, letter: &Letter<'_>) -> Result<(), Failure> {
        let reached = job.reaches(letter);
        let format = job.args.made();
        if self.offices.insert((letter.office.id.clone(), reached)) {
            self.checked.note(channels::remarks(letter.office, way(format), job.app.environment.today));
            job.shortfall(letter).iter().for_each(|shortfall| job.app.report.warn(shortfall));
        }
        if !reached {
            return Ok(());
        }
        self.letters += 1;
        if let Some(twin) = &mut self.twin {
            let text = job.one(letter)?.unwrap_or_default();
            twin.compare(&among(letter, &text, self.letters == 1, format, Between::Sheets));
        } else if let Place::Folder(folder) = place {
            self.meet(job, letter, &folder.join(file_name(row, letter, &job.ending())))?;
        }
        if job.args.dry_run {
            // No second pass will find what only the format makes of it.
            job.one(letter)?;
        }
        Ok(())
    }

    /// A file that is there already may stay when it is this very letter.
    fn meet(&mut self, job: &Job<'_>, letter: &Letter<'_>, path: &Path) -> Result<(), Failure> {
        if path.symlink_metadata().is_err() {
            return Ok(());
        }
        let wanted = job.one(letter)?.map(|text| alone(letter, text, job.args.made())).unwrap_or_default();
        if std::fs::read(path).map_err(|error| Failure::file(path, &error))? != wanted {
            self.is_in_the_way(path, " and differs");
        }
        Ok(())
    }

    fn is_in_the_way(&mut self, path: &Path, and: &str) {
        if self.in_the_way.len() < IN_THE_WAY_SHOWN {
            self.in_the_way.push(format!("{} exists already{and}", path.display()));
        } else {
            self.more_in_the_way += 1;
        }
    }

    /// Where the letters go; else everything that stands against it.
    pub fn judge(&mut self, job: &Job<'_>, signers: &Signers) -> Result<Place, Failure> {
        let args = job.args;
        if let Some(list) = signers.list() {
            self.checked.judge(job.app, list, &args.list, NOTHING)?;
        }
        if self.letters == 0 {
            return Err(if channels::addressed(args.sheet.make()).is_some() {
                channels::nothing_addressed(args.sheet.make())
            } else if args.sheet.fax {
                Failure::data("none of these offices has a fax number")
                    .hint("leave out --fax to send the letters by post")
            } else {
                Failure::data(format!("none of these offices can be reached {}", by(args.made())))
                    .hint("`-f text` makes a letter for every office, whatever its channels")
            });
        }
        let place = Place::for_letters(args.output.as_deref(), self.letters, args.made())?;
        match (&place, self.twin.take()) {
            (Place::File(path), _) if args.sheet.fax && self.letters > 1 => {
                return Err(Failure::usage(format!(
                    "-o {} takes one fax, but there are {}",
                    path.display(),
                    self.letters
                ))
                .hint("write them into a folder with -o FOLDER/"));
            }
            (Place::File(path), _) if job.binds(&place, self.letters) => {
                let there = |file: &PathBuf| file.symlink_metadata().is_ok();
                bound_files(path, self.letters)
                    .iter()
                    .filter(|file| there(file))
                    .for_each(|file| self.is_in_the_way(file, ""));
            }
            (Place::File(path), Some(mut twin)) => {
                twin.compare(last(args.made()).as_bytes());
                if !twin.ends_the_same() {
                    self.is_in_the_way(path, " and differs");
                }
            }
            _ => {}
        }
        if self.in_the_way.is_empty() {
            match &place {
                Place::Folder(folder) => reachable(&folder.join("letter"))?,
                Place::File(file) => {
                    refuse_folders_above(file)?;
                    reachable(file)?;
                }
                Place::Screen => {}
            }
            return Ok(place);
        }
        let mut problems = std::mem::take(&mut self.in_the_way);
        problems
            .extend((self.more_in_the_way > 0).then(|| format!("and {} more", counted(self.more_in_the_way, "file"))));
        let hint = format!("{NOTHING}; choose another place with -o, or remove these files first");
        Err(Failure { exit: Exit::Data, problems, hints: vec![hint] })
    }

    /// What a dry run ends with.
    pub fn would_write(&self, job: &Job<'_>, signers: &Signers) {
        let report = &job.app.report;
        let letters = counted(self.letters, "letter");
        let signatories = signers.list().map(|_| format!(" for {}", counted(self.checked.good, "signatory")));
        let whereto = whereto(job.args.output.as_deref());
        report.say(&format!("Would write {letters}{} {whereto}.", signatories.unwrap_or_default()));
        for office in self.offices.iter().filter_map(|(id, _)| job.recipients.registry.get(id)) {
            report.say(&format!("  {}", channels::addresses(office, way(job.args.made()))));
        }
    }
}
