//! Denying consent: PagerDuty's answer when the person presses "Deny", without the press.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;
use url::Url;

use crate::zendesk::{Push, Zendesk};

/// Whether the next consent is denied. Clones share the switch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Denial(Arc<AtomicBool>);

impl Denial {
    /// Denies the next consent, or no longer.
    pub(crate) fn set(&self, deny: bool) {
        self.0.store(deny, Ordering::SeqCst);
    }

    /// Whether the next consent will be denied.
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Puts the switch before the identity server. An open workspace is told when the denial has been used up.
pub(crate) fn layer(router: Router, denial: &Denial, zendesk: &Zendesk) -> Router {
    router.layer(from_fn_with_state((denial.clone(), zendesk.clone()), deny))
}

async fn deny(State((denial, zendesk)): State<(Denial, Zendesk)>, request: Request, next: Next) -> Response {
    let asks = request.method() == Method::GET && request.uri().path() == "/oauth/authorize";
    if asks
        && denial.is_set()
        && let Some(address) = denied(request.uri().query().unwrap_or_default())
    {
        denial.set(false);
        zendesk.push(Push::Control(json!({"consent": true})));
        return Redirect::to(address.as_str()).into_response();
    }
    next.run(request).await
}

/// The caller's redirect address with `error=access_denied` and the `state` it sent; only on localhost.
fn denied(query: &str) -> Option<Url> {
    let value = |name: &str| {
        form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    };
    let mut address =
        Url::parse(&value("redirect_uri")?).ok().filter(|address| address.host_str() == Some("localhost"))?;
    let mut pairs = address.query_pairs_mut();
    pairs.append_pair("error", "access_denied").append_pair("error_description", "The user denied access");
    if let Some(state) = value("state") {
        pairs.append_pair("state", &state);
    }
    drop(pairs);
    Some(address)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use axum::body::Body;
    use axum::http::StatusCode;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn a_denial_is_used_up_by_one_consent_and_the_page_is_told() {
        let (sandbox, _) = crate::zendesk::bench::sandbox();
        let mut pushes = sandbox.zendesk().pushes();
        sandbox.denial().set(true);
        let asking = "/oauth/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A1%2Foauth.html&state=a";
        let ask = async || {
            let request = Request::get(asking).body(Body::empty()).unwrap();
            sandbox.identity().oneshot(request).await.unwrap().status()
        };
        assert_eq!(ask().await, StatusCode::SEE_OTHER);
        assert!(!sandbox.denial().is_set());
        assert_eq!(pushes.try_recv().unwrap(), Push::Control(json!({"consent": true})));
        assert_ne!(ask().await, StatusCode::SEE_OTHER);
    }

    #[test]
    fn a_denial_goes_back_with_the_state_and_only_to_localhost() {
        let back = denied("redirect_uri=http%3A%2F%2Flocalhost%3A1%2Foauth.html&state=a%26b").map(String::from);
        let wanted =
            "http://localhost:1/oauth.html?error=access_denied&error_description=The+user+denied+access&state=a%26b";
        assert_eq!(back.as_deref(), Some(wanted));
        assert_eq!(denied("redirect_uri=https%3A%2F%2Fevil.example%2F&state=1"), None);
        assert_eq!(denied("state=1"), None);
    }
}
