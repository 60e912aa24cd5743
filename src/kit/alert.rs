//! Alerts: something the agent should know, where it matters, with what can be done about it.

use leptos::prelude::*;

use super::dynamic::dynamic_words;
use super::icon::{IconName, icon};
use super::part::{element, part};

/// What kind of news an alert is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlertTone {
    /// A remark.
    #[default]
    Info,
    /// Something may go wrong, or is incomplete.
    Warning,
    /// Something went wrong. Read out at once.
    Error,
    /// Something worked.
    Success,
}

impl AlertTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "alert",
            Self::Warning => "alert alert--warning",
            Self::Error => "alert alert--error",
            Self::Success => "alert alert--success",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Info => IconName::Info,
            Self::Warning => IconName::Warning,
            Self::Error => IconName::Error,
            Self::Success => IconName::Success,
        }
    }

    const fn role(self) -> &'static str {
        match self {
            Self::Error => "alert",
            Self::Info | Self::Warning | Self::Success => "status",
        }
    }
}

/// A framed message.
pub struct Alert {
    /// What kind of news it is.
    pub tone: AlertTone,
    /// What happened, in a few words.
    pub title: Signal<String>,
    /// What it means and what to do.
    pub body: Option<Signal<Option<String>>>,
    /// Whether a live region announces the same words, so that the alert must not be read out by itself.
    pub quiet: bool,
    /// Buttons, usually of the link variant.
    pub actions: Vec<AnyView>,
}

impl Alert {
    /// A remark with a title and nothing else.
    #[must_use]
    pub fn new(title: Signal<String>) -> Self {
        Self { tone: AlertTone::Info, title, body: None, quiet: false, actions: Vec::new() }
    }

    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { tone, title, body, quiet, actions } = self;
        let actions = (!actions.is_empty()).then(|| part("div", "alert__actions").children(actions).into());
        part("div", tone.class())
            .attr_maybe("role", (!quiet).then(|| tone.role()))
            .child(icon(tone.icon()))
            .child(part("p", "alert__title").words(title))
            .child_maybe(body.map(|body| dynamic_words(body, |body| element("p").text(body).into())))
            .child_maybe(actions)
            .into()
    }
}
