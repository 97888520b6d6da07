//! What the outbox remembers of a command's letters, and so what is left to send.

use jiff::Timestamp;
use outcry::letter::Letter;
use outcry::mac::{MacKey, TextDigest};
use outcry::outbox::{Entry, Found, Key, Listing, Named, Outbox, Put, Signatories, State, View};
use outcry::render::mail::Mail;

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
    /// What can be read of it.
    pub fn view(&self) -> Option<&View> {
        match self {
            Self::Seen(Some(view)) => Some(view),
            Self::Held(outbox) => Some(outbox.view()),
            Self::None | Self::Seen(None) => None,
        }
    }

    /// The key for Message-IDs. A trial, and a dry run before there is an outbox, have one that nobody keeps.
    pub fn mail_key(&self) -> Result<MacKey, Failure> {
        match self.view() {
            Some(view) => Ok(view.mail_key()),
            None => MacKey::random_bytes()
                .map(|bytes| MacKey::new(&bytes))
                .ok_or_else(|| Failure::config("the system has no random numbers to give")),
        }
    }
}

/// Where letters are looked up and, in a run, put on the list.
pub enum Ledger<'o> {
    Nowhere,
    Seen {
        view: &'o View,
        /// Letters of former formats that were met so far.
        met: u64,
    },
    Listing(Box<Listing<'o>>),
}

/// Whether letters that are done with go out once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// With `--again`.
    All,
    /// With `--again=refused`: what was refused, or came back.
    Refused,
    /// With `--again=older`: what somebody has in a version of the campaign's text before this one, and nothing that the
    /// outbox does not know.
    Older(u32),
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
    /// It waits with a text that its signatory edited, and this is another one.
    OtherText,
    /// The outbox does not know it, and only what it knows goes out.
    Unknown,
}

/// Which letter this is, for the outbox.
pub fn named<'a>(letter: &Letter<'a>) -> Named<'a> {
    Named { campaign: letter.campaign, office: &letter.office.id, who: letter.signatory.identity() }
}

impl Ledger<'_> {
    /// Looks a letter up, and puts it on the list if it is to go out.
    /// `edited` is the text of its signatory's own, if it has one.
    pub fn stand(
        &mut self,
        letter: &Named<'_>,
        row: Option<u64>,
        repeat: Repeat,
        edited: Option<TextDigest>,
    ) -> Result<Standing, Failure> {
        let is_known = match self {
            _ if !matches!(repeat, Repeat::Older(_)) => true,
            Self::Nowhere => false,
            Self::Seen { view, .. } => view.find(letter)?.line.is_some(),
            Self::Listing(listing) => listing.known(letter)?.is_some(),
        };
        if !is_known {
            return Ok(Standing::Unknown);
        }
        let (key, known, line) = match self {
            Self::Nowhere => (None, None, None),
            Self::Seen { view, met } => {
                let Found { line, meets_former } = view.find(letter)?;
                *met += u64::from(meets_former);
                (Some(view.key(letter)), line, None)
            }
            Self::Listing(listing) => {
                let Put { before, mut line } = listing.put(letter, row, edited)?;
                let key = line.key;
                if is_repeated(&line, repeat)
                    && let Some(again) = listing.repeat(&key, edited)?
                {
                    line = again;
                } else if line.waits_with_other_text(edited) && repeat == Repeat::All {
                    line = listing.take_text(line, edited)?;
                }
                (Some(key), before, Some(Box::new(line)))
            }
        };
        Ok(match known {
            Some(entry) if entry.state != State::Waiting && !is_repeated(&entry, repeat) => {
                Standing::Past(Box::new(entry))
            }
            Some(entry) if entry.waits_with_other_text(edited) && repeat != Repeat::All => Standing::OtherText,
            known => Standing::Due { key, known: known.map(Box::new), line },
        })
    }

    /// Who signed a joint letter when it was last put on the list.
    pub fn signed(&self, key: &Key) -> Result<Option<Signatories>, Failure> {
        Ok(match self {
            Self::Nowhere => None,
            Self::Seen { view, .. } => view.signed(key)?,
            Self::Listing(listing) => listing.signed(key)?,
        })
    }

    /// Keeps who signs a joint letter that is on the list.
    pub fn sign(&mut self, key: &Key, signatories: &Signatories) -> Result<(), Failure> {
        match self {
            Self::Listing(listing) => Ok(listing.sign(key, signatories)?),
            Self::Nowhere | Self::Seen { .. } => Ok(()),
        }
    }

    /// Letters of former formats to these offices that none of those looked up so far is the one of; see
    /// [`View::unmet`].
    pub fn unmet(&self, campaign: &str, offices: &[&str]) -> Result<u64, Failure> {
        Ok(match self {
            Self::Nowhere => 0,
            Self::Seen { view, met } => view.unmet(campaign, offices)?.saturating_sub(*met),
            Self::Listing(listing) => listing.unmet(campaign, offices)?,
        })
    }

    /// What was put on the list stays there.
    pub fn keep(self) -> Result<(), Failure> {
        match self {
            Self::Listing(listing) => Ok(listing.keep()?),
            Self::Nowhere | Self::Seen { .. } => Ok(()),
        }
    }
}

/// Only a person or a proof settles what is in doubt, not a flag for many.
fn is_repeated(entry: &Entry, repeat: Repeat) -> bool {
    let state = entry.state;
    match repeat {
        Repeat::Older(version) => entry.is_older_than(version),
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
