//! What must hold after every fault and one run without faults, whatever went wrong. The judge believes the
//! server's record, the list and the tables of the outbox; of what the program says it believes nothing, and
//! compares it with these.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::AddAssign;

use mailparse::{MailAddr, MailAddrList, MailHeaderMap, ParsedMail};
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};

use super::meant::{COPIES, Person, SENDER, SUBJECT};
use super::oracle::Seen;
use super::world::{Office, Run, World};

/// In what way the program failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// A letter is in no final state, or "sent" without a server that took it.
    Lost,
    /// A server took a letter more than once.
    Twice,
    /// A mail is not what was meant: its text, subject, sender or attachments, or two tries differ.
    WrongText,
    /// A mail went to others than was meant, by its envelope or by its header.
    WrongRecipient,
    /// A letter in doubt is not told as one.
    Untold,
    /// More is in doubt than can be.
    BeyondTheBound,
    /// The exit code does not fit what happened.
    ExitCode,
    /// The outbox is not whole.
    Damaged,
    /// The program did not do what this fault asks of it.
    Otherwise,
}

/// What broke, in words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Broken {
    pub kind: Kind,
    pub what: String,
}

/// What was counted and what broke, in one world or in all of a case.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    pub faults: usize,
    pub worlds: usize,
    pub lost: usize,
    pub twice: usize,
    pub wrong_text: usize,
    pub wrong_recipient: usize,
    /// Letters that the outbox has as in doubt, and those a server took that it does not have as sent.
    pub doubts: usize,
    /// How many of those the program tells.
    pub told: usize,
    pub beyond: usize,
    /// Sabotaged programs that were tried, and how many were caught.
    pub sabotaged: usize,
    pub caught: usize,
    pub broken: Vec<Broken>,
    /// What could not be tried on this machine, and why.
    pub skipped: Vec<String>,
}

impl Tally {
    pub fn skipped(why: impl Into<String>) -> Self {
        Self { skipped: vec![why.into()], ..Self::default() }
    }

    /// A fault after which there is nothing to judge but what is said here.
    pub fn one(broken: Option<String>) -> Self {
        let mut tally = Self { faults: 1, worlds: 1, ..Self::default() };
        tally.blame(broken);
        tally
    }

    /// Notes that the program did not do what it should.
    pub fn blame(&mut self, what: impl IntoIterator<Item = String>) {
        what.into_iter().for_each(|what| self.breaks(Kind::Otherwise, what));
    }

    fn breaks(&mut self, kind: Kind, what: impl Into<String>) {
        self.broken.push(Broken { kind, what: what.into() });
    }

    /// Puts before everything that broke where it did.
    pub fn within(mut self, place: impl fmt::Display) -> Self {
        self.broken.iter_mut().for_each(|broken| broken.what = format!("{place}: {}", broken.what));
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.faults += other.faults;
        self.worlds += other.worlds;
        self.lost += other.lost;
        self.twice += other.twice;
        self.wrong_text += other.wrong_text;
        self.wrong_recipient += other.wrong_recipient;
        self.doubts += other.doubts;
        self.told += other.told;
        self.beyond += other.beyond;
        self.sabotaged += other.sabotaged;
        self.caught += other.caught;
        self.broken.extend(other.broken);
        self.skipped.extend(other.skipped);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { faults, lost, twice, wrong_text, wrong_recipient, doubts, told, beyond, .. } = self;
        write!(
            f,
            "faults {faults} · lost {lost} · twice {twice} · wrong text {wrong_text} · wrong recipient {wrong_recipient} \
             · doubts told {told} of {doubts} · doubts beyond the bound {beyond}"
        )
    }
}

/// A letter in the tables of the outbox.
pub struct Line {
    pub key: String,
    pub office: String,
    pub state: String,
    pub message_id: Option<String>,
}

/// A letter as `outbox export --json` tells of it.
#[derive(Deserialize)]
struct Told {
    key: String,
    state: String,
}

/// The letters in an outbox, read without the program, once `SQLite` finds the file whole.
pub fn read(outbox: &std::path::Path) -> Result<Vec<Line>, String> {
    let read = || {
        let db = Connection::open_with_flags(outbox, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let whole: String = db.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        if whole != "ok" {
            return Ok(Err(whole));
        }
        let mut statement = db.prepare("SELECT lower(hex(key)), office, state, message_id FROM letters")?;
        let lines = statement.query_map([], |row| {
            Ok(Line { key: row.get(0)?, office: row.get(1)?, state: row.get(2)?, message_id: row.get(3)? })
        })?;
        Ok(Ok(lines.collect::<rusqlite::Result<Vec<_>>>()?))
    };
    read().unwrap_or_else(|error: rusqlite::Error| Err(error.to_string()))
}

/// What the program tells of all letters.
fn export(world: &World) -> Result<Vec<Told>, String> {
    let run = world.run(&[], "outbox export --json --with-ids");
    if run.code != Some(0) {
        return Err(run.err);
    }
    run.out.lines().map(|line| serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))).collect()
}

