//! Letters delivered per second, with the outbox on, beside those who do nothing but deliver.
//!
//! `cargo bench --bench deliver` sends 10,000 letters of about 3.5 kB, each with To and Cc, to Postfix's
//! `smtp-sink` over 1, 5, 10 and 20 connections, and in the same run lets Postfix's `smtp-source -d` send as
//! many as large (it composes and records nothing); then 1,000 through a line with 20 ms from question to
//! answer, with lettre's own connection beside them, and 200 with `mailmerge`, if that is installed.
//! Needs `smtp-sink` and `smtp-source` (Debian: `apt-get install postfix`).
//!
//! `cargo bench --bench deliver -- million` makes a list of 1,000,000 rows: a dry run of it, and how soon a
//! run that was killed goes on. Takes some minutes and a gigabyte of disk.

#![expect(clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark stops at a surprise")]
#![expect(clippy::cast_precision_loss, reason = "rates")]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const LETTERS: usize = 10_000;
const FAR_LETTERS: usize = 1_000;
const PAIRS: usize = 3;
/// From a question to its answer.
const LATENCY: Duration = Duration::from_millis(20);

fn main() {
    if std::env::args().any(|argument| argument == "million") {
        return million();
    }
    let sink = Sink::start();
    println!("{LETTERS} letters, letters per second, median of {PAIRS} pairs in turn");
    println!("connections   outcry   whole command   smtp-source -d   ratio");
    for connections in [1, 5, 10, 20] {
        let rows: Vec<_> = (0..PAIRS)
            .map(|_| {
                let own = outcry(sink.port, LETTERS, connections);
                (own, source(sink.port, LETTERS, connections))
            })
            .collect();
        let median = |of: &dyn Fn(&(Rates, f64)) -> f64| middle(rows.iter().map(of).collect());
        println!(
            "{connections:>11} {:>8.0} {:>15.0} {:>16.0} {:>7.2}",
            median(&|(own, _)| own.delivered),
            median(&|(own, _)| own.whole),
            median(&|(_, other)| *other),
            median(&|(own, other)| own.delivered / other),
        );
    }
    far(sink.port);
    mailmerge(sink.port);
}

struct Rates {
    /// From the first connection to the last answer, as the program says.
    delivered: f64,
    /// From start to end: the list checked, every letter composed, the outbox made.
    whole: f64,
}

/// A world of its own with a list, sent by the program itself.
fn outcry(port: u16, letters: usize, connections: usize) -> Rates {
    let world = World::new(letters);
    let began = Instant::now();
    let run = world.send(port, connections).output().expect("the program starts");
    let whole = letters as f64 / began.elapsed().as_secs_f64();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && said.contains(&format!("{letters} sent, 0 refused")), "{said}");
    let rate = said.lines().find_map(|line| line.strip_suffix(" letters a second.")?.rsplit(' ').next()?.parse().ok());
    Rates { delivered: rate.expect("the program says how fast it was"), whole }
}

fn source(port: u16, letters: usize, connections: usize) -> f64 {
    let began = Instant::now();
    let run = Command::new("smtp-source")
        .args(["-d", "-l", "3500", "-r", "2", "-f", "branch@union.test", "-t", "court@court.test"])
        .args(["-s", &connections.to_string(), "-m", &letters.to_string()])
        .arg(format!("127.0.0.1:{port}"))
        .status();
    assert!(run.is_ok_and(|status| status.success()), "smtp-source");
    letters as f64 / began.elapsed().as_secs_f64()
}

/// Ten connections over a line with latency, where round trips are all that counts.
fn far(sink: u16) {
    let port = far_line(sink);
    let (mut own, mut postfix, mut lettres) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..PAIRS {
        own.push(outcry(port, FAR_LETTERS, 10).delivered);
        postfix.push(source(port, FAR_LETTERS, 10));
        lettres.push(lettre(port, FAR_LETTERS / 5, 10));
    }
    let (own, postfix, lettre) = (middle(own), middle(postfix), middle(lettres));
    println!("\n20 ms from question to answer, 10 connections, letters per second");
    println!("outcry           {own:>8.0}");
    println!("smtp-source -d   {postfix:>8.0}   ratio {:.2}", own / postfix);
    println!("lettre           {lettre:>8.0}   ratio {:.2}", own / lettre);
}

