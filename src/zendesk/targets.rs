//! Targets: addresses outside of Zendesk that triggers write to. Zendesk: "Targets", `/api/v2/targets`.
//!
//! Only those for e-mail still work; HTTP, URL and branded targets stopped on 28 October 2024, and are listed because accounts still
//! have them. Agents may read, only administrators may write.

use serde_json::json;

use crate::domain::automation::found::Target;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::triggers::gone;

/// Far above what an account has.
const MOST_PAGES: u32 = 20;

impl<T: Transport> Api<T> {
    /// Every target. Zendesk: `GET /api/v2/targets`, by page.
    pub async fn targets(&self) -> Result<Vec<Target>, Failure> {
        let mut targets = Vec::new();
        for page in 1..=MOST_PAGES {
            let request = Request::new(Method::Get, "/api/v2/targets.json").query("page", &page.to_string());
            let body = self.ask(request).await?;
            let root = Json::root(&body);
            for place in root.at("targets").items()? {
                targets.push(read(&place)?);
            }
            if root.maybe("next_page").is_none() {
                break;
            }
        }
        Ok(targets)
    }

    /// Makes an e-mail target, once; `subject` may hold placeholders. Zendesk: `POST /api/v2/targets`. After a lost answer look for it.
    pub async fn create_email_target(&self, title: &str, email: &str, subject: &str) -> Result<Target, Failure> {
        let target =
            json!({ "type": "email_target", "title": title, "email": email, "subject": subject, "active": true });
        let request = Request::new(Method::Post, "/api/v2/targets.json").json(&json!({ "target": target }));
        let body = self.ask(request).await?;
        read(&Json::root(&body).at("target"))
    }

    /// Writes an e-mail target. Zendesk: `PUT /api/v2/targets/{id}`. Doing so again changes nothing.
    pub async fn update_email_target(
        &self,
        id: u64,
        title: &str,
        email: &str,
        subject: &str,
    ) -> Result<Target, Failure> {
        let target =
            json!({ "type": "email_target", "title": title, "email": email, "subject": subject, "active": true });
        let request =
            Request::new(Method::Put, format!("/api/v2/targets/{id}.json")).json(&json!({ "target": target }));
        let body = self.ask(request).await?;
        read(&Json::root(&body).at("target"))
    }

    /// Removes a target; one that is gone already is gone. Zendesk: `DELETE /api/v2/targets/{id}`.
    pub async fn delete_target(&self, id: u64) -> Result<(), Failure> {
        gone(self.done(Request::new(Method::Delete, format!("/api/v2/targets/{id}.json"))).await)
    }
}

fn read(place: &Json<'_>) -> Result<Target, Failure> {
    let text = |name: &str| place.at(name).text_or_empty().to_owned();
    Ok(Target {
        id: place.at("id").number()?,
        title: text("title"),
        kind: text("type"),
        active: place.at("active").is_true(),
        email: text("email"),
        subject: text("subject"),
        url: text("target_url"),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::Value;

    use super::super::fixture::{Line, now};
    use super::*;

    #[test]
    fn every_kind_of_target_is_listed() {
        let mail = json!({ "id": 1, "type": "email_target", "title": "M", "active": true, "email": "x@acme.pagerduty.com", "subject": "S" });
        let old = json!({ "id": 2, "type": "url_target_v2", "title": "U", "active": false, "target_url": "https://events.pagerduty.com/x" });
        let strange = json!({ "id": 3, "title": null, "email": "x@pagerduty.com.evil.example" });
        let line = Line::answering(200, &json!({ "targets": [mail, old], "next_page": "https://…" }))
            .then(200, &json!({ "targets": [strange], "next_page": null }));
        let targets = now(line.api().targets()).unwrap();
        let told: Vec<_> = targets.iter().map(|it| (it.id, it.is_pagerdutys())).collect();
        assert_eq!(told, [(1, true), (2, true), (3, false)]);
        assert_eq!(line.urls(), ["/api/v2/targets.json?page=1", "/api/v2/targets.json?page=2"]);
    }

    #[test]
    fn an_email_target_is_made_changed_and_removed() {
        let shown = json!({ "target": { "id": 7, "type": "email_target", "title": "T", "active": true, "email": "a@b.c", "subject": "S" } });
        let line = Line::answering(201, &shown).then(200, &shown).then(204, &Value::Null);
        assert_eq!(now(line.api().create_email_target("T", "a@b.c", "S")).unwrap().id, 7);
        now(line.api().update_email_target(7, "T", "a@b.c", "S")).unwrap();
        assert_eq!(now(line.api().delete_target(7)), Ok(()));
        let sent = line.requests();
        let told: Vec<_> = sent.iter().map(|it| (it.method, it.url.as_str())).collect();
        let expected = [
            (Method::Post, "/api/v2/targets.json"),
            (Method::Put, "/api/v2/targets/7.json"),
            (Method::Delete, "/api/v2/targets/7.json"),
        ];
        assert_eq!(told, expected);
        let body = json!({ "target": { "type": "email_target", "title": "T", "email": "a@b.c", "subject": "S", "active": true } });
        assert_eq!([line.body(0), line.body(1)], [body.clone(), body]);
    }
}
