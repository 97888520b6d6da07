//! `outcry` without a command: leads a person through one letter, from the campaign to the deed.
//!
//! It only ever fills in the arguments of `outcry write` and `outcry send` and runs those; so what
//! it does, a line can do, and it says that line at the end.

use outcry::address::Email;
use outcry::campaign::{Campaign, Stop};
use outcry::letter::Letter;
use outcry::locale::Language;
use outcry::mailing::Recipients;
use outcry::render::text;
use outcry::signatory::{Answers, Field, Kind};

use crate::account_setup;
use crate::app::App;
use crate::args::command_line;
use crate::args::{Format, LineArgs, LookArgs, PaceArgs, RosterArgs, SendArgs, SheetArgs, ToArgs, WhoArgs, WriteArgs};
use crate::commands::send;
use crate::commands::write;
use crate::failure::{Exit, Failure};
use crate::input::credentials;
use crate::input::identity;
use crate::input::toml_file;
use crate::messages;
use crate::terminal::prompts::{self, Choice, Needed};

/// Times the last question is put again after something went wrong.
const TRIES: usize = 10;

pub fn run(app: &mut App) -> Result<Exit, Failure> {
    if !app.ask.possible() {
        return Err(Failure::usage("no command given, and there is no terminal to ask on")
            .hint("`outcry campaigns list` shows the campaigns; `outcry write CAMPAIGN …` writes a letter, `outcry send CAMPAIGN …` sends it")
            .hint("`outcry --help` lists all commands"));
    }
    prompts::say("outcry leads you through one letter. Nothing is sent before you have read it and agreed.");
    prompts::say("Press Ctrl-C to stop at any time.\n");
    let campaign = campaign(app)?;
    let to = ToArgs { lang: language(app, &campaign)?, ..ToArgs::default() };
    let mut args = WriteArgs {
        campaign: campaign.id.clone(),
        who: WhoArgs::default(),
        list: RosterArgs::default(),
        to,
        format: None,
        html: false,
        output: None,
        anyway: false,
        dry_run: false,
        sheet: SheetArgs::default(),
    };
    let recipients = app.sources.recipients(campaign, &args.to, &args.who)?;
    let typed = signatory(app, &recipients, &mut args)?;
    offices(app, &mut args)?;
    preview(app, &args)?;
    let Done { exit, line } = match deed(app, &recipients.campaign, &mut args)? {
        Some(done) => {
            if let Some(typed) = typed {
                remember(app, &typed)?;
            }
            done
        }
        None => stop(app, args),
    };
    app.report.show(&line);
    Ok(exit)
}

/// Offers the campaigns, those that still want letters first.
fn campaign(app: &App) -> Result<Campaign, Failure> {
    let today = app.environment.today;
    let mut campaigns = Vec::new();
    for id in Campaign::list(&app.sources.folders)?.keys() {
        match Campaign::load(id, &app.sources.folders) {
            Ok(campaign) => campaigns.push(campaign),
            Err(error) => app.report.warn(&error.to_string()),
        }
    }
    campaigns.sort_by_key(|campaign| (campaign.stop(today).is_some(), std::cmp::Reverse(campaign.published)));
    if campaigns.is_empty() {
        return Err(Failure::data("there is no campaign to write for").hint("start one with `outcry campaigns new ID`"));
    }
    if campaigns.iter().all(|campaign| campaign.stop(today).is_some()) {
        prompts::say("No campaign is open at this time. Letters can be written, printed and sent to yourself");
        prompts::say("as a test, but not sent to offices.\n");
    }
    let items: Vec<String> =
        campaigns.iter().map(|campaign| format!("{}  {}", status(campaign, today), campaign.title)).collect();
    match app.ask.choose("Which campaign?", &items)? {
        Choice::Picked(index) if index < campaigns.len() => Ok(campaigns.swap_remove(index)),
        _ => Err(prompts::stopped()),
    }
}

