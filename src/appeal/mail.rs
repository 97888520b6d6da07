//! An appeal that came by mail: lines that are quoted, and the lines above them that say who wrote to whom.

use crate::text::fold;

/// Quoted lines one after the other; a list may have some that begin with the same sign.
const QUOTED_LEAST: usize = 8;
/// Lines of a mail's header that are looked at together.
const HEADER_MOST: usize = 24;

/// Words before the sender, the addressees, the day and the subject of a mail, folded.
const SENDER: [&str; 5] = ["from", "von", "de", "от", "кімнен"];
const ADDRESSEES: [&str; 16] = [
    "to",
    "cc",
    "bcc",
    "reply-to",
    "an",
    "kopie",
    "antwort an",
    "a",
    "copie",
    "para",
    "кому",
    "копия",
    "кімге",
    "list-id",
    "importance",
    "attachments",
];
const DAY: [&str; 8] = ["date", "sent", "datum", "gesendet", "envoye", "fecha", "дата", "отправлено"];
const SUBJECT: [&str; 6] = ["subject", "betreff", "objet", "asunto", "тема", "тақырып"];
/// How the other lines of a header begin, which only programs read, folded.
const OF_PROGRAMS: [&str; 17] = [
    "x-",
    "list-",
    "content-",
    "message-id",
    "mime-version",
    "user-agent",
    "organization",
    "references",
    "in-reply-to",
    "received",
    "return-path",
    "delivered-to",
    "priority",
    "thread-",
    "dkim-",
    "authentication-",
    "arc-",
];
/// Characters of a header line after which the next one may go on with it.
const FULL: usize = 50;

/// What a program puts before the subject of a mail that is handed on or answered, folded.
const HANDED_ON: [&str; 9] = ["fwd", "fw", "wg", "tr", "rv", "re", "aw", "пересл", "sv"];
/// How the line ends that names whom a mail quotes, folded.
const WROTE: [&str; 6] = [" wrote:", " schrieb:", " a ecrit :", " a ecrit:", " escribio:", " пишет:"];

/// Whether lines that begin with `>` are quoted, and no items of a list.
pub(super) fn is_quoted(text: &str) -> bool {
    let mut run = 0;
    text.lines().any(|line| {
        let line = line.trim();
        run = if line.starts_with('>') { run + 1 } else { 0 };
        run >= QUOTED_LEAST || (!line.is_empty() && line.chars().all(|c| c == '>'))
    })
}

/// How often a line is quoted, and what it says.
pub(super) fn unquoted(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while let Some(inner) = rest.strip_prefix('>') {
        depth += 1;
        rest = inner.trim_start();
    }
    (depth, rest)
}

/// A line without what a messenger puts before it: "[25/11/2026, 18:02] Ada Marsh: ".
pub(super) fn without_sender(line: &str) -> &str {
    const SENDER_MOST: usize = 40;
    let behind = line.strip_prefix('[').and_then(|rest| rest.split_once("] "));
    let Some((stamp, rest)) = behind else { return line };
    let is_time = stamp.len() <= 24
        && stamp.contains(':')
        && stamp.chars().filter(char::is_ascii_digit).count() >= 6
        && stamp.chars().all(|c| c.is_ascii_digit() || "/.:,- APMapm\u{202f}".contains(c));
    match rest.split_once(": ").filter(|_| is_time) {
        Some((sender, text)) if sender.chars().count() <= SENDER_MOST => text,
        _ => line,
    }
}

/// Takes out who wrote to whom. The subject stays, and the day with it where the mail was not handed on.
pub(super) fn without_headers(mut lines: Vec<&mut String>) {
    let mut at = 0;
    while at < lines.len() {
        let end = header_end(&lines, at);
        let is_of = |line: usize, words: &[&str]| is_labelled(lines[line], words);
        let has = |words: &[&str]| (at..end).any(|line| is_of(line, words));
        let count = (at..end).filter(|&line| label(lines[line]).is_some()).count();
        if count < 3 || !has(&SENDER) || !has(&SUBJECT) {
            if lines[at].ends_with(':') && WROTE.iter().any(|end| fold(lines[at]).ends_with(end)) {
                lines[at].clear();
            }
            at += 1;
            continue;
        }
        let (mut subject, mut day) = (None, None);
        for (line, taken) in lines.iter_mut().enumerate().take(end).skip(at) {
            let text = std::mem::take(*taken);
            let (is_subject, is_day) = (is_labelled(&text, &SUBJECT), is_labelled(&text, &DAY));
            match &mut subject {
                _ if is_subject => subject = Some((line, text)),
                _ if is_day => day = Some((line, text)),
                // A long subject goes on in the next line.
                Some((before, words)) if label(&text).is_none() && !text.is_empty() && *before + 1 == line => {
                    words.push(' ');
                    words.push_str(&text);
                    *before = line;
                }
                _ => {}
            }
        }
        if let Some((line, text)) = subject {
            let (label, words) = text.split_once(':').unwrap_or_default();
            let bare = without_marks(words);
            day = day.filter(|_| bare.len() == words.trim().len());
            *lines[line] = format!("{label}: {bare}");
        }
        if let Some((line, text)) = day {
            *lines[line] = text;
        }
        at = end;
    }
}

