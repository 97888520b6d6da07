//! What is kept of letters that are under way: what became of each, how far it all is, and what is to be shown of it.

use std::collections::HashSet;
use std::time::Instant;

use jiff::Timestamp;
use outcry::deliver::{Event, Job, Outcome};

use super::send_run::SendRun;
use super::to_send::ToSend;
use crate::messages::outcomes::{self, Shape};
use crate::messages::progress::Progress;
use crate::messages::summary::Summary;

/// What is kept of a delivery under way.
pub struct Log<'a> {
    pub send_run: &'a SendRun<'a>,
    pub survey: &'a ToSend,
    /// How many letters it has to deliver.
    due: u64,
    pub progress: Progress,
    pub summary: Summary,
    /// Outcomes of one signatory's letters, told when the rounds are over.
    pub held: Vec<(Box<Job>, Outcome)>,
    /// Letters of a trial that are done with.
    pub done: HashSet<(Option<u64>, String)>,
    /// The earliest next try of what was put off in this round.
    pub next_try: Option<Timestamp>,
    pub listed: bool,
    pub began: Instant,
    /// Offices that nothing is tried at: they refuse whatever comes, or wait with another list.
    pub held_back: HashSet<String>,
    /// Lines that are to be shown.
    told: String,
}

impl<'a> Log<'a> {
    /// Begins with so many letters.
    pub fn begin(send_run: &'a SendRun<'a>, survey: &'a ToSend, due: u64, listed: bool) -> Self {
        let held_back = survey.offices.iter().filter(|(_, toll)| toll.held_back + toll.other_list > 0);
        Self {
            send_run,
            survey,
            due,
            progress: Progress::None,
            summary: Summary::default(),
            held: Vec::new(),
            done: HashSet::new(),
            next_try: None,
            listed,
            began: Instant::now(),
            held_back: held_back.map(|(id, _)| id.to_owned()).collect(),
            told: String::new(),
        }
    }

    pub fn begin_round(&mut self) {
        self.next_try = None;
        self.summary.begin_round();
        if matches!(self.progress, Progress::None) {
            let app = self.send_run.app;
            self.progress = Progress::begin(&app.report, &app.environment, self.due, self.listed);
        }
    }

    /// Shows what is left to show, and takes the bar away.
    pub fn rest(&mut self) {
        self.pause();
        std::mem::replace(&mut self.progress, Progress::None).end();
    }

    pub fn hear(&mut self, event: Event) {
        let Event::Outcome(job, outcome) = event else { return self.pause() };
        if let Outcome::Waiting { next_try, .. } = &outcome {
            self.next_try = self.next_try.into_iter().chain([*next_try]).min();
        }
        if matches!(outcome, Outcome::HeldBack(_)) {
            self.held_back.insert(job.mail.office.clone());
        }
        let later = is_later(&outcome);
        if !later && job.key.is_none() {
            self.done.insert((job.row, job.mail.office.clone()));
        }
        if !self.listed {
            self.held.retain(|(held, _)| held.mail.office != job.mail.office);
            if !(later && self.send_run.args.wait) {
                self.tell(&job, &outcome);
            }
            self.held.push((job, outcome));
        } else if !matches!(outcome, Outcome::Untried(_)) {
            // How many of those the run did not come to were waiting in line says nothing.
            self.tell(&job, &outcome);
            self.summary.add(&job, &outcome);
        }
    }

    /// Shows what was heard. Many lines in one go: whoever reads them need not wake up for each.
    pub fn pause(&mut self) {
        if !self.told.is_empty() {
            // A full or closed screen must not end a delivery: what is known is also in the exit code.
            self.progress.aside(|| {
                let _shown = self.send_run.app.report.result(&self.told);
            });
            self.told.clear();
        }
        self.progress.tick(&self.summary.tally);
    }

    pub fn tell(&mut self, job: &Job, outcome: &Outcome) {
        let plain = matches!(outcome, Outcome::Sent { refused, .. } if refused.is_empty());
        let shape = self.send_run.shape;
        // On a terminal a line for each of thousands would hide the few that matter.
        let hides = self.listed && plain && shape == Shape::Lines && self.send_run.app.environment.stdout_is_terminal;
        if !hides && let Ok(line) = outcomes::line(shape, job, outcome) {
            self.told.push_str(&line);
        }
    }

    /// Letters that need no further try.
    pub fn settled(&self) -> u64 {
        let held = self.held.iter().filter(|(_, outcome)| !is_later(outcome));
        self.summary.tally.settled() + held.count() as u64
    }
}

/// Whether a letter needs a further try.
pub fn is_later(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Waiting { .. } | Outcome::Untried(_) | Outcome::HeldBack(_))
}
