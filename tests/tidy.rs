//! The rooms of the house: which file may use which crate, and which way imports point.
//! `DESIGN.md` says why; this test reads the sources and says where.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on shall stop")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

/// A foreign crate and its only homes: files, or folders ending in `/`.
const HOMES: &[(&str, &[&str])] = &[
    ("handlebars", &["campaign/template.rs"]),
    ("pulldown_cmark", &["letter/body.rs", "campaign/hidden.rs"]),
    ("lettre", &["render/mail.rs", "render/mail/", "smtp/"]),
    ("textwrap", &["render/text.rs", "letter/markdown.rs", "bin/outcry/terminal/prompts/screen.rs"]),
    ("percent_encoding", &["render/mailto.rs", "smtp/", "campaign/hidden.rs"]),
    ("icu_calendar", &["locale/"]),
    ("icu_datetime", &["locale/"]),
    ("icu_decimal", &["locale/"]),
    ("icu_locale", &["locale/"]),
    ("icu_collator", &["locale/order.rs"]),
    ("rust_iso3166", &["locale/"]),
    ("whatlang", &["locale/guess.rs"]),
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
    ("rustyline", &["bin/outcry/terminal/prompts/line.rs"]),
    ("indicatif", &["bin/outcry/messages/progress.rs"]),
    ("etcetera", &["bin/outcry/"]),
    ("tempfile", &["bin/outcry/"]),
    ("csv", &["roster/"]),
    ("quick_xml", &["roster/sheet/", "appeal/document.rs"]),
    ("html2text", &["appeal/document.rs"]),
    ("schemars", &["registry/schema.rs", "campaign/"]),
    ("zip", &["roster/sheet/archive.rs", "campaign/packed.rs", "appeal/document.rs"]),
    ("ssfmt", &["roster/sheet/"]),
    ("tld", &["check/registry/top_level.rs"]),
    ("strsim", &["text/nearest.rs"]),
    ("encoding_rs", &["roster/", "signatory/damage.rs"]),
    ("rusqlite", &["outbox/"]),
    ("mail_parser", &["proof/", "appeal/document.rs"]),
    ("typst", &["render/pdf/"]),
    ("typst_layout", &["render/pdf/"]),
    ("typst_pdf", &["render/pdf/"]),
    ("qrcode", &["render/qr.rs"]),
    ("rayon", &["render/pdf/", "bin/outcry/commands/send/survey.rs"]),
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
    "account_limits",
];

