//! Arguments back to the line that a person would type for them.

use clap::ValueEnum;
use outcry::letter::SentBy;
use outcry::signatory::Field;

use super::cli::{
    AgainChoice, Format, Global, LineArgs, LookArgs, RosterArgs, SendArgs, SheetArgs, ToArgs, WhoArgs, WriteArgs,
};
use super::details::DetailArgs;
use super::edit::EditArgs;
use super::field_flags;

/// `outcry write …`, quoted for a shell.
pub fn write(global: &Global, args: &WriteArgs) -> String {
    let mut line = Line::new(global, "write", &args.campaign);
    line.who(&args.who);
    line.list(&args.list);
    line.to(&args.to);
    line.edit(&args.edit);
    if let Some(format) = args.format.and_then(|format| format.to_possible_value()) {
        line.flag("format", format.get_name());
    }
    line.switch("html", args.html);
    line.path("output", args.output.as_deref());
    line.switch("anyway", args.anyway);
    line.switch("dry-run", args.dry_run);
    line.sheet(&args.sheet);
    line.done()
}

/// `outcry guide …`, which goes on with these answers, quoted for a shell.
pub fn guide(global: &Global, args: &WriteArgs) -> String {
    let mut line = Line::new(global, "guide", &args.campaign);
    line.who(&args.who);
    line.to(&args.to);
    line.path("text", args.edit.text.as_deref());
    line.look(&args.sheet.look);
    line.done()
}

/// `outcry send …`, quoted for a shell.
pub fn send(global: &Global, args: &SendArgs) -> String {
    let mut line = Line::new(global, "send", &args.campaign);
    line.who(&args.who);
    line.list(&args.list);
    line.path("joint", args.joint.as_deref());
    line.to(&args.to);
    line.edit(&args.edit);
    line.account(&args.line);
    line.some("connections", args.pace.connections.map(|number| number.to_string()).as_deref());
    line.some("pace", args.pace.pace.as_deref());
    line.some("office-pace", args.pace.office_pace.as_deref());
    line.switch("html", args.html);
    line.switch("attach-pdf", args.attach_pdf);
    line.look(&args.look);
    line.switch("copy-me", args.copy_me);
    line.switch("dry-run", args.dry_run);
    line.switch("yes", args.yes);
    line.some("expect", args.expect.map(|number| number.to_string()).as_deref());
    line.some("expect-new", args.expect_new.map(|number| number.to_string()).as_deref());
    line.path("paper", args.paper.as_deref());
    line.some("test-to", args.test_to.as_deref());
    args.accept_stale.iter().for_each(|office| line.flag("accept-stale", office));
    args.trust_registry.iter().for_each(|file| line.path("trust-registry", Some(file)));
    args.trust_campaign.iter().for_each(|id| line.flag("trust-campaign", id));
    match args.again {
        Some(AgainChoice::All) => line.switch("again", true),
        Some(AgainChoice::Refused) => line.0.push("--again=refused".to_owned()),
        Some(AgainChoice::Older) => line.0.push("--again=older".to_owned()),
        None => {}
    }
    line.switch("wait", args.wait);
    line.switch("json", args.json);
    line.done()
}

/// What was typed about who signs, for lines that make one letter more.
#[derive(Clone, Copy)]
pub struct Again<'a> {
    pub global: &'a Global,
    pub who: &'a WhoArgs,
    pub list: Option<&'a RosterArgs>,
    pub to: &'a ToArgs,
    pub edit: &'a EditArgs,
}

impl Again<'_> {
    /// The line that does `command` (`write` or `send`) for one office alone.
    pub fn line(self, command: &str, campaign: &str, office: &str, format: Format) -> String {
        let mut line = Line::new(self.global, command, campaign);
        line.who(self.who);
        if let Some(list) = self.list {
            line.list(&RosterArgs { failed: None, skip_bad_rows: false, report: None, ..list.clone() });
        }
        line.to(&ToArgs {
            to: vec![office.to_owned()],
            lang: self.to.lang.clone(),
            copy_to: self.to.copy_to.clone(),
            ..ToArgs::default()
        });
        line.edit(self.edit);
        if format != Format::Text
            && let Some(format) = format.to_possible_value()
        {
            line.flag("format", format.get_name());
        }
        line.done()
    }
}

struct Line(Vec<String>);