fn status(campaign: &Campaign, today: jiff::civil::Date) -> String {
    match (campaign.stop(today), campaign.act_by) {
        (None, Some(day)) => format!("[open until {day}]"),
        (None, None) => "[open]".to_owned(),
        (Some(Stop::Status(status)), _) => format!("[{}]", status.as_str()),
        (Some(Stop::Deadline(day)), _) => format!("[over since {day}]"),
        (Some(Stop::Unfinished(_)), _) => "[not finished]".to_owned(),
    }
}

/// The language, when there is a choice. Who picks one gets every letter in it, also where an office
/// reads another: nobody signs what they cannot read.
fn language(app: &App, campaign: &Campaign) -> Result<Vec<String>, Failure> {
    let Some(default) = campaign.default_language().filter(|_| campaign.models.len() > 1) else {
        return Ok(Vec::new());
    };
    let mut languages = vec![default];
    languages.extend(campaign.models.keys().filter(|language| *language != default));
    let items: Vec<String> = languages.iter().map(|language| language.own_name()).collect();
    match app.ask.choose("Which language?", &items)? {
        Choice::Picked(index) => Ok(languages.get(index).map(ToString::to_string).into_iter().collect()),
        Choice::Stop => Err(prompts::stopped()),
    }
}

/// Asks who signs, and for their own words. Returns what was typed now and may be remembered.
fn signatory(app: &App, recipients: &Recipients, args: &mut WriteArgs) -> Result<Option<Answers>, Failure> {
    let profile = profile(app)?;
    args.who.profile.clone_from(&profile);
    let known = identity::answers(&recipients.campaign, &app.sources, &args.who)?;
    let mut answers = known.clone();
    let given: Vec<Field> = known.given().map(|(field, _)| field).collect();
    for (field, value) in known.given() {
        let value = value.trim().replace('\n', ", ");
        prompts::say(&format!("  {}: {value}", field.name().replace('_', " ")));
    }
    if !given.is_empty() {
        let place = app.sources.config_file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
        prompts::say(&format!("These details are from {place}."));
    }
    let extras = &recipients.campaign.fields;
    app.ask.missing(&mut answers, &recipients.required(&known)?, extras)?;
    let required = recipients.required(&answers)?;
    app.ask.missing(&mut answers, &required, extras)?;

    let kind = answers.kind().unwrap_or(Kind::Individual);
    let wanted = useful(kind).iter().copied().chain(recipients.extras(&answers));
    let open: Vec<Field> = wanted.filter(|field| answers.get(*field).is_none()).collect();
    if !open.is_empty() && (given.is_empty() || app.ask.consent("Add more about who signs, such as an address?")?) {
        for field in open {
            // How many members there are says something of an organisation only.
            if field != Field::Members || answers.get(Field::Organisation).is_some() {
                app.ask.field(&mut answers, field, Needed::No, extras)?;
            }
        }
    }
    let open = recipients.open_questions(&answers);
    app.ask.questions(&mut answers, &open, extras)?;
    if recipients.takes_own_words(&answers) && answers.get(Field::OwnWords).is_none() {
        answers.own_words = app.ask.own_words()?;
    }

    let mut typed = Answers::default();
    for (field, answer) in answers.given().filter(|(field, answer)| known.get(*field) != Some(*answer)) {
        typed.set(field, Some(answer.to_owned()));
    }
    let mut said = typed.clone();
    // As a flag, @… would be the name of a file, and - standard input; a space before is trimmed later.
    said.own_words =
        said.own_words.map(|words| if words.starts_with('@') || words == "-" { format!(" {words}") } else { words });
    args.who = WhoArgs::saying(said, profile.clone());
    typed.own_words = None;
    typed.questions.clear();
    Ok((profile.is_none() && typed != Answers::default()).then_some(typed))
}

/// What is worth asking of each kind beyond what is required.
fn useful(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Individual | Kind::Representative => {
            &[Field::Role, Field::Organisation, Field::Country, Field::Email, Field::Address]
        }
        Kind::Union | Kind::Organisation => {
            &[Field::Name, Field::Role, Field::Members, Field::Country, Field::Email, Field::Address]
        }
    }
}

