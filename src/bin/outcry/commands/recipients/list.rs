//! `outcry recipients list`: offices by what people type, best first; and what to fill in where there is none.

use outcry::locale::{Country, Language};
use outcry::registry::search::{ByChannel, Meant, Query};
use outcry::registry::{Office, OfficeKind};
use outcry::text::for_sentence;

use super::draft::{Draft, DraftChannel};
use super::json;
use crate::app::App;
use crate::args::ListArgs;
use crate::args::command_line::quoted;
use crate::failure::Failure;
use crate::messages::counted;

/// Lines that a screen shows at once, with what is said below them.
const SCREEN: usize = 20;

pub fn list(app: &App, args: &ListArgs) -> Result<(), Failure> {
    let query = query(args)?;
    let today = app.environment.today;
    let found = app.sources.registry.search(&query, today);
    // Another program wants all of it.
    let shown = if args.all || args.json { found.offices.len() } else { found.offices.len().min(SCREEN) };
    let mut out = String::new();
    for office in &found.offices[..shown] {
        out.push_str(&if args.json { json::line(office, today)? } else { line(office) });
    }
    if args.json {
        app.report.result(&out)?;
    } else {
        app.report.long_result(&out)?;
    }
    if args.json {
        if found.offices.is_empty() {
            app.report.say("No office matches.");
        }
        return Ok(());
    }
    let more = found.offices.len() - shown;
    if more > 0 {
        app.report
            .say(&format!("{} more; narrow the search, or see them all with --all.", counted(more as u64, "office")));
    }
    if found.without_channel > 0 {
        let missions = counted(found.without_channel as u64, "mission");
        app.report.say(&format!(
            "Not shown: {missions} of which no address and no telephone is known. To see them, add a word such as embassy \
             or a city, or give --all."
        ));
    } else if query == Query::default() {
        app.report.say(
            "The missions of every state are not shown; to include them, give a word, --country, --kind or --all.",
        );
    }
    let is_fitting = |office: &&Office| found.meant.kind.is_none_or(|kind| office.kind.is_a(kind));
    if found.offices.is_empty() && found.without_channel == 0 {
        app.report.say(&nothing(app, &query, &found.meant));
    } else if let Some(kind) = found.meant.kind.filter(|_| !found.offices.iter().any(is_fitting)) {
        app.report.say(&format!(
            "These have the words in their names; none is registered as {}. To add another: {}",
            kind.as_str(),
            command(&found.meant)
        ));
    }
    Ok(())
}

fn query(args: &ListArgs) -> Result<Query, Failure> {
    let country = args.country.as_deref().map(|raw| {
        Country::read(raw).map_err(|problem| {
            Failure::usage(format!("invalid value \"{}\" for --country: {problem}", for_sentence(raw)))
        })
    });
    let language = args.language.as_deref().map(|raw| {
        raw.parse::<Language>().map_err(|error| Failure::usage(format!("invalid value for --language: {error}")))
    });
    Ok(Query {
        words: args.search.join(" "),
        country: country.transpose()?,
        kind: args.kind,
        language: language.transpose()?,
        channel: args.channel.as_deref().map(|word| match word {
            "none" => ByChannel::Nothing,
            word => ByChannel::Type(word.to_owned()),
        }),
        is_stale: args.stale,
        is_confirmed: args.confirmed,
        all: args.all,
    })
}

fn line(office: &Office) -> String {
    let mut words: Vec<&str> = office.for_letters().map(|channel| channel.contact.type_name()).collect();
    words.dedup();
    let channels = if words.is_empty() { "no channel known".to_owned() } else { words.join(", ") };
    format!("{}\t{}\t{channels}\n", office.id, office.name_in(&Language::english()))
}

/// What to say where nothing fits: a table to fill in with what is known, and where such addresses are found.
fn nothing(app: &App, query: &Query, meant: &Meant) -> String {
    let is_filtered = query.channel.is_some() || query.language.is_some() || query.is_stale || query.is_confirmed;
    if is_filtered || meant.name.is_empty() && meant.kind.is_none() {
        return "No office matches. Try fewer words or filters, or another spelling.".to_owned();
    }
    let language = meant.language.clone().unwrap_or_else(Language::english);
    let mut draft = Draft {
        kind: meant.kind,
        country: meant.country,
        names: Some((language, meant.name.clone())).filter(|(_, name)| !name.is_empty()).into_iter().collect(),
        channels: vec![DraftChannel {
            word: "email",
            value: String::new(),
            printed: None,
            source: Some(String::new()),
            source_date: None,
            checked: None,
            note: None,
        }],
        ..Draft::default()
    };
    let id = draft.suggested_id();
    // An id that is taken would change that office.
    draft.id = if app.sources.registry.get(&id).is_some_and(|known| !known.channels.is_empty()) {
        format!("{id}-2")
    } else {
        id
    };
    let state = meant.country.map_or("the state", |_| "its state");
    let file = app.sources.registry_files.own.as_ref().map(|file| for_sentence(&file.display().to_string()));
    let kinds: Vec<&str> = OfficeKind::all().map(OfficeKind::as_str).collect();
    let kind = meant.kind.map_or_else(|| format!("The kind is one of: {}.\n", kinds.join(", ")), |_| String::new());
    format!(
        "No office matches. Such addresses are found on the portal of {state} and the office's own site, for missions in the \
         lists of both foreign ministries, and in Wikidata (which names the official site). Note the page and its day.\n\
         To be asked for each value: {}\n\
         Or fill in this table in {}; type is email, post, phone, fax or form:\n\n{}\n{kind}\
         Then: outcry recipients check, and outcry recipients show {}",
        command(meant),
        file.as_deref().unwrap_or("your own recipients.toml"),
        draft.text(),
        if draft.id.is_empty() { "ID" } else { &draft.id },
    )
}

/// The command that adds what was looked for.
fn command(meant: &Meant) -> String {
    let mut line = "outcry recipients add".to_owned();
    if let Some(kind) = meant.kind {
        line.push_str(&format!(" --kind {}", kind.as_str()));
    }
    if let Some(country) = meant.country {
        line.push_str(&format!(" --country {country}"));
    }
    if !meant.name.is_empty() {
        let tag = meant.language.as_ref().filter(|language| language.primary() != "en");
        let name = tag.map_or_else(|| meant.name.clone(), |tag| format!("{tag}={}", meant.name));
        line.push_str(&format!(" --name {}", quoted(&name)));
    }
    line
}
