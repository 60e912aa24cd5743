//! Scenes: one press for each state that the console can be in.
//!
//! A scene begins from usual conditions, so that two of them never mix. Only `conflict` and `many_tickets` change tickets, and none
//! an incident.

use serde_json::{Value, json};

use super::{admin_scenes, settings, things, tickets};
use crate::Sandbox;
use crate::faults::{Fault, Kind, Target};

/// What an open workspace does so that the scene is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// Nothing: the next thing that the agent does meets it.
    Wait,
    /// Loads the apps again.
    Reload,
    /// Also empties the app's storage, which signs it out.
    SignOut,
}

/// Name, title, what to look at, and what happens to the page.
const SCENES: [(&str, &str, &str, Then); 24] = [
    ("normal", "Everything as usual", "No faults, settings complete, nobody restricted.", Then::Reload),
    ("no_account", "No PagerDuty account", "Signed out; the read-only key still shows incidents.", Then::SignOut),
    ("no_key", "Neither account nor key", "Signed out, and no read-only key.", Then::SignOut),
    ("no_client_id", "No client id", "Signed out; an admin has to finish the settings.", Then::SignOut),
    ("rate_limited", "Rate limited for 30 s", "PagerDuty answers 429; Retry-After counts down.", Then::Reload),
    ("pagerduty_down", "PagerDuty is down", "Every PagerDuty request is answered with 503.", Then::Reload),
    ("offline", "Offline", "No request reaches anybody. Refresh, or write something.", Then::Wait),
    ("slow", "Slow: 3 s", "Every PagerDuty request waits 3 seconds.", Then::Reload),
    ("malformed", "Malformed answers", "PagerDuty’s JSON ends in the middle.", Then::Reload),
    ("forbidden", "Writes are forbidden (403)", "Acknowledge, resolve, note or create something.", Then::Wait),
    ("payment", "Not in the plan (402)", "Acknowledge, resolve, note or create something.", Then::Wait),
    ("no_responders", "Plan without responders (402)", "Add responders: the plan has no such requests.", Then::Wait),
    ("crowd", "Hundreds of Chens", "Add responders: search for “Maya Chen” among 300 people.", Then::Wait),
    ("expired", "Expired sign-in", "The token is too old and cannot be refreshed. Refresh.", Then::Wait),
    ("deny", "Denied consent", "Signed out; the next consent is denied.", Then::SignOut),
    ("wrong_scope", "Wrong scope", "Signed out; PagerDuty grants only openid.", Then::SignOut),
    ("conflict", "409: another agent was faster", "Link or unlink: the first write meets a conflict.", Then::Wait),
    ("broken_configuration", "Broken configuration", "The configuration setting is not JSON.", Then::Reload),
    ("many_tickets", "Hundreds of linked tickets", "Open the section Linked tickets of the incident.", Then::Reload),
    ("priorities_follow", "Priorities follow", "Change the ticket’s priority and submit.", Then::Reload),
    ("tell_nothing", "Tickets are told nothing", "No private comment appears, whatever you do.", Then::Reload),
    ("ticket_limit", "30 ticket updates used up", "Acknowledge: the private comment has to wait.", Then::Wait),
    ("ticket_answer_lost", "Zendesk’s answer is lost", "Acknowledge: the comment is there once.", Then::Wait),
    ("restricted_group", "Restricted group", "Tier 1 may only view and note.", Then::Reload),
];

/// The scenes for the drawer.
pub(super) fn shown() -> Value {
    let console = SCENES.iter().map(|(name, title, hint, _)| json!({"name": name, "title": title, "hint": hint}));
    console.chain(admin_scenes::shown()).collect()
}

