//! `outcry` without a command, or `outcry guide` with some of the answers: leads a person through one letter, from the
//! campaign to the deed.
//!
//! It only ever fills in the arguments of `outcry write` and `outcry send` and runs those; so what
//! it does, a line can do, and it says that line at the end.
//!
//! ```text
//! course    which questions there are and what was answered: to go back and to change is to put one again
//! questions each question, with the old answer
//! deeds     what is done with the letters
//! sheets    how they look on paper, and envelopes
//! folder    paths as they are typed
//! ```

mod course;
mod deeds;
mod folder;
mod questions;
#[cfg(feature = "pdf")]
mod sheets;

use crate::app::App;
use crate::args::GuideArgs;
use crate::failure::{Exit, Failure};
use crate::messages::Reader;
use crate::terminal::prompts::{self, Choice, Esc, Reply, Unfinished};
use course::{Course, Step};
use deeds::{Next, stop};

/// Asks what `given` leaves open.
pub fn run(app: &mut App, given: Option<&GuideArgs>) -> Result<Exit, Failure> {
    if !app.ask.possible() {
        let what = if given.is_some() { "there" } else { "no command given, and there" };
        return Err(Failure::usage(format!("{what} is no terminal to ask on"))
            .hint("`outcry campaigns list` shows the campaigns; `outcry write CAMPAIGN …` writes a letter, `outcry send CAMPAIGN …` sends it")
            .hint("`outcry --help` lists all commands"));
    }
    app.reader = Reader::IsLed;
    prompts::say("outcry leads you through one letter. Nothing is sent before you have read it and agreed.");
    let back = if app.ask.is_plain() { "A < alone" } else { "Esc" };
    prompts::say(&format!("{back} goes one step back; Ctrl-C stops, and says how to go on later.\n"));
    let mut course = given.map_or_else(|| Ok(Course::new()), |given| Course::from(app, given))?;
    let mut is_agreed = false;
    loop {
        if !course.args.campaign.is_empty() {
            prompts::can_resume(Some(Unfinished::new(&app.global, &course.args)));
        }
        if let Some(step) = course.next(app)? {
            let before = course.meant();
            match questions::ask(app, &mut course, step)? {
                Reply::Given(()) => course.answered(step, &before),
                Reply::Back if course.back(step) => {}
                Reply::Back => prompts::say("This is the first question. Press Ctrl-C to stop."),
            }
            continue;
        }
        if !is_agreed {
            match summary(app, &mut course)? {
                Summary::Right => is_agreed = true,
                Summary::Changing => continue,
                Summary::Stop => return Ok(stop()),
            }
        }
        match deeds::preview_and_do(app, &mut course)? {
            Next::Done(done) => {
                let typed = course.to_remember();
                if typed.is_some() || done.look.is_some() {
                    let profile = course.args.who.profile.as_deref();
                    deeds::remember(app, &typed.unwrap_or_default(), done.look.as_ref(), profile)?;
                }
                app.report.show(&done.line);
                return Ok(done.exit);
            }
            Next::Again => {}
            Next::Change => change(app, &mut course)?,
            Next::Back => is_agreed = false,
            Next::Stop => return Ok(stop()),
        }
    }
}

/// What a person says of the summary.
enum Summary {
    Right,
    Changing,
    Stop,
}

/// Shows all answers before a letter is made.
fn summary(app: &App, course: &mut Course) -> Result<Summary, Failure> {
    prompts::say("\nYour answers:");
    for (_, line) in course.said(app)? {
        prompts::say(&format!("  {}", line.replace('\n', "\n    ")));
    }
    prompts::say("");
    let items = ["Yes, show me the letter", "Change an answer", "Back", "Stop"];
    match app.ask.choose_from("Is this right?", &items, 0, Esc::Back)? {
        Choice::Picked(0) => Ok(Summary::Right),
        Choice::Picked(1) => change(app, course).map(|()| Summary::Changing),
        Choice::Picked(3) => Ok(Summary::Stop),
        Choice::Picked(_) | Choice::Stop => {
            course.back_from_the_end();
            Ok(Summary::Changing)
        }
    }
}

/// Asks which answer is to be changed; its question is put again, and what follows from it.
fn change(app: &App, course: &mut Course) -> Result<(), Failure> {
    let said = course.said(app)?;
    let items: Vec<&str> = said.iter().map(|(_, line)| line.as_str()).collect();
    if let Reply::Given(index) = app.ask.choose_or_back("Which answer?", &items, 0)?
        && let Some((step, _)) = said.get(index)
    {
        course.change(*step);
    }
    Ok(())
}

/// The steps by the names that a person knows them by.
impl Step {
    pub fn name(self) -> String {
        match self {
            Self::Campaign => "campaign".to_owned(),
            Self::Profile => "profile".to_owned(),
            Self::Language => "language".to_owned(),
            Self::Offices => "offices left out".to_owned(),
            Self::Field(field) => field.name().replace('_', " "),
        }
    }
}
