//! A scripted SMTP server on loopback, independent of the library under test.
//!
//! By default it is polite: it takes every letter and records it. A script changes what it does at a
//! step, for one command or for all:
//!
//! ```ignore
//! let server = Script::new()
//!     .offer("PIPELINING")
//!     .at(Step::Rcpt, [reply("250 2.1.5 ok")])              // the first RCPT
//!     .at(Step::Rcpt, [reply("550 5.1.1 no such user")])    // the second
//!     .at(Step::Dot, [Act::Close])
//!     .start();
//! // … send to server.port() …
//! let sessions = server.finish();
//! assert_eq!(sessions[0].letters.len(), 1);
//! ```
//!
//! Steps are counted over the server's whole life, so a second connection goes on where the first
//! one ended. A letter is recorded before the reply to its dot is written, as a real server does.

use std::collections::{HashMap, VecDeque};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// No test waits longer than this for the other side.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where in the dialogue something is scripted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    Greeting,
    /// EHLO or HELO.
    Hello,
    StartTls,
    /// Just before the TLS handshake, implicit or after STARTTLS.
    Handshake,
    /// AUTH, and each line the client sends in answer to a 334.
    Auth,
    Mail,
    Rcpt,
    Data,
    /// After the first line of a letter.
    Body,
    Dot,
    Rset,
    Quit,
}

/// One thing to do at a step, in place of the polite reply.
#[derive(Debug, Clone)]
pub enum Act {
    /// These bytes, as they are.
    Send(Vec<u8>),
    /// These bytes, each in a packet of its own.
    Drip(Vec<u8>),
    /// Nothing for so long.
    Wait(Duration),
    /// Close the connection (FIN).
    Close,
    /// Break the connection (RST).
    Reset,
    /// Say nothing more until the client goes away.
    Hang,
}

/// A reply of one line, or of several with their codes and `\r\n` between them.
pub fn reply(text: &str) -> Act {
    Act::Send(format!("{text}\r\n").into_bytes())
}

/// What the server shall do.
#[derive(Default)]
pub struct Script {
    offers: Vec<String>,
    offers_after_tls: Option<Vec<String>>,
    tls: Protection,
    acts: HashMap<Step, VecDeque<Vec<Act>>>,
    always: HashMap<Step, Vec<Act>>,
    is_narrow: bool,
}

#[derive(Default, Clone)]
enum Protection {
    #[default]
    None,
    Implicit(Arc<ServerConfig>),
    StartTls(Arc<ServerConfig>),
}

impl Script {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line to the reply to EHLO.
    pub fn offer(mut self, extension: &str) -> Self {
        self.offers.push(extension.to_owned());
        self
    }

    /// Adds a line to the reply to the second EHLO only, after STARTTLS.
    pub fn offer_after_tls(mut self, extension: &str) -> Self {
        self.offers_after_tls.get_or_insert_default().push(extension.to_owned());
        self
    }

    /// TLS from the first byte.
    pub fn implicit_tls(mut self, config: Arc<ServerConfig>) -> Self {
        self.tls = Protection::Implicit(config);
        self
    }

    /// STARTTLS, not offered by itself: see [`Script::offer`].
    pub fn starttls(mut self, config: Arc<ServerConfig>) -> Self {
        self.tls = Protection::StartTls(config);
        self
    }

    /// What to do the next time a step is reached; one call for each time. No acts: be polite.
    pub fn at(mut self, step: Step, acts: impl IntoIterator<Item = Act>) -> Self {
        self.acts.entry(step).or_default().push_back(acts.into_iter().collect());
        self
    }

    /// What to do whenever a step is reached and nothing else is scripted for it.
    pub fn always(mut self, step: Step, acts: impl IntoIterator<Item = Act>) -> Self {
        self.always.insert(step, acts.into_iter().collect());
        self
    }

    /// Lets connections hold little that nobody has read yet, some hundred kilobytes at the very most. So the end of a
    /// longer letter cannot leave the client before the server has read on.
    pub fn narrow(mut self) -> Self {
        self.is_narrow = true;
        self
    }

