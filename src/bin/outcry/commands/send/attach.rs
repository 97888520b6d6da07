//! The mail of a letter, with the letter on paper attached where that is asked for, and whether either can
//! be made.

use std::path::Path;

use jiff::Timestamp;
use outcry::letter::{Letter, Role};
use outcry::outbox::Entry;
use outcry::render::mail::{Attachment, Mail, Posting, mail};

use super::send_run::{NOTHING, SendRun};
use crate::args::{Format, SendArgs};
use crate::failure::Failure;
use crate::input::history::mail_of;
use crate::messages::outcomes::size;
use crate::output::files::paper_format;
use crate::signatures::say_the_same;

/// Bytes of a mail with a letter on paper. Large providers take 20 MB, offices often half of that or less;
/// with more than this, it is a picture that was not made for a letter.
const MAIL_MOST: usize = 5_000_000;

/// Whether a run sets letters on paper: to attach them, or for the post.
pub fn typesets(args: &SendArgs) -> bool {
    args.attach_pdf || args.joint.is_some() || args.paper.as_deref().is_some_and(is_set) && args.test_to.is_none()
}

/// Whether letters that go there are set on paper, and not text.
fn is_set(path: &Path) -> bool {
    paper_format(path) == Format::Pdf
}

/// Refuses flags for the look of a letter that nothing would show: what an office gets shall not change
/// without a word.
pub fn refuse_look_without_paper(args: &SendArgs) -> Result<(), Failure> {
    let given = args.look.given();
    if given.is_empty() || args.attach_pdf || args.paper.as_deref().is_some_and(is_set) {
        return Ok(());
    }
    Err(Failure::usage(format!("{} can be used only with --attach-pdf, or with --paper for PDFs", given.join(", ")))
        .hint("add --attach-pdf to attach each letter as it looks on paper"))
}

/// What came of setting a letter on paper.
pub enum Set {
    Whole,
    /// A font is missing; what it is missing for.
    LacksFont(Failure),
}

impl SendRun<'_> {
    /// The mail, as it was when it was first tried if it still reads like that.
    pub fn mail(&self, letter: &Letter<'_>, known: Option<&Entry>, now: Timestamp) -> Result<Mail, Failure> {
        mail_of(known, now, |date| self.mail_on(letter, date))
    }

    fn mail_on(&self, letter: &Letter<'_>, date: Timestamp) -> Result<Mail, Failure> {
        let Some(sheets) = self.sheets.as_ref().filter(|_| self.args.attach_pdf || self.joint.is_some()) else {
            return self.posted(letter, date, &[]);
        };
        // The letter on paper bears the day of its mail: made again on a later day, it is the same file.
        let day = self.app.environment.day(date);
        let letters = self.ready_on(day, letter.signatory, vec![letter.office]).letters()?;
        let letter = letters.first().unwrap_or(letter);
        let (name, bytes) = match &self.joint {
            Some(joint) => {
                (format!("{}-joint.pdf", letter.campaign), joint.on_paper(sheets, &self.of_one_text(letter)?)?)
            }
            None => (format!("letter-{}-{}.pdf", letter.campaign, letter.office.id), sheets.letter(letter)?),
        };
        self.posted(letter, date, &[Attachment { name, media_type: "application/pdf", bytes }])
    }

    /// The joint letter to each office that gets what this one gets. Who gets a copy gets what the others get.
    fn of_one_text<'l>(&'l self, letter: &Letter<'l>) -> Result<Vec<Letter<'l>>, Failure> {
        let (mut offices, _) = self.recipients.offices(letter.signatory);
        offices.retain(|office| self.recipients.role(office, letter.signatory) == Role::Letter);
        let letters = self.ready_on(letter.date, letter.signatory, offices).letters()?;
        let Some(first) = letters.first() else { return Ok(vec![letter.clone()]) };
        let main = letters.iter().find(|one| say_the_same(one, letter)).unwrap_or(first);
        Ok(letters.iter().filter(|one| say_the_same(one, main)).cloned().collect())
    }

    /// The mail without regard to what was tried before.
    pub fn posted(&self, letter: &Letter<'_>, date: Timestamp, files: &[Attachment]) -> Result<Mail, Failure> {
        mail(letter, &Posting { date, ..self.posting.clone() }, files).map_err(|error| Failure::data(error.to_string()))
    }

    /// The first mail of those that are shown, which is as large as all of them.
    pub fn first_mail(&self, letter: &Letter<'_>, known: Option<&Entry>) -> Result<Mail, Failure> {
        let mail = self.mail(letter, known, self.posting.date).map_err(|failure| failure.hint(NOTHING))?;
        if mail.attached.is_empty() || mail.bytes.len() <= MAIL_MOST {
            return Ok(mail);
        }
        let (is, most) = (size(mail.bytes.len()), size(MAIL_MOST));
        let instead = match &self.joint {
            Some(_) => "hand the letter over on paper, as `outcry joint` makes it",
            None => "save the pictures with fewer pixels, or as JPEG",
        };
        Err(Failure::data(format!("{}: with the letter attached the mail has {is}; {NOTHING}", mail.office))
            .hint(format!("many offices refuse more than {most}: {instead}")))
    }

    /// Whether the letter can be printed, if it is to be. One that waits for a font keeps no other from going out.
    pub fn check(&self, letter: &Letter<'_>) -> Result<Set, Failure> {
        let by_mail = !letter.office.emails().is_empty();
        let wanted = if by_mail { self.args.attach_pdf } else { self.paper().is_some_and(is_set) };
        let Some(sheets) = self.sheets.as_ref().filter(|_| wanted) else { return Ok(Set::Whole) };
        match sheets.check(letter) {
            Ok(()) => Ok(Set::Whole),
            Err(failure) if sheets.lacks_font(letter) => Ok(Set::LacksFont(failure)),
            Err(failure) => Err(failure),
        }
    }
}
