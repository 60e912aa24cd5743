//! The origin of the app's assets, in the place of `https://<app id>.apps.zdusercontent.com`.
//!
//! It serves the built app as it is. Only in the pages that start a program two things differ: the address of the Zendesk SDK, and the
//! sandbox's origins among those that the content security policy lets the app connect to. To the translations it adds one
//! that no account has ([`pseudo`]).

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::pseudo;
use crate::zendesk::APP_ID;

/// The address of the SDK that the shipped page names.
const SDK: &str = "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js";
/// Where the sandbox serves it instead.
const LOCAL_SDK: &str = "/sdk/zaf_sdk.js";
/// A page that empties the app's storage and says so to the workspace.
const FORGET: &str = "<!doctype html><meta charset=utf-8><title>Forget</title>\
    <script>localStorage.clear();sessionStorage.clear();parent.postMessage('forgotten','*')</script>";
/// Brotli's quality; higher takes seconds for the app's module.
const QUALITY: u32 = 9;

/// The built app.
#[derive(Clone, Debug)]
pub(crate) struct Assets(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    root: PathBuf,
    sdk: PathBuf,
    connect: String,
    directory: String,
    files: Mutex<HashMap<PathBuf, Arc<File>>>,
}

/// One file as last read, with its compressed forms.
/// The pages that start a program.
const PAGES: [&str; 2] = ["index.html", "settings.html"];

#[derive(Debug)]
struct File {
    changed: Option<SystemTime>,
    tag: String,
    kind: String,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Assets {
    /// Opens the directory of the built app; `connect` are the origins that the app may also connect to.
    pub(crate) fn open(root: &Path, sdk: &Path, connect: &[&str]) -> io::Result<Self> {
        let index = root.join("index.html");
        let content = std::fs::read(&index).map_err(|failure| {
            io::Error::new(failure.kind(), format!("the built app has no {}: {failure}", index.display()))
        })?;
        if !sdk.is_file() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("there is no Zendesk SDK at {}", sdk.display()),
            ));
        }
        let uploaded = std::fs::metadata(&index)?.modified()?.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs());
        let directory =
            format!("/{APP_ID}/assets/{uploaded}-{:016x}{:016x}/", digest(&content, 1), digest(&content, 2));
        Ok(Self(Arc::new(Inner {
            root: root.to_owned(),
            sdk: sdk.to_owned(),
            connect: connect.join(" "),
            directory,
            files: Mutex::default(),
        })))
    }

    /// The path of the assets, which changes with every upload; a slash at both ends.
    pub(crate) fn directory(&self) -> &str {
        &self.0.directory
    }

    /// The origin.
    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/sandbox/forget", axum::routing::get(|| async { axum::response::Html(FORGET) }))
            .fallback(serve)
            .with_state(self.clone())
    }

    /// The file behind a path of this origin.
    fn find(&self, path: &str) -> Option<PathBuf> {
        if path == LOCAL_SDK {
            return Some(self.0.sdk.clone());
        }
        let relative = Path::new(path.strip_prefix(self.directory())?);
        // Nothing outside the directory, however the path is written.
        let inside = relative.components().all(|component| matches!(component, Component::Normal(_)));
        inside.then(|| self.0.root.join(relative))
    }

    /// Reads and compresses a file once; again when it changed on disk.
    fn read(&self, path: &Path) -> io::Result<Arc<File>> {
        let pseudo = ["translations", "translations/settings"]
            .iter()
            .any(|folder| path == self.0.root.join(format!("{folder}/{}.json", pseudo::LOCALE)));
        let source = if pseudo { path.with_file_name("en.json") } else { path.to_owned() };
        let metadata = std::fs::metadata(&source)?;
        if !metadata.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let changed = metadata.modified().ok();
        let known = self.0.files.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some(known) = known.filter(|known| known.changed == changed) {
            return Ok(known);
        }
        let mut plain = std::fs::read(&source)?;
        if pseudo {
            plain = pseudo::translate(&plain).ok_or(io::ErrorKind::InvalidData)?;
        }
        if PAGES.iter().any(|page| path == self.0.root.join(page)) {
            plain = rewrite(&String::from_utf8_lossy(&plain), &self.0.connect).into_bytes();
        }
        let kind = mime_guess::from_path(path).first_or_octet_stream().to_string();
        let compressible = plain.len() > 256 && !kind.starts_with("image/png") && !kind.starts_with("font/woff");
        let file = Arc::new(File {
            changed,
            tag: format!("\"{:016x}\"", digest(&plain, 3)),
            kind: if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind },
            brotli: if compressible { Some(brotli(&plain)?) } else { None },
            gzip: if compressible { Some(gzip(&plain)?) } else { None },
            plain: plain.into(),
        });
        self.0.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), file.clone());
        Ok(file)
    }
}

async fn serve(State(assets): State<Assets>, request: Request) -> Response<Body> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some(path) = assets.find(request.uri().path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let is_page = path.extension().is_some_and(|extension| extension == "html");
    let Ok(Ok(file)) = tokio::task::spawn_blocking(move || assets.read(&path)).await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    respond(&file, is_page, request.headers())
}