    /// Listens on a free port of 127.0.0.1.
    pub fn start(self) -> Server {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        if self.is_narrow {
            // The client's own buffer grows with the size of a segment.
            let socket = socket2::SockRef::from(&listener);
            socket.set_recv_buffer_size(1024).unwrap();
            socket.set_tcp_mss(536).unwrap();
        }
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Mutex::new(self),
            log: Mutex::default(),
            closed: Condvar::new(),
            is_stopping: AtomicBool::new(false),
        });
        let accepting = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Server { address, shared, accepting: Some(accepting) }
    }
}

/// A letter whose end has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The address of MAIL FROM.
    pub from: String,
    /// The addresses that were not refused, in the order of RCPT.
    pub to: Vec<String>,
    /// The text without the dots added for the wire, up to and with the CRLF before the final dot.
    pub text: String,
    /// Whether the reply began with 2.
    pub accepted: bool,
}

/// What happened on one connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// Every command line, without its CRLF.
    pub commands: Vec<String>,
    /// Every letter whose final dot was seen.
    pub letters: Vec<Letter>,
    /// What was read of a letter whose end never came.
    pub unfinished: Option<String>,
    /// Whether a TLS handshake succeeded.
    pub secured: bool,
    is_closed: bool,
}

struct Shared {
    script: Mutex<Script>,
    log: Mutex<Vec<Session>>,
    closed: Condvar,
    is_stopping: AtomicBool,
}

/// The running server. Dropping it stops it.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

impl Server {
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Waits until `count` connections have ended on the server's side.
    pub fn wait_until_closed(&self, count: usize) {
        let log = self.shared.log.lock().unwrap();
        let enough = |log: &mut Vec<Session>| log.iter().filter(|session| session.is_closed).count() < count;
        let (_log, wait) = self.shared.closed.wait_timeout_while(log, PATIENCE, enough).unwrap();
        assert!(!wait.timed_out(), "the server's connections did not end");
    }

