//! Changes to the user's own TOML files, `config.toml` and `recipients.toml`. Everything the user
//! wrote stays, comments and order included; a file that could not be read back is never written; no
//! secret passes through here.

use std::io::Write;
use std::path::{Path, PathBuf};

use outcry::settings::Config;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

use crate::failure::{Exit, Failure};

/// Changes the configuration file, or begins one. Returns where it is.
pub fn configuration(
    file: Option<&Path>,
    edit: impl FnOnce(&mut DocumentMut) -> Result<(), String>,
) -> Result<PathBuf, Failure> {
    let Some(file) = file else {
        return Err(Failure::config("there is no folder for the configuration").hint("name a file with --config FILE"));
    };
    change(file, Exit::Config, Readers::Owner, valid_configuration, edit)
}

fn valid_configuration(text: &str) -> Result<(), String> {
    Config::parse("the new configuration", text).map(|_| ()).map_err(|error| error.problem.to_string())
}

/// Changes a file, or begins one. Returns where it is. `valid` reads the new text back.
///
/// The new file is written beside the old one and takes its place in one step. After a power cut there is the old file or the new one, never half of one.
pub fn change(
    file: &Path,
    failing: Exit,
    readers: Readers,
    valid: impl Fn(&str) -> Result<(), String>,
    edit: impl FnOnce(&mut DocumentMut) -> Result<(), String>,
) -> Result<PathBuf, Failure> {
    // A link, as people who keep their settings elsewhere have one, stays a link.
    let target = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let fail = |error: std::io::Error| Failure::file(&target, &error);
    let before = match std::fs::read(&target) {
        Ok(bytes) => String::from_utf8(bytes)
            .map_err(|_| Failure::new(failing, format!("{}: not UTF-8 text; nothing was changed", target.display())))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(fail(error)),
    };
    let after = edited(&before, valid, edit)
        .map_err(|problem| Failure::new(failing, format!("{problem}; {} was not changed", target.display())))?;

    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    outcry::own::make_folder(folder).map_err(fail)?;
    let mut new = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    new.write_all(after.as_bytes()).and_then(|()| new.as_file().sync_all()).map_err(fail)?;
    if let (Readers::AsBefore, Ok(old)) = (readers, std::fs::metadata(&target)) {
        new.as_file().set_permissions(old.permissions()).map_err(fail)?;
    }
    new.persist(&target).map_err(|error| fail(error.error))?;
    Ok(target)
}

/// Who may read a file that was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Its owner alone: it holds personal details.
    Owner,
    /// Whoever could before; of a new file, its owner alone.
    AsBefore,
}

/// The file's text after the change, or why it could not be read any more.
fn edited(
    before: &str,
    valid: impl Fn(&str) -> Result<(), String>,
    edit: impl FnOnce(&mut DocumentMut) -> Result<(), String>,
) -> Result<String, String> {
    let (mark, body) = before.strip_prefix('\u{feff}').map_or(("", before), |body| ("\u{feff}", body));
    // toml_edit ends the lines it writes with \n alone.
    let crlf = body.contains("\r\n");
    let mut document: DocumentMut = body.replace("\r\n", "\n").parse().map_err(|error| format!("{error}"))?;
    edit(&mut document)?;
    let after = document.to_string();
    valid(&after)?;
    Ok(format!("{mark}{}", if crlf { after.replace('\n', "\r\n") } else { after }))
}

/// Adds a table at the end of the file, after whatever comments stand there.
pub fn add_table(document: &mut DocumentMut, path: &[&str], mut table: Table) -> Result<(), String> {
    at_the_end(document, &mut table);
    let Some((name, parents)) = path.split_last() else { return Ok(()) };
    let mut place: &mut Table = document.as_table_mut();
    for parent in parents {
        let mut group = Table::new();
        group.set_implicit(true);
        let entry = place.entry(parent).or_insert(Item::Table(group));
        place = entry.as_table_mut().ok_or_else(|| {
            format!(
                "{parent} is written as {parent} = …, where no table can be added; write it as [{parent}.NAME] tables"
            )
        })?;
    }
    place.insert(name, Item::Table(table));
    Ok(())
}