/// What may be in doubt after a fault.
pub enum Bound {
    AtMost(usize),
    /// These letters, by their keys, and no others.
    Keys(HashSet<String>),
}

/// Judges a world after its faults and after `last`, the run without any.
pub fn judge(world: &World, faults: usize, bound: &Bound, last: &Run) -> Tally {
    let mut tally = Tally { faults, worlds: 1, ..Tally::default() };
    let lines = read(&world.outbox()).unwrap_or_else(|error| {
        tally.breaks(Kind::Damaged, format!("the outbox cannot be read: {error}"));
        Vec::new()
    });
    let seen = world.oracle.seen();
    let by_id: HashMap<&str, &Line> =
        lines.iter().filter_map(|line| Some((line.message_id.as_deref()?, line))).collect();
    let mails: Vec<Mail<'_>> = seen.iter().map(|seen| Mail::read(seen, &by_id, world)).collect();
    contents(&mut tally, &mails);
    counts(&mut tally, world, &lines, &mails);
    told(&mut tally, world, &lines, &mails);
    beyond(&mut tally, &lines, bound);
    exit(&mut tally, &lines, last);
    tally
}

/// A mail that came to the server, and whose it is.
struct Mail<'a> {
    seen: &'a Seen,
    message_id: String,
    person: Option<Person>,
    /// By the outbox, or by the envelope where the outbox does not know the mail.
    office: Option<&'static Office>,
    /// How it differs from what was meant.
    wrong: Vec<(Kind, String)>,
}

impl<'a> Mail<'a> {
    fn read(seen: &'a Seen, by_id: &HashMap<&str, &Line>, world: &World) -> Self {
        let mut mail = Self { seen, message_id: String::new(), person: None, office: None, wrong: Vec::new() };
        let parsed = match mailparse::parse_mail(&seen.bytes) {
            Ok(parsed) => parsed,
            Err(error) => {
                mail.wrong.push((Kind::WrongText, format!("it cannot be read: {error}")));
                return mail;
            }
        };
        parsed.headers.get_first_value("Message-ID").unwrap_or_default().trim().clone_into(&mut mail.message_id);
        let line = by_id.get(mail.message_id.as_str());
        let office = |office: &&'static Office| match line {
            Some(line) => line.office == office.id,
            None => seen.asked.first().is_some_and(|first| first == office.email),
        };
        mail.office = world.offices.iter().find(office);
        mail.person = addresses(&parsed, "Reply-To")
            .first()
            .and_then(|(_, email)| Person::of(email))
            .filter(|person| (1..=world.rows).contains(&person.0));
        mail.compare(&parsed, world);
        mail
    }

    fn compare(&mut self, parsed: &ParsedMail<'_>, world: &World) {
        let (Some(person), Some(office)) = (self.person, self.office) else {
            self.wrong.push((Kind::WrongRecipient, "nobody is meant to get it".to_owned()));
            return;
        };
        let mut differ = |kind, what: &str, meant: &dyn fmt::Debug, is: &dyn fmt::Debug| {
            let (meant, is) = (format!("{meant:?}"), format!("{is:?}"));
            if meant != is {
                self.wrong.push((kind, format!("{what} is {is}, and meant is {meant}")));
            }
        };
        let copies = COPIES.map(str::to_owned);
        let all: Vec<String> = std::iter::once(office.email.to_owned()).chain(copies.clone()).collect();
        differ(Kind::WrongRecipient, "RCPT", &all, &self.seen.asked);
        let emails = |name| addresses(parsed, name).into_iter().map(|(_, email)| email).collect::<Vec<String>>();
        differ(Kind::WrongRecipient, "To", &[office.email], &emails("To"));
        differ(Kind::WrongRecipient, "Cc", &copies, &emails("Cc"));
        differ(Kind::WrongRecipient, "Bcc", &None::<String>, &parsed.headers.get_first_value("Bcc"));
        differ(Kind::WrongText, "MAIL", &SENDER, &self.seen.sender);
        let name = person.name();
        differ(Kind::WrongText, "Reply-To", &[(&name, person.email())], &addresses(parsed, "Reply-To"));
        let from = addresses(parsed, "From");
        differ(Kind::WrongText, "From", &[SENDER], &emails("From"));
        differ(Kind::WrongText, "the name in From", &true, &from.iter().all(|(from, _)| from.contains(&name)));
        differ(Kind::WrongText, "Sender", &None::<String>, &parsed.headers.get_first_value("Sender"));
        differ(Kind::WrongText, "Subject", &Some(SUBJECT.to_owned()), &parsed.headers.get_first_value("Subject"));
        let (text, attached) = body(parsed);
        differ(Kind::WrongText, "the text", &person.text(office), &text);
        let paper = world.papers.get(&(person, office.id));
        let name = format!("letter-harbour-{}.pdf", office.id);
        let papers: Vec<_> = paper.map(|paper| described("application/pdf", &name, paper)).into_iter().collect();
        differ(Kind::WrongText, "what is attached", &papers, &attached);
    }
}

