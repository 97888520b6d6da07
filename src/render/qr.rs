//! A text as a QR code, for a telephone that reads paper.

use qrcode::{Color, EcLevel, QrCode};

/// Light modules of each side of the quiet zone (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code: dark and light modules, without the light margin around them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Square {
    side: usize,
    dark: Vec<bool>,
}

/// The text has more than a QR code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is too long for a QR code")]
pub struct TooLong;

/// The light margin that a reader needs around a code (ISO/IEC 18004).
#[derive(Debug, Clone, Copy)]
pub enum QuietZone {
    /// Part of the picture.
    Around,
    /// Left to where the picture stands.
    None,
}

impl Square {
    /// The code of a text. A sixth of it may be soiled: correction level M, which printed sheets usually have.
    pub fn of(text: &str) -> Result<Self, TooLong> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| TooLong)?;
        Ok(Self {
            side: code.width(),
            dark: code.into_colors().into_iter().map(|color| color == Color::Dark).collect(),
        })
    }

    /// Modules of one side.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Whether a module is dark, counted from the upper left corner; those outside are light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.side && y < self.side && self.dark[y * self.side + x]
    }

    /// As an SVG picture, a module one unit wide.
    pub fn svg(&self, zone: QuietZone) -> String {
        let quiet = match zone {
            QuietZone::Around => QUIET,
            QuietZone::None => 0,
        };
        let size = self.side + 2 * quiet;
        let mut path = String::new();
        for y in 0..self.side {
            let mut x = 0;
            while x < self.side {
                let run = (x..self.side).take_while(|x| self.is_dark(*x, y)).count();
                if run > 0 {
                    path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + quiet, y + quiet));
                }
                x += run.max(1);
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#000\" d=\"{path}\"/></svg>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader that had no part in it sees, each module so many dots wide.
    fn read_back(square: &Square, dots: usize) -> Option<String> {
        let side = (square.side() + 2 * QUIET) * dots;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            let module = |at: usize| (at / dots).checked_sub(QUIET).unwrap_or(usize::MAX);
            if square.is_dark(module(x), module(y)) { 0 } else { 255 }
        });
        image.detect_grids().first().and_then(|grid| grid.decode().ok()).map(|(_, text)| text)
    }

    #[test]
    fn a_text_is_read_back_as_it_was() {
        for text in ["https://a.test/", "https://campaign.example/Ümlaut/страница?x=1&y=<2>", &"x".repeat(1000)]
        {
            assert_eq!(read_back(&Square::of(text).unwrap(), 4).as_deref(), Some(text));
        }
        assert_eq!(Square::of(&"x".repeat(3000)), Err(TooLong));
    }

    #[test]
    fn the_picture_has_a_margin_where_it_is_to_have_one() {
        let square = Square::of("https://a.test/").unwrap();
        assert_eq!(square.side(), 25);
        assert!(
            square.svg(QuietZone::Around).contains("viewBox=\"0 0 33 33\"")
                && square.svg(QuietZone::Around).contains("d=\"M4 4h7v1h-7z")
        );
        assert!(
            square.svg(QuietZone::None).contains("viewBox=\"0 0 25 25\"")
                && square.svg(QuietZone::None).contains("d=\"M0 0h7v1h-7z")
        );
    }
}