impl Line {
    fn new(global: &Global, command: &str, campaign: &str) -> Self {
        let mut line = Self(vec!["outcry".to_owned(), command.to_owned(), quoted(campaign)]);
        line.path("letters", global.letters.as_deref());
        line.path("recipients", global.recipients.as_deref());
        line.path("config", global.config.as_deref());
        line.path("outbox", global.outbox.as_deref());
        line
    }

    fn flag(&mut self, name: &str, value: &str) {
        // A value that begins with a dash would be taken for a flag of its own.
        if value.starts_with('-') {
            self.0.push(format!("--{name}={}", quoted(value)));
        } else {
            self.0.extend([format!("--{name}"), quoted(value)]);
        }
    }

    fn some(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.flag(name, value);
        }
    }

    fn path(&mut self, name: &str, path: Option<&std::path::Path>) {
        self.some(name, path.map(|path| path.display().to_string()).as_deref());
    }

    fn switch(&mut self, name: &str, on: bool) {
        if on {
            self.0.push(format!("--{name}"));
        }
    }

    fn who(&mut self, who: &WhoArgs) {
        self.some("profile", who.profile.as_deref());
        let typed = who.typed();
        for field in Field::ALL {
            if field == Field::OwnWords {
                who.own_words.iter().for_each(|words| self.flag("own-words", words));
            }
            self.some(&field_flags::flag(field), typed.get(field));
        }
        who.set.iter().for_each(|set| self.flag("set", &format!("{}={}", set.name, set.value)));
    }

    fn list(&mut self, list: &RosterArgs) {
        self.path("signatories", list.signatories.as_deref());
        list.map.iter().for_each(|map| self.flag("map", map));
        list.ignore.iter().for_each(|column| self.flag("ignore", column));
        self.some("list-shape", list.list_shape.as_deref());
        self.some("encoding", list.encoding.as_deref());
        self.some("header-row", list.header_row.map(|row| row.to_string()).as_deref());
        self.some("sheet", list.sheet.as_deref());
        self.switch("visible-only", list.visible_only);
        self.switch("all-consented", list.all_consented);
        let keep = list.keep.and_then(|keep| keep.to_possible_value());
        self.some("keep", keep.as_ref().map(clap::builder::PossibleValue::get_name));
        list.consent_text.iter().for_each(|text| self.flag("consent-text", text));
        self.switch("fix-case", list.fix_case);
        self.switch("skip-bad-rows", list.skip_bad_rows);
        self.path("failed", list.failed.as_deref());
        self.path("report", list.report.as_deref());
        self.some("rows", list.rows.as_deref());
        self.some("limit", list.limit.map(|limit| limit.to_string()).as_deref());
        self.some("one", list.one.as_deref());
    }

    fn look(&mut self, look: &LookArgs) {
        self.some("layout", look.layout.as_deref());
        self.path("signature", look.signature.as_deref());
        self.path("letterhead", look.letterhead.as_deref());
        self.path("second-signature", look.second_signature.as_deref());
        self.switch("pdf-a", look.pdf_a);
    }

    fn details(&mut self, details: &DetailArgs) {
        let DetailArgs { date, place, our_ref, your_ref, sent_by, enclosure, cc, second_name, second_role } = details;
        self.some("date", date.map(|date| date.to_string()).as_deref());
        self.some("place", place.as_deref());
        self.some("our-ref", our_ref.as_deref());
        self.some("your-ref", your_ref.as_deref());
        self.some("sent-by", sent_by.map(SentBy::as_str));
        for text in enclosure {
            self.flag("enclosure", text);
        }
        for name in cc {
            self.flag("cc", name);
        }
        self.some("second-name", second_name.as_deref());
        self.some("second-role", second_role.as_deref());
    }

    fn sheet(&mut self, sheet: &SheetArgs) {
        self.look(&sheet.look);
        self.switch("one-file", sheet.one_file);
        self.switch("fax", sheet.fax);
        self.switch("single-sided", sheet.single_sided);
        self.some("labels", sheet.labels.as_deref());
        self.some("skip", sheet.skip.map(|gone| gone.to_string()).as_deref());
        self.some("envelope", sheet.envelope.as_deref());
        self.switch("open", sheet.open);
        self.details(&sheet.details);
    }

    fn to(&mut self, to: &ToArgs) {
        to.to.iter().for_each(|office| self.flag("to", office));
        to.except.iter().for_each(|office| self.flag("except", office));
        self.some("embassy", to.embassy.as_deref());
        to.lang.iter().for_each(|language| self.flag("lang", language));
        to.copy_to.iter().for_each(|copy| self.flag("copy-to", copy));
    }

    fn edit(&mut self, edit: &EditArgs) {
        self.path("text", edit.text.as_deref());
        self.switch("edit", edit.edit);
    }

    fn account(&mut self, line: &LineArgs) {
        self.some("account", line.account.as_deref());
        self.some("server", line.server.as_deref());
        self.some("from", line.from.as_deref());
        self.some("password-command", line.password_command.as_deref());
        self.some("ca-file", line.ca_file.as_ref().map(|file| file.display().to_string()).as_deref());
    }

    fn done(self) -> String {
        self.0.join(" ")
    }
}

