//! What can be typed. Every flag is defined once here and feeds the parser, the help, the man page
//! and the completions; meaning is given to it elsewhere.

#![expect(clippy::struct_excessive_bools, reason = "flags of a command line are what bools are for")]
#![expect(clippy::doc_markdown, reason = "these comments are the help a person reads on a terminal")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use outcry::registry::OfficeKind;

use super::edit::EditArgs;
use super::guide::GuideArgs;
use super::joint::JointArgs;
use super::leaflet::LeafletArgs;
use super::names::Names;
pub use super::new_campaign::{NewArgs, OrNone, SignedBy};
use super::office::{AddOfficeArgs, office_kind};
use super::page::PageArgs;
pub use super::paper::{ENVELOPES, LookArgs, Make, NO_PICTURE, SheetArgs};
use super::roster::LIST;
pub use super::roster::{KeepChoice, RosterArgs};
pub use super::to::ToArgs;
pub use super::who::{WhoArgs, tagged};
pub use super::write::{Format, WriteArgs};

/// Turn a campaign's model letter into signed letters and get them to the offices they are for
///
/// Without a command, on a terminal, outcry leads you through a letter step by step.
#[derive(Debug, Parser)]
#[command(name = "outcry", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub global: Global,
}

/// Flags that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Folder of campaigns, searched before ./letters and the shipped ones
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Global options")]
    pub letters: Option<PathBuf>,
    /// File with offices, laid over your own and the shipped ones value by value
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Global options")]
    pub recipients: Option<PathBuf>,
    /// Configuration file, in place of the one in your configuration folder
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Global options")]
    pub config: Option<PathBuf>,
    /// File that remembers what was sent, in place of the one in your data folder
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Global options")]
    pub outbox: Option<PathBuf>,
    /// Never ask; stop with exit code 2 when something is missing
    #[arg(long, global = true, help_heading = "Global options")]
    pub no_input: bool,
    /// Print results and errors only
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// Show each notice in full, not how many there are of a kind
    #[arg(long, short, global = true, conflicts_with = "quiet", help_heading = "Global options")]
    pub verbose: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Global options")]
    pub color: ColorChoice,
}

impl Global {
    /// How much is said of notices of which there are several.
    pub fn detail(&self) -> Detail {
        if self.verbose { Detail::Full } else { Detail::Counts }
    }
}

/// How much is said of what is true of several offices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Of how many it is true.
    Counts,
    /// All that is known of each.
    Full,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write letters: print them, save them, or open them as drafts
    Write(Box<WriteArgs>),
    /// Send letters by e-mail
    Send(Box<SendArgs>),
    /// Go on with a letter step by step, as outcry does without a command
    Guide(Box<GuideArgs>),
    /// Make one HTML file of a campaign, for people without a terminal
    Page(PageArgs),
    /// Make a sheet for the street with a QR code to the campaign's page, or letters to sign by hand
    Leaflet(Box<LeafletArgs>),
    /// Make one letter in "we" that all of a list sign, with their names on sheets behind it
    Joint(Box<JointArgs>),
    /// List, show, start or check campaigns
    #[command(subcommand)]
    Campaigns(CampaignsCommand),
    /// List, show or check the offices letters go to
    #[command(subcommand)]
    Recipients(RecipientsCommand),
    /// Check lists of signatories
    #[command(subcommand)]
    Lists(ListsCommand),
    /// Show and settle what became of letters that were sent by e-mail
    #[command(subcommand)]
    Outbox(OutboxCommand),
    /// Set up and test the accounts that letters are sent from
    #[command(subcommand)]
    Account(AccountCommand),
    /// Show what is set up, what works and what is stale
    Doctor {
        /// One JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(required_unless_present = "names")]
        shell: Option<clap_complete::Shell>,
        /// Print the names of these, as completions ask for them
        #[arg(long, hide = true, value_name = "WHAT", conflicts_with = "shell")]
        names: Option<Names>,
    },
    /// Print the page of the manual about outcry, or about one command
    Man {
        /// The command, such as write or campaigns check
        command: Vec<String>,
    },
}