fn respond(file: &File, is_page: bool, asked: &HeaderMap) -> Response<Body> {
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let unchanged = text(header::IF_NONE_MATCH).split(',').any(|tag| tag.trim() == file.tag);
    let accepted = text(header::ACCEPT_ENCODING);
    let accepts =
        |coding: &str| accepted.split(',').any(|each| each.split(';').next().unwrap_or_default().trim() == coding);
    let (body, coding) = match (&file.brotli, &file.gzip) {
        (Some(brotli), _) if accepts("br") => (brotli, Some("br")),
        (_, Some(gzip)) if accepts("gzip") => (gzip, Some("gzip")),
        _ => (&file.plain, None),
    };
    let mut response =
        if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(body.clone()).into_response() };
    let headers = response.headers_mut();
    // The page is asked for again each time; everything else lies below an address that no other upload has.
    let caching = if is_page { "no-cache" } else { "public, max-age=31536000, immutable" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    for (name, value) in [(header::ETAG, &file.tag), (header::CONTENT_TYPE, &file.kind)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    if let Some(coding) = coding.filter(|_| !unchanged) {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

/// The two changes to each page that starts a program.
fn rewrite(page: &str, connect: &str) -> String {
    page.replace(SDK, LOCAL_SDK).replacen("connect-src ", &format!("connect-src {connect} "), 1)
}

fn digest(content: &[u8], salt: u8) -> u64 {
    let mut hasher = DefaultHasher::new();
    salt.hash(&mut hasher);
    content.hash(&mut hasher);
    hasher.finish()
}

fn brotli(plain: &[u8]) -> io::Result<Bytes> {
    let mut packed = brotli::CompressorWriter::new(Vec::new(), 4_096, QUALITY, 22);
    packed.write_all(plain)?;
    packed.flush()?;
    Ok(packed.into_inner().into())
}

fn gzip(plain: &[u8]) -> io::Result<Bytes> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(plain)?;
    Ok(packed.finish()?.into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use axum::body::to_bytes;
    use tower::ServiceExt as _;

    fn app() -> (PathBuf, Assets) {
        let root = std::env::temp_dir().join(format!(
            "sandbox-assets-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        ));
        std::fs::create_dir_all(&root).unwrap();
        let page = format!("<meta content=\"connect-src 'self'\"><script src=\"{SDK}\"></script>");
        std::fs::write(root.join("index.html"), page).unwrap();
        std::fs::write(root.join("app_bg.wasm"), [0; 4_096]).unwrap();
        std::fs::create_dir_all(root.join("translations")).unwrap();
        std::fs::write(root.join("translations/en.json"), r#"{"action":{"resolve":"Resolve"}}"#).unwrap();
        std::fs::write(root.join("sdk.js"), "window.ZAFClient = {};").unwrap();
        let assets = Assets::open(&root, &root.join("sdk.js"), &["http://localhost:4602"]).unwrap();
        (root, assets)
    }

    async fn ask(assets: &Assets, path: &str, coding: &str) -> Response<Body> {
        let request = Request::get(path).header(header::ACCEPT_ENCODING, coding).body(Body::empty()).unwrap();
        assets.router().oneshot(request).await.unwrap()
    }

    #[tokio::test]
    async fn only_the_sdk_and_the_connections_differ_in_the_page() {
        let (root, assets) = app();
        let answer = ask(&assets, &format!("{}index.html", assets.directory()), "").await;
        assert_eq!(answer.headers().get(header::CACHE_CONTROL).unwrap(), "no-cache");
        let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert_eq!(
            String::from_utf8(body.to_vec()).unwrap(),
            "<meta content=\"connect-src http://localhost:4602 'self'\"><script src=\"/sdk/zaf_sdk.js\"></script>"
        );
        assert_eq!(ask(&assets, LOCAL_SDK, "").await.status(), 200);
        std::fs::remove_dir_all(root).unwrap();
    }

    #[tokio::test]
    async fn the_pseudo_language_is_made_of_the_english_of_the_app() {
        let (root, assets) = app();
        let read = async |name: &str| {
            let answer = ask(&assets, &format!("{}translations/{name}.json", assets.directory()), "").await;
            assert_eq!(answer.headers().get(header::CONTENT_TYPE).unwrap(), "application/json");
            String::from_utf8(to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
        };
        assert_eq!(read("en").await, r#"{"action":{"resolve":"Resolve"}}"#);
        assert_eq!(read("en-xa").await, r#"{"action":{"resolve":"[Ŕéšöļṽé öñé]"}}"#);
        assert_eq!(read("en").await, r#"{"action":{"resolve":"Resolve"}}"#);
        std::fs::remove_dir_all(root).unwrap();
    }

    #[tokio::test]
    async fn a_module_has_its_type_and_is_compressed_and_kept() {
        let (root, assets) = app();
        let path = format!("{}app_bg.wasm", assets.directory());
        for (coding, sent) in [("gzip, deflate, br", Some("br")), ("gzip", Some("gzip")), ("identity", None)] {
            let answer = ask(&assets, &path, coding).await;
            assert_eq!(answer.headers().get(header::CONTENT_TYPE).unwrap(), "application/wasm");
            assert_eq!(answer.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap()), sent);
            assert!(answer.headers().get(header::CACHE_CONTROL).unwrap().to_str().unwrap().contains("immutable"));
        }
        std::fs::remove_dir_all(root).unwrap();
    }

    #[tokio::test]
    async fn nothing_outside_the_directory_is_served() {
        let (root, assets) = app();
        for path in ["../../../../etc/passwd", "%2e%2e/sdk.js", "nothing.js", ""] {
            assert_eq!(ask(&assets, &format!("{}{path}", assets.directory()), "").await.status(), 404);
        }
        assert_eq!(ask(&assets, "/index.html", "").await.status(), 404);
        std::fs::remove_dir_all(root).unwrap();
    }
}
