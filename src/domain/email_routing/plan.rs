//! What has to be done so that what exists is what a route says.
//!
//! A plan is made anew after each step from what exists then, so a set-up that stopped half-way goes on where it stopped, and a
//! plan for what is finished is empty. The target is made first and removed last: its title names the service, by which
//! everything else is found even when the configuration is gone.

use super::inventory::{Inventory, mark, title};
use super::mail::{self, Kind};
use super::mailbox::{Handling, Mailbox};
use super::triggers;
use super::wanted::{self, Difference};
use super::{Address, Before, EmailRoute, RouteId};
use crate::domain::automation::found::Target;
use crate::domain::automation::trigger::{Trigger, TriggerDraft, TriggerId};
use crate::domain::id::{IntegrationId, ServiceId};

/// One thing to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// For which route.
    pub route: RouteId,
    /// What.
    pub work: Work,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// Make the target; its number is not known yet.
    MakeTarget(Target),
    /// Change a target to be so.
    MendTarget(Target),
    /// Make the integration.
    MakeMailbox {
        /// On which service.
        service: ServiceId,
        /// What PagerDuty shows.
        name: String,
        /// Where mails go.
        address: String,
        /// What it does with them.
        handling: Handling,
    },
    /// Change the integration to be so.
    MendMailbox {
        /// As it should be.
        mailbox: Mailbox,
        /// In what it is not.
        differences: Vec<Difference>,
    },
    /// Make the trigger that sends these mails.
    MakeTrigger {
        /// Which.
        kind: Kind,
        /// What it is; `None` as long as there is no target that it could name.
        text: Option<TriggerDraft>,
    },
    /// Change the trigger that sends these mails.
    MendTrigger {
        /// Which.
        kind: Kind,
        /// The trigger's number.
        id: TriggerId,
        /// What it should be.
        text: TriggerDraft,
    },
    /// Remove a trigger.
    RemoveTrigger {
        /// The trigger's number.
        id: TriggerId,
        /// The mails that it sends, if its mark says so.
        kind: Option<Kind>,
    },
    /// Remove an integration that was made for the route.
    RemoveMailbox {
        /// Its service.
        service: ServiceId,
        /// Its id.
        id: IntegrationId,
    },
    /// Take our rules out of an integration that was there before.
    LeaveMailbox(Mailbox),
    /// Remove a target.
    RemoveTarget {
        /// The target's id.
        id: u64,
    },
}

/// What came of a step: what is there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This target.
    Target(Target),
    /// This trigger.
    Trigger(Trigger),
    /// This integration.
    Mailbox(Mailbox),
    /// Nothing.
    Gone,
}

/// Why nothing can be planned for a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Blocked {
    /// It lacks something, see [`EmailRouting::problems`](super::EmailRouting::problems).
    Incomplete,
    /// What exists on its service is not known yet.
    Unread,
    /// Its service is not there any more.
    ServiceGone,
    /// The integration that it uses is not there any more.
    MailboxGone,
}

/// What has to be done for a route.
pub fn set_up(route: &EmailRoute, subdomain: &str, found: &Inventory) -> Result<Vec<Step>, Blocked> {
    let service = route.service.as_ref().ok_or(Blocked::Incomplete)?;
    if found.gone.contains(&service.id) {
        return Err(Blocked::ServiceGone);
    }
    let known = found.service(&service.id).ok_or(Blocked::Unread)?;
    let existing =
        route.existing().map(|id| known.mailboxes.iter().find(|it| it.id == *id).ok_or(Blocked::MailboxGone));
    let existing = existing.transpose()?;
    let mut steps = Steps { route: &route.id, steps: Vec::new() };

    // What is left of an earlier choice: an integration elsewhere, or one that the route no longer uses, or a second one that was
    // made because an answer was lost.
    let mut own: Vec<_> = found.own_mailboxes(&route.id).collect();
    let keep = own.iter().position(|it| route.address == Address::Own && it.service == service.id);
    let kept = keep.map(|at| own.remove(at));
    steps.extend(own.into_iter().map(remove_mailbox));
    for mailbox in taken(&route.id, None, found).into_iter().filter(|it| Some(&it.id) != route.existing()) {
        leave(&mut steps, mailbox, None, subdomain);
    }

    let address = existing.map_or_else(|| wanted::address(route, &known.host), |it| it.address.clone());
    let text = Target {
        id: 0,
        title: title(&route.name, &route.id, &service.id),
        kind: "email_target".to_owned(),
        active: true,
        email: address,
        subject: mail::subject(subdomain),
        url: String::new(),
    };
    let mut targets = found.targets_of(&route.id);
    let target = targets.next();
    match target {
        None => steps.push(Work::MakeTarget(text.clone())),
        Some(target) => {
            let wanted = Target { id: target.id, kind: target.kind.clone(), url: target.url.clone(), ..text.clone() };
            if *target != wanted {
                steps.push(Work::MendTarget(wanted));
            }
        }
    }
    steps.extend(targets.map(|spare| Work::RemoveTarget { id: spare.id }));

    match existing.or(kept) {
        None => steps.push(Work::MakeMailbox {
            service: service.id.clone(),
            name: wanted::name(route),
            address: text.email,
            handling: wanted::handling(route, subdomain),
        }),
        Some(mailbox) => {
            let mut repaired = wanted::repaired(mailbox, route, subdomain);
            if route.address == Address::Own {
                repaired.address = text.email;
            }
            let differences = wanted::differences(mailbox, &repaired);
            if !differences.is_empty() {
                steps.push(Work::MendMailbox { mailbox: repaired, differences });
            }
        }
    }

    let mut spare: Vec<_> = found.triggers_of(&route.id).collect();
    for kind in route.kinds() {
        let at = spare.iter().position(|trigger| kind_of(trigger) == Some(kind));
        let text = target.map(|target| triggers::wanted(route, kind, target.id));
        match (at.map(|at| spare.remove(at)), text) {
            (None, text) => steps.push(Work::MakeTrigger { kind, text }),
            (Some(trigger), Some(text)) if !triggers::is_so(&trigger.is, &text) => {
                steps.push(Work::MendTrigger { kind, id: trigger.id, text });
            }
            // Without a target the trigger is looked at again when there is one.
            (Some(_), _) => {}
        }
    }
    steps.extend(spare.into_iter().map(remove_trigger));
    Ok(steps.steps)
}

