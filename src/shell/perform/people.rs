//! People: finding them, seeing who is on call, asking for help, handing an incident over.

use crate::console::Event;
use crate::console::event::Answer;
use crate::console::people::{Made, PeopleEffect, PeopleEvent};
use crate::domain::link::Reference;
use crate::domain::people::{Candidate, Kinds, OnCall, Target, best_first};
use crate::domain::responder::Summons;
use crate::domain::timeline::Page;
use crate::http::Transport;
use crate::pagerduty;
use crate::shell::world::World;

use super::{Performing, act, search};

/// How many pages of a hundred names are read for one search. Names that begin with what was typed can stand far behind others that
/// only contain it, so they are all read before the best are shown; whoever has more than five hundred types another letter.
const MOST_PAGES: u32 = 5;

/// How many names stand on a page. PagerDuty REST: "Pagination".
const PAGE: u32 = 100;

/// Performs what concerns people.
pub(super) fn perform<W: World>(world: &W, effect: PeopleEffect) -> Performing<'_> {
    match effect {
        PeopleEffect::Search { errand, asked, query, kinds } => Box::pin(async move {
            let answer = search(world, "people", async |api| candidates(&api, &query, kinds).await).await;
            Event::People(PeopleEvent::Found { errand, asked, answer })
        }),
        PeopleEffect::LoadPolicy { errand, asked, policy } => Box::pin(async move {
            let answer = act(world, async |api| api.policy(&policy).await).await;
            Event::People(PeopleEvent::PolicyArrived { errand, asked, answer })
        }),
        PeopleEffect::LoadOnCall { errand, asked, targets } => Box::pin(async move {
            let answer = act(world, async |api| on_call(&api, &targets).await).await;
            Event::People(PeopleEvent::OnCallArrived { errand, asked, answer })
        }),
        PeopleEffect::Summon { errand, asked, me, summons } => Box::pin(async move {
            let id = &errand.incident;
            let answer = match &summons {
                Summons::Responders(plea) => {
                    let made = act(world, async |api| api.request_responders(id, &me, plea).await).await;
                    made.map(Made::Requests)
                }
                Summons::Handover(handover) => {
                    let made = act(world, async |api| api.hand_over(id, handover).await).await;
                    made.map(|incident| Made::Incident(Box::new(incident)))
                }
            };
            Event::People(PeopleEvent::Answered { errand, asked, answer })
        }),
        PeopleEffect::LookUp { errand, asked } => Box::pin(async move {
            let reference = Reference::Id(errand.incident.clone());
            let answer = act(world, async |api| api.incident(&reference).await).await;
            Event::People(PeopleEvent::LookedUp { errand, asked, answer })
        }),
        PeopleEffect::Cancel { incident, me, target } => Box::pin(async move {
            let answer = act(world, async |api| api.cancel_responders(&incident, &me, &target).await).await;
            Event::People(PeopleEvent::CancelAnswered { incident, target, answer })
        }),
    }
}

/// Policies and people whose name contains `query`, the best first.
async fn candidates<T: Transport>(api: &pagerduty::Api<T>, query: &str, kinds: Kinds) -> Answer<Page<Candidate>> {
    let policies = async {
        if kinds.has_policies() { every(query, async |at| api.policies(query, at).await).await } else { Ok(none()) }
    };
    let users = async {
        if kinds.has_users() { every(query, async |at| api.people(query, at).await).await } else { Ok(none()) }
    };
    let (policies, users) = futures_util::future::join(policies, users).await;
    let (policies, users) = (policies?, users?);
    let more = policies.more || users.more;
    let items = policies.items.into_iter().chain(users.items).collect();
    Ok(Page { items: best_first(items, query), more })
}

fn none() -> Page<Candidate> {
    Page { items: Vec::new(), more: false }
}

/// Reads a list to its end, or as far as a search needs it. A single letter fits nearly everybody, and so does none.
async fn every(query: &str, read: impl AsyncFn(u32) -> Answer<Page<Candidate>>) -> Answer<Page<Candidate>> {
    let most = if query.trim().chars().count() < 2 { 1 } else { MOST_PAGES };
    let mut all = read(0).await?;
    let mut offset = 0;
    for _ in 1..most {
        if !all.more {
            break;
        }
        offset += PAGE;
        let next = read(offset).await?;
        let fresh = next.items.into_iter().filter(|it| !all.items.iter().any(|known| known.target.is(&it.target)));
        let fresh: Vec<_> = fresh.collect();
        all.items.extend(fresh);
        all.more = next.more;
    }
    Ok(all)
}

/// Who is on call for the policies, and where the people are: two questions, because PagerDuty joins the two filters by "and".
async fn on_call<T: Transport>(api: &pagerduty::Api<T>, targets: &[Target]) -> Answer<Vec<OnCall>> {
    let (mut policies, mut users) = (Vec::new(), Vec::new());
    for target in targets {
        match target {
            Target::EscalationPolicy(policy) => policies.push(policy.id.clone()),
            Target::User(user) => users.push(user.id.clone()),
        }
    }
    let (policies, users) = futures_util::future::join(api.on_call_for(&policies), api.duties_of(&users)).await;
    let mut duties = policies?;
    for duty in users? {
        if !duties.contains(&duty) {
            duties.push(duty);
        }
    }
    Ok(duties)
}
