//! What is new in one text of a campaign against another.

use std::collections::BTreeMap;

use super::packed::Packed;
use crate::text::for_sentence;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// A key of `campaign.toml`, as TOML writes it; `None` where it is not there.
    Key {
        /// The key.
        key: String,
        /// What it was.
        was: Option<String>,
        /// What it is now.
        now: Option<String>,
    },
    /// One of several tables of a kind, such as an office, by its id or name.
    Table {
        /// The key of all of them.
        key: String,
        /// Which.
        name: String,
        /// What became of it.
        what: Became,
    },
    /// A model letter or a part of one, by its file.
    Letter {
        /// The file's name.
        file: String,
        /// What became of it.
        what: Became,
    },
}

/// What became of a table or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It was not there.
    Added,
    /// It is not there any more.
    Removed,
    /// It reads otherwise.
    Changed,
}

/// What is new in `now`, in the order of the keys and of the files.
pub fn news(before: &Packed, now: &Packed) -> Vec<News> {
    let mut news = Vec::new();
    let (old, new) = (keys(before), keys(now));
    for key in union(&old, &new) {
        let (was, is) = (old.get(key), new.get(key));
        if was == is {
            continue;
        }
        match (tables(was), tables(is)) {
            (Some(was), Some(is)) if !was.is_empty() || !is.is_empty() => {
                news.extend(changes(&was, &is).map(|(name, what)| News::Table { key: key.clone(), name, what }));
            }
            _ => {
                let shown = |value: Option<&toml::Value>| value.map(|value| for_sentence(&value.to_string()));
                news.push(News::Key { key: key.clone(), was: shown(was), now: shown(is) });
            }
        }
    }
    let letters = |packed: &Packed| -> BTreeMap<String, String> {
        let letters = packed.files().filter(|(name, _)| *name != TOML);
        letters.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
    };
    let (old, new) = (letters(before), letters(now));
    news.extend(changes(&old, &new).map(|(file, what)| News::Letter { file, what }));
    news
}

/// Whether all that is new is what closing or extending a campaign writes: its end, or a later last day. Its letters are
/// the same, and so is their version.
pub fn goes_on(news: &[News]) -> bool {
    let of_life = |news: &News| match news {
        News::Key { key, was, now } => match key.as_str() {
            "status" | "status_note" => true,
            "act_by" => was.is_some() && now > was,
            _ => false,
        },
        News::Table { .. } | News::Letter { .. } => false,
    };
    !news.is_empty() && news.iter().all(of_life)
}

const TOML: &str = "campaign.toml";

/// The keys of a `campaign.toml`; none of one that is not TOML, so that everything is new against it.
fn keys(packed: &Packed) -> BTreeMap<String, toml::Value> {
    let text = packed.files().find(|(name, _)| *name == TOML).map(|(_, text)| text).unwrap_or_default();
    text.parse::<toml::Table>().unwrap_or_default().into_iter().collect()
}

/// The tables of a list of tables by their id or name; `None` if it is something else. A key that is not there is a
/// list of none.
fn tables(value: Option<&toml::Value>) -> Option<BTreeMap<String, String>> {
    let Some(value) = value else { return Some(BTreeMap::new()) };
    let table = |value: &toml::Value| {
        let table = value.as_table()?;
        let name = ["id", "name"].iter().find_map(|key| table.get(*key)?.as_str())?;
        Some((for_sentence(name), value.to_string()))
    };
    value.as_array()?.iter().map(table).collect()
}

fn union<'m, T>(one: &'m BTreeMap<String, T>, other: &'m BTreeMap<String, T>) -> Vec<&'m String> {
    let mut all: Vec<&String> = one.keys().chain(other.keys()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn changes<'m>(
    was: &'m BTreeMap<String, String>,
    is: &'m BTreeMap<String, String>,
) -> impl Iterator<Item = (String, Became)> + 'm {
    union(was, is).into_iter().filter_map(|name| {
        let what = match (was.get(name), is.get(name)) {
            (None, _) => Became::Added,
            (_, None) => Became::Removed,
            (was, is) if was == is => return None,
            _ => Became::Changed,
        };
        Some((name.clone(), what))
    })
}