/// Names and addresses of a field.
fn addresses(parsed: &ParsedMail<'_>, field: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for header in parsed.headers.get_all_headers(field) {
        let list = mailparse::addrparse_header(header).map(MailAddrList::into_inner).unwrap_or_default();
        for address in list {
            match address {
                MailAddr::Single(one) => all.push((one.display_name.unwrap_or_default(), one.addr)),
                MailAddr::Group(group) => all.push((group.group_name, "a group".to_owned())),
            }
        }
    }
    all
}

/// The text of a mail, and its other parts.
fn body(parsed: &ParsedMail<'_>) -> (String, Vec<String>) {
    let parts: Vec<&ParsedMail<'_>> = parsed.parts().filter(|part| part.subparts.is_empty()).collect();
    let text = parts
        .first()
        .filter(|part| part.ctype.mimetype == "text/plain")
        .and_then(|part| part.get_body().ok())
        .unwrap_or_default();
    let others = parts.iter().skip(1).map(|part| {
        let name = part.get_content_disposition().params.get("filename").cloned().unwrap_or_default();
        described(&part.ctype.mimetype, &name, &part.get_body_raw().unwrap_or_default())
    });
    (text.replace("\r\n", "\n").trim_end_matches('\n').to_owned(), others.collect())
}

/// A file that goes along, in short; equal for equal files.
fn described(kind: &str, name: &str, bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{kind} {name}: {} bytes, {:x}", bytes.len(), hasher.finish())
}

