//! One value of the export at a time: what kind of mission, which web site, number and mailbox.
//!
//! Each rule keeps a value, changes nothing but its form, or leaves it out; none completes one.

use std::fmt;

use outcry::address::Email;
use outcry::locale::Country;
use outcry::registry::mailbox::{self, Nature};
use outcry::registry::phone::{Line, Phone};

/// The kinds of mission, in the order in which one state's missions in one host are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Embassy,
    HighCommission,
    Nunciature,
    Representation,
    InterestsSection,
    LiaisonOffice,
    PermanentMission,
    ConsulateGeneral,
    Consulate,
    HonoraryConsulate,
}

impl Kind {
    /// Every kind, in that order.
    #[cfg(test)]
    pub const ALL: [Self; 10] = [
        Self::Embassy,
        Self::HighCommission,
        Self::Nunciature,
        Self::Representation,
        Self::InterestsSection,
        Self::LiaisonOffice,
        Self::PermanentMission,
        Self::ConsulateGeneral,
        Self::Consulate,
        Self::HonoraryConsulate,
    ];

    /// Its word in the file; an embassy has none, because most missions are embassies.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Embassy => "",
            Self::HighCommission => "high-commission",
            Self::Nunciature => "nunciature",
            Self::Representation => "representation",
            Self::InterestsSection => "interests-section",
            Self::LiaisonOffice => "liaison-office",
            Self::PermanentMission => "permanent-mission",
            Self::ConsulateGeneral => "consulate-general",
            Self::Consulate => "consulate",
            Self::HonoraryConsulate => "honorary-consulate",
        }
    }

    /// Whether it speaks for its state to a government: there is one per state and host.
    pub fn is_head_mission(self) -> bool {
        self < Self::ConsulateGeneral
    }
}

/// What a type of Wikidata is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Mission(Kind),
    NoMission,
    Former,
    Unknown,
}

/// Reads a type. A type of its own for one state (`British High Commission`, `Consulate General of
/// Sweden`) is that kind. A consular office or agency, a deputy or assistant high commission and a
/// de facto consulate do a consulate's work and are one here.
pub fn kind(label: &str) -> Type {
    let label = label.trim().to_lowercase();
    let of_a_state = |kind: &str| label == kind || label.starts_with(&format!("{kind} of "));
    let ends = |kind: &str| label == kind || label.ends_with(&format!(" {kind}"));
    if label.starts_with("former ") || label.starts_with("closed ") {
        return Type::Former;
    }
    if ends("trade office") || ends("government office") {
        return Type::NoMission;
    }
    let is_second = ["assistant ", "deputy "].iter().any(|word| label.contains(word));
    let kind = if ends("high commission") || label.starts_with("high commission of ") {
        if is_second { Kind::Consulate } else { Kind::HighCommission }
    } else if ends("de facto embassy") || ends("representative office") || of_a_state("diplomatic mission") {
        Kind::Representation
    } else if of_a_state("embassy") {
        Kind::Embassy
    } else if matches!(label.as_str(), "apostolic nunciature" | "apostolic delegation") {
        Kind::Nunciature
    } else if ends("interests section") {
        Kind::InterestsSection
    } else if ends("liaison office") {
        Kind::LiaisonOffice
    } else if ends("permanent mission") || label.starts_with("permanent mission ") {
        Kind::PermanentMission
    } else if of_a_state("consulate general") || of_a_state("consulate-general") {
        Kind::ConsulateGeneral
    } else if label.starts_with("honorary consul") {
        Kind::HonoraryConsulate
    } else if of_a_state("consulate")
        || label.starts_with("consulates of ")
        || ends("consular office")
        || ends("consular agency")
        || ends("de facto consulate")
    {
        Kind::Consulate
    } else {
        return Type::Unknown;
    };
    Type::Mission(kind)
}

