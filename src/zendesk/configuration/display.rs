//! `display`: what the console shows until an agent chooses otherwise.

use serde_json::Value;

use crate::domain::configuration::Problem;
use crate::domain::display::{Arrangement, Display, Showable};
use crate::http::json::Json;

use super::{members_of, names, wrong};

/// Reads the section; whatever cannot be read leaves everything shown.
pub(super) fn read(at: &Json<'_>, problems: &mut Vec<Problem>) -> Display {
    if !at.value().is_null() && !at.value().is_object() {
        problems.push(wrong(at));
    }
    Display { blocks: arrangement(&at.at("sections"), problems), fields: arrangement(&at.at("fields"), problems) }
}

fn arrangement<T: Showable>(list: &Json<'_>, problems: &mut Vec<Problem>) -> Arrangement<T> {
    if list.value().is_null() {
        return Arrangement::default();
    }
    let Ok(items) = list.items() else {
        problems.push(wrong(list));
        return Arrangement::default();
    };
    problems.extend(items.iter().filter(|item| item.text().is_err()).map(wrong));
    Arrangement::read(items.iter().map(Json::text_or_empty), true)
}

/// Writes the section; nothing where it says what holds anyway.
pub(super) fn write(display: &Display, before: Option<&Value>) -> Option<Value> {
    let mut section = members_of(before);
    for (key, list) in [
        ("sections", list(&display.blocks, section.get("sections"))),
        ("fields", list(&display.fields, section.get("fields"))),
    ] {
        if list.is_empty() {
            section.remove(key);
        } else {
            section.insert(key.to_owned(), list.into());
        }
    }
    (!section.is_empty()).then_some(Value::Object(section))
}

fn list<T: Showable>(arrangement: &Arrangement<T>, before: Option<&Value>) -> Vec<Value> {
    let words = if *arrangement == Arrangement::default() { String::new() } else { arrangement.write() };
    names(words.split(' ').filter(|word| !word.is_empty()), before, |name| {
        T::ALL.iter().any(|item| item.name() == name)
    })
}
