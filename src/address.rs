//! An e-mail address, parsed once at the border and valid from then on.
//!
//! The rule is narrower than RFC 5321: one ASCII dot-atom (RFC 5322) before the `@`, a domain name with a dot
//! after it. Quoted local parts, comments, address literals, lists and groups are legal mail and
//! have all been used to smuggle a second recipient through such tools; no office publishes one.

use std::fmt;
use std::str::FromStr;

use crate::text;

/// An address such as `embassy@mfa.example`, the domain in A-label form (RFC 5890) and lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email {
    local: String,
    domain: String,
}

/// Why a text is not an address this program sends to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing there.
    #[error("it is empty")]
    Empty,
    /// No `@`, or more than one address.
    #[error("it is not one address of the form name@domain")]
    Shape,
    /// Two or more addresses in one value.
    #[error("it holds more than one address; give each one by itself")]
    Several,
    /// The part before the `@` is not an RFC 5322 dot-atom of at most 64 octets.
    #[error("the part before the @ has a character that is not allowed there ({})", text::character(*character))]
    LocalCharacter {
        /// Which.
        character: char,
    },
    /// A character in the domain that nobody sees, and that a converter of domains would drop.
    #[error("the part after the @ has a character that nobody sees ({}); type it anew", text::character(*character))]
    Unseen {
        /// Which.
        character: char,
    },
    /// One address among other words.
    #[error("give the address alone: {0}")]
    Beside(Email),
    /// What web pages show in place of an address they hide from robots.
    #[error("it only says that a web page hides the address; look for the address itself")]
    Hidden,
    /// Empty, too long, or with a dot at an edge.
    #[error("the part before the @ is empty, too long, or has a dot where none can stand")]
    Local,
    /// More octets than a mail server takes.
    #[error("it is longer than the 254 characters that mail servers take")]
    Long,
    /// Written as a link.
    #[error("it begins with mailto:, which is for links; give the address alone")]
    Link,
    /// A separator at its end, left over from a list.
    #[error("it ends with a stray `{0}`; give the address alone")]
    Separator(char),
    /// Not a domain name with a dot.
    #[error("the part after the @ is not a complete domain name")]
    Domain,
    /// The display name is not one line of text.
    #[error("the name before the address cannot be used: {0}")]
    Name(text::TextError),
}

/// Why a domain can never receive a letter (RFC 2606, RFC 6761).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserved {
    /// `.example`, `example.com` and their like: stand-ins in documents. In a letter they are a hole.
    StandIn,
    /// `.test` and `.localhost`: for trials on one's own machine.
    Testing,
}

impl Email {
    /// The part before the `@`.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The domain, in A-label form.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The domain as people read it, in U-label form.
    pub fn domain_in_unicode(&self) -> String {
        idna::domain_to_unicode(&self.domain).0
    }

    /// The domain as people read it, if a part of it mixes letters of scripts that are taken for each other.
    pub fn mixed_domain(&self) -> Option<String> {
        let shown = self.domain_in_unicode();
        shown.split('.').any(text::mixes_scripts).then_some(shown)
    }

    /// Whether both lead to one mailbox. Capitals before the `@` may make a difference in theory
    /// (RFC 5321); in practice they would make a second copy.
    pub fn is_same_mailbox(&self, other: &Self) -> bool {
        self.domain == other.domain && self.local.eq_ignore_ascii_case(&other.local)
    }

