//! `outcry` turns a campaign's model letter into signed letters and gets them to their offices.
//!
//! The one path of data, top to bottom:
//!
//! ```text
//! signatory   answers -> Signatory: who signs, valid by construction
//! roster      a list of signatories to rows of answers, each fault with its place
//! appeal      a published text -> what a campaign needs
//! registry    offices, their channels with proof, the embassy in the signatory's own country
//! campaign    the appeal and its model letters; strict templates
//! mailing     whom a letter is meant for, what stands against sending it
//! letter      compose(campaign, office, signatory, day) -> Letter; everything below reads only that
//! check       rules a good letter keeps
//! render      Letter -> text, HTML, mail, mailto link, telephone script, JSON; pure
//! settings    config.toml: the user's own details, accounts
//! smtp        one mail to one server, step by step, with a verdict per recipient
//! outbox      what was sent, waits, was refused, came back or is in doubt; crash-safe
//! deliver     hands mails over on several connections, and reports the outcome of each
//! account_limits   how fast an account's letters may go
//! proof       a mailbox's mails: whose copy is there, what came back
//! ```
//!
//! Beside it: `text`, `address`, `identity`, `locale`, `place`, `mac` and `own` are the small words the
//! rest is written in; `shipped` is what the program carries. The library never prints, prompts, reads
//! the environment or asks for the time.
pub mod account_limits;
pub mod address;
pub mod appeal;
pub mod campaign;
pub mod check;
pub mod deliver;
pub mod identity;
pub mod letter;
pub mod locale;
pub mod mac;
pub mod mailing;
pub mod outbox;
pub mod own;
pub mod place;
pub mod proof;
pub mod registry;
pub mod render;
pub mod roster;
pub mod settings;
pub mod shipped;
pub mod signatory;
pub mod smtp;
pub mod text;
