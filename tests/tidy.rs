//! The rooms of the house: which file may use which crate, and which way imports point.
//! `DESIGN.md` says why; this test reads the sources and says where.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on shall stop")]

use std::fs;
use std::path::Path;

/// A foreign crate and its only homes: files, or folders ending in `/`.
const HOMES: &[(&str, &[&str])] = &[
    ("handlebars", &["campaign/template.rs"]),
    ("pulldown_cmark", &["letter.rs", "campaign/hidden.rs"]),
    ("lettre", &["render/mail.rs", "smtp/"]),
    ("textwrap", &["render/text.rs"]),
    ("percent_encoding", &["render/mailto.rs", "smtp/", "campaign/hidden.rs"]),
    ("icu_calendar", &["locale/"]),
    ("icu_datetime", &["locale/"]),
    ("icu_locale", &["locale/"]),
    ("rust_iso3166", &["locale/"]),
    ("regex_lite", &["registry/phone.rs"]),
    ("unicode_script", &["text.rs"]),
    ("toml_edit", &["bin/outcry/"]),
    ("rustls", &["smtp/"]),
    ("rustls_native_certs", &["smtp/"]),
    ("clap", &["bin/outcry/"]),
    ("clap_complete", &["bin/outcry/"]),
    ("clap_mangen", &["bin/outcry/"]),
    ("dialoguer", &["bin/outcry/"]),
    ("ctrlc", &["bin/outcry/"]),
    ("indicatif", &["bin/outcry/progress.rs"]),
    ("etcetera", &["bin/outcry/"]),
    ("tempfile", &["bin/outcry/"]),
    ("csv", &["roster/"]),
    ("calamine", &["roster/sheet.rs"]),
    ("quick_xml", &["roster/sheet.rs"]),
    ("zip", &["roster/sheet.rs"]),
    ("encoding_rs", &["roster/"]),
    ("rusqlite", &["outbox/"]),
    ("mail_parser", &["proof/"]),
    ("typst", &["render/pdf/"]),
    ("typst_layout", &["render/pdf/"]),
    ("typst_pdf", &["render/pdf/"]),
    ("rayon", &["render/pdf/", "bin/outcry/send/survey.rs"]),
    ("imagesize", &["render/pdf/picture.rs"]),
];

/// Every room above the small words.
const ABOVE_THE_WORDS: &[&str] = &[
    "roster",
    "campaign",
    "registry",
    "signatory",
    "letter",
    "check",
    "render",
    "settings",
    "smtp",
    "outbox",
    "deliver",
    "proof",
    "mailing",
];

/// Each room of the library and the rooms it must not name: those above it.
const NEVER: &[(&str, &[&str])] = &[
    ("text.rs", ABOVE_THE_WORDS),
    ("address.rs", ABOVE_THE_WORDS),
    ("locale/", ABOVE_THE_WORDS),
    ("place.rs", ABOVE_THE_WORDS),
    ("mac.rs", ABOVE_THE_WORDS),
    (
        "signatory/",
        &["roster", "campaign", "registry", "letter", "check", "render", "settings", "smtp", "outbox", "deliver"],
    ),
    (
        "registry/",
        &["roster", "campaign", "signatory", "letter", "check", "render", "settings", "smtp", "outbox", "deliver"],
    ),
    ("campaign/", &["roster", "letter", "check", "render", "settings", "smtp", "outbox", "deliver"]),
    ("mailing/", &["roster", "check", "render", "settings", "smtp", "outbox", "deliver", "proof"]),
    ("letter.rs", &["roster", "render", "settings", "smtp", "outbox", "deliver"]),
    ("check/", &["roster", "render", "settings", "smtp", "outbox", "deliver"]),
    ("render/", &["roster", "settings", "smtp", "outbox", "deliver"]),
    (
        "smtp/",
        &["roster", "campaign", "registry", "signatory", "letter", "check", "render", "settings", "outbox", "deliver"],
    ),
    (
        "outbox/",
        &[
            "roster",
            "campaign",
            "registry",
            "signatory",
            "letter",
            "check",
            "render",
            "settings",
            "smtp",
            "deliver",
            "proof",
        ],
    ),
    ("roster/", &["campaign", "registry", "letter", "render", "settings", "smtp", "outbox", "deliver"]),
    ("settings.rs", &["roster", "campaign", "registry", "letter", "check", "render", "outbox", "deliver"]),
    ("deliver/", &["roster", "campaign", "registry", "signatory", "letter", "check", "settings", "proof"]),
    (
        "proof/",
        &["roster", "campaign", "registry", "signatory", "letter", "check", "render", "settings", "smtp", "deliver"],
    ),
];

