//! Builds, starts and ends the sandbox: the Zendesk and the PagerDuty on localhost that the app is shown and measured in.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::interrupt;
use crate::process::{self, Manner};
use crate::setup::Tools;
use crate::workspace::Workspace;

/// The sandbox answers within a second; one that is silent for longer will not answer at all.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is needed to start the sandbox.
#[derive(Debug)]
pub(crate) struct Built {
    /// The sandbox's program.
    pub(crate) program: PathBuf,
    /// Zendesk's app SDK as one script.
    pub(crate) sdk: PathBuf,
}

/// A sandbox that answers; it ends when this value is dropped.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    /// The agent workspace page.
    pub(crate) address: String,
}

/// Builds the sandbox and bundles the SDK that it serves to the app.
pub(crate) fn build(workspace: &Workspace, tools: &Tools) -> anyhow::Result<Built> {
    let mut cargo = tools.cargo(workspace);
    cargo.args(["build", "--package", "sandbox", "--message-format", "json-render-diagnostics"]);
    let built = process::expect_success("building the sandbox", &mut cargo, Manner::KEPT)?;
    let program = executable(&built.output).context("cargo built the sandbox but named no program")?;

    let sdk = workspace.output("sdk/zaf_sdk.js");
    if let Some(folder) = sdk.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let mut node = tools.command("node", workspace);
    node.arg(workspace.path("tools/sdk.mjs")).arg(&sdk);
    process::expect_success("bundling Zendesk's SDK", &mut node, Manner::OPEN)?;
    Ok(Built { program, sdk })
}

/// Starts the sandbox on a port and waits until it answers.
pub(crate) fn start(workspace: &Workspace, built: &Built, port: u16, record: Option<&Path>) -> anyhow::Result<Running> {
    if answers(port) {
        bail!("something already answers on port {port}; end it or choose another port with --port");
    }
    let mut command = Command::new(&built.program);
    command.current_dir(&workspace.root).stdin(Stdio::null());
    command.arg("--app").arg(workspace.path("dist"));
    command.arg("--manifest").arg(workspace.path("manifest.json"));
    command.arg("--requirements").arg(workspace.path("requirements.json"));
    command.arg("--sdk").arg(&built.sdk).arg("--port").arg(port.to_string());
    if let Some(record) = record {
        command.arg("--record").arg(record);
    }
    let child = command.spawn().with_context(|| format!("cannot start {}", built.program.display()))?;
    let mut running = Running { child, address: format!("http://localhost:{port}/") };
    let start = Instant::now();
    while !answers(port) {
        if let Some(status) = running.ended()? {
            bail!("the sandbox ended before it answered ({status})");
        }
        if interrupt::asked() {
            bail!("stopped while the sandbox was starting");
        }
        if start.elapsed() > PATIENCE {
            bail!("the sandbox did not answer on port {port} within {} s", PATIENCE.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(running)
}

impl Running {
    /// Waits until somebody stops us; the sandbox ending by itself is an error.
    pub(crate) fn wait(mut self) -> anyhow::Result<()> {
        while !interrupt::asked() {
            if let Some(status) = self.ended()? {
                // Ctrl-C reaches the sandbox too, and it may be the first to go.
                thread::sleep(Duration::from_millis(200));
                if interrupt::asked() {
                    break;
                }
                bail!("the sandbox ended by itself ({status})");
            }
            thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    fn ended(&mut self) -> anyhow::Result<Option<std::process::ExitStatus>> {
        self.child.try_wait().context("lost sight of the sandbox")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only when it has ended already, which is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program that cargo's messages name for the binary `sandbox`.
fn executable(messages: &str) -> Option<PathBuf> {
    let message = |line: &str| -> Option<PathBuf> {
        let message: Value = serde_json::from_str(line).ok()?;
        let is_program = message.get("target")?.get("kind")?.as_array()?.iter().any(|kind| kind == "bin");
        message.get("executable")?.as_str().filter(|_| is_program).map(PathBuf::from)
    };
    messages.lines().filter_map(message).next_back()
}

/// Whether an HTTP server answers on a port of this machine.
fn answers(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let exchange = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(500))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(stream, "GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")?;
        let mut beginning = vec![0; 7];
        stream.read_exact(&mut beginning)?;
        Ok(beginning)
    };
    exchange().is_ok_and(|beginning| beginning == b"HTTP/1.")
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use std::net::TcpListener;

    use super::*;

    #[test]
    fn the_program_is_read_from_cargos_messages() {
        let messages = concat!(
            r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"sandbox"},"executable":null}"#,
            "\n",
            r#"{"reason":"compiler-artifact","target":{"kind":["bin"],"name":"sandbox"},"executable":"/t/debug/sandbox"}"#,
            "\n",
            r#"{"reason":"build-finished","success":true}"#,
            "\n"
        );
        assert_eq!(executable(messages), Some(PathBuf::from("/t/debug/sandbox")));
        assert_eq!(executable(""), None);
    }

    #[test]
    fn only_a_server_that_speaks_http_answers() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = thread::spawn(move || {
            for reply in ["HTTP/1.1 200 OK\r\n\r\n", "SSH-2.0-x\r\n"] {
                let (mut stream, _) = listener.accept().unwrap();
                let mut request = [0; 512];
                let _ = stream.read(&mut request).unwrap();
                stream.write_all(reply.as_bytes()).unwrap();
            }
        });
        assert!(answers(port));
        assert!(!answers(port));
        server.join().unwrap();
        assert!(!answers(port));
    }
}
