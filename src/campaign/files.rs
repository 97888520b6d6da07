//! The files of a campaign as texts by name, and the two parts of a model letter.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The files of a campaign by name.
pub(super) type Files = BTreeMap<String, Cow<'static, str>>;

/// One file of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignFile {
    /// Its path, as places in it name it.
    pub name: String,
    /// What it holds, with plain line ends.
    pub text: Cow<'static, str>,
}

/// The files of a campaign that the program ships.
pub(super) fn shipped(id: &str) -> Option<Files> {
    let (_, files) = crate::shipped::LETTERS.iter().find(|(name, _)| *name == id)?;
    Some(files.iter().map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(*text))).collect())
}

/// Splits a model into front matter and body; returns also how many lines stand above the body.
pub(super) fn split_front_matter(source: &str) -> Option<(&str, &str, usize)> {
    let rest = source.strip_prefix("+++")?;
    let rest = &rest[rest.find('\n')? + 1..];
    let end = if rest.starts_with("+++") { 0 } else { rest.find("\n+++")? + 1 };
    let front = &rest[..end];
    let body = rest[end..].split_once('\n').map_or("", |(_, body)| body);
    Some((front, body, front.lines().count() + 2))
}
