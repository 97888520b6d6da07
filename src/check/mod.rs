//! Rules that a good letter keeps. Findings carry their reason; nothing is mended here.

mod campaign;
mod finding;
mod own_words;
mod registry;

pub use campaign::{Apart, CampaignFinding, Checked, Flaw, Rule, Speaker, Tried, campaign, edited};
pub use finding::{About, Finding, Severity};
pub use own_words::ModelWords;
pub use registry::{TOP_LEVEL_DAY, registry};
