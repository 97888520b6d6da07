//! What the outbox keeps of a server's words.
//!
//! A reply may quote anything of a letter: an address in any notation, a name, the subject, somebody's own
//! words. No pattern finds them all. So codes and the words that replies are made of are kept, and nothing
//! else. The whole reply is shown when it comes.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The words of this program's own reasons, of RFC 3463, and of the replies of Postfix, Exim, Sendmail,
/// `OpenSMTPD`, Exchange, Gmail and Yahoo. Words that are names of people too are left out where replies can be
/// read without them, such as "will", "may", "mark", "grant", "bill", "page", "long", "case", "rich", "best".
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a able about abuse accept accepted accepting accepts access account accounts action active actively added \
     additional address addresses administrative administratively administrator adr after again agent alert \
     all allow allowed already also an and another answer answer's answered any anybody app application \
     application-specific are as ask asked asking associated at attempt attempts auth authenticate \
     authenticated authenticating authentication authorised authorities authority authorization authorized \
     available away back bad bare basic be because been before begin begins being blacklist blacklisted block \
     blocked blocklist blocklisted body bounce bounced broken bulk busy but by byte bytes came can cannot \
     carry certain certificate certificate's change changed characters check checks client close closed \
     closing code codes collection come command commands common completed concurrent condition configuration \
     configured connect connected connecting connection connections consider contact contacting contain \
     contains content copies copy correct could cr credentials current currently daily data days deferred \
     delayed delete deleted deliver delivered deliveries delivery denied denies deny destination detected did \
     different disabled disagree discarded disk dkim dmarc dns do does doesn't domain domains don't \
     double-check double-checking down due duplicate during e-mail early ehlo email emails empty enabled \
     encryption end ended enough error errors exceed exceeded exceeds exception excessive exchange exist \
     exists expired failed fails failure fatal fetched file filter find first fixed for forbidden format \
     forwarding found from full further general go gone greeting greylist greylisted greylisting had hand \
     handshake has have having header headers held helo help host hostname hour hours however if in inactive \
     incoming incorrect individual information insufficient internal into introducing invalid ip is issuer \
     issues it its itself kept large larger last later lead leads lease least left letter letters lf limit \
     limited limits line lines list listed local locked log logged logging login longer looks lookup loop lost \
     machine made mail mailbox mailboxes maintenance makes malformed many matching maximum mean means \
     mechanism message messages messaging minutes missing mode moment more moved multiple must mx name name's \
     naming need needed needs network never new next no nobody non-existent none not nothing now nowhere \
     number of off offer offered offers office ok old on one ones only open option or organization os other \
     others our ourselves out over own owned passed password per perm permanent permanently permission \
     permitted pipelining plain please point policies policy poor port possible prevent previous probably \
     problem problems processing program prohibited proof protocol proves provided ptr put queue queued \
     quickly quota quotas rate rcpt reach reached read reason reasons receive received receiver receives \
     receiving recipient recipient's recipientnotfound recipients record records refused reject rejected \
     rejecting rejection relay relayed relaying removed repeated reply report reputation request requested \
     require required requires reset resolver resources restricted retry return returned reverse review room \
     route row rule rules said same saw secure securing security see seems send sender sender's senders \
     sending sense sent sequence server server's servers service session set settled several should showed \
     shows shutting size slow smtp smtputf8 someone soon source space spam spamming speaks specified spf stale \
     standards start starttls status still stop stopped storage stored storedrv string submission submit \
     submitted such suitable suspected suspended suspicious syntax system table take taken takes technical \
     temp temporarily temporary tenant test text than that the their them then there they this those thread \
     three throttled throttling time timed timeout times tls to token too traffic transaction transport tried \
     trusted try trying unable unauthenticated unauthorized unavailable undeliverable unexpected unfortunately \
     unknown unread unrouteable unsolicited until unusual up us usage use used user user's users using valid \
     verification verify via violation virtual virus volume wait was way we went were what when where which \
     while with within without words would write written wrong yes yet you your"
        .split_whitespace()
        .collect()
});

/// What a code comes after: this program's own words, the name of the protocol in a report, another reason.
fn comes_before_a_code(word: &str) -> bool {
    matches!(word, "answered" | "back:" | "days:") || word.ends_with(';')
}

