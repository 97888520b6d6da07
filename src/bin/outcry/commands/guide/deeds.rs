//! What a guided run does with letters that are ready: shows them, saves them, sends them, remembers who signs.

use std::path::PathBuf;

use outcry::address::Email;
use outcry::campaign::Campaign;
use outcry::letter::Letter;
use outcry::render::text;
use outcry::signatory::{Answers, Field};

use super::course::Course;
use super::folder::folder;
#[cfg(feature = "pdf")]
use super::sheets;
use crate::account_setup;
use crate::app::App;
use crate::args::command_line;
use crate::args::{Format, LineArgs, LookArgs, NO_PICTURE, PaceArgs, RosterArgs, SendArgs, WriteArgs};
use crate::commands::send;
use crate::commands::write;
use crate::failure::{Exit, Failure};
use crate::input::credentials;
use crate::input::toml_file;
use crate::messages;
use crate::terminal::prompts::{self, Choice, Esc, Reply};

/// Times the last question is put again after something went wrong.
const TRIES: usize = 10;

/// Shows the first letter as it will be, and says who else gets it. Returns whether there are others.
fn preview(app: &App, args: &WriteArgs) -> Result<bool, Failure> {
    write::with_letters(app, args, |letters, _| {
        let (Some(first), others) = (letters.first(), letters.get(1..).unwrap_or_default()) else { return Ok(false) };
        show(app, first);
        if !others.is_empty() {
            let count = messages::letters(others.len() as u64);
            prompts::say(&format!(
                "Not shown: {count} to the other offices. You can read all letters before you decide."
            ));
        }
        Ok(!others.is_empty())
    })
}

fn show(app: &App, letter: &Letter<'_>) {
    let rule = "-".repeat(prompts::width().min(72));
    app.report.show(&format!("\n{rule}\n{}{rule}", prompts::wrapped(&text::text(letter))));
}

/// What can be done with letters that are ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Print,
    Save,
    Drafts,
    Send,
    Test,
    Read,
    Edit,
    Change,
    Back,
    Stop,
}

impl Deed {
    fn words(self) -> &'static str {
        match self {
            Self::Print => "Put the text on the screen, to copy it",
            Self::Save => "Save it in a folder, to print it",
            Self::Drafts => "Make e-mail drafts in a folder, for my own mail program",
            Self::Send => "Send it by e-mail; outcry asks again first",
            Self::Test => "Send it to one address of mine, as a test",
            Self::Read => "Read the letters to the other offices first",
            Self::Edit => "Edit the subject and the text",
            Self::Change => "Change an answer",
            Self::Back => "Back to my answers",
            Self::Stop => "Stop",
        }
    }
}

/// How a guided run ended, and its last words: the line that does the same.
pub struct Done {
    pub exit: Exit,
    pub line: String,
    /// How sheets shall look, where that was said now.
    pub look: Option<LookArgs>,
}

/// What comes after the letter was shown.
pub enum Next {
    Done(Done),
    Change,
    /// The letter is another one, and to be shown.
    Again,
    Back,
    Stop,
}

/// Shows the letter, asks what to do and does it. What cannot be done leads back to the question: the letter is not
/// lost.
pub fn preview_and_do(app: &mut App, course: &mut Course) -> Result<Next, Failure> {
    let campaign = course.campaign(app)?;
    let several = preview(app, &course.args)?;
    if let Some(file) = course.left_out.take() {
        prompts::say(&format!(
            "This is the campaign's letter again: your edited text says what you answered before. It stays in {}.",
            file.display()
        ));
    }
    let sending = if campaign.stop(app.environment.today).is_none() { Deed::Send } else { Deed::Test };
    let mut deeds = vec![Deed::Print, Deed::Save, Deed::Drafts, sending];
    if several {
        deeds.push(Deed::Read);
    }
    deeds.extend([Deed::Edit, Deed::Change, Deed::Back, Deed::Stop]);
    let items: Vec<&str> = deeds.iter().map(|deed| deed.words()).collect();
    let mut marked = 0;
    for _ in 0..TRIES {
        let deed = match app.ask.choose_from("What now?", &items, marked, Esc::Back)? {
            Choice::Picked(index) => {
                marked = index;
                deeds.get(index).copied().unwrap_or(Deed::Stop)
            }
            Choice::Stop => Deed::Back,
        };
        // What one deed asks for is not asked of the next.
        let args = &mut course.args.clone();
        let done = match deed {
            Deed::Stop => return Ok(Next::Stop),
            Deed::Change => return Ok(Next::Change),
            Deed::Back => return Ok(Next::Back),
            Deed::Read => {
                write::with_letters(app, args, |letters, _| {
                    letters.iter().skip(1).for_each(|letter| show(app, letter));
                    Ok(())
                })?;
                continue;
            }
            Deed::Edit => {
                course.args.edit = write::edited(app, args)?;
                return Ok(Next::Again);
            }
            #[cfg(feature = "pdf")]
            Deed::Save => {
                let made = sheets::make(app, args)?;
                course.args.sheet.look.clone_from(&args.sheet.look);
                match made {
                    Some(made) => made.map(|(line, look)| Done { exit: Exit::Done, line, look }),
                    None => continue,
                }
            }
            #[cfg(not(feature = "pdf"))]
            Deed::Save => match hand_over(app, deed, args)? {
                Some(done) => done,
                None => continue,
            },
            Deed::Print | Deed::Drafts => match hand_over(app, deed, args)? {
                Some(done) => done,
                None => continue,
            },
            Deed::Send | Deed::Test => post(app, deed, args),
        };
        match done {
            Ok(done) => {
                prompts::can_resume(None);
                return Ok(Next::Done(done));
            }
            Err(failure) if failure.exit == Exit::Interrupted || prompts::delivery_began() => return Err(failure),
            Err(failure) if failure.is_reader_left() => return Err(failure),
            Err(failure) => {
                app.report.failure(&failure);
                prompts::say("The letter is still here.");
            }
        }
    }
    Err(Failure::usage(format!("nothing was done after {TRIES} tries")))
}

