//! The redirect address that has to be registered in PagerDuty, for administrators alone: agents can do nothing with it.

use leptos::prelude::*;

use crate::i18n::Message;
use crate::kit::button::Button;
use crate::kit::dynamic::dynamic;
use crate::kit::part::{element, part};

use super::super::event::Event;
use super::super::model::{Model, SignInProblem};
use super::screen::Screen;

/// Whether the problem looks like one that an unregistered address makes: PagerDuty then shows an error in its own window, of
/// which the console sees no more than that the window was closed; or it refuses the code.
pub(super) fn may_be_the_address(problem: SignInProblem) -> bool {
    matches!(problem, SignInProblem::WindowClosed | SignInProblem::CodeRefused)
}

/// The address, if it concerns whoever looks.
fn address_for_agent(model: &Model) -> Option<String> {
    let is_admin = model.agent.known().is_some_and(|agent| agent.is_admin);
    model.surroundings.as_ref()?.redirect_address.clone().filter(|_| is_admin)
}

/// A line that unfolds to the address and a button that copies it; nothing for those who are no administrators.
pub(super) fn redirect_address(screen: Screen, unfolded: bool) -> AnyView {
    let address = screen.slice(address_for_agent);
    dynamic(move || {
        let address = address.get()?;
        let copy = Button::link(screen.say(Message::CopyRedirectAddress), screen.press(Event::RedirectAddressCopied));
        let details = part("details", "redirect").attr_maybe("open", unfolded.then_some("")).children(vec![
            part("summary", "redirect__summary").words(screen.say(Message::RedirectAddress)).into(),
            part("p", "redirect__address").child(element("bdi").attr("dir", "ltr").text(&address)).into(),
            element("p").words(screen.say(Message::RedirectAddressBody)).into(),
            copy,
        ]);
        Some(details.into())
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::event::Surroundings;
    use super::super::super::model::Preferences;
    use super::super::super::remote::Remote;
    use super::*;
    use crate::domain::ticket::Agent;

    fn looked_at_by(is_admin: bool) -> Model {
        let surroundings = Surroundings {
            subdomain: "northwind".into(),
            ticket: None,
            can_sign_in: true,
            redirect_address: Some("https://1.apps.zdusercontent.com/1/assets/oauth.html".into()),
            has_read_only_key: false,
            permissions: Err(()),
            mirroring: crate::domain::mirror::Mirroring::default(),
            me: None,
            display: crate::domain::display::Display::default(),
            preferences: Preferences::default(),
            visible: true,
            online: true,
        };
        let agent =
            Agent { id: 7, name: "Ada".into(), is_admin, locale: "en".into(), time_zone: None, groups: Vec::new() };
        Model { surroundings: Some(surroundings), agent: Remote::Fresh(agent), ..Model::default() }
    }

    #[test]
    fn only_an_administrator_is_told_the_address() {
        assert_eq!(address_for_agent(&looked_at_by(false)), None);
        assert!(address_for_agent(&looked_at_by(true)).is_some_and(|it| it.ends_with("/oauth.html")));
        assert_eq!(address_for_agent(&Model { agent: Remote::Loading, ..looked_at_by(true) }), None);
        assert_eq!(address_for_agent(&Model { surroundings: None, ..looked_at_by(true) }), None);
    }
}
