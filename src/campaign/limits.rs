//! Every bound on a campaign, and on the work that its letters may make.

/// Bytes of one file.
pub(super) const FILE_MOST: u64 = 256 * 1024;
/// Files of one campaign.
pub(super) const FILES_MOST: usize = 200;
/// Addresses that get a copy of every letter. A server takes at least a hundred recipients of one mail (RFC 5321
/// section 4.5.3.1.8), and half of them are left to the office.
pub const COPIES_MOST: usize = 50;
/// Fields of one campaign: people give up on long forms.
pub(super) const FIELDS_MOST: usize = 12;
/// Characters of a label.
pub(super) const LABEL_MOST: usize = 60;
/// Questions that a campaign puts: who is asked more answers none.
pub(super) const QUESTIONS_MOST: usize = 3;
/// Characters of a question.
pub(super) const QUESTION_MOST: usize = 120;
/// Demands a letter may have; also how often a loop over them may run.
pub(super) const DEMANDS_MOST: usize = 30;
/// Characters of what happened, in a few sentences: more has no room on a leaflet beside the demands.
pub(super) const SUMMARY_MOST: usize = 600;
/// Bytes of one template.
pub(super) const SOURCE_MOST: usize = 256 * 1024;
/// Bytes of one placeholder.
pub(super) const TAG_MOST: usize = 200;
/// Blocks open at once, those of included partials counted in.
pub(super) const NESTING_MOST: usize = 32;
/// Elements that filling one template prints, each as often as loops and partials repeat it.
pub(super) const WORK_MOST: usize = 100_000;
/// Bytes of one filled template.
pub(super) const OUTPUT_MOST: usize = 1024 * 1024;
