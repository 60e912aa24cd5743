//! Formatting by the browser's `Intl` (ECMA-402).
//!
//! Every object is built through `Reflect`, because the constructors throw on a time zone or a
//! locale they do not know, and a thrown exception would end the app. Each is built once.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::locale::Locale;

/// One `Intl` object that the console needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Plural,
    List,
    /// Joins the parts of one quantity: `1 hr 12 min`.
    Parts,
    Relative,
    Unit(&'static str),
    Time,
    DateTime,
    /// Year, month and day as `2026-11-22`, to compare days.
    Day,
    /// The same with the time of day, to reckon with it.
    Clock,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Number | Self::Unit(_) => "NumberFormat",
            Self::Plural => "PluralRules",
            Self::List | Self::Parts => "ListFormat",
            Self::Relative => "RelativeTimeFormat",
            Self::Time | Self::DateTime | Self::Day | Self::Clock => "DateTimeFormat",
        }
    }

    fn options(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Number | Self::Plural => vec![],
            Self::List => vec![("type", "conjunction")],
            Self::Parts => vec![("type", "unit"), ("style", "narrow")],
            // Never `narrow`: in several languages it prints a bare minus sign.
            Self::Relative => vec![("style", "short"), ("numeric", "auto")],
            Self::Unit(unit) => vec![("style", "unit"), ("unit", unit), ("unitDisplay", "short")],
            Self::Time => vec![("timeStyle", "short")],
            Self::DateTime => vec![("dateStyle", "medium"), ("timeStyle", "short")],
            Self::Clock => vec![("dateStyle", "short"), ("timeStyle", "short")],
            Self::Day => vec![("year", "numeric"), ("month", "2-digit"), ("day", "2-digit")],
        }
    }
}

/// The `Intl` objects of one locale and time zone.
pub(super) struct Engine {
    tag: String,
    time_zone: String,
    built: RefCell<Vec<(Kind, JsValue)>>,
}

impl Engine {
    /// `time_zone` is an IANA name; an unknown one falls back to the browser's own.
    pub(super) fn new(locale: &Locale, time_zone: &str) -> Self {
        Self { tag: locale.tag().to_owned(), time_zone: time_zone.to_owned(), built: RefCell::new(Vec::new()) }
    }

    pub(super) fn number(&self, value: u64) -> String {
        self.call(Kind::Number, "format", &[number(value)]).unwrap_or_else(|| value.to_string())
    }

    /// The CLDR plural category of a count: `zero`, `one`, `two`, `few`, `many` or `other`.
    pub(super) fn category(&self, count: u64) -> String {
        self.call(Kind::Plural, "select", &[number(count)]).unwrap_or_else(|| "other".to_owned())
    }

    pub(super) fn list(&self, items: &[String]) -> String {
        self.join(Kind::List, items).unwrap_or_else(|| items.join(", "))
    }

    pub(super) fn parts(&self, items: &[String]) -> String {
        self.join(Kind::Parts, items).unwrap_or_else(|| items.join(" "))
    }

    /// `value` units ago, for example `9 min ago`; zero seconds are `now`.
    pub(super) fn ago(&self, value: u64, unit: &'static str) -> String {
        // The sign matters even at zero: `-0` is read as past, `0` as future.
        let past = JsValue::from_f64(-approximate(value));
        self.call(Kind::Relative, "format", &[past, unit.into()]).unwrap_or_else(|| self.unit(value, unit))
    }

    pub(super) fn unit(&self, value: u64, unit: &'static str) -> String {
        self.call(Kind::Unit(unit), "format", &[number(value)]).unwrap_or_else(|| format!("{value} {unit}"))
    }

    pub(super) fn time(&self, at: i64) -> String {
        self.moment(Kind::Time, at)
    }

    /// Nothing is built again in place of a zone that `Intl` does not know: a wrong time is worse than none.
    pub(super) fn time_in(&self, at: i64, time_zone: &str) -> Option<String> {
        let object = construct(Kind::Time, &self.tag, time_zone).filter(|_| !time_zone.is_empty())?;
        let function: Function = Reflect::get(&object, &"format".into()).ok()?.dyn_into().ok()?;
        function.call1(&object, &moment(at)).ok()?.as_string()
    }

    pub(super) fn date_time(&self, at: i64) -> String {
        self.moment(Kind::DateTime, at)
    }

    /// The calendar day and the time in the agent's time zone, as `2026-11-22 14:08`.
    pub(super) fn clock(&self, at: i64) -> String {
        self.moment(Kind::Clock, at)
    }

    /// The calendar day in the agent's time zone, as `2026-11-22`.
    pub(super) fn day(&self, at: i64) -> String {
        self.moment(Kind::Day, at)
    }

    fn moment(&self, kind: Kind, at: i64) -> String {
        self.call(kind, "format", &[moment(at)]).unwrap_or_default()
    }

    fn join(&self, kind: Kind, items: &[String]) -> Option<String> {
        let list: Array = items.iter().map(|item| JsValue::from_str(item)).collect();
        self.call(kind, "format", &[list.into()])
    }

    fn call(&self, kind: Kind, method: &str, arguments: &[JsValue]) -> Option<String> {
        let object = self.object(kind)?;
        let function: Function = Reflect::get(&object, &method.into()).ok()?.dyn_into().ok()?;
        let arguments: Array = arguments.iter().collect();
        function.apply(&object, &arguments).ok()?.as_string()
    }

    fn object(&self, kind: Kind) -> Option<JsValue> {
        let mut built = self.built.borrow_mut();
        if let Some((_, object)) = built.iter().find(|(known, _)| *known == kind) {
            return Some(object.clone());
        }
        let object = self.build(kind)?;
        built.push((kind, object.clone()));
        Some(object)
    }

    /// Builds the object as wanted; else without the time zone; else in English.
    fn build(&self, kind: Kind) -> Option<JsValue> {
        // Swedish writes days as ISO 8601 does.
        let tag = if matches!(kind, Kind::Day | Kind::Clock) { "sv" } else { &self.tag };
        construct(kind, tag, &self.time_zone)
            .or_else(|| construct(kind, tag, ""))
            .or_else(|| construct(kind, "en", &self.time_zone))
            .or_else(|| construct(kind, "en", ""))
    }
}

fn construct(kind: Kind, tag: &str, time_zone: &str) -> Option<JsValue> {
    let options = Object::new();
    for (name, value) in kind.options() {
        Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    if kind.class() == "DateTimeFormat" && !time_zone.is_empty() {
        Reflect::set(&options, &"timeZone".into(), &time_zone.into()).ok()?;
    }
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &kind.class().into()).ok()?.dyn_into().ok()?;
    Reflect::construct(&class, &Array::of2(&tag.into(), &options)).ok()
}

#[allow(clippy::cast_precision_loss, reason = "JavaScript keeps its own moments as 64-bit floats")]
fn moment(at: i64) -> JsValue {
    JsValue::from_f64(at as f64)
}

fn number(value: u64) -> JsValue {
    JsValue::from_f64(approximate(value))
}

#[allow(clippy::cast_precision_loss, reason = "JavaScript has no other number; counts and ages stay far below 2^53")]
fn approximate(value: u64) -> f64 {
    value as f64
}
