//! Where an office can be reached: an address by type, read strictly.

use super::phone::Phone;
use super::problem::ChannelProblem;
use crate::address::Email;
use crate::text;

/// An address by type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    /// An e-mail address.
    Email(Email),
    /// A postal address line by line, without the office's name and without the country.
    Post(Vec<String>),
    /// A telephone number.
    Phone(Phone),
    /// A fax number.
    Fax(Phone),
    /// The address of a web form.
    Form(String),
}

impl Contact {
    /// The words for the types in files and on screen.
    pub const WORDS: [&'static str; 5] = ["email", "post", "phone", "fax", "form"];

    /// Reads a value as what its type says.
    pub fn parse(word: &str, value: &str) -> Result<Self, ChannelProblem> {
        Ok(match word {
            "email" => Self::Email(value.parse()?),
            "post" => Self::Post(post(value)?),
            "phone" => Self::Phone(Phone::parse(value)?),
            "fax" => Self::Fax(Phone::parse(value)?),
            _ => Self::Form(web_address(value)?),
        })
    }

    /// The name of the channel type in files and on screen.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Email(_) => "email",
            Self::Post(_) => "post",
            Self::Phone(_) => "phone",
            Self::Fax(_) => "fax",
            Self::Form(_) => "form",
        }
    }

    /// The value on one line.
    pub fn value(&self) -> String {
        match self {
            Self::Email(email) => email.to_string(),
            Self::Post(lines) => lines.join(", "),
            Self::Phone(number) | Self::Fax(number) => number.as_str().to_owned(),
            Self::Form(url) => url.clone(),
        }
    }

    /// Whether both lead to the same place: capitals do not matter in an e-mail address.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Email(one), Self::Email(two)) => one.is_same_mailbox(two),
            (one, two) => one == two,
        }
    }
}

fn post(value: &str) -> Result<Vec<String>, ChannelProblem> {
    let clean = text::paragraphs(value, 1000)?;
    Ok(clean.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect())
}

/// Reads the address of a web page.
pub(crate) fn web_address(value: &str) -> Result<String, ChannelProblem> {
    let url = text::line(value, 2000)?;
    if ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))
        && !url.contains(' ')
        && host_of(&url).is_some()
    {
        Ok(url)
    } else {
        Err(ChannelProblem::Url)
    }
}

/// The machine a web address leads to.
pub fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.split(':').next()?.trim_end_matches('.');
    (!host.is_empty() && !authority.contains('@')).then_some(host)
}
