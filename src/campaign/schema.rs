//! A JSON Schema of `campaign.toml`, so that editors complete and check it: made from the type it is read into.

use serde_json::Value;

use super::raw::RawCampaign;
use crate::registry;

/// The schema of `campaign.toml`.
pub fn schema() -> Value {
    registry::schema::of::<RawCampaign>()
}
