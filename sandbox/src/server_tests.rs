//! The five origins over TCP.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

use std::path::PathBuf;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::{Server, Settings};
use crate::Sandbox;
use crate::faults::{Fault, Kind, Target};
use crate::zendesk::bench::sandbox;
use crate::zendesk::seed::people::JONAS_OKAFOR;

struct Running {
    sandbox: Sandbox,
    server: Server,
    directory: PathBuf,
}

impl Running {
    async fn start(name: &str) -> Self {
        let directory = std::env::temp_dir().join(format!("sandbox-server-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::write(directory.join("index.html"), "<!doctype html><title>App</title>").unwrap();
        std::fs::write(directory.join("sdk.js"), "").unwrap();
        let (sandbox, _) = sandbox();
        let settings = Settings { app: directory.clone(), sdk: directory.join("sdk.js"), port: 0 };
        let server = Server::start(sandbox.clone(), settings).await.unwrap();
        Self { sandbox, server, directory }
    }

    /// One request, with everything that came back before the connection closed.
    async fn send(&self, origin: &str, head: &str, body: &Value) -> String {
        let address = origin.strip_prefix("http://").unwrap().replace("localhost", "127.0.0.1");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let request = format!(
            "{head} HTTP/1.1\r\nhost: localhost\r\nx-sandbox-agent: {JONAS_OKAFOR}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut received = Vec::new();
        // A broken connection ends the reading as well.
        drop(stream.read_to_end(&mut received).await);
        String::from_utf8_lossy(&received).into_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.directory));
    }
}

#[tokio::test]
async fn the_page_the_apis_and_the_app_are_on_their_own_origins() {
    let running = Running::start("origins").await;
    let addresses = running.server.addresses().clone();
    let page = running.send(&addresses.workspace, "GET /agent/tickets/48213", &Value::Null).await;
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("Agent Workspace"));
    let ticket = running.send(&addresses.workspace, "GET /api/v2/tickets/48213.json", &Value::Null).await;
    assert!(ticket.starts_with("HTTP/1.1 200") && ticket.contains("Can't complete checkout"), "{ticket}");
    let path = addresses.app.strip_prefix(&addresses.app_origin).unwrap();
    let app = running.send(&addresses.app_origin, &format!("GET {path}index.html"), &Value::Null).await;
    assert!(app.contains("<title>App</title>"));
    for origin in [&addresses.rest_us, &addresses.rest_eu] {
        assert!(running.send(origin, "GET /incidents", &Value::Null).await.starts_with("HTTP/1.1 401"));
    }
}

#[tokio::test]
async fn a_ticket_is_made_and_the_app_has_a_place_in_the_workspace() {
    let running = Running::start("place").await;
    let workspace = running.server.addresses().workspace.clone();
    for path in ["/agent/apps/console", "/agent/apps/console/automation/rules"] {
        let page = running.send(&workspace, &format!("GET {path}"), &Value::Null).await;
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("Agent Workspace"), "{path}");
    }
    let ticket = json!({"ticket": {"subject": "Down", "comment": {"body": "All of it"}, "priority": "urgent"}});
    let made = running.send(&workspace, "POST /workspace/tickets", &ticket).await;
    let made: Value = serde_json::from_str(made.split_once("\r\n\r\n").unwrap().1).unwrap();
    let account = running.send(&workspace, "GET /workspace/account", &Value::Null).await;
    let account: Value = serde_json::from_str(account.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!((&account["tickets"][0]["id"], &account["tickets"][0]["via"]["channel"]), (&made["id"], &json!("web")));
    assert_eq!((&account["app"]["slug"], &account["app"]["nav_bar"]), (&json!("console"), &Value::Null));
    let empty = running.send(&workspace, "POST /workspace/tickets", &json!({"ticket": {}})).await;
    assert!(empty.starts_with("HTTP/1.1 422"), "{empty}");
}

#[tokio::test]
async fn a_broken_connection_sends_not_a_byte() {
    let running = Running::start("broken").await;
    running.sandbox.faults().add(Fault::new(Target::Zendesk, Kind::DropAnswer).times(1));
    let change = json!({"ticket": {"priority": "urgent"}});
    let workspace = running.server.addresses().workspace.clone();
    assert_eq!(running.send(&workspace, "PUT /api/v2/tickets/48213.json", &change).await, "");
    assert_eq!(running.sandbox.zendesk().ticket(48_213).unwrap().priority.as_deref(), Some("urgent"));
}

#[tokio::test]
async fn controls_change_the_world_and_refuse_in_words() {
    let running = Running::start("controls").await;
    let workspace = running.server.addresses().workspace.clone();
    let post =
        async |thing: &str, body: Value| running.send(&workspace, &format!("POST /control/{thing}"), &body).await;
    assert!(
        post("faults", json!({"target": "pagerduty", "kind": {"latency": {"ms": 5}}, "remaining": 2}))
            .await
            .contains("\"id\":1")
    );
    assert_eq!(running.sandbox.faults().list().len(), 1);
    assert!(post("faults", json!({"target": "moon", "kind": "hang"})).await.starts_with("HTTP/1.1 400"));
    post("configuration", json!({"preset": "broken"})).await;
    post("read_only_key", json!({"present": false})).await;
    let state = running.send(&workspace, "GET /control/state", &Value::Null).await;
    let state: Value = serde_json::from_str(state.split_once("\r\n\r\n").unwrap().1).unwrap();
    assert_eq!(state["controls"]["configuration"], "broken");
    assert_eq!(state["controls"]["read_only_key"], false);
    assert_eq!(state["zendesk"]["installation"]["settings"]["use_read_only_key"], false);
    post("ticket/touch", json!({"ticket": 48_213})).await;
    assert!(running.sandbox.zendesk().ticket(48_213).unwrap().tags.contains(&"seen_by_incident_desk".to_owned()));
    let look = async |path: &str| {
        let answer = running.send(&workspace, &format!("GET /control/{path}"), &Value::Null).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head[9..12].to_owned(), serde_json::from_str::<Value>(body).unwrap())
    };
    let (_, part) = look("state?part=faults").await;
    assert_eq!((part.as_object().unwrap().len(), &part["faults"][0]["id"]), (1, &json!(1)));
    assert_eq!(look("state?part=weather").await.0, "400");
    assert_eq!(look("ticket/48213").await.1["comments"].as_array().unwrap().last().unwrap()["public"], false);
    assert!(post("colleague", json!({"ticket": 48_213, "action": "resolve"})).await.starts_with("HTTP/1.1 200"));
    assert_eq!(look("incident/1042").await.1["status"], "resolved");
    for missing in ["incident/QNONE", "ticket/1", "weather"] {
        assert_eq!(look(missing).await.0, "404");
    }
    assert!(post("scene", json!({"name": "rate_limited"})).await.starts_with("HTTP/1.1 200"));
    post("reset", Value::Null).await;
    assert_eq!(look("incident/1042").await.1["status"], "acknowledged");
    assert!(running.sandbox.faults().list().is_empty());
    assert!(!running.sandbox.zendesk().ticket(48_213).unwrap().tags.contains(&"seen_by_incident_desk".to_owned()));
    assert!(post("weather", Value::Null).await.contains("there is no control named weather"));
}