const SENDING: &str = "Sending";

#[derive(Debug, Clone, Args)]
pub struct SendArgs {
    /// The campaign's id, as `outcry campaigns list` shows it
    pub campaign: String,
    #[command(flatten)]
    pub who: WhoArgs,
    #[command(flatten)]
    pub list: RosterArgs,
    /// List of those who sign one letter together, as `outcry joint` makes it; each office gets it once
    #[arg(
        long,
        value_name = "FILE",
        value_hint = ValueHint::FilePath,
        group = LIST,
        conflicts_with_all = [
            "name", "role", "organisation", "members", "email", "address", "own_words", "voice", "set", "attach_pdf",
            "text", "edit"
        ],
        help_heading = "List of signatories"
    )]
    pub joint: Option<PathBuf>,
    #[command(flatten)]
    pub to: ToArgs,
    #[command(flatten)]
    pub edit: EditArgs,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub pace: PaceArgs,
    /// Add the letter as HTML beside its text
    #[arg(long, help_heading = SENDING)]
    pub html: bool,
    /// Attach the letter to each mail as a PDF, as it looks on paper
    #[arg(long, help_heading = SENDING)]
    pub attach_pdf: bool,
    /// Send a copy to the signatory's own e-mail address: in Cc; on a list, one mail with all letters of a row once they are sent
    #[arg(long, conflicts_with = "joint", help_heading = SENDING)]
    pub copy_me: bool,
    /// Check and compose everything, show it, and connect to nothing
    #[arg(long, short = 'n', help_heading = SENDING)]
    pub dry_run: bool,
    /// Do not ask before sending
    #[arg(long, short, help_heading = SENDING)]
    pub yes: bool,
    /// Send without asking, but only if the command makes exactly N letters, sent ones included
    #[arg(long, value_name = "N", help_heading = SENDING)]
    pub expect: Option<u64>,
    /// Send without asking, but only if exactly N letters of the list are new to the outbox
    #[arg(long, value_name = "N", requires = "signatories", help_heading = SENDING)]
    pub expect_new: Option<u64>,
    /// Write the letters for offices without e-mail, with a manifest: a PDF each in a folder, or all in one .pdf, .txt or .html
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath, requires = "signatories", help_heading = SENDING)]
    pub paper: Option<PathBuf>,
    /// Send the letters to this address alone, marked as a test; works for closed campaigns too
    #[arg(long, value_name = "ADDRESS", help_heading = SENDING)]
    pub test_to: Option<String>,
    /// Send to this office although nobody has confirmed its address within twelve months
    #[arg(long, value_name = "OFFICE", help_heading = SENDING)]
    pub accept_stale: Vec<String>,
    /// Accept what this registry file in the working folder changes about offices
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = SENDING)]
    pub trust_registry: Vec<PathBuf>,
    /// Accept this campaign of the working folder in place of another of its name
    #[arg(long, value_name = "ID", help_heading = SENDING)]
    pub trust_campaign: Vec<String>,
    /// Send again what was sent, refused, bounced or given up; with =refused, only what was refused or bounced; with =older, only what went out before the campaign was corrected
    #[arg(long, value_name = "WHAT", num_args = 0..=1, require_equals = true, default_missing_value = "all", help_heading = SENDING)]
    pub again: Option<AgainChoice>,
    /// Keep trying until no letter waits, for at most five days
    #[arg(long, help_heading = SENDING)]
    pub wait: bool,
    /// Print one JSON object per letter
    #[arg(long, help_heading = SENDING)]
    pub json: bool,
    #[command(flatten, next_help_heading = "On paper (--attach-pdf, --paper)")]
    pub look: LookArgs,
}

/// Where mail is handed over.
#[derive(Debug, Clone, Args, Default)]
#[command(next_help_heading = "Account")]
pub struct LineArgs {
    /// Account from the configuration file
    #[arg(long, value_name = "NAME", conflicts_with_all = ["server", "from", "password_command"])]
    pub account: Option<String>,
    /// Server to use without an account: smtps://user@host, or smtp://127.0.0.1:2525 for trials
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// Address the letters come from, with a name if you like: "Branch <branch@union.example>"
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,
    /// Command that prints the password for --server
    #[arg(long, value_name = "COMMAND", requires = "server")]
    pub password_command: Option<String>,
    /// Also trust the certificate authorities in this file (PEM), for a server of your own organisation
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub ca_file: Option<PathBuf>,
}

