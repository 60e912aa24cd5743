//! Zendesk's request proxy: `client.request` with an absolute address goes through it, so that no CORS applies
//! and secure settings never reach a browser.
//!
//! `POST /proxy` takes the request's options as JSON and answers with the vendor's own status, headers and body.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use axum::routing::post;
use serde_json::{Map, Value};
use std::time::Duration;
use tower::ServiceExt as _;
use url::Url;

use super::Zendesk;
use super::access::{Session, object};
use super::installation::Installation;

pub(crate) use super::access::AGENT_HEADER;

/// How long a vendor may take; the real limit is not documented.
const PATIENCE: Duration = Duration::from_secs(30);

/// Vendors that the proxy reaches: origin and the router behind it.
type Vendors = Vec<(&'static str, Router)>;

/// The proxy before these vendors.
pub(crate) fn router(zendesk: Zendesk, vendors: Vendors) -> Router {
    Router::new().route("/proxy", post(relay)).with_state(Proxy { zendesk, vendors })
}

#[derive(Clone)]
struct Proxy {
    zendesk: Zendesk,
    vendors: Vendors,
}

impl axum::extract::FromRef<Proxy> for Zendesk {
    fn from_ref(proxy: &Proxy) -> Self {
        proxy.zendesk.clone()
    }
}

async fn relay(State(proxy): State<Proxy>, request: Request) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let session =
        <Session as axum::extract::FromRequestParts<Zendesk>>::from_request_parts(&mut parts, &proxy.zendesk).await;
    if let Err(refusal) = session {
        return refusal.into_response();
    }
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return refuse(StatusCode::BAD_REQUEST, "Proxy error: \"Invalid request\"");
    };
    let options = match object(&body) {
        Ok(options) => options,
        Err(refusal) => return refusal.into_response(),
    };
    let built = build(&proxy.zendesk.lock().installation, &options);
    let (vendor, outgoing) = match built {
        Ok(built) => built,
        Err((status, words)) => return refuse(status, &words),
    };
    let Some((_, router)) = proxy.vendors.iter().find(|(origin, _)| *origin == vendor) else {
        // Only the vendors live here; every other host is as good as unreachable.
        return refuse(StatusCode::BAD_GATEWAY, &format!("Proxy error: could not connect to {vendor}"));
    };
    let Ok(Ok(answer)) = tokio::time::timeout(PATIENCE, router.clone().oneshot(outgoing)).await else {
        return refuse(StatusCode::GATEWAY_TIMEOUT, "Proxy error: Timeout");
    };
    let (mut parts, body) = answer.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return refuse(StatusCode::BAD_GATEWAY, "Proxy error: the connection was closed before the answer");
    };
    let names: Vec<HeaderName> =
        parts.headers.keys().filter(|name| name.as_str().starts_with("access-control-")).cloned().collect();
    for name in names {
        parts.headers.remove(name);
    }
    parts.extensions.clear();
    Response::from_parts(parts, Body::from(body))
}

/// What goes out: the vendor's origin and the request, with secure settings put in; or why nothing does.
fn build(installation: &Installation, options: &Map<String, Value>) -> Result<(String, Request), (StatusCode, String)> {
    let invalid = || (StatusCode::BAD_REQUEST, "Proxy error: \"Invalid request\"".to_owned());
    let text = |key: &str| options.get(key).and_then(Value::as_str);
    let secure = options.get("secure") == Some(&Value::Bool(true));
    let fill = |value: &str, scope: &str| {
        if secure { substitute(installation, value, scope) } else { Ok(value.to_owned()) }
    };

    let mut url = Url::parse(&fill(text("url").ok_or_else(invalid)?, "url")?).map_err(|_| invalid())?;
    let host = url.host_str().unwrap_or_default().to_owned();
    if url.scheme() != "https" || !url.username().is_empty() || url.port().is_some() || !installation.allows_host(&host)
    {
        url.set_query(None);
        return Err((StatusCode::FORBIDDEN, format!("{url} is not a proxyable URI")));
    }
    let method: Method =
        text("type").or_else(|| text("method")).unwrap_or("GET").to_uppercase().parse().map_err(|_| invalid())?;
    let mut content_type = text("contentType").unwrap_or("application/x-www-form-urlencoded; charset=UTF-8").to_owned();

    let mut request = Request::new(Body::empty());
    for (name, value) in options.get("headers").and_then(Value::as_object).into_iter().flatten() {
        // Names with an underscore are dropped on the way, as are those that belong to the connection.
        let dropped = name.contains('_')
            || matches!(name.to_lowercase().as_str(), "host" | "cookie" | "content-length" | "connection");
        let value = fill(value.as_str().unwrap_or_default(), "header")?;
        if name.eq_ignore_ascii_case("content-type") {
            content_type = value;
        } else if !dropped {
            let name: HeaderName = name.parse().map_err(|_| invalid())?;
            request.headers_mut().insert(name, HeaderValue::from_str(&value).map_err(|_| invalid())?);
        }
    }
    let data = match options.get("data") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(data) if content_type.starts_with("application/json") => Some(data.to_string()),
        Some(data) => Some(form(data)),
    };
    if let Some(data) = data.filter(|data| !data.is_empty()) {
        let data = fill(&data, "body")?;
        if method == Method::GET {
            let query = url.query().map_or_else(|| data.clone(), |query| format!("{query}&{data}"));
            url.set_query(Some(&query));
        } else {
            let content_type = HeaderValue::from_str(&content_type).map_err(|_| invalid())?;
            request.headers_mut().insert(header::CONTENT_TYPE, content_type);
            *request.body_mut() = Body::from(Bytes::from(data));
        }
    }
    *request.method_mut() = method;
    let path = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
    *request.uri_mut() = path.parse().map_err(|_| invalid())?;
    Ok((format!("https://{host}"), request))
}

/// Puts secure settings in for `{{setting.name}}`. One that is used outside its scopes is refused; names that are
/// no secure parameter stay as they are.
fn substitute(installation: &Installation, text: &str, scope: &str) -> Result<String, (StatusCode, String)> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((inside, behind)) = after.split_once("}}") else {
            filled.push_str("{{");
            rest = after;
            continue;
        };
        let name = inside.trim().strip_prefix("setting.").unwrap_or_default();
        match installation.parameters().into_iter().find(|parameter| parameter.secure && parameter.name == name) {
            Some(parameter)
                if !parameter.scopes.is_empty() && !parameter.scopes.iter().any(|allowed| allowed == scope) =>
            {
                let words = format!(
                    "Proxy error: {{:code=>\"UnprocessableEntity\", :status=>\"422\", :message=>\"Setting {name} may not be used in {scope}\"}}"
                );
                return Err((StatusCode::UNPROCESSABLE_ENTITY, words));
            }
            Some(_) => filled.push_str(installation.setting(name).and_then(Value::as_str).unwrap_or_default()),
            None => {
                filled.push_str("{{");
                filled.push_str(inside);
                filled.push_str("}}");
            }
        }
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

fn form(data: &Value) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in data.as_object().into_iter().flatten() {
        match value {
            Value::Array(values) => {
                for value in values {
                    form.append_pair(&format!("{name}[]"), &plain(value));
                }
            }
            value => {
                form.append_pair(name, &plain(value));
            }
        }
    }
    form.finish()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn refuse(status: StatusCode, words: &str) -> Response<Body> {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words.to_owned()).into_response()
}
