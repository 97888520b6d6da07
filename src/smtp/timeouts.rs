//! How long each step of a dialogue may take.

use std::time::Duration;

/// How long to wait for each kind of answer (RFC 5321 section 4.5.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the TCP connection to each address, and for each TLS handshake.
    pub connect: Duration,
    /// For the first line.
    pub greeting: Duration,
    /// For EHLO, AUTH, MAIL, RCPT and RSET.
    pub command: Duration,
    /// For DATA.
    pub data: Duration,
    /// For writing 64 KiB of a letter.
    pub block: Duration,
    /// For the answer after the end of a letter. Giving up too early here is what makes a letter
    /// arrive twice elsewhere, and stay in doubt with us.
    pub final_dot: Duration,
    /// For the answer to QUIT, on which nothing depends.
    pub quit: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        Self {
            connect: Duration::from_secs(30),
            greeting: minutes(5),
            command: minutes(5),
            data: minutes(2),
            block: minutes(3),
            final_dot: minutes(10),
            quit: Duration::from_secs(5),
        }
    }
}
