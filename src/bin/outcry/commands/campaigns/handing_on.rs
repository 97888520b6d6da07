//! `outcry campaigns pack` and `add`: a campaign as one file, and such a file put in place. Nothing is fetched.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use outcry::campaign::{Campaign, CampaignError, Edition, Examined, Origin, Packed, Standing, Status, goes_on, news};
use outcry::check::Severity;
use outcry::own;
use outcry::registry::is_id;
use outcry::text::for_sentence;

use super::check::findings;
use crate::app::App;
use crate::failure::{Exit, Failure};
use crate::messages;
use crate::messages::standing::origin;
use crate::output::files::write_new;

const NOTHING: &str = "nothing was written";

/// Writes a campaign into one file.
pub fn pack(app: &App, id: &str, output: Option<&Path>) -> Result<(), Failure> {
    let campaign = Campaign::load(id, &app.sources.folders)?;
    let packed = Packed::of(id, &campaign.origin)?;
    let failed = |error: &dyn std::fmt::Display| Failure::data(format!("campaign {id} cannot be packed: {error}"));
    let bytes = packed.to_bytes().map_err(|error| failed(&error))?;
    // Whoever gets it must be able to read it.
    Packed::read(&bytes).map_err(|error| failed(&error))?;
    let name = |folder: &Path| file_name(folder, &campaign, &packed, &bytes);
    let digits = format!("version {}, fingerprint {}", campaign.version, packed.fingerprint());
    let path = match output {
        Some(path) if path == Path::new("-") => {
            app.report.bytes(&bytes)?;
            app.report.say(&format!("Campaign {id}, {digits}."));
            return Ok(());
        }
        Some(folder) if folder.is_dir() => folder.join(name(folder)?),
        Some(path) => path.to_owned(),
        None => PathBuf::from(name(Path::new("."))?),
    };
    write_new(&path, &bytes)?;
    app.report.result(&format!("{}\t{digits}\n", path.display()))?;
    app.report.say(&format!(
        "Hand it on, compare these digits by telephone, and have it put in place with: outcry campaigns add {}",
        path.file_name().unwrap_or_default().display()
    ));
    Ok(())
}

/// The name of a campaign's file: `ID-v2.zip`. Closing and extending keep the version, so where that file is there from
/// before, its state follows: `ID-v2-won.zip`, `ID-v2-2027-03-31.zip`.
fn file_name(folder: &Path, campaign: &Campaign, packed: &Packed, bytes: &[u8]) -> Result<String, Failure> {
    let Campaign { id, version, status, .. } = campaign;
    let name = format!("{id}-v{version}.zip");
    let Ok(there) = fs::read(folder.join(&name)) else { return Ok(name) };
    let Some(before) = Packed::read(&there).ok().filter(|_| there != bytes) else { return Ok(name) };
    if !goes_on(&news(&before, packed)) {
        return Err(Failure::data(format!("{name} holds version {version} with another text; {NOTHING}"))
            .hint(format!("whoever has it must be told of the new text, so run: outcry campaigns correct {id}")));
    }
    let state = match (status, campaign.act_by) {
        (Status::Open, Some(last)) => last.to_string(),
        _ => status.as_str().to_owned(),
    };
    Ok(format!("{id}-v{version}-{state}.zip"))
}