/// What has to be done so that nothing is left of a route. `route` is what the configuration says of it, if it still does.
pub fn remove(id: &RouteId, route: Option<&EmailRoute>, subdomain: &str, found: &Inventory) -> Vec<Step> {
    let mut steps = Steps { route: id, steps: Vec::new() };
    steps.extend(found.triggers_of(id).map(remove_trigger));
    steps.extend(found.own_mailboxes(id).map(remove_mailbox));
    let before = route.and_then(|route| match &route.address {
        Address::Own => None,
        Address::Existing { before, .. } => Some(*before),
    });
    for mailbox in taken(id, route, found) {
        leave(&mut steps, mailbox, before, subdomain);
    }
    steps.extend(found.targets_of(id).map(|target| Work::RemoveTarget { id: target.id }));
    steps.steps
}

/// The integrations of others that a route uses: the one that the configuration names, and those that its targets write to.
fn taken<'a>(id: &RouteId, route: Option<&EmailRoute>, found: &'a Inventory) -> Vec<&'a Mailbox> {
    let named = route.and_then(|route| Some((&route.service.as_ref()?.id, route.existing()?)));
    let named = named.and_then(|(service, integration)| found.mailbox(service, integration));
    let addresses: Vec<_> =
        found.targets_of(id).filter_map(|target| Some((mark(&target.title)?.1, &target.email))).collect();
    let written = found.mailboxes().filter(|mailbox| {
        wanted::owner(&mailbox.name).is_none()
            && addresses
                .iter()
                .any(|(service, address)| mailbox.service == *service && mailbox.address.eq_ignore_ascii_case(address))
    });
    let mut all: Vec<_> = named.into_iter().chain(written).collect();
    all.dedup_by(|one, other| one.id == other.id);
    all
}

fn leave(steps: &mut Steps<'_>, mailbox: &Mailbox, before: Option<Before>, subdomain: &str) {
    if wanted::is_in_use(mailbox, subdomain) {
        steps.push(Work::LeaveMailbox(wanted::left(mailbox, before, subdomain)));
    }
}

fn kind_of(trigger: &Trigger) -> Option<Kind> {
    triggers::mark_of(trigger)?.1
}

fn remove_trigger(trigger: &Trigger) -> Work {
    Work::RemoveTrigger { id: trigger.id, kind: kind_of(trigger) }
}

fn remove_mailbox(mailbox: &Mailbox) -> Work {
    Work::RemoveMailbox { service: mailbox.service.clone(), id: mailbox.id.clone() }
}

struct Steps<'a> {
    route: &'a RouteId,
    steps: Vec<Step>,
}

impl Steps<'_> {
    fn push(&mut self, work: Work) {
        self.steps.push(Step { route: self.route.clone(), work });
    }

    fn extend(&mut self, all: impl IntoIterator<Item = Work>) {
        all.into_iter().for_each(|work| self.push(work));
    }
}

impl Work {
    /// Whether it is done in PagerDuty; else in Zendesk.
    pub fn is_in_pagerduty(&self) -> bool {
        matches!(
            self,
            Self::MakeMailbox { .. } | Self::MendMailbox { .. } | Self::RemoveMailbox { .. } | Self::LeaveMailbox(_)
        )
    }

    /// Whether it takes something away.
    pub fn removes(&self) -> bool {
        matches!(
            self,
            Self::RemoveTrigger { .. } | Self::RemoveMailbox { .. } | Self::RemoveTarget { .. } | Self::LeaveMailbox(_)
        )
    }

    /// Takes what came of it into what is known.
    pub fn settle(&self, outcome: Outcome, found: &mut Inventory) {
        match outcome {
            Outcome::Target(target) => found.put_target(target),
            Outcome::Trigger(trigger) => found.put_trigger(trigger),
            Outcome::Mailbox(mailbox) => found.put_mailbox(mailbox),
            Outcome::Gone => match self {
                Self::RemoveTrigger { id, .. } | Self::MendTrigger { id, .. } => found.forget_trigger(*id),
                Self::RemoveTarget { id } => found.forget_target(*id),
                Self::MendTarget(target) => found.forget_target(target.id),
                Self::RemoveMailbox { service, id } => found.forget_mailbox(service, id),
                Self::MendMailbox { mailbox, .. } | Self::LeaveMailbox(mailbox) => {
                    found.forget_mailbox(&mailbox.service, &mailbox.id);
                }
                Self::MakeTarget(_) | Self::MakeMailbox { .. } | Self::MakeTrigger { .. } => {}
            },
        }
    }
}
