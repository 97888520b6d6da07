//! What a port speaks, told by the first bytes that come from it.

/// What a port speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Speaks {
    /// TLS from the first byte.
    Tls,
    /// SMTP without TLS at first.
    Smtp,
    /// IMAP (RFC 9051).
    Imap,
    /// POP3 (RFC 1939).
    Pop3,
    /// SSH (RFC 4253).
    Ssh,
    /// HTTP (RFC 9112).
    Http,
}

impl Speaks {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "TLS from the first byte",
            Self::Smtp => "SMTP, with STARTTLS if at all",
            Self::Imap => "IMAP",
            Self::Pop3 => "POP3",
            Self::Ssh => "SSH",
            Self::Http => "HTTP",
        }
    }

    /// Tells by the first bytes that a server sends. SMTP greets with 220, or with 421 or 554 (RFC 5321 section 3.1).
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |any: &[&[u8]]| any.iter().any(|begin| bytes.starts_with(begin));
        if begins(&[b"* OK", b"* BYE", b"* PREAUTH"]) {
            Some(Self::Imap)
        } else if begins(&[b"+OK", b"-ERR"]) {
            Some(Self::Pop3)
        } else if begins(&[b"SSH-"]) {
            Some(Self::Ssh)
        } else if begins(&[b"HTTP/"]) {
            Some(Self::Http)
        } else if begins(&[b"220", b"421", b"554"]) {
            Some(Self::Smtp)
        } else {
            None
        }
    }
}
