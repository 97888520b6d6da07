//! The name of a field that a campaign declares: a plain word, so that it can stand in a template, a flag, a
//! file and the head of a column.

use std::fmt;

use serde::{Deserialize, Deserializer, de};

use crate::text;

/// The name of an extra field: `[a-z][a-z0-9_]*`, at most 32. It is held in place, so that a
/// [`Field`](super::Field) can be copied like any other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExtraName([u8; Self::MOST]);

impl ExtraName {
    /// Characters of a name.
    const MOST: usize = 32;

    /// The name as text.
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(Self::MOST);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl std::str::FromStr for ExtraName {
    type Err = NotAName;

    fn from_str(raw: &str) -> Result<Self, NotAName> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let right = raw.starts_with(|c: char| c.is_ascii_lowercase()) && raw.bytes().all(plain);
        if !right || raw.len() > Self::MOST {
            return Err(NotAName(text::for_sentence(raw)));
        }
        let mut bytes = [0; Self::MOST];
        bytes[..raw.len()].copy_from_slice(raw.as_bytes());
        Ok(Self(bytes))
    }
}

impl fmt::Display for ExtraName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ExtraName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl<'de> Deserialize<'de> for ExtraName {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?.parse().map_err(de::Error::custom)
    }
}

/// A text that cannot be the name of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" cannot be the name of a field: it may hold only a-z, 0-9 and _, at most {most}, beginning with a letter",
    most = ExtraName::MOST
)]
pub struct NotAName(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_plain_word() {
        for name in ["workplace", "a", "shift_2", &"x".repeat(32)] {
            assert_eq!(name.parse::<ExtraName>().unwrap().as_str(), name);
        }
        for name in ["", "Workplace", "2nd", "_x", "a-b", "a b", "é", "a\0", &"x".repeat(33)] {
            assert!(name.parse::<ExtraName>().is_err(), "{name:?}");
        }
    }
}
