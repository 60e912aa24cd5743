//! Status updates: what is told to an incident's subscribers, who they are, and the templates of the account.

use super::id::{TeamId, TemplateId, UserId};
use super::moment::Moment;

/// The longest message, in characters. PagerDuty states no limit; this is far beyond what a phone shows, and bounds what is sent.
pub const LONGEST_MESSAGE: usize = 10_000;

/// The longest subject of an e-mail. PagerDuty's knowledge base, "Status Update Templates".
pub const LONGEST_SUBJECT: usize = 255;

/// A status update that was sent. PagerDuty REST: `StatusUpdate`, and `status_update_log_entry` in the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusUpdate {
    /// When.
    pub at: Moment,
    /// Who sent it; `None` when an integration or a workflow did.
    pub who: Option<String>,
    /// What it says; hostile text.
    pub message: String,
}

/// The e-mail of a status update. PagerDuty takes subject and content together or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// The subject; never blank.
    pub subject: String,
    /// The content; hostile HTML.
    pub html: String,
}

/// Why a status update cannot be sent as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UpdateProblem {
    /// It says nothing.
    Empty,
    /// It has so many characters too many.
    TooLong(usize),
}

/// A status update that can be sent: checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStatusUpdate {
    message: String,
    email: Option<Email>,
}

impl NewStatusUpdate {
    /// Checks what was typed.
    pub fn plain(text: &str) -> Result<Self, UpdateProblem> {
        let message = text.trim();
        match message.chars().count() {
            0 => Err(UpdateProblem::Empty),
            length if length > LONGEST_MESSAGE => Err(UpdateProblem::TooLong(length - LONGEST_MESSAGE)),
            _ => Ok(Self { message: message.to_owned(), email: None }),
        }
    }

    /// Checks what a template made of it. An e-mail without subject or content is left to PagerDuty's own.
    pub fn rendered(rendered: &Rendered) -> Result<Self, UpdateProblem> {
        let subject: String = rendered.subject.split_whitespace().collect::<Vec<_>>().join(" ");
        let whole = !subject.is_empty() && !rendered.html.trim().is_empty();
        let email = whole
            .then(|| Email { subject: subject.chars().take(LONGEST_SUBJECT).collect(), html: rendered.html.clone() });
        Ok(Self { email, ..Self::plain(&rendered.message)? })
    }

    /// What it says.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Its e-mail, if it has one of its own.
    pub fn email(&self) -> Option<&Email> {
        self.email.as_ref()
    }
}

/// Somebody who is told. PagerDuty REST: `NotificationSubscriber`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubscriberId {
    /// A user.
    User(UserId),
    /// A team: all of its members.
    Team(TeamId),
}

impl SubscriberId {
    /// The subscriber of this type and id, if we know the type.
    pub fn read(kind: &str, id: &str) -> Option<Self> {
        match kind {
            "user" => UserId::parse(id).map(Self::User),
            "team" => TeamId::parse(id).map(Self::Team),
            _ => None,
        }
    }

    /// The type in PagerDuty's words.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Team(_) => "team",
        }
    }

    /// The id alone.
    pub fn as_str(&self) -> &str {
        match self {
            Self::User(id) => id.as_str(),
            Self::Team(id) => id.as_str(),
        }
    }

    /// Whether it is a team.
    pub fn is_team(&self) -> bool {
        matches!(self, Self::Team(_))
    }
}

/// A user or a team with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscriber {
    /// Who.
    pub id: SubscriberId,
    /// What the account calls it; empty when that could not be read.
    pub name: String,
}

/// An incident's subscribers as far as they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscribers {
    /// In PagerDuty's order.
    pub ids: Vec<SubscriberId>,
    /// Whether there are more than were read.
    pub more: bool,
}

impl Subscribers {
    /// How many users and how many teams were read.
    pub fn counts(&self) -> (u64, u64) {
        let teams = self.ids.iter().filter(|id| id.is_team()).count();
        let counted = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        (counted(self.ids.len() - teams), counted(teams))
    }
}

/// What became of one subscription. PagerDuty REST: `NotificationSubscriptionWithContext.result`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subscription {
    /// Subscribed now.
    Added,
    /// Was subscribed before.
    Duplicate,
    /// May not be told about this incident.
    Unauthorized,
    /// PagerDuty said something that we do not know, or nothing about this one.
    Unknown,
}

/// A status update template. PagerDuty REST: `Template`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// What the account calls it.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
}

/// What a template makes of a message. PagerDuty REST: `RenderedTemplate`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The e-mail's subject.
    pub subject: String,
    /// The e-mail's content; hostile HTML.
    pub html: String,
    /// The short message for phones and chats.
    pub message: String,
    /// What could not be filled in.
    pub warnings: Vec<String>,
    /// Why it cannot be sent like this.
    pub errors: Vec<String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn a_message_is_trimmed_and_never_blank_or_endless() {
        assert_eq!(NewStatusUpdate::plain(" \n "), Err(UpdateProblem::Empty));
        assert_eq!(NewStatusUpdate::plain(&"ü".repeat(10_002)), Err(UpdateProblem::TooLong(2)));
        assert_eq!(NewStatusUpdate::plain(" a\nb ").unwrap().message(), "a\nb");
    }

    #[test]
    fn an_email_has_subject_and_content_or_is_left_out() {
        let rendered = |subject: &str, html: &str| Rendered {
            subject: subject.into(),
            html: html.into(),
            message: "m".into(),
            ..Rendered::default()
        };
        let email = |subject: &str, html: &str| NewStatusUpdate::rendered(&rendered(subject, html)).unwrap().email;
        assert_eq!(email(" a\r\nb ", "<p>"), Some(Email { subject: "a b".into(), html: "<p>".into() }));
        assert_eq!(email("a", " "), None);
        assert_eq!(email(" ", "<p>"), None);
        assert_eq!(email(&"s".repeat(300), "<p>").unwrap().subject.len(), LONGEST_SUBJECT);
        assert_eq!(NewStatusUpdate::rendered(&Rendered::default()), Err(UpdateProblem::Empty));
    }

    #[test]
    fn subscribers_of_an_unknown_kind_are_none() {
        assert!(SubscriberId::read("team", "PT1").unwrap().is_team());
        assert_eq!(SubscriberId::read("robot", "PT1"), None);
        assert_eq!(SubscriberId::read("user", "../x"), None);
        let ids = vec![SubscriberId::read("user", "A").unwrap(), SubscriberId::read("team", "A").unwrap()];
        assert_eq!(Subscribers { ids, more: false }.counts(), (1, 1));
    }
}