/// A name without what cannot be seen.
pub fn name(raw: &str) -> String {
    let seen: String =
        raw.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    seen.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A web site as the file writes it: `https://` is understood, `/` stands for `http://` and `.` for
/// `www.`. None for what
/// is no clean address, and for an archive's copy, which is not the mission's own page.
pub fn web_site(raw: &str) -> Option<String> {
    let raw = raw.trim_matches(' ');
    let (scheme, rest) = raw.split_once("://")?;
    let secure = match scheme.to_ascii_lowercase().as_str() {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let is_clean = |c: char| !c.is_whitespace() && !is_hidden(c) && !"<>\"{}|\\^`".contains(c);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty()) && !host.contains('@');
    if !rest.chars().all(is_clean) || !is_host || host.eq_ignore_ascii_case("web.archive.org") {
        return None;
    }
    // A lone slash after the host says nothing (RFC 3986, section 6.2.3).
    let short = rest.strip_suffix('/').filter(|short| *short == host).unwrap_or(rest);
    let short = short.strip_prefix("www.").map_or_else(|| short.to_owned(), |rest| format!(".{rest}"));
    Some(if secure { short } else { format!("/{short}") })
}

/// A number of the host's own numbering plan that reaches a desk.
pub fn telephone(raw: &str, host: Country) -> Option<Phone> {
    Phone::national(raw, host).filter(|phone| phone.line(host) == Line::Fits)
}

/// What became of the e-mail column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Mailbox {
    /// Nothing there.
    #[default]
    None,
    /// Something, but no address.
    Broken,
    /// The office's.
    Office(Email),
    /// The office's, at a free-mail host.
    FreeMail(Email),
    /// A person's. The address itself stays out, even of memory.
    Personal,
}

impl Mailbox {
    pub fn address(&self) -> Option<&Email> {
        match self {
            Self::Office(email) | Self::FreeMail(email) => Some(email),
            Self::None | Self::Broken | Self::Personal => None,
        }
    }
}

/// The first address of the column that is an office's.
pub fn mailbox(raw: &str, places: &[&str]) -> Mailbox {
    let mut found = Mailbox::None;
    for value in
        raw.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|')).filter(|value| !value.is_empty())
    {
        let is_link = value.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
        let value = if is_link { &value[7..] } else { value };
        let value = value.split('?').next().unwrap_or(value);
        let Some(email) = value.parse::<Email>().ok().filter(|email| email.reserved().is_none()) else {
            if found == Mailbox::None {
                found = Mailbox::Broken;
            }
            continue;
        };
        match mailbox::nature(&email, places) {
            Nature::Office => return Mailbox::Office(email),
            Nature::FreeMail => return Mailbox::FreeMail(email),
            Nature::Personal => found = Mailbox::Personal,
        }
    }
    found
}

/// A remark in the last column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// The mailbox is at a free-mail host.
    FreeMail,
    /// Accredited to no state, such as a mission to the European Union.
    Other,
    /// The source has a person's mailbox, which is not repeated.
    Personal,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FreeMail => "free-mail",
            Self::Other => "other",
            Self::Personal => "personal",
        })
    }
}

