//! The steps of a dialogue with a mail server.

use std::fmt;

/// A step of the dialogue, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Finding the host and opening the TCP connection.
    Connect,
    /// The TLS handshake.
    Tls,
    /// The server's first line.
    Greeting,
    /// EHLO or HELO.
    Ehlo,
    /// The STARTTLS command.
    StartTls,
    /// AUTH and its challenges.
    Login,
    /// The connection stands and no letter is under way.
    Between,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA.
    Data,
    /// The letter, without its end.
    Body,
    /// The end of the letter and the answer to it. It begins just before the end is written.
    FinalDot,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "while connecting",
            Self::Tls => "while securing the connection (TLS)",
            Self::Greeting => "at the server's greeting",
            Self::Ehlo => "while introducing ourselves (EHLO)",
            Self::StartTls => "while asking for encryption (STARTTLS)",
            Self::Login => "while logging in",
            Self::Between => "before the letter",
            Self::Mail => "while naming the sender (MAIL)",
            Self::Rcpt => "while naming a recipient (RCPT)",
            Self::Data => "before sending the text (DATA)",
            Self::Body => "while sending the text",
            Self::FinalDot => "after the end of the letter",
        })
    }
}
