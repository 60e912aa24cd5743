//! Users, groups, memberships, organizations and locales.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use serde_json::{Map, Value, json};

use super::super::Zendesk;
use super::super::access::{Session, id};
use super::super::model::{Group, Organization, User};
use super::super::paging::{MOST, Query, page};
use super::super::refusal::Refusal;
use super::super::world::World;

type Answer<T = Value> = Result<Json<T>, Refusal>;

pub(super) async fn me(session: Option<Session>, State(zendesk): State<Zendesk>) -> Answer {
    // Without a session this endpoint answers 200 with an anonymous user, unlike every other one.
    let Some(session) = session else {
        return Ok(Json(json!({"user": {
            "id": null, "name": "Anonymous user", "email": "invalid@example.com", "role": "end-user", "locale": "en-US"
        }})));
    };
    Ok(Json(json!({"user": zendesk.lock().staff(session.id)?.to_json()})))
}

pub(super) async fn user(_: Session, State(zendesk): State<Zendesk>, Path(user): Path<String>) -> Answer {
    Ok(Json(json!({"user": find(&zendesk.lock(), &user)?.to_json()})))
}

pub(super) async fn groups_of_user(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(user): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = {
        let world = zendesk.lock();
        let user = find(&world, &user)?;
        user.group_ids.iter().filter_map(|group| world.groups.get(group)).map(Group::to_json).collect()
    };
    page(&format!("/api/v2/users/{user}/groups.json"), &Query::read(raw.as_deref()), "groups", records).map(Json)
}

pub(super) async fn memberships_of_user(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(user): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = memberships_json(find(&zendesk.lock(), &user)?);
    let path = format!("/api/v2/users/{user}/group_memberships.json");
    page(&path, &Query::read(raw.as_deref()), "group_memberships", records).map(Json)
}

pub(super) async fn memberships(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let query = Query::read(raw.as_deref());
    let group = query.get("group_id").map(id).transpose()?;
    let records = members(&zendesk.lock(), group);
    page("/api/v2/group_memberships.json", &query, "group_memberships", records).map(Json)
}

pub(super) async fn memberships_of_group(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(group): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = {
        let world = zendesk.lock();
        let group = world.groups.get(&id(&group)?).ok_or_else(Refusal::record_not_found)?;
        members(&world, Some(group.id))
    };
    let path = format!("/api/v2/groups/{group}/memberships.json");
    page(&path, &Query::read(raw.as_deref()), "group_memberships", records).map(Json)
}

pub(super) async fn users_of_group(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(group): Path<String>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = {
        let world = zendesk.lock();
        let group = world.groups.get(&id(&group)?).ok_or_else(Refusal::record_not_found)?.id;
        world.users.values().filter(|user| user.group_ids.contains(&group)).map(User::to_json).collect()
    };
    page(&format!("/api/v2/groups/{group}/users.json"), &Query::read(raw.as_deref()), "users", records).map(Json)
}

pub(super) async fn group_count(_: Session, State(zendesk): State<Zendesk>) -> Json<Value> {
    Json(json!({"count": {"value": zendesk.lock().groups.len(), "refreshed_at": "2024-02-12T08:30:00Z"}}))
}

/// Every membership, or those of one group.
fn members(world: &World, group: Option<u64>) -> Vec<Value> {
    let all = world.users.values().flat_map(memberships_json);
    all.filter(|made| group.is_none_or(|group| made.get("group_id").and_then(Value::as_u64) == Some(group))).collect()
}

pub(super) async fn groups(
    _: Session,
    State(zendesk): State<Zendesk>,
    RawQuery(raw): RawQuery,
) -> Answer<Map<String, Value>> {
    let records = zendesk.lock().groups.values().map(Group::to_json).collect();
    page("/api/v2/groups.json", &Query::read(raw.as_deref()), "groups", records).map(Json)
}

pub(super) async fn group(_: Session, State(zendesk): State<Zendesk>, Path(group): Path<String>) -> Answer {
    let group = id(&group)?;
    let world = zendesk.lock();
    Ok(Json(json!({"group": world.groups.get(&group).ok_or_else(Refusal::record_not_found)?.to_json()})))
}

pub(super) async fn organization(
    _: Session,
    State(zendesk): State<Zendesk>,
    Path(organization): Path<String>,
) -> Answer {
    let organization = id(&organization)?;
    let world = zendesk.lock();
    let organization = world.organizations.get(&organization).ok_or_else(Refusal::record_not_found)?;
    Ok(Json(json!({"organization": organization.to_json()})))
}

/// `GET /api/v2/organizations/show_many?ids=1,2`: at most a hundred; those that are not there are left out.
pub(super) async fn organizations(_: Session, State(zendesk): State<Zendesk>, RawQuery(raw): RawQuery) -> Answer {
    let query = Query::read(raw.as_deref());
    let ids = query.get("ids").unwrap_or_default();
    let ids: Vec<u64> = ids.split(',').map(str::trim).map(id).collect::<Result<_, _>>()?;
    if ids.len() > MOST {
        return Err(Refusal::invalid_attribute("ids", "Invalid parameter: ids takes at most 100 ids"));
    }
    let world = zendesk.lock();
    let found: Vec<Value> =
        ids.iter().filter_map(|id| world.organizations.get(id)).map(Organization::to_json).collect();
    Ok(Json(json!({"count": found.len(), "organizations": found, "next_page": null, "previous_page": null})))
}

pub(super) async fn locales(_: Session) -> Json<Value> {
    let locales: Vec<Value> = [(1, "en-US", "English"), (8, "de", "Deutsch"), (66, "ar", "العربية"), (16, "fr", "Français"), (2, "es", "Español"), (19, "pt-br", "Português (Brasil)"), (67, "ja", "日本語")]
        .into_iter()
        .map(|(id, locale, name)| json!({"id": id, "locale": locale, "name": name, "native_name": name, "rtl": locale == "ar", "default": id == 1}))
        .collect();
    Json(json!({"count": locales.len(), "locales": locales, "next_page": null, "previous_page": null}))
}

fn find<'a>(world: &'a World, user: &str) -> Result<&'a User, Refusal> {
    world.users.get(&id(user)?).ok_or_else(Refusal::record_not_found)
}

fn memberships_json(user: &User) -> Vec<Value> {
    user.group_ids
        .iter()
        .enumerate()
        .map(|(position, group)| {
            json!({
                // Both ids are stable, so a number made of them is too.
                "id": user.id.wrapping_mul(31) ^ group,
                "user_id": user.id,
                "group_id": group,
                "default": position == 0,
                "created_at": "2024-02-12T08:30:00Z",
                "updated_at": "2024-02-12T08:30:00Z"
            })
        })
        .collect()
}
