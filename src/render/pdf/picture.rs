//! A signature or a letterhead as a picture. What it is, and how large, is decided from its first
//! bytes; only then is it unpacked, to see that it is whole.

use imagesize::ImageType;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

/// Most bytes of a picture. A scanned signature has a hundredth of it.
pub const BYTES_MOST: usize = 8 * 1024 * 1024;
/// Most pixels: a sheet of A4 at 400 dots per inch has fifteen million.
pub const PIXELS_MOST: usize = 20_000_000;
/// Fewest dots per inch on paper; below, print shows steps.
const DOTS_LEAST: f64 = 100.0;

/// A picture that may be printed on a letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Picture {
    pub(super) bytes: Bytes,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Png,
    Jpeg,
    Svg,
}

/// Why a picture is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Too many bytes.
    #[error("it has {0} bytes; at most {BYTES_MOST} are taken")]
    Bytes(usize),
    /// Too many pixels.
    #[error("it has {0} by {1} pixels; at most {most} million are taken", most = PIXELS_MOST / 1_000_000)]
    Pixels(usize, usize),
    /// Too few pixels for its size on paper.
    #[error("it has {0} pixels across and would look coarse in print; it needs at least {1}")]
    Coarse(usize, usize),
    /// Nothing in it.
    #[error("it is empty")]
    Empty,
    /// None of the kinds that are read.
    #[error("it is neither a PNG, a JPEG nor an SVG picture")]
    Kind,
    /// An SVG with another picture inside, whose size cannot be told beforehand.
    #[error("it is an SVG with another picture inside; save it as PNG")]
    Nested,
    /// Damaged.
    #[error("it is damaged and cannot be read")]
    Damaged,
}

impl Picture {
    /// Looks at the bytes of a file. `width` is how wide it is printed at most, in millimetres.
    pub fn read(bytes: Vec<u8>, width: f64) -> Result<Self, PictureError> {
        if bytes.is_empty() {
            return Err(PictureError::Empty);
        }
        if bytes.len() > BYTES_MOST {
            return Err(PictureError::Bytes(bytes.len()));
        }
        let kind = match imagesize::image_type(&bytes) {
            Ok(ImageType::Png) => Kind::Png,
            Ok(ImageType::Jpeg) => Kind::Jpeg,
            _ if is_svg(&bytes) => Kind::Svg,
            _ => return Err(PictureError::Kind),
        };
        if kind == Kind::Svg {
            if has_picture(&bytes) {
                return Err(PictureError::Nested);
            }
            return Self { bytes: Bytes::new(bytes), kind }.whole();
        }
        let size = imagesize::blob_size(&bytes).map_err(|_| PictureError::Damaged)?;
        if size.width.saturating_mul(size.height) > PIXELS_MOST {
            return Err(PictureError::Pixels(size.width, size.height));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred pixels")]
        let least = (width / 25.4 * DOTS_LEAST) as usize;
        if size.width < least {
            return Err(PictureError::Coarse(size.width, least));
        }
        Self { bytes: Bytes::new(bytes), kind }.whole()
    }

    /// Itself, if it can be unpacked.
    fn whole(self) -> Result<Self, PictureError> {
        let bytes = self.bytes.clone();
        let is_whole = match self.kind {
            Kind::Png => RasterImage::plain(bytes, ExchangeFormat::Png).is_ok(),
            Kind::Jpeg => RasterImage::plain(bytes, ExchangeFormat::Jpg).is_ok(),
            Kind::Svg => SvgImage::new(bytes).is_ok(),
        };
        if is_whole { Ok(self) } else { Err(PictureError::Damaged) }
    }

    pub(super) fn format(&self) -> &'static str {
        match self.kind {
            Kind::Png => "png",
            Kind::Jpeg => "jpg",
            Kind::Svg => "svg",
        }
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    const HEAD: usize = 4096;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    head.trim_start_matches('\u{feff}').trim_start().starts_with('<') && head.contains("<svg")
}

/// Whether an SVG has an element that shows another picture. The word alone says nothing: drawing programs
/// write `image/svg+xml` into each file.
fn has_picture(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'<').any(|tag| {
        let end = tag.iter().position(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte));
        let name = &tag[..end.unwrap_or(tag.len())];
        let name = name.rsplit(|byte| *byte == b':').next().unwrap_or_default();
        name.eq_ignore_ascii_case(b"image") || name.eq_ignore_ascii_case(b"feImage")
    })
}
