//! `outcry outbox list`: letters that are not done with, and the rows of a list that they are of.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use outcry::campaign::Campaign;
use outcry::identity::{Identity, OWN_COPY};
use outcry::outbox::{Entry, Key, Named, State, View};
use outcry::text::for_sentence;

use super::line::{Exactness, Line, line};
use crate::app::App;
use crate::args::{OutboxListArgs, RosterArgs, ToArgs};
use crate::failure::Failure;
use crate::input::list::Asked;
use crate::list_setup;

pub fn run(app: &App, args: &OutboxListArgs) -> Result<(), Failure> {
    let state = args.state.as_deref().map(|raw| {
        raw.parse::<State>()
            .map_err(|error| Failure::usage(format!("invalid value \"{}\" for --state: {error}", for_sentence(raw))))
    });
    let state = state.transpose()?;
    let Some(view) = app.view_outbox()? else { return Ok(()) };
    let wanted = |entry: &Entry| match state {
        Some(state) => entry.state == state,
        None => !matches!(entry.state, State::Sent | State::Dropped | State::HandedOver),
    };
    let wanted = |entry: &Entry| wanted(entry) && args.campaign.as_ref().is_none_or(|id| entry.campaign == *id);
    let rows = args.signatories.as_deref().map(|file| Rows::of(app, args, file, &view, wanted)).transpose()?;
    let (mut printed, mut found) = (Ok(()), false);
    // What a person has to settle comes first.
    for of_doubts in [true, false] {
        view.each(|entry| {
            let is_doubt = matches!(entry.state, State::InDoubt | State::Sending);
            if printed.is_ok() && is_doubt == of_doubts && wanted(&entry) {
                found = true;
                let row = rows.as_ref().map(|rows| rows.found.get(&entry.key));
                printed = if args.json {
                    let row = row.flatten().map(|(row, _)| *row);
                    app.report.json(&Line { row, ..line(&entry, Exactness::Moments) })
                } else {
                    let is_joint = {
                        let Entry { campaign, office, .. } = &entry;
                        view.key(&Named { campaign, office, who: Identity::UNDERSIGNED }) == entry.key
                    };
                    let of_list = || rows.as_ref().map(|rows| rows.place(&entry.key));
                    let place = if is_joint { Some("a joint letter".to_owned()) } else { of_list() };
                    let of_copy = (entry.office == OWN_COPY).then(|| "a signatory's copy of their letters".to_owned());
                    app.report.result(&described(app, &entry, of_copy.into_iter().chain(place)))
                };
            }
        })?;
    }
    if !found {
        let what = state.map_or("is waiting, in doubt, refused or bounced".to_owned(), |state| format!("is {state}"));
        app.report.say(&format!("No letter {what}. To count all letters, run: outcry outbox status"));
    }
    printed
}

/// The rows of a list that letters are of, each with the name in it.
struct Rows {
    list: String,
    found: HashMap<Key, (u64, String)>,
}

impl Rows {
    /// Looks for the rows of the letters that are wanted: a key says nothing of whom it names, but whoever has the
    /// list can tell whose it is.
    fn of(
        app: &App,
        args: &OutboxListArgs,
        file: &Path,
        view: &View,
        wanted: impl Fn(&Entry) -> bool,
    ) -> Result<Self, Failure> {
        let mut offices: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut found: HashMap<Key, Option<(u64, String)>> = HashMap::new();
        view.each(|entry| {
            if wanted(&entry) {
                found.insert(entry.key, None);
                offices.entry(entry.campaign).or_default().insert(entry.office);
            }
        })?;
        let mut name = for_sentence(&file.display().to_string());
        for (campaign, offices) in &offices {
            let loaded = Campaign::load(campaign, &app.sources.folders)?;
            let recipients = app.sources.recipients(loaded, &ToArgs::default(), &args.who)?;
            let roster = RosterArgs {
                signatories: Some(file.to_owned()),
                map: args.map.clone(),
                encoding: args.encoding.clone(),
                all_consented: true,
                ..RosterArgs::default()
            };
            let mut list = list_setup::open(app, &Asked::Letters(&recipients), (file, &roster, &args.who))?;
            list.each_signatory(|row, signatory| {
                for office in offices {
                    for key in view.keys(&Named { campaign, office, who: signatory.identity() }) {
                        if let Some(place @ None) = found.get_mut(&key) {
                            *place = Some((row, for_sentence(signatory.display())));
                        }
                    }
                }
            })?;
            list.name().clone_into(&mut name);
        }
        let found = found.into_iter().filter_map(|(key, place)| Some((key, place?))).collect();
        Ok(Self { list: name, found })
    }

    fn place(&self, key: &Key) -> String {
        match self.found.get(key) {
            Some((row, name)) => format!("{}: row {row}, {name}", self.list),
            None => format!("not in {}", self.list),
        }
    }
}

fn described(app: &App, entry: &Entry, places: impl Iterator<Item = String>) -> String {
    let local = |moment| app.environment.local(moment);
    let mut text = format!("{}\t{}\t{}\t{}\n", entry.state, entry.key.short(), entry.campaign, entry.office);
    let tries = match entry.attempts {
        0 => "not tried yet".to_owned(),
        1 => "tried once".to_owned(),
        more => format!("tried {more} times"),
    };
    let version = entry.version.map(|version| format!(", in version {version}")).unwrap_or_default();
    let edited = if entry.edited.is_some() { ", with an edited text" } else { "" };
    text.push_str(&format!("  since {}, {tries}{version}{edited}\n", local(entry.changed)));
    for place in places {
        text.push_str(&format!("  {place}\n"));
    }
    if !entry.reason.is_empty() {
        text.push_str(&format!("  {}\n", entry.reason));
    }
    if let Some(next) = entry.next_try.filter(|_| entry.state == State::Waiting) {
        text.push_str(&format!("  next attempt: {}\n", local(next)));
    }
    if entry.state == State::Bounced {
        text.push_str(&match entry.office.as_str() {
            // With another address the row would be another signatory, whose letters nobody has yet.
            OWN_COPY => "  the offices have the letters all the same\n".to_owned(),
            office => format!(
                "  look for a better address: outcry recipients show {office}\n  then run the same send command with --again=refused\n"
            ),
        });
    }
    if let (State::InDoubt, Some(stamp)) = (entry.state, &entry.stamp) {
        text.push_str(&format!(
            "  look in the copy mailbox for the mail of {} with the Message-ID {}, or let outcry look: outcry outbox reconcile PATH\n  if the copy is there, run: outcry outbox settle {} --sent\n  a missing copy proves nothing: --drop leaves the letter, --resend sends it again\n",
            local(stamp.date),
            stamp.message_id,
            entry.key.short()
        ));
    }
    text
}