    /// Waits until the dialogue has come so far.
    pub fn wait_for(&self, arrived: impl Fn(&[Session]) -> bool) {
        let start = std::time::Instant::now();
        while !arrived(&self.shared.log.lock().unwrap()) {
            assert!(start.elapsed() < PATIENCE, "the dialogue did not come so far");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Looks at what has happened so far.
    pub fn saw<T>(&self, look: impl FnOnce(&[Session]) -> T) -> T {
        look(&self.shared.log.lock().unwrap())
    }

    /// Stops listening, waits for the open connections to end, and tells what happened on each.
    pub fn finish(mut self) -> Vec<Session> {
        self.stop();
        let connections = self.shared.log.lock().unwrap().len();
        self.wait_until_closed(connections);
        std::mem::take(&mut self.shared.log.lock().unwrap())
    }

    fn stop(&mut self) {
        if let Some(accepting) = self.accepting.take() {
            self.shared.is_stopping.store(true, Ordering::SeqCst);
            // Wakes the thread that waits for a connection.
            drop(TcpStream::connect(self.address));
            accepting.join().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for tcp in listener.incoming() {
        let tcp = tcp.unwrap();
        if shared.is_stopping.load(Ordering::SeqCst) {
            return;
        }
        let index = {
            let mut log = shared.log.lock().unwrap();
            log.push(Session::default());
            log.len() - 1
        };
        let shared = Arc::clone(shared);
        std::thread::spawn(move || {
            let mut talk = Talk { line: Line::new(tcp), shared: Arc::clone(&shared), index };
            // An error here is the client's or the script's way of ending the connection.
            let _ = talk.run();
            drop(talk);
            shared.log.lock().unwrap()[index].is_closed = true;
            shared.closed.notify_all();
        });
    }
}

/// The connection, plain or encrypted, read line by line.
struct Line {
    tcp: TcpStream,
    tls: Option<StreamOwned<ServerConnection, TcpStream>>,
    unread: VecDeque<u8>,
}

impl Line {
    fn new(tcp: TcpStream) -> Self {
        tcp.set_nodelay(true).unwrap();
        tcp.set_read_timeout(Some(PATIENCE)).unwrap();
        tcp.set_write_timeout(Some(PATIENCE)).unwrap();
        Self { tcp, tls: None, unread: VecDeque::new() }
    }

    fn secure(&mut self, config: Arc<ServerConfig>) -> io::Result<()> {
        assert!(self.unread.is_empty(), "the client spoke in plain text after STARTTLS");
        let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
        while tls.is_handshaking() {
            tls.complete_io(&mut self.tcp)?;
        }
        self.tls = Some(StreamOwned::new(tls, self.tcp.try_clone()?));
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.tls {
            Some(tls) => tls.write_all(bytes).and_then(|()| tls.flush()),
            None => self.tcp.write_all(bytes),
        }
    }

    /// The next line with its LF, as it came.
    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            while let Some(byte) = self.unread.pop_front() {
                line.push(byte);
                if byte == b'\n' {
                    return Ok(line);
                }
            }
            let mut chunk = [0; 4096];
            let read = match &mut self.tls {
                Some(tls) => tls.read(&mut chunk),
                None => self.tcp.read(&mut chunk),
            }?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.unread.extend(&chunk[..read]);
        }
    }
}

/// One connection's dialogue.
struct Talk {
    line: Line,
    shared: Arc<Shared>,
    index: usize,
}

impl Talk {
    fn run(&mut self) -> io::Result<()> {
        let protection = self.shared.script.lock().unwrap().tls.clone();
        if let Protection::Implicit(config) = &protection {
            self.secure(Arc::clone(config))?;
        }
        self.answer(Step::Greeting, "220 scripted.test ready")?;
        let mut from = String::new();
        let mut to: Vec<String> = Vec::new();
        // Like Postfix, this server keeps a transaction after it refused the end of a letter.
        let mut is_open = false;
        loop {
            let command = self.command()?;
            let verb = command.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    let offers = self.offers();
                    self.answer(Step::Hello, &offers)?;
                }
                "HELO" => drop(self.answer(Step::Hello, "250 scripted.test")?),
                "STARTTLS" => {
                    self.answer(Step::StartTls, "220 2.0.0 go ahead")?;
                    if let Protection::StartTls(config) = &protection {
                        self.secure(Arc::clone(config))?;
                    }
                }
                "AUTH" => self.log_in()?,
                "MAIL" if is_open => self.line.write(b"503 5.5.1 Error: nested MAIL command\r\n")?,
                "MAIL" => {
                    (from, to) = (path(&command), Vec::new());
                    is_open = self.answer(Step::Mail, "250 2.1.0 ok")?.starts_with(b"2");
                }
                "RCPT" => {
                    if self.answer(Step::Rcpt, "250 2.1.5 ok")?.starts_with(b"2") {
                        to.push(path(&command));
                    }
                }
                "DATA" => {
                    let polite = if to.is_empty() { "554 5.5.1 no valid recipients" } else { "354 go ahead" };
                    if self.answer(Step::Data, polite)?.starts_with(b"3") {
                        self.letter(&from, &to)?;
                        self.record(|session| is_open &= !session.letters.last().is_some_and(|letter| letter.accepted));
                    }
                }
                "RSET" => {
                    (is_open, to) = (false, Vec::new());
                    self.answer(Step::Rset, "250 2.0.0 ok")?;
                }
                "QUIT" => {
                    self.answer(Step::Quit, "221 2.0.0 bye")?;
                    return Ok(());
                }
                _ => self.line.write(b"500 5.5.1 unknown command\r\n")?,
            }
        }
    }

    fn record(&self, change: impl FnOnce(&mut Session)) {
        change(&mut self.shared.log.lock().unwrap()[self.index]);
    }

    fn command(&mut self) -> io::Result<String> {
        let line = self.line.read()?;
        let text = String::from_utf8(line).map_err(io::Error::other)?;
        let command = text.strip_suffix("\r\n").expect("a command ends with CRLF").to_owned();
        self.record(|session| session.commands.push(command.clone()));
        Ok(command)
    }

