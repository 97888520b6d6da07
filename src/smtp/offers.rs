//! What a server says it can do, in its answer to EHLO.

use super::reply::RawReply;
use crate::text;

/// What the server said it can do.
#[derive(Debug, Default)]
pub(super) struct Offers {
    pub(super) starttls: bool,
    pub(super) pipelining: bool,
    /// The largest letter it takes, where it names a limit (RFC 1870: 0 is none).
    pub(super) size: Size,
    /// Mechanisms of AUTH, in its own words.
    pub(super) mechanisms: Vec<String>,
}

/// The SIZE extension (RFC 1870).
#[derive(Debug, Default, Clone, Copy)]
pub(super) enum Size {
    #[default]
    NotOffered,
    NoLimit,
    AtMost(usize),
}

impl Offers {
    pub(super) fn from_reply(reply: &RawReply) -> Self {
        let mut offers = Self::default();
        // The first line is the server's name.
        for line in reply.lines.iter().skip(1) {
            let line = text::for_terminal(&String::from_utf8_lossy(line));
            // `AUTH=LOGIN` is how servers wrote it before RFC 2554, and some do so still.
            let mut words = line.split([' ', '=']).filter(|word| !word.is_empty());
            match words.next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "STARTTLS" => offers.starttls = true,
                "PIPELINING" => offers.pipelining = true,
                "SIZE" => {
                    offers.size = match words.next().and_then(|limit| limit.parse().ok()) {
                        None | Some(0) => Size::NoLimit,
                        Some(limit) => Size::AtMost(limit),
                    }
                }
                "AUTH" => {
                    for mechanism in words {
                        if !offers.mechanisms.iter().any(|known| known == mechanism) {
                            offers.mechanisms.push(mechanism.to_owned());
                        }
                    }
                }
                _ => {}
            }
        }
        offers
    }
}
