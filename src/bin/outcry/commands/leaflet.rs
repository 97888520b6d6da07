//! `outcry leaflet`: a sheet for the street with a code to the campaign's page, or letters to sign by hand.

use outcry::campaign::{Campaign, Stop};
use outcry::letter::{Details, Letter};
use outcry::locale::{Country, Language};
use outcry::mailing::{Note, Recipients};
use outcry::registry::{Contact, Office};
use outcry::render::leaflet::{LastDay, Leaflet, LeafletPage, Paper};
use outcry::signatory::Signatory;
use outcry::text::for_sentence;

use crate::app::App;
use crate::args::{Format, LeafletArgs, LookArgs, Make, PaperChoice, ToArgs, WhoArgs};
use crate::failure::Failure;
use crate::input::sources::{Ready, printable_copies};
use crate::input::undersigned::{Undersigned, one_language, undersigned};
use crate::messages::standing::{Thing, stopped};
use crate::messages::{self, Notice};
use crate::output::files::{Content, Place, one_file};
use crate::output::paper::Sheets;
use crate::output::stationery::{Look, Whose};
use crate::over::{self, Leaves};

/// Most letters to sign by hand in one file: all its pages are in memory until it is written.
const LETTERS_MOST: usize = 500;

pub fn run(app: &App, args: &LeafletArgs) -> Result<(), Failure> {
    let of_letters = args.of_letters();
    if args.blank.is_none() && !of_letters.is_empty() {
        return Err(Failure::usage(format!("{} can be used only with --blank", of_letters.join(", "))));
    }
    let campaign = Campaign::load(&args.campaign, &app.sources.folders)?;
    let to = ToArgs {
        to: args.to.clone(),
        except: args.except.clone(),
        embassy: args.embassy.clone(),
        lang: args.lang.clone(),
        copy_to: Vec::new(),
    };
    let who = WhoArgs { country: args.country.clone(), profile: args.profile.clone(), ..WhoArgs::default() };
    let recipients = app.sources.recipients(campaign, &to, &who)?;
    let look = LookArgs { layout: args.layout.clone(), ..LookArgs::default() };
    let look = Look::new(&app.sources, &who, &look, Whose::Others)?;
    // Neither is a letter of whoever makes it.
    let look = Look { layout: look.layout, ..Look::default() };
    let sheets = Sheets::new(&look, Make::Letters { single_sided: false }, &app.environment)?;
    let url = args.url.as_ref().or(recipients.campaign.page.as_ref());
    match (args.blank, url) {
        (Some(copies), _) => by_hand(app, args, (&recipients, &who), &sheets, usize::from(copies)),
        (None, Some(url)) => leaflet(app, args, (&recipients, &who), &sheets, url),
        (None, None) => Err(Failure::usage("--url is missing: the address of the campaign's page")
            .hint("give --url URL, or page = \"https://…\" in campaign.toml")),
    }
}

fn leaflet(
    app: &App,
    args: &LeafletArgs,
    (recipients, who): (&Recipients, &WhoArgs),
    sheets: &Sheets<'_>,
    url: &str,
) -> Result<(), Failure> {
    let campaign = &recipients.campaign;
    let url = Contact::parse("form", url)
        .map_err(|problem| Failure::usage(format!("invalid value \"{}\" for --url: {problem}", for_sentence(url))))?
        .value();
    let stop = campaign.stop(app.environment.today);
    let last_day = match (stop, campaign.act_by) {
        (Some(Stop::Unfinished(_)), _) => {
            let why = stop.map(|stop| stopped(campaign, stop)).unwrap_or_default();
            return Err(Failure::data(format!("{why}; nothing was written")));
        }
        (Some(stop), _) => {
            if !over::may_go_on(app, (campaign, stop), Thing::Leaflet, Leaves::unless(args.anyway))? {
                return Ok(());
            }
            LastDay::Over
        }
        (None, Some(day)) => LastDay::Until(day),
        (None, None) => LastDay::Open,
    };
    let languages = recipients.languages_for_all().ok_or_else(|| {
        Failure::usage("--lang office is for letters: a leaflet goes to no office").hint("give a language, such as en")
    })?;
    let pages = languages.iter().map(|language| page(campaign, language, last_day));
    let mut failures = Vec::new();
    let pages = pages.filter_map(|page| page.map_err(|failure| failures.push(failure)).ok()).collect();
    if let Some(failure) = Failure::together(failures) {
        return Err(failure);
    }
    let paper = match args.paper {
        PaperChoice::A5 => Paper::A5,
        PaperChoice::A4 => Paper::A4,
    };
    let country = app.sources.profile(who)?.country.as_deref().and_then(|country| Country::read(country).ok());
    let leaflet = Leaflet { paper, url: &url, country, date: app.environment.today, pages };
    let bytes = sheets.leaflet(&leaflet)?;
    let place = Place::for_letters(args.output.as_deref(), 1, Format::Pdf)?;
    one_file(app, place, &format!("{}-leaflet.pdf", campaign.id), &Content::Pdf(&bytes))
}

