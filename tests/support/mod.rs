//! What several test targets share. Nothing here uses the library under test.
#![allow(dead_code, reason = "each test target uses its own part of this")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on shall stop")]

pub mod authority;
pub mod outcry;
pub mod server;
