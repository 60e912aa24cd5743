//! What PagerDuty is told: plain text with placeholders of Zendesk's.
//!
//! Administrators write `{{ticket.title}}` and know it from Zendesk; nothing else of Liquid is taken, so that what is written can be
//! checked, tried on a ticket, and put into a trigger such that no ticket can break it. How is told in [`liquid`](super::liquid).

use super::condition::status_name;
use super::sample::Sample;
use crate::domain::ticket::address;

/// The longest summary and source, in characters. PagerDuty, "Events API v2": `payload.summary`.
const LINE: usize = 1_024;

/// The longest custom detail, in characters, and all of a rule together. A character takes up to six bytes, and a webhook's body
/// 256 kB.
const DETAIL: usize = 8_000;
const DETAILS: usize = 32_000;

/// What is left at least for each text of any length.
const LEAST: usize = 40;

/// A text with placeholders, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(String);

/// A placeholder that we take. Zendesk, "Zendesk Support placeholders reference".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Placeholder {
    /// The ticket's number.
    Id,
    /// Its page, for agents.
    Link,
    /// Its subject.
    Title,
    /// Its first comment.
    Description,
    /// Its last comment.
    LatestComment,
    /// Where it stands.
    Status,
    /// How grave it is.
    Priority,
    /// What kind of request it is.
    Type,
    /// The channel by which it came.
    Via,
    /// Its tags.
    Tags,
    /// The group that has it.
    Group,
    /// The agent who has it.
    Assignee,
    /// Who asked.
    Requester,
    /// That person's address.
    RequesterEmail,
    /// That person's organization.
    Organization,
    /// Its brand.
    Brand,
    /// Its form.
    Form,
}

impl Placeholder {
    /// Every placeholder, in the order in which they are offered.
    pub const ALL: [Self; 17] = [
        Self::Title,
        Self::Id,
        Self::Link,
        Self::Status,
        Self::Priority,
        Self::Type,
        Self::Group,
        Self::Assignee,
        Self::Requester,
        Self::RequesterEmail,
        Self::Organization,
        Self::Tags,
        Self::Form,
        Self::Brand,
        Self::Via,
        Self::Description,
        Self::LatestComment,
    ];

    /// Its name between the braces.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "ticket.id",
            Self::Link => "ticket.link",
            Self::Title => "ticket.title",
            Self::Description => "ticket.description",
            Self::LatestComment => "ticket.latest_comment",
            Self::Status => "ticket.status",
            Self::Priority => "ticket.priority",
            Self::Type => "ticket.ticket_type",
            Self::Via => "ticket.via",
            Self::Tags => "ticket.tags",
            Self::Group => "ticket.group.name",
            Self::Assignee => "ticket.assignee.name",
            Self::Requester => "ticket.requester.name",
            Self::RequesterEmail => "ticket.requester.email",
            Self::Organization => "ticket.organization.name",
            Self::Brand => "ticket.brand.name",
            Self::Form => "ticket.ticket_form",
        }
    }

    /// The placeholder of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|placeholder| placeholder.name() == name)
    }

    /// As it is typed.
    pub fn typed(self) -> String {
        format!("{{{{{}}}}}", self.name())
    }

    /// Whether its text is ours and can hold nothing surprising: the number, and the address that is made of it.
    pub(super) fn is_plain(self) -> bool {
        matches!(self, Self::Id | Self::Link)
    }

    /// How many characters it gets; `None` for what has any length, which gets what is left.
    fn longest(self) -> Option<usize> {
        match self {
            Self::Title | Self::Description | Self::LatestComment => None,
            Self::Id => Some(20),
            Self::Status | Self::Priority | Self::Type | Self::Via => Some(40),
            Self::Group | Self::Assignee | Self::Requester | Self::Organization | Self::Brand | Self::Form => Some(80),
            Self::Link | Self::RequesterEmail | Self::Tags => Some(160),
        }
    }

    fn of(self, subdomain: &str, sample: &Sample) -> String {
        let name = |thing: &Option<super::condition::Thing>| thing.as_ref().map_or(String::new(), |it| it.name.clone());
        match self {
            Self::Id => sample.id.to_string(),
            Self::Link => address(subdomain, sample.id).unwrap_or_default(),
            Self::Title => sample.title.clone(),
            Self::Description => sample.description.clone(),
            Self::LatestComment => sample.latest_comment.clone(),
            Self::Status => capital(status_name(sample.status)),
            Self::Priority => sample.priority.map_or(String::new(), |it| capital(it.name())),
            Self::Type => sample.kind.map_or(String::new(), |it| capital(it.name())),
            Self::Via => via(&sample.channel),
            Self::Tags => sample.tags.join(" "),
            Self::Group => name(&sample.group),
            Self::Assignee => sample.assignee.clone(),
            Self::Requester => sample.requester.clone(),
            Self::RequesterEmail => sample.requester_email.clone(),
            Self::Organization => name(&sample.organization),
            Self::Brand => name(&sample.brand),
            Self::Form => name(&sample.form),
        }
    }
}

