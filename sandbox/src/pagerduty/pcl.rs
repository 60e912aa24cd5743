//! The condition language of orchestrations, as far as conditions on texts need it: paths, `matches`, `matches part`,
//! `matches regex`, `==`, `exists`, `and`, `or`, `not` and parentheses.
//!
//! Source: PagerDuty developer documentation, "PCL Overview".

use regex::{Regex, RegexBuilder};
use serde_json::Value;

/// A condition, with the words it was read from.
#[derive(Clone, Debug)]
pub(crate) struct Expression {
    text: String,
    node: Node,
}

#[derive(Clone, Debug)]
enum Node {
    Or(Box<Node>, Box<Node>),
    And(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Exists(Vec<String>),
    /// The path, the text, and whether the case counts.
    Matches(Vec<String>, String, bool),
    Part(Vec<String>, String, bool),
    Regex(Vec<String>, Regex),
    Equals(Vec<String>, String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Open,
    Close,
    Equals,
    Text(String),
    /// A word, or a path of several names.
    Path(Vec<String>),
}

impl Expression {
    /// Reads a condition; `None` when it is none of this part of the language.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let tokens = tokens(text)?;
        let mut reader = Reader { tokens: &tokens };
        let node = reader.or()?;
        reader.tokens.is_empty().then(|| Self { text: text.to_owned(), node })
    }

    /// The condition as it was written.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the condition holds for `{event, raw_event}`.
    pub(crate) fn holds(&self, context: &Value) -> bool {
        self.node.holds(context)
    }
}

impl Node {
    fn holds(&self, context: &Value) -> bool {
        match self {
            Self::Or(left, right) => left.holds(context) || right.holds(context),
            Self::And(left, right) => left.holds(context) && right.holds(context),
            Self::Not(inner) => !inner.holds(context),
            Self::Exists(path) => find(path, context).is_some(),
            Self::Matches(path, wanted, exactly) => {
                text_at(path, context).is_some_and(|text| cased(&text, *exactly) == cased(wanted, *exactly))
            }
            Self::Part(path, wanted, exactly) => {
                text_at(path, context).is_some_and(|text| cased(&text, *exactly).contains(&cased(wanted, *exactly)))
            }
            Self::Regex(path, regex) => text_at(path, context).is_some_and(|text| regex.is_match(&text)),
            Self::Equals(path, wanted) => find(path, context).and_then(Value::as_str) == Some(wanted),
        }
    }
}

fn cased(text: &str, exactly: bool) -> String {
    if exactly { text.to_owned() } else { text.to_lowercase() }
}

fn find<'a>(path: &[String], context: &'a Value) -> Option<&'a Value> {
    path.iter().try_fold(context, |value, name| match value {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        other => other.get(name),
    })
}

/// What is compared: texts as they are, everything else as JSON, nothing for null.
fn text_at(path: &[String], context: &Value) -> Option<String> {
    match find(path, context)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '(' => (Token::Open, rest.get(1..)?),
            ')' => (Token::Close, rest.get(1..)?),
            '=' => (Token::Equals, rest.strip_prefix("==")?),
            '\'' => {
                let (text, after) = literal(rest)?;
                (Token::Text(text), after)
            }
            _ => path(rest)?,
        };
        all.push(token);
        rest = after.trim_start();
    }
    Some(all)
}

/// A text in single quotes, and what follows it; a backslash escapes a quote or itself.
fn literal(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('\'')?;
    let mut value = String::new();
    let mut characters = inner.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\'' => return Some((value, inner.get(at + 1..)?)),
            '\\' => value.push(characters.next().filter(|(_, next)| matches!(next, '\'' | '\\'))?.1),
            other => value.push(other),
        }
    }
    None
}

/// Names joined by dots, or in brackets when they are no identifiers.
fn path(text: &str) -> Option<(Token, &str)> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end)?;
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        names.push(name.to_owned());
        rest = after;
        while let Some(inner) = rest.strip_prefix('[') {
            let (name, after) = if inner.starts_with('\'') {
                literal(inner)?
            } else {
                let (digits, _) = inner.split_once(']')?;
                digits.parse::<usize>().ok()?;
                (digits.to_owned(), inner.get(digits.len()..)?)
            };
            names.push(name);
            rest = after.strip_prefix(']')?;
        }
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None => return Some((Token::Path(names), rest)),
        }
    }
}