/// Which letters go out once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AgainChoice {
    /// Whatever is done with
    All,
    /// What was refused or bounced
    Refused,
    /// What went out in an earlier version of the campaign
    Older,
}

/// How fast letters go. Without these: what the account allows, and a humane number an hour for each
/// office; towards a server on this machine as fast as they go.
#[derive(Debug, Clone, Args, Default)]
#[command(next_help_heading = "Pace")]
pub struct PaceArgs {
    /// Number of simultaneous connections to the server
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub connections: Option<u32>,
    /// Limit for the account: 20/min, 300/hour, 500/day, or off
    #[arg(long, value_name = "N/min|off")]
    pub pace: Option<String>,
    /// Limit for each office: 120/hour (the default), or off
    #[arg(long, value_name = "N/hour|off")]
    pub office_pace: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum ListsCommand {
    /// Check every row of a list for a campaign: how it is read, who can sign, and what is wrong with the others
    #[command(mut_arg("signatories", |list| list.long(None).index(1).required(true).help_heading(None::<&str>)
        .help("The list: CSV, TSV, XLSX, ODS, or - for standard input")))]
    Check(Box<ListCheckArgs>),
}

#[derive(Debug, Args)]
pub struct ListCheckArgs {
    /// The campaign's id, as `outcry campaigns list` shows it
    #[arg(index = 2)]
    pub campaign: String,
    #[command(flatten)]
    pub list: RosterArgs,
    #[command(flatten)]
    pub who: WhoArgs,
    #[command(flatten)]
    pub to: ToArgs,
}