/// Sets a scene up; answers what open workspaces are told. Those of the settings screen have rules of their own.
pub(super) fn play(sandbox: &Sandbox, name: &str, ticket: u64) -> Result<Value, String> {
    if let Some(told) = admin_scenes::play(sandbox, name) {
        return told;
    }
    let (_, _, _, then) =
        SCENES.iter().find(|(known, ..)| *known == name).ok_or_else(|| format!("there is no scene named {name}"))?;
    let before = sandbox.zendesk().settings();
    as_usual(sandbox);
    match name {
        "no_account" => sandbox.pagerduty().sign_in_as(Some(settings::STRANGER)),
        "no_key" => {
            sandbox.pagerduty().sign_in_as(Some(settings::STRANGER));
            settings::set_read_only_key(sandbox, false);
        }
        "no_responders" => sandbox.pagerduty().remove_ability("coordinated_responding"),
        "crowd" => sandbox.pagerduty().hire(300, "Chen"),
        "no_client_id" => settings::set_client_id(sandbox, false),
        "expired" => {
            sandbox.pagerduty().refresh_allowed(false);
            sandbox.pagerduty().expire_tokens();
        }
        "deny" => sandbox.denial().set(true),
        "wrong_scope" => sandbox.pagerduty().scope_granted(Some("openid")),
        "conflict" => things::touch(sandbox, ticket)?,
        "broken_configuration" => configure(sandbox, "broken"),
        "priorities_follow" | "tell_nothing" => configure(sandbox, name),
        "many_tickets" => tickets::link_the_queue(sandbox, ticket)?,
        "ticket_limit" => tickets::use_up_updates(sandbox, ticket),
        "restricted_group" => configure(sandbox, "tier_1_view_and_note"),
        _ => {}
    }
    for fault in faults(name) {
        sandbox.faults().add(fault);
    }
    let reload = *then != Then::Wait || before != sandbox.zendesk().settings();
    Ok(json!({"scene": name, "reload": reload, "forget": *then == Then::SignOut}))
}

/// No faults, the settings as after a finished installation, and sign-in without surprises.
fn as_usual(sandbox: &Sandbox) {
    sandbox.faults().clear();
    settings::configure(sandbox);
    configure(sandbox, "default");
    sandbox.denial().set(false);
    let pagerduty = sandbox.pagerduty();
    pagerduty.sign_in_as(None);
    pagerduty.scope_granted(None);
    pagerduty.refresh_allowed(true);
    pagerduty.restore_ability("coordinated_responding");
}

fn configure(sandbox: &Sandbox, preset: &str) {
    if let Some(value) = settings::preset(preset) {
        // A manifest without the parameter has no configuration to set.
        let _ = settings::set_configuration(sandbox.zendesk(), value);
    }
}

fn faults(scene: &str) -> Vec<Fault> {
    let status = |code, retry_after| Kind::Status { code, retry_after, body: None };
    let everywhere = [Target::Pagerduty, Target::Identity, Target::Zendesk, Target::Proxy, Target::Events];
    let writes = |code| ["POST", "PUT", "DELETE"].map(|method| pagerduty(status(code, None)).method(method)).to_vec();
    match scene {
        "rate_limited" => vec![pagerduty(status(429, Some(30))).lasting(30)],
        "pagerduty_down" => vec![pagerduty(status(503, None))],
        "offline" => everywhere.map(|target| Fault::new(target, Kind::DropRequest)).to_vec(),
        "slow" => vec![pagerduty(Kind::Latency { ms: 3_000 })],
        "malformed" => vec![pagerduty(Kind::Malformed)],
        "forbidden" => writes(403),
        "payment" => writes(402),
        "conflict" => {
            let conflict = Fault::new(Target::Zendesk, status(409, None)).method("PUT");
            vec![conflict.path("/api/v2/tickets/").times(1)]
        }
        "ticket_answer_lost" => {
            vec![Fault::new(Target::Zendesk, Kind::DropAnswer).method("PUT").path("/api/v2/tickets/").times(1)]
        }
        _ => Vec::new(),
    }
}

