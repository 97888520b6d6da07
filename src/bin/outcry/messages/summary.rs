//! What became of the letters of a list, office by office. A line for each of thousands helps nobody;
//! what is in doubt is still named one by one.

use std::collections::BTreeMap;

use outcry::address::Email;
use outcry::deliver::{Job, Outcome, REFUSALS_MOST};
use outcry::smtp::Role;

use crate::messages::count::letters;
use crate::messages::counts::{Tally, Tolls};
use crate::messages::outcomes::PastLetter;
use crate::terminal::Terminal;
use crate::terminal::report::Report;

/// What there is to do about letters in doubt.
pub const HOW_TO_SETTLE: &str =
    "outcry never sends a letter in doubt again by itself. To see what to do, run: outcry outbox list --state in-doubt";

fn in_doubt(office: &str, row: Option<u64>, reason: &str, message_id: &str, key: &str) -> String {
    let row = row.map(|row| format!(", row {row}")).unwrap_or_default();
    format!(
        "{office}{row}: in doubt: {reason}. The server may have the letter with the Message-ID {message_id} (key {key})."
    )
}

/// Says which letters are in doubt since earlier runs.
pub fn say_old_doubts<'a>(
    Terminal { report, environment }: Terminal<'_>,
    doubts: impl Iterator<Item = &'a PastLetter>,
) {
    for PastLetter { office, row, entry, .. } in doubts.take(DOUBTS_MOST) {
        let message_id = entry.stamp.as_ref().map(|stamp| stamp.message_id.as_str()).unwrap_or_default();
        let reason = format!("since {}: {}", environment.local(entry.changed), entry.reason);
        report.warn(&in_doubt(office, *row, &reason, message_id, &entry.key.short()));
    }
}

/// Why letters to an office are not tried, and what there is to do.
pub fn held_back(office: &str) -> String {
    format!(
        "{office}: the office refused the last {REFUSALS_MOST} letters, so outcry holds the others back. If the address is \
         wrong, run: outcry recipients reject {office} email. To leave the office out, use --except {office}. To try \
         again anyway, use --again=refused."
    )
}

/// A letter that waits with a text that its signatory edited is not sent in another one.
pub fn other_text(office: &str, whose: Whose) -> String {
    let what = match whose {
        Whose::OneSignatorys => "give the same --text FILE. To send this text instead, add --again",
        Whose::OfAList => "run `outcry send` for that person alone, with the same --text FILE",
    };
    format!(
        "{office}: a letter waits with a text that its signatory edited, so outcry does not send another text. To send \
         it, {what}."
    )
}

/// Whose letters a run sends.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    OneSignatorys,
    OfAList,
}

/// Different reasons that are told of one office.
const REASONS_MOST: usize = 5;
/// Letters in doubt that are told one by one here; `outbox list` tells them all.
const DOUBTS_MOST: usize = 20;

#[derive(Default)]
pub struct Summary {
    pub tally: Tally,
    offices: BTreeMap<String, Office>,
    doubts: Vec<String>,
    copies: BTreeMap<(Email, String), u64>,
}

#[derive(Default)]
struct Office {
    tally: Tally,
    reasons: BTreeMap<(&'static str, String), u64>,
}

impl Summary {
    pub fn add(&mut self, job: &Job, outcome: &Outcome) {
        let office = self.offices.entry(job.mail.office.clone()).or_default();
        office.tally.outcome(outcome);
        self.tally.outcome(outcome);
        match outcome {
            Outcome::Sent { refused, .. } => {
                for (email, role, reply) in refused {
                    let what = if *role == Role::Copy {
                        "the server refused this copy"
                    } else {
                        "the server refused this address"
                    };
                    *self.copies.entry((email.clone(), format!("{what}: {reply}"))).or_default() += 1;
                }
            }
            Outcome::Refused(reason) => office.reason("refused", reason),
            Outcome::Waiting { reason, .. } => office.reason("not sent yet", reason),
            Outcome::Untried(reason) | Outcome::HeldBack(reason) => office.reason("not tried", reason),
            Outcome::InDoubt(reason) => {
                if self.doubts.len() < DOUBTS_MOST {
                    let key = job.key.map(|key| key.short()).unwrap_or_default();
                    self.doubts.push(in_doubt(&job.mail.office, job.row, reason, &job.mail.message_id, &key));
                }
            }
        }
    }

    /// What was put off in the round before is tried once more.
    pub fn begin_round(&mut self) {
        self.tally.waiting = 0;
        for office in self.offices.values_mut() {
            office.tally.waiting = 0;
            office.reasons.retain(|(what, _), _| *what == "refused");
        }
    }

    /// Says it all, for what was due.
    pub fn say(&self, report: &Report, due: &Tolls) {
        for (id, toll) in due.iter().filter(|(_, toll)| toll.due > 0) {
            let nothing = Office::default();
            let office = self.offices.get(id).unwrap_or(&nothing);
            let mut tally = office.tally.clone();
            tally.waiting = toll.due.saturating_sub(tally.settled());
            report.say(&format!("{id}: {}", tally.words("")));
            for ((what, reason), count) in &office.reasons {
                report.warn(&format!("{id}: {what}, {}: {reason}", letters(*count)));
            }
        }
        for ((email, what), count) in &self.copies {
            report.warn(&format!("{email}: {} went out, but {what}", letters(*count)));
        }
        for doubt in &self.doubts {
            report.warn(doubt);
        }
    }
}

impl Office {
    fn reason(&mut self, what: &'static str, reason: &str) {
        let known = self.reasons.len();
        let key = (what, reason.to_owned());
        let key = if known >= REASONS_MOST && !self.reasons.contains_key(&key) {
            (what, "for other reasons; `outcry outbox list` shows them".to_owned())
        } else {
            key
        };
        *self.reasons.entry(key).or_default() += 1;
    }
}
