//! The letters themselves: every one that is shipped, and every mail as other programs read it.
//! These tests use the library, because there are thousands of letters to look at.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on shall stop")]

mod countries;
mod mails;
mod page;
mod page_rules;
mod parsers;
mod shipped;
