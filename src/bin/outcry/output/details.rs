//! What letters bear beside their text: a flag goes before the profile.

use outcry::letter::{DetailError, Details, SecondSignatory, detail};

use crate::args::{DetailArgs, WhoArgs};
use crate::failure::Failure;
use crate::input::sources::Sources;
use crate::output::stationery::{Whose, name_of};

/// The lines by these flags, then by the profile, which speaks for its owner alone.
pub fn details(sources: &Sources, who: &WhoArgs, args: &DetailArgs, whose: Whose) -> Result<Details, Failure> {
    let profile = sources.whole_profile(who)?;
    let is_foreign = whose.are_foreign(profile, who);
    let line = |typed: &Option<String>, key: &str, kept: &Option<String>| match (typed, kept) {
        (Some(typed), _) => Ok(Some(typed.clone())),
        (None, Some(kept)) if !is_foreign => detail(kept)
            .map(Some)
            .map_err(|error: DetailError| Failure::config(format!("{}: {key}: {error}", name_of(who)))),
        (None, _) => Ok(None),
    };
    let second_name = line(&args.second_name, "second_name", &profile.second_name)?;
    // Whoever is named by a flag has not the role of whom the profile names.
    let kept_role = profile.second_role.clone().filter(|_| args.second_name.is_none());
    let second_role = line(&args.second_role, "second_role", &kept_role)?;
    let second = match (second_name, second_role) {
        (Some(name), role) => Some(SecondSignatory { name, role }),
        (None, None) => None,
        (None, Some(_)) if args.second_role.is_none() => {
            return Err(Failure::config(format!("{}: second_role needs second_name", name_of(who))));
        }
        (None, Some(_)) => {
            return Err(Failure::usage("--second-role needs the name of who signs").hint("add --second-name NAME"));
        }
    };
    Ok(Details {
        place: line(&args.place, "place", &profile.place)?,
        our_ref: line(&args.our_ref, "our_ref", &profile.our_ref)?,
        your_ref: args.your_ref.clone(),
        sent_by: args.sent_by,
        enclosures: args.enclosure.clone(),
        copy_names: args.cc.clone(),
        second,
    })
}
