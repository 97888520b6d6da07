//! The command that prints a secret: run within limits, since whoever waits for it waits with all letters.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::failure::Failure;

/// How long a command has: time to type a passphrase, not to forget about it.
const LONGEST: Duration = Duration::from_mins(1);
/// Bytes it may print. The longest tokens have some thousands.
const OUTPUT_MOST: usize = 64 * 1024;

/// The first line a command prints. Neither it nor the command's output is ever shown. `whose` names the account.
pub fn printed(command: &str, whose: &str) -> Result<Zeroizing<String>, Failure> {
    within(command, LONGEST).map_err(|why| {
        Failure::config(format!("the command for the secret of {whose} {why}"))
            .hint("run the command by itself: it must print the secret on its first line and end")
    })
}

/// What a command was heard to do.
enum Heard {
    /// It printed a whole line.
    Line(Zeroizing<Vec<u8>>),
    /// It closed its output, after this much without a line end.
    End(Zeroizing<Vec<u8>>),
    TooMuch,
}

fn within(command: &str, longest: Duration) -> Result<Zeroizing<String>, String> {
    let shell = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut command_line = Command::new(shell.0);
    command_line.arg(shell.1).arg(command).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut running = Running::start(command_line).map_err(|error| format!("could not be started: {error}"))?;
    let output = running.child.stdout.take().ok_or("has no output")?;
    let (say, heard) = channel();
    // What is left in the background may keep the output open, so nobody waits for its end.
    std::thread::spawn(move || listen(output, |what| say.send(what).is_ok()));

    let deadline = Instant::now() + longest;
    let mut printed = None;
    loop {
        match heard.recv_timeout(Duration::from_millis(10)) {
            Ok(Heard::Line(line) | Heard::End(line)) => printed = printed.or(Some(line)),
            Ok(Heard::TooMuch) => {
                running.kill();
                return Err(format!("printed more than {OUTPUT_MOST} bytes, and was stopped"));
            }
            // The listener is done.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(Duration::from_millis(10)),
            Err(RecvTimeoutError::Timeout) => {}
        }
        let ended = running.child.try_wait().map_err(|error| format!("cannot be waited for: {error}"))?;
        match (ended, printed.take()) {
            (Some(status), _) if !status.success() => return Err(format!("ended with {status}")),
            (Some(_), Some(line)) => return text(&line),
            (_, line) => printed = line,
        }
        if Instant::now() >= deadline {
            if ended.is_some() {
                return Err(format!(
                    "printed no line, and what it left running kept its output open for {} seconds",
                    longest.as_secs()
                ));
            }
            running.kill();
            return Err(format!("had not ended after {} seconds, and was stopped", longest.as_secs()));
        }
    }
}

fn text(line: &[u8]) -> Result<Zeroizing<String>, String> {
    let line = std::str::from_utf8(line).map_err(|_| "printed no text")?;
    let line = line.strip_suffix('\r').unwrap_or(line);
    if line.is_empty() { Err("printed nothing".to_owned()) } else { Ok(Zeroizing::new(line.to_owned())) }
}

/// Reads until the output ends, there is too much of it, or nobody wants to hear more.
fn listen(mut output: impl Read, mut say: impl FnMut(Heard) -> bool) {
    // Room for all of it, so that no copy is left behind when it grows.
    let mut printed = Zeroizing::new(vec![0; OUTPUT_MOST + 1]);
    let (mut length, mut has_line) = (0, false);
    let copy = |bytes: &[u8]| Zeroizing::new(bytes.to_vec());
    loop {
        let read = output.read(&mut printed[length..]).unwrap_or_default();
        length += read;
        let line = printed[..length].iter().position(|byte| *byte == b'\n').filter(|_| !has_line);
        if let Some(end) = line {
            has_line = true;
            if !say(Heard::Line(copy(&printed[..end]))) {
                return;
            }
        }
        if length > OUTPUT_MOST {
            say(Heard::TooMuch);
            return;
        }
        if read == 0 {
            say(Heard::End(copy(&printed[..length])));
            return;
        }
    }
}

/// A command under way, and whether what it started can be stopped with it.
struct Running {
    child: Child,
    /// Whether it has a process group of its own.
    #[cfg(unix)]
    is_group: bool,
}

impl Running {
    #[cfg(unix)]
    fn start(mut command: Command) -> std::io::Result<Self> {
        use std::os::unix::process::CommandExt;
        // A group in the background of a terminal may not read from it, and the command may ask for a passphrase
        // there. With a terminal it stays in ours: then somebody is there who can stop what is left.
        let is_group = std::fs::File::open("/dev/tty").is_err();
        if is_group {
            command.process_group(0);
        }
        Ok(Self { child: command.spawn()?, is_group })
    }

    #[cfg(not(unix))]
    fn start(mut command: Command) -> std::io::Result<Self> {
        Ok(Self { child: command.spawn()? })
    }

    fn kill(&mut self) {
        #[cfg(unix)]
        if self.is_group {
            use rustix::process::{Pid, Signal, kill_process_group};
            let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
            let _gone = group.map(|group| kill_process_group(group, Signal::KILL));
        }
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_command_has_its_limits() {
        let soon = Duration::from_secs(1);
        for (command, expected) in [
            ("echo secret", Ok("secret")),
            ("printf secret", Ok("secret")),
            ("printf 'secret\\r\\nmore\\n'", Ok("secret")),
            // What goes on in the background is nobody's business, and holds nothing up.
            ("echo secret; sleep 5 &", Ok("secret")),
            ("true", Err("printed nothing")),
            ("echo", Err("printed nothing")),
            ("printf '\\377\\n'", Err("printed no text")),
            ("echo secret; exit 3", Err("ended with exit status: 3")),
            ("yes", Err("printed more than 65536 bytes, and was stopped")),
            ("head -c 70000 /dev/zero | tr '\\0' a; sleep 5", Err("printed more than 65536 bytes, and was stopped")),
            ("sleep 5", Err("had not ended after 1 seconds, and was stopped")),
            ("echo secret; sleep 5", Err("had not ended after 1 seconds, and was stopped")),
            ("sleep 5 & exit 0", Err("printed no line, and what it left running kept its output open for 1 seconds")),
        ] {
            let began = Instant::now();
            let printed = within(command, soon).map(|secret| secret.to_string());
            assert_eq!(printed.as_deref().map_err(String::as_str), expected, "{command}");
            assert!(began.elapsed() < Duration::from_secs(3), "{command}");
        }
    }

    #[test]
    fn what_a_command_started_is_stopped_with_it() {
        if std::fs::File::open("/dev/tty").is_ok() {
            return;
        }
        let folder = tempfile::TempDir::new().unwrap();
        let mark = folder.path().join("mark");
        let command = format!("(sleep 1; touch {}) & wait", mark.display());
        assert!(within(&command, Duration::from_millis(200)).is_err());
        std::thread::sleep(Duration::from_millis(1500));
        assert!(!mark.exists());
    }
}
