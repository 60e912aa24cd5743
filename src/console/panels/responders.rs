//! The task that asks more people to help.

use leptos::prelude::*;

use crate::i18n::Message;
use crate::kit::field::Field;
use crate::kit::reactive::derive;
use crate::kit::task_view::TaskView;
use crate::kit::text_input::Text;

use super::super::event::Event;
use super::super::people::{self, Lack, PeopleEvent};
use super::create::back_words;
use super::incidents::title_of;
use super::on_call::notified;
use super::people_fields::{fields, footer, open, outcome, reading, send, subject, submit, targets};
use super::screen::Screen;

/// The task.
pub(super) fn responders(screen: Screen) -> AnyView {
    let message = message(screen);
    let confirm = submit(screen, message);
    let count = reading(screen, |errand, task| u64::try_from(task.counting(errand.purpose).len()).unwrap_or(u64::MAX));
    let label = screen.say_live(move || match count.get() {
        0 => Message::AddResponders,
        count => Message::RespondersSubmit { count },
    });
    TaskView {
        heading: screen.say(Message::AddResponders),
        back: back_words(screen),
        on_back: screen.press(Event::TaskClosed),
        on_submit: Some(confirm),
        footer: footer(screen, label),
        content: vec![
            outcome(screen),
            subject(screen),
            fields(
                screen,
                vec![
                    targets(screen, Message::RespondersTargets),
                    notified(screen),
                    message_field(screen, message, confirm),
                ],
            ),
        ],
    }
    .view()
}

/// The message as typed; until then one that names the incident. PagerDuty requires one.
fn message(screen: Screen) -> Signal<String> {
    let typed = reading(screen, |_, task| task.message.clone());
    let incident = screen.slice(|model| model.shown(&open(model)?.0.incident));
    derive(move || {
        typed.get().unwrap_or_else(|| {
            let title = incident.with(|it| it.as_ref().map(|it| title_of(screen, it))).unwrap_or_default();
            let proposal = screen.words.say(Message::RespondersProposal { title });
            // The marks that fence a title off in a right-to-left sentence would only puzzle whoever is paged.
            proposal.replace(['\u{2068}', '\u{2069}'], "")
        })
    })
}

fn message_field(screen: Screen, message: Signal<String>, confirm: Callback<()>) -> AnyView {
    let lack = reading(screen, |_, task| task.lacks.iter().copied().find(|lack| *lack == Lack::Message));
    let text =
        Text { value: message, on_input: Callback::new(move |(text,)| send(screen, PeopleEvent::MessageTyped(text))) };
    Field {
        id: Some("people-message".to_owned()),
        required: true,
        error: Some(screen.say_if(move || lack.get().map(people::words::lack))),
        ..Field::new(screen.say(Message::RespondersMessage))
    }
    .view(|links| text.area(links, None, Some(confirm)))
}
