//! What a person can do about an account or a line that a server does not want: words for [`Trouble`].

use outcry::settings::Account;
use outcry::smtp::Trouble;
use outcry::smtp::presets::{self, Auth, Preset};

/// What helps, most likely first.
pub fn cures(trouble: Trouble, account: &Account) -> Vec<String> {
    let host = account.server.host();
    let log_in = || {
        format!(
            "nobody logged in. Does the account, or `--server`, name a user? Write smtps://USER@{host}, or run \
             `outcry account add NAME`"
        )
    };
    match trouble {
        Trouble::Relay | Trouble::Login | Trouble::Line if account.user.is_none() => vec![log_in()],
        Trouble::Relay => {
            vec![format!("{host} passes mail on only for its own people: use the server of your own mail provider")]
        }
        Trouble::Login => vec![login_cure(host)],
        Trouble::Encryption => {
            vec![format!("write smtps://{host} (TLS from the start) or smtp://{host} (STARTTLS) for this server")]
        }
        Trouble::Sender => {
            let from = &account.from.email;
            vec![format!(
                "{from} must be an address that this account may send from: change `--from`, or `from` of the account"
            )]
        }
        Trouble::Line => vec![
            "this server takes no mail from your machine or network. Use your provider's submission server, with a \
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

/// What the provider wants for a login, as far as that is known.
fn login_cure(host: &str) -> String {
    let all = presets::all().unwrap_or_default();
    let preset = all.iter().find(|preset| preset.host.as_deref() == Some(host));
    let kind = match preset.and_then(|preset| preset.auth.first()) {
        Some(Auth::AppPassword) => "it wants an app password, made for this program in the account's settings",
        Some(Auth::Oauth2) => "it takes no password: set token_command in the account",
        Some(Auth::Password) | None => {
            "check user and password. Many providers want an app password, or a token (token_command); some let only \
             an administrator switch such logins on"
        }
    };
    match preset {
        Some(Preset { id, note: Some(note), date, .. }) => {
            format!("{kind}. {note} (preset {id}, read on {date})")
        }
        _ => kind.to_owned(),
    }
}
