//! The task behind the gear: which sections and fields are shown, in which order, and who is signed in.

use leptos::prelude::*;

use crate::i18n::Message;
use crate::i18n::explain::item_name;
use crate::kit::arranging::{ArrangedItem, ArrangedList, Arranging};
use crate::kit::avatar::avatar;
use crate::kit::button::{Button, ButtonVariant};
use crate::kit::dynamic::dynamic;
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::task_view::TaskView;

use super::super::display::{DisplayEvent, Item, button};
use super::super::event::Event;
use super::super::manners::MannersEvent;
use super::super::model::Account;
use super::create::back_words;
use super::screen::Screen;

/// The task. It has nothing to send: each choice holds at once.
pub(super) fn display(screen: Screen) -> AnyView {
    let done = screen.press(Event::TaskClosed);
    let sections = list(screen, "display-sections", Message::DisplaySections, |model| {
        model.display().blocks.items().iter().map(|(block, shown)| (Item::Block(*block), *shown)).collect()
    });
    let fields = list(screen, "display-fields", Message::DisplayFields, |model| {
        model.display().fields.items().iter().map(|(field, shown)| (Item::Field(*field), *shown)).collect()
    });
    let reset = Button {
        id: Some("display-reset".to_owned()),
        variant: ButtonVariant::Basic,
        ..Button::new(screen.say(Message::DisplayReset), screen.press(Event::Display(DisplayEvent::Reset)))
    };
    let close = Button { variant: ButtonVariant::Primary, ..Button::submit(screen.say(Message::DisplayDone)) };
    TaskView {
        heading: screen.say(Message::DisplaySettings),
        back: back_words(screen),
        on_back: done,
        on_submit: Some(done),
        footer: fragment(vec![reset.view(), close.view()]),
        content: vec![
            part("p", "text--subtle text--small").words(screen.say(Message::DisplayOrder)).into(),
            sections,
            fields,
            account(screen),
        ],
    }
    .view()
}

fn list(
    screen: Screen,
    id: &str,
    heading: Message,
    read: fn(&super::super::model::Model) -> Vec<(Item, bool)>,
) -> AnyView {
    let order = screen.slice(read);
    let items = memo(move || {
        let each = |(item, shown): (Item, bool)| {
            let name = screen.words.say(item_name(item));
            let up = screen.words.say(Message::MoveUp { name: name.clone() });
            let down = screen.words.say(Message::MoveDown { name: name.clone() });
            let buttons = (button(item, true), button(item, false));
            ArrangedItem { key: item.key(), label: name, moves: (up, down), buttons, shown }
        };
        order.get().into_iter().map(each).collect::<Vec<_>>()
    });
    let on_change = Callback::new(move |(change,): (Arranging,)| {
        let event = match change {
            Arranging::Show(key, shown) => Item::of_key(&key).map(|item| DisplayEvent::Toggled(item, shown)),
            Arranging::Up(key) => Item::of_key(&key).map(DisplayEvent::MovedUp),
            Arranging::Down(key) => Item::of_key(&key).map(DisplayEvent::MovedDown),
            Arranging::Drop(key, onto) => {
                Item::of_key(&key).zip(Item::of_key(&onto)).map(|(item, onto)| DisplayEvent::Dropped { item, onto })
            }
        };
        if let Some(event) = event {
            screen.send(Event::Display(event));
        }
    });
    let heading = part("h3", "text--strong").attr("id", id).words(screen.say(heading));
    let list = ArrangedList::new(items, on_change).view(id);
    part("section", "stack stack--tight").attr("aria-labelledby", id).child(heading).child(list).into()
}

/// Who is signed in to PagerDuty, and the way out or in.
fn account(screen: Screen) -> AnyView {
    let account = screen.slice(|model| model.account.clone());
    let possible = screen.slice(|model| model.surroundings.as_ref().is_some_and(|it| it.can_sign_in));
    let link = move |id: &str, label: Message, event: Event| Button {
        id: Some(id.to_owned()),
        variant: ButtonVariant::Link,
        ..Button::new(screen.say(label), screen.press(event))
    };
    let content = dynamic(move || {
        let row = part("div", "row row--wrapping");
        let told = |message: Message| part("p", "row__grow").words(screen.say(message));
        Some(match account.get() {
            Account::SignedIn(me) => {
                let name = me.name.clone();
                let words = part("div", "row__grow")
                    .child(element("p").words(screen.say(Message::SignedInAs { name: me.name })))
                    .child(part("p", "text--subtle text--small").child(element("bdi").text(&me.email)));
                row.child(avatar(derive(move || name.clone())))
                    .child(words)
                    .child(link("sign-out", Message::SignOut, Event::SignOutClicked).view())
                    .into()
            }
            Account::SigningIn { .. } => row
                .child(told(Message::SignInWaiting))
                .child(link("sign-in-cancel", Message::Cancel, Event::SignInCancelled).view())
                .into(),
            Account::SignedOut(_) => {
                let because = screen.say_if(move || (!possible.get()).then_some(Message::SignInClientMissing));
                let sign_in = link("sign-in", Message::SignIn, Event::SignInClicked);
                row.child(told(Message::NotSignedIn))
                    .child(Button { disabled_because: Some(because), ..sign_in }.view())
                    .into()
            }
        })
    });
    let heading = part("h3", "text--strong").attr("id", "display-account").words(screen.say(Message::DisplayAccount));
    part("section", "stack stack--tight")
        .attr("aria-labelledby", "display-account")
        .child(heading)
        .child(content)
        .child(link("shortcuts", Message::Shortcuts, Event::Manners(MannersEvent::SheetOpened)).view())
        .into()
}