struct Reader<'a> {
    tokens: &'a [Token],
}

impl Reader<'_> {
    fn next(&mut self) -> Option<&Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// Takes a word when it comes next.
    fn word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.tokens.first(), Some(Token::Path(names)) if names.as_slice() == [wanted]);
        if found {
            self.next();
        }
        found
    }

    fn or(&mut self) -> Option<Node> {
        let mut node = self.and()?;
        while self.word("or") {
            node = Node::Or(Box::new(node), Box::new(self.and()?));
        }
        Some(node)
    }

    fn and(&mut self) -> Option<Node> {
        let mut node = self.not()?;
        while self.word("and") {
            node = Node::And(Box::new(node), Box::new(self.not()?));
        }
        Some(node)
    }

    fn not(&mut self) -> Option<Node> {
        if self.word("not") { self.not().map(|inner| Node::Not(Box::new(inner))) } else { self.operation() }
    }

    fn operation(&mut self) -> Option<Node> {
        let path = match self.next()? {
            Token::Open => {
                let inner = self.or()?;
                return (*self.next()? == Token::Close).then_some(inner);
            }
            Token::Path(names) if names.first().is_some_and(|name| name == "event" || name == "raw_event") => {
                names.clone()
            }
            _ => return None,
        };
        if self.word("exists") {
            return Some(Node::Exists(path));
        }
        if self.tokens.first() == Some(&Token::Equals) {
            self.next();
            return self.text().map(|text| Node::Equals(path, text));
        }
        if !self.word("matches") {
            return None;
        }
        let (part, regex) = (self.word("part"), self.word("regex"));
        let exactly = self.word("exactly");
        let text = self.text()?;
        match (part, regex) {
            (true, true) => None,
            (true, false) => Some(Node::Part(path, text, exactly)),
            (false, false) => Some(Node::Matches(path, text, exactly)),
            (false, true) => RegexBuilder::new(&text)
                .case_insensitive(!exactly)
                .dot_matches_new_line(true)
                .multi_line(true)
                .build()
                .ok()
                .map(|regex| Node::Regex(path, regex)),
        }
    }

    fn text(&mut self) -> Option<String> {
        match self.next()? {
            Token::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use serde_json::json;

    #[test]
    fn conditions_hold_as_the_documents_say() {
        let context = json!({
            "event": {
                "summary": "[PROD] Disk space low",
                "severity": "critical",
                "custom_details": {"load": 0.75, "system diagnosis": {"issue": "Low disk"}, "tags": ["vip", "eu"]},
            },
            "raw_event": {"note": "This has a newline\nin it", "said": "it's"},
        });
        let cases = [
            ("event.summary matches part 'prod'", true),
            ("event.summary matches part exactly 'prod'", false),
            ("event.summary matches '[prod] disk space low'", true),
            ("event.summary matches 'disk'", false),
            ("event.severity == 'critical' and not event.component exists", true),
            ("event.severity == 'info' or event.severity == 'critical' and event.summary matches part 'x'", false),
            ("(event.severity == 'info' or event.severity == 'critical') and event.summary matches part 'low'", true),
            ("event.custom_details['system diagnosis'].issue matches regex '^low'", true),
            ("event.custom_details.tags[0] matches 'VIP'", true),
            ("event.custom_details.tags[7] matches 'VIP'", false),
            ("event.custom_details.load matches '0.75'", true),
            ("raw_event.note matches regex '.in it'", true),
            ("raw_event.note matches regex '(?-s).in it'", false),
            ("raw_event.said matches 'it\\'s'", true),
            ("event.missing matches part ''", false),
        ];
        for (text, holds) in cases {
            let condition = Expression::read(text).unwrap();
            assert_eq!(condition.holds(&context), holds, "{text}");
            assert_eq!(condition.text(), text);
        }
    }

    #[test]
    fn what_is_no_condition_is_not_read() {
        for text in [
            "",
            "event.summary",
            "summary matches 'x'",
            "event.summary matches part",
            "event.summary matches part regex 'x'",
            "event.summary matches regex '('",
            "event.summary matches 'open",
            "event.summary matches 'a' event.summary matches 'b'",
            "(event.summary exists",
            "event..summary exists",
            "event.summary = 'x'",
        ] {
            assert!(Expression::read(text).is_none(), "{text}");
        }
    }
}