    /// Whether the domain is set aside by RFC 2606 or RFC 6761, and for what.
    pub fn reserved(&self) -> Option<Reserved> {
        let within = |name: &str| self.domain == name || self.domain.ends_with(&format!(".{name}"));
        if ["example", "invalid", "example.com", "example.net", "example.org"].into_iter().any(within) {
            Some(Reserved::StandIn)
        } else if ["test", "localhost"].into_iter().any(within) {
            Some(Reserved::Testing)
        } else {
            None
        }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

impl FromStr for Email {
    type Err = AddressError;

    fn from_str(raw: &str) -> Result<Self, AddressError> {
        // Spaces around it are a slip of the hand. A line end is not: behind it something else began.
        let raw = raw.trim_matches(' ');
        if raw.is_empty() {
            return Err(AddressError::Empty);
        }
        if raw.to_lowercase().contains("email") && raw.to_lowercase().contains("protected") {
            return Err(AddressError::Hidden);
        }
        if raw.contains([',', ';']) && raw.matches('@').count() > 1 {
            return Err(AddressError::Several);
        }
        if raw.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:")) {
            return Err(AddressError::Link);
        }
        if let Some(sign) = raw.chars().last().filter(|c| matches!(c, ';' | ',' | ':' | '/' | '|')) {
            return Err(AddressError::Separator(sign));
        }
        if let Some(address) = beside_words(raw) {
            return Err(AddressError::Beside(address));
        }
        let (local, domain) = raw.split_once('@').ok_or(AddressError::Shape)?;
        if domain.contains('@') {
            return Err(AddressError::Shape);
        }
        if let Some(c) = local.chars().find(|&c| !is_atom_character(c) && c != '.') {
            return Err(AddressError::LocalCharacter { character: c });
        }
        if local.len() > 64 || local.split('.').any(str::is_empty) {
            return Err(AddressError::Local);
        }
        if let Some((_, character)) = text::hidden(domain).find(|(_, c)| !c.is_ascii()) {
            return Err(AddressError::Unseen { character });
        }
        let address = Self { local: local.to_owned(), domain: domain_name(domain)? };
        // RFC 5321 section 4.5.3.1.3: a path has 256 octets, its angle brackets among them.
        if address.local.len() + 1 + address.domain.len() > 254 { Err(AddressError::Long) } else { Ok(address) }
    }
}

/// The one address of `E-mail: jo@union.test` or `jo@union.test (at home)`. A space alone parts nothing: `jo
/// smith@union.test` may be a slip, and the half of it is somebody else's address.
fn beside_words(raw: &str) -> Option<Email> {
    let brackets = ['(', ')', '<', '>', '[', ']', '"'];
    let is_end = |c: char| c == ' ' || brackets.contains(&c);
    let at = raw.find('@')?;
    let start = raw[..at].rfind(is_end).map_or(0, |before| before + 1);
    let end = raw[at..].find(is_end).map_or(raw.len(), |behind| at + behind);
    let (before, behind) = (raw[..start].trim_end(), raw[end..].trim_start());
    let is_apart = (before.is_empty() || before.ends_with(brackets) || before.ends_with(':'))
        && (behind.is_empty() || behind.starts_with(brackets));
    let has_words = !(before.is_empty() && behind.is_empty());
    (is_apart && has_words && !before.contains('@') && !behind.contains('@')).then(|| raw[start..end].parse().ok())?
}

/// RFC 5322 section 3.2.3 `atext`.
fn is_atom_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
}

fn domain_name(raw: &str) -> Result<String, AddressError> {
    let domain = idna::domain_to_ascii_strict(raw).map_err(|_| AddressError::Domain)?;
    let label_is_plain = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let top_level_is_a_name = domain.rsplit('.').next().is_some_and(|top| top.bytes().any(|b| b.is_ascii_alphabetic()));
    if domain.len() <= 253 && domain.contains('.') && domain.split('.').all(label_is_plain) && top_level_is_a_name {
        Ok(domain)
    } else {
        Err(AddressError::Domain)
    }
}

/// An address with the name shown before it: `Camden Trades Council <branch@…>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// One line of text, or none.
    pub name: Option<String>,
    /// The address itself.
    pub email: Email,
}

impl FromStr for Mailbox {
    type Err = AddressError;

    fn from_str(raw: &str) -> Result<Self, AddressError> {
        let raw = raw.trim_matches(' ');
        let Some((name, rest)) = raw.rsplit_once('<') else {
            return Ok(Self { name: None, email: raw.parse()? });
        };
        // Mail programs copy it with what parts it from the next.
        if let Some(sign) = rest.chars().last().filter(|c| matches!(c, ';' | ',')) {
            return Err(AddressError::Separator(sign));
        }
        let email = rest.strip_suffix('>').ok_or(AddressError::Shape)?.parse()?;
        let name = name.trim_matches(' ');
        // Those at its edges would be trimmed.
        if let Some(at) = name.chars().position(char::is_control) {
            return Err(AddressError::Name(text::TextError::LineBreak { at: at + 1 }));
        }
        let name = name.strip_prefix('"').and_then(|n| n.strip_suffix('"')).unwrap_or(name);
        // Mail programs put the address in place of a name that they do not know.
        if name.is_empty() || name.parse::<Email>().is_ok_and(|shown| shown.is_same_mailbox(&email)) {
            return Ok(Self { name: None, email });
        }
        if holds_address(name) || name.contains(['<', '>']) {
            return Err(AddressError::Several);
        }
        Ok(Self { name: Some(text::line(name, 100).map_err(AddressError::Name)?), email })
    }
}

