//! Leaflets on paper.

use serde::Serialize;
use typst::foundations::Bytes;
use typst_layout::PagedDocument;

use super::preflight;
use super::press::{Press, day};
use super::problem::PressProblem;
use super::world::template;
use crate::locale::{Country, long_date};
use crate::render::leaflet::{LastDay, Leaflet, LeafletPage, Paper};
use crate::render::qr::{QuietZone, Square};
use crate::render::quotes::Quotes;
use crate::render::sheet_words::sheet_words;
use crate::render::words::fill;

/// The steps in which `leaflet.typ` sets a leaflet smaller, from the largest type to the smallest.
const STEPS: usize = 8;

/// The least width of a code, and of one of its modules, in millimetres: telephones read them at arm's length.
const CODE_LEAST: f64 = 20.0;
const MODULE_LEAST: f64 = 0.45;

/// What the template reads.
#[derive(Serialize)]
struct LeafletData<'a> {
    /// The sheet, in millimetres.
    width: f64,
    height: f64,
    step: usize,
    url: &'a str,
    /// The width of the code on A5, in millimetres.
    code: f64,
    pages: Vec<PageData<'a>>,
}

#[derive(Serialize)]
struct PageData<'a> {
    lang: &'a str,
    /// The language of the words that are not the campaign's.
    words_lang: &'static str,
    title: String,
    summary: String,
    demands: Vec<String>,
    we_demand: &'static str,
    last_day: Option<String>,
    scan: Option<&'static str>,
}

impl Press {
    /// A leaflet, each page in the largest type that it has room for.
    pub fn leaflet(&self, leaflet: &Leaflet<'_>) -> Result<Vec<u8>, PressProblem> {
        let code = Square::of(leaflet.url).map_err(|_| PressProblem::Code(leaflet.url.to_owned()))?;
        for step in 0..STEPS {
            let mut document = self.set_leaflet(leaflet, &code, step)?;
            if document.pages().len() > leaflet.pages.len() {
                continue;
            }
            preflight::check_plain(document.pages())?;
            let info = document.info_mut();
            info.title = leaflet.pages.first().map(|page| page.title.as_str().into());
            info.date = day(leaflet.date);
            return self.export(&document, false);
        }
        Err(PressProblem::Full)
    }

    fn set_leaflet(&self, leaflet: &Leaflet<'_>, code: &Square, step: usize) -> Result<PagedDocument, PressProblem> {
        let (width, height) = match leaflet.paper {
            Paper::A5 => (148.0, 210.0),
            Paper::A4 => (210.0, 297.0),
        };
        let pages = leaflet.pages.iter().map(|one| page(one, leaflet.country)).collect();
        let code_width = CODE_LEAST.max(f64::from(u32::try_from(code.side()).unwrap_or(u32::MAX)) * MODULE_LEAST);
        let data = LeafletData { width, height, step, url: leaflet.url, code: code_width, pages };
        let data = serde_json::to_vec(&data).map_err(|error| PressProblem::Engine(error.to_string()))?;
        let files =
            [("/leaflet.json", Bytes::new(data)), ("/code.svg", Bytes::new(code.svg(QuietZone::None).into_bytes()))];
        self.set_by(template("/leaflet.typ", include_str!("leaflet.typ")), files)
    }
}

fn page(page: &LeafletPage, country: Option<Country>) -> PageData<'_> {
    let (words_lang, words) = sheet_words(&page.language);
    let quotes = Quotes::of(&page.language);
    let last_day = match page.last_day {
        LastDay::Open => None,
        LastDay::Until(date) => Some(fill(words.write_by, &[("date", &long_date(date, &page.language, country))])),
        LastDay::Over => Some(words.over.to_owned()),
    };
    PageData {
        lang: page.language.primary(),
        words_lang: words_lang.split('-').next().unwrap_or(words_lang),
        title: quotes.line(&page.title),
        summary: quotes.line(&page.summary),
        demands: page.demands.iter().map(|demand| quotes.line(demand)).collect(),
        we_demand: words.we_demand,
        last_day,
        scan: (page.last_day != LastDay::Over).then_some(words.scan),
    }
}
