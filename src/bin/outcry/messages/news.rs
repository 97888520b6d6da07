//! What is new in a campaign, line by line.

use outcry::campaign::{Became, News};

/// One difference between two texts of a campaign.
pub fn news(news: &News) -> String {
    match news {
        News::Key { key, was: Some(was), now: Some(now) } => format!("{key}: {was} -> {now}"),
        News::Key { key, was: None, now } => format!("{key}: {} (new)", now.as_deref().unwrap_or_default()),
        News::Key { key, was: Some(was), now: None } => format!("{key}: {was} -> none"),
        News::Table { key, name, what } => format!("{key} {name}: {}", became(*what)),
        News::Letter { file, what } => format!("{file}: {}", became(*what)),
    }
}

fn became(what: Became) -> &'static str {
    match what {
        Became::Added => "new",
        Became::Removed => "removed",
        Became::Changed => "changed",
    }
}
