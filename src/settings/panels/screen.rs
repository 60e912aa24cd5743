//! What every panel of the settings holds: the model to read, the place for events, the words.

use leptos::prelude::*;

use crate::i18n::{Sentence, Words};
use crate::kit::reactive::{Slice, Value, derive, settle};

use super::super::event::Event;
use super::super::model::Model;
use super::Dispatch;

/// A handle to the model, the dispatch and the words; cheap to copy into every closure.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    /// All that the screen knows.
    pub(super) model: RwSignal<Model>,
    /// Every sentence.
    pub(super) words: Words,
    dispatch: Dispatch,
}

impl Screen {
    pub(super) fn new(model: RwSignal<Model>, dispatch: Dispatch) -> Self {
        Self { model, words: Words::from_context(), dispatch }
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
    pub(super) fn say(self, message: impl Sentence + Send + Sync + 'static) -> Signal<String> {
        let words = self.words;
        derive(move || words.say(&message))
    }

    /// A sentence that changes with what the closure reads.
    pub(super) fn say_live<S: Sentence>(self, message: impl Fn() -> S + Send + Sync + 'static) -> Signal<String> {
        let words = self.words;
        derive(move || words.say(message()))
    }

    /// A sentence that does not depend on the model, for a place where there may be none.
    pub(super) fn say_some(self, message: impl Sentence + Send + Sync + 'static) -> Signal<Option<String>> {
        let words = self.words;
        derive(move || Some(words.say(&message)))
    }

    /// A sentence that may not be there.
    pub(super) fn say_if<S: Sentence>(
        self,
        message: impl Fn() -> Option<S> + Send + Sync + 'static,
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
}

/// What a memo does: reads the model, and says whether what it read is new.
type Step = Box<dyn Fn(&Model, Option<Value>) -> (Value, bool) + Send + Sync>;

/// One memo for whatever is read: what is written out for each reader is only the reading.
fn sliced<T: 'static>(model: RwSignal<Model>, step: Step) -> Slice<T> {
    Slice::new(Memo::new_owning(move |before| model.with(|model| step(model, before))))
}
