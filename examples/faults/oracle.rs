//! The mail server that knows the truth: it writes down each letter it takes before it says so, and it
//! can break off or answer anything at any step. It shares no code with the program.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::world::now;

/// Where in the dialogue something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    Greeting,
    Hello,
    Auth,
    Mail,
    /// RCPT of an office.
    Office,
    /// RCPT of a copy.
    Copy,
    Data,
    /// After the first line of a letter.
    Body,
    Dot,
    Quit,
}

#[derive(Debug, Clone)]
pub enum Act {
    Say(Vec<u8>),
    /// Each byte in a packet of its own.
    Drip(Vec<u8>),
    /// FIN.
    Close,
    /// RST.
    Reset,
}

/// What the server does in place of the polite reply.
#[derive(Debug, Clone)]
pub struct Fault {
    pub step: Step,
    /// From which time on that the step is reached, counted from zero.
    pub nth: usize,
    /// Only that once, or each time from then on.
    pub lasts: bool,
    pub acts: Vec<Act>,
    /// Whether a letter whose end was seen is taken nevertheless.
    pub takes: bool,
}

/// A letter that came whole.
#[derive(Debug, Clone)]
pub struct Seen {
    pub message_id: String,
    /// Who signed: the Reply-To.
    pub person: String,
    /// The first address of RCPT.
    pub office: String,
    pub hash: u64,
    /// Whether the server took it.
    pub taken: bool,
    /// Seconds since 1970, as a trace tells them.
    pub at: f64,
}

#[derive(Default)]
struct State {
    seen: Vec<Seen>,
    connections: usize,
    reached: HashMap<Step, usize>,
    fault: Option<Fault>,
    struck: usize,
    /// How long the reply to a letter's end is thought over.
    pause: Duration,
}

pub struct Oracle {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    ended: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl Oracle {
    pub fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on loopback");
        let address = listener.local_addr().expect("the port");
        let (state, ended) = (Arc::<Mutex<State>>::default(), Arc::<AtomicBool>::default());
        let accepting = thread::spawn({
            let (state, ended) = (Arc::clone(&state), Arc::clone(&ended));
            move || {
                for tcp in listener.incoming().map_while(Result::ok) {
                    if ended.load(Ordering::SeqCst) {
                        return;
                    }
                    lock(&state).connections += 1;
                    let state = Arc::clone(&state);
                    // The client's way of ending a connection, or the fault's.
                    thread::spawn(move || Talk::new(tcp, state).run().unwrap_or_default());
                }
            }
        });
        Self { address, state, ended, accepting: Some(accepting) }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// From now on this goes wrong, or nothing. Steps are counted anew.
    pub fn fault(&self, fault: Option<Fault>) {
        let mut state = lock(&self.state);
        state.fault = fault;
        state.reached.clear();
    }

    pub fn pause(&self, pause: Duration) {
        lock(&self.state).pause = pause;
    }

    pub fn seen(&self) -> Vec<Seen> {
        lock(&self.state).seen.clone()
    }

    pub fn taken(&self) -> usize {
        lock(&self.state).seen.iter().filter(|seen| seen.taken).count()
    }

    /// Connections so far.
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// How often the fault struck so far.
    pub fn struck(&self) -> usize {
        lock(&self.state).struck
    }

    /// Knows these letters and no others.
    pub fn remember(&self, seen: Vec<Seen>) {
        lock(&self.state).seen = seen;
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        drop(TcpStream::connect(self.address));
        if let Some(accepting) = self.accepting.take() {
            accepting.join().expect("the server ends");
        }
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no thread of the server panics")
}

struct Talk {
    tcp: TcpStream,
    lines: BufReader<TcpStream>,
    state: Arc<Mutex<State>>,
}

impl Talk {
    fn new(tcp: TcpStream, state: Arc<Mutex<State>>) -> Self {
        tcp.set_nodelay(true).expect("an option of the socket");
        let lines = BufReader::new(tcp.try_clone().expect("a second handle"));
        Self { tcp, lines, state }
    }

