//! What a person can do about an account or a line that a server does not want: words for [`Trouble`].

use outcry::settings::Account;
use outcry::smtp::presets::{self, Auth, Preset};
use outcry::smtp::{Speaks, Tls, Trouble};

/// What helps, most likely first.
pub fn cures(trouble: Trouble, account: &Account) -> Vec<String> {
    let host = account.server.host();
    let log_in = || {
        let server = &account.server;
        let url = match server.tls() {
            Tls::Implicit => format!("smtps://USER@{host}"),
            Tls::StartTls => format!("smtp://USER@{host}"),
            Tls::None => format!("smtp://USER@{host}:{}", server.port()),
        };
        format!(
            "there was no login, because no user name is given. Use {url} in --server; or, for an account, run: outcry \
             account edit NAME --user USER"
        )
    };
    match trouble {
        Trouble::Relay | Trouble::Login | Trouble::Line if account.user.is_none() => vec![log_in()],
        Trouble::Relay => {
            vec![format!("{host} relays mail only for its own users; use the server of your own mail provider")]
        }
        Trouble::Login => vec![login_cure(account, None)],
        Trouble::AppPassword => vec![login_cure(account, Some(APP_PASSWORD))],
        Trouble::Token => vec![login_cure(account, Some(TOKEN))],
        Trouble::LoginOff => vec![
            "ask an administrator of your organisation to switch on authenticated SMTP for this account".to_owned(),
            login_cure(account, Some(TOKEN)),
        ],
        Trouble::Certificate => vec![
            "if the server belongs to your organisation, give its certificate authority in PEM form: --ca-file FILE, or \
             ca_file in the account; SSL_CERT_FILE in the environment replaces the system's list"
                .to_owned(),
            "otherwise send nothing: somebody may be intercepting the connection".to_owned(),
        ],
        Trouble::WrongPort(speaks) => {
            let address = format!("{host}:{}", account.server.port());
            vec![match speaks {
                Speaks::Smtp => format!("this port speaks STARTTLS; use smtp://{address}, or tls = \"starttls\" in the account"),
                Speaks::Tls => format!("this port speaks TLS; use smtps://{address}, or tls = \"implicit\" in the account"),
                Speaks::Imap | Speaks::Pop3 => {
                    "this is a server for reading mail; the server for sending usually has port 465 or 587".to_owned()
                }
                Speaks::Ssh | Speaks::Http => "a mail server for sending usually has port 465 or 587".to_owned(),
            }]
        }
        Trouble::Encryption => {
            vec![format!("use smtps://{host} (TLS from the start) or smtp://{host} (STARTTLS) for this server")]
        }
        Trouble::Sender => {
            let from = &account.from.email;
            vec![format!(
                "this account may not send from {from}; change --from, or `from` in the account"
            )]
        }
        Trouble::Line => vec![
            "this server accepts no mail from your machine or network. Use your provider's submission server, with a \
             login (port 465 or 587)"
                .to_owned(),
        ],
        Trouble::Domain => vec![format!(
            "{} does not vouch for {host} (SPF, DKIM or DMARC). Send through the server of that domain, or ask its \
             administrator",
            account.from.email.domain()
        )],
    }
}

const APP_PASSWORD: &str =
    "the provider requires an app password; create one for this program in the account's settings";
const TOKEN: &str = "the provider accepts no passwords; set token_command in the account";

/// What the provider wants for a login: by its own words, or as its preset has it.
fn login_cure(account: &Account, wants: Option<&'static str>) -> String {
    let all = presets::all().unwrap_or_default();
    let preset = all.iter().find(|preset| preset.host.as_deref() == Some(account.server.host()));
    let kind = wants.unwrap_or(match preset.and_then(|preset| preset.auth.first()) {
        Some(Auth::AppPassword) => APP_PASSWORD,
        Some(Auth::Oauth2) => TOKEN,
        Some(Auth::Password) | None => {
            "check the user name and password. Many providers require an app password or a token (token_command); at \
             some, only an administrator can allow such logins"
        }
    });
    match preset {
        Some(Preset { id, note: Some(note), date, .. }) => {
            format!("{kind}. {note} (preset {id}, read on {date})")
        }
        _ => kind.to_owned(),
    }
}
