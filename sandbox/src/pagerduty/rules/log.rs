//! Writing timeline lines.

use crate::pagerduty::model::{Agent, LogEntry};
use crate::pagerduty::world::World;
use serde_json::{Value, json};

/// A line about to be written.
pub(crate) struct Line {
    kind: &'static str,
    summary: String,
    agent: Agent,
    channel: Value,
    contexts: Vec<Value>,
    users: Vec<String>,
    note: Option<String>,
}

impl Line {
    /// A line of the type `<kind>_log_entry`, made through the website or the API.
    pub(crate) fn new(kind: &'static str, agent: &Agent, summary: impl Into<String>) -> Self {
        let channel = match agent {
            Agent::User(_) => {
                json!({"type": "website", "summary": "The PagerDuty website or APIs"})
            }
            Agent::Service(_) => json!({"type": "auto", "summary": "Automatic"}),
            Agent::Integration { .. } => json!({"type": "api", "summary": "Events API"}),
        };
        Self {
            kind,
            summary: summary.into(),
            agent: agent.clone(),
            channel,
            contexts: Vec::new(),
            users: Vec::new(),
            note: None,
        }
    }

    /// The same line with another channel.
    pub(crate) fn through(mut self, channel: Value) -> Self {
        self.channel = channel;
        self
    }

    /// The same line with links and images.
    pub(crate) fn showing(mut self, contexts: Vec<Value>) -> Self {
        self.contexts = contexts;
        self
    }

    /// The same line naming these users.
    pub(crate) fn naming(mut self, users: &[String]) -> Self {
        self.users = users.to_vec();
        self
    }

    /// The same line with a note.
    pub(crate) fn noting(mut self, note: Option<String>) -> Self {
        self.note = note;
        self
    }
}

impl World {
    /// Appends a line to the timeline and moves the incident's `updated_at`; an unknown incident is left alone.
    pub(crate) fn log(&mut self, incident: &str, at: i64, line: Line) {
        let id = self.log_random.log_entry();
        if let Some(incident) = self.incidents.get_mut(incident) {
            incident.updated_at = at;
            incident.log.push(LogEntry {
                id,
                kind: line.kind,
                summary: line.summary,
                created_at: at,
                agent: line.agent,
                channel: line.channel,
                contexts: line.contexts,
                users: line.users,
                note: line.note,
            });
        }
    }
}