/// The line behind the last one of a header that begins here: lines with labels, and what goes on with them.
fn header_end(lines: &[&mut String], at: usize) -> usize {
    let mut end = at;
    for line in at..lines.len().min(at + HEADER_MOST) {
        if label(lines[line]).is_some() {
            end = line + 1;
        } else if line == at || lines[line].is_empty() || lines[line - 1].chars().count() < FULL {
            break;
        }
    }
    end
}

/// What stands before the first colon of a line of a header, folded.
fn label(line: &str) -> Option<String> {
    let label = fold(line.split_once(':')?.0.trim_matches(['*', ' ']));
    let is_known = [&SENDER[..], &ADDRESSEES, &DAY, &SUBJECT].iter().any(|words| words.contains(&label.as_str()));
    let is_of_programs = || !label.contains(' ') && OF_PROGRAMS.iter().any(|begin| label.starts_with(begin));
    (is_known || is_of_programs()).then_some(label)
}

fn is_labelled(line: &str, words: &[&str]) -> bool {
    label(line).is_some_and(|label| words.contains(&label.as_str()))
}

/// A subject without "Fwd:" and "Re:".
fn without_marks(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((mark, behind)) = rest.split_once(':') {
        let mark = fold(mark.trim());
        if !HANDED_ON.iter().any(|known| mark == *known || (known.len() > 4 && mark.starts_with(known))) {
            break;
        }
        rest = behind.trim_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::super::text::lines;

    #[test]
    fn a_mail_is_read_without_its_header_and_marks_of_quoting() {
        for (text, expected) in [
            (
                "From: Ada <ada@union.example>\nTo: all@union.example\nDate: 3 May 2026\nSubject: Fwd: Re: Free Bo Ross\n\nOn 2 May 2026 Cy wrote:\n> Free Bo Ross\n>\n> * the release of Bo Ross\n",
                &["Subject: Free Bo Ross", "Free Bo Ross", "* the release of Bo Ross"][..],
            ),
            (
                "Von: Ada\nAn: alle@union.example\nGesendet: 3. Mai 2026\nBetreff: Freiheit für Bo Ross\n\nText\n",
                &["Gesendet: 3. Mai 2026", "Betreff: Freiheit für Bo Ross", "Text"],
            ),
            (
                "From: Ada\nTo: a\nTo: b\nTo: c\nCc: d\nCc: e\nCc: f\nBcc: g\nBcc: h\nReply-To: i\nImportance: high\nSubject: Free Bo Ross\nText\n",
                &["Subject: Free Bo Ross", "Text"],
            ),
            (
                "From: Ada Marsh <ada@union.example>\nSubject: Free Bo Ross, who was sentenced for a strike of the dockers\n in the harbour of Ross\n\
                 To: all@union.example\nMIME-Version: 1.0\nX-Mailer: Post 1.0\n\nText\n",
                &[
                    "Subject: Free Bo Ross, who was sentenced for a strike of the dockers in the harbour of Ross",
                    "Text",
                ],
            ),
            ("We demand:\n> the release\n> an answer\n", &["We demand:", "> the release", "> an answer"]),
            ("[25/11/2026, 18:02] Ada: Free Bo Ross\n[25/11/2026, 18:03] Ada: Now\n", &["Free Bo Ross", "Now"]),
            ("[Name: Ada] wrote", &["[Name: Ada] wrote"]),
            ("To: Minister of Ice\nFrom: a union\n", &["To: Minister of Ice", "From: a union"]),
        ] {
            let shown: Vec<String> =
                lines(text).unwrap().into_iter().map(|line| line.text).filter(|line| !line.is_empty()).collect();
            assert_eq!(shown, expected, "{text}");
        }
    }
}
