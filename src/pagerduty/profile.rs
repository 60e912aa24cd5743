//! The account that a token belongs to, as far as its user shows it.

use crate::domain::region::Region;
use crate::domain::setup::{Profile, Role};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::name_of;

impl<T: Transport> Api<T> {
    /// The user whom the token belongs to, with role and account. PagerDuty REST: `GET /users/me`.
    ///
    /// The answer can hold calendar addresses that are credentials, so nothing else of it is kept.
    pub async fn profile(&self) -> Result<Profile, Failure> {
        let body = self.ask(Request::new(Method::Get, "/users/me")).await?;
        let root = Json::root(&body);
        let user = root.at("user");
        let id = user.at("id").text()?;
        let account = account(user.at("html_url").text_or_empty());
        Ok(Profile {
            name: name_of(&user).unwrap_or_else(|| id.to_owned()),
            email: user.at("email").text_or_empty().to_owned(),
            role: Role::named(user.at("role").text_or_empty()),
            subdomain: account.map(|(subdomain, _)| subdomain.to_owned()),
            region: account.map(|(_, region)| region),
        })
    }
}

/// The account in the address of one of its pages: `https://<subdomain>.pagerduty.com/…`, with `.eu` before `pagerduty` in Europe.
fn account(address: &str) -> Option<(&str, Region)> {
    let host = address.strip_prefix("https://")?.split('/').next()?;
    let (subdomain, region) = match host.strip_suffix(".eu.pagerduty.com") {
        Some(subdomain) => (subdomain, Region::Eu),
        None => (host.strip_suffix(".pagerduty.com")?, Region::Us),
    };
    let is_label = !subdomain.is_empty()
        && subdomain.len() <= 63
        && subdomain.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    // The pages of an account that has no subdomain of its own are under `app`.
    (is_label && subdomain != "app").then_some((subdomain, region))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, now};
    use super::*;

    #[test]
    fn the_user_tells_role_and_account() {
        let user = json!({
            "id": "PUSR001", "name": "Mia Wong", "email": "mia@northwind.example", "role": "admin",
            "html_url": "https://northwind.pagerduty.com/users/PUSR001", "http_cal_url": "https://hidden",
        });
        let line = Line::answering(200, &json!({ "user": user }));
        let profile = now(line.api().profile()).unwrap();
        assert_eq!(line.only().url, "https://api.pagerduty.com/users/me");
        assert_eq!((profile.name.as_str(), profile.email.as_str()), ("Mia Wong", "mia@northwind.example"));
        assert_eq!((profile.role, profile.subdomain.as_deref()), (Some(Role::Admin), Some("northwind")));
        assert_eq!(profile.region, Some(Region::Us));
        assert!(!format!("{profile:?}").contains("hidden"));
    }

    #[test]
    fn what_is_missing_or_new_is_left_out() {
        let line = Line::answering(200, &json!({ "user": { "id": "PUSR001", "role": "role_of_tomorrow" } }));
        let profile = now(line.api().profile()).unwrap();
        assert_eq!((profile.name.as_str(), profile.role, profile.subdomain), ("PUSR001", None, None));
        let line = Line::answering(200, &json!({}));
        assert_eq!(now(line.api().profile()), Err(Failure::Malformed { path: "user.id".into() }));
    }

    #[test]
    fn only_pagerdutys_own_hosts_name_an_account() {
        assert_eq!(account("https://acme.eu.pagerduty.com/users/P1"), Some(("acme", Region::Eu)));
        assert_eq!(account("https://acme-2.pagerduty.com"), Some(("acme-2", Region::Us)));
        for address in [
            "",
            "http://acme.pagerduty.com/",
            "https://acme.pagerduty.com.evil.example/",
            "https://evil.example/.pagerduty.com",
            "https://a.b.pagerduty.com/",
            "https://x@acme.pagerduty.com/",
            "https://.pagerduty.com/",
            "https://app.pagerduty.com/users/P1",
        ] {
            assert_eq!(account(address), None, "{address}");
        }
    }
}
