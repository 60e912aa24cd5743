//! `GET /oauth/authorize` and the decision made on its page.

use super::page::{self, Person};
use super::{Parameters, form, query};
use crate::pagerduty::Shared;
use crate::pagerduty::access::{CLIENT_ID, CODE_SECONDS, CONFIDENTIAL_CLIENT_ID, Code, Scope};
use crate::pagerduty::time::SECOND;
use crate::pagerduty::world::World;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A request for authorization whose client and redirect address are known.
struct Asked<'a> {
    client: &'a str,
    redirect_uri: &'a str,
    state: Option<&'a str>,
}

/// Why an authorization cannot go on.
enum Refused {
    /// Nothing is safe to redirect to: the page says so.
    Page(&'static str),
    /// The client is told through its redirect address.
    Redirect(&'static str, &'static str),
}

/// Finds the client and its redirect address; without both there is nowhere to go.
fn asked<'a>(world: &World, parameters: &'a Parameters) -> Result<Asked<'a>, Refused> {
    let text = |name: &str| parameters.get(name).map(String::as_str);
    let client = text("client_id")
        .filter(|client| [CLIENT_ID, CONFIDENTIAL_CLIENT_ID].contains(client))
        .ok_or(Refused::Page("Invalid or missing value for client_id parameter"))?;
    let redirect_uri = text("redirect_uri")
        .filter(|uri| world.access.redirects.contains(*uri))
        .ok_or(Refused::Page("Invalid or missing value for redirect_uri parameter"))?;
    Ok(Asked { client, redirect_uri, state: text("state") })
}

/// Checks the rest: the code flow, with a challenge made by SHA-256.
fn check(parameters: &Parameters) -> Result<(), Refused> {
    let text = |name: &str| parameters.get(name).map(String::as_str).unwrap_or_default();
    if text("response_type") != "code" {
        return Err(Refused::Redirect("unsupported_response_type", "response_type must be code"));
    }
    if text("scope").trim().is_empty() {
        return Err(Refused::Redirect("invalid_request", "scope is required"));
    }
    if text("code_challenge_method") != "S256" {
        return Err(Refused::Redirect("invalid_request", "code_challenge_method must be S256"));
    }
    // Base64url of 32 bytes without padding.
    let challenge = text("code_challenge");
    let shaped = challenge.len() == 43
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if shaped { Ok(()) } else { Err(Refused::Redirect("invalid_request", "code_challenge is invalid")) }
}

/// Sends the browser back to the client with these parameters and the client's own `state`.
fn redirect(asked: &Asked<'_>, parameters: &[(&str, &str)]) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    if let Some(state) = asked.state {
        query.append_pair("state", state);
    }
    let joint = if asked.redirect_uri.contains('?') { '&' } else { '?' };
    let location = format!("{}{joint}{}", asked.redirect_uri, query.finish());
    (StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store".to_owned())])
        .into_response()
}

fn refuse(asked: Option<&Asked<'_>>, refused: &Refused) -> Response {
    match (refused, asked) {
        (Refused::Redirect(error, description), Some(asked)) => {
            redirect(asked, &[("error", error), ("error_description", description)])
        }
        (Refused::Redirect(_, words) | Refused::Page(words), _) => page::error(words),
    }
}

/// Shows the consent page.
pub(super) async fn ask(State(shared): State<Shared>, request: Request) -> Response {
    let parameters = query(&request);
    let world = shared.lock();
    let asked = match asked(&world, &parameters) {
        Ok(asked) => asked,
        Err(refused) => return refuse(None, &refused),
    };
    if let Err(refused) = check(&parameters) {
        return refuse(Some(&asked), &refused);
    }
    let people = if let Some(email) = &world.access.signed_in {
        let Some(user) = world.user_by_email(email) else {
            return page::error(&format!("There is no PagerDuty account for {email}"));
        };
        vec![user]
    } else {
        let mut all: Vec<_> = world.users.values().collect();
        all.sort_by_key(|user| user.name.to_lowercase());
        all
    };
    let people: Vec<Person<'_>> =
        people.into_iter().map(|user| Person { name: &user.name, email: &user.email, role: &user.role }).collect();
    page::consent(&parameters, &people)
}

/// Takes the decision: a code for the person, or the denial.
pub(super) async fn decide(State(shared): State<Shared>, request: Request) -> Response {
    let Some(parameters) = form(request).await else {
        return page::error("The form could not be read");
    };
    let now = shared.clock.now();
    let mut world = shared.lock();
    let asked = match asked(&world, &parameters) {
        Ok(asked) => asked,
        Err(refused) => return refuse(None, &refused),
    };
    if let Err(refused) = check(&parameters) {
        return refuse(Some(&asked), &refused);
    }
    if parameters.get("decision").map(String::as_str) != Some("allow") {
        let words = "The resource owner denied the request";
        return redirect(&asked, &[("error", "access_denied"), ("error_description", words)]);
    }
    let email = world.access.signed_in.clone().or_else(|| parameters.get("user").cloned()).unwrap_or_default();
    let Some(user) = world.user_by_email(&email).map(|user| user.id.clone()) else {
        return page::error("Choose whom to sign in");
    };
    let requested = parameters.get("scope").map(String::as_str).unwrap_or_default();
    let scope = world.access.only_scope.unwrap_or_else(|| Scope::granted(requested));
    let code = world.random.secret(24);
    let delegation = world.random.uuid();
    world.access.codes.insert(
        code.clone(),
        Code {
            user,
            client: asked.client.to_owned(),
            redirect_uri: asked.redirect_uri.to_owned(),
            challenge: parameters.get("code_challenge").cloned().unwrap_or_default(),
            scope,
            expires_at: now + CODE_SECONDS * SECOND,
            delegation,
            used: false,
        },
    );
    redirect(&asked, &[("code", &code)])
}