/// Takes a table out, with the comment right above it. What else stands above stays.
pub fn remove_table(document: &mut DocumentMut, path: &[&str]) -> Result<(), String> {
    let absent = || format!("{} is not there", path.join("."));
    let Some((name, parents)) = path.split_last() else { return Ok(()) };
    let is_first = document.to_string().trim_start().starts_with(&format!("[{}]", path.join(".")));
    let mut place = document.as_item_mut();
    for parent in parents {
        place = place.get_mut(parent).ok_or_else(absent)?;
    }
    let removed = place.as_table_like_mut().and_then(|keys| keys.remove(name)).ok_or_else(absent)?;
    let Some(table) = removed.as_table() else { return Ok(()) };
    let above = table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
    // A blank line parts what is said of the file from what is said of the table.
    let kept = above.rfind("\n\n").map_or("", |end| &above[..=end]).to_owned();
    let after = table.position();
    if let Some(next) = next_table(document.as_table_mut(), after) {
        let own = next.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default();
        let prefix = format!("{kept}{own}");
        next.decor_mut().set_prefix(if is_first { prefix.trim_start_matches('\n').to_owned() } else { prefix });
    } else {
        let trailing = format!("{kept}{}", document.trailing().as_str().unwrap_or_default());
        document.set_trailing(trailing);
    }
    Ok(())
}

/// The table that stands first after a place in the file.
fn next_table(table: &mut Table, after: Option<isize>) -> Option<&mut Table> {
    let tables = table.iter_mut().flat_map(|(_, item)| match item {
        Item::Table(table) => vec![table],
        Item::ArrayOfTables(tables) => tables.iter_mut().collect(),
        _ => Vec::new(),
    });
    let found = tables.flat_map(|table| {
        let is_next = !table.is_implicit() && table.position() > after;
        if is_next { vec![table] } else { next_table(table, after).into_iter().collect() }
    });
    found.min_by_key(|table| table.position())
}

/// Adds one `[[name]]` table at the end of the file, after whatever comments stand there.
pub fn add_to_list(document: &mut DocumentMut, name: &str, mut table: Table) -> Result<(), String> {
    at_the_end(document, &mut table);
    let list = document.entry(name).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    list.as_array_of_tables_mut().ok_or_else(|| inline(name))?.push(table);
    Ok(())
}

/// What to do about a list that is written in one line.
pub fn inline(key: &str) -> String {
    format!("{key} is written as {key} = […], where nothing can be added; write it as [[{key}]] tables")
}

/// Makes a new table the last one of the file.
fn at_the_end(document: &mut DocumentMut, table: &mut Table) {
    let end = document.trailing().as_str().unwrap_or_default().to_owned();
    let gap = if document.is_empty() && end.is_empty() { "" } else { "\n" };
    let broken_line = if end.is_empty() || end.ends_with('\n') { "" } else { "\n" };
    table.decor_mut().set_prefix(format!("{end}{broken_line}{gap}"));
    table.set_position(Some(isize::MAX));
    document.set_trailing("");
}

/// Sets one key of a table of the file, which is added when it is not there.
pub fn set_in(document: &mut DocumentMut, table: &[&str], key: &str, value: impl Into<Value>) -> Result<(), String> {
    let there = table.iter().try_fold(document.as_item(), |place, name| place.get(name));
    if there.is_none() {
        add_table(document, table, Table::new())?;
    }
    let place = table.iter().try_fold(document.as_item_mut(), |place, name| place.get_mut(name));
    let keys = place.and_then(Item::as_table_like_mut).ok_or_else(|| format!("{} is not a table", table.join(".")))?;
    set(keys, key, value);
    Ok(())
}

/// Takes one key of a table out, with the comments right above it.
pub fn remove_in(document: &mut DocumentMut, table: &[&str], key: &str) {
    let place = table.iter().try_fold(document.as_item_mut(), |place, name| place.get_mut(name));
    if let Some(keys) = place.and_then(Item::as_table_like_mut) {
        keys.remove(key);
    }
}

