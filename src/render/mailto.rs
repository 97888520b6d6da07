//! The letter as a `mailto:` link (RFC 6068), for a person's own mail program.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::text::mail_text;
use crate::address::Email;
use crate::letter::Letter;

/// RFC 6068 sets no limit, mail programs and browsers do: Gmail's web page stops at about 1,620
/// characters, several others at about 2,000. A longer link loses its end without a word.
pub const LONGEST: usize = 1600;

/// What RFC 3986 calls unreserved.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// Addresses keep what RFC 6068 lets stand unencoded.
const KEPT_IN_ADDRESS: &AsciiSet = &KEPT.remove(b'@').remove(b'+').remove(b'!').remove(b'$').remove(b'*');

/// A link, and whether the letter fitted into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// Addresses, subject and the whole letter.
    Whole(String),
    /// Addresses and subject only: the letter is to be pasted. `whole` is how long the link with
    /// the letter would have been, in characters.
    WithoutText {
        /// The link.
        link: String,
        /// Characters of the link that would hold everything.
        whole: usize,
    },
}

/// The link for an office with e-mail; none for one without.
pub fn mailto(letter: &Letter<'_>) -> Option<Link> {
    let to = letter.office.emails();
    if to.is_empty() {
        return None;
    }
    let copies = letter.all_copies();
    let mut link = format!("mailto:{}?", addresses(&to));
    if !copies.is_empty() {
        link.push_str(&format!("cc={}&", addresses(&copies)));
    }
    link.push_str(&format!("subject={}", utf8_percent_encode(&letter.subject(), KEPT)));
    let body = mail_text(letter).trim_end().replace('\n', "\r\n");
    let whole = format!("{link}&body={}", utf8_percent_encode(&body, KEPT));
    Some(if whole.len() <= LONGEST { Link::Whole(whole) } else { Link::WithoutText { link, whole: whole.len() } })
}

fn addresses(emails: &[Email]) -> String {
    let encoded: Vec<String> =
        emails.iter().map(|email| utf8_percent_encode(&email.to_string(), KEPT_IN_ADDRESS).to_string()).collect();
    encoded.join(",")
}
