//! Alerts: something the agent should know, where it matters, with what can be done about it.

use leptos::prelude::*;

use super::dynamic::dynamic;
use super::icon::{Icon, IconName};

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
#[component]
pub fn Alert(
    /// What kind of news it is.
    #[prop(optional)]
    tone: AlertTone,
    /// What happened, in a few words.
    #[prop(into)]
    title: Signal<String>,
    /// What it means and what to do.
    #[prop(optional, into)]
    body: MaybeProp<String>,
    /// Whether a live region announces the same words, so that the alert must not be read out by itself.
    #[prop(optional)]
    quiet: bool,
    /// Buttons, usually of the link variant.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=tone.class() role=(!quiet).then(|| tone.role())>
            <Icon name=tone.icon() />
            <p class="alert__title">{title}</p>
            {dynamic(move || body.get().map(|body| view! { <p>{body}</p> }.into_any()))}
            {children.map(|children| view! { <div class="alert__actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
