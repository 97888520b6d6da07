//! Where the outbox lies, and who may use it: for its owner alone, on a disk of this machine, by one
//! sending run at a time.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::problem::{OutboxError, OutboxProblem};
use crate::own::{self, NotOwn};
use crate::text;

/// The lock of a sending run. The system releases it when the process ends, however it ends. Its file names who
/// has it, and on a second line the start of the machine since which the log beside the outbox was written.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
    who: String,
}

impl Lock {
    /// Times the lock is tried: whoever only looks holds it for a moment.
    const TRIES: u32 = 10;
    const PAUSE: Duration = Duration::from_millis(20);

    /// Takes the lock in the name of `who`, or says who has it.
    pub(super) fn take(outbox: &Path, who: &str) -> Result<Self, OutboxError> {
        let path = beside(outbox, ".lock");
        let io = |error: std::io::Error| OutboxError::new(&path, OutboxProblem::Io(error.to_string()));
        let file = own::open(&path).map_err(|why| not_own(&path, why))?;
        for _ in 0..Self::TRIES {
            match file.try_lock() {
                Ok(()) => {
                    let mut lock = Self { file, who: who.to_owned() };
                    lock.note_boot(Self::boot(outbox).as_deref()).map_err(io)?;
                    return Ok(lock);
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(Self::PAUSE),
                Err(TryLockError::Error(error)) => return Err(io(error)),
            }
        }
        let mut holder = String::new();
        // Where a locked file cannot be read, nobody is named.
        let _unnamed = (&file).take(200).read_to_string(&mut holder);
        let holder = holder.lines().next().unwrap_or_default();
        Err(OutboxError::new(outbox, OutboxProblem::Busy(text::for_sentence(holder))))
    }

    /// The start of the machine since which the log beside an outbox was written, if that is known.
    pub(super) fn boot(outbox: &Path) -> Option<String> {
        let text = fs::read_to_string(beside(outbox, ".lock")).ok()?;
        text.lines().nth(1).map(str::to_owned)
    }

    /// Names this start of the machine: there is no log from before it.
    pub(super) fn note_boot(&mut self, boot: Option<&str>) -> std::io::Result<()> {
        let text = format!("{}\n{}", self.who, boot.unwrap_or_default());
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(text.as_bytes())
    }

    /// Whether a run is sending at this moment.
    pub(super) fn is_taken(outbox: &Path) -> bool {
        let Ok(file) = File::open(beside(outbox, ".lock")) else { return false };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file releases it too; so does the end of the process.
        let _released = self.file.unlock();
    }
}

/// The database's log, to sync it. No lock is held on this file that closing it would give up.
pub(super) fn log_beside(outbox: &Path) -> std::io::Result<File> {
    File::open(beside(outbox, "-wal"))
}

/// Whether a change that was made without a log may be unfinished.
pub(super) fn has_journal(outbox: &Path) -> bool {
    beside(outbox, "-journal").exists()
}

/// Puts on the disk that the outbox and its folder exist, so that a power cut cannot take both.
pub(super) fn sync_folders(outbox: &Path) -> Result<(), OutboxError> {
    #[cfg(unix)]
    for folder in outbox.ancestors().skip(1).take(2).filter(|folder| !folder.as_os_str().is_empty()) {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        // Whoever may not read the folder above made none in it either.
        if let Err(error) = synced
            && error.kind() != std::io::ErrorKind::PermissionDenied
        {
            return Err(OutboxError::new(outbox, OutboxProblem::Io(error.to_string())));
        }
    }
    Ok(())
}

/// A file beside the outbox, by the end of its name.
pub(super) fn beside(outbox: &Path, ending: &str) -> PathBuf {
    let mut name = outbox.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Makes the outbox's folder and file if they are not there, and takes away what others may do with
/// the file. `SQLite` gives the files it puts beside it the same mode.
pub(super) fn prepare(outbox: &Path) -> Result<(), OutboxError> {
    let io = |error: std::io::Error| OutboxError::new(outbox, OutboxProblem::Io(error.to_string()));
    let folder = outbox.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    own::make_folder(folder).map_err(io)?;
    refuse_links(outbox)?;
    if let Some(kind) = network(if outbox.exists() { outbox } else { folder }) {
        return Err(OutboxError::new(outbox, OutboxProblem::Network(kind)));
    }
    own::open(outbox).map(drop).map_err(|why| not_own(outbox, why))
}

/// Refuses an outbox, or a file that `SQLite` keeps beside it, that is not this user's own; see [`own`].
pub(super) fn refuse_links(outbox: &Path) -> Result<(), OutboxError> {
    let beside = ["-wal", "-shm", "-journal"].map(|ending| beside(outbox, ending));
    std::iter::once(outbox.to_owned())
        .chain(beside)
        .try_for_each(|path| own::check(&path).map_err(|why| not_own(&path, why)))
}

fn not_own(path: &Path, why: NotOwn) -> OutboxError {
    let problem = match why {
        NotOwn::Io(error) => OutboxProblem::Io(error.to_string()),
        NotOwn::Link(target) => OutboxProblem::Link(target),
        other => OutboxProblem::NotOwn(other.to_string()),
    };
    OutboxError::new(path, problem)
}

/// The kind of network file system a file or folder lies on, if it does: there locks are not to be trusted,
/// and two runs would send the same letters.
#[cfg(target_os = "linux")]
pub(super) fn network(folder: &Path) -> Option<&'static str> {
    let folder = folder.canonicalize().ok()?;
    let magic = rustix::fs::statfs(&folder).ok()?.f_type;
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::unnecessary_cast,
        reason = "statfs(2): a number of 32 bits, whose type is another one on each machine"
    )]
    network_by_magic(magic as u32, fuse_type(&mounts, &folder))
}