/// Makes letters that need no press. Nothing comes of it when the person goes back.
fn hand_over(app: &App, deed: Deed, args: &mut WriteArgs) -> Result<Option<Result<Done, Failure>>, Failure> {
    args.format = (deed == Deed::Drafts).then_some(Format::Eml);
    if deed != Deed::Print {
        let Reply::Given(folder) = folder(app, if deed == Deed::Drafts { "drafts" } else { "my-letters" })? else {
            return Ok(None);
        };
        args.output = Some(folder.into());
        if !write::is_agreed(app, args)? {
            return Ok(None);
        }
    }
    Ok(Some(write::run(app, args).map(|()| Done {
        exit: Exit::Done,
        line: format!("To do the same with one command, run:\n{}", command_line::write(&app.global, args)),
        look: None,
    })))
}

/// Ends without a deed. The line that goes on with the answers is said last.
pub fn stop() -> Exit {
    prompts::say("Nothing was sent.");
    Exit::Done
}

fn post(app: &mut App, deed: Deed, args: &WriteArgs) -> Result<Done, Failure> {
    let mut line = LineArgs::default();
    account_setup::complete(app, &mut line)?;
    let mut to = args.to.clone();
    let mut test_to = None;
    if deed == Deed::Test {
        let check = |raw: &str| raw.parse::<Email>().map(|_| raw.to_owned()).map_err(|error| error.to_string());
        test_to = Some(app.ask.checked("Your address for the test", check)?);
    } else {
        to.copy_to = copies(app, args, &line)?;
    }
    let args = SendArgs {
        campaign: args.campaign.clone(),
        who: args.who.clone(),
        to,
        line,
        list: RosterArgs::default(),
        joint: None,
        edit: args.edit.clone(),
        pace: PaceArgs::default(),
        html: false,
        attach_pdf: false,
        copy_me: false,
        dry_run: false,
        yes: false,
        expect: None,
        expect_new: None,
        paper: None,
        test_to,
        accept_stale: Vec::new(),
        trust_registry: Vec::new(),
        trust_campaign: Vec::new(),
        again: None,
        wait: false,
        json: false,
        look: LookArgs::default(),
    };
    let exit = send::run(app, &args)?;
    let line = command_line::send(&app.global, &args);
    let line = format!("To do the same with one command, which asks again before it sends, run:\n{line}");
    Ok(Done { exit, line, look: None })
}

/// The copy addresses, asked for when the campaign has only a stand-in, which cannot be written to.
fn copies(app: &App, args: &WriteArgs, line: &LineArgs) -> Result<Vec<String>, Failure> {
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let account = credentials::account(&app.sources, line, &mut Vec::new())?;
    let trial = account.is_some_and(|account| account.server.is_loopback());
    let real = campaign.copy_to.iter().all(|email| email.reserved().is_none());
    if trial || real || !args.to.copy_to.is_empty() {
        return Ok(args.to.copy_to.clone());
    }
    prompts::say("The campaign's own address for copies is unknown.");
    prompts::say("Ask the campaign for it, or give your own.");
    let check = |raw: &str| match raw.parse::<Email>() {
        Ok(email) if email.reserved().is_some() => Err("this is only a placeholder for a real address".to_owned()),
        Ok(email) => Ok(email.to_string()),
        Err(error) => Err(error.to_string()),
    };
    Ok(vec![app.ask.checked("Address that gets a copy of each letter", check)?])
}

/// Offers to keep the details that were typed now, and how the sheets look. Own words are never kept.
pub fn remember(app: &App, typed: &Answers, look: Option<&LookArgs>, profile: Option<&str>) -> Result<(), Failure> {
    let Some(file) = app.sources.config_file.clone() else { return Ok(()) };
    let question = format!("Remember these details for next time, in {}?", file.display());
    if !app.ask.consent(&question)? {
        return Ok(());
    }
    let written = toml_file::configuration(Some(&file), |document| {
        for (field, value) in typed.given() {
            match (field, value.parse::<i64>()) {
                (Field::Members, Ok(number)) => toml_file::set_in(document, &["me"], field.name(), number)?,
                (Field::Extra(name), _) => toml_file::set_in(document, &["me", "extra"], name.as_str(), value)?,
                _ => toml_file::set_in(document, &["me"], field.name(), value)?,
            }
        }
        let named = ["profile", profile.unwrap_or_default()];
        let table: &[&str] = if profile.is_some() { &named } else { &["me"] };
        let LookArgs { layout, signature, letterhead, .. } = look.cloned().unwrap_or_default();
        let file = |path: Option<PathBuf>| path.map(|path| path.display().to_string());
        for (key, value) in [("layout", layout), ("signature", file(signature)), ("letterhead", file(letterhead))] {
            match value {
                Some(none) if none == NO_PICTURE => toml_file::remove_in(document, table, key),
                Some(value) => toml_file::set_in(document, table, key, value)?,
                None => {}
            }
        }
        Ok(())
    });
    match written {
        Ok(file) => prompts::say(&format!("Saved in {}. You can change or delete the details there.", file.display())),
        // The letter is done; what could not be kept is no reason to call that a failure.
        Err(failure) => app.report.failure(&failure),
    }
    Ok(())
}