/// Puts a campaign that came as one file in place of the copy that is used, or into the configuration folder.
pub fn add(app: &App, file: &Path, id: Option<&str>, yes: bool) -> Result<(), Failure> {
    let shown = file.display().to_string();
    let refused = |why: String| Failure::data(format!("{shown}: {why}; {NOTHING}"));
    let packed = Packed::read(&read(file)?).map_err(|error| refused(error.to_string()))?;
    let id = match (id, &packed.id) {
        (Some(id), Some(own)) if id != own => return Err(refused(format!("it is of campaign {own}, not of {id}"))),
        (Some(id), _) => id.to_owned(),
        (None, Some(own)) => own.clone(),
        (None, None) => {
            return Err(Failure::usage(format!(
                "--id is missing: {shown} does not say which campaign it is, as files of `outcry campaigns pack` do"
            )));
        }
    };
    if !is_id(&id) {
        return Err(CampaignError::Id(for_sentence(&id)).into());
    }
    let editions = Edition::all(&id, &app.sources.folders);
    let used = editions.first();
    let place = match used.map(|used| &used.origin) {
        Some(Origin::Folder(folder)) => folder.clone(),
        Some(Origin::Shipped) | None => {
            let folder = app.environment.config_dir.as_ref();
            let no_place = || Failure::config("there is no folder for the configuration, so the campaign has no place");
            folder.ok_or_else(no_place)?.join("letters").join(&id)
        }
    };
    let campaign = packed.campaign(&id, &shown, Origin::Folder(place.clone())).map_err(|error| {
        let failure = Failure::from(error);
        failure.hint(NOTHING)
    })?;
    for edition in &editions {
        refuse_older(&campaign, edition).map_err(refused)?;
    }
    check(app, &campaign, &packed.examine(&id, &shown, Origin::Folder(place.clone())))?;

    let digits = packed.fingerprint();
    let before = used.map(|used| Ok::<_, Failure>((used, Packed::of(&id, &used.origin)?))).transpose()?;
    let mut lines = vec![format!("{id}: version {}, fingerprint {digits}", campaign.version)];
    if let Some((used, before)) = &before {
        let version = used.standing.as_ref().map_or(1, |standing| standing.version);
        let was = before.fingerprint();
        let place = origin(&used.origin);
        if before.files().eq(packed.files()) {
            app.report.result(&format!("{}\n", lines.join("\n")))?;
            if let Origin::Folder(_) = used.origin {
                app.report.say(&format!("{place} has the same files already; {NOTHING}."));
                return Ok(());
            }
        } else {
            lines.push(format!("  in place of version {version}, fingerprint {was}, in {place}"));
            let news = news(before, &packed);
            if version == campaign.version && !goes_on(&news) {
                lines.push("  the version is the same, and the files differ: ask which of them is right".to_owned());
            }
            lines.extend(news.iter().map(|one| format!("  {}", messages::news(one))));
            app.report.result(&format!("{}\n", lines.join("\n")))?;
        }
    } else {
        lines.push(format!("  {}, new here", campaign.title));
        app.report.result(&format!("{}\n", lines.join("\n")))?;
    }
    if !yes {
        if !app.ask.possible() {
            return Err(Failure::usage(format!(
                "--yes is missing: without a terminal, outcry cannot ask before it puts the campaign in place; {NOTHING}"
            )));
        }
        if !app.ask.consent(&format!("Put it into {}?", place.display()))? {
            app.report.say("Nothing was written.");
            return Ok(());
        }
    }
    put(&place, &packed)?;
    app.report.say(&format!("Campaign {id}, version {}, is in {}.", campaign.version, place.display()));
    if let Some(stop) = campaign.stop(app.environment.today) {
        app.report.say(&format!("{}.", messages::standing::letters_not_wanted(&campaign, stop)));
    }
    for edition in campaign.overtaken_by(&app.sources.folders) {
        app.report.warn(&format!("`outcry send` refuses: {}", messages::standing::overtaken(&campaign, &edition)));
    }
    if let Some(older) = app.older(&campaign) {
        app.report.say(&format!("{older}."));
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().take(Packed::READ_MOST).read_to_end(&mut bytes)
    } else {
        fs::File::open(file).and_then(|file| file.take(Packed::READ_MOST).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::file(file, &error))?;
    Ok(bytes)
}

/// A lower version is never laid over a higher one, and no open one over a closed one of its own version.
fn refuse_older(campaign: &Campaign, edition: &Edition) -> Result<(), String> {
    let place = origin(&edition.origin);
    match &edition.standing {
        Err(why) => Err(format!("the campaign in {place} cannot be read ({why}), so it may be the newer one")),
        Ok(Standing { version, .. }) if *version > campaign.version => {
            Err(format!("it has version {}, and {place} has version {version}", campaign.version))
        }
        Ok(there) if there.version == campaign.version && !there.is_open() && campaign.status == Status::Open => {
            Err(format!("it is open, and by {place} the campaign is {} in the same version", there.status))
        }
        Ok(_) => Ok(()),
    }
}

/// Says what `outcry campaigns check` finds. The word that a campaign is over counts whatever its letters are like.
fn check(app: &App, campaign: &Campaign, examined: &Examined) -> Result<(), Failure> {
    let mut problems = Vec::new();
    for (severity, message) in findings(app, examined) {
        match severity {
            Severity::Error if campaign.status == Status::Open => problems.push(message),
            Severity::Error | Severity::Warning => app.report.warn(&message),
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure { exit: Exit::Data, problems, hints: vec![format!("{NOTHING}; have the campaign corrected first")] })
}

/// Puts the files into a folder, in the place of one that is there. The new folder is made beside it and takes its
/// place as a whole; what else is in the old one is moved over.
fn put(place: &Path, packed: &Packed) -> Result<(), Failure> {
    let target = place.canonicalize().unwrap_or_else(|_| place.to_owned());
    let fail = |error: std::io::Error| Failure::file(&target, &error);
    let parent = target.parent().unwrap_or(Path::new("."));
    own::make_folder(parent).map_err(fail)?;
    let beside = tempfile::Builder::new().prefix(".outcry-").tempdir_in(parent).map_err(fail)?;
    let (new, old) = (beside.path().join("new"), beside.path().join("old"));
    fs::create_dir(&new).map_err(fail)?;
    for (name, text) in packed.files() {
        let mut file = fs::File::create_new(new.join(name)).map_err(fail)?;
        std::io::Write::write_all(&mut file, text.as_bytes()).and_then(|()| file.sync_all()).map_err(fail)?;
    }
    if !target.exists() {
        return fs::rename(&new, &target).map_err(fail);
    }
    fs::set_permissions(&new, fs::metadata(&target).map_err(fail)?.permissions()).map_err(fail)?;
    fs::rename(&target, &old).map_err(fail)?;
    if let Err(error) = fs::rename(&new, &target) {
        fs::rename(&old, &target).map_err(fail)?;
        return Err(fail(error));
    }
    for entry in fs::read_dir(&old).map_err(fail)? {
        let name = entry.map_err(fail)?.file_name();
        let is_ours = name == "campaign.toml" || Path::new(&name).extension().is_some_and(|ending| ending == "md");
        if !is_ours && let Err(error) = fs::rename(old.join(&name), target.join(&name)) {
            let kept = beside.keep().join("old");
            return Err(fail(error).hint(format!("the other files of the folder are in {}", kept.display())));
        }
    }
    Ok(())
}
