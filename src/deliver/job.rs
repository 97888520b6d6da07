//! What is to be handed over, and over which line.

use crate::outbox::{Entry, Key, Stamp};
use crate::render::mail::Mail;
use crate::smtp::{ClientName, Login, Server, Timeouts, Trust};

/// Everything about the line letters go over.
#[derive(Debug)]
pub struct Line<'a> {
    /// The server.
    pub server: &'a Server,
    /// How this machine introduces itself.
    pub name: &'a ClientName,
    /// Who logs in, if anybody.
    pub login: Option<&'a Login>,
    /// Which certificates are believed.
    pub trust: &'a Trust,
    /// How long each step may take.
    pub timeouts: &'a Timeouts,
    /// Connections at the same time; at least one.
    pub connections: usize,
}

/// A letter to be handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The mail.
    pub mail: Mail,
    /// Its name in the outbox, where it stands as waiting; nothing for a trial, which leaves no trace.
    pub key: Option<Key>,
    /// Its line there, if that was just read.
    pub line: Option<Box<Entry>>,
    /// The row of the list it was made from.
    pub row: Option<u64>,
}

/// What the run does when the account's letters of the day are used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOver {
    /// It ends; the same command goes on.
    Stop,
    /// It waits.
    Wait,
}

/// What the outbox keeps of a mail, to know it again.
pub(super) fn stamp(mail: &Mail) -> Stamp {
    Stamp { message_id: mail.message_id.clone(), date: mail.date, addresses: Some(mail.addresses.clone()) }
}