/// lettre's own dialogue, one connection a thread, each used for all its letters.
fn lettre(port: u16, letters: usize, connections: usize) -> f64 {
    use lettre::address::{Address, Envelope};
    use lettre::transport::smtp::client::SmtpConnection;
    use lettre::transport::smtp::extension::ClientId;
    let address = |text: &str| text.parse::<Address>().unwrap();
    let envelope = Envelope::new(
        Some(address("branch@union.test")),
        vec![address("court@court.test"), address("copies@harbour.test")],
    )
    .unwrap();
    let body =
        format!("Subject: A letter\r\n\r\n{}", "No port without people, and no people without rights.\r\n".repeat(65));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..connections {
            scope.spawn(|| {
                let name = ClientId::Domain("localhost".to_owned());
                let mut line = SmtpConnection::connect((Ipv4Addr::LOCALHOST, port), None, &name, None, None)
                    .expect("a connection");
                for _ in 0..letters / connections {
                    line.send(&envelope, body.as_bytes()).expect("it takes the letter");
                }
            });
        }
    });
    letters as f64 / began.elapsed().as_secs_f64()
}

fn mailmerge(port: u16) {
    const FEW: usize = 200;
    if Command::new("mailmerge").arg("--version").output().is_err() {
        return println!("\nmailmerge is not installed");
    }
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("mailmerge_server.conf", &format!("[smtp_server]\nhost = 127.0.0.1\nport = {port}\nsecurity = Never\n"));
    write(
        "mailmerge_template.txt",
        &format!(
            "TO: court@court.test\nCC: copies@harbour.test\nSUBJECT: A letter\nFROM: branch@union.test\n\nI, {{{{name}}}},\n{}",
            "No port without people, and no people without rights.\n".repeat(60)
        ),
    );
    write("mailmerge_database.csv", &(0..FEW).fold("name\n".to_owned(), |all, n| all + &format!("Person {n}\n")));
    let began = Instant::now();
    let run = Command::new("mailmerge").args(["--no-dry-run", "--no-limit"]).current_dir(folder.path()).output();
    let rate = FEW as f64 / began.elapsed().as_secs_f64();
    let well = run.as_ref().is_ok_and(|run| run.status.success());
    if !well {
        return println!("\nmailmerge did not run: {run:?}");
    }
    println!("\nmailmerge ({FEW} letters, the one connection it has)   {rate:>8.0}");
    for connections in [1, 10] {
        let own = outcry(port, LETTERS, connections).whole;
        println!(
            "outcry, {connections:>2} connections, whole command             {own:>8.0}   ratio {:.0}",
            own / rate
        );
    }
}

fn million() {
    const ROWS: usize = 1_000_000;
    let world = World::new(ROWS);
    let began = Instant::now();
    let mut dry = world.send(9, 1).arg("--dry-run").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let most = memory_of(&mut dry);
    println!("dry run of {ROWS} rows: {:.0} s, at most {most} MiB of memory", began.elapsed().as_secs_f64());
    let sink = Sink::start();
    for wanted in [1, 100_000] {
        let began = Instant::now();
        let mut run = world.send(sink.port, 5).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(run.stdout.take().unwrap()).lines();
        let first = lines.next().is_some().then(|| began.elapsed().as_secs_f64());
        lines.take(wanted).for_each(drop);
        run.kill().unwrap();
        run.wait().unwrap();
        let what = if wanted == 1 { "list checked, put down, and the first letter" } else { "a killed run goes on" };
        println!("{what}: after {:.1} s", first.expect("a letter"));
    }
    let began = Instant::now();
    let mut run = world.send(sink.port, 5).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let first = BufReader::new(run.stdout.take().unwrap()).lines().next().is_some();
    println!("a run killed after 100,000 letters goes on: after {:.1} s", began.elapsed().as_secs_f64());
    assert!(first, "a letter");
    run.kill().unwrap();
    run.wait().unwrap();
}

/// The most memory a program had, in MiB, as Linux counts it.
fn memory_of(child: &mut Child) -> u64 {
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        most = peak.unwrap_or(most).max(most);
        std::thread::sleep(Duration::from_millis(50));
    }
    most / 1024
}

/// A folder with a campaign, an office and a list.
struct World(TempDir);