/// What was taken is what was meant, and each try of a letter is the same, byte for byte.
fn contents(tally: &mut Tally, mails: &[Mail<'_>]) {
    let mut first: HashMap<(Option<Person>, &str), &Seen> = HashMap::new();
    for mail in mails {
        let whose = (mail.person, mail.office.map_or("", |office| office.id));
        let mut wrong = mail.wrong.clone();
        if first.entry(whose).or_insert(mail.seen).bytes != mail.seen.bytes {
            wrong.push((Kind::WrongText, "it was sent in two versions".to_owned()));
        }
        let has = |wanted| wrong.iter().any(|(kind, _)| *kind == wanted);
        tally.wrong_text += usize::from(has(Kind::WrongText));
        tally.wrong_recipient += usize::from(has(Kind::WrongRecipient));
        for (kind, what) in wrong {
            tally.breaks(kind, format!("{whose:?}: {what}"));
        }
    }
}

/// Nothing is lost, and nothing is taken twice.
fn counts(tally: &mut Tally, world: &World, lines: &[Line], mails: &[Mail<'_>]) {
    let mut taken: BTreeMap<(Person, &str), usize> = BTreeMap::new();
    for mail in mails.iter().filter(|mail| mail.seen.taken) {
        if let (Some(person), Some(office)) = (mail.person, mail.office) {
            *taken.entry((person, office.id)).or_default() += 1;
        }
    }
    let twice: Vec<_> = taken.iter().filter(|(_, times)| **times > 1).collect();
    if !twice.is_empty() {
        tally.twice = twice.iter().map(|(_, times)| **times - 1).sum();
        tally.breaks(
            Kind::Twice,
            format!("{} taken twice: {:?}", tally.twice, twice.iter().take(3).collect::<Vec<_>>()),
        );
    }
    let ids: HashSet<&str> = mails.iter().filter(|mail| mail.seen.taken).map(|mail| mail.message_id.as_str()).collect();
    let was_taken = |line: &Line| line.message_id.as_deref().is_some_and(|id| ids.contains(id));
    for office in world.offices {
        let missing = (1..=world.rows).filter(|row| !taken.contains_key(&(Person(*row), office.id))).count();
        let of_office = || lines.iter().filter(|line| line.office == office.id && !was_taken(line));
        // Whether that many were refused is asked below, and whether they can be in doubt by the bound.
        let excused = of_office().filter(|line| ["refused", "in doubt"].contains(&line.state.as_str())).count();
        let invented = of_office().filter(|line| line.state == "sent").count();
        let lost = missing.saturating_sub(excused).max(invented);
        if lost > 0 {
            tally.lost += lost;
            tally.breaks(
                Kind::Lost,
                format!(
                    "{}: {missing} were not taken, {excused} of them refused or in doubt, {invented} \"sent\"",
                    office.id
                ),
            );
        }
    }
    let refused = lines.iter().filter(|line| line.state == "refused").count();
    if refused > world.oracle.refused() {
        tally.breaks(Kind::Lost, format!("{refused} refused, and the server refused {}", world.oracle.refused()));
    }
    if lines.len() != world.letters() {
        tally.breaks(Kind::Lost, format!("the outbox knows {} of {} letters", lines.len(), world.letters()));
    }
}

/// What is in doubt, or should be, is told so, and nothing is told otherwise than it is.
fn told(tally: &mut Tally, world: &World, lines: &[Line], mails: &[Mail<'_>]) {
    let states: HashMap<&str, &Line> =
        lines.iter().filter_map(|line| Some((line.message_id.as_deref()?, line))).collect();
    let told: HashMap<String, String> = match export(world) {
        Ok(told) => told.into_iter().map(|told| (told.key, told.state)).collect(),
        Err(error) => {
            tally.breaks(Kind::Damaged, format!("the outbox is not told: {error}"));
            return;
        }
    };
    let open: HashSet<&str> = mails
        .iter()
        .filter(|mail| mail.seen.taken)
        .map(|mail| mail.message_id.as_str())
        .filter(|id| states.get(id).is_none_or(|line| line.state != "sent"))
        .collect();
    let unknown = open.iter().filter(|id| !states.contains_key(*id)).count();
    let doubted = lines
        .iter()
        .filter(|line| line.state == "in doubt" || line.message_id.as_deref().is_some_and(|id| open.contains(id)));
    let keys: Vec<&str> = doubted.map(|line| line.key.as_str()).collect();
    tally.doubts = keys.len() + unknown;
    tally.told = keys.iter().filter(|key| told.get(**key).is_some_and(|state| state == "in doubt")).count();
    if tally.told < tally.doubts {
        tally.breaks(Kind::Untold, format!("{} of {} are told as in doubt", tally.told, tally.doubts));
    }
    let other = lines.iter().filter(|line| told.get(&line.key) != Some(&line.state)).count();
    if other > 0 || told.len() != lines.len() {
        tally.breaks(
            Kind::Untold,
            format!("{} letters are told and {} are known; {other} otherwise", told.len(), lines.len()),
        );
    }
}

fn beyond(tally: &mut Tally, lines: &[Line], bound: &Bound) {
    let doubted = lines.iter().filter(|line| line.state == "in doubt");
    let (beyond, bound) = match bound {
        Bound::AtMost(most) => (doubted.count().saturating_sub(*most), *most),
        Bound::Keys(keys) => (doubted.filter(|line| !keys.contains(&line.key)).count(), keys.len()),
    };
    if beyond > 0 {
        tally.beyond = beyond;
        tally.breaks(Kind::BeyondTheBound, format!("{beyond} more in doubt than {bound}"));
    }
}

fn exit(tally: &mut Tally, lines: &[Line], last: &Run) {
    let has = |state: &str| lines.iter().any(|line| line.state == state);
    let meant = match (has("in doubt"), has("refused")) {
        (true, _) => 75,
        (false, true) => 1,
        (false, false) => 0,
    };
    if last.code != Some(meant) {
        tally.breaks(Kind::ExitCode, format!("it ended with {:?}, not with {meant}\n{}", last.code, last.err));
    }
}

/// Settles what is in doubt as the server knows it, and sends what nobody took: then each letter that was
/// not refused was taken exactly once.
pub fn settle(world: &World, line: &str, tally: &mut Tally) {
    let Ok(lines) = read(&world.outbox()) else { return };
    let doubted: Vec<_> = lines.iter().filter(|line| line.state == "in doubt").collect();
    if doubted.is_empty() {
        return;
    }
    let seen = world.oracle.seen();
    let taken: HashSet<String> = seen
        .iter()
        .filter(|seen| seen.taken)
        .filter_map(|seen| mailparse::parse_mail(&seen.bytes).ok()?.headers.get_first_value("Message-ID"))
        .map(|id| id.trim().to_owned())
        .collect();
    for doubt in doubted {
        let arrived = doubt.message_id.as_ref().is_some_and(|id| taken.contains(id));
        let verdict = if arrived { "--sent" } else { "--resend" };
        let settled = world.run(&[], &format!("outbox settle {} {verdict}", doubt.key));
        if settled.code != Some(0) {
            tally.blame(Some(format!("a doubt cannot be settled: {}", settled.err)));
        }
    }
    let last = world.run(&[], line);
    let settled = judge(world, 0, &Bound::AtMost(0), &last).within("after settling");
    tally.twice += settled.twice;
    tally.lost += settled.lost;
    tally.broken.extend(settled.broken);
}
