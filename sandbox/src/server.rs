//! The sandbox over TCP: five origins on localhost, so that a browser's rules between origins are real.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use axum::routing::{MethodRouter, any};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::Serialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

use crate::Sandbox;
use crate::faults::Broken;
use crate::pagerduty::Region;
use crate::workspace::assets::Assets;
use crate::{control, workspace};

/// Where to listen and what to frame.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The built app: the directory with `index.html`.
    pub app: PathBuf,
    /// The Zendesk SDK as one script.
    pub sdk: PathBuf,
    /// The first of five ports that follow each other; 0 takes any free ones.
    pub port: u16,
}

/// Where everything is. All addresses begin with `http://localhost:`.
#[derive(Clone, Debug, Serialize)]
pub struct Addresses {
    /// The agent workspace, Zendesk's API and the controls.
    pub workspace: String,
    /// The first ticket to look at.
    pub ticket: String,
    /// The directory of the app's assets, with a slash at the end.
    pub app: String,
    /// The origin of the app's assets.
    pub app_origin: String,
    /// PagerDuty's identity server.
    pub identity: String,
    /// PagerDuty's REST API, United States.
    pub rest_us: String,
    /// PagerDuty's REST API, Europe.
    pub rest_eu: String,
}

/// A server that listens until it is dropped.
#[derive(Debug)]
pub struct Server {
    addresses: Addresses,
    tasks: Vec<JoinHandle<()>>,
}

impl Server {
    /// Binds the five ports and serves; fails when a port is taken or the app is not there.
    pub async fn start(sandbox: Sandbox, settings: Settings) -> io::Result<Self> {
        let mut listeners = Vec::new();
        for offset in 0..5 {
            let port = if settings.port == 0 { 0 } else { settings.port + offset };
            let listener =
                TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(|failure| {
                    io::Error::new(failure.kind(), format!("port {port} on localhost cannot be used: {failure}"))
                })?;
            listeners.push(listener);
        }
        let mut origins = Vec::new();
        for listener in &listeners {
            origins.push(format!("http://localhost:{}", listener.local_addr()?.port()));
        }
        let [workspace, app_origin, identity, rest_us, rest_eu] =
            <[String; 5]>::try_from(origins).map_err(|_| io::Error::other("five listeners were bound"))?;
        let connect = [identity.as_str(), &rest_us, &rest_eu];
        let assets = Assets::open(&settings.app, &settings.sdk, &connect)?;
        let addresses = Addresses {
            ticket: format!("{workspace}/agent/tickets/{}", crate::zendesk::seed::tickets::CHECKOUT),
            app: format!("{app_origin}{}", assets.directory()),
            workspace,
            app_origin,
            identity,
            rest_us,
            rest_eu,
        };
        sandbox.pagerduty().register_redirect(&format!("{}oauth.html", addresses.app));
        let routers = [
            workspace::router(&sandbox, &addresses)
                .merge(control::router(&sandbox))
                .route("/proxy", through(sandbox.request_proxy()))
                .route("/api/{*path}", through(sandbox.zendesk_rest())),
            assets.router(),
            sandbox.identity(),
            sandbox.pagerduty_rest(Region::Us),
            sandbox.pagerduty_rest(Region::Eu),
        ];
        let tasks = listeners
            .into_iter()
            .zip(routers)
            .map(|(listener, router)| tokio::spawn(accept(listener, router)))
            .collect();
        Ok(Self { addresses, tasks })
    }

    /// Where everything is.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Waits for as long as it serves.
    pub async fn run(mut self) {
        for task in std::mem::take(&mut self.tasks) {
            // A listener ends only with the process.
            drop(task.await);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Another router behind one route of this one, with the whole path left as it is.
fn through(router: Router) -> MethodRouter {
    any(move |mut request: axum::extract::Request| async move {
        // The parameters of this route would count among those of the routes behind it.
        request.extensions_mut().clear();
        infallible(router.oneshot(request).await)
    })
}

fn infallible<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

async fn accept(listener: TcpListener, router: Router) {
    loop {
        // A connection that fails while it opens is the caller's loss, not the server's.
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, router.clone()));
        }
    }
}

/// Serves one connection. An answer that is marked as broken ends it without a byte, as a lost network would.
async fn serve(stream: TcpStream, router: Router) {
    drop(stream.set_nodelay(true));
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let response: Response<Body> = infallible(router.oneshot(request.map(Body::new)).await);
            if response.extensions().get::<Broken>().is_some() {
                return Err(io::Error::from(io::ErrorKind::ConnectionReset));
            }
            Ok(response)
        }
    });
    // The error says only that the connection ended, which is also how a fault ends it.
    drop(http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await);
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
