//! What the outbox remembers of a command's letters, and so what is left to send.

use std::path::PathBuf;

use jiff::Timestamp;
use outcry::letter::Letter;
use outcry::outbox::{Entry, Key, Outbox, Person, State, View};
use outcry::render::mail::{Mail, Posting, mail};
use outcry::signatory::Signatory;

use crate::App;
use crate::failure::Failure;

/// The outbox as far as a command may touch it.
pub enum Memory {
    /// A trial neither reads nor writes it.
    None,
    /// A dry run looks at it, if there is one.
    Seen(Option<View>),
    /// A run holds it until it ends.
    Held(Outbox),
}

/// Whether letters that are done with go out once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// With `--again`.
    All,
    /// Only what is missing.
    Nothing,
}

/// A letter that is to go out.
pub struct Due<'l> {
    pub letter: &'l Letter<'l>,
    /// Its name in the outbox, where one is held.
    pub key: Option<Key>,
    /// What is known of it, if anything.
    pub known: Option<Entry>,
}

/// A letter that was dealt with before.
pub struct Past<'l> {
    pub letter: &'l Letter<'l>,
    pub entry: Entry,
}

/// Where the outbox is, or would be.
pub fn path(app: &App) -> Result<PathBuf, Failure> {
    let usual = || app.environment.data_dir.as_ref().map(|folder| folder.join("outbox.sqlite"));
    app.global.outbox.clone().or_else(usual).ok_or_else(|| {
        Failure::config("no folder for data is known on this machine, so the outbox has no place")
            .hint("give --outbox FILE")
    })
}

/// Holds the outbox, in this run's name.
pub fn hold(app: &App) -> Result<Outbox, Failure> {
    let who = format!("process {}, since {}", std::process::id(), app.environment.local(app.environment.now));
    Ok(Outbox::open(&path(app)?, &who)?)
}

/// Who signs, as the outbox tells people apart. `email` is the address as text.
pub fn person<'a>(signatory: &'a Signatory, email: Option<&'a str>) -> Person<'a> {
    Person {
        name: signatory.name.as_deref(),
        organisation: signatory.organisation.as_deref(),
        email,
        address: &signatory.address,
    }
}

impl Memory {
    /// Parts letters into those that are to go out and those that are done with.
    pub fn part<'l>(
        &self,
        letters: &[&'l Letter<'l>],
        repeat: Repeat,
    ) -> Result<(Vec<Due<'l>>, Vec<Past<'l>>), Failure> {
        let (view, held) = match self {
            Self::None | Self::Seen(None) => (None, false),
            Self::Seen(Some(view)) => (Some(view), false),
            Self::Held(outbox) => (Some(outbox.view()), true),
        };
        let (mut due, mut past) = (Vec::new(), Vec::new());
        for letter in letters.iter().copied() {
            let Some(view) = view else {
                due.push(Due { letter, key: None, known: None });
                continue;
            };
            let email = letter.signatory.email.as_ref().map(ToString::to_string);
            let key = view.key(letter.campaign, &letter.office.id, &person(letter.signatory, email.as_deref()));
            let known = view.get(&key)?;
            let is_due = match known.as_ref().map(|entry| entry.state) {
                None | Some(State::Waiting) => true,
                // Only a person or a proof settles these, not a flag for many.
                Some(State::InDoubt | State::Sending) => false,
                Some(State::Sent | State::Refused | State::Bounced | State::Dropped) => repeat == Repeat::All,
            };
            match known {
                Some(entry) if !is_due => past.push(Past { letter, entry }),
                known => due.push(Due { letter, key: held.then_some(key), known }),
            }
        }
        Ok((due, past))
    }
}

impl Due<'_> {
    /// The mail, with the Date and Message-ID of its first attempt. A letter that reads otherwise now
    /// is another mail: nobody has the first one, so it gets a Date and a Message-ID of its own.
    pub fn mail(&self, posting: &Posting) -> Result<Mail, Failure> {
        let make = |date: Timestamp| {
            mail(self.letter, &Posting { date, ..posting.clone() })
                .map_err(|error| Failure::data(format!("{error}; nothing was sent")))
        };
        if let Some(stamp) = self.waiting().and_then(|entry| entry.stamp.as_ref()) {
            let same = make(stamp.date)?;
            if same.message_id == stamp.message_id {
                return Ok(same);
            }
        }
        make(posting.date)
    }

    /// What is known of a letter that goes on waiting.
    pub fn waiting(&self) -> Option<&Entry> {
        self.known.as_ref().filter(|entry| entry.state == State::Waiting)
    }

    /// Whether it was done with and goes out once more.
    pub fn is_repeated(&self) -> bool {
        self.known.is_some() && self.waiting().is_none()
    }
}
