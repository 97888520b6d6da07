//! What is said about an action page that was made.

use outcry::address::Reserved;
use outcry::campaign::Campaign;
use outcry::locale::Country;

use super::count::counted;

/// Without an address, a page that is opened from a file has none to share.
pub const NO_URL: &str = "Without --url the page has buttons to share it only where it is opened from a web space.";

/// How many readers find no embassy of a state in their own country.
pub fn without_embassy(state: Country, count: usize) -> String {
    let countries = counted(count as u64, "country");
    format!(
        "For readers in {countries} no embassy of {state} in their own country is known; the page says which office \
         gets the letter instead, and why. The embassies are those known today."
    )
}

/// That addresses for copies are left out which only stand in for the campaign's own.
pub fn no_copies(campaign: &Campaign) -> String {
    let stand_ins = campaign.copy_to.iter().filter(|email| email.reserved() == Some(Reserved::StandIn));
    let names: Vec<String> = stand_ins.map(ToString::to_string).collect();
    format!(
        "The letters of the page go in copy to nobody at {}, which only stands in for the campaign's own address. Put \
         the campaign's into copy_to in campaign.toml ({}), and make the page again.",
        names.join(" and "),
        campaign.id
    )
}