/// What no library file may do. The clock and the environment belong to the program alone.
const NOT_IN_THE_LIBRARY: &[&str] = &[
    "println!",
    "eprintln!",
    "print!(",
    "eprint!(",
    "dbg!",
    "std::env",
    "env::var",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "std::process",
    "crate::args",
    "bin/outcry",
    // One path in each `use`, so that the test above can read it.
    "use crate::{",
    "use super::super",
];

/// Every source file by its path under `src/`, without comments and without its tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, lines.collect::<Vec<_>>().join("\n")));
            }
        }
    }
    assert!(files.len() > 30, "the sources were not found");
    files.sort();
    files
}

/// Whether the code says `name` as a whole word followed by `::`.
fn names(code: &str, name: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(&format!("{name}::"))
        .any(|(at, _)| !code[..at].ends_with(part_of_word) && !code[..at].ends_with("::"))
}

fn stands_in(file: &str, home: &str) -> bool {
    file == home || home.ends_with('/') && file.starts_with(home)
}

#[track_caller]
fn nothing(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_foreign_crate_has_one_home() {
    let mut found = Vec::new();
    for (file, code) in sources() {
        for (name, homes) in HOMES {
            if names(&code, name) && !homes.iter().any(|home| stands_in(&file, home)) {
                found.push(format!("src/{file} uses {name}, whose home is {}", homes.join(" and ")));
            }
        }
    }
    nothing(&found);
}

#[test]
fn every_home_is_lived_in() {
    let sources = sources();
    let mut found = Vec::new();
    for (name, homes) in HOMES {
        if !sources.iter().any(|(file, code)| names(code, name) && homes.iter().any(|home| stands_in(file, home))) {
            found.push(format!("nothing uses {name} any more; take it off this list, and out of Cargo.toml"));
        }
    }
    nothing(&found);
}

#[test]
fn imports_point_one_way() {
    let sources = sources();
    let mut found = Vec::new();
    for (room, above) in NEVER {
        assert!(sources.iter().any(|(file, _)| stands_in(file, room)), "src/{room} is gone; mend this list");
        for (file, code) in sources.iter().filter(|(file, _)| stands_in(file, room)) {
            for other in *above {
                let other_named =
                    [format!("crate::{other}::"), format!("crate::{other};"), format!("crate::{other} as")];
                if other_named.iter().any(|name| code.contains(name.as_str())) {
                    found.push(format!("src/{file} names crate::{other}, which stands above it"));
                }
            }
        }
    }
    nothing(&found);
}

#[test]
fn the_library_never_prints_asks_or_looks_around() {
    let mut found = Vec::new();
    for (file, code) in sources().iter().filter(|(file, _)| !file.starts_with("bin/")) {
        for banned in NOT_IN_THE_LIBRARY {
            // `eprintln!` holds `println!`; one report of a place is enough.
            if code.contains(banned) {
                found.push(format!("src/{file} has {banned}"));
            }
        }
    }
    nothing(&found);
}

#[test]
fn every_file_says_what_it_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let unexplained: Vec<String> = sources()
        .iter()
        .filter(|(file, _)| !fs::read_to_string(root.join(file)).unwrap().starts_with("//!"))
        .map(|(file, _)| format!("src/{file} does not begin with //!"))
        .collect();
    nothing(&unexplained);
}

#[test]
fn every_test_that_the_table_of_threats_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    let mut folders = vec![root.join("tests"), root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                code.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let document = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let (_, table) = document.split_once("## Threats").expect("the table is there");
    let named = table.lines().filter(|line| line.starts_with("| ")).flat_map(|line| line.split('`').skip(1).step_by(2));
    let named: Vec<&str> =
        named.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')).collect();
    assert!(named.len() > 25, "the table is empty");
    let missing = named.iter().filter(|name| !code.contains(&format!("fn {name}(")));
    nothing(
        &missing.map(|name| format!("docs/security.md names the test {name}, which is not there")).collect::<Vec<_>>(),
    );
}
