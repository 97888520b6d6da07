//! What stands against sending: a campaign that is over, an office that is closed, an address that
//! only stands in for one, and an address nobody confirmed for a year.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use outcry::address::Email;
use outcry::campaign::{Campaign, Origin, Stop};
use outcry::mailing::{self, Objection, Recipients, Source, Trust, Whose, not_open, reserved};
use outcry::own::is_same_file;
use outcry::registry::Office;
use outcry::render::mail::Mail;
use outcry::text::for_sentence;

use super::send_run::{Consent, NOTHING, SendRun};
use super::to_send::ToSend;
use crate::args::command_line::quoted;
use crate::failure::{Exit, Failure};
use crate::messages;
use crate::messages::channels;
use crate::messages::standing::{self, Thing, overtaken, stopped};

/// Refuses to send for a campaign that is over or not finished.
pub fn refuse_when_over(campaign: &Campaign, today: jiff::civil::Date, thing: Thing) -> Result<(), Failure> {
    let Some(stop) = campaign.stop(today) else { return Ok(()) };
    if let Stop::Unfinished(_) = stop {
        return Err(Failure::data(format!("{}; {NOTHING}", stopped(campaign, stop))).hint(format!(
            "`outcry campaigns check {}` shows each question; answer it in its file and delete its line",
            campaign.id
        )));
    }
    let command = if thing == Thing::JointLetter { "joint -f html" } else { "write -f text" };
    Err(Failure::data(format!("{}; {NOTHING}", stopped(campaign, stop))).hint(format!(
        "`outcry {command}` still shows the letter, and --test-to ADDRESS sends it to one address of yours as a trial"
    )))
}

/// Refuses to send while another folder, or the program, has a later word on the campaign than the copy that is used.
pub fn refuse_when_overtaken(campaign: &Campaign, folders: &[PathBuf]) -> Result<(), Failure> {
    let ahead = campaign.overtaken_by(folders);
    if ahead.is_empty() {
        return Ok(());
    }
    let problems = ahead.iter().map(|edition| format!("{}; {NOTHING}", overtaken(campaign, edition))).collect();
    let hints = ahead.iter().map(|edition| match (&edition.origin, &edition.standing, &campaign.origin) {
        (Origin::Folder(folder), Ok(other), _) if other.is_open() => {
            let folder = folder.parent().unwrap_or(folder);
            format!("to send version {}, give --letters {}", other.version, quoted(&folder.to_string_lossy()))
        }
        (Origin::Folder(folder), Ok(_), _) => {
            format!(
                "if {} is another campaign, give one of them another name",
                standing::origin(&Origin::Folder(folder.clone()))
            )
        }
        (Origin::Folder(folder), Err(_), _) => {
            format!("`outcry campaigns check {}` says what is wrong with it", quoted(&folder.to_string_lossy()))
        }
        (Origin::Shipped, _, used) => {
            format!("to use the campaign that the program ships, move {} away", standing::origin(used))
        }
    });
    Err(Failure { exit: Exit::Data, problems, hints: hints.collect() })
}

/// Refuses offices that are no more: what is known of them is of another time.
pub fn refuse_closed(send_run: &SendRun<'_>, survey: &ToSend, today: jiff::civil::Date) -> Result<(), Failure> {
    let offices = survey.offices.iter().filter_map(|(id, _)| send_run.recipients.registry.get(id));
    let closed = not_open(with_copied(send_run, offices.collect()), today);
    if closed.is_empty() {
        return Ok(());
    }
    let flags: Vec<String> = closed
        .iter()
        .filter_map(|objection| match objection {
            Objection::NotOpen(office, _) => Some(format!("--except {}", office.id)),
            _ => None,
        })
        .collect();
    Err(refused(&closed).hint(format!("leave it out with {}", flags.join(" "))))
}

