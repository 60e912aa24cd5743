//! `permissions`: what each group may do.

use serde_json::{Value, json};

use crate::domain::ability::{Abilities, Ability, Permissions};
use crate::domain::configuration::Problem;
use crate::http::json::Json;

use super::{members_of, names, wrong};

/// The members that are ours.
const OURS: [&str; 2] = ["default", "groups"];

/// Reads the section. Nothing of it is guessed: one unreadable place could be the one that forbids.
pub(super) fn read(at: &Json<'_>) -> Result<Permissions, Problem> {
    if !at.value().is_object() {
        return Err(wrong(at));
    }
    let default = abilities(&at.at("default"))?;
    let listed = at.at("groups");
    let mut groups: Vec<(u64, Abilities)> = Vec::new();
    if at.value().get("groups").is_some() {
        for name in listed.value().as_object().ok_or_else(|| wrong(&listed))?.keys() {
            let group = listed.at(name);
            groups.push((name.parse().map_err(|_| wrong(&group))?, abilities(&group)?));
        }
    }
    let permissions = Permissions { default, groups };
    Ok(Permissions { groups: permissions.listed(), ..permissions })
}

fn abilities(at: &Json<'_>) -> Result<Abilities, Problem> {
    let items = at.items().map_err(|_| wrong(at))?;
    let names = items.iter().map(|item| item.text().map_err(|_| wrong(item)));
    // A name that we do not know is of a later console.
    names.filter_map(|name| name.map(Ability::named).transpose()).collect()
}

/// Writes the section; nothing when everybody may do everything, so that it holds for abilities too that come later.
pub(super) fn write(permissions: &Permissions, before: Option<&Value>) -> Option<Value> {
    let mut section = members_of(before);
    let only_ours = section.keys().all(|key| OURS.contains(&key.as_str()));
    if permissions.same_as(&Permissions::open()) && only_ours {
        return None;
    }
    let earlier = members_of(section.get("groups"));
    let group = |(id, set): (u64, Abilities)| {
        let name = id.to_string();
        let listed = list(set, earlier.get(&name));
        (name, listed)
    };
    let groups: Value = permissions.listed().into_iter().map(group).collect();
    let default = list(permissions.default, section.get("default"));
    section.insert("default".to_owned(), default);
    section.insert("groups".to_owned(), groups);
    Some(json!(section))
}

fn list(abilities: Abilities, before: Option<&Value>) -> Value {
    let known = Ability::ALL.into_iter().filter(|ability| abilities.has(*ability)).map(Ability::name);
    names(known, before, |name| Ability::named(name).is_some()).into()
}
