//! What Zendesk says of where the app is and who looks at it. Everything is read leniently: what the framework promises about
//! these values is little, and the app can do without most of them.

use serde_json::Value;

use crate::domain::id::TicketId;
use crate::domain::ticket::Agent;
use crate::http::Failure;
use crate::http::json::Json;

/// What Zendesk tells when it registers the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registration {
    /// The account's subdomain; empty when Zendesk did not say.
    pub subdomain: String,
    /// The ticket beside the app; `None` for a new one and in other places.
    pub ticket: Option<TicketId>,
    /// Where the app is, such as `ticket_sidebar`.
    pub location: String,
    /// The settings that are no secrets, by name; values come as text or as they were given.
    pub settings: Value,
    /// The app's id, which notifications between its instances name; 0 while it is being developed.
    pub app_id: u64,
    /// The id of this installation; 0 when there is none.
    pub installation_id: u64,
}

impl Registration {
    /// A setting's text; `None` when it is absent or blank.
    pub fn setting(&self, name: &str) -> Option<&str> {
        let text = self.settings.get(name)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Whether a checkbox is ticked; Zendesk gives it back as a boolean or as text.
    pub fn is_set(&self, name: &str) -> bool {
        match self.settings.get(name) {
            Some(Value::Bool(set)) => *set,
            Some(Value::String(text)) => matches!(text.trim(), "true" | "1"),
            _ => false,
        }
    }

    /// Reads what `client.metadata()` and `client.context()` gave.
    pub(super) fn read(metadata: &Value, context: &Value) -> Self {
        let (metadata, context) = (Json::root(metadata), Json::root(context));
        let account = context.at("account");
        Self {
            subdomain: account.at("subdomain").text_or_empty().to_owned(),
            ticket: whole(&context.at("ticketId")).map(TicketId),
            location: context.at("location").text_or_empty().to_owned(),
            settings: metadata.at("settings").value().clone(),
            app_id: whole(&metadata.at("appId")).unwrap_or_default(),
            installation_id: whole(&metadata.at("installationId")).unwrap_or_default(),
        }
    }
}

/// The colors in which the agent sees Zendesk. ZAF: `colorScheme`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ColorScheme {
    /// Dark text on a light ground.
    #[default]
    Light,
    /// Light text on a dark ground.
    Dark,
}

impl ColorScheme {
    /// Reads the value of `colorScheme` or of the event `colorScheme.changed`; what is not dark is light.
    pub fn read(value: &Value) -> Self {
        if value.as_str() == Some("dark") { Self::Dark } else { Self::Light }
    }
}

/// Reads `currentUser`. The groups decide what the agent may do, so one that cannot be read is an error.
pub(super) fn agent(user: &Value) -> Result<Agent, Failure> {
    let root = Json::root(user);
    let groups = root.at("groups");
    let group = |group: &Json<'_>| {
        let id = group.at("id");
        Ok((whole(&id).ok_or_else(|| id.malformed())?, group.at("name").text_or_empty().to_owned()))
    };
    let id = root.at("id");
    let time_zone = root.at("timeZone").at("ianaName").text().ok().filter(|name| !name.is_empty()).map(str::to_owned);
    Ok(Agent {
        id: whole(&id).ok_or_else(|| id.malformed())?,
        name: root.at("name").text_or_empty().to_owned(),
        is_admin: root.at("role").text_or_empty() == "admin",
        locale: root.at("locale").text_or_empty().to_owned(),
        time_zone,
        groups: groups.items_or_none().iter().map(group).collect::<Result<_, _>>()?,
    })
}

/// The ticket field in what `get('requirement:…')` gave: `{requirement_id, requirement_type}`.
pub(super) fn required_field(requirement: &Value) -> Option<u64> {
    let root = Json::root(requirement);
    let is_field = matches!(root.at("requirement_type").text_or_empty(), "ticket_fields" | "");
    is_field.then(|| whole(&root.at("requirement_id")))?
}

/// The same in the list of an installation's requirements. Zendesk: `GET /api/v2/apps/installations/{id}/requirements`.
pub(super) fn listed_field(body: &Value, identifier: &str) -> Option<u64> {
    let root = Json::root(body);
    let list = root.at("requirements");
    let items = list.items_or_none();
    let own = items.iter().find(|item| item.at("identifier").text_or_empty() == identifier)?;
    required_field(own.value())
}

