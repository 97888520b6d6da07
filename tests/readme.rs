//! What README.md and docs/ show is what the program does.
//!
//! Each document is read from its top, in an empty folder with an empty home. A fenced block with a file's name behind
//! its language (`csv members.csv`, `toml ~/.config/outcry/config.toml`) makes that file. In a `console` block every
//! `$` line (continued by `>` lines) is run by `sh`; what follows is its exit code, if that is not 0 (`? 65`), and all
//! that it prints. A line `...` is for any lines, `[…]` for anything within a line. A server on loopback stands behind
//! `127.0.0.1:2525` and takes every letter.
//!
//! After a wanted change of wording, run this test with `INSTA_UPDATE=always`: it writes what the commands print into
//! the documents. Read the difference before committing it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on shall stop")]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use support::server::Script;

const README_BYTES_MOST: u64 = 10_000;
const DOCUMENT_LINES_MOST: usize = 200;
const ARCHITECTURE_LINES_MOST: usize = 120;
const ARCHITECTURE_COLUMNS_MOST: usize = 100;
/// The server that documents name.
const SERVER: &str = "127.0.0.1:2525";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The README and everything in docs/, by name.
fn documents() -> Vec<(String, String)> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = docs.chain([root().join("README.md")]).collect();
    paths.sort();
    assert!(paths.len() > 10, "docs/ was not found");
    let name = |path: &Path| path.strip_prefix(root()).unwrap().display().to_string();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// A fenced block: what stands behind the fence, and where its lines are.
struct Block<'a> {
    language: &'a str,
    file: Option<&'a str>,
    /// The number of its first line, from 0.
    start: usize,
    lines: Vec<&'a str>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let (language, file) = info.split_once(' ').map_or((info, None), |(language, file)| (language, Some(file)));
        let lines = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
        found.push(Block { language, file, start: number + 1, lines });
    }
    found
}

/// A folder to work in, a home, and nothing else.
struct Reader {
    folder: tempfile::TempDir,
    port: u16,
}

impl Reader {
    fn new(port: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("home")).unwrap();
        fs::create_dir_all(folder.path().join("work")).unwrap();
        Self { folder, port }
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn make(&self, file: &str, lines: &[&str]) {
        let path = match file.strip_prefix("~/") {
            Some(under) => self.home().join(under),
            None => self.folder.path().join("work").join(file),
        };
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = lines.join("\n").replace("port = 2525", &format!("port = {}", self.port));
        fs::write(path, text + "\n").unwrap();
    }

    fn run(&self, line: &str) -> (i32, String) {
        let program = Path::new(env!("CARGO_BIN_EXE_outcry")).parent().unwrap();
        let line = line.replace(SERVER, &format!("127.0.0.1:{}", self.port));
        let Output { status, stdout, .. } = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{line}")])
            .current_dir(self.folder.path().join("work"))
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", program.display()))
            .env("HOME", self.home())
            .env("SOURCE_DATE_EPOCH", "1795392000")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let shown = String::from_utf8(stdout)
            .unwrap()
            .replace(&format!("127.0.0.1:{}", self.port), SERVER)
            .replace(&self.home().display().to_string(), "~");
        (status.code().unwrap_or(-1), shown)
    }
}

/// Whether this was printed, `...` standing for lines and `[…]` for a part of one.
fn fits(expected: &[&str], printed: &[&str]) -> bool {
    let Some((first, rest)) = expected.split_first() else { return printed.is_empty() };
    if *first == "..." {
        return (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..]));
    }
    printed.split_first().is_some_and(|(line, others)| line_fits(first, line) && fits(rest, others))
}

fn line_fits(expected: &str, line: &str) -> bool {
    let Some((before, after)) = expected.split_once("[…]") else { return expected == line };
    line.strip_prefix(before).is_some_and(|rest| {
        rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| line_fits(after, &rest[at..]))
    })
}

