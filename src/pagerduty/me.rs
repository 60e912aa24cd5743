//! Who the agent is in PagerDuty.

use crate::domain::id::UserId;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;
use super::incident_reader::name_of;

/// The user whom a token belongs to. PagerDuty REST: `User`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// The user's name; hostile text.
    pub name: String,
    /// The user's e-mail address, as it goes into `From`.
    pub email: String,
    /// Whether the role is a stakeholder's, which sees incidents and changes none.
    ///
    /// A hint only: PagerDuty's own 403 decides, because roles in teams can give more.
    pub stakeholder: bool,
}

impl<T: Transport> Api<T> {
    /// The user whom the token belongs to. PagerDuty REST: `GET /users/me`.
    ///
    /// The answer can hold calendar addresses that are credentials, so nothing else of it is kept.
    pub async fn me(&self) -> Result<User, Failure> {
        let body = self.ask(Request::new(Method::Get, "/users/me")).await?;
        read(&Json::root(&body).at("user"))
    }
}

fn read(place: &Json<'_>) -> Result<User, Failure> {
    let id = place.at("id").read(UserId::parse)?;
    Ok(User {
        name: name_of(place).unwrap_or_else(|| id.to_string()),
        id,
        email: place.at("email").text_or_empty().to_owned(),
        stakeholder: matches!(place.at("role").text_or_empty(), "read_only_user" | "read_only_limited_user"),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, now};
    use super::*;

    fn me(role: &str) -> User {
        let user = json!({ "id": "PUSR001", "name": "Mia Wong", "email": "mia@northwind.example", "role": role });
        let line = Line::answering(200, &json!({ "user": user }));
        let me = now(line.api().me()).unwrap();
        assert_eq!(line.only().url, "https://api.pagerduty.com/users/me");
        me
    }

    #[test]
    fn stakeholders_are_known_by_their_role() {
        for role in ["owner", "admin", "user", "limited_user", "observer", "restricted_access", "role_of_tomorrow"] {
            assert!(!me(role).stakeholder, "{role}");
        }
        assert!(me("read_only_user").stakeholder && me("read_only_limited_user").stakeholder);
    }

    #[test]
    fn an_account_key_is_nobody() {
        let line = Line::answering(400, &json!({ "error": { "message": "No user", "code": 2001 } }));
        assert!(matches!(now(line.api().me()), Err(Failure::Rejected(_))));
        let line = Line::answering(200, &json!({ "user": { "name": "Mia" } }));
        assert_eq!(now(line.api().me()), Err(Failure::Malformed { path: "user.id".into() }));
    }
}
