//! `outcry write`: letters to the screen, a file or a folder, for one signatory or every row of a list.
//!
//! Who signs is gone through twice. The first time every row is checked and every letter composed, and nothing is
//! written; the second time they are written. No letter stays in memory.

mod job;
mod survey;
mod unreached;

use outcry::campaign::Campaign;
use outcry::letter::Letter;
use outcry::signatory::Signatory;
use outcry::text::for_sentence;

use crate::app::App;
use crate::args::{EditArgs, Format, WriteArgs};
use crate::failure::Failure;
use crate::input::identity;
use crate::input::signers::Signers;
use crate::input::sources::{copies, mixed_domain, signatory};
use crate::messages::standing::letters_not_wanted;
use crate::messages::{self, Notice, counted};
use crate::output::editing::in_editor;
use crate::output::files::{Place, failed_beside, refuse_foreign_ending};
use crate::output::format::bears_details;
use crate::output::paper::{TYPESET_TOGETHER, open, volumes_note};
use crate::output::stationery::Whose;
use crate::output::writer;
use crate::precheck;
use job::{Job, NOTHING};
use survey::ToWrite;

pub fn run(app: &App, args: &WriteArgs) -> Result<(), Failure> {
    refuse_contradictions(args)?;
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let copies = copies(&campaign, &args.to)?;
    let recipients = app.sources.recipients(campaign, &args.to, &args.who)?;
    let mut signers = precheck::signers(app, &recipients, (&args.list, &args.who), Vec::new(), NOTHING)?;
    let (list, who) = signers.read_by(&args.list, &args.who);
    let args = &WriteArgs { who, list, ..args.clone() };
    let whose = if signers.list().is_some() { Whose::Others } else { Whose::Own };
    let job = Job::new(app, args, &recipients, copies.clone(), whose)?;
    if !job.may_go_on()? {
        return Ok(());
    }
    let with_text;
    let (args, job) = match signers.one().filter(|_| args.edit.edit) {
        Some(signatory) => {
            let edit = in_editor(app, &args.edit, &job.ready(signatory, &mut Vec::new())?)?;
            with_text = WriteArgs { edit, ..args.clone() };
            (&with_text, Job::new(app, &with_text, &recipients, copies, whose)?)
        }
        None => (args, job),
    };

    let mut survey = ToWrite::of(&job, &mut signers)?;
    app.warn_of(job.copies.iter().filter_map(mixed_domain).chain(signers.oddities()));
    app.warn_of(survey.checked.oddities(signers.list()));
    let place = survey.judge(&job, &signers)?;
    let bound = job.binds(&place, survey.letters).then_some(survey.letters);
    if let Some(note) = place.file().zip(bound).and_then(|(file, letters)| volumes_note(file, letters)) {
        app.report.say(&note);
    }
    let left_out = survey.checked.keep_failed(&args.list, &failed_beside(args.output.as_deref()), NOTHING)?;

    if !args.dry_run {
        job.write(&mut signers, place, bound, &survey)?;
    }
    app.say_notices(&survey.checked.notes);
    if args.dry_run {
        survey.would_write(&job, &signers);
    } else if signers.list().is_some() {
        let (letters, signatories) = (counted(survey.letters, "letter"), counted(survey.checked.good, "signatory"));
        app.report.say(&format!("{letters} for {signatories}."));
    }
    if let Some(left_out) = left_out {
        app.report.warn(&left_out);
    }
    match &args.output {
        Some(path) if args.sheet.open && !args.dry_run => open(path),
        _ => Ok(()),
    }
}

/// Refuses flags that nothing would come of, and names that do not fit.
fn refuse_contradictions(args: &WriteArgs) -> Result<(), Failure> {
    let given = args.sheet.given();
    if let Some(path) = &args.output {
        refuse_foreign_ending(path)?;
    }
    let printed = args.sheet.details.printed();
    if !printed.is_empty() && !bears_details(args.made()) {
        return Err(Failure::usage(format!("{} can be used only for letters on paper", printed.join(", ")))
            .hint("use -f pdf, html or text, or leave them out"));
    }
    if args.made() != Format::Pdf {
        if given.is_empty() {
            return Ok(());
        }
        return Err(Failure::usage(format!("{} can be used only with -f pdf", given.join(", ")))
            .hint("use -f pdf, or leave out -f"));
    }
    let Some(path) = &args.output else { return Ok(()) };
    let shown = for_sentence(&path.display().to_string());
    match Place::for_letters(Some(path), 1, Format::Pdf)? {
        Place::Folder(_) if args.sheet.one_file || args.sheet.labels.is_some() => {
            let flag = if args.sheet.one_file { "--one-file" } else { "--labels" };
            Err(Failure::usage(format!("invalid value \"{shown}\" for -o: {flag} needs a file, not a folder"))
                .hint("name a file, such as letters.pdf"))
        }
        _ => Ok(()),
    }
}

