//! `outcry joint`: one letter in "we", signed by all of a list.

use std::fmt::Write as _;

use outcry::campaign::Campaign;
use outcry::letter::{Details, Letter, Role};
use outcry::mailing::Note;
use outcry::render::joint::{JointLetter, Signed, SortBy};
use outcry::render::joint_html::joint_html;
use outcry::render::mail::{Attachment, draft_with};
use outcry::roster::quoted_cell;

use crate::app::App;
use crate::args::{Format, JointArgs, JointFormat, Make, OrderChoice, ToArgs, WhoArgs};
use crate::failure::Failure;
use crate::input::sources::{Ready, copies, printable_copies};
use crate::messages::standing::Thing;
use crate::messages::{self, Notice, counted};
use crate::output::files::{Content, Place, failed_beside, one_file, refuse_foreign_ending};
use crate::output::paper::Sheets;
use crate::output::stationery::Look;
use crate::over::{self, Leaves};
use crate::signatures::{Signatures, SignedList, all_undersigned, say_the_same, to_known_embassy};

/// How a command ends that made nothing.
const NOTHING: &str = "nothing was written";

pub fn run(app: &App, args: &JointArgs) -> Result<(), Failure> {
    if args.sheets.is_some() && !matches!(args.made(), JointFormat::Pdf) {
        return Err(Failure::usage("--sheets can be used only with -f pdf").hint("leave out -f, or --sheets"));
    }
    if let Some(path) = &args.output {
        refuse_foreign_ending(path)?;
    }
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let who = WhoArgs { country: args.country.clone(), profile: args.profile.clone(), ..WhoArgs::default() };
    let to = ToArgs {
        to: args.to.clone(),
        except: args.except.clone(),
        embassy: args.embassy.clone(),
        lang: args.lang.iter().cloned().collect(),
        copy_to: args.copy_to.clone(),
    };
    let copies = copies(&campaign, &to)?;
    let (to, no_embassy) = to_known_embassy(&app.sources, &campaign, (&to, &who))?;
    let mut notes: Vec<Notice> = no_embassy.map(|none| none.to_owned().into()).into_iter().collect();
    let recipients = app.sources.recipients(campaign, &to, &who)?;
    if !may_go_on(app, args, &recipients.campaign)? {
        return Ok(());
    }
    let (all, language) = all_undersigned(&recipients, app.sources.country(&who)?)?;
    let (copies, copy_note) = printable_copies(&recipients.campaign, copies);
    let (offices, of_offices) = recipients.offices(&all);
    let offices: Vec<_> = offices.into_iter().filter(|office| recipients.role(office, &all) == Role::Letter).collect();
    if offices.is_empty() {
        return Err(Failure::data("there is no office left to write to").hint("see --to, --except and --embassy"));
    }
    // Those who sign are many, and so are their addresses.
    notes.extend(of_offices.iter().filter(|note| **note != Note::NoReturnAddress).flat_map(messages::note));
    // Empty sheets and a list of names name no copies.
    let has_text = args.list.signatories.is_some() && args.made() != JointFormat::Csv;
    notes.extend(copy_note.filter(|_| has_text));
    let today = app.environment.today;
    let letters = Ready {
        recipients: &recipients,
        signatory: &all,
        offices,
        copies: &copies,
        today,
        details: Details::NONE,
        edited: None,
    }
    .letters()?;
    let letters = of_one_text(&recipients.campaign.id, letters, &mut notes);
    let signed = match &args.list.signatories {
        Some(file) => {
            let list = SignedList {
                file,
                list: &args.list,
                kind: args.kind.as_deref(),
                order: order(args.order),
                since: args.since,
                failed_beside: &failed_beside(args.output.as_deref()),
                nothing: NOTHING,
            };
            let Signatures { signed, notes: of_list, .. } = list.read(app, &recipients, language)?;
            notes.extend(of_list);
            signed
        }
        None => Signed::default(),
    };
    app.say_notices(&notes);
    let sheets = usize::from(args.sheets.unwrap_or_default());
    let joint = JointLetter { letters: &letters, signed: &signed, since: args.since, cover: true, sheets };
    write(app, args, &joint)?;
    if signed.total > 0 {
        let total = counted(signed.total, "signatory");
        app.report.say(&format!("{total}: {} named, {} withheld.", signed.named().count(), signed.withheld));
    }
    Ok(())
}

/// How the name of what is made ends.
fn ending(format: JointFormat) -> &'static str {
    match format {
        JointFormat::Pdf => ".pdf",
        JointFormat::Html => ".html",
        JointFormat::Eml => ".eml",
        JointFormat::Csv => ".csv",
    }
}