/// Nothing is known of file systems elsewhere.
#[cfg(not(target_os = "linux"))]
pub(super) fn network(_folder: &Path) -> Option<&'static str> {
    None
}

/// By the numbers of `statfs(2)`. FUSE has one number for all, so there the mount's type decides, and
/// only what is known to be a local disk passes.
#[cfg(target_os = "linux")]
fn network_by_magic(magic: u32, fuse: Option<&str>) -> Option<&'static str> {
    const FUSE: u32 = 0x6573_5546;
    const LOCAL_FUSE: [&str; 8] = [
        "fuseblk",
        "fuse.fuse-overlayfs",
        "fuse.gocryptfs",
        "fuse.cryfs",
        "fuse.encfs",
        "fuse.mergerfs",
        "fuse.bindfs",
        "fuse.unionfs",
    ];
    match magic {
        0x6969 => Some("NFS"),
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => Some("SMB (CIFS)"),
        0x0102_1997 => Some("9P"),
        0x00c3_6400 => Some("Ceph"),
        0x5346_414f | 0x6b41_4653 => Some("AFS"),
        0x7375_7245 => Some("Coda"),
        0x0bd0_0bd0 => Some("Lustre"),
        0x7461_636f => Some("OCFS2"),
        0x0116_1970 => Some("GFS2"),
        FUSE if !fuse.is_some_and(|kind| LOCAL_FUSE.contains(&kind)) => Some("FUSE (such as sshfs)"),
        _ => None,
    }
}

/// The type of the mount a folder lies on, from the lines of `/proc/self/mountinfo`.
#[cfg(target_os = "linux")]
fn fuse_type<'m>(mounts: &'m str, folder: &Path) -> Option<&'m str> {
    let mount = |line: &'m str| {
        let (mount, rest) = line.split_once(" - ")?;
        let point = mount.split(' ').nth(4)?.replace("\\040", " ");
        folder.starts_with(&point).then_some((point.len(), rest.split(' ').next()?))
    };
    // Of several on one another the last is the one that shows.
    mounts.lines().filter_map(mount).max_by_key(|(length, _)| *length).map(|(_, kind)| kind)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_known() {
        for (magic, fuse, expected) in [
            (0x6969, None, Some("NFS")),
            (0xff53_4d42, None, Some("SMB (CIFS)")),
            (0x6573_5546, Some("fuse.sshfs"), Some("FUSE (such as sshfs)")),
            (0x6573_5546, None, Some("FUSE (such as sshfs)")),
            (0x6573_5546, Some("fuseblk"), None),
            (0xef53, None, None),
            (0x0102_1994, None, None),
        ] {
            assert_eq!(network_by_magic(magic, fuse), expected, "{magic:x} {fuse:?}");
        }
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda rw\n\
                      30 22 0:50 / /home/jo/far\\040away rw,nosuid shared:1 - fuse.sshfs host: rw\n";
        assert_eq!(fuse_type(mounts, Path::new("/home/jo/far away/x")), Some("fuse.sshfs"));
        assert_eq!(fuse_type(mounts, Path::new("/home/jo")), Some("ext4"));
    }
}
