//! The section with what responders wrote, and where the agent writes to them.

use leptos::prelude::*;

use crate::domain::action::{Action, Refusal};
use crate::domain::timeline::Note;
use crate::i18n::{Message, explain};
use crate::kit::avatar::Avatar;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::disclosure::Disclosure;
use crate::kit::field::Field;
use crate::kit::icon::{Icon, IconName};
use crate::kit::skeleton::ListSkeleton;
use crate::kit::text_input::TextArea;

use super::super::event::Event;
use super::super::model::{OutgoingNote, Section};
use super::super::remote::Remote;
use super::details::is_open;
use super::incidents::{Card, permitted};
use super::timeline::{count_words, failed_row, of_dossier};

/// What stands below the editor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Loading,
    Failed,
    Empty,
    Notes { stale: bool },
}

/// The section.
pub(super) fn notes(card: Card) -> AnyView {
    let screen = card.screen;
    let known = of_dossier(card, |it| it.notes.known().map(Vec::len));
    let count = Signal::derive(move || known.get().map(|count| count_words(screen, count, false)));
    view! {
        <Disclosure
            id=card.element("notes")
            heading=screen.say(Message::Notes)
            count=count
            open=is_open(screen, Section::Notes)
            on_toggle=screen.press(Event::SectionToggled(Section::Notes))
        >
            <div class="stack stack--loose">{editor(card)} {outbox(card)} {list(card)}</div>
        </Disclosure>
    }
    .into_any()
}

/// Where a note is written. It goes away only where notes are never allowed and nothing is typed.
fn editor(card: Card) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let may = permitted(card, Action::Note);
    let draft = of_dossier(card, |it| it.note_draft.clone());
    let shown = Memo::new(move |_| {
        let never = matches!(may.get(), Err(Refusal::NotPermitted(_) | Refusal::Stakeholder));
        !never || draft.with(|draft| !draft.is_empty())
    });
    let problem = of_dossier(card, |it| it.note_problem);
    let because = screen.because(may);
    (move || {
        shown.get().then(|| {
            let error = screen.say_if(move || problem.get().map(explain::draft_problem));
            let typed = Callback::new(move |(text,): (String,)| screen.send(Event::NoteTyped(id.get_value(), text)));
            let submit = screen.press(Event::NoteSubmitted(id.get_value()));
            view! {
                <div class="stack">
                    <Field
                        id=card.element("note")
                        label=screen.say(Message::NoteLabel)
                        hint=screen.say(Message::KeyboardSendNote)
                        error=error
                    >
                        <TextArea
                            value=draft
                            on_input=typed
                            placeholder=screen.say(Message::NotePlaceholder)
                            on_send=submit
                        />
                    </Field>
                    <div class="row">
                        <Button
                            id=card.element("send-note")
                            label=screen.say(Message::SendNote)
                            disabled_because=because
                            on_press=submit
                        />
                    </div>
                </div>
            }
        })
    })
    .into_any()
}

/// Notes that are under way, and those that did not get through.
fn outbox(card: Card) -> AnyView {
    let outbox = of_dossier(card, |it| it.outbox.clone());
    view! {
        <For
            each=move || outbox.get()
            key=|note| (note.asked, note.missing, note.failure.as_ref().map(ToString::to_string))
            let(note)
        >
            {outgoing(card, note)}
        </For>
    }
    .into_any()
}

fn outgoing(card: Card, outgoing: OutgoingNote) -> AnyView {
    let screen = card.screen;
    let settled = outgoing.can_be_sent_again();
    let OutgoingNote { asked, note, failure, .. } = outgoing;
    let me = screen.slice(|model| model.me().map(|me| me.name.clone()).unwrap_or_default());
    let fate = match failure {
        None => view! {
            <p class="row row--tight text--subtle text--small">
                <Icon name=IconName::Clock small=true /><span>{screen.say(Message::NoteSending)}</span>
            </p>
        }
        .into_any(),
        Some(failure) => {
            let why = screen.words.consult(|catalog| {
                let explained = explain::failure(&failure, catalog);
                let (title, body) = (catalog.say(&explained.title), catalog.say(&explained.body));
                catalog.say(&Message::Because { title, body })
            });
            let head = if settled {
                Message::NoteFailed
            } else {
                Message::ActionUnconfirmed { action: screen.words.say(Message::AddNote) }
            };
            // Until the notes were read again it may have been written all the same, and must not be sent twice.
            let again = if settled { Message::NoteSendAgain } else { Message::CheckAgain };
            let id = card.id.get_value();
            let button = move |label: Message, event: Event| {
                let label = screen.say(label);
                view! { <Button label=label variant=ButtonVariant::Link on_press=screen.press(event) /> }
            };
            view! {
                <p class="text--warning text--small">
                    <span class="row row--tight"><Icon name=IconName::Warning small=true /><span>{screen.say(head)}</span></span>
                    {why}
                </p>
                <p class="row row--wrapping">
                    {button(again, Event::NoteRetried(id.clone(), asked))}
                    {settled.then(|| button(Message::EditNote, Event::NoteTakenBack(id, asked)))}
                </p>
            }
            .into_any()
        }
    };
    view! {
        <div class="row row--top">
            <Avatar name=me />
            <div class="row__grow">
                <p class="text--preserved note__text" dir="auto">{note.text().to_owned()}</p>
                {fate}
            </div>
        </div>
    }
    .into_any()
}

fn list(card: Card) -> AnyView {
    let screen = card.screen;
    let shape = of_dossier(card, |it| match &it.notes {
        Remote::Absent | Remote::Loading => Shape::Loading,
        Remote::Failed(_) => Shape::Failed,
        Remote::Fresh(notes) if notes.is_empty() => Shape::Empty,
        Remote::Fresh(_) => Shape::Notes { stale: false },
        Remote::Stale(..) => Shape::Notes { stale: true },
    });
    let notes = of_dossier(card, |it| it.notes.known().cloned().unwrap_or_default());
    let failed = move || failed_row(screen, Message::NotesFailed, Event::RefreshClicked);
    (move || match shape.get() {
        Shape::Loading => view! { <ListSkeleton label=screen.say(Message::NotesLoading) /> }.into_any(),
        Shape::Failed => failed(),
        Shape::Empty => view! { <p class="text--subtle">{screen.say(Message::NotesEmpty)}</p> }.into_any(),
        Shape::Notes { stale } => view! {
            {stale.then(failed)}
            <ul class="stack stack--loose" aria-label=screen.say(Message::Notes)>
                <For each=move || notes.get() key=|note| note.id.clone() let(note)>{row(card, note)}</For>
            </ul>
        }
        .into_any(),
    })
    .into_any()
}

fn row(card: Card, note: Note) -> AnyView {
    let screen = card.screen;
    let Note { at, who, content, .. } = note;
    let title = screen.words.date_time(at.0);
    let name = who.clone();
    let signed = move || {
        let age = screen.words.relative(at.0, screen.now.get());
        screen.words.say(Message::EntryByAgo { name: name.clone(), age })
    };
    view! {
        <li class="row row--top">
            <Avatar name=who />
            <div class="row__grow">
                <p class="text--preserved note__text" dir="auto">{content}</p>
                <p class="text--subtle text--small"><time datetime=at.to_iso() title=title>{signed}</time></p>
            </div>
        </li>
    }
    .into_any()
}
