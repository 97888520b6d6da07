//! Whether a campaign's letters are still wanted, and whether another copy of it knows better.

use outcry::campaign::{Campaign, Edition, Origin, Stop};

use super::count::{counted, letters};
use crate::failure::Failure;

/// Why no letter of a campaign may be sent.
pub fn stopped(campaign: &Campaign, stop: Stop) -> String {
    let id = &campaign.id;
    let why = match stop {
        Stop::Status(status) => format!("campaign {id} is {}", status.as_str()),
        Stop::Deadline(day) => format!("campaign {id} asked for letters until {day}, and that day has passed"),
        Stop::Unfinished(count) => format!("campaign {id} has {}", counted(count as u64, "open question")),
    };
    let note = campaign.status_note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{why}{note}")
}

/// That no letter is to be sent: not yet, or no longer.
pub fn not_wanted(stop: Stop) -> &'static str {
    match stop {
        Stop::Unfinished(_) => "not wanted yet",
        Stop::Status(_) | Stop::Deadline(_) => "no longer wanted",
    }
}

/// The same of a campaign's letters, and why, as a sentence without its full stop.
pub fn letters_not_wanted(campaign: &Campaign, stop: Stop) -> String {
    format!("Letters are {}: {}", not_wanted(stop), stopped(campaign, stop))
}

/// What goes out by itself, or is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Letters,
    LettersToSign,
    JointLetter,
    /// Empty sheets for signatures.
    Sheets,
    Leaflet,
}

impl Thing {
    fn name(self) -> &'static str {
        match self {
            Self::Letters | Self::LettersToSign => "the letters",
            Self::JointLetter => "the letter",
            Self::Sheets => "the sheets",
            Self::Leaflet => "the leaflet",
        }
    }

    fn pronoun(self) -> &'static str {
        match self {
            Self::Letters | Self::LettersToSign | Self::Sheets => "them",
            Self::JointLetter | Self::Leaflet => "it",
        }
    }
}

/// Why nothing is made that would go out by itself for a campaign that is not open.
pub fn refused_unasked(campaign: &Campaign, stop: Stop, thing: Thing) -> Failure {
    let shown = match thing {
        Thing::Letters => "; `-f text` shows them",
        Thing::JointLetter => "; `-f html` shows it",
        Thing::LettersToSign | Thing::Sheets | Thing::Leaflet => "",
    };
    Failure::data(format!("{}; nothing was written", stopped(campaign, stop)))
        .hint(format!("give --anyway to make {} all the same{shown}", thing.name()))
}

/// Asks the same on a terminal.
pub fn make_anyway(campaign: &Campaign, stop: Stop, thing: Thing) -> String {
    format!("{}. Make {} anyway?", letters_not_wanted(campaign, stop), thing.pronoun())
}

/// What another edition of a campaign says that stands against sending this one.
pub fn overtaken(campaign: &Campaign, edition: &Edition) -> String {
    let (id, place) = (&campaign.id, origin(&edition.origin));
    match &edition.standing {
        Ok(other) if !other.is_open() => {
            format!("according to {place} (version {}), campaign {id} is {}", other.version, other.status)
        }
        Ok(other) => format!(
            "{place} has version {} of campaign {id}, and {} has version {}",
            other.version,
            origin(&campaign.origin),
            campaign.version
        ),
        Err(why) => {
            format!(
                "the campaign.toml of {id} in {place} cannot be read ({why}), so it may be newer or say that {id} is over"
            )
        }
    }
}

/// That letters went out before the campaign was corrected, with how many each office got; `None` if none did.
pub fn went_out_before<'o>(version: u32, offices: impl IntoIterator<Item = (&'o str, u64)>) -> Option<String> {
    let offices: Vec<(&str, u64)> = offices.into_iter().filter(|(_, count)| *count > 0).collect();
    let all: u64 = offices.iter().map(|(_, count)| count).sum();
    let each: Vec<String> = offices.iter().map(|(office, count)| format!("{count} to {office}")).collect();
    (all > 0).then(|| format!("{} went out in a version before {version}: {}", letters(all), each.join(", ")))
}

/// Where a campaign is.
pub fn origin(origin: &Origin) -> String {
    match origin {
        Origin::Folder(path) => path.display().to_string(),
        Origin::Shipped => "the program itself".to_owned(),
    }
}