const LEFT_OUT: &str = "…";
const ADDRESS: &str = "[address]";

/// A server's words without those that may be somebody's. What is given up says for how many days it was put
/// off, so that number is kept.
pub fn in_common_words(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    // A number anywhere else may be a count that somebody typed.
    let (mut may_be_code, mut may_be_status) = (true, true);
    for word in text.split_whitespace() {
        let is_reply_code = may_be_code && is_reply_code(word);
        let is_code = is_reply_code || may_be_status && is_status(word);
        let is_days = word == "5" && kept.ends_with(&["put", "off", "for"]);
        may_be_code = comes_before_a_code(word);
        may_be_status = may_be_code || is_reply_code;
        let word = match word {
            _ if is_code || is_days || is_common(word) => word,
            _ if word.contains('@') => ADDRESS,
            _ => LEFT_OUT,
        };
        if word != LEFT_OUT || kept.last() != Some(&LEFT_OUT) {
            kept.push(word);
        }
    }
    kept.join(" ")
}

/// Words with punctuation around and between them.
fn is_common(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let bare = word.trim_matches(|c: char| c.is_ascii_punctuation());
    let each = || bare.split(|c: char| c.is_ascii_punctuation()).filter(|part| !part.is_empty());
    word.is_ascii() && !word.contains('@') && (WORDS.contains(bare) || each().all(|part| WORDS.contains(part)))
}

/// RFC 5321 section 4.2.
fn is_reply_code(word: &str) -> bool {
    matches!(word.as_bytes(), [b'2'..=b'5', b'0'..=b'5', b'0'..=b'9'])
}

/// RFC 3463 section 2.
fn is_status(word: &str) -> bool {
    let is_detail = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    match word.as_bytes() {
        [b'2' | b'4' | b'5', b'.', b'0'..=b'7', b'.', ..] => is_detail(&word[4..]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_replies_are_made_of_is_kept() {
        for text in [
            "",
            "250 2.0.0 Ok: queued",
            "550 5.1.1 User unknown in virtual mailbox table",
            "451 4.7.1 Greylisting in action, please come back later",
            "at the server's greeting: the server answered 554 5.7.1 Access denied",
            "put off for 5 days: 450 4.2.1 The user you are trying to contact is receiving mail too quickly",
            "it came back: 5.1.1 smtp; 550 5.1.1 no such user",
            "after the end of the letter: the server did not answer in time; it had no copy",
            "settled by hand",
            crate::outbox::view::BROKEN_OFF,
            crate::outbox::run::WENT_DOWN,
        ] {
            assert_eq!(in_common_words(text), text);
        }
    }

    #[test]
    fn what_a_reply_may_quote_is_not_kept() {
        for (text, expected) in [
            ("550 <court@court.test>: gone", "550 [address] gone"),
            (
                "550 5.7.1 no letters from Zofia Canary <zofia@canary.test>, please",
                "550 5.7.1 no letters from … [address] please",
            ),
            ("550 5.1.1 \"Zofia Canary\"@canary.test unknown", "550 5.1.1 … [address] unknown"),
            ("550 zofia%40canary.test user=zofia zofia.canary rejected", "550 … rejected"),
            ("550 5.7.1 Subject: Release Ada Marsh", "550 5.7.1 …"),
            ("554 Зофия зофия＠пример.рф", "554 …"),
            ("550 =?utf-8?q?Zofia?= Wm9maWE= 4711 members", "550 …"),
            ("550 451 members: 451 or 4.711.200", "550 … or …"),
            ("550 5.7.1 450 4.7.1 members", "550 5.7.1 …"),
            ("550 5.7.1 Role:Secretary/Spam", "550 5.7.1 …"),
            ("550\tzofia\u{a0}canary\n", "550 …"),
            ("250 2.0.0 Ok: queued as 4XyZofia", "250 2.0.0 Ok: queued as …"),
        ] {
            let kept = in_common_words(text);
            assert_eq!(kept, expected);
            assert_eq!(in_common_words(&kept), kept, "once is enough");
        }
    }
}
