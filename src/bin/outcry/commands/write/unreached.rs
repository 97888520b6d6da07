//! What to say of a letter that a format does not carry as it is.

use outcry::letter::{Letter, Role};
use outcry::render::mailto::{LONGEST, Link, mailto};

use super::job::Job;
use crate::args::Format;
use crate::args::command_line::Again;
use crate::messages::channels;
use crate::output::format::{by, way};

impl Job<'_> {
    fn again(&self) -> Again<'_> {
        let list = self.args.list.signatories.is_some().then_some(&self.args.list);
        Again { global: &self.app.global, who: &self.args.who, list, to: &self.args.to, edit: &self.args.edit }
    }

    /// That a format does not reach an office, why, and what can be done; or that a link is too long.
    pub fn shortfall(&self, letter: &Letter<'_>) -> Option<String> {
        let (id, name, format) = (&letter.office.id, &letter.first().office, self.args.made());
        if self.reaches(letter) {
            return match mailto(letter).filter(|_| format == Format::Mailto) {
                Some(Link::WithoutText { whole, .. }) => Some(format!(
                    "{id}: a link with the whole letter has {whole} characters; many mail programs cut links after \
                     {LONGEST}. The link here holds only addresses and subject. Open it, then paste the letter: `{}`. \
                     Or make a draft with the whole letter: `-f eml -o drafts/`.",
                    self.again().line("write", letter.campaign, id, Format::Text)
                )),
                _ => None,
            };
        }
        if self.args.sheet.fax {
            return Some(format!("{name} ({id}) has no fax number."));
        }
        let why: String = channels::barred(letter.office, way(format)).map(|why| format!(" {why}")).collect();
        let line = |command: &str, format| self.again().line(command, letter.campaign, id, format);
        let instead = match letter.role {
            Role::Copy => channels::instead_of_copy(line),
            Role::Letter | Role::Cover => channels::instead(letter.office, line),
        };
        Some(format!("{name} ({id}) cannot be reached {}.{why} {instead}", by(format)))
    }
}
