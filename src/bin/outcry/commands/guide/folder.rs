//! Paths as they are typed at a question.

use std::path::{Path, PathBuf};

use crate::app::App;
use crate::failure::Failure;
use crate::terminal::prompts::Reply;

/// Asks for a folder, a new one unless the person wants another. Its name ends with a separator, so that it cannot be
/// taken for a file's.
pub fn folder(app: &App, usual: &str) -> Result<Reply<String>, Failure> {
    let numbered = (2..).map(|number| format!("{usual}-{number}"));
    let mut names = std::iter::once(usual.to_owned()).chain(numbered);
    let usual = names.find(|name| !Path::new(name).exists()).unwrap_or_else(|| usual.to_owned());
    let question = format!("Which folder? (Enter: {usual}; outcry creates it if needed)");
    app.ask.checked_or_back(&question, |name| {
        let name = if name.is_empty() { &usual } else { name };
        let path = in_home(app, name);
        if path.is_file() {
            return Err(format!("{} is a file", path.display()));
        }
        let path = path.display().to_string();
        Ok(format!("{}{}", path.trim_end_matches(std::path::MAIN_SEPARATOR), std::path::MAIN_SEPARATOR))
    })
}

/// A path as it is typed, or as a file that is dragged into a terminal puts it: no shell is there to read ~ as the
/// home folder, to take quotation marks off, and the backslash before a space.
pub fn in_home(app: &App, name: &str) -> PathBuf {
    let quoted = ['\'', '"'].into_iter().find_map(|mark| name.strip_prefix(mark)?.strip_suffix(mark));
    let name = match quoted {
        Some(inside) => inside.to_owned(),
        None if cfg!(windows) => name.to_owned(),
        None => name.replace("\\ ", " "),
    };
    match (name.strip_prefix("~/"), &app.environment.home) {
        (Some(inside), Some(home)) => home.join(inside),
        _ => name.into(),
    }
}
