//! A folder in which the real program runs: a home of its own, a campaign about nobody, a list, and the
//! server. Nothing of the machine's user is seen, and nothing leaves the loopback address.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tempfile::TempDir;

use super::meant::{self, COPIES, Person, SENDER, SUBJECT};
use super::oracle::{Oracle, Protection};

const LETTER: &str = r#"+++
subject = "SUBJECT"
salutation = "Dear Madam or Sir,"
closing = "Yours faithfully,"
demands = ["Release Ada Marsh at once."]
+++
{{I/We}}, {{signatory}}, {{[write/write]}} about *Ada Marsh*.

{{#if own_words}}
{{own_words}}
{{/if}}

{{#each demands}}
- {{this}}
{{/each}}
"#;

/// Whom letters are for. Its salutation stands in no other office's letters.
#[derive(Debug, PartialEq, Eq)]
pub struct Office {
    pub id: &'static str,
    kind: &'static str,
    pub email: &'static str,
    pub salutation: &'static str,
}

/// Offices of each row's letters.
pub const OFFICES: [Office; 2] = [
    Office { id: "aq-court", kind: "court", email: "court@court.test", salutation: "Dear Judges of the Court," },
    Office {
        id: "aq-council",
        kind: "council",
        email: "council@council.test",
        salutation: "Dear Members of the Council,",
    },
];

pub struct World {
    folder: TempDir,
    pub oracle: Oracle,
    pub offices: &'static [Office; 2],
    pub rows: usize,
    /// What runs in place of the program, which is given to it.
    pub wrapper: Option<PathBuf>,
    /// Where the program connects to, where that is not the server.
    pub port: Option<u16>,
    /// Flags of `send`, beyond the usual ones.
    pub flags: String,
    /// What goes along with each letter, as `write` makes it.
    pub papers: HashMap<(Person, &'static str), Vec<u8>>,
}

/// How a run ended.
#[derive(Debug)]
pub struct Run {
    /// Nothing, if it was killed.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl World {
    pub fn new(rows: usize) -> Self {
        Self::with(rows, Protection::None)
    }

    /// With a server that speaks TLS, and an authority for its certificate.
    pub fn with(rows: usize, protection: Protection) -> Self {
        let folder = tempfile::Builder::new().prefix("outcry-faults-").tempdir().expect("a temporary folder");
        let authority = protection.authority();
        let world = Self {
            folder,
            oracle: Oracle::start(protection),
            offices: &OFFICES,
            rows,
            wrapper: None,
            port: None,
            flags: String::new(),
            papers: HashMap::new(),
        };
        let copies = COPIES.map(|copy| format!("\"{copy}\"")).join(", ");
        let campaign = format!(
            "title = \"Antarctica: the harbour strike\"\nstatus = \"open\"\nact_by = 2099-12-31\n\
             persons = [{{ name = \"Ada Marsh\" }}]\nrecipients = [\"aq-court\", \"aq-council\"]\n\
             copy_to = [{copies}]\nsources = [\"https://harbour.example/appeal\"]\n"
        );
        for (path, text) in [
            ("work/letters/harbour/campaign.toml", campaign),
            ("work/letters/harbour/en.md", LETTER.replace("SUBJECT", SUBJECT)),
            // The user's own file: nobody asks whether it is to be trusted.
            ("home/.config/outcry/recipients.toml", OFFICES.iter().map(office).collect()),
            ("work/list.csv", meant::list(&(1..=rows).map(Person).collect::<Vec<_>>())),
            ("authority.pem", authority.unwrap_or_default()),
        ] {
            world.write(path, &text);
        }
        world
    }

    /// With a PDF of each letter that goes along.
    pub fn with_papers(rows: usize) -> Self {
        let mut world = Self::new(rows);
        " --attach-pdf".clone_into(&mut world.flags);
        for person in (1..=rows).map(Person) {
            for office in world.offices {
                let mut line = words("write harbour -f pdf -o paper.pdf --country NZ --to");
                line.push(office.id.to_owned());
                line.extend(person.flags());
                let run = world.run_words(&[], &line);
                let file = world.path("work/paper.pdf");
                let paper = fs::read(&file).unwrap_or_else(|error| panic!("{error}: {run:?}"));
                fs::remove_file(file).expect("the file that was read");
                world.papers.insert((person, office.id), paper);
            }
        }
        world
    }

    /// Letters of the whole list.
    pub fn letters(&self) -> usize {
        self.rows * self.offices.len()
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
        let port = self.port.unwrap_or(self.oracle.port());
        let line = match self.oracle.protection {
            Protection::None => format!("--from {SENDER} --server smtp://127.0.0.1:{port}"),
            // A server on this machine is asked for TLS only where an account says so.
            protection => {
                self.write(
                    "home/.config/outcry/config.toml",
                    &format!(
                        "[account.trial]\nhost = \"127.0.0.1\"\nport = {port}\ntls = \"{protection}\"\nfrom = \"{SENDER}\"\n"
                    ),
                );
                "--account trial --pace off".to_owned()
            }
        };
        format!(
            "send harbour --signatories list.csv --yes --to aq-court --to aq-council --connections {connections} \
             {line}{}",
            self.flags
        )
    }

    /// Starts the program with what a person would type, under another program if one is given.
    pub fn begin(&self, under: &[&str], line: &str) -> Child {
        self.begin_words(under, &words(line))
    }

    fn begin_words(&self, under: &[&str], words: &[String]) -> Child {
        let file = |name: &str| File::create(self.path(name)).expect("a file for what is said");
        let mut command = self.command(under, words);
        command.stdout(file("out")).stderr(file("err")).spawn().expect("the program starts")
    }

    pub fn command(&self, under: &[&str], words: &[String]) -> Command {
        let wrapper = self.wrapper.iter().flat_map(|wrapper| [Path::new("sh"), wrapper.as_path()]);
        let mut all = under.iter().map(Path::new).chain(wrapper).chain([program()]);
        let mut command = Command::new(all.next().unwrap_or(program()));
        let home = self.path("home");
        command
            .args(all)
            .args(words)
            .current_dir(self.path("work"))
            .env_clear()
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join(".config"))
            .env("XDG_DATA_HOME", home.join(".local/share"))
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("NO_COLOR", "1")
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        if !matches!(self.oracle.protection, Protection::None) {
            command.env("SSL_CERT_FILE", self.path("authority.pem"));
        }
        command
    }

    pub fn ended(&self, mut child: Child) -> Run {
        let code = child.wait().expect("the program ends").code();
        let text =
            |name: &str| String::from_utf8_lossy(&fs::read(self.path(name)).expect("what was said")).into_owned();
        Run { code, out: text("out"), err: text("err") }
    }

    pub fn run(&self, under: &[&str], line: &str) -> Run {
        self.run_words(under, &words(line))
    }

    pub fn run_words(&self, under: &[&str], words: &[String]) -> Run {
        self.ended(self.begin_words(under, words))
    }

    /// Leaves the folder where it is.
    pub fn keep(self) -> PathBuf {
        self.folder.keep()
    }
}

fn office(office: &Office) -> String {
    let Office { id, kind, email, salutation } = office;
    let today = now().to_zoned_datetime(TimeZone::UTC).date();
    format!(
        "[[office]]\nid = \"{id}\"\nkind = \"{kind}\"\ncountry = \"AQ\"\nnames.en = \"The {kind}\"\n\
         salutation.en = \"{salutation}\"\n\
         [[office.channel]]\ntype = \"email\"\nvalue = \"{email}\"\nsource = \"https://{kind}.example/\"\nchecked = {today}\n\n"
    )
}

pub fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// The moment it is. The program takes no other for what it sends, so nor does the world.
#[expect(clippy::disallowed_methods, reason = "the clock of this tool")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Chooses the program that is tried, once.
pub fn choose(program: PathBuf) {
    PROGRAM.get_or_init(|| program);
}

/// The program that is tried.
pub fn program() -> &'static Path {
    PROGRAM.get().expect("the program was chosen")
}