    fn secure(&mut self, config: Arc<ServerConfig>) -> io::Result<()> {
        for act in self.scripted(Step::Handshake).unwrap_or_default() {
            self.perform(&act)?;
        }
        self.line.secure(config)?;
        self.record(|session| session.secured = true);
        Ok(())
    }

    fn offers(&self) -> String {
        let script = self.shared.script.lock().unwrap();
        let after_tls = script.offers_after_tls.as_ref().filter(|_| self.line.tls.is_some());
        let lines: Vec<&str> = std::iter::once("scripted.test")
            .chain(after_tls.unwrap_or(&script.offers).iter().map(String::as_str))
            .collect();
        let (last, others) = lines.split_last().unwrap();
        others.iter().map(|line| format!("250-{line}\r\n")).chain([format!("250 {last}")]).collect()
    }

    fn log_in(&mut self) -> io::Result<()> {
        while self.answer(Step::Auth, "235 2.7.0 welcome")?.starts_with(b"334") {
            self.command()?;
        }
        Ok(())
    }

    fn letter(&mut self, from: &str, to: &[String]) -> io::Result<()> {
        let mut text = String::new();
        let mut is_first_line = true;
        loop {
            let line = self.line.read().inspect_err(|_| {
                self.record(|session| session.unfinished = Some(text.clone()));
            })?;
            if line == b".\r\n" {
                break;
            }
            let line = String::from_utf8(line).expect("a letter is 7-bit");
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            if std::mem::take(&mut is_first_line) {
                self.record(|session| session.unfinished = Some(text.clone()));
                for act in self.scripted(Step::Body).unwrap_or_default() {
                    self.perform(&act)?;
                }
            }
        }
        let acts = self.scripted(Step::Dot).unwrap_or_else(|| vec![reply("250 2.0.0 queued")]);
        let answer = acts.iter().find(|act| !matches!(act, Act::Wait(_)));
        let accepted = matches!(answer, Some(Act::Send(bytes) | Act::Drip(bytes)) if bytes.starts_with(b"2"));
        self.record(|session| {
            session.unfinished = None;
            session.letters.push(Letter { from: from.to_owned(), to: to.to_vec(), text, accepted });
        });
        acts.iter().try_for_each(|act| self.perform(act))
    }

    /// Does what the script says, or is polite; returns what was sent.
    fn answer(&mut self, step: Step, polite: &str) -> io::Result<Vec<u8>> {
        let acts = self.scripted(step).unwrap_or_else(|| vec![reply(polite)]);
        let mut sent = Vec::new();
        for act in &acts {
            self.perform(act)?;
            if let Act::Send(bytes) | Act::Drip(bytes) = act {
                sent.extend_from_slice(bytes);
            }
        }
        Ok(sent)
    }

    fn scripted(&self, step: Step) -> Option<Vec<Act>> {
        let mut script = self.shared.script.lock().unwrap();
        let next = script.acts.get_mut(&step).and_then(VecDeque::pop_front);
        next.filter(|acts| !acts.is_empty()).or_else(|| script.always.get(&step).cloned())
    }

    fn perform(&mut self, act: &Act) -> io::Result<()> {
        match act {
            Act::Send(bytes) => self.line.write(bytes),
            Act::Drip(bytes) => bytes.iter().try_for_each(|byte| self.line.write(&[*byte])),
            Act::Close => Err(io::ErrorKind::ConnectionAborted.into()),
            Act::Reset => {
                socket2::SockRef::from(&self.line.tcp).set_linger(Some(Duration::ZERO))?;
                Err(io::ErrorKind::ConnectionReset.into())
            }
            Act::Wait(time) => {
                std::thread::sleep(*time);
                Ok(())
            }
            Act::Hang => loop {
                self.line.read()?;
            },
        }
    }
}

/// What stands between `<` and `>`.
fn path(command: &str) -> String {
    let (_, rest) = command.split_once('<').expect("a path in angle brackets");
    rest.split_once('>').expect("a path in angle brackets").0.to_owned()
}
