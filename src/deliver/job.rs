//! What a run delivers, and over which connections.

use crate::outbox::{Entry, Key, Stamp};
use crate::render::mail::Mail;
use crate::smtp::{ClientName, Login, Server, Timeouts, Trust};

/// The server, and how a worker connects to it.
#[derive(Debug)]
pub struct Endpoint<'a> {
    /// Host, port and encryption.
    pub server: &'a Server,
    /// The name this machine gives in EHLO.
    pub name: &'a ClientName,
    /// User and password; `None` for a server that takes mail without a login.
    pub login: Option<&'a Login>,
    /// The certificates to trust.
    pub trust: &'a Trust,
    /// The time limit of each step of the dialogue.
    pub timeouts: &'a Timeouts,
    /// How many connections to use at the same time; at least 1.
    pub connections: usize,
}

/// A letter to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The finished mail, byte for byte.
    pub mail: Mail,
    /// The letter's key in the outbox, where its state is "waiting"; `None` for a trial, which the outbox
    /// does not record.
    pub key: Option<Key>,
    /// The letter's entry in the outbox, if the caller has just read it.
    pub entry: Option<Box<Entry>>,
    /// The row of the list that the letter comes from.
    pub row: Option<u64>,
}

/// What the run does when the account has used up its limit of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOver {
    /// End; the same command goes on another day.
    Stop,
    /// Wait until the limit allows another letter.
    Wait,
}

/// What the outbox keeps of a mail, to recognise it later.
pub(super) fn stamp(mail: &Mail) -> Stamp {
    Stamp {
        message_id: mail.message_id.clone(),
        date: mail.date,
        addresses: Some(mail.addresses.clone()),
        version: mail.version,
    }
}
