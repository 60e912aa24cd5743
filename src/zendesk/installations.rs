//! The app as it is installed: its settings. Zendesk: `/api/v2/apps/installations/{id}`.

use serde_json::json;

use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;

impl<T: Transport> Api<T> {
    /// The text of the app's hidden setting `configuration`, empty when it was never written. Every agent may read it.
    /// Zendesk: `GET /api/v2/apps/installations/{id}`.
    pub async fn configuration(&self, installation: u64) -> Result<String, Failure> {
        let body = self.ask(Request::new(Method::Get, address(installation))).await?;
        let root = Json::root(&body);
        root.at("id").number()?;
        Ok(root.at("settings").at("configuration").text_or_empty().to_owned())
    }

    /// Writes that text; the other settings stay. Only administrators may. Zendesk: `PUT /api/v2/apps/installations/{id}`.
    ///
    /// Zendesk compares nothing: whoever writes last wins. So it is read before, to see whether somebody else has saved, and after,
    /// to see what is there now; a good answer by itself proves neither.
    pub async fn write_configuration(&self, installation: u64, text: &str) -> Result<(), Failure> {
        let body = json!({ "settings": { "configuration": text } });
        self.ask(Request::new(Method::Put, address(installation)).json(&body)).await.map(|_| ())
    }
}

fn address(installation: u64) -> String {
    format!("/api/v2/apps/installations/{installation}.json")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::cell::RefCell;

    use serde_json::Value;

    use super::*;
    use crate::http::Response;
    use crate::zendesk::fixture::now;

    /// Zendesk answering everything with this, and what it was asked.
    struct Line {
        status: u16,
        body: String,
        asked: RefCell<Vec<Request>>,
    }

    impl Line {
        fn new(status: u16, body: &Value) -> Self {
            Self { status, body: body.to_string(), asked: RefCell::default() }
        }

        fn answer(&self, request: Request) -> Response {
            self.asked.borrow_mut().push(request);
            Response { status: self.status, retry_after: None, body: self.body.clone() }
        }
    }

    #[test]
    fn the_setting_is_read_from_the_installation() {
        let line = Line::new(200, &json!({ "id": 7, "settings": { "configuration": "{}", "name": "Console" } }));
        let api = Api::new(async |request| Ok(line.answer(request)));
        assert_eq!(now(api.configuration(7)), Ok("{}".to_owned()));
        let asked = line.asked.borrow();
        let request = asked.first().unwrap();
        assert_eq!((request.method, request.url.as_str()), (Method::Get, "/api/v2/apps/installations/7.json"));
    }

    #[test]
    fn a_setting_that_was_never_written_is_empty_and_an_answer_of_another_kind_is_malformed() {
        for settings in [json!({}), json!({ "configuration": null })] {
            let line = Line::new(200, &json!({ "id": 7, "settings": settings }));
            assert_eq!(now(Api::new(async |request| Ok(line.answer(request))).configuration(7)), Ok(String::new()));
        }
        let line = Line::new(200, &json!({}));
        let answer = now(Api::new(async |request| Ok(line.answer(request))).configuration(7));
        assert_eq!(answer, Err(Failure::Malformed { path: "id".into() }));
    }

    #[test]
    fn only_the_one_setting_is_written() {
        let line = Line::new(200, &json!({ "id": 7, "settings": {} }));
        let api = Api::new(async |request| Ok(line.answer(request)));
        assert_eq!(now(api.write_configuration(7, "{\"version\":2}")), Ok(()));
        let asked = line.asked.borrow();
        let request = asked.first().unwrap();
        assert_eq!((request.method, request.url.as_str()), (Method::Put, "/api/v2/apps/installations/7.json"));
        let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
        assert_eq!(body, json!({ "settings": { "configuration": "{\"version\":2}" } }));
    }

    #[test]
    fn who_is_no_administrator_is_refused() {
        let line = Line::new(403, &json!({ "error": { "title": "Forbidden", "message": "You do not have access" } }));
        let answer = now(Api::new(async |request| Ok(line.answer(request))).write_configuration(7, "{}"));
        assert!(matches!(answer, Err(Failure::Forbidden(_))), "{answer:?}");
    }
}
