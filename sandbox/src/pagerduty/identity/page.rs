//! The consent page, and the page that says why there is none.

use super::Parameters;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What the form hands back unchanged.
const KEPT: [&str; 7] =
    ["client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method"];

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1c1f23}\
main{max-width:26rem;margin:8vh auto;padding:2rem;background:#fff;border-radius:8px;box-shadow:0 1px 4px #0003}\
h1{font-size:1.25rem;margin:0 0 .5rem}label{display:block;margin:1rem 0 .25rem}\
select{width:100%;padding:.5rem;font:inherit}.decision{display:flex;gap:.5rem;margin-top:1.5rem}\
button{flex:1;padding:.6rem;font:inherit;border:1px solid #048a24;border-radius:4px;background:#fff;color:#04661c;cursor:pointer}\
button[value=allow]{background:#04752a;color:#fff}";

/// Somebody who may be signed in.
pub(super) struct Person<'a> {
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) role: &'a str,
}

/// Text made safe for HTML, inside elements and quoted attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

fn document(status: StatusCode, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>PagerDuty sign-in (sandbox)</title>\
         <style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        // Identity pages refuse to be framed.
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, html).into_response()
}

/// A request that cannot be sent back to anybody.
pub(super) fn error(words: &str) -> Response {
    document(StatusCode::BAD_REQUEST, &format!("<h1>Cannot sign in</h1><p>{}</p>", escape(words)))
}

fn hidden(name: &str, value: &str) -> String {
    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escape(value))
}

fn option(person: &Person<'_>) -> String {
    let (email, name, role) = (escape(person.email), escape(person.name), escape(person.role));
    format!("<option value=\"{email}\">{name} ({role})</option>")
}

/// Asks whether the app may act for the person. The form's address is relative, so that the server may be mounted
/// under a path.
pub(super) fn consent(parameters: &Parameters, people: &[Person<'_>]) -> Response {
    let kept: Vec<String> =
        KEPT.iter().filter_map(|name| parameters.get(*name).map(|value| hidden(name, value))).collect();
    let kept = kept.concat();
    let who = if let [only] = people {
        format!(
            "<p>Signed in as <strong><bdi>{}</bdi></strong> ({}).</p>{}",
            escape(only.name),
            escape(only.role),
            hidden("user", only.email)
        )
    } else {
        let options: Vec<String> = people.iter().map(option).collect();
        format!("<label for=\"user\">Sign in as</label><select id=\"user\" name=\"user\">{}</select>", options.concat())
    };
    let scope = escape(parameters.get("scope").map(String::as_str).unwrap_or_default());
    document(
        StatusCode::OK,
        &format!(
            "<h1>Authorize Incident Command Console</h1>\
             <p>The app asks to act for you at Northwind Pay with the scope <code>{scope}</code>.</p>\
             <form method=\"post\" action=\"authorize\">{kept}{who}<div class=\"decision\">\
             <button type=\"submit\" name=\"decision\" value=\"deny\">Deny</button>\
             <button type=\"submit\" name=\"decision\" value=\"allow\">Allow</button></div></form>"
        ),
    )
}