/// A word as Zendesk writes it for people: `open` is `Open`.
fn capital(word: &str) -> String {
    if word == "hold" {
        return "On-hold".to_owned();
    }
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

/// A channel as Zendesk writes it for people.
fn via(channel: &str) -> String {
    match channel {
        "email" => "Mail",
        "web" => "Web form",
        "api" => "Web service",
        "chat" => "Chat",
        other => other,
    }
    .to_owned()
}

/// How long a text may become, and whether its lines stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// One line, as long as PagerDuty takes it.
    Line,
    /// Several lines of so many characters together.
    Lines(usize),
}

impl Limit {
    /// For each of so many custom details.
    pub fn lines(details: usize) -> Self {
        Self::Lines(DETAIL.min(DETAILS / details.max(1)))
    }

    fn most(self) -> usize {
        match self {
            Self::Line => LINE,
            Self::Lines(most) => most,
        }
    }
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateProblem {
    /// It says nothing.
    Empty,
    /// This placeholder is not one of ours; hostile text.
    Unknown(String),
    /// A placeholder is begun and not ended.
    Unclosed,
    /// It holds a tag of Liquid's, such as `{% if … %}`.
    Tag,
    /// It has so many characters too many.
    TooLong(usize),
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text as it is.
    Literal(String),
    /// A placeholder, and how many characters it gets.
    Placeholder(Placeholder, usize),
}

impl Template {
    /// The template that was typed.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is wrong with it.
    pub fn check(&self, limit: Limit) -> Option<TemplateProblem> {
        self.parts(limit).err()
    }