impl World {
    fn new(rows: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(
            "letters/harbour/campaign.toml",
            "title = \"Harbour\"\nrecipients = [\"aq-court\"]\ncopy_to = [\"copies@harbour.test\"]\n\
             persons = [{ name = \"Ada Marsh\" }]\nsources = [\"https://harbour.example/\"]\n",
        );
        let paragraph = "No port without people, and no people without rights: what was done to *Ada Marsh* is done \
                         to everyone who loads a ship. ";
        let body = (0..4).fold(String::new(), |all, _| all + &paragraph.repeat(5) + "\n\n");
        write(
            "letters/harbour/en.md",
            &format!(
                "+++\nsubject = \"Release Ada Marsh\"\nsalutation = \"Dear Madam or Sir,\"\nclosing = \"Yours faithfully,\"\n\
                 demands = [\"Release Ada Marsh at once.\", \"Let {{{{me/us}}}} know what was done.\"]\n+++\n\
                 {{{{I/We}}}}, {{{{signatory}}}}, {{{{[am writing/are writing]}}}} about *Ada Marsh*.\n\n{body}\
                 {{{{#each demands}}}}\n- {{{{this}}}}\n{{{{/each}}}}\n"
            ),
        );
        write(
            "recipients.toml",
            "[[office]]\nid = \"aq-court\"\nkind = \"court\"\ncountry = \"AQ\"\nnames.en = \"Court of Antarctica\"\n\
             [[office.channel]]\ntype = \"email\"\nvalue = \"court@court.test\"\nsource = \"https://court.example/\"\n\
             checked = 2026-10-01\n",
        );
        let mut list = "Name,Email,Country,Consent\n".to_owned();
        for n in 0..rows {
            writeln!(list, "Person {n},p{n}@family.test,NZ,yes").unwrap();
        }
        write("list.csv", &list);
        Self(folder)
    }

    fn send(&self, port: u16, connections: usize) -> Command {
        let mut command = Command::new(program());
        command
            .args(["send", "harbour", "--signatories", "list.csv", "--from", "Branch <branch@union.test>", "--yes"])
            .args(["--server", &format!("smtp://127.0.0.1:{port}"), "--connections", &connections.to_string()])
            .args(["--accept-stale", "aq-court"])
            .current_dir(self.0.path())
            .env_clear()
            .env("HOME", self.0.path());
        command
    }
}

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_outcry"))
}

/// Postfix's sink, on a free port.
struct Sink {
    port: u16,
    child: Child,
}

impl Sink {
    fn start() -> Self {
        let port = free_port();
        let mut command = Command::new(on_the_path("smtp-sink"));
        // Run by root, it wants to become somebody else.
        if std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0) {
            command.args(["-u", "nobody"]);
        }
        let child = command.arg(format!("127.0.0.1:{port}")).arg("1000").spawn().expect("smtp-sink starts");
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(5), "smtp-sink does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { port, child }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _gone = self.child.kill().and_then(|()| self.child.wait());
    }
}

fn on_the_path(name: &str) -> PathBuf {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    let found = folders.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.exists());
    found.unwrap_or_else(|| panic!("{name} is not installed (Debian: apt-get install postfix)"))
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// A line to the sink on which everything takes half of [`LATENCY`] each way.
fn far_line(sink: u16) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let Ok(far) = TcpStream::connect((Ipv4Addr::LOCALHOST, sink)) else { continue };
            near.set_nodelay(true).unwrap();
            far.set_nodelay(true).unwrap();
            delay(near.try_clone().unwrap(), far.try_clone().unwrap());
            delay(far, near);
        }
    });
    port
}

fn delay(mut from: TcpStream, mut to: TcpStream) {
    let (late, in_time) = channel::<(Instant, Vec<u8>)>();
    std::thread::spawn(move || {
        let mut block = [0; 16 * 1024];
        while let Ok(read) = from.read(&mut block) {
            if read == 0 || late.send((Instant::now() + LATENCY / 2, block[..read].to_vec())).is_err() {
                break;
            }
        }
    });
    std::thread::spawn(move || {
        for (due, bytes) in in_time {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&bytes).is_err() {
                break;
            }
        }
        let _closed = to.shutdown(Shutdown::Write);
    });
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
