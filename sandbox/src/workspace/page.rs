//! The page's own files, compiled in.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

/// Only its own files; frames and connections also to the other origins of the sandbox.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http://localhost:*; \
    connect-src 'self' http://localhost:*; frame-src http://localhost:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILES: [(&str, &str); 16] = [
    ("index.html", include_str!("../../web/index.html")),
    ("icon.svg", include_str!("../../web/icon.svg")),
    ("theme.css", include_str!("../../web/theme.css")),
    ("workspace.css", include_str!("../../web/workspace.css")),
    ("controls.css", include_str!("../../web/controls.css")),
    ("main.js", include_str!("../../web/main.js")),
    ("pane.js", include_str!("../../web/pane.js")),
    ("place.js", include_str!("../../web/place.js")),
    ("new_ticket.js", include_str!("../../web/new_ticket.js")),
    ("panel.js", include_str!("../../web/panel.js")),
    ("zaf.js", include_str!("../../web/zaf.js")),
    ("paths.js", include_str!("../../web/paths.js")),
    ("requests.js", include_str!("../../web/requests.js")),
    ("backend.js", include_str!("../../web/backend.js")),
    ("controls.js", include_str!("../../web/controls.js")),
    ("dom.js", include_str!("../../web/dom.js")),
];

pub(super) async fn index() -> Response {
    answer("index.html")
}

pub(super) async fn file(Path(file): Path<String>) -> Response {
    answer(&file)
}

fn answer(name: &str) -> Response {
    let found = FILES.iter().find(|(file, _)| *file == name);
    let Some((_, content)) = found else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = mime_guess::from_path(name).first_or_octet_stream().to_string();
    let headers = [
        (header::CONTENT_TYPE, if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind }),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::CONTENT_SECURITY_POLICY, POLICY.to_owned()),
    ];
    (headers, *content).into_response()
}