/// Sets one key and leaves the comments above and behind it where they are.
pub fn set(keys: &mut dyn TableLike, key: &str, value: impl Into<Value>) {
    let mut value = value.into();
    if let Some(old) = keys.get(key).and_then(Item::as_value) {
        *value.decor_mut() = old.decor().clone();
    }
    // To insert over a key would take away the comment above it.
    match keys.get_mut(key) {
        Some(item) => *item = Item::Value(value),
        None => drop(keys.insert(key, Item::Value(value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(document: &mut DocumentMut) -> Result<(), String> {
        let mut table = Table::new();
        table.insert("host", toml_edit::value("mail.union.test"));
        table.insert("from", toml_edit::value("b@union.test"));
        add_table(document, &["account", "new"], table)
    }

    const ADDED: &str = "[account.new]\nhost = \"mail.union.test\"\nfrom = \"b@union.test\"\n";

    #[test]
    fn an_account_is_added_behind_everything_else() {
        for before in [
            "# mine\n[me]\nname  =  'Jo' # me\n\n# the end\n",
            "[account.old]\npreset = \"gmail\"\nfrom = \"a@union.test\"\n[profile.x]\nname = \"X\"",
            "account.old = { host = \"h.test\", from = \"a@union.test\" }\n[profile.x]\nname = \"X\"\n# no line end",
            "\u{feff}[me]\nname = \"Jo\"\n",
        ] {
            let after = edited(before, valid_configuration, account).unwrap();
            let start = before.trim_end_matches('\n');
            assert!(after.starts_with(start), "{after}");
            assert_eq!(&after[start.len()..].trim_start(), &ADDED, "{after}");
        }
        assert_eq!(edited("", valid_configuration, account).unwrap(), ADDED);
        let windows = edited("[me]\r\nname = \"Jo\"\r\n", valid_configuration, account).unwrap();
        assert_eq!(windows, format!("[me]\nname = \"Jo\"\n\n{ADDED}").replace('\n', "\r\n"));
    }

    #[test]
    fn an_account_is_taken_out_and_the_rest_stays() {
        let without = |before: &str| edited(before, |_| Ok(()), |document| remove_table(document, &["account", "a"]));
        let account = "[account.a] # ours\nfrom = \"a@union.test\" # us\n";
        for (before, after) in [
            (account.to_owned(), ""),
            (format!("# mine\n\n# about a\n{account}"), "# mine\n"),
            (
                format!("[me]\nname = \"Jo\"\n\n# about a\n{account}\n# about b\n[account.b]\nx = 1\n# end\n"),
                "[me]\nname = \"Jo\"\n\n# about b\n[account.b]\nx = 1\n# end\n",
            ),
            (format!("{account}\n[account.b]\nx = 1\n"), "[account.b]\nx = 1\n"),
            (format!("# mine\n\n{account}[account.b]\nx = 1\n"), "# mine\n[account.b]\nx = 1\n"),
            ("account.a = { from = \"a@union.test\" }\naccount.b = { x = 1 }\n".to_owned(), "account.b = { x = 1 }\n"),
        ] {
            assert_eq!(without(&before).as_deref(), Ok(after), "{before}");
        }
        assert!(without("[account.b]\nx = 1\n").is_err());
    }

    #[test]
    fn what_could_not_be_read_back_is_refused() {
        let error = edited("", valid_configuration, |document| add_table(document, &["account", "a"], Table::new()))
            .unwrap_err();
        assert!(error.contains("missing field `from`"), "{error}");
        assert!(edited("account = {}\n", valid_configuration, account).unwrap_err().contains("[account.NAME]"));
    }

    #[test]
    fn a_detail_is_taken_out_where_it_stands() {
        let before = "[me]\nname = \"Jo\"\n# our head\nletterhead = \"head.png\" # big\nlayout = \"fr\"\n";
        let without = |table: &[&str], key: &str| {
            edited(before, valid_configuration, |document| {
                remove_in(document, table, key);
                Ok(())
            })
        };
        assert_eq!(without(&["me"], "letterhead").as_deref(), Ok("[me]\nname = \"Jo\"\nlayout = \"fr\"\n"));
        for (table, key) in [(["me"], "signature"), (["us"], "letterhead")] {
            assert_eq!(without(&table, key).as_deref(), Ok(before), "{table:?} {key}");
        }
    }

    #[test]
    fn a_detail_is_set_where_it_belongs() {
        let before = "# top\n[me] # who\n# on my card\nname = \"Jo\" # short\n# about the country\ncountry = \"GB\"\n\n[profile.b]\nname = \"B\"\n";
        let after = edited(before, valid_configuration, |document| {
            set_in(document, &["me"], "name", "Jo Smith")?;
            set_in(document, &["me"], "members", 340)
        })
        .unwrap();
        assert_eq!(
            after,
            "# top\n[me] # who\n# on my card\nname = \"Jo Smith\" # short\n# about the country\ncountry = \"GB\"\nmembers = 340\n\n[profile.b]\nname = \"B\"\n"
        );
        assert_eq!(
            edited("", valid_configuration, |document| set_in(document, &["me"], "name", "Jo")).unwrap(),
            "[me]\nname = \"Jo\"\n"
        );
        let extra = |before: &str| {
            edited(before, valid_configuration, |document| set_in(document, &["me", "extra"], "workplace", "Pier 7"))
        };
        let added = "[me.extra]\nworkplace = \"Pier 7\"\n";
        assert_eq!(extra(""), Ok(added.to_owned()));
        assert_eq!(extra("[me]\nname = \"Jo\"\n"), Ok(format!("[me]\nname = \"Jo\"\n\n{added}")));
        let inline = "[me]\nextra = { workplace = \"Mill\" }\n";
        assert_eq!(extra(inline), Ok(inline.replace("Mill", "Pier 7")));
        assert_eq!(
            extra("[me.extra]\nworkplace = \"Mill\" # old\n"),
            Ok("[me.extra]\nworkplace = \"Pier 7\" # old\n".to_owned())
        );
    }
}
