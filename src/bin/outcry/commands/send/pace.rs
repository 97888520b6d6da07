//! How fast letters may go, as typed.

use jiff::SignedDuration;
use outcry::deliver::Pace;
use outcry::text::for_sentence;

use crate::args::PaceArgs;
use crate::failure::Failure;

/// A provider counts a day as 24 hours.
pub const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What was typed about the pace.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flags {
    pub connections: Option<u32>,
    pub pace: Option<Rate>,
    pub office: Option<Rate>,
}

/// So many in a time, or no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    Off,
    Each(u32, SignedDuration),
}

impl Flags {
    pub fn read(args: &PaceArgs) -> Result<Self, Failure> {
        let read = |flag: &str, raw: &Option<String>| {
            raw.as_deref().map(|raw| {
                rate(raw).ok_or_else(|| {
                    Failure::usage(format!(
                        "invalid value \"{}\" for {flag}: expected 20/min, 120/hour, 500/day or off",
                        for_sentence(raw)
                    ))
                })
            })
        };
        Ok(Self {
            connections: args.connections,
            pace: read("--pace", &args.pace).transpose()?,
            office: read("--office-pace", &args.office_pace).transpose()?,
        })
    }
}

fn rate(raw: &str) -> Option<Rate> {
    if raw == "off" {
        return Some(Rate::Off);
    }
    let (count, unit) = raw.split_once('/')?;
    let count = count.trim().parse().ok().filter(|count| *count > 0)?;
    let unit = match unit.trim() {
        "s" | "sec" | "second" => SignedDuration::from_secs(1),
        "m" | "min" | "minute" => SignedDuration::from_mins(1),
        "h" | "hour" => SignedDuration::from_hours(1),
        "d" | "day" => DAY,
        _ => return None,
    };
    Some(Rate::Each(count, unit))
}

impl Rate {
    pub fn spacing(self) -> Option<SignedDuration> {
        match self {
            Self::Off => None,
            Self::Each(count, within) => Some(Pace::spacing(count, within)),
        }
    }

    pub fn words(self) -> String {
        match self {
            Self::Off => "without a limit".to_owned(),
            Self::Each(count, within) => {
                let unit = match within.as_secs() {
                    1 => "a second",
                    60 => "a minute",
                    3600 => "an hour",
                    _ => "a day",
                };
                format!("{count} {unit}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paces_are_read() {
        let minute = SignedDuration::from_mins(1);
        for (raw, expected) in [
            ("20/min", Some(Rate::Each(20, minute))),
            ("20 / minute", Some(Rate::Each(20, minute))),
            ("300/hour", Some(Rate::Each(300, SignedDuration::from_hours(1)))),
            ("off", Some(Rate::Off)),
            ("0/min", None),
            ("20", None),
            ("-1/min", None),
            ("20/week", None),
            ("99999999999/min", None),
        ] {
            assert_eq!(rate(raw), expected, "{raw}");
        }
    }
}