    /// Its pieces.
    pub(super) fn parts(&self, limit: Limit) -> Result<Vec<Part>, TemplateProblem> {
        let mut parts = Vec::new();
        let mut rest = self.0.trim();
        if rest.is_empty() {
            return Err(TemplateProblem::Empty);
        }
        if rest.contains("{%") {
            return Err(TemplateProblem::Tag);
        }
        while let Some((before, after)) = rest.split_once("{{") {
            if !before.is_empty() {
                parts.push(Part::Literal(before.to_owned()));
            }
            let (name, behind) = after.split_once("}}").ok_or(TemplateProblem::Unclosed)?;
            let known = Placeholder::named(name.trim());
            let placeholder = known.ok_or_else(|| TemplateProblem::Unknown(name.trim().chars().take(80).collect()))?;
            parts.push(Part::Placeholder(placeholder, 0));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        share(&mut parts, limit.most())?;
        Ok(parts)
    }

    /// What it says of a ticket; `None` when something is wrong with it.
    pub fn render(&self, limit: Limit, subdomain: &str, sample: &Sample) -> Option<String> {
        let mut text = String::new();
        let parts = self.parts(limit).ok()?;
        for part in &parts {
            match part {
                Part::Literal(literal) => text.push_str(literal),
                Part::Placeholder(placeholder, _) if placeholder.is_plain() => {
                    text.push_str(&placeholder.of(subdomain, sample));
                }
                Part::Placeholder(placeholder, most) => {
                    text.push_str(&tidy(&placeholder.of(subdomain, sample), limit, *most));
                }
            }
        }
        if limit == Limit::Line && can_be_empty(&parts) && text.trim().is_empty() {
            text.push('#');
            text.push_str(&sample.id.to_string());
        }
        Some(text)
    }
}

/// Whether there may be tickets of which it says nothing. PagerDuty refuses an empty summary.
pub(super) fn can_be_empty(parts: &[Part]) -> bool {
    let says = |part: &Part| match part {
        Part::Literal(literal) => !literal.trim().is_empty(),
        Part::Placeholder(placeholder, _) => placeholder.is_plain(),
    };
    !parts.iter().any(says)
}

/// Shares out how many characters there are.
fn share(parts: &mut [Part], most: usize) -> Result<(), TemplateProblem> {
    let (mut needed, mut open) = (0, 0);
    for part in parts.iter() {
        match part {
            Part::Literal(literal) => needed += literal.chars().count(),
            Part::Placeholder(placeholder, _) => match placeholder.longest() {
                Some(longest) => needed += longest,
                None => open += 1,
            },
        }
    }
    if needed + open * LEAST > most {
        return Err(TemplateProblem::TooLong(needed + open * LEAST - most));
    }
    let each = (most - needed) / open.max(1);
    for part in parts {
        if let Part::Placeholder(placeholder, own) = part {
            *own = placeholder.longest().unwrap_or(each);
        }
    }
    Ok(())
}

/// What becomes of a ticket's text: the same as in Zendesk, by [`liquid`](super::liquid).
fn tidy(text: &str, limit: Limit, most: usize) -> String {
    let tidied = match limit {
        Limit::Line => cut(&words(text), most),
        Limit::Lines(_) => lines(&cut(text, most)),
    };
    let is_kept = |letter: &char| !matches!(letter, '\0'..='\u{9}' | '\u{b}'..='\u{1f}');
    tidied.chars().filter(is_kept).collect()
}

/// Blanks of any kind become one, except for line ends. A line loses what it is indented by.
fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.split('\n').peekable();
    while let Some(line) = rest.next() {
        let mut tidied = words(line);
        if !tidied.is_empty() && rest.peek().is_some() && line.ends_with(BLANKS) {
            tidied.push(' ');
        }
        lines.push(tidied);
    }
    lines.join("\n")
}

/// What Ruby splits words at.
const BLANKS: [char; 6] = [' ', '\t', '\n', '\u{b}', '\u{c}', '\r'];

fn words(text: &str) -> String {
    text.split(BLANKS).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Liquid's `truncate`: what is longer ends in three dots, which count.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(3)).chain("...".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Option<TemplateProblem> {
        Template::new(text).check(Limit::Line)
    }

    #[test]
    fn what_cannot_be_filled_in_is_named() {
        assert_eq!(check(" \n"), Some(TemplateProblem::Empty));
        assert_eq!(check("{{ticket.titel}}"), Some(TemplateProblem::Unknown("ticket.titel".into())));
        assert_eq!(check("{{ticket.title | upcase}}"), Some(TemplateProblem::Unknown("ticket.title | upcase".into())));
        assert_eq!(check("{{{ticket.id}}}"), Some(TemplateProblem::Unknown("{ticket.id".into())));
        assert_eq!(check("a {{ticket.id"), Some(TemplateProblem::Unclosed));
        assert_eq!(check("{% if x %}"), Some(TemplateProblem::Tag));
        assert_eq!(check("{ } }} %} {{ ticket.id }}"), None);
        assert_eq!(check(&"x".repeat(1_030)), Some(TemplateProblem::TooLong(6)));
        for placeholder in Placeholder::ALL {
            assert_eq!(check(&placeholder.typed()), None, "{placeholder:?}");
        }
    }

    #[test]
    fn long_texts_share_what_the_others_leave() {
        let template = Template::new("abc{{ticket.title}}{{ticket.status}}{{ticket.description}}");
        let most: Vec<_> = template
            .parts(Limit::Line)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|part| match part {
                Part::Placeholder(_, most) => Some(most),
                Part::Literal(_) => None,
            })
            .collect();
        assert_eq!(most, [490, 40, 490]);
        assert_eq!(Limit::lines(0), Limit::Lines(8_000));
        assert_eq!(Limit::lines(20), Limit::Lines(1_600));
    }
}
