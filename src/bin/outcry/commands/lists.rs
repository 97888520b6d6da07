//! `outcry lists`: what a list of signatories says, before anything is made of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use outcry::campaign::Campaign;
use outcry::letter::Details;

use crate::app::App;
use crate::args::{EditArgs, ListCheckArgs, ListsCommand, SheetArgs, WriteArgs, command_line};
use crate::failure::Failure;
use crate::input::sources::{CopyLetters, Ready, copies, offices};
use crate::messages;
use crate::messages::counted;
use crate::output::files::failed_beside;
use crate::precheck::{self, Precheck};

pub fn run(app: &App, command: &ListsCommand) -> Result<(), Failure> {
    match command {
        ListsCommand::Check(args) => check(app, args),
    }
}

/// How a bad list ends.
const NOTHING: &str = "this was a check alone";

/// Rows that are checked together.
const TOGETHER: usize = 256;

fn check(app: &App, args: &ListCheckArgs) -> Result<(), Failure> {
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let copies = copies(&campaign, &args.to)?;
    let recipients = app.sources.recipients(campaign, &args.to, &args.who)?;
    let mut signers = precheck::signers(app, &recipients, (&args.list, &args.who), Vec::new(), NOTHING)?;
    let mut checked = Precheck::begin(&recipients.campaign, &args.list, &signers)?;
    let mut letters: BTreeMap<String, u64> = BTreeMap::new();
    signers.each::<Failure>(0, TOGETHER, |some| {
        for signer in &some {
            let mut notes = Vec::new();
            let admitted = checked.admit(&recipients, signer, |signatory| {
                let (offices, found) = offices(&recipients, signatory, CopyLetters::None)?;
                notes = found.iter().flat_map(messages::note).collect();
                let today = app.environment.today;
                let ready = Ready {
                    recipients: &recipients,
                    signatory,
                    offices,
                    copies: &copies,
                    today,
                    details: Details::NONE,
                    edited: None,
                };
                let letters = ready.letters()?;
                notes.extend(ready.remarks(&letters));
                Ok(letters)
            })?;
            for letter in admitted.into_iter().flat_map(|(_, letters)| letters) {
                *letters.entry(letter.office.id.clone()).or_default() += 1;
            }
            checked.note(notes);
        }
        Ok(())
    })?;
    app.warn_of(signers.oddities());
    app.warn_of(checked.oddities(signers.list()));
    let left_out = match signers.list() {
        Some(list) => {
            checked.judge(app, list, &args.list, NOTHING)?;
            checked.keep_failed(&args.list, &failed_beside(None), NOTHING)?
        }
        None => None,
    };
    app.say_notices(&checked.notes);
    let all = counted(letters.values().sum(), "letter");
    app.report.say(&format!("{} can sign, which makes {all}:", counted(checked.good, "row")));
    for (office, count) in &letters {
        app.report.say(&format!("  {office}: {count}"));
    }
    let (list, who) = signers.read_by(&args.list, &args.who);
    let write = WriteArgs {
        campaign: args.campaign.clone(),
        who,
        list,
        to: args.to.clone(),
        edit: EditArgs::default(),
        format: None,
        html: false,
        output: Some(PathBuf::from("letters-to-sign/")),
        anyway: false,
        dry_run: false,
        sheet: SheetArgs::default(),
    };
    app.report.say(&format!("To write them, run: {}", command_line::write(&app.global, &write)));
    if let Some(left_out) = left_out {
        app.report.warn(&left_out);
    }
    Ok(())
}
