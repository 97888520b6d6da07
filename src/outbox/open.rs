//! Opening an outbox to read it. One that an older version made, or that a killed program left in the
//! middle, is opened for writing once before that.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::file::{self, Lock};
use super::problem::{OutboxError, OutboxProblem};
use super::run::Outbox;
use super::schema::is_wiped;
use super::view::View;
use super::{boot, log};

impl View {
    /// Opens an outbox to read it; nothing, if there is none. Needs no lock and leaves the file as it is,
    /// unless an older version made it: a letter that a killed run left in the middle is told as in doubt.
    pub fn open(path: &Path) -> Result<Option<Self>, OutboxError> {
        match std::fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(OutboxError::new(path, OutboxProblem::Io(error.to_string()))),
            // A run makes the file before it writes the first line.
            Ok(there) if there.len() == 0 => return Ok(None),
            Ok(_) => {}
        }
        if let Some(kind) = file::network(path) {
            return Err(OutboxError::new(path, OutboxProblem::Network(kind)));
        }
        file::refuse_links(path)?;
        let under_way = Lock::is_taken(path);
        if !under_way {
            log::check(path, boot::id().as_deref())?;
        }
        let sql = OutboxError::sql(path);
        let look = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            Self::over(path, Connection::open_with_flags(path, flags).map_err(&sql)?)
                .map(|view| Self { under_way, ..view })
        };
        let update = || Outbox::open(path, "an update of the file").map(drop);
        match look() {
            // Whoever may look may bring it up to date. If a run has it, that is what stops this.
            Err(OutboxError { problem: OutboxProblem::Older(_), .. }) => update()?,
            // A program was killed before the file had a log: only whoever may write can undo what it began.
            Err(_) if file::has_journal(path) => update()?,
            Ok(view) if !under_way && !is_wiped(&view.db).map_err(&sql)? => {
                drop(view);
                // Another program may still read it. Then that is left to whoever opens it next.
                let _left = update();
            }
            seen => return seen.map(Some),
        }
        look().map(Some)
    }
}
