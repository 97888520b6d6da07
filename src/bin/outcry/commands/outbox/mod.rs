//! `outcry outbox`: what became of letters, settling what is in doubt, and forgetting. What a mailbox
//! proves stands in `reconcile`.

mod line;
mod list;
mod reconcile;

use std::collections::BTreeMap;

use outcry::outbox::{Decision, Entry, Key, Outbox, State};
use outcry::roster::quoted_cell;
use outcry::signatory::Signatory;
use outcry::text::for_sentence;
use serde::Serialize;

use self::line::{Exactness, Line, line};
use crate::app::App;
use crate::args::{ForgetArgs, OutboxCommand, SettleArgs, VerdictArgs, WhoArgs};
use crate::failure::{Exit, Failure};
use crate::messages::letters;
use crate::messages::summary::HOW_TO_SETTLE;

/// The fewest digits of a key that are taken for one.
const KEY_LEAST: usize = 8;

pub fn run(app: &App, command: &OutboxCommand) -> Result<Exit, Failure> {
    match command {
        OutboxCommand::Status { json } => status(app, *json),
        OutboxCommand::List(args) => list::run(app, args),
        OutboxCommand::Settle(args) => settle(app, args),
        OutboxCommand::Reconcile(args) => return reconcile::run(app, args),
        OutboxCommand::Forget(args) => forget(app, args),
        OutboxCommand::Export { json, with_ids } => export(app, *json, *with_ids),
    }
    .map(|()| Exit::Done)
}

#[derive(Serialize)]
struct JsonCount<'a> {
    campaign: &'a str,
    office: &'a str,
    state: &'a str,
    letters: u64,
}

fn status(app: &App, json: bool) -> Result<(), Failure> {
    let Some(view) = app.view_outbox()? else { return Ok(()) };
    let mut counts: BTreeMap<(String, String), BTreeMap<State, u64>> = BTreeMap::new();
    view.each(|entry| *counts.entry((entry.campaign, entry.office)).or_default().entry(entry.state).or_default() += 1)?;
    for ((campaign, office), states) in &counts {
        if json {
            for (state, letters) in states {
                app.report.json(&JsonCount { campaign, office, state: state.as_str(), letters: *letters })?;
            }
        } else {
            let words: Vec<String> = states.iter().map(|(state, count)| format!("{count} {state}")).collect();
            app.report.result(&format!("{campaign}\t{office}\t{}\n", words.join(", ")))?;
        }
    }
    if counts.is_empty() {
        app.report.say("The outbox is empty.");
    }
    let open = counts.values().filter_map(|states| states.get(&State::InDoubt)).sum::<u64>();
    if open > 0 {
        app.report.say(HOW_TO_SETTLE);
    }
    Ok(())
}

fn export(app: &App, json: bool, with_ids: bool) -> Result<(), Failure> {
    let Some(view) = app.view_outbox()? else { return Ok(()) };
    let exactness = if with_ids { Exactness::Moments } else { Exactness::Days };
    if !json {
        let id = if with_ids { "message_id," } else { "" };
        app.report.result(&format!("key,campaign,office,state,attempts,{id}date,since,next_try,reason,version\r\n"))?;
    }
    let mut printed = Ok(());
    view.each(|entry| {
        if printed.is_ok() {
            let line = line(&entry, exactness);
            printed = if json { app.report.json(&line) } else { app.report.result(&row(&line, with_ids)) };
        }
    })?;
    printed
}

/// A row of CSV (RFC 4180).
fn row(line: &Line<'_>, with_ids: bool) -> String {
    let attempts = line.attempts.to_string();
    let mut cells = vec![line.key.as_str(), line.campaign, line.office, line.state, &attempts];
    cells.extend(with_ids.then(|| line.message_id.unwrap_or_default()));
    let (date, next_try) = (line.date.as_deref(), line.next_try.as_deref());
    cells.extend([date.unwrap_or_default(), &line.since, next_try.unwrap_or_default(), line.reason]);
    let version = line.version.map(|version| version.to_string()).unwrap_or_default();
    cells.push(&version);
    cells.into_iter().map(quoted_cell).collect::<Vec<_>>().join(",") + "\r\n"
}

