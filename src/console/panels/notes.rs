//! The section with what responders wrote, and where the agent writes to them.

use leptos::prelude::*;

use crate::domain::action::{Action, Refusal};
use crate::domain::failure::Failure;
use crate::domain::timeline::Note;
use crate::i18n::{Message, explain};
use crate::kit::avatar::avatar;
use crate::kit::button::Button;
use crate::kit::disclosure::Disclosure;
use crate::kit::dynamic::{dynamic, shown_while};
use crate::kit::field::Field;
use crate::kit::icon::{IconName, small_icon};
use crate::kit::part::{Part, element, fragment, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::rows::{Row, rows};
use crate::kit::skeleton::list_skeleton;
use crate::kit::text_input::Text;

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
    let count = derive(move || known.get().map(|count| count_words(screen, count, false)));
    Disclosure {
        id: card.element("notes"),
        heading: screen.say(Message::Notes),
        count: Some(count),
        open: is_open(screen, Section::Notes),
        on_toggle: screen.press(Event::SectionToggled(Section::Notes)),
    }
    .view(move || part("div", "stack stack--loose").child(editor(card)).child(outbox(card)).child(list(card)).into())
}

/// Where a note is written. It goes away only where notes are never allowed and nothing is typed.
fn editor(card: Card) -> AnyView {
    let (screen, id) = (card.screen, card.id);
    let may = permitted(card, Action::Note);
    let draft = of_dossier(card, |it| it.note_draft.clone());
    let shown = memo(move || {
        let never = matches!(may.get(), Err(Refusal::NotPermitted(_) | Refusal::Stakeholder));
        !never || draft.with(|draft| !draft.is_empty())
    });
    let problem = of_dossier(card, |it| it.note_problem);
    let because = screen.because(may);
    shown_while(shown.into(), move || {
        let submit = screen.press(Event::NoteSubmitted(id.get_value()));
        let text = Text {
            value: draft.into(),
            on_input: Callback::new(move |(text,): (String,)| screen.send(Event::NoteTyped(id.get_value(), text))),
        };
        let placeholder = screen.say(Message::NotePlaceholder);
        let field = Field {
            id: Some(card.element("note")),
            hint: Some(screen.say(Message::KeyboardSendNote)),
            error: Some(screen.say_if(move || problem.get().map(explain::draft_problem))),
            ..Field::new(screen.say(Message::NoteLabel))
        };
        let send = Button {
            id: Some(card.element("send-note")),
            disabled_because: Some(because),
            ..Button::new(screen.say(Message::SendNote), submit)
        };
        part("div", "stack")
            .child(field.view(|links| text.area(links, Some(placeholder), Some(submit))))
            .child(part("div", "row").child(send.view()))
            .into()
    })
}

/// Notes that are under way, and those that did not get through.
fn outbox(card: Card) -> AnyView {
    let outbox = of_dossier(card, |it| it.outbox.clone());
    rows(move || {
        let row = |note: OutgoingNote| {
            let fate = note.failure.as_ref().map(ToString::to_string).unwrap_or_default();
            let waits = note.waiting.is_some();
            Row::new(format!("{} {} {waits} {fate}", note.asked, note.missing), move || outgoing(card, note))
        };
        outbox.get().into_iter().map(row).collect()
    })
}

fn outgoing(card: Card, outgoing: OutgoingNote) -> AnyView {
    let screen = card.screen;
    let settled = outgoing.can_be_sent_again();
    let OutgoingNote { asked, note, failure, waiting, .. } = outgoing;
    let me = screen.slice(|model| model.me().map(|me| me.name.clone()).unwrap_or_default());
    let under_way = |message: Message, tone: &str| {
        part("p", tone).child(small_icon(IconName::Clock)).child(element("span").words(screen.say(message)))
    };
    let fate = match failure {
        None if waiting.is_some() => {
            let edit = screen.press(Event::NoteTakenBack(card.id.get_value(), asked));
            let edit = Button::link(screen.say(Message::EditNote), edit);
            let words = under_way(Message::NoteWaits, "row row--tight text--warning text--small");
            fragment(vec![words.into(), part("p", "row").child(edit).into()])
        }
        None => under_way(Message::NoteSending, "row row--tight text--subtle text--small").into(),
        Some(failure) => failed(card, asked, settled, &failure),
    };
    let words = part("div", "row__grow").child(written(note.text())).child(fate);
    part("div", "row row--top").child(avatar(me.into())).child(words).into()
}

fn failed(card: Card, asked: u32, settled: bool, failure: &Failure) -> AnyView {
    let screen = card.screen;
    let head = if settled {
        Message::NoteFailed
    } else {
        Message::ActionUnconfirmed { action: screen.words.say(Message::AddNote) }
    };
    let head = part("span", "row row--tight")
        .child(small_icon(IconName::Warning))
        .child(element("span").words(screen.say(head)));
    // Until the notes were read again it may have been written all the same, and must not be sent twice.
    let again = if settled { Message::NoteSendAgain } else { Message::CheckAgain };
    let id = card.id.get_value();
    let button = move |label: Message, event: Event| Button::link(screen.say(label), screen.press(event));
    let ways = part("p", "row row--wrapping")
        .child(button(again, Event::NoteRetried(id.clone(), asked)))
        .child_maybe(settled.then(|| button(Message::EditNote, Event::NoteTakenBack(id, asked))))
        .child(screen.copy(failure));
    let told = part("p", "text--warning text--small").child(head).text(&screen.why(failure));
    fragment(vec![told.into(), ways.into()])
}

/// The text of a note, as it was written.
fn written(text: &str) -> Part {
    part("p", "text--preserved note__text").attr("dir", "auto").text(text)
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
    let failure = of_dossier(card, |it| it.notes.failure().cloned());
    let failed = move || failed_row(screen, Message::NotesFailed, failure, false, Event::RefreshClicked);
    let each = move || {
        let row = |note: Note| Row::new(note.id.clone(), move || row(card, note));
        notes.get().into_iter().map(row).collect()
    };
    dynamic(move || {
        let stale = match shape.get() {
            Shape::Loading => return Some(list_skeleton(screen.say(Message::NotesLoading))),
            Shape::Failed => return Some(failed()),
            Shape::Empty => return Some(part("p", "text--subtle").words(screen.say(Message::NotesEmpty)).into()),
            Shape::Notes { stale } => stale,
        };
        let list = part("ul", "stack stack--loose")
            .attr_words("aria-label", screen.say(Message::Notes))
            .child(rows(each))
            .into();
        Some(fragment(if stale { vec![failed(), list] } else { vec![list] }))
    })
}

fn row(card: Card, note: Note) -> AnyView {
    let screen = card.screen;
    let Note { at, who, content, .. } = note;
    let name = who.clone();
    let signed = screen.say_live(move || {
        let age = screen.words.relative(at.0, screen.now.get());
        Message::EntryByAgo { name: name.clone(), age }
    });
    let when =
        element("time").attr("datetime", &at.to_iso()).attr("title", &screen.words.date_time(at.0)).words(signed);
    let words =
        part("div", "row__grow").child(written(&content)).child(part("p", "text--subtle text--small").child(when));
    part("li", "row row--top").child(avatar(derive(move || who.clone()))).child(words).into()
}
