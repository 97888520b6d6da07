//! Files that only their owner may read, in folders where somebody else may have put something in the way.
//!
//! A link, a file of another owner, or a second name of one (a hard link) at a place where this program makes or goes
//! on with a file would have it write into, cut or change the mode of something else. The last part of a path is
//! therefore opened without following a link (`O_NOFOLLOW`), and what was opened is looked at before it is touched. Links
//! in the folders before it are followed: a linked home is nobody's attack.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Why a file is not used.
#[derive(Debug, thiserror::Error)]
pub enum NotOwn {
    /// It is a link to another file.
    #[error("it is a link to {}", .0.display())]
    Link(PathBuf),
    /// It belongs to somebody else.
    #[error("it belongs to another user")]
    Owner,
    /// It has another name elsewhere, through which it would change there too.
    #[error("it is the same file as another one (a hard link)")]
    HardLink,
    /// It is a folder, a pipe or a device.
    #[error("it is not a file")]
    NotAFile,
    /// The system says no.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Opens a file to read it and write to it, and makes it if it is not there, for its owner alone.
pub fn open(path: &Path) -> Result<File, NotOwn> {
    open_with(path, OpenOptions::new().write(true))
}

/// The same, but each write goes to its end.
pub fn open_to_append(path: &Path) -> Result<File, NotOwn> {
    open_with(path, OpenOptions::new().append(true))
}

fn open_with(path: &Path, options: &mut OpenOptions) -> Result<File, NotOwn> {
    check(path)?;
    options.read(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.mode(0o600).custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path).map_err(|error| link(path).unwrap_or(NotOwn::Io(error)))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let found = file.metadata()?;
        judge(&found)?;
        if found.mode() & 0o077 != 0 {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(file)
}

/// Whether what is at a path, if anything, is a file of this user and of no other name. It is not followed or opened.
pub fn check(path: &Path) -> Result<(), NotOwn> {
    let found = match path.symlink_metadata() {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    match link(path) {
        Some(link) => Err(link),
        None => judge(&found),
    }
}

/// Why a file that decides what is run and sent is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsafe {
    /// Everybody may write to it.
    WritableByAll,
    /// Its group may write to it, which may be the user alone.
    WritableByGroup,
    /// It belongs to somebody who is neither this user nor root.
    Owner,
}

/// Whether somebody else could have written a file, such as a configuration with commands in it. A link is followed:
/// people keep their configuration elsewhere.
#[cfg(unix)]
pub fn is_unsafe(path: &Path) -> io::Result<Option<Unsafe>> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(path)?;
    let owners = [0, rustix::process::geteuid().as_raw()];
    Ok(if !owners.contains(&found.uid()) {
        Some(Unsafe::Owner)
    } else if found.mode() & 0o002 != 0 && found.is_file() {
        Some(Unsafe::WritableByAll)
    } else if found.mode() & 0o020 != 0 && found.is_file() {
        Some(Unsafe::WritableByGroup)
    } else {
        None
    })
}

/// Nothing is known of owners and modes here.
#[cfg(not(unix))]
pub fn is_unsafe(_path: &Path) -> io::Result<Option<Unsafe>> {
    Ok(None)
}

/// Whether two paths lead to one file.
pub fn is_same_file(one: &Path, two: &Path) -> bool {
    matches!((one.canonicalize(), two.canonicalize()), (Ok(one), Ok(two)) if one == two)
}

fn link(path: &Path) -> Option<NotOwn> {
    let target = fs::read_link(path).ok()?;
    Some(NotOwn::Link(path.canonicalize().unwrap_or(target)))
}

#[cfg(unix)]
fn judge(found: &fs::Metadata) -> Result<(), NotOwn> {
    use std::os::unix::fs::MetadataExt;
    if !found.is_file() {
        Err(NotOwn::NotAFile)
    } else if found.uid() != rustix::process::geteuid().as_raw() {
        Err(NotOwn::Owner)
    } else if found.nlink() > 1 {
        Err(NotOwn::HardLink)
    } else {
        Ok(())
    }
}

#[cfg(not(unix))]
fn judge(found: &fs::Metadata) -> Result<(), NotOwn> {
    if found.is_file() { Ok(()) } else { Err(NotOwn::NotAFile) }
}

/// Makes a folder, and those above it that are missing, for their owner alone. One that is there stays as it is.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    #[cfg(unix)]
    #[test]
    fn nothing_but_an_own_file_is_opened_and_what_is_in_the_way_stays_as_it_was() {
        use std::io::Write;
        use std::os::unix::fs::{PermissionsExt, symlink};

        use super::*;

        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("victim"), "precious").unwrap();
        fs::set_permissions(at("victim"), fs::Permissions::from_mode(0o644)).unwrap();
        symlink(at("victim"), at("link")).unwrap();
        symlink(at("nowhere"), at("dangling")).unwrap();
        fs::create_dir(at("folder")).unwrap();
        fs::hard_link(at("victim"), at("second")).unwrap();
        for open in [open as fn(&Path) -> _, open_to_append] {
            assert!(matches!(open(&at("link")), Err(NotOwn::Link(target)) if target.ends_with("victim")));
            assert!(matches!(open(&at("dangling")), Err(NotOwn::Link(_))));
            assert!(matches!(open(&at("folder")), Err(NotOwn::NotAFile)));
            assert!(matches!(open(&at("second")), Err(NotOwn::HardLink)));
        }
        assert!(!at("nowhere").exists());
        let victim = fs::metadata(at("victim")).unwrap();
        assert_eq!(
            (victim.permissions().mode() & 0o777, fs::read_to_string(at("victim")).unwrap().as_str()),
            (0o644, "precious")
        );
        open_to_append(&at("new")).unwrap().write_all(b"a").unwrap();
        open_to_append(&at("new")).unwrap().write_all(b"b").unwrap();
        assert_eq!(fs::read_to_string(at("new")).unwrap(), "ab");
        assert_eq!(fs::metadata(at("new")).unwrap().permissions().mode() & 0o777, 0o600);
        make_folder(&at("a/b")).unwrap();
        assert_eq!(fs::metadata(at("a")).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
