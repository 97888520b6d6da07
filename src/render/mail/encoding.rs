//! How the text of a mail is written so that nothing on its way can change it.

use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, SinglePart};

/// A body part in quoted-printable, or in base64 where that is shorter, as for Cyrillic. Never raw:
/// what passes through unencoded can be broken on the way, or break out of the mail.
pub(super) fn single(content_type: ContentType, text: &str) -> SinglePart {
    // Two characters more for each byte that is quoted, against a third of all.
    let signs = text.bytes().map(|byte| usize::from(!byte.is_ascii() || byte == b'=')).sum::<usize>();
    let shorter = if signs * 6 <= text.len() {
        ContentTransferEncoding::QuotedPrintable
    } else {
        ContentTransferEncoding::Base64
    };
    let body = match shorter {
        ContentTransferEncoding::QuotedPrintable => quoted(text),
        _ => encoded(text, shorter),
    };
    SinglePart::builder().content_type(content_type).body(body)
}

fn encoded(text: &str, how: ContentTransferEncoding) -> Body {
    Body::new_with_encoding(text.to_owned(), how).unwrap_or_else(Body::new)
}

/// Quoted-printable, line by line: most lines of a letter are what they are in it (RFC 2045 section 6.7),
/// and to look for that first takes a fifth of the time.
fn quoted(text: &str) -> Body {
    let mut bytes = Vec::with_capacity(text.len() + text.len() / 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            bytes.extend_from_slice(b"\r\n");
        }
        let plain = line.bytes().all(|byte| matches!(byte, b' '..=b'<' | b'>'..=b'~'));
        if plain && line.len() <= 76 && !line.ends_with(' ') {
            bytes.extend_from_slice(line.as_bytes());
        } else {
            bytes.extend_from_slice(&encoded(line, ContentTransferEncoding::QuotedPrintable).into_vec());
        }
    }
    Body::dangerous_pre_encoded(bytes, ContentTransferEncoding::QuotedPrintable)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lines_are_quoted_as_the_library_quotes_a_text(
            lines in proptest::collection::vec("[ -~]{0,80}|[ -~äé…=\t]{0,90}|[a-z ]{74,78}", 0..8),
        ) {
            let text = lines.join("\n");
            let library = encoded(&text, ContentTransferEncoding::QuotedPrintable);
            prop_assert_eq!(quoted(&text).into_vec(), library.into_vec());
        }
    }
}
