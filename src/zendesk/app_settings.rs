//! The app's own settings that administrators may see. Zendesk: `/api/v2/apps/installations/{id}`.

use serde_json::{Value, json};

use crate::domain::region::Region;
use crate::domain::setup::AppSettings;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Told, Transport};

use super::api::Api;

/// Names of the settings in the manifest.
const CLIENT_ID: &str = "pagerduty_client_id";
const REGION: &str = "pagerduty_region";

impl<T: Transport> Api<T> {
    /// The settings as they are now. Zendesk: `GET /api/v2/apps/installations/{id}`.
    pub async fn app_settings(&self, installation: u64) -> Result<AppSettings, Failure> {
        Ok(read(&self.settings_of(installation).await?))
    }

    /// Sets client id and region, and gives the settings as they are afterwards. Zendesk: `PUT /api/v2/apps/installations/{id}`.
    ///
    /// What was written is read again. [`Failure::Conflict`] when it is not what was written, or when another setting is not what
    /// it was before.
    pub async fn set_connection(
        &self,
        installation: u64,
        client_id: &str,
        region: Region,
    ) -> Result<AppSettings, Failure> {
        let before = self.settings_of(installation).await?;
        let change = json!({ "settings": { CLIENT_ID: client_id, REGION: region.name() } });
        self.ask(Request::new(Method::Put, address(installation)).json(&change)).await?;
        let after = self.settings_of(installation).await?;
        let now = read(&after);
        let written = now.client_id.as_deref() == Some(client_id) && now.region == region;
        if written && others(&before) == others(&after) { Ok(now) } else { Err(Failure::Conflict(Told::default())) }
    }

    async fn settings_of(&self, installation: u64) -> Result<Value, Failure> {
        let body = self.ask(Request::new(Method::Get, address(installation))).await?;
        let root = Json::root(&body);
        root.at("id").number()?;
        Ok(root.at("settings").value().clone())
    }
}

fn address(installation: u64) -> String {
    format!("/api/v2/apps/installations/{installation}.json")
}

/// The settings that are not written here. Zendesk gives what nobody has set as null or not at all.
fn others(settings: &Value) -> Vec<(&str, &Value)> {
    let all = settings.as_object().into_iter().flatten();
    all.map(|(name, value)| (name.as_str(), value))
        .filter(|(name, value)| !value.is_null() && *name != CLIENT_ID && *name != REGION)
        .collect()
}

fn read(settings: &Value) -> AppSettings {
    let root = Json::root(settings);
    let text = |name: &str| {
        let text = root.at(name).text_or_empty().trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let ticked = root.at("use_read_only_key");
    AppSettings {
        client_id: text(CLIENT_ID),
        region: text(REGION).and_then(|name| Region::named(&name)).unwrap_or_default(),
        scope: text("pagerduty_scope").unwrap_or_else(|| "write".to_owned()),
        // Settings that were written through the API come back as text.
        has_read_only_key: ticked.is_true() || ticked.text_or_empty() == "true",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use std::cell::RefCell;

    use super::*;
    use crate::http::Response;
    use crate::zendesk::fixture::now;

    /// An installation whose settings are as `held`, and what `meddle` does to them after a write.
    fn installed<M: Fn(&mut Value)>(held: &RefCell<Value>, meddle: M) -> Api<impl Transport> {
        Api::new(async move |request: Request| {
            assert_eq!(request.url, "/api/v2/apps/installations/9.json");
            if let Some(body) = &request.body {
                let sent: Value = serde_json::from_str(body).unwrap();
                for (name, value) in sent["settings"].as_object().unwrap() {
                    held.borrow_mut()[name] = value.clone();
                }
                meddle(&mut held.borrow_mut());
            }
            let body = json!({ "id": 9, "settings": *held.borrow() });
            Ok(Response { status: 200, retry_after: None, body: body.to_string() })
        })
    }

    #[test]
    fn settings_have_the_defaults_of_the_app() {
        let held = RefCell::new(json!({ "pagerduty_client_id": " ", "pagerduty_region": null }));
        let read = now(installed(&held, |_| ()).app_settings(9)).unwrap();
        assert_eq!((read.client_id, read.region, read.scope.as_str()), (None, Region::Us, "write"));
        assert!(!read.has_read_only_key);
        let held = RefCell::new(json!({
            "pagerduty_client_id": " abc ", "pagerduty_region": "EU", "use_read_only_key": "true", "pagerduty_scope": "read",
        }));
        let read = now(installed(&held, |_| ()).app_settings(9)).unwrap();
        assert_eq!((read.client_id.as_deref(), read.region), (Some("abc"), Region::Eu));
        assert_eq!((read.scope.as_str(), read.has_read_only_key), ("read", true));
    }

    #[test]
    fn a_connection_is_written_and_the_rest_stays() {
        let held = RefCell::new(json!({ "configuration": "{}", "pagerduty_client_id": "old" }));
        let after = now(installed(&held, |_| ()).set_connection(9, "new-client", Region::Eu)).unwrap();
        assert_eq!((after.client_id.as_deref(), after.region), (Some("new-client"), Region::Eu));
        let expected = json!({ "configuration": "{}", "pagerduty_client_id": "new-client", "pagerduty_region": "eu" });
        assert_eq!(*held.borrow(), expected);
    }

    #[test]
    fn a_write_that_did_not_hold_or_took_something_else_along_is_told() {
        for meddle in [
            |held: &mut Value| held["pagerduty_client_id"] = json!("of somebody else"),
            |held: &mut Value| held["configuration"] = json!(""),
        ] {
            let held = RefCell::new(json!({ "configuration": "{}" }));
            let answer = now(installed(&held, meddle).set_connection(9, "new-client", Region::Us));
            assert_eq!(answer, Err(Failure::Conflict(Told::default())));
        }
    }
}
