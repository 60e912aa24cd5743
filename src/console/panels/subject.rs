//! Which incident a task is about.

use leptos::prelude::*;

use crate::domain::id::IncidentId;
use crate::i18n::Message;
use crate::kit::part::{element, part};

use super::super::model::Model;
use super::incidents::title_of;
use super::screen::Screen;

/// A line with the incident's title and number.
pub(super) fn subject(screen: Screen, of: fn(&Model) -> Option<IncidentId>) -> AnyView {
    let incident = screen.slice(move |model| of(model).and_then(|id| model.shown(&id)));
    let title = move || incident.with(|it| it.as_ref().map(|it| title_of(screen, it))).unwrap_or_default();
    let number = screen.say_if(move || {
        let number = incident.with(|it| it.as_ref().map(|it| it.number.to_string()))?;
        Some(Message::IncidentNumber { number })
    });
    let number = part("bdi", "text--subtle").words_maybe(number);
    element("p").child(element("bdi").live(title)).text(" ").child(number).into()
}