/// Lets a person edit the text of their letters; see [`in_editor`].
pub fn edited(app: &App, args: &WriteArgs) -> Result<EditArgs, Failure> {
    with_job(app, args, |job, signatory, _| in_editor(app, &args.edit, &job.ready(signatory, &mut Vec::new())?))
}

/// Asks whether letters of a campaign that is not open are to be made all the same, where they go out by themselves, once
/// for all that is made with these arguments.
pub fn is_agreed(app: &App, args: &mut WriteArgs) -> Result<bool, Failure> {
    let (is_stopped, is_agreed) = with_job(app, args, |job, _, _| Ok((job.stop.is_some(), job.may_go_on()?)))?;
    args.anyway |= is_stopped && is_agreed;
    Ok(is_agreed)
}

/// Composes the letters of one signatory, for a look at them, with what is to be said about them.
pub fn with_letters<T>(
    app: &App,
    args: &WriteArgs,
    then: impl FnOnce(&[Letter<'_>], Vec<Notice>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    with_job(app, args, |job, signatory, mut notes| {
        let letters = job.letters(signatory, &mut notes)?;
        let countries = signatory.country.into_iter().collect();
        let changed = job.recipients.changed(letters.iter().map(|letter| letter.office.id.as_str()), &countries);
        notes.extend(changed.iter().map(|changed| messages::changed(changed).into()));
        then(&letters, notes)
    })
}

/// Prepares the letters of one signatory, with what is to be said about them.
fn with_job<T>(
    app: &App,
    args: &WriteArgs,
    then: impl FnOnce(&Job<'_>, &Signatory, Vec<Notice>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let copies = copies(&campaign, &args.to)?;
    let recipients = app.sources.recipients(campaign, &args.to, &args.who)?;
    let answers = identity::answers(&recipients.campaign, &app.sources, &args.who)?;
    let (signatory, remarks) = signatory(&recipients, answers, &app.ask, Vec::new())?;
    let job = Job::new(app, args, &recipients, copies, Whose::Own)?;
    let stop = job.stop.map(|stop| format!("{}.", letters_not_wanted(&recipients.campaign, stop)));
    let mut notes: Vec<Notice> = stop.map(Notice::from).into_iter().chain(job.notes.iter().cloned()).collect();
    notes.extend(remarks.iter().map(messages::remark).map(Notice::from));
    notes.extend(recipients.odd_words_of(&signatory).iter().map(|odd| messages::odd_words(odd, "")));
    then(&job, &signatory, notes)
}

impl Job<'_> {
    /// The second pass. `bound` is the number of letters that one PDF is to hold.
    fn write(&self, signers: &mut Signers, place: Place, bound: Option<u64>, survey: &ToWrite) -> Result<(), Failure> {
        let name = signers.list().map(|list| list.name().to_owned()).unwrap_or_default();
        let changed = || Failure::data(format!("{name} changed while it was read"));
        let mut writer = self.writer(place, bound)?;
        let mut written = 0;
        let together = if bound.is_some() { TYPESET_TOGETHER } else { writer::TOGETHER };
        signers.each::<Failure>(0, together, |some| {
            let mut of_rows = Vec::new();
            for signer in some.iter().filter(|signer| signer.number().is_none_or(|row| !survey.checked.is_bad(row))) {
                let signatory = signer.checked.as_ref().map_err(|_| changed())?;
                let letters = self.letters(signatory, &mut Vec::new()).map_err(|_| changed())?;
                of_rows.extend(letters.into_iter().map(|letter| (signer.number(), letter)));
            }
            of_rows.retain(|(_, letter)| self.reaches(letter));
            let letters: Vec<_> = of_rows.iter().map(|(row, letter)| (*row, letter)).collect();
            written += writer.add(&letters, |letters| self.made(letters))?.into_iter().flatten().count() as u64;
            Ok(())
        })?;
        if written != survey.letters {
            return Err(changed());
        }
        writer.close(self.app)
    }
}