fn refused(objections: &[Objection<'_>]) -> Failure {
    let problems = objections.iter().map(|one| format!("{}; {NOTHING}", messages::objection(one))).collect();
    Failure { exit: Exit::Data, problems, hints: Vec::new() }
}

/// A mistyped id after --accept-stale would accept nothing and say nothing.
pub fn accepted_ones_exist(recipients: &Recipients, accepted: &[String]) -> Result<(), Failure> {
    let unknown = accepted.iter().filter(|id| recipients.registry.get(id).is_none());
    let problems: Vec<String> =
        unknown.map(|id| format!("unknown office \"{}\" in --accept-stale", for_sentence(id))).collect();
    if problems.is_empty() { Ok(()) } else { Err(Failure { exit: Exit::Usage, problems, hints: Vec::new() }) }
}

/// Refuses addresses that exist only in documents and trials: a copy there is lost.
pub fn refuse_reserved(send_run: &SendRun<'_>, survey: &ToSend) -> Result<(), Failure> {
    let sender = (Whose::Sender, &send_run.account.from.email);
    let emails: Vec<(&Office, Vec<Email>)> =
        due(send_run, survey).into_iter().map(|office| (office, office.all_emails())).collect();
    let of_offices =
        emails.iter().flat_map(|(office, emails)| emails.iter().map(|email| (Whose::Office(office), email)));
    let copies = send_run.copies.iter().map(|email| (Whose::Copy, email));
    let found = match &send_run.posting.test_to {
        Some(trial) => reserved([sender, (Whose::Trial, trial)]),
        None => reserved([sender].into_iter().chain(of_offices).chain(copies)),
    };
    if found.is_empty() {
        return Ok(());
    }
    let is_copy = |objection: &Objection<'_>| matches!(objection, Objection::Reserved(Whose::Copy, ..));
    Err(refused(&found).hint(if found.iter().any(is_copy) {
        "ask the campaign for its address and give --copy-to ADDRESS, or put it into copy_to in campaign.toml"
    } else {
        "give a real address in its place; a trial goes to a server on this machine, such as smtp://127.0.0.1:2525"
    }))
}

/// The offices that get a letter by mail now, or a copy of one.
fn due<'a>(send_run: &SendRun<'a>, survey: &ToSend) -> Vec<&'a Office> {
    let ids = survey.offices.iter().filter(|(_, toll)| toll.due > 0).map(|(id, _)| id);
    let offices: Vec<&Office> = ids.filter_map(|id| send_run.recipients.registry.get(id)).collect();
    if offices.is_empty() { offices } else { with_copied(send_run, offices) }
}

/// These offices, and those that get a copy.
fn with_copied<'a>(send_run: &SendRun<'a>, mut offices: Vec<&'a Office>) -> Vec<&'a Office> {
    for office in send_run.recipients.copied_for_any() {
        if !offices.iter().any(|known| known.id == office.id) {
            offices.push(office);
        }
    }
    offices
}

/// The stale addresses that letters would go to.
pub fn stale<'a>(send_run: &SendRun<'a>, survey: &ToSend) -> Vec<Objection<'a>> {
    if send_run.posting.test_to.is_some() {
        return Vec::new();
    }
    let environment = &send_run.app.environment;
    let today = if send_run.account.server.is_loopback() { environment.today } else { environment.clock_today };
    mailing::stale(due(send_run, survey), today)
}

/// What a preview says of the stale addresses among those of a mail.
pub fn shown(stale: &[Objection<'_>], mail: &Mail) -> Vec<String> {
    let of_mail = stale.iter().filter_map(|objection| match objection {
        Objection::Stale(office, email, _, freshness) if office.id == mail.office || mail.copies.contains(email) => {
            Some(format!("Stale: {email} was {}", channels::since(*freshness)?))
        }
        _ => None,
    });
    of_mail.collect()
}

/// What was said of offices whose addresses nobody confirmed.
#[derive(Default)]
pub struct Stale {
    pub accepted: Vec<String>,
    pub left_out: Vec<String>,
}

/// Shows stale addresses. Each office must be accepted by name, with a flag or at the question.
pub fn accept(send_run: &SendRun<'_>, stale: &[Objection<'_>]) -> Result<Stale, Failure> {
    let app = send_run.app;
    let mut open: BTreeMap<&str, &Office> = BTreeMap::new();
    for objection in stale {
        let Objection::Stale(office, ..) = objection else { continue };
        let is_accepted = send_run.args.accept_stale.contains(&office.id);
        let word = if is_accepted { "accepted stale address" } else { "stale address" };
        app.report.warn(&format!("{word}: {}", messages::objection(objection)));
        open.extend((!is_accepted).then_some((office.id.as_str(), *office)));
    }
    let mut said = Stale::default();
    if open.is_empty() {
        return Ok(said);
    }
    let flags: Vec<String> = open.keys().map(|office| format!("--accept-stale {office}")).collect();
    if send_run.consent == Consent::DryRun {
        app.report.say(&format!("To send, confirm them at their source, then give {}.", flags.join(" ")));
        return Ok(said);
    }
    if send_run.consent == Consent::Ask {
        for (id, office) in open {
            if let Some(note) = &office.note {
                app.report.show(&format!("The registry says of {id}: {note}\n"));
            }
            let is_accepted = app.ask.consent(&format!("Send to {id} although its address is not confirmed?"))?;
            if is_accepted { &mut said.accepted } else { &mut said.left_out }.push(id.to_owned());
        }
        return Ok(said);
    }
    Err(Failure::data(
        "addresses that no one confirmed within twelve months are not used by themselves; nothing was sent",
    )
    .hint(format!("confirm them at their source, then give {}", flags.join(" ")))
    .hint("`outcry recipients confirm OFFICE ADDRESS` notes what you confirmed; for a year no flag is needed then"))
}