/// Runs a document; what is otherwise than it shows, and the document as it would be right.
fn run(name: &str, text: &str) -> (String, String) {
    let server = Script::new().offer("PIPELINING").start();
    let reader = Reader::new(server.port());
    let (mut wrong, mut right) = (String::new(), Vec::new());
    let mut copied = 0;
    let all: Vec<&str> = text.lines().collect();
    for block in blocks(text) {
        if let Some(file) = block.file {
            reader.make(file, &block.lines);
        }
        if block.language != "console" {
            continue;
        }
        right.extend(all[copied..block.start].iter().map(ToString::to_string));
        copied = block.start + block.lines.len();
        let mut lines = block.lines.iter().copied().zip(block.start + 1..).peekable();
        while let Some((first, number)) = lines.next() {
            let line = first.strip_prefix("$ ").unwrap_or_else(|| panic!("{name}:{number}: `$ ` is missing"));
            let mut command = line.to_owned();
            right.push(first.to_owned());
            while let Some((line, _)) = lines.next_if(|(line, _)| line.starts_with("> ")) {
                write!(command, "\n{}", &line[2..]).unwrap();
                right.push(line.to_owned());
            }
            let code = lines.next_if(|(line, _)| line.starts_with("? ")).map_or("0", |(line, _)| &line[2..]);
            let mut expected = Vec::new();
            while let Some((line, _)) = lines.next_if(|(line, _)| !line.starts_with("$ ")) {
                expected.push(line);
            }
            let (ended, printed) = reader.run(&command);
            let mut shown: Vec<&str> = printed.lines().map(str::trim_end).collect();
            shown.truncate(shown.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1));
            if code == ended.to_string() && fits(&expected, &shown) {
                right.extend((code != "0").then(|| format!("? {code}")));
                right.extend(expected.iter().map(ToString::to_string));
            } else {
                write!(wrong, "\n{name}:{number}: $ {command}\n? {ended} (shown: {code})\n{printed}").unwrap();
                right.extend((ended != 0).then(|| format!("? {ended}")));
                right.extend(shown.iter().map(ToString::to_string));
            }
        }
    }
    right.extend(all[copied..].iter().map(ToString::to_string));
    drop(server.finish());
    (wrong, right.join("\n") + "\n")
}

#[test]
fn every_command_prints_what_is_shown() {
    let mut wrong = String::new();
    for (name, text) in documents() {
        if name == "docs/paper.md" && cfg!(not(feature = "pdf")) {
            continue;
        }
        let (differences, right) = run(&name, &text);
        #[expect(
            clippy::disallowed_methods,
            reason = "whoever runs the tests says so in the environment, as for insta"
        )]
        let update = std::env::var_os("INSTA_UPDATE");
        if update.is_some_and(|update| update == "always") && !differences.is_empty() {
            fs::write(root().join(&name), right).unwrap();
        } else {
            wrong += &differences;
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_document_that_is_wrong_is_found() {
    for (block, is_right) in [
        ("```console\n$ echo one; echo two\none\ntwo\n```\n", true),
        ("```console\n$ echo one; echo two\n...\ntwo\n```\n", true),
        ("```console\n$ echo 127.0.0.1:2525/12/$HOME\n127.0.0.1:2525/[…]/~\n```\n", true),
        ("```console\n$ echo one >&2; \\\n>   exit 3\n? 3\none\n```\n", true),
        ("```csv a.csv\n1\n```\n```console\n$ cat a.csv\n1\n```\n", true),
        ("```console\n$ echo one; echo two\none\n```\n", false),
        ("```console\n$ echo one; echo two\none\n...\none\n```\n", false),
        ("```console\n$ echo one\n[…]two\n```\n", false),
        ("```console\n$ exit 3\n```\n", false),
        ("```console\n$ cat a.csv\n1\n```\n", false),
        ("```console\n$ outcry write nothing\n```\n", false),
    ] {
        let (wrong, right) = run("a document", block);
        assert_eq!(wrong.is_empty(), is_right, "{block}{wrong}");
        assert_eq!(right == block, is_right, "{right}");
        assert_eq!(run("the document put right", &right).0, "", "{right}");
    }
}

/// A command that stands outside of a `console` block is not run, so there are none but cargo's.
#[test]
fn every_command_of_the_program_is_run() {
    let mut found = String::new();
    for (name, text) in documents() {
        for block in blocks(&text).iter().filter(|block| block.language != "console" && block.file.is_none()) {
            for (line, number) in block.lines.iter().zip(block.start + 1..) {
                if line.trim_start_matches("$ ").starts_with("outcry ") {
                    writeln!(found, "{name}:{number}: {line}").unwrap();
                }
            }
        }
    }
    assert!(found.is_empty(), "these lines belong into a `console` block:\n{found}");
}

/// The first command a newcomer types prints finished letters without any configuration.
#[test]
fn the_first_command_prints_letters() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let line = readme.lines().find_map(|line| line.strip_prefix("cargo run -- ")).unwrap();
    let (code, letters) = Reader::new(0).run(&format!("outcry {line}"));
    assert_eq!(code, 0, "{letters}");
    assert_eq!(letters.matches("Yours sincerely,").count(), 4, "{letters}");
    assert!(letters.contains("Embassy of the Republic of Kazakhstan in the United Kingdom"), "{letters}");
}

