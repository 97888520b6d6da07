//! What the outbox remembers of a command's letters, and so what is left to send.

use jiff::Timestamp;
use outcry::letter::Letter;
use outcry::mac::MacKey;
use outcry::outbox::{Entry, Key, Listing, Outbox, Person, Put, State, View};
use outcry::render::mail::Mail;
use outcry::signatory::Signatory;

use crate::failure::Failure;

/// The outbox as far as a command may touch it.
pub enum Memory {
    /// A trial neither reads nor writes it.
    None,
    /// A dry run looks at it, if there is one.
    Seen(Option<Box<View>>),
    /// A run holds it until it ends.
    Held(Box<Outbox>),
}

impl Memory {
    /// The key for Message-IDs. A trial, and a dry run before there is an outbox, have one that nobody keeps.
    pub fn mail_key(&self) -> Result<MacKey, Failure> {
        match self {
            Self::Seen(Some(view)) => Ok(view.mail_key()),
            Self::Held(outbox) => Ok(outbox.view().mail_key()),
            Self::None | Self::Seen(None) => MacKey::random_bytes()
                .map(|bytes| MacKey::new(&bytes))
                .ok_or_else(|| Failure::config("the system has no random numbers to give")),
        }
    }
}

/// Where letters are looked up and, in a run, put on the list.
pub enum Ledger<'o> {
    Nowhere,
    Seen(&'o View),
    Listing(Box<Listing<'o>>),
}

/// Whether letters that are done with go out once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// With `--again`.
    All,
    /// With `--again=refused`: what was refused, or came back.
    Refused,
    /// Only what is missing.
    Nothing,
}

/// What is to be done about a letter.
pub enum Standing {
    /// It is to go out.
    Due {
        /// Its name in the outbox, where there is one.
        key: Option<Key>,
        /// What is known of it, whether it was done with before or waits.
        known: Option<Box<Entry>>,
        /// Its line, where it was put on the list.
        line: Option<Box<Entry>>,
    },
    /// It was dealt with.
    Past(Box<Entry>),
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

/// Which letter is meant: of a campaign to an office, by somebody.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    pub campaign: &'a str,
    pub office: &'a str,
    pub signatory: &'a Signatory,
}

impl<'a> Named<'a> {
    pub fn of(letter: &Letter<'a>) -> Self {
        Self { campaign: letter.campaign, office: &letter.office.id, signatory: letter.signatory }
    }

    /// Its name in an outbox.
    pub fn key(self, view: &View) -> Key {
        let email = self.signatory.email.as_ref().map(ToString::to_string);
        view.key(self.campaign, self.office, &person(self.signatory, email.as_deref()))
    }
}

impl Ledger<'_> {
    /// Looks a letter up, and puts it on the list if it is to go out.
    pub fn stand(&mut self, letter: Named<'_>, row: Option<u64>, repeat: Repeat) -> Result<Standing, Failure> {
        let (key, known, line) = match self {
            Self::Nowhere => (None, None, None),
            Self::Seen(view) => {
                let key = letter.key(view);
                (Some(key), view.get(&key)?, None)
            }
            Self::Listing(listing) => {
                let email = letter.signatory.email.as_ref().map(ToString::to_string);
                let key = listing.key(letter.campaign, letter.office, &person(letter.signatory, email.as_deref()));
                let Put { before, mut line } = listing.put(key, letter.campaign, letter.office, row)?;
                if is_repeated(line.state, repeat)
                    && let Some(again) = listing.repeat(&key)?
                {
                    line = again;
                }
                (Some(key), before, Some(Box::new(line)))
            }
        };
        Ok(match known {
            Some(entry) if entry.state != State::Waiting && !is_repeated(entry.state, repeat) => {
                Standing::Past(Box::new(entry))
            }
            known => Standing::Due { key, known: known.map(Box::new), line },
        })
    }

    /// What was put on the list stays there.
    pub fn keep(self) -> Result<(), Failure> {
        match self {
            Self::Listing(listing) => Ok(listing.keep()?),
            Self::Nowhere | Self::Seen(_) => Ok(()),
        }
    }
}

/// Only a person or a proof settles what is in doubt, not a flag for many.
fn is_repeated(state: State, repeat: Repeat) -> bool {
    match repeat {
        Repeat::Nothing => false,
        Repeat::Refused => matches!(state, State::Refused | State::Bounced),
        Repeat::All => !matches!(state, State::Waiting | State::InDoubt | State::Sending),
    }
}

/// The mail, with the Date and Message-ID of its first attempt. A letter that reads otherwise now is
/// another mail: nobody has the first one, so it gets a Date and a Message-ID of its own.
pub fn mail_of(
    known: Option<&Entry>,
    now: Timestamp,
    make: impl Fn(Timestamp) -> Result<Mail, Failure>,
) -> Result<Mail, Failure> {
    let waiting = known.filter(|entry| entry.state == State::Waiting);
    if let Some(stamp) = waiting.and_then(|entry| entry.stamp.as_ref()) {
        let same = make(stamp.date)?;
        if same.message_id == stamp.message_id {
            return Ok(same);
        }
    }
    make(now)
}
