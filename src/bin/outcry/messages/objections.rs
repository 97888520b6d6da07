//! What stands against sending, one sentence each.

use outcry::address::Reserved;
use outcry::mailing::{NotOpen, Objection, Whose};

use super::channels;

/// One objection.
pub fn objection(objection: &Objection<'_>) -> String {
    match objection {
        Objection::NotOpen(office, why) => {
            let why = match why {
                NotOpen::Until(until) => format!("what is known of it held until {until}"),
                NotOpen::Later => "its entry holds from a later day on".to_owned(),
                NotOpen::Status(status) => format!("it is {}", status.as_str()),
            };
            format!("{}: {why}", office.id)
        }
        Objection::Reserved(whose, email, kind) => {
            let whose = match whose {
                Whose::Sender => "the sender".to_owned(),
                Whose::Trial => "--test-to".to_owned(),
                Whose::Office(office) => format!("{}:", office.id),
                Whose::Copy => "the copy address".to_owned(),
            };
            let kind = match kind {
                Reserved::StandIn => "only stands in for a real address",
                Reserved::Testing => "is for trials on this machine",
            };
            format!("{whose} {email} {kind}")
        }
        Objection::Stale(office, email, channel, freshness) => {
            let since = channels::since(*freshness).unwrap_or_default();
            format!("{}: {email} was {since}{}", office.id, channels::source(channel))
        }
    }
}
