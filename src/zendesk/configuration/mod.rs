//! The app's hidden `configuration` setting: versioned JSON that administrators write and every agent reads.
//!
//! ```json
//! {"version":2,"permissions":{"default":["view"],"groups":{"360001":["view","create"]}},
//!  "display":{"sections":["details","notes","-timeline"],"fields":["service","-teams"]},
//!  "mirror":{"notes":true,"state_changes":true,"open_new_tickets":true,"priority":{"urgent":"P1","high":"P2"}},
//!  "registered_redirect":"https://example.com/oauth.html","automation":{},"email":{}}
//! ```
//!
//! Every section may be missing. Keys, abilities and sections that we do not know are of a later console: readers pass them over,
//! and [`write`] keeps them. An earlier version is made one of this version first ([`migration`]); a later one cannot be read.
//!
//! What is written to tickets (`mirror`) has two defaults. Where nothing is said, notes and changes appear as private comments and a
//! New ticket becomes Open, which customers never see and which is what agents ask for; priorities need names that only the account
//! knows, so none follow. Where something is said that cannot be read, nothing is written.

mod automation;
mod display;
mod email;
mod migration;
mod mirror;
mod permissions;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use crate::domain::ability::Permissions;
use crate::domain::configuration::{Configuration, Decided, LARGEST, Problem};
use crate::domain::display::Display;
use crate::domain::mirror::Mirroring;
use crate::http::json::{self, Json};

use migration::VERSION;

/// The members of the setting as this version knows them; none when nothing was ever saved.
fn open(text: &str) -> Result<Map<String, Value>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Map::new());
    }
    let Ok(Value::Object(mut members)) = json::parse(text) else { return Err(Problem::NotJson) };
    let version = members.get("version").and_then(Value::as_u64);
    match version {
        Some(earlier @ 1..=VERSION) => {
            migration::migrate(&mut members, earlier);
            Ok(members)
        }
        _ => Err(Problem::Version(version)),
    }
}

/// Reads the setting's permissions; absent or blank, or without any, it leaves everything open.
///
/// What cannot be read is an error, so that the caller falls back to [`Permissions::safest`] and says so.
#[expect(clippy::result_unit_err, reason = "there is one way to fail, and what to do then is up to the caller")]
pub fn read(setting: Option<&str>) -> Result<Permissions, ()> {
    let members = open(setting.unwrap_or_default()).map_err(|_| ())?;
    permissions_of(&members.into()).map_err(|_| ())
}

/// Reads what the console shows until an agent chooses otherwise.
///
/// Nobody is kept from anything by it, so what cannot be read simply leaves everything shown; unlike the permissions it is no error.
pub fn read_display(setting: Option<&str>) -> Display {
    match open(setting.unwrap_or_default()) {
        Ok(members) => display::read(&Json::root(&members.into()).at("display"), &mut Vec::new()),
        Err(_) => Display::default(),
    }
}

/// Reads what the console writes to tickets, as the module says.
pub fn mirroring(setting: Option<&str>) -> Mirroring {
    match open(setting.unwrap_or_default()) {
        Ok(members) => mirror::read(&Value::Object(members), &mut Vec::new()),
        Err(_) => Mirroring::default(),
    }
}

/// Reads all that the console goes by.
pub fn decided(setting: &str) -> Decided {
    Decided {
        permissions: read(Some(setting)),
        display: read_display(Some(setting)),
        mirroring: mirroring(Some(setting)),
    }
}

/// Reads the whole setting, as [`examine`] does, without what could not be read of it.
pub fn whole(setting: &str) -> Result<Configuration, Problem> {
    examine(setting).map(|(configuration, _)| configuration)
}

