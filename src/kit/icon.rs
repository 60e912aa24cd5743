//! Icons from Garden's set, referenced in the sprite that the build makes from `assets/icons.json`.

use leptos::prelude::*;

/// The icons in the sprite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IconName {
    /// An acknowledged incident.
    Acknowledged,
    /// Add something.
    Add,
    /// Back to where one came from.
    Back,
    /// A chosen option.
    Check,
    /// Something waits for its time.
    Clock,
    /// Remove or dismiss.
    Close,
    /// Less is wanted, or something moves up.
    Collapse,
    /// Change something.
    Edit,
    /// An error.
    Error,
    /// More stands below.
    Expand,
    /// A handle to move something by.
    Grip,
    /// What happened before.
    History,
    /// A remark.
    Info,
    /// Link.
    Link,
    /// Not permitted.
    Locked,
    /// More actions.
    More,
    /// Opens in another window.
    NewWindow,
    /// A note.
    Note,
    /// A priority.
    Priority,
    /// Hand over to someone else.
    Reassign,
    /// Refresh.
    Refresh,
    /// A resolved incident.
    Resolved,
    /// Responders.
    Responders,
    /// Search.
    Search,
    /// Settings.
    Settings,
    /// Sign out.
    SignOut,
    /// Kept quiet for a while.
    Snooze,
    /// A status update.
    StatusUpdate,
    /// It worked.
    Success,
    /// A team or a policy.
    Team,
    /// A triggered incident.
    Triggered,
    /// Unlink.
    Unlink,
    /// A person.
    User,
    /// A warning.
    Warning,
    /// A workflow.
    Workflow,
}

impl IconName {
    /// The name in `assets/icons.json`.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Acknowledged => "acknowledged",
            Self::Add => "add",
            Self::Back => "back",
            Self::Check => "check",
            Self::Clock => "clock",
            Self::Close => "close",
            Self::Collapse => "collapse",
            Self::Edit => "edit",
            Self::Error => "error",
            Self::Expand => "expand",
            Self::Grip => "grip",
            Self::History => "history",
            Self::Info => "info",
            Self::Link => "link",
            Self::Locked => "locked",
            Self::More => "more",
            Self::NewWindow => "new-window",
            Self::Note => "note",
            Self::Priority => "priority",
            Self::Reassign => "reassign",
            Self::Refresh => "refresh",
            Self::Resolved => "resolved",
            Self::Responders => "responders",
            Self::Search => "search",
            Self::Settings => "settings",
            Self::SignOut => "sign-out",
            Self::Snooze => "snooze",
            Self::StatusUpdate => "status-update",
            Self::Success => "success",
            Self::Team => "team",
            Self::Triggered => "triggered",
            Self::Unlink => "unlink",
            Self::User => "user",
            Self::Warning => "warning",
            Self::Workflow => "workflow",
        }
    }

    /// Whether the drawing points along the line of reading, and so turns round in a right-to-left language.
    const fn follows_reading(self) -> bool {
        matches!(self, Self::Back | Self::NewWindow | Self::SignOut)
    }
}

/// The color of an icon that carries a state. The state is always named in words beside it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IconTone {
    /// The color of the text around it.
    #[default]
    Inherited,
    /// Red.
    Danger,
    /// Amber.
    Warning,
    /// Green.
    Success,
}

impl IconTone {
    const fn class(self) -> &'static str {
        match self {
            Self::Inherited => "",
            Self::Danger => " icon--danger",
            Self::Warning => " icon--warning",
            Self::Success => " icon--success",
        }
    }
}

/// A drawing that says nothing words do not say; assistive technology skips it.
#[derive(Clone, Copy)]
pub struct Icon {
    /// Which drawing.
    pub name: IconName,
    /// 12 pixels instead of 16.
    pub small: bool,
    /// The color of a state.
    pub tone: IconTone,
    /// A class of the block it stands in.
    pub class: &'static str,
}

impl Icon {
    /// A drawing of 16 pixels in the color of the text around it.
    #[must_use]
    pub const fn new(name: IconName) -> Self {
        Self { name, small: false, tone: IconTone::Inherited, class: "" }
    }

    /// Draws it.
    #[must_use]
    pub fn view(self) -> AnyView {
        let Self { name, small, tone, class } = self;
        let size = if small { " icon--small" } else { "" };
        let mirrored = if name.follows_reading() { " icon--mirrored" } else { "" };
        let class = ["icon", size, mirrored, tone.class(), " ", class].concat();
        let address = ["icons.svg#", name.symbol(), if small { "-12" } else { "-16" }].concat();
        view! {
            <svg class=class aria-hidden="true" focusable="false">
                <use href=address></use>
            </svg>
        }
        .into_any()
    }
}

/// A drawing of 16 pixels.
#[must_use]
pub fn icon(name: IconName) -> AnyView {
    Icon::new(name).view()
}

/// A drawing of 12 pixels.
#[must_use]
pub fn small_icon(name: IconName) -> AnyView {
    Icon { small: true, ..Icon::new(name) }.view()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    const ALL: &[IconName] = &[
        IconName::Acknowledged,
        IconName::Add,
        IconName::Back,
        IconName::Check,
        IconName::Clock,
        IconName::Close,
        IconName::Collapse,
        IconName::Edit,
        IconName::Error,
        IconName::Expand,
        IconName::Grip,
        IconName::History,
        IconName::Info,
        IconName::Link,
        IconName::Locked,
        IconName::More,
        IconName::NewWindow,
        IconName::Note,
        IconName::Priority,
        IconName::Reassign,
        IconName::Refresh,
        IconName::Resolved,
        IconName::Responders,
        IconName::Search,
        IconName::Settings,
        IconName::SignOut,
        IconName::Snooze,
        IconName::StatusUpdate,
        IconName::Success,
        IconName::Team,
        IconName::Triggered,
        IconName::Unlink,
        IconName::User,
        IconName::Warning,
        IconName::Workflow,
    ];

    #[test]
    fn the_sprite_holds_exactly_the_icons_the_kit_can_name() {
        let listed: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(include_str!("../../assets/icons.json")).unwrap();
        let mut named: Vec<_> = ALL.iter().map(|icon| icon.symbol().to_owned()).collect();
        named.sort();
        let mut listed: Vec<_> = listed.into_iter().map(|(name, _)| name).collect();
        listed.sort();
        assert_eq!(named, listed);
    }
}
