//! The mail server that knows the truth: it writes down each letter it takes before it says so, and it
//! can break off, hang or answer anything at any step. It shares no code with the program.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::authority::Authority;
use super::world::now;

/// How often a thread that hangs looks whether it may go on.
const NAP: Duration = Duration::from_millis(2);

/// Where in the dialogue something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    Greeting,
    Hello,
    /// The STARTTLS command.
    StartTls,
    /// The first message of TLS has come.
    Handshake,
    /// The first command after the handshake, or the greeting after it.
    Secured,
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

impl Step {
    /// Whether it comes once with each connection.
    pub fn opens(self) -> bool {
        matches!(self, Self::Greeting | Self::Hello | Self::StartTls | Self::Handshake | Self::Secured | Self::Auth)
    }

    /// Whether a letter may have been ended when it comes: nobody can know whether the server read on.
    pub fn may_end(self) -> bool {
        matches!(self, Self::Body | Self::Dot)
    }
}

#[derive(Debug, Clone)]
pub enum Act {
    Say(Vec<u8>),
    /// Each byte in a packet of its own.
    Drip(Vec<u8>),
    /// These bytes under TLS, on the bare line.
    Raw(Vec<u8>),
    /// FIN.
    Close,
    /// RST.
    Reset,
    /// Nothing, until [`Oracle::let_go`] or until the client goes away. What comes then is done then.
    Hang,
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

/// How the line is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    None,
    StartTls,
    Implicit,
}

impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::StartTls => "starttls",
            Self::Implicit => "implicit",
        })
    }
}

impl Protection {
    /// The authority that a client must believe, as PEM.
    pub fn authority(self) -> Option<String> {
        (self != Self::None).then(|| authority().0.pem())
    }
}

/// One authority for all worlds, and a server's certificate by it.
fn authority() -> &'static (Authority, Arc<ServerConfig>) {
    static AUTHORITY: OnceLock<(Authority, Arc<ServerConfig>)> = OnceLock::new();
    AUTHORITY.get_or_init(|| {
        let authority = Authority::named("Faults");
        let server = authority.server_for("127.0.0.1");
        (authority, server)
    })
}

/// A letter that came whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The address of MAIL.
    pub sender: String,
    /// The addresses of RCPT, also those that were refused.
    pub asked: Vec<String>,
    /// The letter, without dot-stuffing.
    pub bytes: Vec<u8>,
    /// Whether the server took it.
    pub taken: bool,
}

#[derive(Default)]
struct State {
    seen: Vec<(f64, Seen)>,
    connections: usize,
    /// Connections that are open.
    open: usize,
    reached: HashMap<Step, usize>,
    fault: Option<Fault>,
    struck: usize,
    /// How often it refused something for good.
    refused: usize,
    hung: usize,
    goes_on: bool,
    /// How long the reply to a letter's end is thought over.
    pause: Duration,
}

