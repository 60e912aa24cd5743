//! What the administrator set when the app was installed. Zendesk hands over everything but secure settings.

use serde_json::Value;

use crate::pagerduty::{Endpoints, Region};
use crate::zendesk::configuration;

/// The app's settings. Manifest: `parameters`.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The PagerDuty app's client id; without it nobody can sign in.
    pub client_id: Option<String>,
    /// What to ask PagerDuty for.
    pub scope: String,
    /// Where the account lives, for the read-only key and as a hint when signing in.
    pub region: Region,
    /// A page at a fixed address that hands over the code; ours beside `index.html` by default.
    pub redirect_url: Option<String>,
    /// Whether there is a read-only key.
    pub has_read_only_key: bool,
    /// What the groups may do.
    pub permissions: Result<crate::domain::ability::Permissions, ()>,
    /// What the administrator has the console show.
    pub display: crate::domain::display::Display,
    /// What the console writes to tickets besides its links.
    pub mirroring: crate::domain::mirror::Mirroring,
    /// Where PagerDuty is.
    pub endpoints: Endpoints,
}

impl Settings {
    /// Reads the settings. `local` says that the app itself comes from localhost, where other endpoints than PagerDuty's may be set.
    pub fn read(settings: &Value, local: bool) -> Self {
        let text = |name: &str| {
            let value = settings.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let checked = |name: &str| match settings.get(name) {
            Some(Value::Bool(checked)) => *checked,
            // Settings that were written through the API come back as text.
            Some(Value::String(text)) => text == "true",
            _ => false,
        };
        let endpoints = text("endpoints").filter(|_| local).and_then(|it| Endpoints::local(&it));
        Self {
            client_id: text("pagerduty_client_id"),
            scope: text("pagerduty_scope").unwrap_or_else(|| "write".into()),
            region: if text("pagerduty_region").is_some_and(|it| it.eq_ignore_ascii_case("eu")) {
                Region::Eu
            } else {
                Region::Us
            },
            redirect_url: text("oauth_redirect_url")
                .filter(|url| url.starts_with("https://") || (local && url.starts_with("http://localhost"))),
            has_read_only_key: checked("use_read_only_key"),
            permissions: configuration::read(settings.get("configuration").and_then(Value::as_str)),
            display: configuration::read_display(settings.get("configuration").and_then(Value::as_str)),
            mirroring: configuration::mirroring(settings.get("configuration").and_then(Value::as_str)),
            endpoints: endpoints.unwrap_or_else(Endpoints::vendor),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn other_endpoints_count_only_on_localhost() {
        let other =
            r#"{"identity":"http://localhost:1","rest_us":"http://localhost:2","rest_eu":"http://localhost:3"}"#;
        let settings = json!({ "endpoints": other });
        assert_eq!(Settings::read(&settings, false).endpoints.identity, "https://identity.pagerduty.com");
        assert_eq!(Settings::read(&settings, true).endpoints.identity, "http://localhost:1");
    }

    #[test]
    fn a_redirect_page_must_be_reached_safely() {
        let settings = json!({ "oauth_redirect_url": "http://intranet.example/oauth.html" });
        assert_eq!(Settings::read(&settings, true).redirect_url, None);
    }

    #[test]
    fn missing_settings_have_safe_defaults() {
        let settings = Settings::read(&json!({}), false);
        assert_eq!((settings.client_id, settings.scope.as_str(), settings.has_read_only_key), (None, "write", false));
        assert!(settings.permissions.is_ok());
    }
}