    fn run(&mut self) -> io::Result<()> {
        self.answer(Step::Greeting, b"220 oracle.test\r\n")?;
        let mut to: Vec<String> = Vec::new();
        loop {
            let line = self.line()?;
            let command = String::from_utf8_lossy(&line).into_owned();
            match command.split([' ', ':', '\r']).next().unwrap_or_default() {
                "EHLO" => self.answer(Step::Hello, b"250-oracle.test\r\n250-AUTH PLAIN\r\n250 PIPELINING\r\n")?,
                "AUTH" => self.answer(Step::Auth, b"235 2.7.0 welcome\r\n")?,
                "MAIL" => {
                    to.clear();
                    self.answer(Step::Mail, b"250 2.1.0 ok\r\n")?
                }
                "RCPT" => {
                    let address = command.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    let step = if address.starts_with("copies@") { Step::Copy } else { Step::Office };
                    let admitted = self.answer(step, b"250 2.1.5 ok\r\n")?;
                    if admitted {
                        to.push(address);
                    }
                    admitted
                }
                "DATA" if to.is_empty() => self.say(b"554 5.5.1 no valid recipients\r\n")?,
                "DATA" => {
                    if self.answer(Step::Data, b"354 go ahead\r\n")? {
                        self.letter(&to)?;
                    }
                    true
                }
                "RSET" => {
                    to.clear();
                    self.say(b"250 2.0.0 ok\r\n")?
                }
                "QUIT" => {
                    self.answer(Step::Quit, b"221 2.0.0 bye\r\n")?;
                    return Ok(());
                }
                _ => self.say(b"500 5.5.1 unknown\r\n")?,
            };
        }
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        if self.lines.read_until(b'\n', &mut line)? == 0 || !line.ends_with(b"\r\n") {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line)
    }

    fn letter(&mut self, to: &[String]) -> io::Result<()> {
        let mut text = Vec::new();
        loop {
            let line = self.line()?;
            if line == b".\r\n" {
                break;
            }
            let is_first = text.is_empty();
            text.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            if is_first && let Some(fault) = self.strikes(Step::Body) {
                self.perform(&fault.acts)?;
            }
        }
        let fault = self.strikes(Step::Dot);
        let taken = fault.as_ref().is_none_or(|fault| fault.takes);
        let pause = {
            let mut state = lock(&self.state);
            state.seen.push(seen(&text, to, taken));
            state.pause
        };
        thread::sleep(pause);
        match fault {
            Some(fault) => self.perform(&fault.acts),
            None => self.say(b"250 2.0.0 queued\r\n").map(drop),
        }
    }

    /// The fault, if it is for this step and this is the time.
    fn strikes(&self, step: Step) -> Option<Fault> {
        let mut state = lock(&self.state);
        let reached = state.reached.entry(step).or_default();
        let nth = *reached;
        *reached += 1;
        let fault = state.fault.clone().filter(|fault| fault.step == step)?;
        let strikes = nth == fault.nth || fault.lasts && nth > fault.nth;
        state.struck += usize::from(strikes);
        strikes.then_some(fault)
    }

    /// Whether the client may go on.
    fn answer(&mut self, step: Step, polite: &[u8]) -> io::Result<bool> {
        match self.strikes(step) {
            None => self.say(polite),
            Some(fault) => {
                self.perform(&fault.acts)?;
                Ok(
                    matches!(fault.acts.first(), Some(Act::Say(bytes) | Act::Drip(bytes)) if matches!(bytes.first(), Some(b'2' | b'3'))),
                )
            }
        }
    }

    fn say(&mut self, bytes: &[u8]) -> io::Result<bool> {
        self.tcp.write_all(bytes)?;
        Ok(true)
    }

    fn perform(&mut self, acts: &[Act]) -> io::Result<()> {
        for act in acts {
            match act {
                Act::Say(bytes) => self.tcp.write_all(bytes)?,
                Act::Drip(bytes) => bytes.iter().try_for_each(|byte| self.tcp.write_all(&[*byte]))?,
                Act::Close => {
                    // Bytes that were not read would turn the FIN into an RST.
                    self.tcp.shutdown(Shutdown::Write)?;
                    self.tcp.set_read_timeout(Some(Duration::from_secs(2)))?;
                    io::copy(&mut self.lines.by_ref(), &mut io::sink())?;
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
                Act::Reset => {
                    socket2::SockRef::from(&self.tcp).set_linger(Some(Duration::ZERO))?;
                    return Err(io::ErrorKind::ConnectionReset.into());
                }
            }
        }
        Ok(())
    }
}

fn seen(text: &[u8], to: &[String], taken: bool) -> Seen {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let text = String::from_utf8_lossy(text);
    let head = text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
    let field = |name: &str| {
        let start = format!("{name}: ");
        head.split("\r\n").find_map(|line| line.strip_prefix(&start)).unwrap_or_default().trim().to_owned()
    };
    Seen {
        message_id: field("Message-ID"),
        person: field("Reply-To"),
        office: to.first().cloned().unwrap_or_default(),
        hash: hasher.finish(),
        taken,
        at: now().as_duration().as_secs_f64(),
    }
}