fn order(choice: OrderChoice) -> SortBy {
    match choice {
        OrderChoice::Row => SortBy::Row,
        OrderChoice::Name => SortBy::Name,
        OrderChoice::Organisation => SortBy::Organisation,
        OrderChoice::Country => SortBy::Country,
    }
}

/// Whether it is made, if the campaign is not open.
fn may_go_on(app: &App, args: &JointArgs, campaign: &Campaign) -> Result<bool, Failure> {
    let Some(stop) = campaign.stop(app.environment.today) else { return Ok(true) };
    let leaves = match args.made() {
        JointFormat::Pdf | JointFormat::Eml => Leaves::unless(args.anyway),
        JointFormat::Html | JointFormat::Csv => Leaves::Shown,
    };
    let thing = if args.sheets.is_some() { Thing::Sheets } else { Thing::JointLetter };
    over::may_go_on(app, (campaign, stop), thing, leaves)
}

/// The letters that say the same as the first, which can be one; notes tell of the others.
fn of_one_text<'a>(campaign: &str, letters: Vec<Letter<'a>>, notes: &mut Vec<Notice>) -> Vec<Letter<'a>> {
    let first = letters.first().cloned();
    let is_same = |letter: &Letter<'_>| first.as_ref().is_some_and(|first| say_the_same(first, letter));
    let (same, others): (Vec<_>, Vec<_>) = letters.into_iter().partition(is_same);
    for Letter { office, .. } in others {
        let words = format!(
            "The letter to {id} says something else, so it is left out; to make it, run: outcry joint {campaign} --to {id} …",
            id = office.id
        );
        notes.push(words.into());
    }
    same
}

fn write(app: &App, args: &JointArgs, joint: &JointLetter<'_>) -> Result<(), Failure> {
    let id = &args.campaign;
    let output = args.output.as_deref();
    let usual = format!("{id}-joint{}", ending(args.made()));
    match args.made() {
        JointFormat::Pdf => {
            let place = Place::for_letters(output, 1, Format::Pdf)?;
            let bytes =
                Sheets::new(&Look::default(), Make::Letters { single_sided: false }, &app.environment)?.joint(joint)?;
            one_file(app, place, &usual, &Content::Pdf(&bytes))
        }
        JointFormat::Html => one_file(app, Place::of(output), &usual, &Content::Text(&joint_html(joint))),
        JointFormat::Csv => one_file(app, Place::of(output), &usual, &Content::Text(&csv(joint))),
        JointFormat::Eml => drafts(app, args, joint),
    }
}

/// A draft to each office that has e-mail, with the names on paper attached.
fn drafts(app: &App, args: &JointArgs, joint: &JointLetter<'_>) -> Result<(), Failure> {
    let id = &args.campaign;
    let bytes = Sheets::new(&Look::default(), Make::Letters { single_sided: false }, &app.environment)?
        .joint(&JointLetter { cover: false, ..joint.clone() })?;
    let file = Attachment { name: format!("{id}-joint.pdf"), media_type: "application/pdf", bytes };
    let (reached, others): (Vec<_>, Vec<_>) =
        joint.letters.iter().partition(|letter| !letter.office.emails().is_empty());
    for letter in others {
        app.report.note(&format!("{} has no e-mail address, so it gets no draft.", letter.office.id));
    }
    if reached.is_empty() {
        return Err(Failure::data(format!("none of these offices has an e-mail address; {NOTHING}")));
    }
    let place = Place::for_letters(args.output.as_deref(), reached.len() as u64, Format::Eml)?;
    for letter in reached {
        let text = draft_with(letter, std::slice::from_ref(&file)).map_err(|error| Failure::data(error.to_string()))?;
        let usual = format!("{id}-joint-{}.eml", letter.office.id);
        one_file(app, place.clone(), &usual, &Content::Text(&String::from_utf8_lossy(&text)))?;
    }
    Ok(())
}

/// The names as they are printed, one row each.
fn csv(joint: &JointLetter<'_>) -> String {
    let mut text = String::from("signs,name,details,identification_only,country\r\n");
    let signed = joint.signed;
    let parts = [("first", &signed.firsts), ("organisation", &signed.organisations), ("person", &signed.persons)];
    for (signs, one) in parts.iter().flat_map(|(signs, all)| all.iter().map(move |one| (signs, one))) {
        let (name, details) = (quoted_cell(&one.name), quoted_cell(&one.details.join(", ")));
        let mark = if one.for_identification { "yes" } else { "" };
        let country = one.country.map(|country| country.code().to_owned()).unwrap_or_default();
        let _infallible = write!(text, "{signs},{name},{details},{mark},{country}\r\n");
    }
    text
}
