//! Between the program and the server: a line that breaks after so many bytes, or somebody who changes what
//! goes over it.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// From the program to the server, or from the server to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    There,
    Back,
}

/// What somebody does to what goes over the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meddling {
    Nothing,
    ChangesText,
    /// The letter to the council is what the last one to the court was.
    ReplacesText,
    DropsCopies,
    MisdirectsCopies,
}

pub struct Proxy {
    address: SocketAddr,
    cuts: Arc<AtomicUsize>,
    ended: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl Proxy {
    /// Breaks each connection when so many bytes went this way over it, once all in all.
    pub fn cutting(server: u16, way: Way, after: usize, by_reset: bool) -> Self {
        let cuts = Arc::<AtomicUsize>::default();
        let counted = Arc::clone(&cuts);
        Self::start(cuts, move |client| {
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server))?;
            let most = |this: Way| if this == way && counted.load(Ordering::SeqCst) == 0 { after } else { usize::MAX };
            let (there, back) = (most(Way::There), most(Way::Back));
            let (from_client, to_server) = (client.try_clone()?, server.try_clone()?);
            let ends = [client.try_clone()?, server.try_clone()?];
            let counted_there = Arc::clone(&counted);
            let going = thread::spawn(move || pass(from_client, to_server, there, by_reset, &counted_there, &ends));
            let ends = [client.try_clone()?, server.try_clone()?];
            pass(server, client, back, by_reset, &counted, &ends);
            going.join().unwrap_or_default();
            Ok(())
        })
    }

    /// Passes on all that is said, changed.
    pub fn meddling(server: u16, how: Meddling) -> Self {
        let last = Mutex::new(Vec::new());
        Self::start(Arc::default(), move |client| {
            let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server))?;
            Meddler { how, client: BufReader::new(client), server: BufReader::new(server), last: &last }.run()
        })
    }

    fn start(cuts: Arc<AtomicUsize>, serve: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on loopback");
        let address = listener.local_addr().expect("the port");
        let ended = Arc::<AtomicBool>::default();
        let accepting = thread::spawn({
            let (ended, serve) = (Arc::clone(&ended), Arc::new(serve));
            move || {
                for client in listener.incoming().map_while(Result::ok) {
                    if ended.load(Ordering::SeqCst) {
                        return;
                    }
                    client.set_nodelay(true).expect("an option of the socket");
                    let serve = Arc::clone(&serve);
                    // Either side may end the connection.
                    thread::spawn(move || serve(client).unwrap_or_default());
                }
            }
        });
        Self { address, cuts, ended, accepting: Some(accepting) }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Connections that were broken.
    pub fn cuts(&self) -> usize {
        self.cuts.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        drop(TcpStream::connect(self.address));
        if let Some(accepting) = self.accepting.take() {
            accepting.join().expect("the proxy ends");
        }
    }
}

/// Passes on what comes, until one side ends it or the line breaks.
fn pass(
    mut from: TcpStream,
    mut to: TcpStream,
    most: usize,
    by_reset: bool,
    cuts: &AtomicUsize,
    ends: &[TcpStream; 2],
) {
    let mut buffer = [0; 4096];
    let mut left = most;
    loop {
        let read = from.read(&mut buffer).unwrap_or_default();
        let passed = read.min(left);
        if to.write_all(&buffer[..passed]).is_err() || read == 0 {
            break;
        }
        left -= passed;
        if left == 0 {
            cuts.fetch_add(1, Ordering::SeqCst);
            if by_reset {
                // Nothing is said while it closes: the reader on the other side of this proxy wakes, and all ends.
                for end in ends {
                    socket2::SockRef::from(end).set_linger(Some(Duration::ZERO)).unwrap_or_default();
                    end.shutdown(Shutdown::Read).unwrap_or_default();
                }
                return;
            }
            break;
        }
    }
    // Whatever is half open by now need not be.
    for end in ends {
        end.shutdown(Shutdown::Both).unwrap_or_default();
    }
}

/// One connection of somebody who knows SMTP.
struct Meddler<'a> {
    how: Meddling,
    client: BufReader<TcpStream>,
    server: BufReader<TcpStream>,
    /// The last text to the court.
    last: &'a Mutex<Vec<u8>>,
}

impl Meddler<'_> {
    fn run(&mut self) -> io::Result<()> {
        self.answer()?;
        let mut office = String::new();
        loop {
            let line = read_line(&mut self.client)?;
            let text = String::from_utf8_lossy(&line).into_owned();
            let is_copy = text.starts_with("RCPT TO:<copies@");
            match self.how {
                Meddling::DropsCopies if is_copy => {
                    self.client.get_mut().write_all(b"250 2.1.5 ok\r\n")?;
                    continue;
                }
                Meddling::MisdirectsCopies if is_copy => {
                    self.server.get_mut().write_all(text.replace("copies@", "others@").as_bytes())?;
                }
                _ => self.server.get_mut().write_all(&line)?,
            }
            if text.starts_with("RCPT") && !is_copy {
                office.clone_from(&text);
            }
            let reply = self.answer()?;
            if text.starts_with("DATA") && reply.starts_with(b"354") {
                self.letter(&office)?;
            }
        }
    }

    fn letter(&mut self, office: &str) -> io::Result<()> {
        let mut letter = Vec::new();
        while !letter.ends_with(b"\r\n.\r\n") {
            letter.extend(read_line(&mut self.client)?);
        }
        let end = letter.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_default();
        let text = letter.split_off(end);
        let mut last = self.last.lock().map_err(|_| io::ErrorKind::Other)?;
        let sent = match self.how {
            Meddling::ChangesText => {
                let at = text.windows(7).position(|seven| seven == b"Release").unwrap_or_default();
                [&text[..at], b"Condemn", &text[at + 7..]].concat()
            }
            Meddling::ReplacesText if office.contains("council") && !last.is_empty() => last.clone(),
            _ => text.clone(),
        };
        if office.contains("court") {
            *last = text;
        }
        drop(last);
        self.server.get_mut().write_all(&[letter, sent].concat())?;
        self.answer().map(drop)
    }

    /// Passes on a reply.
    fn answer(&mut self) -> io::Result<Vec<u8>> {
        let mut reply = Vec::new();
        loop {
            let line = read_line(&mut self.server)?;
            reply.extend_from_slice(&line);
            if line.get(3) != Some(&b'-') {
                break;
            }
        }
        self.client.get_mut().write_all(&reply)?;
        Ok(reply)
    }
}

fn read_line(from: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    if from.read_until(b'\n', &mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line)
}
