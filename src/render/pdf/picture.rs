//! A signature or a letterhead as a picture. What it is, and how large, is decided from its first
//! bytes, and all it would unpack to is counted; only then does the typesetting engine see it, to find
//! out whether it is whole. What is drawn (SVG) may hold shapes and text alone: `drawing` counts them.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use flate2::read::ZlibDecoder;
use imagesize::ImageType;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

use super::drawing;
use super::problem::{BYTES_MOST, PIXELS_MOST, PictureError, UNPACKED_MOST};

/// Most bytes of the colour profile or a text in a picture, unpacked. Profiles of printers have two million.
const PROFILE_MOST: u64 = 4 * 1024 * 1024;
/// Most passes over a JPEG that sharpens while it loads; ten are common. A few bytes of one can make the
/// reader go over all pixels.
const PASSES_MOST: usize = 100;
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
            drawing::inspect(&bytes)?;
            return Self { bytes: Bytes::new(bytes), kind }.whole();
        }
        let size = imagesize::blob_size(&bytes).map_err(|_| PictureError::Damaged)?;
        let pixels = size.width.saturating_mul(size.height);
        if pixels > PIXELS_MOST {
            return Err(PictureError::Pixels(size.width, size.height));
        }
        let bytes_per_pixel = match kind {
            Kind::Png => inspect_png(&bytes)?,
            // One of a million pixels in passes is kept as numbers of two bytes, and then as bytes.
            _ if passes(&bytes) > PASSES_MOST => return Err(PictureError::Passes),
            _ => 3,
        };
        if pixels * bytes_per_pixel > UNPACKED_MOST {
            return Err(PictureError::Unpacked);
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
        let is_whole = || match self.kind {
            Kind::Png => RasterImage::plain(bytes, ExchangeFormat::Png).is_ok(),
            Kind::Jpeg => RasterImage::plain(bytes, ExchangeFormat::Jpg).is_ok(),
            Kind::Svg => SvgImage::new(bytes).is_ok(),
        };
        // The JPEG reader stops at a number that overflows, where overflows are checked (`deep-table.jpg` among
        // the fuzzer's seeds). A damaged picture is no reason to stop with it.
        let is_whole = catch_unwind(AssertUnwindSafe(is_whole));
        // The engine remembers what it unpacked. The last few pictures are about to be printed; others never are.
        typst::comemo::evict(8);
        match is_whole {
            Ok(true) => Ok(self),
            Ok(false) | Err(_) => Err(PictureError::Damaged),
        }
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

/// Walks over the chunks of a PNG (PNG specification, section 5.3) and unpacks to nowhere what is packed
/// beside the pixels; says how many bytes a pixel unpacks to.
fn inspect_png(bytes: &[u8]) -> Result<usize, PictureError> {
    const SIGNATURE: usize = 8;
    let mut left = PROFILE_MOST;
    let mut rest = bytes.get(SIGNATURE..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let (Some(kind), Some(data)) = (after.get(..4), after.get(4..).and_then(|data| data.get(..length))) else {
            break;
        };
        if matches!(kind, b"iCCP" | b"zTXt" | b"iTXt") {
            // A name, which ends with a zero, stands before what is packed. Where exactly that begins, only the
            // kind tells; any place from there on is tried that could be the start of one.
            let name = data.iter().take(80).position(|byte| *byte == 0).unwrap_or(data.len());
            let packed = data.get(name..).unwrap_or_default();
            let is_start = |two: &[u8]| two[0] & 0x0f == 8 && u16::from_be_bytes([two[0], two[1]]).is_multiple_of(31);
            for start in packed.windows(2).take(200).enumerate().filter(|(_, two)| is_start(two)).map(|(at, _)| at) {
                let mut unpacked = io::Read::take(ZlibDecoder::new(&packed[start..]), left + 1);
                // Damage is no harm: nothing comes out behind it.
                let _damaged = io::copy(&mut unpacked, &mut io::sink());
                left = io::Read::by_ref(&mut unpacked).limit().checked_sub(1).ok_or(PictureError::Profile)?;
            }
        }
        rest = after.get(4 + length + 4..).unwrap_or_default();
    }
    let [depth, colour] =
        *bytes.get(24..26).and_then(|two| two.first_chunk().copied()).as_ref().ok_or(PictureError::Damaged)?;
    // 0: grey, 2: colours, 4: grey and how far it is seen through, 3 and 6: colours and that.
    let channels = match colour {
        0 => 1,
        2 => 3,
        4 => 2,
        _ => 4,
    };
    Ok(channels * if depth == 16 { 2 } else { 1 })
}

/// How many passes there are over a JPEG: as many as SOS markers (ITU T.81, section B.2.3), counted in
/// thumbnails too.
fn passes(bytes: &[u8]) -> usize {
    bytes.windows(2).filter(|two| *two == [0xff, 0xda]).count()
}
