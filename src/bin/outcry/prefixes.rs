//! Ids and names that a person at a terminal types only the beginning of. A script always names the whole: what begins alone so
//! today has company tomorrow.

use outcry::campaign::Campaign;
use outcry::registry::is_id;

use crate::app::App;
use crate::args::{AccountCommand, CampaignsCommand, Command, ListsCommand, RecipientsCommand, ToArgs};
use crate::failure::Failure;

/// Puts the whole id in place of a beginning that one id alone has, and shows it.
pub fn complete(app: &App, command: &mut Command) -> Result<(), Failure> {
    if !app.ask.possible() {
        return Ok(());
    }
    let (mut campaigns, mut offices) = (Vec::new(), Vec::new());
    let (mut accounts, mut profiles) = (Vec::new(), Vec::new());
    match command {
        Command::Write(args) => {
            campaigns.push(&mut args.campaign);
            profiles.extend(&mut args.who.profile);
            offices.extend(of(&mut args.to));
        }
        Command::Send(args) => {
            campaigns.push(&mut args.campaign);
            profiles.extend(&mut args.who.profile);
            offices.extend(of(&mut args.to));
            offices.extend(&mut args.accept_stale);
            accounts.extend(&mut args.line.account);
        }
        Command::Guide(args) => {
            campaigns.push(&mut args.campaign);
            profiles.extend(&mut args.who.profile);
            offices.extend(of(&mut args.to));
        }
        Command::Page(args) => campaigns.push(&mut args.campaign),
        Command::Leaflet(args) => {
            campaigns.push(&mut args.campaign);
            profiles.extend(&mut args.profile);
            offices.extend(args.to.iter_mut().chain(&mut args.except));
        }
        Command::Joint(args) => {
            campaigns.push(&mut args.campaign);
            profiles.extend(&mut args.profile);
            offices.extend(args.to.iter_mut().chain(&mut args.except).chain(of_copies(&mut args.copy_to)));
        }
        Command::Lists(ListsCommand::Check(args)) => {
            campaigns.push(&mut args.campaign);
            profiles.extend(&mut args.who.profile);
            offices.extend(of(&mut args.to));
        }
        Command::Campaigns(
            CampaignsCommand::Show { id }
            | CampaignsCommand::Close { id, .. }
            | CampaignsCommand::Extend { id, .. }
            | CampaignsCommand::Correct { id, .. }
            | CampaignsCommand::Pack { id, .. },
        ) => campaigns.push(id),
        Command::Recipients(
            RecipientsCommand::Show { id, campaign, .. }
            | RecipientsCommand::Confirm { id, campaign, .. }
            | RecipientsCommand::Reject { id, campaign, .. },
        ) => {
            offices.push(id);
            campaigns.extend(campaign);
        }
        Command::Recipients(RecipientsCommand::List(args)) => campaigns.extend(&mut args.campaign),
        Command::Account(AccountCommand::Edit(args)) => accounts.push(&mut args.name),
        Command::Account(AccountCommand::Remove { name }) => accounts.push(name),
        Command::Account(AccountCommand::Check { line }) => accounts.extend(&mut line.account),
        _ => {}
    }
    let mut campaign = None;
    if !campaigns.is_empty() {
        let ids = Campaign::list(&app.sources.folders)?;
        for id in campaigns {
            begun(app, id, "campaign", || ids.keys().map(String::as_str));
            campaign = ids.contains_key(id.as_str()).then(|| id.clone());
        }
    }
    if !offices.is_empty() {
        // One that cannot be used brings no office, and whoever uses it says why.
        let own = campaign.and_then(|id| Campaign::load(&id, &app.sources.folders).ok());
        let brought = || own.iter().flat_map(|campaign| campaign.offices.ids());
        let known = || app.sources.registry.offices().map(|office| office.id.as_str()).chain(brought());
        // A mission without an address is an office too, and is not listed: only a whole id means it.
        for id in offices.into_iter().filter(|id| app.sources.registry.get(id).is_none()) {
            begun(app, id, "office", known);
        }
    }
    for name in profiles {
        begun(app, name, "profile", || app.sources.config.profiles.keys().map(String::as_str));
    }
    for name in accounts {
        begun(app, name, "account", || app.sources.config.accounts.keys().map(String::as_str));
    }
    Ok(())
}

fn of(to: &mut ToArgs) -> impl Iterator<Item = &mut String> {
    to.to.iter_mut().chain(&mut to.except).chain(of_copies(&mut to.copy_to))
}

/// The offices among those that get a copy, which may also be addresses.
fn of_copies(copy_to: &mut [String]) -> impl Iterator<Item = &mut String> {
    copy_to.iter_mut().filter(|copy| is_id(copy))
}

fn begun<'a, I: Iterator<Item = &'a str>>(app: &App, typed: &mut String, what: &str, known: impl Fn() -> I) {
    if typed.is_empty() || known().any(|id| id == typed) {
        return;
    }
    let mut ids: Vec<&str> = known().filter(|id| id.starts_with(typed.as_str())).collect();
    ids.sort_unstable();
    ids.dedup();
    if let [only] = ids.as_slice() {
        app.report.say(&format!("{} is the {what} {only}.", outcry::text::for_sentence(typed)));
        (*only).clone_into(typed);
    }
}
