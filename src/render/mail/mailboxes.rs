//! Fields of addresses: From, Reply-To, To and Cc, each mailbox with its name whole.
//!
//! A name in ASCII stands as it is or in quotation marks, so that it can be read in the source of a mail and
//! searched for; any other is encoded. No name is cut.

use lettre::address::AddressError;
use lettre::message::header::{self, HeaderName, HeaderValue, Headers};

use crate::address::Mailbox;

/// A line of a mail should have 78 octets (RFC 5322 section 2.1.1), one with an encoded word at most 76 (RFC 2047
/// section 2).
const LINE_GOOD: usize = 76;

/// The field of this name. The library writes all addresses of a field into one line, which may have 998 octets;
/// here a line ends before the address that would be too much.
pub(super) fn field(name: &'static str, mailboxes: &[Mailbox]) -> Result<HeaderValue, AddressError> {
    let mut written = String::new();
    let mut line = name.len() + 2;
    for (index, mailbox) in mailboxes.iter().enumerate() {
        let one = match mailbox.name.as_deref() {
            // `=?…?=` would be decoded by its readers, in quotation marks too.
            Some(shown) if shown.is_ascii() && !shown.contains("=?") => plain(shown, mailbox, name.len() + 2),
            _ => encoded(mailbox)?,
        };
        let first = one.split("\r\n").next().unwrap_or_default().len();
        if index > 0 {
            let fits = line + 2 + first < LINE_GOOD;
            written.push_str(if fits { ", " } else { ",\r\n " });
            line = if fits { line + 2 } else { 1 };
        }
        written.push_str(&one);
        line = one.rsplit_once("\r\n").map_or(line + one.len(), |(_, last)| last.len());
    }
    let raw = mailboxes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Ok(HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), raw, written))
}

/// `Jo <jo@x.example>`, `"Jo O. Smith" <jo@x.example>`: one word of RFC 5322's `atext` needs no quotation marks, a
/// dot does (section 3.2.3). A line may end at any space, also inside of quotation marks.
fn plain(name: &str, mailbox: &Mailbox, column: usize) -> String {
    let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    let name = if name.bytes().all(is_atom) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
    };
    let mut written = String::new();
    let mut line = column;
    let address = format!("<{}>", mailbox.email);
    for (index, word) in name.split(' ').chain([address.as_str()]).enumerate() {
        if index > 0 {
            let fits = line + 1 + word.len() <= LINE_GOOD;
            written.push_str(if fits { " " } else { "\r\n " });
            line = if fits { line + 1 } else { 1 };
        }
        written.push_str(word);
        line += word.len();
    }
    written
}

/// The library's own encoding of one address, cut into lines if its name is long.
fn encoded(mailbox: &Mailbox) -> Result<String, AddressError> {
    let mut field = Headers::new();
    field.set(header::To::from(lettre::message::Mailboxes::from(shown(mailbox)?)));
    let field = field.to_string();
    let one = field.strip_prefix("To: ").unwrap_or(&field).trim_end();
    let last = one.rsplit_once("\r\n").map_or(one, |(_, last)| last);
    Ok(match one.rsplit_once(" <") {
        Some((before, address)) if last.len() > LINE_GOOD => format!("{before}\r\n <{address}"),
        _ => one.to_owned(),
    })
}

/// A mailbox without its name, which holds the place of a field until it is written by [`field`].
pub(super) fn bare(mailbox: &Mailbox) -> Result<lettre::message::Mailbox, AddressError> {
    let address = lettre::Address::new(mailbox.email.local(), mailbox.email.domain())?;
    Ok(lettre::message::Mailbox::new(None, address))
}

/// A mailbox as the library has it.
pub(super) fn shown(mailbox: &Mailbox) -> Result<lettre::message::Mailbox, AddressError> {
    Ok(lettre::message::Mailbox { name: mailbox.name.clone(), ..bare(mailbox)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_and_quoted_where_they_must_be() {
        let long =
            "Confederation of Dockers and Seafarers of the Northern and the Southern Harbours, Section 12 (Night)";
        for (name, expected) in [
            ("Jo", "Jo <a!b@x.test>".to_owned()),
            ("Jo Smith", "\"Jo Smith\" <a!b@x.test>".to_owned()),
            ("Jo O'Neill", "\"Jo O'Neill\" <a!b@x.test>".to_owned()),
            ("J. R. Smith", "\"J. R. Smith\" <a!b@x.test>".to_owned()),
            ("Smith, Jo", "\"Smith, Jo\" <a!b@x.test>".to_owned()),
            ("Jo \"Red\" Smith \\ Co", "\"Jo \\\"Red\\\" Smith \\\\ Co\" <a!b@x.test>".to_owned()),
            ("Rise@Work <3", "\"Rise@Work <3\" <a!b@x.test>".to_owned()),
            ("Jo (via Dockers' Branch 7)", "\"Jo (via Dockers' Branch 7)\" <a!b@x.test>".to_owned()),
            (
                long,
                "\"Confederation of Dockers and Seafarers of the Northern and the\r\n Southern Harbours, Section 12 (Night)\" \
                 <a!b@x.test>"
                    .to_owned(),
            ),
            ("Zo\u{eb}", "=?utf-8?b?Wm/Dqw==?= <a!b@x.test>".to_owned()),
            ("=?utf-8?q?x?=", "=?utf-8?b?PT91dGYtOD9xP3g/PQ==?= <a!b@x.test>".to_owned()),
        ] {
            let mailbox = Mailbox { name: Some(name.to_owned()), email: "a!b@x.test".parse().unwrap() };
            let mut headers = Headers::new();
            headers.insert_raw(field("From", &[mailbox]).unwrap());
            assert_eq!(headers.to_string(), format!("From: {expected}\r\n"), "{name}");
        }
    }
}
