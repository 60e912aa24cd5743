//! `https://api.pagerduty.com`: one file per resource, and the gate that every request passes.

mod answer;
mod body;
mod call;
mod cors;
mod gate;
mod query;

mod abilities;
mod alerts;
mod incident_create;
mod incident_edit;
mod incident_list;
mod incident_merge;
mod incident_snooze;
mod incident_update;
mod integrations;
mod log_entries;
mod mailboxes;
mod notes;
mod oncalls;
mod orchestrations;
mod people;
mod policies;
mod priorities;
mod responder_requests;
mod response_plays;
mod services;
mod status_updates;
mod subscribers;
mod teams;
mod templates;
pub(crate) mod vendors;
mod workflows;

#[cfg(test)]
pub(crate) mod bench;
#[cfg(test)]
mod refusals;

use super::{Region, Shared};
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::on;
use gate::Operation;

/// Every operation the sandbox knows.
fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    all.extend(incident_list::operations());
    all.extend(incident_create::operations());
    all.extend(incident_update::operations());
    all.extend(incident_snooze::operations());
    all.extend(incident_merge::operations());
    all.extend(notes::operations());
    all.extend(log_entries::operations());
    all.extend(alerts::operations());
    all.extend(people::operations());
    all.extend(services::operations());
    all.extend(integrations::operations());
    all.extend(vendors::operations());
    all.extend(orchestrations::operations());
    all.extend(policies::operations());
    all.extend(teams::operations());
    all.extend(oncalls::operations());
    all.extend(priorities::operations());
    all.extend(abilities::operations());
    all.extend(responder_requests::operations());
    all.extend(status_updates::operations());
    all.extend(subscribers::operations());
    all.extend(templates::operations());
    all.extend(workflows::operations());
    all.extend(response_plays::operations());
    all
}

/// The REST API of one region.
pub(super) fn router(shared: &Shared, region: Region) -> Router {
    let mut router = Router::new();
    for operation in operations() {
        let shared = shared.clone();
        let handler = move |params, request| gate::serve(shared, region, operation, params, request);
        router = router.route(operation.path, on(operation.filter, handler));
    }
    router.fallback(unknown).method_not_allowed_fallback(unknown).layer(axum::middleware::from_fn(cors::guard))
}

async fn unknown() -> Response {
    super::failure::Failure::not_found().into_response()
}
