//! Chromium, driven by its own driver: what a person does, and what only the browser knows of itself.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value as Json, json};
use url::Url;

pub struct Browser {
    pub client: Client,
    driver: Child,
}

/// A command of Chromium's driver that the standard does not have.
#[derive(Debug)]
struct Own(&'static str, Json);

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.1.to_string()))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser is in the group of its driver, and a test that fails leaves neither.
        let group = format!("-{}", self.driver.id());
        let _ended = Command::new("kill").args(["--", &group]).status();
        let _waited = self.driver.wait();
    }
}

impl Browser {
    pub async fn start(downloads: &std::path::Path) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver is installed");
        let capabilities = json!({
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "goog:chromeOptions": {
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en"],
                "prefs": { "download.default_directory": downloads, "download.prompt_for_download": false },
            },
        });
        for _ in 0..100 {
            let mut builder = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new());
            let capabilities = capabilities.as_object().unwrap().clone();
            if let Ok(client) = builder.capabilities(capabilities).connect(&format!("http://127.0.0.1:{port}")).await {
                let browser = Self { client, driver };
                // The dialogue that opens is out of a driver's reach; what would be printed is taken by `printed`.
                let no_dialogue =
                    json!({ "source": "window.print = () => { window.asked = (window.asked || 0) + 1 }" });
                browser.devtools("Page.addScriptToEvaluateOnNewDocument", no_dialogue).await;
                return browser;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("chromedriver did not start a browser");
    }

    pub async fn stop(self) {
        self.client.clone().close().await.unwrap();
    }

    /// A command of the developer tools.
    pub async fn devtools(&self, command: &str, parameters: Json) -> Json {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Own("goog/cdp/execute", body)).await.unwrap()
    }

    async fn log(&self, kind: &str) -> Vec<Json> {
        let log = self.client.issue_cmd(Own("se/log", json!({ "type": kind }))).await.unwrap();
        log.as_array().cloned().unwrap_or_default()
    }

    /// Forgets what was logged, opens a page, and waits until it is there.
    pub async fn open(&self, url: &str) {
        self.log("browser").await;
        self.log("performance").await;
        self.client.goto(url).await.unwrap();
    }

    /// Fails on any message in the console, and on any request but the one for the page itself.
    pub async fn assert_quiet(&self, page: &str, what: &str) {
        let console = self.log("browser").await;
        assert!(console.is_empty(), "{what}: {console:#?}");
        for entry in self.log("performance").await {
            let message: Json = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            if message["message"]["method"] == "Network.requestWillBeSent" {
                let url = message["message"]["params"]["request"]["url"].as_str().unwrap();
                let is_own = url == page || url.starts_with("blob:") || url.starts_with("data:");
                assert!(is_own, "{what}: a request to {url}");
            }
        }
    }

    pub async fn run(&self, script: &str) -> Json {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Types into a field, key by key.
    pub async fn type_into(&self, id: &str, text: &str) {
        let field = self.client.find(Locator::Id(id)).await.unwrap_or_else(|error| panic!("{id}: {error}"));
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Chooses from a list. The list that opens is the system's own and out of a driver's reach.
    pub async fn choose(&self, id: &str, value: &str) {
        self.run(&format!(
            "const one = document.getElementById({}); one.value = {}; \
             for (const event of ['input', 'change']) one.dispatchEvent(new Event(event, {{ bubbles: true }}))",
            json!(id),
            json!(value)
        ))
        .await;
    }

    pub async fn click(&self, css: &str) {
        let element = self.client.find(Locator::Css(css)).await.unwrap_or_else(|error| panic!("{css}: {error}"));
        self.run(&format!("document.querySelector({}).scrollIntoView({{ block: 'center' }})", json!(css))).await;
        element.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    pub async fn text(&self, css: &str) -> Option<String> {
        let shown =
            self.run(&format!("const one = document.querySelector({}); return one && one.innerText", json!(css))).await;
        shown.as_str().map(str::to_owned)
    }

    pub async fn link(&self, css: &str) -> Option<String> {
        let found =
            self.run(&format!("const one = document.querySelector({}); return one && one.href", json!(css))).await;
        found.as_str().map(str::to_owned)
    }

    /// What is in the clipboard, pasted as a person would, into a field that is not the page's.
    pub async fn pasted(&self) -> String {
        self.run(
            "const area = document.createElement('textarea'); area.id = 'pasted'; document.body.append(area); area.focus()",
        )
        .await;
        let area = self.client.find(Locator::Id("pasted")).await.unwrap();
        area.send_keys("\u{e009}v\u{e000}").await.unwrap();
        let pasted = self
            .run("const area = document.getElementById('pasted'); const text = area.value; area.remove(); return text");
        pasted.await.as_str().unwrap().to_owned()
    }

    /// The page as a printer gets it.
    pub async fn printed(&self) -> Vec<u8> {
        use base64::Engine as _;
        let pdf = self.devtools("Page.printToPDF", json!({ "preferCSSPageSize": true })).await;
        base64::engine::general_purpose::STANDARD.decode(pdf["data"].as_str().unwrap()).unwrap()
    }

    pub async fn look(&self, dark: bool, width: u32) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// What axe finds wrong with the page, rule by rule.
    pub async fn violations(&self, axe: &str) -> Vec<String> {
        self.run(axe).await;
        let script = "const done = arguments[arguments.length - 1]; axe.run().then((found) => done(found.violations.map(\
            (one) => one.id + ': ' + one.nodes.map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary).join('; '))))";
        let found = self.client.execute_async(script, Vec::new()).await.unwrap();
        found.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
    }
}