/// A whole number, which the framework now and then gives as text.
fn whole(place: &Json<'_>) -> Option<u64> {
    place.number().ok().or_else(|| place.text().ok()?.parse().ok())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::*;

    #[test]
    fn a_registration_is_read() {
        let metadata = json!({
            "appId": 123,
            "installationId": 456,
            "settings": { "title": "x", "pagerduty_client_id": " abc ", "use_read_only_key": true, "configuration": " " },
        });
        let context =
            json!({ "location": "ticket_sidebar", "account": { "subdomain": "northwind" }, "ticketId": 48_213 });
        let registration = Registration::read(&metadata, &context);
        assert_eq!((registration.subdomain.as_str(), registration.location.as_str()), ("northwind", "ticket_sidebar"));
        assert_eq!(
            (registration.ticket, registration.app_id, registration.installation_id),
            (Some(TicketId(48_213)), 123, 456)
        );
        assert_eq!(
            (registration.setting("pagerduty_client_id"), registration.setting("configuration")),
            (Some("abc"), None)
        );
        assert!(
            registration.is_set("use_read_only_key") && !registration.is_set("title") && !registration.is_set("absent")
        );
    }

    #[test]
    fn odd_registrations_are_empty_ones() {
        for odd in [json!(null), json!([]), json!({ "account": "x", "ticketId": -1, "settings": null, "appId": {} })] {
            assert_eq!(Registration::read(&odd, &odd), Registration::default());
        }
        let texts = json!({ "settings": { "use_read_only_key": "true" }, "ticketId": "7" });
        let registration = Registration::read(&texts, &texts);
        assert!(registration.is_set("use_read_only_key"));
        assert_eq!(registration.ticket, Some(TicketId(7)));
    }

    #[test]
    fn an_agent_is_read_with_groups_and_zone() {
        let user = json!({
            "id": 7, "name": "Ada", "role": "admin", "locale": "de",
            "groups": [{ "id": 1, "name": "Support" }, { "id": "2" }],
            "timeZone": { "name": "Berlin", "ianaName": "Europe/Berlin" },
        });
        let agent = super::agent(&user).unwrap();
        assert_eq!((agent.id, agent.is_admin, agent.locale.as_str()), (7, true, "de"));
        assert_eq!(agent.groups, [(1, "Support".to_owned()), (2, String::new())]);
        assert_eq!(agent.time_zone.as_deref(), Some("Europe/Berlin"));
        assert!(!super::agent(&json!({ "id": 7, "role": "Admin" })).unwrap().is_admin);
    }

    #[test]
    fn a_group_that_cannot_be_read_is_no_default() {
        let user = json!({ "id": 7, "groups": [{ "id": 1 }, { "name": "Support" }] });
        assert_eq!(agent(&user), Err(Failure::Malformed { path: "groups[1].id".into() }));
        assert_eq!(agent(&json!({})), Err(Failure::Malformed { path: "id".into() }));
    }

    #[test]
    fn the_field_is_found_in_either_form() {
        let requirement = json!({ "requirement_id": 5, "requirement_type": "ticket_fields" });
        assert_eq!(required_field(&requirement), Some(5));
        let list = json!({ "requirements": [
            { "identifier": "other", "requirement_id": 4, "requirement_type": "ticket_fields" },
            { "identifier": "pagerduty_incidents", "requirement_id": 5, "requirement_type": "ticket_fields" },
        ]});
        assert_eq!(listed_field(&list, "pagerduty_incidents"), Some(5));
        assert_eq!(listed_field(&list, "absent"), None);
        assert_eq!(required_field(&json!({ "requirement_id": 5, "requirement_type": "triggers" })), None);
        assert_eq!(required_field(&json!(null)), None);
    }

    #[test]
    fn only_dark_is_dark() {
        assert_eq!(ColorScheme::read(&json!("dark")), ColorScheme::Dark);
        for other in [json!("light"), json!(null), json!({ "colorScheme": "dark" })] {
            assert_eq!(ColorScheme::read(&other), ColorScheme::Light);
        }
    }
}
