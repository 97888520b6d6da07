//! The editions of one campaign that folders and the program hold. The word that a campaign is over, or a corrected
//! text, may have come into another folder than the one whose copy is used.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::facts::{Campaign, Origin};
use super::files::shipped;
use super::limits::FILE_MOST;
use crate::own::is_same_file;
use crate::text::for_sentence;

/// One campaign folder, or the campaign in the program, as far as every version of the program can read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Where it is.
    pub origin: Origin,
    /// What its `campaign.toml` says, or why that cannot be read.
    pub standing: Result<Standing, String>,
}

/// Which text an edition has, and whether letters are still wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The version of its text.
    pub version: u32,
    /// Its status as it is written: a later version of the program may know more words.
    pub status: String,
}

impl Standing {
    /// Whether letters are still wanted.
    pub fn is_open(&self) -> bool {
        self.status == OPEN
    }

    /// Reads the two keys alone: a campaign that was made for a later version of the program may have keys that this
    /// one does not know, and stops letters all the same.
    fn read(source: &str) -> Result<Self, String> {
        let table: toml::Table = source.parse().map_err(|_| "it is not TOML".to_owned())?;
        let version = match table.get("version") {
            None => Some(1),
            Some(version) => version.as_integer().and_then(|number| u32::try_from(number).ok()),
        };
        let status = table.get("status").map_or(Some(OPEN), toml::Value::as_str).map(for_sentence);
        match (version, status) {
            (Some(version), Some(status)) => Ok(Self { version, status }),
            (None, _) => Err("its version is no whole number".to_owned()),
            (_, None) => Err("its status is no word".to_owned()),
        }
    }
}

const OPEN: &str = "open";

impl Edition {
    /// All editions of a campaign in `folders`, in their order, and in the program.
    pub fn all(id: &str, folders: &[PathBuf]) -> Vec<Self> {
        let in_folders = folders.iter().map(|folder| folder.join(id)).filter_map(|folder| {
            let file = folder.join("campaign.toml");
            file.symlink_metadata().is_ok().then(|| Self {
                standing: read(&file).and_then(|source| Standing::read(&source)),
                origin: Origin::Folder(folder),
            })
        });
        let in_program = shipped(id).and_then(|files| {
            let source = files.get("campaign.toml")?;
            Some(Self { origin: Origin::Shipped, standing: Standing::read(source) })
        });
        in_folders.chain(in_program).collect()
    }

    /// Whether letters of the campaign that is used, in this version, must not go out because of this edition.
    fn is_ahead_of(&self, version: u32) -> bool {
        match &self.standing {
            Ok(standing) if standing.version > version => true,
            Ok(standing) if standing.is_open() => false,
            // Nobody can remove what the program ships, so a higher version opens it again.
            Ok(standing) => self.origin != Origin::Shipped || standing.version == version,
            Err(_) => true,
        }
    }
}

fn read(file: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let opened = fs::File::open(file).map_err(|error| error.to_string())?;
    opened.take(FILE_MOST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > FILE_MOST {
        return Err(format!("it is larger than {FILE_MOST} bytes"));
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

impl Campaign {
    /// Other editions of it that stand against sending this one: with a higher version, no longer open, or unreadable.
    pub fn overtaken_by(&self, folders: &[PathBuf]) -> Vec<Edition> {
        let is_this = |edition: &Edition| match (&edition.origin, &self.origin) {
            (Origin::Folder(one), Origin::Folder(other)) => is_same_file(one, other),
            (one, other) => one == other,
        };
        let mut others = Edition::all(&self.id, folders);
        others.retain(|edition| !is_this(edition) && edition.is_ahead_of(self.version));
        others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_are_read_whatever_the_others_are() {
        let standing = |version, status: &str| Ok(Standing { version, status: status.to_owned() });
        for (source, expected) in [
            ("title = 1", standing(1, "open")),
            ("version = 3\nstatus = \"won\"\n[new.key]\nx = 1", standing(3, "won")),
            ("status = \"paused\"", standing(1, "paused")),
            ("version = 0", standing(0, "open")),
            ("version = \"3\"", Err("its version is no whole number".to_owned())),
            ("version = -1", Err("its version is no whole number".to_owned())),
            ("status = 3", Err("its status is no word".to_owned())),
            ("version = ", Err("it is not TOML".to_owned())),
        ] {
            assert_eq!(Standing::read(source), expected, "{source}");
        }
    }

    #[test]
    fn higher_closed_and_unreadable_editions_stop_letters() {
        for (version, status, in_folder, in_program) in [
            (1, "open", false, false),
            (2, "open", false, false),
            (3, "open", true, true),
            (2, "closed", true, true),
            (1, "stopped", true, false),
            (1, "paused", true, false),
        ] {
            let standing = Ok(Standing { version, status: status.to_owned() });
            for (origin, expected) in [(Origin::Folder(PathBuf::from("x")), in_folder), (Origin::Shipped, in_program)] {
                let edition = Edition { origin, standing: standing.clone() };
                assert_eq!(edition.is_ahead_of(2), expected, "{edition:?}");
            }
        }
        let unreadable = Edition { origin: Origin::Folder(PathBuf::from("x")), standing: Err(String::new()) };
        assert!(unreadable.is_ahead_of(2));
    }
}