/// Whether a word of a text is an e-mail address.
pub fn holds_address(text: &str) -> bool {
    let is_edge = |c: char| !c.is_alphanumeric();
    let mut words = text.split_whitespace().filter(|word| word.contains('@'));
    words.any(|word| word.trim_matches(is_edge).parse::<Email>().is_ok())
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.email),
            None => self.email.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_offices_pass() {
        for (raw, expected) in [
            ("info@mfa.kz", "info@mfa.kz"),
            (" a.b+c@Sub.Example.ORG ", "a.b+c@sub.example.org"),
            ("707-0133@sud.kz", "707-0133@sud.kz"),
            ("a@bücher.example", "a@xn--bcher-kva.example"),
            ("o'brien@gov.ie", "o'brien@gov.ie"),
            ("a!b@c.example", "a!b@c.example"),
            ("a%b@c.example", "a%b@c.example"),
            ("{a|b}~#$&*/=?^_`@c.example", "{a|b}~#$&*/=?^_`@c.example"),
            ("a--b@c.example", "a--b@c.example"),
            ("1@c.example", "1@c.example"),
            ("a@sub.sub.c-d.example", "a@sub.sub.c-d.example"),
            ("a@1und1.example", "a@1und1.example"),
            ("A@B.EXAMPLE", "A@b.example"),
            ("a@почта.example", "a@xn--80a1acny.example"),
        ] {
            assert_eq!(raw.parse::<Email>().map(|e| e.to_string()).as_deref(), Ok(expected), "{raw}");
        }
    }

    #[test]
    fn everything_that_could_hide_a_second_recipient_is_refused() {
        for raw in [
            "",
            "x",
            "@b.example",
            "a@",
            "a@b",
            "a@localhost",
            "a@@b.example",
            "a@b.example,c@d.example",
            "a@b.example;c@d.example",
            "g: a@b.example;",
            "a(c)@b.example",
            "\"<x@y>\"@b.example",
            "\"a b\"@c.example",
            "a@[1.2.3.4]",
            "a@1.2.3.4",
            "jo@c.example (at home)",
            "E-mail: jo@c.example",
            "Jo Smith jo@c.example",
            "<a@b.example>",
            "a b@c.example",
            "a@b.example\r\nRCPT TO:<x@y>",
            "a.@b.example",
            ".a@b.example",
            "a..b@c.example",
            "a@b..example",
            "a@-b.example",
            "a@b_c.example",
            "müller@b.example",
            "a\u{2011}b@c.example",
            "a@b.example.\u{200b}",
            "a@b.example\n",
            "a@b.example\r\n",
            "\na@b.example",
            "\ta@b.example",
            "a@b.example\t",
            "a@b.example\u{a0}",
            "a@b\u{200b}.example",
            "a@b.exam\u{ad}ple",
            "a@b.example\u{2060}",
            "a@b\u{fe0f}.example",
            "a\r\n @b.example",
            "a@\r\nb.example",
            "a@b.example\0",
            "a@b.example.",
            "a@.b.example",
            "a@b-.example",
            "a@[IPv6:::1]",
            "a@(c)b.example",
            "a@b.example(c)",
            "\"a\"@b.example",
            "a\\@b@c.example",
            "a@b,c.example",
            "a@b.1",
            "@a,@b:c@d.example",
            "a @b.example",
            "a@ b.example",
            "a@b .example",
            "a@b.exa\u{ad}mple\u{202e}",
            "-OQueueDirectory=/x",
            "a@b.example;",
        ] {
            assert!(raw.parse::<Email>().is_err(), "{raw:?}");
        }
        assert!(format!("{}@b.example", "a".repeat(65)).parse::<Email>().is_err());
        let with_domain = |length: usize| {
            let domain = format!("{}.{}.{}.example", "b".repeat(60), "c".repeat(60), "d".repeat(length - 130));
            (domain.len(), format!("{}@{domain}", "a".repeat(64)).parse::<Email>())
        };
        assert!(matches!(with_domain(189), (189, Ok(_))));
        assert!(matches!(with_domain(190), (190, Err(AddressError::Long))));
    }

    #[test]
    fn reserved_domains_are_told_apart() {
        for (raw, expected) in [
            ("copies@campaign.example", Some(Reserved::StandIn)),
            ("a@example.com", Some(Reserved::StandIn)),
            ("a@mail.example.org", Some(Reserved::StandIn)),
            ("branch@union.test", Some(Reserved::Testing)),
            ("a@notexample.com", None),
            ("a@mfa.kz", None),
        ] {
            assert_eq!(raw.parse::<Email>().unwrap().reserved(), expected, "{raw}");
        }
    }

    #[test]
    fn one_address_among_words_is_shown_alone() {
        for (raw, expected) in [
            ("jo@c.test (at home)", Some("jo@c.test")),
            ("E-mail: jo@c.test", Some("jo@c.test")),
            ("Jo Smith jo@c.test", None),
            ("jo smith@c.test", None),
            ("jo@c.te st", None),
            ("(at home) jo@c.test", Some("jo@c.test")),
            ("Jo: jo@c.test x", None),
            ("<jo@c.test>", Some("jo@c.test")),
            ("\"jo@c.test\"", Some("jo@c.test")),
            ("jo@c.test or bo@c.test", None),
            ("jo @c.test", None),
            ("jo at c.test", None),
        ] {
            let beside = match raw.parse::<Email>() {
                Err(AddressError::Beside(address)) => Some(address.to_string()),
                _ => None,
            };
            assert_eq!(beside.as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn mailboxes_carry_a_name() {
        let mailbox: Mailbox = "Camden Trades Council <branch@union.test>".parse().unwrap();
        assert_eq!(mailbox.name.as_deref(), Some("Camden Trades Council"));
        assert_eq!("\"Smith, Jo\" <jo@union.test>".parse::<Mailbox>().unwrap().name.as_deref(), Some("Smith, Jo"));
        assert_eq!("<jo@union.test>".parse::<Mailbox>().unwrap().name, None);
        assert_eq!("Jo@union.test <jo@union.test>".parse::<Mailbox>().unwrap().name, None);
        assert_eq!("Rise@Work <jo@union.test>".parse::<Mailbox>().unwrap().name.as_deref(), Some("Rise@Work"));
        for raw in ["Jo <jo@a.test>, Bo <bo@b.test>", "jo@a.test <jo@b.test>", "Jo (jo@a.test) <jo@b.test>"] {
            assert_eq!(raw.parse::<Mailbox>(), Err(AddressError::Several), "{raw}");
        }
        for raw in [
            "A\r\nBcc: x <jo@union.test>",
            "jo@union.test\n",
            "Jo <jo@union.test>\r\n",
            "\nJo <jo@union.test>",
            "Jo\n <jo@union.test>",
            "Jo <jo@union.test\n>",
            "Jo <\tjo@union.test>",
            "Jo\u{2028} <jo@union.test>\u{2028}",
        ] {
            assert!(raw.parse::<Mailbox>().is_err(), "{raw:?}");
        }
        assert_eq!("Jo <jo@union.test>;".parse::<Mailbox>(), Err(AddressError::Separator(';')));
        assert!("Jo <jo@union.test> x".parse::<Mailbox>().is_err());
    }

    #[test]
    fn a_domain_of_two_scripts_is_seen() {
        for (raw, mixed) in [
            ("a@\u{435}xample.test", Some("\u{435}xample.test")),
            ("a@xn--xample-2of.test", Some("\u{435}xample.test")),
            ("a@example.test", None),
            ("a@b\u{fc}cher.test", None),
            ("a@\u{43f}\u{440}\u{438}\u{43c}\u{435}\u{440}.test", None),
        ] {
            assert_eq!(raw.parse::<Email>().unwrap().mixed_domain().as_deref(), mixed, "{raw}");
        }
    }
}
