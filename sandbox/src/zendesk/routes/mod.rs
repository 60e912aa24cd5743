//! The addresses of the Support API.

#[cfg(test)]
mod account_tests;
mod apps;
mod desk;
mod lookup;
mod people;
#[cfg(test)]
mod rules_tests;
mod search;
mod sideload;
#[cfg(test)]
mod ticket_tests;
mod tickets;
mod triggers;
mod webhooks;

use axum::Router;
use axum::extract::Request;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use tower::ServiceExt as _;

use super::Zendesk;
use super::access::Session;
use super::refusal::Refusal;

/// Every route, with or without the `.json` that older clients append.
pub(super) fn router(zendesk: Zendesk) -> Router {
    let routes = Router::new()
        .route("/api/v2/tickets", get(lookup::tickets).post(tickets::create))
        .route("/api/v2/tickets/{id}", get(tickets::show).put(tickets::update))
        .route(
            "/api/v2/tickets/{id}/tags",
            get(tickets::tags).put(tickets::add_tags).post(tickets::set_tags).delete(tickets::remove_tags),
        )
        .route("/api/v2/tickets/{id}/comments", get(tickets::comments))
        .route("/api/v2/tickets/{id}/audits", get(tickets::audits))
        .route("/api/v2/search", get(tickets::search))
        .route("/api/v2/search/count", get(search::count))
        .route("/api/v2/search/export", get(search::export))
        .route("/api/v2/users/me", get(people::me))
        .route("/api/v2/users/search", get(lookup::search_users))
        .route("/api/v2/users/autocomplete", get(lookup::autocomplete_users))
        .route("/api/v2/users/{id}", get(people::user))
        .route("/api/v2/users/{id}/groups", get(people::groups_of_user))
        .route("/api/v2/users/{id}/group_memberships", get(people::memberships_of_user))
        .route("/api/v2/groups", get(people::groups))
        .route("/api/v2/groups/assignable", get(people::groups))
        .route("/api/v2/groups/count", get(people::group_count))
        .route("/api/v2/groups/{id}", get(people::group))
        .route("/api/v2/groups/{id}/users", get(people::users_of_group))
        .route("/api/v2/groups/{id}/memberships", get(people::memberships_of_group))
        .route("/api/v2/group_memberships", get(people::memberships))
        .route("/api/v2/organizations/show_many", get(people::organizations))
        .route("/api/v2/organizations/autocomplete", get(lookup::autocomplete_organizations))
        .route("/api/v2/tags/autocomplete", get(lookup::autocomplete_tags))
        .route("/api/v2/organizations/{id}", get(people::organization))
        .route("/api/v2/locales", get(people::locales))
        .route("/api/v2/ticket_fields", get(apps::ticket_fields))
        .route("/api/v2/ticket_fields/{id}", get(apps::ticket_field))
        .route("/api/v2/apps/installations/{id}", get(apps::installation).put(apps::update_installation))
        .route("/api/v2/apps/installations/{id}/requirements", get(apps::requirements))
        .route("/api/v2/apps/notify", post(apps::notify))
        .merge(rules())
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .with_state(zendesk);
    Router::new().fallback(move |request: Request| {
        let routes = routes.clone();
        async move {
            match routes.oneshot(without_suffix(request)).await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        }
    })
}

/// What admins set up: triggers, webhooks, targets, forms and brands.
fn rules() -> Router<Zendesk> {
    Router::new()
        .route("/api/v2/triggers", get(triggers::list).post(triggers::create))
        .route("/api/v2/triggers/active", get(triggers::active))
        .route("/api/v2/triggers/search", get(triggers::search))
        .route("/api/v2/triggers/definitions", get(triggers::shown_definitions))
        .route("/api/v2/triggers/{id}", get(triggers::show).put(triggers::update).delete(triggers::delete))
        .route("/api/v2/trigger_categories", get(triggers::categories).post(triggers::create_category))
        .route("/api/v2/trigger_categories/{id}", delete(triggers::delete_category))
        .route("/api/v2/webhooks", get(webhooks::list).post(webhooks::create))
        .route(
            "/api/v2/webhooks/{id}",
            get(webhooks::show).put(webhooks::replace).patch(webhooks::patch).delete(webhooks::delete),
        )
        .route("/api/v2/webhooks/{id}/signing_secret", get(webhooks::secret).post(webhooks::reset_secret))
        .route("/api/v2/webhooks/{id}/invocations", get(webhooks::invocations))
        .route("/api/v2/webhooks/{id}/invocations/{invocation}/attempts", get(webhooks::attempts))
        .route("/api/v2/targets", get(desk::targets).post(desk::create_target))
        .route("/api/v2/targets/{id}", get(desk::target).put(desk::update_target).delete(desk::delete_target))
        .route("/api/v2/ticket_forms", get(desk::forms))
        .route("/api/v2/ticket_forms/{id}", get(desk::form).put(desk::update_form))
        .route("/api/v2/brands", get(desk::brands))
        .route("/api/v2/account/settings", get(desk::settings))
}

/// A session is asked for before an address is looked up, so a stranger learns nothing.
async fn unknown(session: Option<Session>) -> Response {
    if session.is_some() { Refusal::invalid_endpoint() } else { Refusal::unauthenticated() }.into_response()
}

fn without_suffix(mut request: Request) -> Request {
    let path = request.uri().path();
    if let Some(stem) = path.strip_suffix(".json") {
        let rewritten = request.uri().query().map_or_else(|| stem.to_owned(), |query| format!("{stem}?{query}"));
        if let Ok(uri) = rewritten.parse::<Uri>() {
            *request.uri_mut() = uri;
        }
    }
    request
}