#[derive(Debug, Subcommand)]
pub enum CampaignsCommand {
    /// List all campaigns and where each comes from
    List {
        /// Print one JSON object per campaign
        #[arg(long)]
        json: bool,
    },
    /// Show one campaign: what it is about, its offices, its letters
    Show {
        /// The campaign's id
        id: String,
    },
    /// Start a new campaign, from answers or from a published appeal
    New(Box<NewArgs>),
    /// Check campaigns: every letter in every language, voice and kind
    Check {
        /// A campaign's id or folder; all campaigns when left out
        target: Option<String>,
        /// Print one JSON object per finding
        #[arg(long)]
        json: bool,
    },
    /// Say that a campaign is over; nothing is sent for it any more
    Close {
        /// The campaign's id
        id: String,
        /// What became of it
        #[arg(long = "as", value_name = "STATUS")]
        status: Option<CloseChoice>,
        /// Why, for whoever wants to write
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// Give a campaign a later last day
    Extend {
        /// The campaign's id
        id: String,
        /// The last day on which letters help
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// Give a text that was changed after its publication the next version
    Correct {
        /// The campaign's id
        id: String,
        /// What was corrected
        #[arg(long, value_name = "TEXT")]
        what: Option<String>,
    },
    /// Write a campaign into one file, to hand on
    Pack {
        /// The campaign's id
        id: String,
        /// File or folder to write to, or - for standard output; ID-vVERSION.zip when left out
        #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath)]
        output: Option<PathBuf>,
    },
    /// Put a campaign that came as one file in place, after a look at what is new in it
    Add {
        /// The file that `campaigns pack` made, or - for standard input
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// The campaign's id, where the file does not say it
        #[arg(long)]
        id: Option<String>,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
    /// Print the JSON Schema of a file, with which editors complete and check it
    Schema {
        /// Which file; with -o FOLDER, both when left out
        file: Option<SchemaChoice>,
        /// File or folder to write to, in place of the screen
        #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath)]
        output: Option<PathBuf>,
    },
}

/// Which file a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaChoice {
    /// campaign.toml
    Campaign,
    /// recipients.toml
    Recipients,
}

/// What became of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CloseChoice {
    /// It reached its aim
    Won,
    /// The time for letters is over
    Closed,
    /// It asked to stop
    Stopped,
}

#[derive(Debug, Subcommand)]
pub enum RecipientsCommand {
    /// Find offices: by name in any language, country, kind, channel
    List(ListArgs),
    /// Show one office with every channel, its source, and what to do
    Show {
        /// The office's id
        id: String,
        /// Look among the offices of this campaign too
        #[arg(long, value_name = "CAMPAIGN")]
        campaign: Option<String>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show which embassy of a state serves your country, or each country
    Embassy {
        /// State whose embassy to find, by name or two letters
        #[arg(value_name = "STATE")]
        state: String,
        /// Your own country, by name or two letters; every country when left out
        #[arg(value_name = "COUNTRY")]
        country: Option<String>,
        /// Print one JSON object per country
        #[arg(long)]
        json: bool,
    },
    /// Add an office to your own registry: by flags, from pasted text, or by questions
    Add(Box<AddOfficeArgs>),
    /// Record in your own registry that you confirmed a channel today
    Confirm {
        /// The office's id
        id: String,
        /// The channel: email, post, phone, fax or form, or the value itself
        channel: String,
        /// Look among the offices of this campaign too
        #[arg(long, value_name = "CAMPAIGN")]
        campaign: Option<String>,
    },
    /// Put a channel's value on the reject list of your own registry
    Reject {
        /// The office's id
        id: String,
        /// The channel: email, post, phone, fax or form, or the value itself
        channel: String,
        /// Look among the offices of this campaign too
        #[arg(long, value_name = "CAMPAIGN")]
        campaign: Option<String>,
        /// Why the value is wrong
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Check a registry file and report every mistake with its place
    Check {
        /// The file; your own ones and the shipped one when left out
        #[arg(value_hint = ValueHint::FilePath)]
        file: Option<PathBuf>,
        /// Also list each shipped channel that no person has confirmed
        #[arg(long)]
        all: bool,
        /// Print one JSON object per finding
        #[arg(long)]
        json: bool,
    },
}

/// Which offices are listed.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// What is looked for, in any language and order: a kind, a country, a name, a city, an id
    #[arg(value_name = "WORD")]
    pub search: Vec<String>,
    /// The offices of this campaign too
    #[arg(long, value_name = "CAMPAIGN")]
    pub campaign: Option<String>,
    /// Only offices of this state or in it: its code or its name
    #[arg(long, value_name = "COUNTRY")]
    pub country: Option<String>,
    /// Only offices of this kind: ministry is every ministry, embassy whatever acts as one
    #[arg(long, value_parser = office_kind())]
    pub kind: Option<OfficeKind>,
    /// Only offices that read letters in this language
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// Only offices that letters reach this way; none for those without any
    #[arg(long, value_name = "TYPE", value_parser = ["email", "post", "phone", "fax", "form", "none"])]
    pub channel: Option<String>,
    /// Only offices with a channel that nobody confirmed within twelve months
    #[arg(long)]
    pub stale: bool,
    /// Only offices with a channel that a person confirmed within twelve months
    #[arg(long)]
    pub confirmed: bool,
    /// List all that match and not only the best, with the missions of which no channel is known
    #[arg(long)]
    pub all: bool,
    /// Print one JSON object per office
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// Count letters by campaign, office and state
    Status {
        /// Print one JSON object per campaign, office and state
        #[arg(long)]
        json: bool,
    },
    /// List letters that are not done with: those in doubt first, then waiting, refused, bounced
    List(Box<OutboxListArgs>),
    /// Record what became of a letter in doubt
    Settle(SettleArgs),
    /// Settle letters in doubt from a mailbox, and record which letters bounced
    Reconcile(ReconcileArgs),
    /// Erase a person, or a whole campaign, from the outbox for good
    Forget(Box<ForgetArgs>),
    /// Print every letter as a table (CSV) for a spreadsheet, with days instead of times and without Message-IDs
    Export {
        /// Add Message-IDs and times: with them, whoever has a letter finds its line
        #[arg(long)]
        with_ids: bool,
        /// Print one JSON object per letter instead
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub struct OutboxListArgs {
    /// Only letters in this state; sent and dropped ones too
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// Only letters of this campaign
    #[arg(long, value_name = "ID")]
    pub campaign: Option<String>,
    /// Name the row of each letter in this list; give the flags for the signatories that the letters were sent with
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub signatories: Option<PathBuf>,
    /// Meaning of a column, if its name is not recognised; repeatable
    #[arg(long, value_name = "FIELD=COLUMN", requires = "signatories")]
    pub map: Vec<String>,
    /// Encoding of the list, if not Unicode: windows-1252, windows-1251, …
    #[arg(long, value_name = "NAME", requires = "signatories")]
    pub encoding: Option<String>,
    #[command(flatten)]
    pub who: WhoArgs,
    /// Print one JSON object per letter
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct SettleArgs {
    /// Message-ID of the letter, or its key as `outcry outbox list` shows it
    #[arg(value_name = "MESSAGE-ID|KEY")]
    pub letter: String,
    #[command(flatten)]
    pub verdict: VerdictArgs,
}

#[derive(Debug, Args)]
pub struct ReconcileArgs {
    /// Export of the copy mailbox or of the sender's inbox: mbox file, Maildir, folder of .eml files, .eml file
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Show what would change, and change nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Record returned letters as bounced without asking, although anybody who read a letter can write such a report
    #[arg(long)]
    pub yes: bool,
    /// Print one JSON object per letter that changes
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct VerdictArgs {
    /// The letter arrived: its copy is in the copy mailbox, or the office answered
    #[arg(long)]
    pub sent: bool,
    /// The letter did not arrive, or may arrive twice; the same `send` command sends it again
    #[arg(long)]
    pub resend: bool,
    /// Leave the letter: do not send it, whether it arrived or not
    #[arg(long)]
    pub drop: bool,
    /// The letter came back, even after it was sent; `--again=refused` sends it again
    #[arg(long)]
    pub bounced: bool,
}

// What a campaign asks for makes nobody another person; it is taken so that the line of `send` fits.
#[derive(Debug, Args)]
#[command(mut_arg("set", |set| set.hide(true)))]
pub struct ForgetArgs {
    /// Key of one letter, as `outcry outbox list` shows it
    #[arg(long, value_name = "KEY", conflicts_with = "campaign")]
    pub key: Option<String>,
    /// Everything about this campaign
    #[arg(long, value_name = "ID")]
    pub campaign: Option<String>,
    #[command(flatten)]
    pub who: WhoArgs,
}

#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Add an account to the configuration file
    Add(AddArgs),
    /// Change an account: only what you give, or what you choose when asked
    Edit(AddArgs),
    /// Take an account out of the configuration file
    Remove {
        /// Name of the account
        name: String,
    },
    /// List your accounts and the presets of mail providers
    List,
    /// Connect, log in and try the sender's address, without sending anything
    Check {
        #[command(flatten)]
        line: LineArgs,
    },
}

#[derive(Debug, Clone, Args)]
pub struct AddArgs {
    /// Name for the account, such as branch
    pub name: String,
    /// Mail provider, as `outcry account list` shows it
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// Server for sending mail, if no preset fits
    #[arg(long)]
    pub host: Option<String>,
    /// Port of the server
    #[arg(long)]
    pub port: Option<u16>,
    /// Encryption: implicit, starttls, or none (this machine only)
    #[arg(long, value_parser = ["implicit", "starttls", "none"], hide_possible_values = true)]
    pub tls: Option<String>,
    /// User name to log in with
    #[arg(long)]
    pub user: Option<String>,
    /// Address the letters come from
    #[arg(long, value_name = "ADDRESS")]
    pub from: Option<String>,
    /// Command that prints the password
    #[arg(long, value_name = "COMMAND", conflicts_with = "token_command")]
    pub password_command: Option<String>,
    /// Command that prints an OAuth 2.0 token
    #[arg(long, value_name = "COMMAND")]
    pub token_command: Option<String>,
}
