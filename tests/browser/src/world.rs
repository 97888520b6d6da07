//! What the browser meets: pages made by the program, the letters that it would write, and a server on loopback.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

pub struct World {
    pub folder: tempfile::TempDir,
    program: PathBuf,
}

/// Languages that the page speaks itself, and one that it does not, which runs from right to left.
pub const TONGUES: [&str; 7] = ["en", "ru", "de", "fr", "es", "kk", "fa"];

impl World {
    pub fn new(root: &Path) -> Self {
        let program = std::env::var_os("OUTCRY").map_or_else(|| root.join("target/debug/outcry"), PathBuf::from);
        let world = Self { folder: tempfile::tempdir().unwrap(), program };
        let shipped = root.join("letters/kazakhstan-2011-arrest-threat");
        let copied = world.path("letters/opened");
        std::fs::create_dir_all(&copied).unwrap();
        for entry in std::fs::read_dir(shipped).unwrap() {
            let entry = entry.unwrap();
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let text = text
                .replace("status = \"closed\"", "status = \"open\"")
                .replace("act_by = 2011-10-07", "act_by = 2099-12-31");
            let text = text.replace("copies@campaign.example", "copies@campaign.test");
            std::fs::write(copied.join(entry.file_name()), text).unwrap();
        }
        world.tongues();
        world
    }

    /// A campaign with a short letter in each language, to an office with every channel.
    fn tongues(&self) {
        let folder = self.path("letters/tongues");
        std::fs::create_dir_all(&folder).unwrap();
        let languages = TONGUES.map(|tag| format!("\"{tag}\"")).join(", ");
        let campaign = format!(
            "title = \"Tongues </script><script>alert(1)</script>\"\nact_by = 2099-12-31\nlanguages = [{languages}]\n\
             recipients = [\"aq-tongues\"]\npersons = [{{ name = \"Ada Marsh\" }}]\ncopy_to = [\"copies+1@campaign.test\"]\n\
             [[question]]\nname = \"why\"\nlabel.en = \"Why do you write?\"\nlabel.ru = \"Почему вы пишете?\"\n\
             [[office]]\nid = \"aq-tongues\"\nkind = \"other\"\ncountry = \"AQ\"\nnames.en = \"Office of Tongues\"\n\
             {}{}{}{}",
            channel("email", "tongues@office.test"),
            channel("phone", "+6721234567"),
            channel("form", "https://office.test/form"),
            channel("post", "1 Ice Street\\nRoss Harbour"),
        );
        std::fs::write(folder.join("campaign.toml"), campaign).unwrap();
        for tag in TONGUES {
            let letter = if tag == "fa" {
                "+++\nsubject = \"آزادی Ada Marsh\"\nsalutation = \"با سلام،\"\nclosing = \"با احترام\"\n\
                 demands = [\"Ada Marsh را آزاد کنید\"]\n+++\n{{signatory}}، {{من/ما}} می‌نویسم.\n\n{{#each demands}}\n- {{this}}\n{{/each}}\n\n\
                 {{#if own_words}}{{own_words}}{{/if}}\n"
                    .to_owned()
            } else {
                format!(
                    "+++\nsubject = \"Ada Marsh {tag} — ü\"\nsalutation = \"Hallo,\"\nclosing = \"Bye,\"\ndemands = [\"Ada Marsh!\", \"Zwei.\"]\n+++\n\
                     {{{{I/We}}}}, {{{{signatory}}}}, *write* about **Ada Marsh**.\n\n{{{{#each demands}}}}\n1. {{{{this}}}}\n{{{{/each}}}}\n\n\
                     {{{{#if own_words}}}}{{{{own_words}}}}{{{{/if}}}}\n"
                )
            };
            std::fs::write(folder.join(format!("{tag}.md")), letter).unwrap();
        }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn outcry(&self, arguments: &[&str]) -> String {
        let run = Command::new(&self.program)
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap())
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).unwrap()
    }

    /// What the program writes to each office.
    pub fn letters(&self, campaign: &str, who: &[&str]) -> Vec<Json> {
        let written = self.outcry(&[&["write", campaign, "-f", "json", "--quiet"], who].concat());
        written.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn channel(kind: &str, value: &str) -> String {
    format!("[[office.channel]]\ntype = \"{kind}\"\nvalue = \"{value}\"\nsource = \"https://office.test/\"\n")
}

/// Serves the files of a folder until the test ends.
pub async fn serve(folder: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let folder = folder.clone();
            tokio::spawn(async move {
                let mut request = vec![0; 4096];
                let length = stream.read(&mut request).await.unwrap_or(0);
                let request = String::from_utf8_lossy(&request[..length]).into_owned();
                let name = request.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
                let (status, body) = match std::fs::read(folder.join(&name)) {
                    Ok(body) => ("200 OK", body),
                    Err(_) => ("404 Not Found", Vec::new()),
                };
                let head = format!(
                    "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    body.len()
                );
                let _sent = stream.write_all(&[head.as_bytes(), &body].concat()).await;
            });
        }
    });
    address
}
