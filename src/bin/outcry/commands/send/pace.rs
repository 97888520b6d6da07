//! What was typed about the pace, and a rate in words.

use outcry::account_limits::{Rate, Wanted};
use outcry::text::for_sentence;

use crate::args::PaceArgs;
use crate::failure::Failure;

pub fn wanted(args: &PaceArgs) -> Result<Wanted, Failure> {
    let read = |flag: &str, raw: &Option<String>| {
        raw.as_deref().map(|raw| {
            Rate::parse(raw).ok_or_else(|| {
                Failure::usage(format!(
                    "invalid value \"{}\" for {flag}: expected 20/min, 120/hour, 500/day or off",
                    for_sentence(raw)
                ))
            })
        })
    };
    Ok(Wanted {
        account: read("--pace", &args.pace).transpose()?,
        office: read("--office-pace", &args.office_pace).transpose()?,
    })
}

pub fn words(rate: Rate) -> String {
    match rate {
        Rate::Off => "without a limit".to_owned(),
        Rate::Each(count, within) => {
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
