//! Questions that the files of a campaign still ask their author: comments that begin with `# question:`.
//!
//! `campaigns new` leaves them where an appeal can be read in two ways or says nothing. Whoever answers one deletes its
//! line; until then the campaign can be read and tried, and is not sent.

use std::fmt;

use super::files::{Files, split_front_matter};
use crate::place::Place;

/// How such a comment begins.
const MARK: &str = "# question:";

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuestion {
    /// Where it stands.
    pub place: Place,
    /// What it asks.
    pub text: String,
}

impl fmt::Display for OpenQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.text)
    }
}

/// All there are. `folder` is its name in places.
pub(super) fn in_files(folder: &str, files: &Files) -> Vec<OpenQuestion> {
    files.iter().flat_map(|(name, text)| open_questions(&format!("{folder}/{name}"), text)).collect()
}

/// The questions of one file.
pub fn open_questions(file: &str, text: &str) -> Vec<OpenQuestion> {
    // In a letter only the front matter has comments.
    let front = split_front_matter(text).map_or(usize::MAX, |(_, _, lines)| lines);
    let asked = text.lines().enumerate().take(front).filter_map(|(at, line)| {
        let asked = line.trim_start().strip_prefix(MARK)?;
        let column = line.len() - line.trim_start().len() + 1;
        Some(OpenQuestion {
            place: Place { file: file.to_owned(), line: at + 1, column },
            text: asked.trim().to_owned(),
        })
    });
    asked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_comments_and_nothing_else() {
        for (text, expected) in [
            ("title = \"a\"\n# question: when?\n  # question: who? \n", vec!["f:2:1: when?", "f:3:3: who?"]),
            ("title = \"# question: none\" # question: none\n# a remark\n", vec![]),
            ("+++\n# question: whose?\n+++\n# question: a heading of the letter\n", vec!["f:2:1: whose?"]),
        ] {
            let found: Vec<String> = open_questions("f", text).iter().map(ToString::to_string).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
