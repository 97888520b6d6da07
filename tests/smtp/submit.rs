//! The steps of one letter in a row, over one connection, for tests that ask what comes of them. The program
//! takes the same steps, several connections at a time, in `deliver::worker`.

use outcry::smtp::{Connection, Envelope, Progress, Submission};

/// The mark before a letter's end could not be written.
pub struct Withheld;

/// Sends one letter. `mark` runs when the server has the whole text and only the end is missing.
pub fn submit(
    connection: &mut Connection,
    envelope: &Envelope,
    letter: &[u8],
    mark: &mut dyn FnMut() -> Result<(), Withheld>,
) -> Submission {
    let ended = connection.announce(envelope.clone(), letter).and_then(|announced| {
        let mut progress = connection.hear(announced)?;
        let written = loop {
            match progress {
                Progress::Announced(announced) => progress = connection.hear(announced)?,
                Progress::Written(written) => break written,
            }
        };
        let _ready = Connection::wait(&[connection], written.due());
        let written = connection.look(written)?;
        match mark() {
            Ok(()) => connection.end(written),
            Err(Withheld) => Err(connection.withhold(written)),
        }
    });
    match ended {
        Ok(ended) => connection.answer(ended),
        Err(submission) => submission,
    }
}
