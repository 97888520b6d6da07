//! What may be known of a letter, and the only ways from one knowledge to the next.
//!
//! [`Move::leads`] is the whole table. The outbox writes a state nowhere but by a move, so a letter
//! that was sent cannot become one that waits unless somebody repeats it on purpose.

use std::fmt;
use std::str::FromStr;

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nobody has it. It goes out when the same command runs again.
    Waiting,
    /// Its end is being written at this moment, or was when the program was killed.
    Sending,
    /// The server took it for the office's own address.
    Sent,
    /// The server refused it for good; nobody has it.
    Refused,
    /// The server took it, and reported later that the office did not get it.
    Bounced,
    /// The server may have it. Only a person or a proof settles that.
    InDoubt,
    /// A person gave it up.
    Dropped,
    /// It was printed or saved for the post. That is not "sent".
    HandedOver,
}

impl State {
    /// Every state, in the order they are counted in.
    pub const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Sending,
        Self::InDoubt,
        Self::Refused,
        Self::Bounced,
        Self::Dropped,
        Self::HandedOver,
        Self::Sent,
    ];

    /// How much speaks against sending the letter: of two lines that turn out to be one signatory's, the heavier counts.
    pub(super) fn weight(self) -> u8 {
        match self {
            Self::Waiting => 0,
            Self::Refused => 1,
            Self::Bounced => 2,
            Self::Dropped => 3,
            Self::HandedOver => 4,
            Self::Sent => 5,
            Self::InDoubt | Self::Sending => 6,
        }
    }

    /// Its name, on the screen and in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Bounced => "bounced",
            Self::InDoubt => "in doubt",
            Self::Dropped => "dropped",
            Self::HandedOver => "handed over",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no such state; there are waiting, sending, in-doubt, refused, bounced, dropped, handed-over and sent"
)]
pub struct NoSuchState;

impl FromStr for State {
    type Err = NoSuchState;

    fn from_str(word: &str) -> Result<Self, NoSuchState> {
        let word = word.replace('-', " ");
        Self::ALL.into_iter().find(|state| state.as_str() == word).ok_or(NoSuchState)
    }
}

/// A step from one state to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// All of the text was written and its end is about to be.
    End,
    /// The server took it.
    Accept,
    /// Nobody has it, and trying later may help.
    Defer,
    /// The server refused it for good.
    Refuse,
    /// The answer to its end never came.
    Lose,
    /// The machine went down while it was about to be tried, and what was written last may be lost.
    Blackout,
    /// It was printed or saved for the post.
    HandOver,
    /// A proof or a person says that the server took it.
    Find,
    /// A report says that the office did not get what the server took.
    Bounce,
    /// A person says that it did not, and shall be sent again.
    Resend,
    /// A person gives it up.
    Drop,
    /// A person repeats it on purpose.
    Repeat,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 12] = [
        Self::End,
        Self::Accept,
        Self::Defer,
        Self::Refuse,
        Self::Lose,
        Self::Blackout,
        Self::HandOver,
        Self::Find,
        Self::Bounce,
        Self::Resend,
        Self::Drop,
        Self::Repeat,
    ];

    /// Where this move leads from a state; nowhere, if it cannot be made there.
    pub fn leads(self, from: State) -> Option<State> {
        use State::{Bounced, Dropped, HandedOver, InDoubt, Refused, Sending, Sent, Waiting};
        match (self, from) {
            (Self::End, Waiting) => Some(Sending),
            // One that waits may have arrived all the same: somebody settled a doubt the wrong way, or a
            // server delivered what it had put off. It would go out twice, by itself; one that was refused
            // or given up would not, so there a person decides.
            (Self::Accept, Sending) | (Self::Find, InDoubt | Waiting) => Some(Sent),
            (Self::Bounce, Sent | InDoubt) => Some(Bounced),
            (Self::Defer, Waiting | Sending)
            | (Self::Resend, InDoubt)
            | (Self::Repeat, Sent | Refused | Bounced | Dropped | HandedOver) => Some(Waiting),
            (Self::Refuse, Waiting | Sending) => Some(Refused),
            (Self::Lose, Sending) | (Self::Blackout, Waiting | Sending) => Some(InDoubt),
            (Self::HandOver, Waiting) => Some(HandedOver),
            (Self::Drop, InDoubt) => Some(Dropped),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_move_from_every_state() {
        use Move::{Accept, Blackout, Bounce, Defer, Drop, End, Find, HandOver, Lose, Refuse, Repeat, Resend};
        use State::{Bounced, Dropped, HandedOver, InDoubt, Refused, Sending, Sent, Waiting};
        let legal = [
            (Waiting, End, Sending),
            (Waiting, Defer, Waiting),
            (Waiting, Refuse, Refused),
            (Waiting, Find, Sent),
            (Sending, Accept, Sent),
            (Sending, Defer, Waiting),
            (Sending, Refuse, Refused),
            (Sending, Lose, InDoubt),
            (Waiting, Blackout, InDoubt),
            (Sending, Blackout, InDoubt),
            (Waiting, HandOver, HandedOver),
            (HandedOver, Repeat, Waiting),
            (InDoubt, Find, Sent),
            (InDoubt, Bounce, Bounced),
            (InDoubt, Resend, Waiting),
            (InDoubt, Drop, Dropped),
            (Sent, Bounce, Bounced),
            (Sent, Repeat, Waiting),
            (Bounced, Repeat, Waiting),
            (Refused, Repeat, Waiting),
            (Dropped, Repeat, Waiting),
        ];
        for from in State::ALL {
            for step in Move::ALL {
                let expected = legal.iter().find(|(a, b, _)| (*a, *b) == (from, step)).map(|(.., to)| *to);
                assert_eq!(step.leads(from), expected, "{from} {step:?}");
            }
        }
    }

    #[test]
    fn states_are_read_as_they_are_written() {
        for state in State::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
            assert_eq!(state.as_str().replace(' ', "-").parse(), Ok(state));
        }
        assert_eq!("lost".parse::<State>(), Err(NoSuchState));
    }
}