pub struct Oracle {
    address: SocketAddr,
    pub protection: Protection,
    state: Arc<Mutex<State>>,
    ended: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl Oracle {
    pub fn start(protection: Protection) -> Self {
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
                    {
                        let mut state = lock(&state);
                        state.connections += 1;
                        state.open += 1;
                    }
                    let state = Arc::clone(&state);
                    thread::spawn(move || {
                        // The client's way of ending a connection, or the fault's.
                        Talk::new(tcp, protection, Arc::clone(&state)).run().unwrap_or_default();
                        lock(&state).open -= 1;
                    });
                }
            }
        });
        Self { address, protection, state, ended, accepting: Some(accepting) }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// From now on this goes wrong, or nothing. Steps are counted anew.
    pub fn fault(&self, fault: Option<Fault>) {
        let mut state = lock(&self.state);
        state.goes_on = fault.is_none();
        (state.fault, state.hung) = (fault, 0);
        state.reached.clear();
    }

    /// Waits until somebody hangs. False if nobody does for a long time.
    pub fn hangs(&self) -> bool {
        let began = Instant::now();
        while lock(&self.state).hung == 0 {
            if began.elapsed() > Duration::from_secs(20) {
                return false;
            }
            thread::sleep(NAP);
        }
        true
    }

    /// Whoever hangs goes on.
    pub fn let_go(&self) {
        lock(&self.state).goes_on = true;
    }

    /// Waits until every connection has ended: what a killed client had written may still be on its way, and the
    /// server take it.
    pub fn rests(&self) {
        let began = Instant::now();
        while lock(&self.state).open > 0 && began.elapsed() < Duration::from_mins(1) {
            thread::sleep(NAP);
        }
    }

    pub fn pause(&self, pause: Duration) {
        lock(&self.state).pause = pause;
    }

    pub fn seen(&self) -> Vec<Seen> {
        lock(&self.state).seen.iter().map(|(_, seen)| seen.clone()).collect()
    }

    /// With the moment each came, in seconds since 1970, as a trace has them.
    pub fn seen_when(&self) -> Vec<(f64, Seen)> {
        lock(&self.state).seen.clone()
    }

    pub fn taken(&self) -> usize {
        lock(&self.state).seen.iter().filter(|(_, seen)| seen.taken).count()
    }

    /// Connections so far.
    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }

    /// How often the fault struck so far.
    pub fn struck(&self) -> usize {
        lock(&self.state).struck
    }

    /// How often it refused something for good.
    pub fn refused(&self) -> usize {
        lock(&self.state).refused
    }

    /// Knows these letters and no others, and has refused so many.
    pub fn remember(&self, seen: Vec<(f64, Seen)>, refused: usize) {
        let mut state = lock(&self.state);
        (state.seen, state.refused) = (seen, refused);
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        self.let_go();
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

enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
        }
    }
}

struct Talk {
    tcp: TcpStream,
    lines: BufReader<Wire>,
    protection: Protection,
    state: Arc<Mutex<State>>,
}

impl Talk {
    fn new(tcp: TcpStream, protection: Protection, state: Arc<Mutex<State>>) -> Self {
        tcp.set_nodelay(true).expect("an option of the socket");
        let lines = BufReader::new(Wire::Plain(tcp.try_clone().expect("a second handle")));
        Self { tcp, lines, protection, state }
    }