/// Control and format characters: zero-width spaces, direction marks, byte-order marks.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_fold_into_their_kind() {
        use Type::{Former, Mission, NoMission, Unknown};
        for (label, expected) in [
            ("embassy", Mission(Kind::Embassy)),
            ("Embassy of the United States", Mission(Kind::Embassy)),
            ("high commission", Mission(Kind::HighCommission)),
            ("British High Commission", Mission(Kind::HighCommission)),
            ("Australian High Commission", Mission(Kind::HighCommission)),
            ("assistant high commission", Mission(Kind::Consulate)),
            ("apostolic nunciature", Mission(Kind::Nunciature)),
            ("Apostolic delegation", Mission(Kind::Nunciature)),
            ("de facto embassy", Mission(Kind::Representation)),
            ("Taipei Representative Office", Mission(Kind::Representation)),
            ("diplomatic mission", Mission(Kind::Representation)),
            ("diplomatic mission of El Salvador", Mission(Kind::Representation)),
            ("Interests Section", Mission(Kind::InterestsSection)),
            ("liaison office", Mission(Kind::LiaisonOffice)),
            ("permanent mission", Mission(Kind::PermanentMission)),
            ("Consulate General of Sweden", Mission(Kind::ConsulateGeneral)),
            ("consulate general", Mission(Kind::ConsulateGeneral)),
            ("consulates of Sweden", Mission(Kind::Consulate)),
            ("de facto consulate", Mission(Kind::Consulate)),
            ("Consular Agency", Mission(Kind::Consulate)),
            ("consular office", Mission(Kind::Consulate)),
            ("honorary consulate", Mission(Kind::HonoraryConsulate)),
            ("Quebec Government Office", NoMission),
            ("trade office", NoMission),
            ("former embassy", Former),
            ("cultural centre", Unknown),
            ("", Unknown),
        ] {
            assert_eq!(kind(label), expected, "{label}");
        }
    }

    #[test]
    fn web_sites_are_clean_or_left_out() {
        for (raw, expected) in [
            ("https://www.gov.kz/memleket/entities/mfa-london", Some(".gov.kz/memleket/entities/mfa-london")),
            ("https://www.canberra.mfa.af/", Some(".canberra.mfa.af")),
            ("http://www.afghanistan-vienna.org", Some("/.afghanistan-vienna.org")),
            ("HTTP://Example.org/a/", Some("/Example.org/a/")),
            ("https://www.embajadadeguineaecuatorialenespaña.com/", Some(".embajadadeguineaecuatorialenespaña.com")),
            ("https://www.kemlu.go.id/brussels\u{200b}", None),
            ("https://a.example/b c", None),
            ("http://web.archive.org/web/20170720111728/http://www.mfa.gov.eg:80/", None),
            ("ftp://a.example", None),
            ("www.mfa.kz", None),
            ("https://localhost/", None),
            ("https://user@a.example/", None),
            ("https://a.example\t/", None),
            ("", None),
        ] {
            assert_eq!(web_site(raw).as_deref(), expected, "{raw:?}");
        }
    }

    #[test]
    fn numbers_belong_to_the_host() {
        for (raw, host, expected) in [
            ("+41-31-952-60-10", "CH", Some("+41319526010")),
            ("+44 20-747-037-00", "GB", Some("+442074703700")),
            ("+61-2-6261-3305", "AF", None),
            ("+1-800-723-3456", "US", None),
            ("", "CH", None),
        ] {
            let phone = telephone(raw, host.parse().unwrap());
            assert_eq!(phone.as_ref().map(Phone::as_str), expected, "{raw}");
        }
    }

    #[test]
    fn the_first_mailbox_of_an_office_is_taken_and_no_persons() {
        for (raw, expected) in [
            ("cairo@mfa.af", Mailbox::Office("cairo@mfa.af".parse().unwrap())),
            ("MAILTO:info@mfa.kz", Mailbox::Office("info@mfa.kz".parse().unwrap())),
            ("mailto:info@mfa.kz?subject=x", Mailbox::Office("info@mfa.kz".parse().unwrap())),
            ("nobody; info@mfa.kz", Mailbox::Office("info@mfa.kz".parse().unwrap())),
            ("maria.nobody@mfa.kz|info@mfa.kz", Mailbox::Office("info@mfa.kz".parse().unwrap())),
            ("afembkiev@yahoo.com", Mailbox::FreeMail("afembkiev@yahoo.com".parse().unwrap())),
            ("maria.nobody@mfa.kz", Mailbox::Personal),
            ("info@example.com", Mailbox::Broken),
            ("nobody", Mailbox::Broken),
            ("", Mailbox::None),
        ] {
            assert_eq!(mailbox(raw, &[]), expected, "{raw}");
        }
    }

    #[test]
    fn names_lose_only_what_cannot_be_seen() {
        for (raw, expected) in [
            ("Washington, D.C.", "Washington, D.C."),
            (" Malecón\u{200b} (Havana)\u{a0}", "Malecón (Havana)"),
            ("a\tb\nc", "a b c"),
            ("", ""),
        ] {
            assert_eq!(name(raw), expected);
        }
    }
}
