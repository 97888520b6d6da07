//! The plan that is shown before the first connection: what would be sent, and how fast.

use jiff::{SignedDuration, Timestamp};
use outcry::account_limits::Limits;
use outcry::deliver::{Pace, REFUSALS_MOST};
use outcry::outbox::{Key, Outbox, View};
use outcry::registry::Office;

use super::pace;
use super::paper;
use super::send_run::SendRun;
use super::to_send::ToSend;
use crate::failure::Failure;
use crate::messages::outcomes::{self, joined};
use crate::messages::own_copies;
use crate::messages::{counted, letters};

/// From here on a plan says what could be done instead.
const LONG: SignedDuration = SignedDuration::from_hours(7 * 24);

impl SendRun<'_> {
    pub fn connections(&self) -> usize {
        let wanted = self.args.pace.connections.or(self.account.connections).unwrap_or(1);
        usize::try_from(wanted).unwrap_or(1)
    }

    fn limits(&self) -> Limits {
        let limits = Limits::of(&self.account, self.wanted_pace);
        // A test goes to one address, and to no office.
        if self.posting.test_to.is_some() { Limits { office: None, ..limits } } else { limits }
    }

    fn account_in(&self, view: &View) -> Key {
        let server = format!("{}:{}", self.account.server.host(), self.account.server.port());
        view.account(&server, self.account.user.as_deref().unwrap_or_default())
    }

    /// What the account had in the last 24 hours, where a limit per day counts it.
    pub fn used(&self, view: &View) -> Result<(u64, u64), Failure> {
        if !self.limits().counts_the_day() {
            return Ok((0, 0));
        }
        Ok(view.used(&self.account_in(view), self.now)?)
    }

    /// The pace of this run, with what was used up before.
    pub fn pace(&self, outbox: Option<&mut Outbox>, now: Timestamp) -> Result<(Pace, Option<Key>), Failure> {
        let mut pace = self.limits().pace();
        let Some(outbox) = outbox else { return Ok((pace, None)) };
        let account = self.account_in(outbox.view());
        pace.spent = outbox.spent(&account, now)?;
        if pace.per_office.is_some() {
            pace.offices = outbox.offices_since(now - SignedDuration::from_hours(1))?;
        }
        // What is sent without a limit counts for the next run all the same.
        let counts = !self.account.server.is_loopback() || !pace.is_free();
        Ok((pace, counts.then_some(account)))
    }
}

/// What would be sent, how fast, and how long that takes. `used` is what the account had today.
pub fn words(send_run: &SendRun<'_>, survey: &ToSend, used: (u64, u64)) -> String {
    let campaign = &send_run.recipients.campaign;
    let all = letters(survey.letters());
    let all = match survey.new {
        _ if send_run.posting.test_to.is_some() || survey.resumed.is_some() => all,
        new if new == survey.letters() => counted(new, "new letter"),
        new => format!("{} of {}", counted(new, "new letter"), survey.letters()),
    };
    let version = if campaign.version > 1 { format!(", version {}", campaign.version) } else { String::new() };
    let mut lines = vec![format!("Plan for {}{version}: {all}", campaign.id)];
    let mut say = |what: &str, text: String| lines.push(format!("  {:<14}{text}", format!("{what}:")));
    if let Some(known) = &survey.resumed {
        let day = send_run.app.environment.local(known.checked);
        let new = counted(known.check.new, "letter");
        let new = if known.check.new == 1 { format!("{new} was new") } else { format!("{new} were new") };
        say("checked", format!("on {day}, when {new}; nothing has changed since"));
    } else {
        let of_joint = send_run.joint.as_ref().map(|joint| {
            let signed = &joint.signed;
            format!("{} ({} named, {} withheld)", signed.total, signed.named().count(), signed.withheld)
        });
        say("signatories", of_joint.unwrap_or_else(|| survey.checked.good.to_string()));
    }
    for (id, toll) in survey.offices.iter().filter(|(_, toll)| toll.letters > 0) {
        let emails = send_run.recipients.registry.get(id).map(Office::emails).unwrap_or_default();
        let to = if send_run.posting.test_to.is_some() { String::new() } else { format!(" ({})", joined(&emails)) };
        say("office", format!("{id}{to}, {}", letters(toll.letters)));
    }
    if survey.due() + survey.waits() < survey.by_mail() {
        say("to send now", format!("{} ({})", survey.due(), survey.past.past_words()));
    }
    if survey.unmet > 0 {
        let unmet = letters(survey.unmet);
        say("of nobody here", format!("{unmet} to these offices, recorded by an earlier version of outcry"));
    }
    for (id, toll) in survey.offices.iter().filter(|(_, toll)| toll.held_back > 0) {
        say("held back", format!("{} to {id}, which refused the last {REFUSALS_MOST}", letters(toll.held_back)));
    }
    if !survey.unset.is_empty() {
        say("not made", format!("{}, for lack of a font", letters(survey.unset.len() as u64)));
    }
    say("from", format!("{}, through {}", send_run.posting.account, send_run.account.server.host()));
    if let Some(test) = &send_run.posting.test_to {
        say("to", format!("{test} alone, as a test"));
    } else {
        say("copies", copied(send_run));
    }
    if let Some(copies) = own_copies::plan(&survey.copies) {
        say("own copies", copies);
    }
    let attached = match &send_run.joint {
        Some(_) => Some("the letter with the names as a PDF"),
        None => send_run.args.attach_pdf.then_some("each letter as a PDF"),
    };
    if let Some(attached) = attached {
        let each = survey.shown.first().and_then(|shown| shown.mail.attached.first());
        let about = each.map(|(_, bytes)| format!(", about {}", outcomes::size(*bytes))).unwrap_or_default();
        say("attached", format!("{attached}{about}"));
    }
    let limits = send_run.limits();
    say("pace", pace_words(limits, send_run.connections()));
    if used.0 > 0 {
        let recipients = counted(used.1, "recipient");
        say("used", format!("{} to {recipients} by this account in the last 24 hours", letters(used.0)));
    }
    let copies = survey.copies.due;
    let recipients = survey.offices.sum(|toll| toll.recipients) + copies;
    let fullest = survey.offices.iter().map(|(_, toll)| toll.due).max().unwrap_or_default();
    let takes = limits.pace().takes(survey.due() + copies, recipients, fullest, used);
    say("time", if takes.is_zero() { "as fast as the server takes them".to_owned() } else { about(takes) });
    let by_hand: Vec<String> = survey
        .offices
        .iter()
        .filter(|(_, toll)| toll.by_hand > 0)
        .map(|(id, toll)| {
            let post = send_run.recipients.registry.get(id).and_then(Office::post).map(|lines| lines.join(", "));
            let post = post.map(|post| format!(" ({post})")).unwrap_or_default();
            format!("{id}{post}, {}", letters(toll.by_hand))
        })
        .collect();
    if !by_hand.is_empty() {
        say("no e-mail", by_hand.join("; "));
        match send_run.paper() {
            Some(path) => {
                let volumes = paper::volumes_note(path, survey.paper()).map(|note| format!(": {note}"));
                say("on paper", format!("{} into {}{}", survey.paper(), path.display(), volumes.unwrap_or_default()));
            }
            None if send_run.joint.is_some() => {}
            None => say("on paper", "none; --paper FOLDER/ writes these letters, with a manifest".to_owned()),
        }
    }
    let (own_words, good) = (survey.checked.own_words(), survey.checked.good);
    // Nobody adds words to a joint letter.
    if let (Some(share), None) = ((own_words * 100).checked_div(good), &send_run.joint) {
        say("own words", format!("{own_words} of {good} signatories ({share} %)"));
    }
    if takes >= LONG {
        lines.push(instead(limits, takes, survey.due()));
    }
    lines.join("\n")
}

