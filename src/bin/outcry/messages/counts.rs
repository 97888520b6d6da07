//! How many letters became what, in all and for each office.

use outcry::deliver::Outcome;
use outcry::outbox::State;

use crate::failure::Exit;

/// How many letters ended how.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    pub sent: u64,
    pub before: u64,
    pub refused: u64,
    pub bounced: u64,
    pub waiting: u64,
    pub doubt: u64,
    pub dropped: u64,
    pub handed_over: u64,
}

impl Tally {
    pub fn outcome(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Sent { .. } => self.sent += 1,
            Outcome::Refused(_) => self.refused += 1,
            Outcome::Waiting { .. } | Outcome::Untried(_) | Outcome::HeldBack(_) => self.waiting += 1,
            Outcome::InDoubt(_) => self.doubt += 1,
        }
    }

    pub fn past(&mut self, state: State) {
        self.past_many(state, 1);
    }

    pub fn past_many(&mut self, state: State, count: u64) {
        match state {
            State::Sent => self.before += count,
            State::Refused => self.refused += count,
            State::Bounced => self.bounced += count,
            State::Dropped => self.dropped += count,
            State::HandedOver => self.handed_over += count,
            State::InDoubt | State::Sending => self.doubt += count,
            State::Waiting => self.waiting += count,
        }
    }

    /// Letters of this run that need no further try.
    pub fn settled(&self) -> u64 {
        self.sent + self.refused + self.doubt
    }

    /// Letters of this run that something is known of.
    pub fn told(&self) -> u64 {
        self.settled() + self.waiting
    }

    /// Adds the letters of a run that are done with to those of earlier ones.
    pub fn add(&mut self, run: &Self) {
        self.sent += run.sent;
        self.refused += run.refused;
        self.doubt += run.doubt;
    }

    /// What is known of letters of earlier runs, in a few words.
    pub fn past_words(&self) -> String {
        let all = [
            (self.before, "sent already"),
            (self.refused, "refused"),
            (self.bounced, "bounced"),
            (self.doubt, "in doubt"),
            (self.dropped, "given up"),
            (self.handed_over, "handed over"),
        ];
        let some: Vec<String> =
            all.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        some.join(", ")
    }

    /// In a sentence. What cannot be without an outbox is named only where it is.
    pub fn words(&self, marked: &str) -> String {
        let some = |count: u64, what: &str| if count > 0 { format!("{count} {what}, ") } else { String::new() };
        let Self { sent, refused, waiting, doubt, .. } = self;
        format!(
            "{sent} sent{marked}, {}{refused} refused, {}{}{}{waiting} not sent yet, {doubt} in doubt.",
            some(self.before, "sent already"),
            some(self.bounced, "bounced"),
            some(self.dropped, "given up"),
            some(self.handed_over, "handed over"),
        )
    }

    /// The exit code of letters, of which there are copies for their signatories. One that was refused says nothing
    /// against the letters.
    pub fn exit_with(&self, copies: &Self) -> Exit {
        if copies.waiting + copies.doubt > 0 { Exit::Waiting } else { self.exit() }
    }

    pub fn exit(&self) -> Exit {
        if self.waiting + self.doubt > 0 {
            Exit::Waiting
        } else if self.refused + self.bounced > 0 {
            Exit::Refused
        } else {
            Exit::Done
        }
    }
}

/// Copies that the signatories of a list get of their own letters. They are none of the letters.
#[derive(Debug, Default)]
pub struct OwnCopies {
    /// What is to go out now, once the letters have.
    pub due: u64,
    /// What waits for letters that do not go out now.
    pub stuck: u64,
    /// Those of earlier runs that are done with.
    pub past: Tally,
    /// Signatories who get none for want of an address.
    pub no_address: u64,
}

/// What each office gets, in the order in which they came up.
#[derive(Debug, Default)]
pub struct Tolls(pub Vec<(String, Toll)>);

impl Tolls {
    pub fn of(&mut self, office: &str) -> &mut Toll {
        let at = self.0.iter().position(|(id, _)| id == office).unwrap_or_else(|| {
            self.0.push((office.to_owned(), Toll::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }

    pub fn get(&self, office: &str) -> Toll {
        self.0.iter().find(|(id, _)| id == office).map(|(_, toll)| *toll).unwrap_or_default()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Toll)> {
        self.0.iter().map(|(id, toll)| (id.as_str(), toll))
    }

    pub fn sum(&self, what: impl Fn(&Toll) -> u64) -> u64 {
        self.0.iter().map(|(_, toll)| what(toll)).sum()
    }
}

/// What one office gets.
#[derive(Debug, Clone, Copy, Default)]
pub struct Toll {
    /// Letters by e-mail, those of earlier runs included.
    pub letters: u64,
    /// Of those, what is to go out now.
    pub due: u64,
    /// Recipients of what goes out now.
    pub recipients: u64,
    /// What is due and is not tried, since the office refused whatever came.
    pub held_back: u64,
    /// What is due and cannot be made here, for want of a font.
    pub unset: u64,
    /// What waits with a text that its signatory edited, and is not tried with another one.
    pub other_text: u64,
    /// What waits with the names of a list that has changed, and is not tried with those of today.
    pub other_list: u64,
    /// What somebody has in an earlier version of the campaign's text, and does not go out now.
    pub older: u64,
    /// What the outbox does not know, when only what it knows goes out.
    pub unknown: u64,
    /// Letters that cannot be mailed.
    pub by_hand: u64,
    /// Of those, what `--paper` writes now.
    pub paper: u64,
}
