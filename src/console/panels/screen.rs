//! What every panel holds: the model to read, the place for events, the words.

use leptos::prelude::*;

use crate::domain::action::Refusal;
use crate::domain::failure::Failure;
use crate::domain::moment::Moment;
use crate::domain::ticket::address;
use crate::i18n::{Direction, Message, Words, explain};
use crate::kit::button::Button;
use crate::kit::reactive::{Slice, Value, derive, settle};

use super::super::event::Event;
use super::super::model::Model;
use super::super::words;
use super::Dispatch;

/// A handle to the model, the dispatch and the words; cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    /// All that the console knows.
    pub(super) model: RwSignal<Model>,
    /// Every sentence.
    pub(super) words: Words,
    /// The time of the last event, to the second: what changes more often is no news to a reader.
    pub(super) now: Slice<i64>,
    dispatch: Dispatch,
}

impl Screen {
    pub(super) fn new(model: RwSignal<Model>, dispatch: Dispatch) -> Self {
        let now = sliced(model, Box::new(|model, before| settle(model.now.0 - model.now.0.rem_euclid(1_000), before)));
        Self { model, words: Words::from_context(), now, dispatch }
    }

    /// A part of the model that only counts as changed when it is another.
    pub(super) fn slice<T>(self, read: impl Fn(&Model) -> T + Send + Sync + 'static) -> Slice<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        sliced(self.model, Box::new(move |model, before| settle(read(model), before)))
    }

    /// Something that is so or not by the model.
    pub(super) fn whether(self, so: impl Fn(&Model) -> bool + Send + Sync + 'static) -> Signal<bool> {
        self.slice(so).into()
    }

    /// A sentence that does not depend on the model.
    pub(super) fn say(self, message: Message) -> Signal<String> {
        let words = self.words;
        derive(move || words.say(&message))
    }

    /// A sentence that changes with what the closure reads.
    pub(super) fn say_live(self, message: impl Fn() -> Message + Send + Sync + 'static) -> Signal<String> {
        let words = self.words;
        derive(move || words.say(message()))
    }

    /// A sentence that does not depend on the model, for a place where there may be none.
    pub(super) fn say_some(self, message: Message) -> Signal<Option<String>> {
        let words = self.words;
        derive(move || Some(words.say(&message)))
    }

    /// A sentence that may not be there.
    pub(super) fn say_if(
        self,
        message: impl Fn() -> Option<Message> + Send + Sync + 'static,
    ) -> Signal<Option<String>> {
        let words = self.words;
        derive(move || message().map(|message| words.say(message)))
    }

    /// Sends an event.
    pub(super) fn send(self, event: Event) {
        self.dispatch.send(event);
    }

    /// What a press sends.
    pub(super) fn press(self, event: Event) -> Callback<()> {
        Callback::new(move |()| self.send(event.clone()))
    }

    /// Why a control cannot be used now, in words.
    pub(super) fn because(self, permitted: Slice<Result<(), Refusal>>) -> Signal<Option<String>> {
        let groups = self.groups();
        derive(move || {
            let refusal = permitted.get().err()?;
            self.words.consult(|catalog| catalog.say(&explain::refusal(refusal, &groups.get(), catalog)))
        })
    }

    /// The names of the agent's groups, fenced off where the sentence around them runs the other way.
    pub(super) fn groups(self) -> Slice<Vec<String>> {
        let words = self.words;
        self.slice(move |model| {
            let groups = model.agent.known().map(|agent| agent.groups.as_slice()).unwrap_or_default();
            let fence = words.direction() == Direction::RightToLeft;
            groups.iter().map(|(_, name)| if fence { fenced(name) } else { name.clone() }).collect()
        })
    }

    /// Opens the task to create an incident, with the ticket's address and requester for its description.
    pub(super) fn create(self) {
        let (ticket, requester) = self.model.with_untracked(|model| {
            let surroundings = model.surroundings.as_ref();
            let ticket = surroundings.and_then(|it| Some((it.ticket?, address(&it.subdomain, it.ticket?)?)));
            (ticket, model.ticket.known().and_then(|ticket| ticket.requester.clone()))
        });
        let address = ticket.map(|(ticket, address)| Message::BodyTicket { ticket: ticket.to_string(), address });
        let requester = requester.map(|name| Message::BodyRequester { name });
        let lines: Vec<_> = address.into_iter().chain(requester).map(|line| self.words.say(line)).collect();
        // The marks that fence a name off in a right-to-left sentence would only puzzle a responder who searches for it.
        let description = lines.join("\n").replace(['\u{2068}', '\u{2069}'], "");
        self.send(Event::CreateClicked { description });
    }

    /// What a call to PagerDuty that failed means and what to do, on one line.
    pub(super) fn why(self, failure: &Failure) -> String {
        self.words.consult(|catalog| words::because(failure, false, catalog)).unwrap_or_default()
    }

    /// The button that copies what an administrator needs to look into a failure of now.
    pub(super) fn copy(self, failure: &Failure) -> AnyView {
        let report = self.report(failure, self.model.with_untracked(|model| model.now));
        Button::link(self.say(Message::CopyErrorDetails), self.press(Event::DetailsCopied(report)))
    }

    /// What an administrator needs to look into a failure: when, what, on which ticket. Nothing secret, nothing typed.
    pub(super) fn report(self, failure: &Failure, at: Moment) -> String {
        let ticket = self.model.with_untracked(Model::ticket_id).map(|id| id.to_string()).unwrap_or_default();
        let version = env!("CARGO_PKG_VERSION");
        format!("Incident Command Console {version}\n{}\n{failure}\nTicket {ticket}", at.to_iso())
    }
}

/// What a memo does: reads the model, and says whether what it read is new.
type Step = Box<dyn Fn(&Model, Option<Value>) -> (Value, bool) + Send + Sync>;

/// One memo for whatever is read: what is written out for each reader is only the reading.
fn sliced<T: 'static>(model: RwSignal<Model>, step: Step) -> Slice<T> {
    fn kept(model: RwSignal<Model>, step: Step) -> Memo<Value> {
        Memo::new_owning(move |before| model.with(|model| step(model, before)))
    }
    Slice::new(kept(model, step))
}

/// `text` between the marks that keep it from changing the order of what stands around it.
fn fenced(text: &str) -> String {
    format!("\u{2068}{text}\u{2069}")
}

/// Facts on one line. Each is fenced off, so that a Latin name among Arabic words keeps its place.
pub(super) fn side_by_side(facts: impl IntoIterator<Item = String>) -> String {
    facts.into_iter().map(|fact| fenced(&fact)).collect::<Vec<_>>().join(" · ")
}
