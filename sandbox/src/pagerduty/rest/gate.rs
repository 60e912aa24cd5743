//! What every request passes before its operation runs: credentials, rate, headers, scope, role and `From`.

use super::answer::Answer;
use super::call::Call;
use super::query::Query;
use crate::pagerduty::access::{Caller, Scope};
use crate::pagerduty::failure::Failure;
use crate::pagerduty::limits::{GENERAL, Standing};
use crate::pagerduty::model::Id;
use crate::pagerduty::world::World;
use crate::pagerduty::{Region, Shared};
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodFilter;
use std::collections::HashMap;

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 1024 * 1024;
/// The words of the refusal of an account key that names no user.
const FROM_MISSING: &str = "You must specify a user's email address in the \"From\" header";

/// What an operation asks of the caller.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Any token with `read`.
    Read,
    /// Any token with `read`, but not a limited stakeholder: incidents and the directory.
    ReadIncidents,
    /// A responder, or somebody who is on the incident of the path.
    Act,
    /// Anybody with `write` who may see incidents, stakeholders too: subscriptions.
    Subscribe,
    /// A manager: starting workflows through the API.
    Manage,
}

/// One operation of the REST API.
#[derive(Clone, Copy)]
pub(super) struct Operation {
    pub(super) filter: MethodFilter,
    pub(super) path: &'static str,
    needs: Needs,
    from: bool,
    limit: Option<u32>,
    run: fn(&mut World, &Call) -> Result<Answer, Failure>,
}

impl Operation {
    pub(super) fn new(
        filter: MethodFilter,
        path: &'static str,
        needs: Needs,
        run: fn(&mut World, &Call) -> Result<Answer, Failure>,
    ) -> Self {
        Self { filter, path, needs, from: false, limit: None, run }
    }

    /// One of the 13 operations whose schema requires `From`.
    pub(super) fn requiring_from(mut self) -> Self {
        self.from = true;
        self
    }

    /// An operation with its own limit each minute.
    pub(super) fn limited(mut self, requests: u32) -> Self {
        self.limit = Some(requests);
        self
    }
}

/// Lets a request through the gate and answers it.
pub(super) async fn serve(
    shared: Shared,
    region: Region,
    operation: Operation,
    params: RawPathParams,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return Failure::new(StatusCode::PAYLOAD_TOO_LARGE, 2001, "Request Entity Too Large").into_response();
    };
    let now = shared.clock.now();
    let mut world = shared.lock();
    world.advance(now);
    let Some(caller) = authenticate(&world, region, &parts.headers, now) else {
        return Failure::unauthorized().into_response();
    };
    let standing = count(&mut world, &operation, &parts.method, &caller, now);
    let mut response = if standing.exceeded {
        Failure::new(StatusCode::TOO_MANY_REQUESTS, 2020, "Rate Limit Exceeded").into_response()
    } else {
        let params = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let query = Query::new(parts.uri.query().unwrap_or_default());
        check_headers(&parts.method, &parts.headers, !body.is_empty())
            .and_then(|()| permit(&world, &operation, &caller, &params))
            .and_then(|()| acting(&world, &operation, &caller, &parts.headers))
            .and_then(|acting| {
                let call = Call { caller, acting, params, query, body, now };
                (operation.run)(&mut world, &call)
            })
            .into_response()
    };
    put_standing(response.headers_mut(), standing);
    response
}

/// The account lives in the United States; the other region knows none of its tokens.
fn authenticate(world: &World, region: Region, headers: &HeaderMap, now: i64) -> Option<Caller> {
    if region == Region::Eu {
        return None;
    }
    let authorization = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    world.access.caller(authorization, now)
}

/// Counts the request and tells which limit is closest.
fn count(world: &mut World, operation: &Operation, method: &Method, caller: &Caller, now: i64) -> Standing {
    let general = world.limits.count(&caller.limit_key, GENERAL, now);
    let Some(limit) = operation.limit.filter(|_| !general.exceeded) else {
        return general;
    };
    let key = format!("{} {method} {}", caller.limit_key, operation.path);
    let own = world.limits.count(&key, limit, now);
    if own.exceeded || own.remaining < general.remaining { own } else { general }
}

fn put_standing(headers: &mut HeaderMap, standing: Standing) {
    headers.insert("ratelimit-limit", HeaderValue::from(standing.limit));
    headers.insert("ratelimit-remaining", HeaderValue::from(standing.remaining));
    headers.insert("ratelimit-reset", HeaderValue::from(standing.reset));
}

/// `Accept` must allow version 2 of the API, and a body must say that it is JSON.
fn check_headers(method: &Method, headers: &HeaderMap, has_body: bool) -> Result<(), Failure> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let accept = text(header::ACCEPT).replace(' ', "");
    let acceptable = accept.is_empty()
        || accept.split(',').any(|range| {
            let media = range.split(";q=").next().unwrap_or_default();
            matches!(
                media,
                "*/*"
                    | "application/*"
                    | "application/json"
                    | "application/vnd.pagerduty+json"
                    | "application/vnd.pagerduty+json;version=2"
            )
        });
    if !acceptable {
        return Err(Failure::new(StatusCode::NOT_ACCEPTABLE, 2001, "Invalid Input Provided")
            .because("Accept must allow application/vnd.pagerduty+json;version=2"));
    }
    let writes = *method == Method::POST || *method == Method::PUT;
    if writes && has_body && !text(header::CONTENT_TYPE).starts_with("application/json") {
        return Err(Failure::input("Content-Type must be application/json"));
    }
    Ok(())
}

/// The scope of the token and the role of its user.
fn permit(
    world: &World,
    operation: &Operation,
    caller: &Caller,
    params: &HashMap<String, String>,
) -> Result<(), Failure> {
    let reads = matches!(operation.needs, Needs::Read | Needs::ReadIncidents);
    let wanted = if reads { Scope::Read } else { Scope::Write };
    if caller.scope < wanted {
        return Err(Failure::forbidden());
    }
    let Some(user) = caller.user.as_ref().map(|id| world.users.get(id)) else {
        return Ok(());
    };
    let user = user.ok_or_else(Failure::unauthorized)?;
    let role = user.role.as_str();
    let allowed = match operation.needs {
        Needs::Read => true,
        Needs::ReadIncidents | Needs::Subscribe => role != "read_only_limited_user",
        Needs::Manage => matches!(role, "owner" | "admin" | "user"),
        Needs::Act => match role {
            "owner" | "admin" | "user" | "limited_user" => true,
            "observer" | "restricted_access" => params
                .get("id")
                .and_then(|id| world.incident(id).ok())
                .is_some_and(|incident| incident.involves(&user.id)),
            _ => false,
        },
    };
    if allowed { Ok(()) } else { Err(Failure::forbidden()) }
}

/// Who acts: the user of the token, else the one whom `From` names.
fn acting(world: &World, operation: &Operation, caller: &Caller, headers: &HeaderMap) -> Result<Option<Id>, Failure> {
    if caller.user.is_some() {
        return Ok(caller.user.clone());
    }
    match headers.get(header::FROM).and_then(|value| value.to_str().ok()) {
        Some(email) => match world.user_by_email(email.trim()) {
            Some(user) => Ok(Some(user.id.clone())),
            None if operation.from => Err(Failure::incident(1008)),
            None => Ok(None),
        },
        None if operation.from => Err(Failure::input(FROM_MISSING)),
        None => Ok(None),
    }
}
