//! What stands against sending letters: an office that is closed, an address that exists only in documents, an address
//! that nobody confirmed for a year.

use jiff::civil::Date;

use crate::address::{Email, Reserved};
use crate::registry::{Channel, Contact, Freshness, Office, Status};

/// One thing that stands against sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection<'a> {
    /// The office is no more, or what is known of it holds on other days.
    NotOpen(&'a Office, NotOpen),
    /// Mail to the address reaches nobody.
    Reserved(Whose<'a>, &'a Email, Reserved),
    /// No person confirmed the channel within twelve months.
    Stale(&'a Office, &'a Email, &'a Channel, Freshness),
}

/// Why `send` refuses an office on a day; `write` says it and writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOpen {
    /// What is known of it was true until that day.
    Until(Date),
    /// What is known of it is true from a later day on.
    Later,
    /// It is closed or of another time.
    Status(Status),
}

/// Whose address it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'a> {
    /// The sender's.
    Sender,
    /// The one that a trial goes to.
    Trial,
    /// An office's, for letters.
    Office(&'a Office),
    /// One that gets a copy.
    Copy,
}

/// The offices that are not open on a day.
pub fn not_open<'a>(offices: impl IntoIterator<Item = &'a Office>, today: Date) -> Vec<Objection<'a>> {
    let why = |office: &Office| match (office.status, office.valid_until) {
        (Status::Active | Status::Moved, Some(until)) if until < today => NotOpen::Until(until),
        (Status::Active | Status::Moved, _) => NotOpen::Later,
        (status, _) => NotOpen::Status(status),
    };
    let closed = offices.into_iter().filter(|office| !office.is_open(Some(today)));
    closed.map(|office| Objection::NotOpen(office, why(office))).collect()
}

/// The addresses that exist only in documents and trials (RFC 2606, RFC 6761): what goes there is lost.
pub fn reserved<'a>(addresses: impl IntoIterator<Item = (Whose<'a>, &'a Email)>) -> Vec<Objection<'a>> {
    let mut found: Vec<Objection<'a>> = Vec::new();
    for (whose, email) in addresses {
        let objection = email.reserved().map(|kind| Objection::Reserved(whose, email, kind));
        found.extend(objection.filter(|objection| !found.contains(objection)));
    }
    found
}

/// The e-mail addresses of offices, for letters and copies, that no person confirmed within twelve months.
pub fn stale<'a>(offices: impl IntoIterator<Item = &'a Office>, today: Date) -> Vec<Objection<'a>> {
    let mut found = Vec::new();
    for office in offices {
        for channel in office.for_letters().chain(office.for_copies()) {
            if let Contact::Email(email) = &channel.contact
                && channel.is_stale(today)
            {
                found.push(Objection::Stale(office, email, channel, channel.freshness(today)));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Registry;

    const OFFICES: &str = r#"
[[office]]
id = "aq-open"
kind = "court"
names.en = "Open"
[[office.channel]]
type = "email"
value = "open@court.test"
source = "https://court.test"
checked = 2026-10-01
[[office]]
id = "aq-closed"
kind = "court"
names.en = "Closed"
status = "closed"
[[office]]
id = "aq-ended"
kind = "court"
names.en = "Ended"
valid_until = 2026-01-31
[[office]]
id = "aq-later"
kind = "court"
names.en = "Later"
valid_from = 2027-01-01
valid_until = 2028-01-01
[[office.channel]]
type = "email"
value = "later@court.test"
source = "https://court.test"
checked = 2025-01-01
[[office.channel]]
type = "email"
value = "copy@court.test"
source = "https://court.test"
use = "copy"
"#;

    fn registry() -> Registry {
        Registry::parse("r.toml", OFFICES).unwrap()
    }

    fn day(day: &str) -> Date {
        day.parse().unwrap()
    }

    #[test]
    fn offices_are_open_or_not_for_a_reason() {
        let registry = registry();
        let found: Vec<(String, NotOpen)> = not_open(registry.offices(), day("2026-11-23"))
            .into_iter()
            .map(|objection| match objection {
                Objection::NotOpen(office, why) => (office.id.clone(), why),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            found,
            [
                ("aq-closed".to_owned(), NotOpen::Status(Status::Closed)),
                ("aq-ended".to_owned(), NotOpen::Until(day("2026-01-31"))),
                ("aq-later".to_owned(), NotOpen::Later),
            ]
        );
    }

    #[test]
    fn addresses_that_nobody_confirmed_are_named_with_what_is_known() {
        let registry = registry();
        let found: Vec<(String, Freshness)> = stale(registry.offices(), day("2026-11-23"))
            .into_iter()
            .map(|objection| match objection {
                Objection::Stale(_, email, _, freshness) => (email.to_string(), freshness),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            found,
            [
                ("later@court.test".to_owned(), Freshness::Stale(day("2025-01-01"))),
                ("copy@court.test".to_owned(), Freshness::Unconfirmed),
            ]
        );
    }

    #[test]
    fn each_reserved_address_is_named_once_for_each_use() {
        let [real, stand_in, trial] =
            ["a@parliament.nz", "a@branch.example", "a@branch.test"].map(|email| email.parse::<Email>().unwrap());
        let found = reserved([
            (Whose::Sender, &real),
            (Whose::Copy, &stand_in),
            (Whose::Copy, &stand_in),
            (Whose::Sender, &stand_in),
            (Whose::Copy, &trial),
        ]);
        assert_eq!(
            found,
            [
                Objection::Reserved(Whose::Copy, &stand_in, Reserved::StandIn),
                Objection::Reserved(Whose::Sender, &stand_in, Reserved::StandIn),
                Objection::Reserved(Whose::Copy, &trial, Reserved::Testing),
            ]
        );
    }
}
