//! What became of an incident that was merged into another, and the way to link that one.

use leptos::prelude::*;

use crate::domain::action::Action;
use crate::i18n::Message;
use crate::kit::alert::Alert;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::reactive::{derive, memo};

use super::super::event::Event;
use super::incidents::Card;

/// A remark on the card of a merged incident; nothing on others.
pub(super) fn merged(card: Card) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let target = card.field(|it| it.merged_into.clone());
    let here = screen.slice(move |model| {
        let target = id.with_value(|id| model.incident(id)?.merged_into.clone());
        target.is_some_and(|target| model.belongs(&target.id))
    });
    let linking = screen.slice(move |model| {
        let target = id.with_value(|id| model.incident(id)?.merged_into.clone());
        target.is_some_and(|target| model.linking.iter().any(|change| *change.incident() == target.id))
    });
    let may = screen.slice(|model| model.permit(Action::Link));
    let target = memo(move || target.get().map(|target| target.name));
    dynamic(move || {
        let incident = target.get()?;
        let link = (!here.get()).then(|| {
            Button {
                id: Some(card.element("link-merged")),
                variant: ButtonVariant::Link,
                busy: Some(linking.into()),
                disabled_because: Some(screen.because(may)),
                ..Button::new(screen.say(Message::LinkMerged), screen.press(Event::MergeTargetClicked(id.get_value())))
            }
            .view()
        });
        let body = derive(move || {
            let more = here.get().then(|| screen.words.say(Message::MergedHere));
            let sentences: Vec<_> = std::iter::once(screen.words.say(Message::MergedBody)).chain(more).collect();
            Some(sentences.join(" "))
        });
        let title = screen.say(Message::MergedInto { incident });
        Some(Alert { body: Some(body), actions: link.into_iter().collect(), quiet: true, ..Alert::new(title) }.view())
    })
}