/// Each room of the library and the rooms it must not name: those above it.
const NEVER: &[(&str, &[&str])] = &[
    ("text.rs", ABOVE_THE_WORDS),
    ("text/", ABOVE_THE_WORDS),
    ("address.rs", ABOVE_THE_WORDS),
    ("identity.rs", ABOVE_THE_WORDS),
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
    (
        "appeal/",
        &[
            "roster",
            "campaign",
            "signatory",
            "letter",
            "check",
            "render",
            "settings",
            "smtp",
            "outbox",
            "deliver",
            "proof",
        ],
    ),
    ("campaign/", &["appeal", "roster", "letter", "check", "render", "settings", "smtp", "outbox", "deliver"]),
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
    (
        "account_limits.rs",
        &["roster", "campaign", "registry", "signatory", "letter", "check", "render", "outbox", "proof", "mailing"],
    ),
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

/// The program's own folder.
const PROGRAM: &str = "bin/outcry/";

/// The layers of the program, the lowest first. Files of one layer use each other and those below.
const LAYERS: &[&[&str]] = &[
    &["failure"],
    &["args"],
    &["terminal"],
    &["messages"],
    &["input"],
    &["app"],
    &["account_setup", "list_setup", "output"],
    &["precheck", "prefixes"],
    &["signatures", "over"],
    &["commands"],
    &["main"],
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
                let code = text.split("\nmod tests {").next().unwrap_or_default();
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

/// A module: the names on the way to it from the root of its crate.
type Module = Vec<String>;

/// For each file, the files it imports and one path by which it does.
type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// The module that a file holds. Its path is that under the folder of its crate.
fn module_of(file: &str) -> Module {
    let path = file.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').filter(|name| !["lib", "main"].contains(name)).map(str::to_owned).collect()
}

/// Words, `::`, and every other character that is not a space.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let length = match word {
            0 if rest.starts_with("::") => 2,
            0 => first.len_utf8(),
            _ => word,
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

/// A path in the code, and the name that stands for it from then on if a `use` gives it one.
struct Named {
    path: Vec<String>,
    name: String,
}

/// Reads one path at `at`, with all its branches in braces, and returns where it ends.
fn read_path(tokens: &[&str], mut at: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut path = before.to_vec();
    let is_word = |token: &str| token.starts_with(|c: char| c.is_alphabetic() || c == '_');
    loop {
        match tokens.get(at) {
            Some(&"{") if !path.is_empty() => {
                at += 1;
                while tokens.get(at).is_some_and(|token| *token != "}") {
                    at = read_path(tokens, at, &path, found).max(at + 1);
                    at += usize::from(tokens.get(at) == Some(&","));
                }
                return at + 1;
            }
            // `x::{self}` is `x`.
            Some(&"self") if !path.is_empty() => {}
            Some(word) if is_word(word) => path.push((*word).to_owned()),
            // `x::*` and `x::<T>` end after `x`.
            _ => break,
        }
        at += 1;
        if tokens.get(at) != Some(&"::") {
            break;
        }
        at += 1;
    }
    let renamed = tokens.get(at).filter(|token| **token == "as").and_then(|_| tokens.get(at + 1));
    let name = renamed.copied().or(path.last().map(String::as_str)).unwrap_or_default().to_owned();
    found.push(Named { path, name });
    at + if renamed.is_some() { 2 } else { usize::from(tokens.get(at) == Some(&"*")) }
}

/// Which file imports which. A path counts for the file of the last module in it: `super::office::Office`
/// for `office.rs`, and `super::Office` for the `mod.rs` above, wherever that has it from. A file also
/// imports every module that it declares. A call of a method whose `impl` stands in another file is no path,
/// and is not seen.
fn imports(sources: &[(String, String)]) -> Imports {
    let files: BTreeMap<Module, &String> = sources.iter().map(|(file, _)| (module_of(file), file)).collect();
    let mut imports = Imports::new();
    for (file, code) in sources {
        let own = module_of(file);
        let tokens = tokens(code);
        let mut known: BTreeMap<String, Module> = BTreeMap::new();
        let found = imports.entry(file.clone()).or_default();
        // Names are given in `use`, which may come after the path that begins with them.
        for pass in ["names", "paths"] {
            let mut at = 0;
            while at < tokens.len() {
                let before = at.checked_sub(1).map(|before| tokens[before]);
                if before == Some("mod") && tokens.get(at + 1) == Some(&";") {
                    let child: Module = own.iter().cloned().chain([tokens[at].to_owned()]).collect();
                    if let Some(target) = files.get(&child) {
                        found.insert((*target).clone(), format!("mod {}", tokens[at]));
                        known.insert(tokens[at].to_owned(), child);
                    }
                }
                if tokens.get(at + 1) != Some(&"::") || before == Some("::") {
                    at += 1;
                    continue;
                }
                let mut paths = Vec::new();
                at = read_path(&tokens, at, &[], &mut paths).max(at + 1);
                for Named { path, name } in paths {
                    let mut names = path.iter().peekable();
                    let mut module = match names.next().map(String::as_str) {
                        Some("crate") => Module::new(),
                        Some("self") => own.clone(),
                        Some("super") => own[..own.len() - 1].to_vec(),
                        Some(first) if known.contains_key(first) => known[first].clone(),
                        _ => continue,
                    };
                    while names.next_if(|name| *name == "super").is_some() {
                        module.pop();
                    }
                    while let Some(next) = names.peek() {
                        module.push((*next).clone());
                        if !files.contains_key(&module) {
                            module.pop();
                            break;
                        }
                        names.next();
                    }
                    if pass == "paths" && files[&module] != file {
                        found.entry(files[&module].clone()).or_insert_with(|| path.join("::"));
                    }
                    if before == Some("use") && names.next().is_none() {
                        known.insert(name, module);
                    }
                }
            }
        }
    }
    imports
}

/// The shortest circle through each file that is in one, each once, with the paths that make it.
fn circles(imports: &Imports) -> Vec<String> {
    let mut circles = BTreeMap::new();
    for start in imports.keys() {
        let mut came_from: BTreeMap<&String, &String> = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(file) = queue.pop_front().filter(|_| !came_from.contains_key(start)) {
            for next in imports[file].keys() {
                if !came_from.contains_key(next) {
                    came_from.insert(next, file);
                    queue.push_back(next);
                }
            }
        }
        let mut circle = vec![start];
        while let Some(before) = came_from.get(start).map(|_| came_from[circle[circle.len() - 1]]) {
            circle.push(before);
            if before == start {
                let members: BTreeSet<&String> = circle.iter().copied().collect();
                let steps = circle.windows(2).rev();
                let told = steps.map(|step| format!("{} -> ({})", step[1], imports[step[1]][step[0]]));
                circles.entry(members).or_insert(told.collect::<Vec<_>>().join(" ") + &format!(" {start}"));
                break;
            }
        }
    }
    let mut circles: Vec<String> = circles.into_values().collect();
    circles.sort_by_key(String::len);
    circles
}

#[test]
fn no_two_files_import_each_other_in_a_circle() {
    let (program, library) = halves();
    nothing(&circles(&imports(&library)));
    nothing(&circles(&imports(&program)));
}

/// Files by their path, each with its code.
type Sources = Vec<(String, String)>;

/// The files of the program, seen from its own folder, and those of the library.
fn halves() -> (Sources, Sources) {
    let (program, library): (Vec<_>, Vec<_>) = sources().into_iter().partition(|(file, _)| file.starts_with(PROGRAM));
    let seen = |(file, code): (String, String)| (file[PROGRAM.len()..].to_owned(), code);
    (program.into_iter().map(seen).collect(), library)
}

/// What one file of the program may not import: a higher layer, or another command.
fn crossings(imports: &Imports) -> Vec<String> {
    let first = |file: &str| module_of(file).first().cloned().unwrap_or_else(|| "main".to_owned());
    let layer = |file: &str| LAYERS.iter().position(|layer| layer.contains(&first(file).as_str()));
    let command = |file: &str| module_of(file).get(1).filter(|_| first(file) == "commands").cloned();
    let mut crossings = Vec::new();
    for (file, imported) in imports {
        for (other, path) in imported {
            let is_up = layer(other) > layer(file) || layer(other).is_none();
            let is_call = match (command(file), command(other)) {
                (Some(one), Some(two)) => one != two && one != "guide",
                _ => false,
            };
            if is_up || is_call {
                crossings.push(format!("src/{PROGRAM}{file} imports {path} of src/{PROGRAM}{other}"));
            }
        }
    }
    crossings
}

#[test]
fn the_program_imports_downwards_and_no_command_another() {
    nothing(&crossings(&imports(&halves().0)));
    let found = |file: &str, code: &str| {
        let files =
            [("main.rs", ""), ("failure.rs", ""), ("app.rs", ""), ("commands/write.rs", ""), ("commands/send.rs", "")];
        let code = |known: &str, own: &str| if known == file { code.to_owned() } else { own.to_owned() };
        crossings(&imports(&files.map(|(known, own)| (known.to_owned(), code(known, own))))).len()
    };
    assert_eq!(found("commands/send.rs", "use crate::app::App;"), 0);
    assert_eq!(found("commands/send.rs", "use crate::commands::write::output;"), 1);
    assert_eq!(found("failure.rs", "fn one() { crate::app::App::new() }"), 1);
}

/// What makes the test above fail, and what does not.
#[test]
fn a_circle_is_found_however_it_is_written() {
    let found = |files: &[(&str, &str)]| {
        let sources: Vec<_> = files.iter().map(|(file, code)| ((*file).to_owned(), (*code).to_owned())).collect();
        circles(&imports(&sources))
    };
    let with = |office: &str, file: &str| {
        found(&[
            ("lib.rs", "pub mod registry; pub mod text;"),
            ("text.rs", ""),
            ("registry/mod.rs", "mod file; mod office; pub use office::Office; pub use file::{self as files, Layer};"),
            ("registry/office.rs", office),
            ("registry/file.rs", file),
        ])
    };
    for (office, file) in [
        ("", "use super::office::Office;"),
        ("", "fn one() { super::office::Office::new() }"),
        ("use super::super::text;", "use crate::registry::office::{self, Office};"),
        ("use super::super::{text, text::{One, Two,},};", "use super::{office::{Office,},};"),
    ] {
        assert_eq!(with(office, file), [""; 0], "{office} {file}");
    }
    for (office, file) in [
        // Two files, at the head or in the middle of the code, whole modules and renamed ones.
        ("use super::file::Layer;", "use super::office::Office;"),
        ("fn one() { super::file::read() }", "fn two() { crate::registry::office::Office::new() }"),
        ("use crate::registry::{file as rows};", "use super::{office};"),
        ("use crate::registry; fn one() { registry::file::read() }", ""),
        // A file and the one that declares it.
        ("", "use super::Office;"),
        ("", "use super::*;"),
        ("", "use crate::registry::{Layer, office::Office};"),
        ("fn one() -> super::Layer {}", ""),
    ] {
        assert_eq!(with(office, file).len(), 1, "{office} {file}");
    }
    assert_eq!(
        with("use super::file::Layer;", "use super::office::Office;"),
        ["registry/file.rs -> (super::office::Office) registry/office.rs -> (super::file::Layer) registry/file.rs"]
    );
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