/// Who gets a copy of every letter.
fn copied(send_run: &SendRun<'_>) -> String {
    let offices = send_run.recipients.copied_for_any().map(|office| match office.all_emails().as_slice() {
        [] => format!("{} (on paper)", office.id),
        emails => format!("{} ({})", office.id, joined(emails)),
    });
    let copies: Vec<String> = send_run.copies.iter().map(ToString::to_string).chain(offices).collect();
    if copies.is_empty() { "none".to_owned() } else { format!("{}, for every letter", copies.join(", ")) }
}

fn pace_words(limits: Limits, connections: usize) -> String {
    let mut words: Vec<String> = limits.every.map(pace::words).into_iter().collect();
    words.extend(limits.per_day.map(|count| format!("{count} a day")));
    words.extend(limits.recipients_per_day.map(|count| format!("{count} recipients a day")));
    let account = if words.is_empty() { "no limit for the account".to_owned() } else { words.join(", ") };
    let office = limits
        .office
        .map_or("no limit for an office".to_owned(), |rate| format!("{} to each office", pace::words(rate)));
    format!("{account}; {office}; {}", counted(connections as u64, "connection"))
}

fn instead(limits: Limits, takes: SignedDuration, due: u64) -> String {
    let mut lines =
        vec![format!("That is a long time: {} for {}. What you can do instead:", about(takes), letters(due))];
    lines.push(
        "  - Print them and hand them over together: `outcry write` with the same list and -o FOLDER/.".to_owned(),
    );
    lines
        .push("  - Let people send their own letter, each from their own address: `-f mailto` or `-f eml`.".to_owned());
    lines.push(
        "  - Send a part now: --limit N or --rows FROM-TO; the next part goes out with the next rows.".to_owned(),
    );
    if limits.office.is_some() {
        lines.push(
            "  - Ask the office, then raise --office-pace. Large mail services refuse more than about 1200 an hour."
                .to_owned(),
        );
    }
    if limits.every.is_some() || limits.per_day.is_some() || limits.recipients_per_day.is_some() {
        lines.push(
            "  - Use an account that may send more; `outcry account list` shows what providers allow.".to_owned(),
        );
    }
    lines.join("\n")
}

/// A long time in words, rounded up a little: nobody plans by the second.
pub fn about(takes: SignedDuration) -> String {
    let minutes = (takes.as_secs() + 59) / 60;
    let some = |count: i64, what: &str| counted(count.unsigned_abs(), what);
    match minutes {
        ..=1 => "about a minute".to_owned(),
        2..=90 => format!("about {}", some(minutes, "minute")),
        91..=2_880 => format!("about {}", some((minutes + 30) / 60, "hour")),
        2_881..=20_160 => format!("about {}", some((minutes + 720) / 1440, "day")),
        20_161..=1_048_320 => format!("about {}", some((minutes + 5_040) / 10_080, "week")),
        _ => format!("about {}", some((minutes + 262_800) / 525_600, "year")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_people_tell_them() {
        let minutes = SignedDuration::from_mins;
        for (takes, expected) in [
            (SignedDuration::from_secs(5), "about a minute"),
            (minutes(30), "about 30 minutes"),
            (minutes(90), "about 90 minutes"),
            (minutes(200), "about 3 hours"),
            (minutes(60 * 24 * 3), "about 3 days"),
            (minutes(500_000), "about 50 weeks"),
            (minutes(60 * 24 * 365 * 5), "about 5 years"),
        ] {
            assert_eq!(about(takes), expected);
        }
    }
}
