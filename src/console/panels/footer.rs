//! The bar at the end: how fresh the incidents are, refresh, and the gear.

use leptos::prelude::*;

use crate::i18n::Message;
use crate::kit::button::IconButton;
use crate::kit::footer_bar::{Freshness, footer_bar};
use crate::kit::icon::IconName;
use crate::kit::reactive::derive;

use super::super::display::DisplayEvent;
use super::super::event::Event;
use super::super::model::{Model, View};
use super::screen::Screen;

/// How fresh the incidents are, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    Live(i64),
    Paused(i64),
    Late(i64),
    Offline(i64),
    Loading,
    Disconnected,
}

fn age(model: &Model) -> Age {
    let paused = model.feed.paused_until.is_some_and(|until| until > model.now);
    let asking = !model.feed.questions.is_empty() || model.view() == View::Loading;
    match model.feed.updated_at {
        Some(at) if !model.online => Age::Offline(at.0),
        Some(at) if paused => Age::Paused(at.0),
        Some(at) if model.source().is_none() || model.feed.failure.is_some() => Age::Late(at.0),
        Some(at) => Age::Live(at.0),
        None if model.online && asking => Age::Loading,
        None => Age::Disconnected,
    }
}

/// The bar.
pub(super) fn footer(screen: Screen) -> AnyView {
    let age = screen.slice(age);
    let freshness = move || match age.get() {
        Age::Live(_) => Freshness::Live,
        Age::Paused(_) | Age::Late(_) => Freshness::Late,
        Age::Offline(_) | Age::Loading | Age::Disconnected => Freshness::Off,
    };
    let words = screen.say_live(move || {
        let ago = |at: i64| screen.words.relative(at, screen.now.get());
        match age.get() {
            Age::Live(at) => Message::FooterLive { age: ago(at) },
            Age::Paused(at) => Message::FooterPaused { age: ago(at) },
            Age::Late(at) => Message::FooterUpdated { age: ago(at) },
            Age::Offline(at) => Message::FooterOffline { time: screen.words.time(at) },
            Age::Loading => Message::Loading,
            Age::Disconnected => Message::FooterNotConnected,
        }
    });
    footer_bar(freshness, words, vec![refresh(screen), settings(screen)])
}

/// Refresh shows that it is at work only when the agent asked: a poll every few seconds is no news.
fn refresh(screen: Screen) -> AnyView {
    let asking = screen.slice(|model| !model.feed.questions.is_empty());
    let asked = RwSignal::new(false);
    let busy = derive(move || asked.get() && asking.get());
    Effect::new(move |before: Option<bool>| {
        let now = asking.get();
        if before == Some(true) && !now {
            asked.set(false);
        }
        now
    });
    let press = Callback::new(move |()| {
        asked.set(true);
        screen.send(Event::RefreshClicked);
    });
    IconButton {
        id: Some("refresh".to_owned()),
        busy: Some(busy),
        ..IconButton::new(screen.say(Message::Refresh), IconName::Refresh, press)
    }
    .view()
}

/// The gear.
fn settings(screen: Screen) -> AnyView {
    let open = screen.press(Event::Display(DisplayEvent::Opened));
    IconButton {
        id: Some("settings".to_owned()),
        ..IconButton::new(screen.say(Message::DisplaySettings), IconName::Settings, open)
    }
    .view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::Failure;
    use crate::domain::moment::Moment;

    #[test]
    fn nothing_old_is_called_live() {
        let mut model = Model { online: true, now: Moment(9_000), ..Model::default() };
        model.feed.updated_at = Some(Moment(5_000));
        assert_eq!(age(&model), Age::Late(5_000), "nobody is signed in");
        model.account = super::super::super::model::Account::SignedIn(super::super::super::model::Me {
            id: crate::domain::id::UserId::parse("PUSER1").unwrap_or_else(|| unreachable!("an id")),
            name: "Jonas".into(),
            email: "jonas@example.com".into(),
            stakeholder: false,
        });
        assert_eq!(age(&model), Age::Live(5_000));
        model.feed.failure = Some(Failure::TimedOut);
        assert_eq!(age(&model), Age::Late(5_000));
        model.feed.paused_until = Some(Moment(20_000));
        assert_eq!(age(&model), Age::Paused(5_000));
        model.online = false;
        assert_eq!(age(&model), Age::Offline(5_000));
        model.feed.updated_at = None;
        assert_eq!(age(&model), Age::Disconnected);
    }
}