/// A word as a shell reads it back.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::{Cli, Command};

    /// Reads the line back that a shell gets.
    fn said_again(typed: &[&str]) {
        let cli = Cli::try_parse_from(typed).unwrap();
        let line = match &cli.command {
            Some(Command::Write(args)) => write(&cli.global, args),
            Some(Command::Send(args)) => send(&cli.global, args),
            _ => unreachable!(),
        };
        // A shell is the judge of the quoting.
        let shell = std::process::Command::new("sh").arg("-c").arg(format!("printf '%s\\0' {line}")).output();
        let words = String::from_utf8(shell.unwrap().stdout).unwrap();
        let again = Cli::try_parse_from(words.trim_end_matches('\0').split('\0')).unwrap();
        assert_eq!(format!("{cli:?}"), format!("{again:?}"), "{line}");
    }

    #[test]
    fn the_line_says_what_stands_on_the_letter() {
        let details = [
            "--date=2011-09-20",
            "--place=King's Lynn",
            "--our-ref=-1",
            "--your-ref=7",
            "--sent-by=hand",
            "--enclosure=A list",
            "--enclosure=b",
            "--cc=The Post",
            "--second-name=Kim Lee",
            "--second-role=Chair",
            "--second-signature=k.svg",
        ];
        said_again(&[&["outcry", "write", "a"], details.as_slice()].concat());
    }

    #[test]
    fn the_line_says_what_was_typed() {
        for typed in [
            vec!["outcry", "write", "a", "--name", "Jo Smith"],
            vec![
                "outcry",
                "write",
                "a",
                "--config",
                "my file",
                "--profile",
                "b",
                "--address",
                "1 Road\nTown",
                "--html",
            ],
            vec!["outcry", "write", "a", "--set", "shift=- it's\"", "--set", "workplace=Pier 7", "--dry-run"],
            vec![
                "outcry",
                "write",
                "a",
                "--own-words=de=@my words",
                "--own-words=- it's",
                "--lang",
                "ru",
                "--format",
                "eml",
                "--output",
                "x/",
            ],
            vec![
                "outcry",
                "write",
                "a",
                "--signatories",
                "my list.csv",
                "--map",
                "name=Wer ist's",
                "--encoding",
                "windows-1252",
                "--all-consented",
                "--consent-text",
                "Count me in",
                "--fix-case",
                "--skip-bad-rows",
                "--failed",
                "f.csv",
                "--rows",
                "2-50",
                "--limit",
                "9",
            ],
            vec![
                "outcry",
                "send",
                "a",
                "--to",
                "x",
                "--except",
                "y",
                "--account",
                "b",
                "--yes",
                "--test-to",
                "a@b.test",
            ],
            vec!["outcry", "send", "a", "--embassy", "none", "--server", "smtps://u@h", "--from", "A <a@b.test>"],
            vec!["outcry", "send", "a", "--joint", "my list.csv", "--all-consented", "--kind", "union"],
            vec!["outcry", "send", "a", "--copy-me", "--email", "a@b.test"],
            vec!["outcry", "send", "a", "--attach-pdf", "--layout", "fr", "--signature", "my s.png", "--pdf-a"],
            vec!["outcry", "write", "a", "--text", "my text.md", "--edit"],
            vec!["outcry", "send", "a", "--text", "t.md"],
            vec!["outcry", "write", "a", "--labels", "l7160", "--skip", "3", "--output", "x.pdf"],
            vec!["outcry", "write", "a", "--letterhead", "l.svg", "--output", "x.pdf", "--one-file", "--pdf-a"],
        ] {
            said_again(&typed);
        }
    }
}