/// Reads the whole setting, and names every place in it that could not be read and for which the safest default stands instead.
/// `Err` when nothing of it counts: then consoles go by [`Configuration::safest`].
pub fn examine(setting: &str) -> Result<(Configuration, Vec<Problem>), Problem> {
    let members = Value::Object(open(setting)?);
    let mut problems = Vec::new();
    let root = Json::root(&members);
    let permissions = permissions_of(&members)?;
    let display = display::read(&root.at("display"), &mut problems);
    let mirroring = mirror::read(&members, &mut problems);
    let automation = or_default(automation::read(&root.at("automation")), &mut problems);
    let email = or_default(email::read(&root.at("email")), &mut problems);
    let redirect = root.at("registered_redirect");
    let registered_redirect = match redirect.value() {
        Value::Null => None,
        Value::String(address) if !address.is_empty() => Some(address.clone()),
        _ => {
            problems.push(wrong(&redirect));
            None
        }
    };
    Ok((Configuration { permissions, display, mirroring, automation, email, registered_redirect }, problems))
}

/// Reads a file that somebody hands in. Nothing in it may be unreadable, since whoever chose it expects all of it.
pub fn import(text: &str) -> Result<Configuration, Vec<Problem>> {
    // Programs that save text put this mark before it.
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.len() > LARGEST {
        return Err(vec![Problem::TooLarge { bytes: text.len() }]);
    }
    if text.is_empty() {
        return Err(vec![Problem::NotJson]);
    }
    match examine(text) {
        Ok((configuration, problems)) if problems.is_empty() => Ok(configuration),
        Ok((_, problems)) => Err(problems),
        Err(problem) => Err(vec![problem]),
    }
}

/// Writes the setting. What `before`, its text until now, holds for a later console stays.
pub fn write(configuration: &Configuration, before: &str) -> String {
    Value::Object(members(configuration, before)).to_string()
}

/// The same for a file that people read.
pub fn export(configuration: &Configuration, before: &str) -> String {
    let mut text = format!("{:#}", Value::Object(members(configuration, before)));
    text.push('\n');
    text
}

fn members(configuration: &Configuration, before: &str) -> Map<String, Value> {
    // What cannot be read cannot be kept either.
    let mut members = open(before).unwrap_or_default();
    let Configuration { permissions, display, mirroring, automation, email, registered_redirect } = configuration;
    let mut put = |name: &str, write: &dyn Fn(Option<&Value>) -> Option<Value>| {
        let written = write(members.get(name));
        match written {
            Some(value) => members.insert(name.to_owned(), value),
            None => members.remove(name),
        };
    };
    put("permissions", &|before| permissions::write(permissions, before));
    put("display", &|before| display::write(display, before));
    put("mirror", &|before| Some(mirror::write(mirroring, before)));
    put("automation", &|before| automation::write(automation, before));
    put("email", &|before| email::write(email, before));
    put("registered_redirect", &|_| registered_redirect.clone().map(Value::from));
    put("version", &|_| Some(VERSION.into()));
    members
}

fn permissions_of(members: &Value) -> Result<Permissions, Problem> {
    let root = Json::root(members);
    match members.get("permissions") {
        None => Ok(Permissions::open()),
        Some(_) => permissions::read(&root.at("permissions")),
    }
}

fn or_default<T: Default>(read: Result<T, Problem>, problems: &mut Vec<Problem>) -> T {
    read.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}

/// A complaint about this place.
fn wrong(place: &Json<'_>) -> Problem {
    Problem::Wrong { place: place.path() }
}

/// The members of an object; none when it is something else or nothing.
fn members_of(value: Option<&Value>) -> Map<String, Value> {
    value.and_then(Value::as_object).cloned().unwrap_or_default()
}

/// A list of names, and behind them those of `before` that are not ours to take away.
fn names<'a>(known: impl Iterator<Item = &'a str>, before: Option<&Value>, ours: fn(&str) -> bool) -> Vec<Value> {
    let foreign = before.and_then(Value::as_array).into_iter().flatten();
    let foreign = foreign.filter(|name| name.as_str().is_some_and(|name| !ours(name.trim_start_matches('-'))));
    known.map(Value::from).chain(foreign.cloned()).collect()
}
