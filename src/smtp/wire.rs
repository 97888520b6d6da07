//! Bytes to and from the server, over TCP or TLS; every wait has a deadline.
//!
//! The deadline is for a whole reply, so a server that sends one byte a minute cannot hold a run
//! for ever. Nothing here understands a reply, and nothing is ever written to a log: passwords and
//! letters pass through.

use std::io::{self, BufRead, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use rustls::{ClientConnection, StreamOwned};

use super::failure::{Cause, Failure};
use super::phase::Phase;
use super::read_reply;
use super::reply::RawReply;
use super::server::{Server, Tls};
use super::tls::Trust;

/// A TCP connection that gives up at a point in time instead of after a pause.
struct Socket {
    tcp: TcpStream,
    deadline: Instant,
    /// How long the system was told to wait in one go. It is told again only when the time left is
    /// shorter: asking anew before each of a letter's reads and writes took as long as these.
    patience: Option<Duration>,
    /// It is only looked whether something came; nobody waits for it.
    looks: bool,
}

impl Socket {
    /// The longest the system waits before the deadline is looked at again.
    const PATIENCE: Duration = Duration::from_secs(1);

    fn new(tcp: TcpStream) -> Self {
        Self { tcp, deadline: Instant::now(), patience: None, looks: false }
    }

    /// Prepares a read or a write that ends with the deadline.
    fn wait(&mut self) -> io::Result<()> {
        let remaining = self.deadline.saturating_duration_since(Instant::now());
        if remaining.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let patience = remaining.min(Self::PATIENCE);
        if self.patience.is_none_or(|told| told > patience || told < patience / 2) {
            self.tcp.set_read_timeout(Some(patience))?;
            self.tcp.set_write_timeout(Some(patience))?;
            self.patience = Some(patience);
        }
        Ok(())
    }

    /// Whether an error only says that some time has passed. A signal (the first Ctrl-C) must not end
    /// the letter that is under way.
    fn goes_on(&self, error: &io::Error) -> bool {
        match error.kind() {
            io::ErrorKind::Interrupted => true,
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => !self.looks,
            _ => false,
        }
    }
}

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            self.wait()?;
            match self.tcp.read(buffer) {
                Err(error) if self.goes_on(&error) => {}
                result => return result,
            }
        }
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            self.wait()?;
            match self.tcp.write(bytes) {
                Err(error) if self.goes_on(&error) => {}
                result => return result,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.tcp.flush()
    }
}

enum Stream {
    Plain(Socket),
    Tls(Box<StreamOwned<ClientConnection, Socket>>),
}

impl Stream {
    fn socket(&mut self) -> &mut Socket {
        match self {
            Self::Plain(socket) => socket,
            Self::Tls(tls) => &mut tls.sock,
        }
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.read(buffer),
            Self::Tls(tls) => tls.read(buffer),
        }
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Plain(socket) => socket.write_all(bytes),
            Self::Tls(tls) => {
                tls.write_all(bytes)?;
                tls.flush()
            }
        }
    }
}

/// The line to one server.
pub(super) struct Wire {
    stream: Stream,
    unread: Vec<u8>,
    /// How much of `unread` has been consumed.
    consumed: usize,
}

impl Wire {
    /// Opens a TCP connection to the first of the host's addresses that answers.
    pub(super) fn connect(server: &Server, within: Duration) -> Result<Self, Cause> {
        let addresses =
            (server.host(), server.port()).to_socket_addrs().map_err(|error| Cause::Unresolved(error.to_string()))?;
        let mut last = Cause::Unresolved("it has no address".to_owned());
        for address in addresses {
            match TcpStream::connect_timeout(&address, within) {
                Ok(tcp) => return Self::over(tcp, server.tls()),
                Err(error) => last = error.into(),
            }
        }
        Err(last)
    }

    fn over(tcp: TcpStream, tls: Tls) -> Result<Self, Cause> {
        if tls == Tls::None && !tcp.peer_addr()?.ip().to_canonical().is_loopback() {
            return Err(Cause::PlainNotLoopback);
        }
        // Without this, the end of a letter, written after its text, waits 40 ms for an ACK.
        tcp.set_nodelay(true)?;
        let stream = Stream::Plain(Socket::new(tcp));
        Ok(Self { stream, unread: Vec::new(), consumed: 0 })
    }

    /// Turns the plain line into an encrypted one. Whatever was read in plain text and not yet used
    /// is somebody's injection (RFC 3207 section 6) and ends the dialogue.
    pub(super) fn secure(self, server: &Server, trust: &Trust, within: Duration) -> Result<Self, Failure> {
        if self.consumed < self.unread.len() {
            return Err(Failure { phase: Phase::StartTls, cause: Cause::Injected });
        }
        let at_tls = Failure::at(Phase::Tls);
        let Stream::Plain(mut socket) = self.stream else { return Ok(self) };
        let config = trust.config().map_err(&at_tls)?;
        let mut tls = ClientConnection::new(config, server.name()).map_err(|error| at_tls(Cause::from(&error)))?;
        socket.deadline = Instant::now() + within;
        while tls.is_handshaking() {
            tls.complete_io(&mut socket).map_err(|error| at_tls(error.into()))?;
        }
        Ok(Self { stream: Stream::Tls(Box::new(StreamOwned::new(tls, socket))), unread: Vec::new(), consumed: 0 })
    }

