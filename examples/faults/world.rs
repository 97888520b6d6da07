//! A folder in which the real program runs: a home of its own, a campaign about nobody, a list, and the
//! server. Nothing of the machine's user is seen, and nothing leaves the loopback address.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use tempfile::TempDir;

use crate::oracle::Oracle;

const CAMPAIGN: &str = r#"
title = "Antarctica: the harbour strike"
status = "open"
act_by = 2099-12-31
persons = [{ name = "Ada Marsh" }]
recipients = ["aq-court", "aq-council"]
copy_to = ["copies@harbour.example"]
sources = ["https://harbour.example/appeal"]
"#;

const LETTER: &str = r#"+++
subject = "Release Ada Marsh"
salutation = "Dear Madam or Sir,"
closing = "Yours faithfully,"
demands = ["Release Ada Marsh at once."]
+++
{{I/We}}, {{signatory}}, {{[am writing/are writing]}} about *Ada Marsh*, who is held for a strike.

{{#each demands}}
- {{this}}
{{/each}}
"#;

/// Offices of each row's letters.
pub const OFFICES: usize = 2;

pub struct World {
    folder: TempDir,
    pub oracle: Oracle,
    rows: usize,
}

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    /// Nothing, if it was killed.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A letter, as `outbox export --json` tells of it.
#[derive(Debug, Deserialize)]
pub struct Entry {
    pub key: String,
    pub state: String,
    pub message_id: Option<String>,
}

impl World {
    pub fn new(rows: usize) -> Self {
        let folder = tempfile::Builder::new().prefix("outcry-faults-").tempdir().expect("a temporary folder");
        let today = now().to_zoned_datetime(TimeZone::UTC).date();
        let office = |id: &str, kind: &str, email: &str| {
            format!(
                "[[office]]\nid = \"{id}\"\nkind = \"{kind}\"\ncountry = \"AQ\"\nnames.en = \"The {kind}\"\n\
                 [[office.channel]]\ntype = \"email\"\nvalue = \"{email}\"\nsource = \"https://{kind}.example/\"\nchecked = {today}\n\n"
            )
        };
        let offices =
            office("aq-court", "court", "court@court.test") + &office("aq-council", "council", "council@council.test");
        let world = Self { folder, oracle: Oracle::start(), rows };
        for (path, text) in [
            ("work/letters/harbour/campaign.toml", CAMPAIGN),
            ("work/letters/harbour/en.md", LETTER),
            ("work/recipients.toml", &offices),
            ("work/list.csv", &list(&(1..=rows).collect::<Vec<_>>())),
        ] {
            world.write(path, text);
        }
        fs::create_dir_all(world.path("home/.config/outcry")).expect("a home");
        world
    }

    /// Letters of the whole list.
    pub fn letters(&self) -> usize {
        self.rows * OFFICES
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Where the outbox and its log lie.
    pub fn data(&self) -> PathBuf {
        self.path("home/.local/share/outcry")
    }

    pub fn outbox(&self) -> PathBuf {
        self.data().join("outbox.sqlite")
    }

    /// The command of which all is about.
    pub fn send(&self, connections: usize) -> String {
        format!(
            "send harbour --signatories list.csv --yes --to aq-court --to aq-council --connections {connections} \
             --from branch@union.test --server smtp://127.0.0.1:{}",
            self.oracle.port()
        )
    }

    /// Starts the program with what a person would type, under another program if one is given.
    pub fn begin(&self, under: &[&str], line: &str) -> Child {
        let file = |name: &str| File::create(self.path(name)).expect("a file for what is said");
        let mut command = self.command(under, line);
        command.stdout(file("out")).stderr(file("err")).spawn().expect("the program starts")
    }

    pub fn command(&self, under: &[&str], line: &str) -> Command {
        let binary = binary();
        let mut words = under.iter().map(Path::new).chain([binary.as_path()]);
        let mut command = Command::new(words.next().unwrap_or(&binary));
        let home = self.path("home");
        command
            .args(words)
            .args(line.split_whitespace())
            .current_dir(self.path("work"))
            .env_clear()
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("NO_COLOR", "1")
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    pub fn ended(&self, mut child: Child) -> Run {
        let code = child.wait().expect("the program ends").code();
        let text =
            |name: &str| String::from_utf8_lossy(&fs::read(self.path(name)).expect("what was said")).into_owned();
        Run { code, out: text("out"), err: text("err") }
    }

    pub fn run(&self, under: &[&str], line: &str) -> Run {
        self.ended(self.begin(under, line))
    }

    /// Every letter the outbox knows.
    pub fn export(&self) -> Result<Vec<Entry>, String> {
        let run = self.run(&[], "outbox export --json");
        if run.code != Some(0) {
            return Err(run.err);
        }
        run.out.lines().map(|line| serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))).collect()
    }

    /// Leaves the folder where it is.
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }
}

/// The moment it is. The program takes no other for what it sends, so nor does the world.
#[expect(clippy::disallowed_methods, reason = "the clock of this tool")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// A list of these people, all of whom agreed.
pub fn list(people: &[usize]) -> String {
    people.iter().fold("Name,Email,Country,Consent\n".to_owned(), |mut list, n| {
        writeln!(list, "Person {n},p{n}@family.test,NZ,yes").unwrap_or_default();
        list
    })
}

/// The program beside this example, built with the same profile.
pub fn binary() -> PathBuf {
    let own = std::env::current_exe().expect("the path of this program");
    let folder = own.parent().and_then(Path::parent).expect("target/<profile>/examples");
    folder.join(format!("outcry{}", std::env::consts::EXE_SUFFIX))
}