fn page(campaign: &Campaign, language: &Language, last_day: LastDay) -> Result<LeafletPage, Failure> {
    let model = campaign.model(language).ok_or_else(|| {
        Failure::usage(format!("campaign {} has no letter in {language}", campaign.id))
            .hint("`outcry campaigns show ID` lists the campaign's languages")
    })?;
    let public = model.public().map_err(|error| {
        Failure::data(format!("{}: {error}", model.file))
            .hint("a leaflet is for everybody: its subject and demands cannot name who signs")
    })?;
    let summary = public.summary.ok_or_else(|| {
        Failure::data(format!("{}: it has no `summary`, which a leaflet prints; nothing was written", model.file))
            .hint("between its +++ lines, say what happened in about three sentences: summary = \"…\"")
    })?;
    let language = model.language.clone();
    Ok(LeafletPage { language, title: public.subject, summary, demands: public.demands, last_day })
}

/// The letters to sign by hand, so many to each office.
fn by_hand(
    app: &App,
    args: &LeafletArgs,
    (recipients, who): (&Recipients, &WhoArgs),
    sheets: &Sheets<'_>,
    copies: usize,
) -> Result<(), Failure> {
    let campaign = &recipients.campaign;
    if let Some(stop) = campaign.stop(app.environment.today) {
        let leaves = Leaves::unless(args.anyway);
        if !over::may_go_on(app, (campaign, stop), Thing::LettersToSign, leaves)? {
            return Ok(());
        }
    }
    let country = app.sources.country(who)?;
    let of_language = |language| undersigned(recipients, (Undersigned::One, language), country);
    // Which offices there are depends on the country alone.
    let default = campaign.default_language().cloned().unwrap_or_else(Language::english);
    let first = recipients.languages_for_all().and_then(<[_]>::first).unwrap_or(&default);
    let anyone = of_language(first)?;
    let (offices, mut notes) = recipients.offices(&anyone);
    if offices.is_empty() {
        return Err(Failure::data("there is no office left to write to").hint("see --to, --except and --embassy"));
    }
    // Who signs writes an address for an answer by hand.
    notes.retain(|note| *note != Note::NoReturnAddress);
    let signed: Vec<(&Office, Signatory)> = offices
        .into_iter()
        .map(|office| Ok((office, of_language(one_language(recipients.languages(office))?)?)))
        .collect::<Result<_, Failure>>()?;
    let (copy_to, copy_note) = printable_copies(campaign, campaign.copy_to.clone());
    let mut letters: Vec<Letter<'_>> = Vec::new();
    for (office, signatory) in &signed {
        let today = app.environment.today;
        letters.extend(
            Ready {
                recipients,
                signatory,
                offices: vec![*office],
                copies: &copy_to,
                today,
                details: Details::NONE,
                edited: None,
            }
            .letters()?,
        );
    }
    let all = letters.len() * copies;
    if all > LETTERS_MOST {
        return Err(Failure::usage(format!("{all} letters are more than one file holds, which is {LETTERS_MOST}"))
            .hint("give a smaller number with --blank, or one office at a time with --to OFFICE"));
    }
    let bytes = sheets.blank(&letters.iter().collect::<Vec<_>>(), copies)?;
    let notices: Vec<Notice> = notes.iter().flat_map(messages::note).chain(copy_note).collect();
    app.say_notices(&notices);
    let place = Place::for_letters(args.output.as_deref(), 1, Format::Pdf)?;
    one_file(app, place, &format!("{}-letters-to-sign.pdf", campaign.id), &Content::Pdf(&bytes))
}