/// Shows what files change about the letters, and has what nobody named accepted, with a flag or at the question:
/// whoever made the working folder may have put it there.
pub fn accept_overlays(send_run: &SendRun<'_>, survey: &ToSend) -> Result<(), Failure> {
    let app = send_run.app;
    let with_letters = survey.offices.iter().filter(|(_, toll)| toll.letters + toll.by_hand > 0);
    let changed = send_run.recipients.changed(with_letters.map(|(id, _)| id), &survey.checked.countries);
    for changed in &changed {
        let words = messages::changed(changed);
        if changed.trust == Trust::Found { app.report.warn(&words) } else { app.say_notices(&[words.into()]) }
    }
    let is_accepted = |source: &Source| match source {
        Source::Registry(file) => send_run.args.trust_registry.iter().any(|trusted| is_same_file(trusted, file)),
        Source::Campaign { .. } | Source::Offices(_) => {
            send_run.args.trust_campaign.contains(&send_run.recipients.campaign.id)
        }
    };
    let found = changed.iter().filter(|changed| changed.trust == Trust::Found);
    let mut open: Vec<Asked> = found
        .filter(|changed| !is_accepted(&changed.source))
        .map(|changed| match &changed.source {
            Source::Registry(file) => Asked::Registry(file),
            Source::Campaign { .. } | Source::Offices(_) => Asked::Campaign(&send_run.recipients.campaign.id),
        })
        .collect();
    open.sort();
    open.dedup();
    if open.is_empty() || send_run.posting.test_to.is_some() {
        return Ok(());
    }
    let flags: Vec<String> = open.iter().map(Asked::flag).collect();
    match send_run.consent {
        Consent::DryRun => {
            app.report.say(&format!("To send with these changes, give {}.", flags.join(" ")));
            Ok(())
        }
        Consent::Ask => open.iter().try_for_each(|asked| {
            let (what, question) = match asked {
                Asked::Registry(file) => (file.display().to_string(), format!("Use what {} says?", file.display())),
                Asked::Campaign(id) => ((*id).to_owned(), format!("Use the campaign {id} of this folder?")),
            };
            if app.ask.consent(&question)? {
                return Ok(());
            }
            Err(Failure::data(format!("{what} was not accepted; nothing was sent"))
                .hint("run the command in another folder to do without it"))
        }),
        Consent::Given => {
            let problems = open.iter().map(|asked| match asked {
                Asked::Registry(file) => format!(
                    "{} in this folder changes the letters, and nobody named it; nothing was sent",
                    file.display()
                ),
                Asked::Campaign(id) => format!(
                    "the campaign {id} of this folder asks otherwise than the one of its name, and nobody named it; \
                     nothing was sent"
                ),
            });
            let hints = vec![
                format!("look at the changes above; if they are yours, give {}", flags.join(" ")),
                "else run the command in another folder".to_owned(),
            ];
            Err(Failure { exit: Exit::Usage, problems: problems.collect(), hints })
        }
    }
}

/// What a person must agree to, since nobody named it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Asked<'a> {
    Registry(&'a Path),
    Campaign(&'a str),
}

impl Asked<'_> {
    /// The flag that agrees.
    fn flag(&self) -> String {
        match self {
            Self::Registry(file) => format!("--trust-registry {}", quoted(&file.to_string_lossy())),
            Self::Campaign(id) => format!("--trust-campaign {id}"),
        }
    }
}