/// Asks whose details to take, when the configuration has several people's.
fn profile(app: &App) -> Result<Option<String>, Failure> {
    let config = &app.sources.config;
    if config.profiles.is_empty() {
        return Ok(None);
    }
    let label = |answers: &Answers| answers.get(Field::Organisation).or(answers.get(Field::Name)).map(str::to_owned);
    let mut items = vec![label(&config.me.answers).unwrap_or_else(|| "Somebody else, typed now".to_owned())];
    items.extend(config.profiles.iter().map(|(name, profile)| match label(&profile.answers) {
        Some(label) => format!("{label}  (profile {name})"),
        None => format!("profile {name}"),
    }));
    match app.ask.choose("Whose letter is it?", &items)? {
        Choice::Picked(0) => Ok(None),
        Choice::Picked(index) => Ok(config.profiles.keys().nth(index - 1).cloned()),
        Choice::Stop => Err(prompts::stopped()),
    }
}

/// Offers the offices, all of them chosen, and says which embassy is among them.
fn offices(app: &App, args: &mut WriteArgs) -> Result<(), Failure> {
    let english: Language = "en".parse().map_err(|_| Failure::data("English has no tag"))?;
    let (offices, notes) = write::with_letters(app, args, |letters, notes| {
        let named = |letter: &Letter<'_>| (letter.office.id.clone(), letter.office.name_in(&english).into_owned());
        Ok((letters.iter().map(named).collect::<Vec<_>>(), notes))
    })?;
    for note in notes {
        prompts::say(&format!("Note: {note}"));
    }
    if let [(_, only)] = offices.as_slice() {
        prompts::say(&format!("The letter goes to: {only}."));
        return Ok(());
    }
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let items: Vec<String> = offices
        .iter()
        .map(
            |(id, name)| {
                if campaign.recipients.contains(id) { name.clone() } else { format!("For your country: {name}") }
            },
        )
        .collect();
    for _ in 0..TRIES {
        let Some(picked) = app.ask.choose_several("Which offices get the letter?", &items)? else {
            return Err(prompts::stopped());
        };
        if picked.is_empty() {
            prompts::say("At least one office is needed.");
            continue;
        }
        let left_out = offices.iter().enumerate().filter(|(index, _)| !picked.contains(index)).map(|(_, (id, _))| id);
        for id in left_out {
            if campaign.recipients.contains(id) {
                args.to.except.push(id.clone());
            } else {
                args.to.embassy = Some("none".to_owned());
            }
        }
        // A ministry that stands in for an embassy comes back by itself when it is left out.
        let comes_back = write::with_letters(app, args, |letters, _| {
            Ok(letters.iter().any(|letter| args.to.except.contains(&letter.office.id)))
        })?;
        if comes_back {
            args.to.embassy = Some("none".to_owned());
        }
        for index in picked {
            if let Some(item) = items.get(index) {
                prompts::say(&format!("  {item}"));
            }
        }
        return Ok(());
    }
    Err(Failure::usage("no office was chosen"))
}

/// Shows the first letter as it will be, and says who else gets it.
fn preview(app: &App, args: &WriteArgs) -> Result<(), Failure> {
    write::with_letters(app, args, |letters, _| {
        let (Some(first), others) = (letters.first(), letters.get(1..).unwrap_or_default()) else { return Ok(()) };
        show(app, first);
        if !others.is_empty() {
            let count = messages::letters(others.len() as u64);
            prompts::say(&format!(
                "Not shown: {count} to the other offices. You can read all letters before you decide."
            ));
        }
        Ok(())
    })
}

fn show(app: &App, letter: &Letter<'_>) {
    let rule = "-".repeat(72);
    app.report.show(&format!("\n{rule}\n{}{rule}", text::text(letter)));
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
            Self::Stop => "Stop",
        }
    }
}

/// How a guided run ended, and its last words: the line that does the same.
struct Done {
    exit: Exit,
    line: String,
}

