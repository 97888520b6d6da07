//! Reads a finished PDF with a library that had no part in making it: where each word stands, and
//! where lines are drawn. Measures are millimetres from the upper left corner of the page.

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro_syntax::Pdf;
use kurbo::{Affine, BezPath, PathEl, Rect, Shape};

const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// A page as it is seen.
#[derive(Debug, Default)]
pub struct Page {
    pub width: f64,
    pub height: f64,
    pub words: Vec<Word>,
    /// Boxes of drawn lines and of pictures.
    pub lines: Vec<Rect>,
    pub pictures: Vec<Rect>,
    /// Boxes of the parts of drawn shapes, such as the modules of a code.
    pub shapes: Vec<Rect>,
    /// The line that the last glyph stood on, if a word is still open there.
    open: Option<f64>,
}

#[derive(Debug)]
pub struct Word {
    pub text: String,
    pub at: Rect,
}

impl Page {
    /// The words in the order in which they are drawn.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Every page of a file.
pub fn pages(bytes: Vec<u8>) -> Vec<Page> {
    let pdf = Pdf::new(bytes).expect("it is a PDF");
    let cache = InterpreterCache::new();
    let mut all = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width) / POINTS_PER_MM, f64::from(height) / POINTS_PER_MM);
        // From points with the origin at the lower left to millimetres from the upper left.
        let flip = Affine::new([1.0 / POINTS_PER_MM, 0.0, 0.0, -1.0 / POINTS_PER_MM, 0.0, height]);
        let everywhere = Rect::new(0.0, 0.0, 1000.0, 1000.0);
        let mut context = Context::new(flip, everywhere, &cache, pdf.xref(), InterpreterSettings::default());
        let mut seen = Page { width, height, ..Page::default() };
        interpret_page(page, &mut context, &mut seen);
        all.push(seen);
    }
    all
}

impl Device<'_> for Page {
    fn draw_glyph(&mut self, glyph: &Glyph<'_>, at: Affine, inner: Affine, _: &Paint<'_>, _: &GlyphDrawMode) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => letter.to_string(),
            Some(BfString::String(text)) => text,
            None => "\u{fffd}".to_owned(),
        };
        let Glyph::Outline(outline) = glyph else { panic!("letters are outlines") };
        let transform = at * inner;
        let base = transform.as_coeffs()[5];
        if text.trim().is_empty() {
            self.open = None;
            return;
        }
        let ink = (transform * outline.outline()).bounding_box();
        match self.words.last_mut() {
            Some(word)
                if self.open.is_some_and(|open| (open - base).abs() < 0.1)
                    && ink.x0 - word.at.x1 < 2.0
                    && ink.x1 > word.at.x0 =>
            {
                word.text.push_str(&text);
                word.at = word.at.union(ink);
            }
            _ => self.words.push(Word { text, at: ink }),
        }
        self.open = Some(base);
    }

    fn draw_path(&mut self, path: &BezPath, at: Affine, _: &Paint<'_>, _: &PathDrawMode) {
        let path = at * path.clone();
        self.lines.push(path.bounding_box());
        let parts = path.elements().split_inclusive(|element| *element == PathEl::ClosePath);
        self.shapes.extend(parts.map(|part| BezPath::from_vec(part.to_vec()).bounding_box()));
    }

    fn draw_image(&mut self, _: Image<'_, '_>, at: Affine) {
        self.pictures.push(at.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0)));
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