    fn run(&mut self) -> io::Result<()> {
        let is_implicit = self.protection == Protection::Implicit;
        if is_implicit {
            self.secure()?;
        }
        let mut is_secured = is_implicit;
        let greeting = if is_implicit { Step::Secured } else { Step::Greeting };
        self.answer(greeting, b"220 oracle.test\r\n")?;
        let (mut sender, mut to, mut asked) = (String::new(), Vec::new(), Vec::new());
        loop {
            let line = self.line()?;
            let command = String::from_utf8_lossy(&line).into_owned();
            let address = || command.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            match command.split([' ', ':', '\r']).next().unwrap_or_default() {
                "EHLO" if self.protection == Protection::StartTls && !is_secured => {
                    self.answer(Step::Hello, b"250-oracle.test\r\n250 STARTTLS\r\n")?
                }
                "EHLO" => {
                    let step = if self.protection == Protection::StartTls { Step::Secured } else { Step::Hello };
                    self.answer(step, b"250-oracle.test\r\n250-AUTH PLAIN\r\n250 PIPELINING\r\n")?
                }
                "STARTTLS" => {
                    if self.answer(Step::StartTls, b"220 go\r\n")? {
                        self.secure()?;
                        is_secured = true;
                    }
                    true
                }
                "AUTH" => self.answer(Step::Auth, b"235 2.7.0 welcome\r\n")?,
                "MAIL" => {
                    (to, asked) = (Vec::new(), Vec::new());
                    sender = address();
                    self.answer(Step::Mail, b"250 2.1.0 ok\r\n")?
                }
                "RCPT" => {
                    let address = address();
                    let step = if address.starts_with("copies@") { Step::Copy } else { Step::Office };
                    asked.push(address.clone());
                    let admitted = self.answer(step, b"250 2.1.5 ok\r\n")?;
                    if admitted {
                        to.push(address);
                    }
                    admitted
                }
                "DATA" if to.is_empty() => self.say(b"554 5.5.1 no valid recipients\r\n")?,
                "DATA" => {
                    if self.answer(Step::Data, b"354 go ahead\r\n")? {
                        self.letter(&sender, &asked)?;
                    }
                    true
                }
                "RSET" => {
                    (to, asked) = (Vec::new(), Vec::new());
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

    /// The handshake of TLS, once its first message is there.
    fn secure(&mut self) -> io::Result<()> {
        self.tcp.peek(&mut [0])?;
        if let Some(fault) = self.strikes(Step::Handshake) {
            self.perform(&fault.acts)?;
        }
        let mut tls = ServerConnection::new(Arc::clone(&authority().1)).map_err(io::Error::other)?;
        let mut tcp = self.tcp.try_clone()?;
        while tls.is_handshaking() {
            tls.complete_io(&mut tcp)?;
        }
        self.lines = BufReader::new(Wire::Tls(Box::new(StreamOwned::new(tls, tcp))));
        Ok(())
    }

    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        if self.lines.read_until(b'\n', &mut line)? == 0 || !line.ends_with(b"\r\n") {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line)
    }

    fn letter(&mut self, sender: &str, asked: &[String]) -> io::Result<()> {
        let mut bytes = Vec::new();
        loop {
            let line = self.line()?;
            if line == b".\r\n" {
                break;
            }
            let is_first = bytes.is_empty();
            bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            if is_first && let Some(fault) = self.strikes(Step::Body) {
                self.perform(&fault.acts)?;
            }
        }
        let fault = self.strikes(Step::Dot);
        let taken = fault.as_ref().is_none_or(|fault| fault.takes);
        let pause = {
            let mut state = lock(&self.state);
            let at = now().as_duration().as_secs_f64();
            state.seen.push((at, Seen { sender: sender.to_owned(), asked: asked.to_vec(), bytes, taken }));
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
        let refuses = fault.acts.iter().any(|act| matches!(act, Act::Say(bytes) if bytes.starts_with(b"5")));
        state.refused += usize::from(strikes && refuses);
        strikes.then_some(fault)
    }

    /// Whether the client may go on.
    fn answer(&mut self, step: Step, polite: &[u8]) -> io::Result<bool> {
        match self.strikes(step) {
            None => self.say(polite),
            Some(fault) => {
                self.perform(&fault.acts)?;
                let said = fault.acts.iter().find_map(|act| match act {
                    Act::Say(bytes) | Act::Drip(bytes) => bytes.first(),
                    _ => None,
                });
                Ok(matches!(said, Some(b'2' | b'3')))
            }
        }
    }

    fn say(&mut self, bytes: &[u8]) -> io::Result<bool> {
        match self.lines.get_mut() {
            Wire::Plain(tcp) => tcp.write_all(bytes)?,
            Wire::Tls(tls) => tls.write_all(bytes).and_then(|()| tls.flush())?,
        }
        Ok(true)
    }

    fn perform(&mut self, acts: &[Act]) -> io::Result<()> {
        for act in acts {
            match act {
                Act::Say(bytes) => drop(self.say(bytes)?),
                Act::Drip(bytes) => bytes.iter().try_for_each(|byte| self.say(&[*byte]).map(drop))?,
                Act::Raw(bytes) => self.tcp.write_all(bytes)?,
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
                Act::Hang => self.hang()?,
            }
        }
        Ok(())
    }

    fn hang(&mut self) -> io::Result<()> {
        lock(&self.state).hung += 1;
        self.tcp.set_nonblocking(true)?;
        while !lock(&self.state).goes_on {
            match self.tcp.peek(&mut [0]) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(error),
                _ => thread::sleep(NAP),
            }
        }
        self.tcp.set_nonblocking(false)
    }
}