fn settle(app: &App, args: &SettleArgs) -> Result<(), Failure> {
    let (verdict, outcome) = match args.verdict {
        VerdictArgs { sent: true, .. } => (Decision::Sent, "sent"),
        VerdictArgs { bounced: true, .. } => (Decision::Bounced, "bounced"),
        VerdictArgs { resend: true, .. } => (Decision::Resend, "waiting; the same `send` command sends it once more"),
        VerdictArgs { .. } => (Decision::Drop, "dropped"),
    };
    let mut outbox = app.open_outbox()?;
    let entry = named(&outbox, &args.letter)?;
    let was_tried = entry.stamp.is_some();
    let may = match (verdict, entry.state) {
        (_, State::InDoubt) | (Decision::Bounced, State::Sent) => true,
        // Somebody has it although the server put it off.
        (Decision::Sent, State::Waiting) => was_tried,
        _ => false,
    };
    if !may {
        let (key, state) = (entry.key.short(), entry.state);
        return Err(Failure::usage(format!("letter {key} is {state}, so it cannot be settled this way; nothing was changed"))
            .hint("settle a letter in doubt in any way, a sent letter with --bounced, a letter that waits after an attempt with --sent"));
    }
    outbox.resolve(&entry.key, verdict, "settled by hand", app.environment.clock)?;
    app.report.result(&format!("{}\t{}\t{}\n", entry.key.short(), entry.office, outcome))
}

/// The one letter with this Message-ID, or whose key begins so.
fn named(outbox: &Outbox, name: &str) -> Result<Entry, Failure> {
    let bare = name.trim_matches(['<', '>']);
    let mut found = Vec::new();
    outbox.view().each(|entry| {
        let by_id = entry.stamp.as_ref().is_some_and(|stamp| stamp.message_id.trim_matches(['<', '>']) == bare);
        if by_id || name.len() >= KEY_LEAST && entry.key.to_string().starts_with(&name.to_lowercase()) {
            found.push(entry);
        }
    })?;
    let shown = for_sentence(name);
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Failure::usage(format!("no letter \"{shown}\" in the outbox"))
            .hint("give a Message-ID, or a key as `outcry outbox list` shows it")),
        _ => Err(Failure::usage(format!("ambiguous key \"{shown}\": more than one letter's key begins with it"))
            .hint("give more characters of the key")),
    }
}

fn forget(app: &App, args: &ForgetArgs) -> Result<(), Failure> {
    let who_given =
        args.who.profile.is_some() || !args.who.own_words.is_empty() || args.who.typed() != WhoArgs::default().typed();
    if [args.key.is_some(), args.campaign.is_some(), who_given].iter().filter(|given| **given).count() != 1 {
        return Err(Failure::usage("give exactly one of these: a signatory, --key or --campaign; nothing was erased").hint(
            "for a signatory, give the same flags as for the letters: --name, --organisation, --email, --address, or --profile",
        ));
    }
    let mut outbox = app.open_outbox()?;
    let keys: Vec<Key> = match (&args.key, &args.campaign) {
        (Some(key), _) => vec![named(&outbox, key)?.key],
        (None, Some(campaign)) => {
            let mut keys = Vec::new();
            outbox.view().each(|entry| {
                if entry.campaign == *campaign {
                    keys.push(entry.key);
                }
            })?;
            keys
        }
        (None, None) => {
            let answers = app.sources.answers(&args.who)?;
            let signatory = Signatory::parse(&answers, &[]).map_err(|errors| Failure {
                exit: Exit::Usage,
                problems: errors.iter().map(ToString::to_string).collect(),
                hints: vec!["give the same flags for the signatory as for the letters; nothing was erased".to_owned()],
            })?;
            outbox.view().of_signatory(signatory.identity())?.into_iter().map(|entry| entry.key).collect()
        }
    };
    if keys.is_empty() {
        return Err(Failure::usage("no such letter in the outbox; nothing was erased").hint(
            "outcry knows a person by name and e-mail, or by name and postal address where no e-mail was given, and an \
             organisation by its own name; letters of an earlier version by all that was given for them",
        ));
    }
    outbox.forget(&keys)?;
    app.report.result(&format!("forgotten\t{}\n", letters(keys.len() as u64)))?;
    app.report
        .say("The outbox no longer knows that these letters were sent; the same `send` command would send them again.");
    Ok(())
}
