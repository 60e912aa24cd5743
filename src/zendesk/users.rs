//! People who answer tickets, by what is typed of their name or address. Zendesk: "Users", `GET /api/v2/users/search`.

use crate::domain::staff::Colleague;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;

/// So many of each role are asked for: enough to find somebody, and to see that more has to be typed.
const PAGE: &str = "25";

/// The roles of people who answer tickets. Zendesk does not say what two of them in one query mean, so each is asked for by itself.
const ROLES: [&str; 2] = ["agent", "admin"];

impl<T: Transport> Api<T> {
    /// Agents and administrators whose name or address holds what was typed, as Zendesk's search understands it. Customers never.
    pub async fn search_colleagues(&self, typed: &str) -> Result<Vec<Colleague>, Failure> {
        let words = words(typed);
        let mut found: Vec<Colleague> = Vec::new();
        if words.is_empty() {
            return Ok(found);
        }
        for role in ROLES {
            let request = Request::new(Method::Get, "/api/v2/users/search.json")
                .query("query", &format!("role:{role} {words}"))
                .query("per_page", PAGE);
            let body = self.ask(request).await?;
            let root = Json::root(&body);
            for place in root.at("users").items()? {
                let gone = place.at("active").value().as_bool() == Some(false) || place.at("suspended").is_true();
                // Whatever the query was taken to mean: nobody else is shown.
                if gone || !ROLES.contains(&place.at("role").text_or_empty()) {
                    continue;
                }
                let colleague = Colleague {
                    id: place.at("id").number()?,
                    name: place.at("name").text_or_empty().to_owned(),
                    email: place.at("email").text_or_empty().to_owned(),
                };
                if found.iter().all(|known| known.id != colleague.id) {
                    found.push(colleague);
                }
            }
        }
        Ok(found)
    }
}

/// What was typed, without what would change the meaning of the query.
fn words(typed: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "@._+-'’".contains(letter);
    let spaced: String = typed.chars().map(|letter| if plain(letter) { letter } else { ' ' }).collect();
    let words = spaced.split_whitespace().map(|word| word.trim_start_matches('-')).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use std::cell::RefCell;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::http::Response;
    use crate::zendesk::fixture::now;

    fn asked(typed: &str, users: &Value) -> (Result<Vec<Colleague>, Failure>, Vec<String>) {
        let urls = RefCell::new(Vec::new());
        let api = Api::new(async |request: Request| {
            urls.borrow_mut().push(request.url);
            Ok(Response { status: 200, retry_after: None, body: json!({ "users": users }).to_string() })
        });
        let found = now(api.search_colleagues(typed));
        (found, urls.into_inner())
    }

    #[test]
    fn each_role_is_asked_for_and_nobody_else_is_shown() {
        let user =
            |id: u64, role: &str| json!({ "id": id, "name": "<i>Jo</i>", "email": "jo@x.example", "role": role });
        let mut gone = user(4, "agent");
        gone["active"] = json!(false);
        let mut suspended = user(5, "admin");
        suspended["suspended"] = json!(true);
        let users = json!([user(1, "agent"), user(2, "end-user"), user(3, "admin"), gone, suspended]);
        let (found, urls) = asked(" Jo  O'Neil ", &users);
        let found = found.unwrap();
        assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(found.first().unwrap().name, "<i>Jo</i>");
        assert_eq!(
            urls,
            [
                "/api/v2/users/search.json?query=role%3Aagent%20Jo%20O%27Neil&per_page=25",
                "/api/v2/users/search.json?query=role%3Aadmin%20Jo%20O%27Neil&per_page=25"
            ]
        );
    }

    #[test]
    fn nothing_typed_asks_nothing() {
        assert_eq!(asked(" --  ", &json!([])), (Ok(Vec::new()), Vec::new()));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_stays_words(typed in "\\PC{0,40}") {
            let words = words(&typed);
            prop_assert!(!words.contains([':', '"', '<', '>', '*', '(', ')']), "{words}");
            prop_assert!(words.split(' ').all(|word| !word.starts_with('-')), "{words}");
        }
    }
}