/// What stands between single backquotes in running text.
fn quoted(text: &str) -> Vec<String> {
    let mut inside = false;
    let prose = text.lines().filter(|line| {
        let fence = line.starts_with("```");
        inside ^= fence;
        !inside && !fence
    });
    prose.collect::<Vec<_>>().join(" ").split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Every subcommand with its help.
fn helps(reader: &Reader, command: &str, all: &mut Vec<(String, String)>) {
    let (code, help) = reader.run(&format!("{command} --help"));
    assert_eq!(code, 0, "{command}: {help}");
    // Those of the program itself stand in groups.
    let listed = match help.split_once("\nCommands:\n") {
        Some((_, rest)) => rest.split("\n\n").next().map(str::to_owned),
        None if command == "outcry" => help.split("\nOptions:\n").next().map(str::to_owned),
        None => None,
    };
    all.push((command.to_owned(), help));
    for line in listed.unwrap_or_default().lines() {
        let name = line.strip_prefix("  ").filter(|line| !line.starts_with(' '));
        if let Some(name) = name.and_then(|line| line.split(' ').next()).filter(|name| *name != "help") {
            helps(reader, &format!("{command} {name}"), all);
        }
    }
}

#[test]
fn commands_and_flags_that_are_named_exist() {
    /// Flags of cargo, in the documents that say how to build and to measure.
    const CARGOS: [&str; 6] = ["--bench", "--date", "--example", "--no-default-features", "--path", "--release"];
    let mut all = Vec::new();
    helps(&Reader::new(0), "outcry", &mut all);
    let flags: BTreeSet<&str> = all
        .iter()
        .flat_map(|(_, help)| help.split(|c: char| !c.is_ascii_alphanumeric() && c != '-'))
        .filter(|word| word.starts_with("--"))
        .chain(CARGOS)
        .collect();
    let mut unknown = String::new();
    for (name, text) in documents() {
        for code in quoted(&text) {
            let words: Vec<&str> = code.split(' ').collect();
            for word in &words {
                let flag = word.split(['=', ',', ')']).next().unwrap();
                if flag.len() > 2 && flag.starts_with("--") && !flags.contains(flag) {
                    writeln!(unknown, "{name}: `{code}`: no command has {flag}").unwrap();
                }
            }
            if words[0] == "outcry" && words.len() > 1 && words[1].starts_with(|c: char| c.is_ascii_lowercase()) {
                let is_command = |(command, help): &(String, String)| {
                    code == *command
                        || code.starts_with(&format!("{command} "))
                            && (!(help.contains("\nCommands:\n") || command == "outcry") || words[1] == "help")
                };
                if !all.iter().any(is_command) {
                    writeln!(unknown, "{name}: `{code}`: there is no such command").unwrap();
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown}");
}

/// The heading as a link names it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '-')
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn links_lead_somewhere() {
    let mut documents = documents();
    for name in ["CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md"] {
        documents.push((name.to_owned(), fs::read_to_string(root().join(name)).unwrap()));
    }
    let mut dead = String::new();
    for (name, text) in &documents {
        for link in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            if link.contains("://") {
                continue;
            }
            let (file, section) = link.split_once('#').unwrap_or((link, ""));
            let here = root().join(name);
            let path = if file.is_empty() { here } else { here.parent().unwrap().join(file) };
            let there = fs::read_to_string(&path).unwrap_or_default();
            let is_there = path.is_file()
                && (section.is_empty() || there.lines().any(|line| line.starts_with('#') && anchor(line) == section));
            if !is_there {
                writeln!(dead, "{name}: {link}").unwrap();
            }
        }
    }
    assert!(dead.is_empty(), "{dead}");
}

/// A room that was renamed or taken away is so in ARCHITECTURE.md too.
#[test]
fn rooms_that_are_named_exist() {
    let mut rooms = BTreeSet::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            rooms.insert(path.file_stem().unwrap().to_str().unwrap().to_owned());
            folders.extend(path.is_dir().then_some(path));
        }
    }
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, named) = text.split_once("\n## Rooms of the library\n").unwrap();
    let (named, _) = named.split_once("\n## Layers\n").unwrap();
    let unknown: Vec<String> = quoted(named)
        .into_iter()
        .filter(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '/'))
        .filter(|code| !code.trim_end_matches('/').split('/').all(|room| rooms.contains(room)))
        .collect();
    assert_eq!(unknown, [""; 0], "ARCHITECTURE.md names rooms that are not there");
}

#[test]
fn documents_are_short() {
    let readme = fs::metadata(root().join("README.md")).unwrap().len();
    assert!(readme <= README_BYTES_MOST, "README.md has {readme} bytes");
    for (name, text) in documents() {
        let lines = text.lines().count();
        assert!(lines < DOCUMENT_LINES_MOST, "{name} has {lines} lines");
    }
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let lines = architecture.lines().count();
    assert!(lines <= ARCHITECTURE_LINES_MOST, "ARCHITECTURE.md has {lines} lines");
    let long = architecture.lines().find(|line| line.chars().count() > ARCHITECTURE_COLUMNS_MOST);
    assert_eq!(long, None, "this line of ARCHITECTURE.md is too long");
}
