//! What there is in Zendesk that has to do with PagerDuty.

use crate::domain::id::WebhookId;

use super::Automation;
use super::destination::{Destination, Route};
use super::handle::{DestinationId, RuleId};
use super::key::{Fingerprint, RoutingKey};
use super::trigger::{Trigger, is_marked};
use crate::domain::region::Region;

/// A webhook. Zendesk: `Webhook`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// Its name.
    pub name: String,
    /// Whether it sends.
    pub active: bool,
    /// Where it sends to.
    pub endpoint: String,
    /// `http_method`
    pub method: String,
    /// `request_format`
    pub format: String,
    /// Whether triggers may call it; else it is told of events by itself. Zendesk lets nobody change that.
    pub by_triggers: bool,
}

impl Webhook {
    /// The region that it is ours for.
    pub fn region(&self) -> Option<Region> {
        Region::ALL.into_iter().find(|region| self.by_triggers && self.name == region.webhook_name())
    }

    /// Whether it sends what we want where we want it.
    pub fn is_in_order(&self) -> bool {
        let fits = |region: Region| self.endpoint == region.endpoint();
        self.active && self.method == "POST" && self.format == "json" && self.region().is_some_and(fits)
    }

    /// Whether it sends to PagerDuty.
    pub fn is_pagerdutys(&self) -> bool {
        is_pagerduty_address(&self.endpoint)
    }
}

/// A target. Zendesk: `Target`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its number.
    pub id: u64,
    /// Its title.
    pub title: String,
    /// `email_target`, or an older type.
    pub kind: String,
    /// Whether it sends.
    pub active: bool,
    /// The address of an e-mail target.
    pub email: String,
    /// The subject of an e-mail target, with placeholders.
    pub subject: String,
    /// The address of an older target.
    pub url: String,
}

impl Target {
    /// Whether it sends to PagerDuty.
    pub fn is_pagerdutys(&self) -> bool {
        let host = self.email.rsplit_once('@').map(|(_, host)| host);
        host.is_some_and(is_pagerduty_host) || is_pagerduty_address(&self.url)
    }
}

fn is_pagerduty_host(host: &str) -> bool {
    let host = host.trim().to_ascii_lowercase();
    host == "pagerduty.com" || host.ends_with(".pagerduty.com")
}

fn is_pagerduty_address(address: &str) -> bool {
    let behind = address.split_once("://").map_or(address, |(_, behind)| behind);
    let host = behind.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    is_pagerduty_host(host.split(':').next().unwrap_or_default())
}

/// What PagerDuty says of a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Live {
    /// It is there, and this is the fingerprint of its key.
    Key(Fingerprint),
    /// It is not there any more, or the administrator may not see it.
    Gone,
}

/// What there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Every webhook.
    pub webhooks: Vec<Webhook>,
    /// Every trigger.
    pub triggers: Vec<Trigger>,
    /// Every target.
    pub targets: Vec<Target>,
    /// What PagerDuty says of destinations; those that were not asked for are missing.
    pub live: Vec<(DestinationId, Live)>,
}

impl Found {
    /// Our webhook of a region; of several the one that is in order, else the first.
    pub fn webhook(&self, region: Region) -> Option<&Webhook> {
        let ours = || self.webhooks.iter().filter(move |webhook| webhook.region() == Some(region));
        ours().find(|webhook| webhook.is_in_order()).or_else(|| ours().next())
    }

    /// The triggers of a rule, oldest first; more than one when somebody copied it.
    pub fn triggers_of(&self, rule: &RuleId) -> Vec<&Trigger> {
        let mut own: Vec<_> = self.triggers.iter().filter(|trigger| trigger.rule().as_ref() == Some(rule)).collect();
        own.sort_by_key(|trigger| trigger.id);
        own
    }

    /// Triggers that carry the mark of a rule that is not there.
    pub fn orphans<'a>(&'a self, automation: &'a Automation) -> impl Iterator<Item = &'a Trigger> {
        let is_orphan = |trigger: &Trigger| trigger.rule().is_some_and(|rule| automation.rule(&rule).is_none());
        self.triggers.iter().filter(move |trigger| is_orphan(trigger))
    }

    /// Whether a trigger that is not ours calls this webhook, so that it has to stay.
    pub fn is_used_by_others(&self, webhook: &WebhookId) -> bool {
        self.triggers.iter().any(|trigger| trigger.rule().is_none() && trigger.calls(webhook))
    }

    /// What PagerDuty says of a destination, if it was asked.
    pub fn live(&self, destination: &DestinationId) -> Option<&Live> {
        self.live.iter().find(|(id, _)| id == destination).map(|(_, live)| live)
    }

    /// The fingerprint that the key of a destination is to have: what PagerDuty says now, else what was kept.
    pub fn fingerprint<'a>(&'a self, destination: &'a Destination) -> Option<&'a Fingerprint> {
        match self.live(&destination.id) {
            Some(Live::Key(fingerprint)) => Some(fingerprint),
            Some(Live::Gone) | None => destination.fingerprint.as_ref(),
        }
    }

    /// The key of a destination, if a trigger of ours has it. That is the only place where a pasted one can be read.
    pub fn key(&self, destination: &Destination) -> Option<RoutingKey> {
        let wanted = self.fingerprint(destination)?;
        let ours = self.triggers.iter().filter(|trigger| is_marked(&trigger.is.description));
        let mut keys = ours.filter_map(|trigger| trigger.call()?.1.key());
        keys.find(|key| key.fingerprint() == *wanted)
    }

    /// Whether an administrator has to paste the key before anything can be written for this destination.
    pub fn wants_key(&self, destination: &Destination) -> bool {
        destination.route == Route::Pasted && self.key(destination).is_none()
    }
}
