//! What every command works with.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use outcry::campaign::Campaign;
use outcry::outbox::{Outbox, View};
use outcry::registry::Office;
use outcry::text::for_sentence;

use crate::args::Global;
use crate::failure::Failure;
use crate::input::sources::Sources;
use crate::messages::standing::went_out_before;
use crate::messages::{Notice, Reader, notice_lines};
use crate::terminal::Terminal;
use crate::terminal::environment::Environment;
use crate::terminal::prompts::Prompts;
use crate::terminal::report::Report;

/// What every command works with.
pub struct App {
    pub environment: Environment,
    pub report: Report,
    pub ask: Prompts,
    pub sources: Sources,
    /// The flags that every command takes, as typed.
    pub global: Global,
    /// Whom notices are for.
    pub reader: Reader,
    /// Notices and warnings that were said: a guided run comes to the same letters more than once.
    said: Mutex<Vec<String>>,
}

impl App {
    pub fn new(environment: Environment, report: Report, sources: Sources, global: Global) -> Self {
        let ask = Prompts::new(&environment, global.no_input);
        Self { environment, report, ask, sources, global, reader: Reader::TypesFlags, said: Mutex::default() }
    }

    pub fn terminal(&self) -> Terminal<'_> {
        Terminal { report: &self.report, environment: &self.environment }
    }

    /// Says what is worth knowing before letters go out, as far as it was not said yet.
    pub fn say_notices(&self, notices: &[Notice]) {
        for line in notice_lines(notices, self.global.detail(), self.reader) {
            if self.is_news(&line) {
                self.report.note(&line);
            }
        }
    }

    /// Warns of what is odd and stops nothing, as far as it was not said yet.
    pub fn warn_of<N: Into<Notice>>(&self, oddities: impl IntoIterator<Item = N>) {
        for odd in oddities {
            let odd = odd.into();
            let words = odd.words(self.reader);
            if self.is_news(words) {
                self.report.warn(words);
            }
        }
    }

    fn is_news(&self, words: &str) -> bool {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = !said.iter().any(|known| known == words);
        // A quiet run says no note, and warns all the same.
        if is_news && !self.report.is_quiet() {
            said.push(words.to_owned());
        }
        is_news
    }

    /// Where the outbox is, or would be.
    pub fn outbox_path(&self) -> Result<PathBuf, Failure> {
        let usual = || self.environment.data_dir.as_ref().map(|folder| folder.join("outbox.sqlite"));
        self.global.outbox.clone().or_else(usual).ok_or_else(|| {
            Failure::config("no folder for data is known on this machine, so the outbox has no place")
                .hint("give --outbox FILE")
        })
    }

    /// Opens the outbox for this command alone.
    pub fn open_outbox(&self) -> Result<Outbox, Failure> {
        let since = self.environment.local(self.environment.now);
        let who = format!("process {}, since {since}", std::process::id());
        Ok(Outbox::open(&self.outbox_path()?, &who)?)
    }

    /// The outbox for reading; without one, says so.
    pub fn view_outbox(&self) -> Result<Option<View>, Failure> {
        let path = self.outbox_path()?;
        let view = View::open(&path)?;
        if view.is_none() {
            let path = for_sentence(&path.display().to_string());
            self.report.say(&format!("There is no outbox yet ({path}). Sending the first letter creates it."));
        }
        Ok(view)
    }

    /// Whether letters went out before a campaign was corrected. The outbox is opened only for a campaign that was.
    pub fn older(&self, campaign: &Campaign) -> Option<String> {
        if campaign.version == 1 {
            return None;
        }
        // What cannot be read is said by the commands that need it.
        let view = View::open(&self.outbox_path().ok()?).ok()??;
        let older = view.older(&campaign.id, campaign.version).ok()?;
        let older = older.iter().map(|(office, count)| (office.as_str(), *count));
        let older = went_out_before(campaign.version, older)?;
        Some(format!("{older}; `outcry send` with --again=older sends those alone once more"))
    }

    /// The office of that id, or what to do about there being none.
    pub fn office(&self, id: &str) -> Result<&Office, Failure> {
        let registry = &self.sources.registry;
        registry.get(id).ok_or_else(|| {
            if let Some(missing) = registry.missing(id) {
                return Failure::data(missing.to_string());
            }
            let failure = Failure::data(format!("unknown office \"{}\"", for_sentence(id)));
            match registry.nearest_id(id) {
                Some(near) => failure.hint(format!("did you mean {near}?")),
                None => failure.hint("`outcry recipients list WORD` finds offices by any of their names"),
            }
        })
    }
}