    /// Whether the other side answers the beginning of a handshake with TLS. The connection is of no use after that.
    pub(super) fn answers_tls(self, server: &Server, trust: &Trust, until: Instant) -> bool {
        let (Stream::Plain(mut socket), Ok(config)) = (self.stream, trust.config()) else { return false };
        let Ok(mut tls) = ClientConnection::new(config, server.name()) else { return false };
        socket.deadline = until;
        while tls.is_handshaking() {
            if let Err(error) = tls.complete_io(&mut socket) {
                let fault = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
                // A certificate that is not believed, or an alert, is TLS; bytes of another kind are not.
                return fault.is_some_and(|fault| !matches!(fault, rustls::Error::InvalidMessage(_)));
            }
        }
        true
    }

    /// What has come and was not read to its end. At the greeting that is how the server began.
    pub(super) fn buffered(&self) -> &[u8] {
        &self.unread
    }

    /// Writes all of it, or says why not. After an error some of it may have been written.
    pub(super) fn send(&mut self, bytes: &[u8], within: Duration) -> Result<(), Cause> {
        self.stream.socket().deadline = Instant::now() + within;
        Ok(self.stream.write_all(bytes)?)
    }

    /// Reads the next reply.
    pub(super) fn receive(&mut self, within: Duration) -> Result<RawReply, Cause> {
        self.receive_by(Instant::now() + within)
    }

    /// Reads the next reply, which must be whole by then.
    pub(super) fn receive_by(&mut self, deadline: Instant) -> Result<RawReply, Cause> {
        self.stream.socket().deadline = deadline;
        read_reply::read(self)
    }

    /// Sends one command line, its CRLF included, and reads the reply to it.
    pub(super) fn command(&mut self, phase: Phase, line: &str, within: Duration) -> Result<RawReply, Failure> {
        self.send(line.as_bytes(), within).and_then(|()| self.receive(within)).map_err(Failure::at(phase))
    }

    /// Whether the server has said something that was not asked for. Does not wait.
    pub(super) fn has_unread(&mut self) -> Result<bool, Cause> {
        if self.consumed < self.unread.len() {
            return Ok(true);
        }
        let socket = self.stream.socket();
        // Only so that the deadline has not passed: the socket does not wait now.
        socket.deadline = Instant::now() + Duration::from_secs(1);
        if let Stream::Plain(socket) = &self.stream
            && is_silent(&socket.tcp)
        {
            return Ok(false);
        }
        let socket = self.stream.socket();
        socket.tcp.set_nonblocking(true)?;
        socket.looks = true;
        let filled = self.fill_buf().map(<[u8]>::len);
        let socket = self.stream.socket();
        socket.looks = false;
        socket.tcp.set_nonblocking(false)?;
        match filled {
            Ok(0) => Err(Cause::Lost),
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Cuts the line at once. A letter whose end was not written is not accepted by anyone.
    pub(super) fn cut(&mut self) {
        // An error here means that the line is cut already.
        let _ = self.stream.socket().tcp.shutdown(Shutdown::Both);
    }
}

/// Whether nothing has come, by one question to the system; no answer where it cannot be asked so.
#[cfg(unix)]
fn is_silent(tcp: &TcpStream) -> bool {
    use rustix::net::{RecvFlags, recv};
    let mut byte = [0_u8];
    recv(tcp, &mut byte, RecvFlags::PEEK | RecvFlags::DONTWAIT).err() == Some(rustix::io::Errno::AGAIN)
}

/// Which of these lines have something to read, or are lost. Waits until one has, or until that moment.
#[cfg(unix)]
pub(super) fn wait(wires: &[&Wire], until: Instant) -> Vec<bool> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let unread: Vec<bool> = wires.iter().map(|wire| wire.consumed < wire.unread.len()).collect();
    if unread.contains(&true) {
        return unread;
    }
    let tcp = wires.iter().map(|wire| match &wire.stream {
        Stream::Plain(socket) => &socket.tcp,
        Stream::Tls(tls) => &tls.sock.tcp,
    });
    let mut asked: Vec<PollFd<'_>> = tcp.map(|tcp| PollFd::new(tcp, PollFlags::IN)).collect();
    let patience = Timespec::try_from(until.saturating_duration_since(Instant::now())).ok();
    match poll(&mut asked, patience.as_ref()) {
        Ok(_) => asked.iter().map(|fd| !fd.revents().is_empty()).collect(),
        // A signal; whoever waits asks again.
        Err(rustix::io::Errno::INTR) => vec![false; wires.len()],
        // What is wrong with a line is told when it is read.
        Err(_) => vec![true; wires.len()],
    }
}

/// Where the system cannot be asked so, the time passes, and then each is read in its turn.
#[cfg(not(unix))]
pub(super) fn wait(wires: &[&Wire], until: Instant) -> Vec<bool> {
    std::thread::sleep(until.saturating_duration_since(Instant::now()));
    vec![true; wires.len()]
}

#[cfg(not(unix))]
fn is_silent(_tcp: &TcpStream) -> bool {
    false
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let copied = self.fill_buf()?.read(buffer)?;
        self.consume(copied);
        Ok(copied)
    }
}

impl BufRead for Wire {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.consumed == self.unread.len() {
            self.consumed = 0;
            self.unread.resize(4096, 0);
            let read = self.stream.read(&mut self.unread);
            self.unread.truncate(*read.as_ref().unwrap_or(&0));
            read?;
        }
        Ok(&self.unread[self.consumed..])
    }

    fn consume(&mut self, amount: usize) {
        self.consumed += amount;
    }
}