fn pagerduty(kind: Kind) -> Fault {
    Fault::new(Target::Pagerduty, kind)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::pagerduty::Region;
    use crate::zendesk::bench::{ask, sandbox};
    use crate::zendesk::seed::people::JONAS_OKAFOR;
    use crate::zendesk::seed::tickets::CHECKOUT;
    use axum::body::{Body, to_bytes};
    use axum::http::Request;
    use tower::ServiceExt as _;

    /// Status and body of one request to PagerDuty as Jonas; 0 when the connection broke.
    async fn send(sandbox: &Sandbox, token: &str, method: &str) -> (u16, String) {
        let path = if method == "GET" { "/users/me" } else { "/incidents/1042" };
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
        let request = request.header("content-type", "application/json").body(Body::empty()).unwrap();
        let response = sandbox.pagerduty_rest(Region::Us).oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        to_bytes(response.into_body(), usize::MAX)
            .await
            .map_or((0, String::new()), |body| (status, String::from_utf8_lossy(&body).into_owned()))
    }

    #[tokio::test(start_paused = true)]
    async fn every_scene_answers_as_it_says() {
        let (sandbox, _) = sandbox();
        for (scene, read, write) in [
            ("normal", 200, 400),
            ("rate_limited", 429, 429),
            ("pagerduty_down", 503, 503),
            ("offline", 0, 0),
            ("slow", 200, 400),
            ("forbidden", 200, 403),
            ("payment", 200, 402),
            ("expired", 401, 401),
        ] {
            let token = sandbox.pagerduty().token_for("jonas.okafor@northwind.example").unwrap();
            let start = tokio::time::Instant::now();
            play(&sandbox, scene, CHECKOUT).unwrap();
            let answers = (send(&sandbox, &token, "GET").await.0, send(&sandbox, &token, "PUT").await.0);
            assert_eq!(answers, (read, write), "{scene}");
            assert_eq!(start.elapsed().as_secs(), if scene == "slow" { 6 } else { 0 }, "{scene}");
        }
        let token = sandbox.pagerduty().token_for("jonas.okafor@northwind.example").unwrap();
        play(&sandbox, "malformed", CHECKOUT).unwrap();
        let (status, body) = send(&sandbox, &token, "GET").await;
        assert!(status == 200 && serde_json::from_str::<Value>(&body).is_err());
    }

    #[tokio::test]
    async fn a_conflict_is_met_once_and_the_ticket_has_really_changed() {
        let (sandbox, clock) = sandbox();
        clock.advance(1_000);
        let before = sandbox.zendesk().ticket(CHECKOUT).unwrap().updated_at;
        play(&sandbox, "conflict", CHECKOUT).unwrap();
        assert!(sandbox.zendesk().ticket(CHECKOUT).unwrap().updated_at > before);
        let write = async || {
            let path = format!("/api/v2/tickets/{CHECKOUT}.json");
            let change = json!({"ticket": {"priority": "urgent"}});
            ask(sandbox.zendesk_rest(), "PUT", &path, JONAS_OKAFOR, change).await
        };
        let (status, body) = write().await;
        assert_eq!((status.as_u16(), &body["error"]), (409, &json!("UpdateConflict")));
        assert_eq!(write().await.0, 200);
    }

    #[test]
    fn scenes_switch_settings_and_sign_in_and_never_mix() {
        let (sandbox, _) = sandbox();
        let played = |scene: &str| {
            let told = play(&sandbox, scene, CHECKOUT).unwrap();
            (told["reload"] == true, told["forget"] == true, settings::shown(&sandbox))
        };
        let (_, forget, shown) = played("no_key");
        assert!(forget && shown["read_only_key"] == false && shown["consent"]["has_account"] == false);
        let (reload, _, shown) = played("forbidden");
        assert!(reload, "the key is back, which only a loaded app sees");
        assert!(shown["read_only_key"] == true && shown["consent"]["signed_in"].is_null());
        assert!(!played("payment").0, "what the agent typed is left alone");
        assert_eq!(played("no_client_id").2["client_id"], false);
        assert_eq!(played("broken_configuration").2["configuration"], "broken");
        assert_eq!(played("restricted_group").2["configuration"], "tier_1_view_and_note");
        assert_eq!(played("priorities_follow").2["configuration"], "priorities_follow");
        assert_eq!(played("tell_nothing").2["configuration"], "tell_nothing");
        assert_eq!(played("wrong_scope").2["consent"]["scope"], "openid");
        assert_eq!(played("deny").2["consent"]["deny"], true);
        assert_eq!(played("no_account").2["consent"]["has_account"], false);
        let (_, _, shown) = played("normal");
        assert_eq!((&shown["consent"]["deny"], &shown["consent"]["scope"]), (&json!(false), &Value::Null));
        assert_eq!((&shown["configuration"], &shown["faults"]), (&json!("default"), &json!([])));
        assert!(play(&sandbox, "weather", CHECKOUT).is_err());
    }
}