/// Asks what to do and does it. What cannot be done leads back to the question: the letter is not
/// lost. `None` means stop.
fn deed(app: &mut App, campaign: &Campaign, args: &mut WriteArgs) -> Result<Option<Done>, Failure> {
    let several = write::with_letters(app, args, |letters, _| Ok(letters.len() > 1))?;
    let sending = if campaign.stop(app.environment.today).is_none() { Deed::Send } else { Deed::Test };
    let mut deeds = vec![Deed::Print, Deed::Save, Deed::Drafts, sending];
    if several {
        deeds.push(Deed::Read);
    }
    deeds.push(Deed::Stop);
    let items: Vec<&str> = deeds.iter().map(|deed| deed.words()).collect();
    for _ in 0..TRIES {
        let deed = match app.ask.choose("What now?", &items)? {
            Choice::Picked(index) => deeds.get(index).copied().unwrap_or(Deed::Stop),
            Choice::Stop => Deed::Stop,
        };
        let done = match deed {
            Deed::Stop => return Ok(None),
            Deed::Read => {
                write::with_letters(app, args, |letters, _| {
                    letters.iter().skip(1).for_each(|letter| show(app, letter));
                    Ok(())
                })?;
                continue;
            }
            Deed::Print | Deed::Save | Deed::Drafts => hand_over(app, deed, args),
            Deed::Send | Deed::Test => post(app, deed, args),
        };
        match done {
            Ok(done) => {
                prompts::words_used();
                return Ok(Some(done));
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

fn hand_over(app: &App, deed: Deed, args: &mut WriteArgs) -> Result<Done, Failure> {
    args.format = match deed {
        Deed::Drafts => Some(Format::Eml),
        Deed::Save if cfg!(feature = "pdf") => Some(Format::Pdf),
        _ => None,
    };
    args.output = match deed {
        Deed::Print => None,
        _ => Some(folder(app, if deed == Deed::Drafts { "drafts" } else { "my-letters" })?.into()),
    };
    write::run(app, args)?;
    Ok(Done {
        exit: Exit::Done,
        line: format!("To do the same with one command, run:\n{}", command_line::write(&app.global, args)),
    })
}

/// Ends without a deed. Own words wait in a file, from which the line that goes on takes them.
fn stop(app: &App, mut args: WriteArgs) -> Done {
    (args.format, args.output) = (None, None);
    if let Some(file) = prompts::leave_words() {
        args.who.own_words = Some(format!("@{}", file.display()));
    }
    let line = format!("Nothing was sent. To continue later, run:\n{}", command_line::write(&app.global, &args));
    Done { exit: Exit::Done, line }
}

/// Asks for a folder. Its name ends with a separator, so that it cannot be taken for a file's.
fn folder(app: &App, usual: &str) -> Result<String, Failure> {
    let question = format!("Which folder? (Enter: {usual}; outcry creates it if needed)");
    app.ask.checked(&question, |name| {
        let name = if name.is_empty() { usual } else { name };
        // No shell is there to read ~ as the home folder.
        let path = match (name.strip_prefix("~/"), &app.environment.home) {
            (Some(inside), Some(home)) => home.join(inside),
            _ => name.into(),
        };
        if path.is_file() {
            return Err(format!("{} is a file", path.display()));
        }
        let path = path.display().to_string();
        Ok(format!("{}{}", path.trim_end_matches(std::path::MAIN_SEPARATOR), std::path::MAIN_SEPARATOR))
    })
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
        pace: PaceArgs::default(),
        html: false,
        attach_pdf: false,
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
    Ok(Done { exit, line: format!("To do the same with one command, which asks again before it sends, run:\n{line}") })
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

/// Offers to keep the details that were typed now. Own words are never kept.
fn remember(app: &mut App, typed: &Answers) -> Result<(), Failure> {
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
        Ok(())
    });
    match written {
        Ok(file) => prompts::say(&format!("Saved in {}. You can change or delete the details there.", file.display())),
        // The letter is done; what could not be kept is no reason to call that a failure.
        Err(failure) => app.report.failure(&failure),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_that_is_asked_for_has_its_flag() {
        use clap::CommandFactory;
        let command = crate::args::Cli::command();
        let write = command.find_subcommand("write").unwrap();
        for kind in Kind::ALL {
            for field in useful(kind) {
                assert!(
                    write.get_arguments().any(|arg| arg.get_long() == Some(&crate::args::field_flags::flag(*field))),
                    "{field:?}"
                );
            }
        }
    }
}
