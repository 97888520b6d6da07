//! Fonts of this machine, for scripts that the built-in one does not have. They are looked for only
//! when a letter needs one.

use std::path::{Path, PathBuf};

use outcry::render::pdf::font_has;

use crate::terminal::environment::Environment;

/// Where systems keep fonts.
const FOLDERS: [&str; 5] =
    ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts"];
const HOME_FOLDERS: [&str; 3] = [".local/share/fonts", ".fonts", "Library/Fonts"];
/// A font with every Chinese sign has half of it.
const BYTES_MOST: u64 = 40 * 1024 * 1024;
/// How deep folders of fonts are looked through.
const DEPTH_MOST: usize = 6;

/// A font that has this letter: an upright one of a text family if there is one, and its bold face for the subject.
pub fn with_letter(environment: &Environment, letter: char) -> Vec<Vec<u8>> {
    let home = environment.home.iter().flat_map(|home| HOME_FOLDERS.map(|folder| home.join(folder)));
    let mut files = Vec::new();
    for folder in FOLDERS.map(PathBuf::from).into_iter().chain(home) {
        collect(&folder, DEPTH_MOST, &mut files);
    }
    files.sort_by_cached_key(|file| (rank(file), file.clone()));
    let read = |file: &PathBuf| Some((file.clone(), std::fs::read(file).ok()?));
    let Some((file, font)) = files.iter().filter_map(read).find(|(_, font)| font_has(font, letter)) else {
        return Vec::new();
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let bold = name.contains("Regular").then(|| file.with_file_name(name.replace("Regular", "Bold")));
    let bold = bold.filter(|bold| files.contains(bold)).and_then(|bold| std::fs::read(bold).ok());
    std::iter::once(font).chain(bold).collect()
}

/// Upright before slanted and bold; families made for running text before all others.
fn rank(file: &Path) -> (bool, bool, bool) {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_strong = ["bold", "italic", "oblique", "light", "condensed"].iter().any(|strong| name.contains(strong));
    (is_strong, !name.contains("regular"), !name.contains("serif") && !name.contains("naskh") && !name.contains("text"))
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_font = path
            .extension()
            .is_some_and(|ending| ["ttf", "otf", "ttc", "otc"].iter().any(|font| ending.eq_ignore_ascii_case(font)));
        if is_font && path.metadata().is_ok_and(|file| file.is_file() && file.len() <= BYTES_MOST) {
            files.push(path);
        } else if depth > 0 && path.is_dir() {
            collect(&path, depth - 1, files);
        }
    }
}
