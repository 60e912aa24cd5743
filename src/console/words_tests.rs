//! Nothing that happens is without words, in any language.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;

use super::*;
use crate::domain::ability::Ability;
use crate::domain::account::SignInProblem;
use crate::domain::failure::Told;
use crate::domain::id::ServiceId;
use crate::domain::incident::{Named, Urgency};
use crate::domain::moment::Moment;
use crate::i18n::Locale;
use crate::i18n::locale::CATALOGS;

const ACTIONS: [Action; 6] =
    [Action::Create, Action::Link, Action::Unlink, Action::Acknowledge, Action::Resolve, Action::Note];

const PROBLEMS: [SignInProblem; 9] = [
    SignInProblem::PopupBlocked,
    SignInProblem::WindowClosed,
    SignInProblem::Denied,
    SignInProblem::WrongState,
    SignInProblem::CodeRefused,
    SignInProblem::WrongScope,
    SignInProblem::UnknownRegion,
    SignInProblem::Unreachable,
    SignInProblem::Expired,
];

fn failures() -> Vec<Failure> {
    let told = || Told::new(2_001, ["Title is invalid"]);
    vec![
        Failure::Unreachable,
        Failure::TimedOut,
        Failure::Unauthorized,
        Failure::PaymentRequired,
        Failure::Forbidden(told()),
        Failure::NotFound,
        Failure::Conflict(told()),
        Failure::RateLimited { seconds: Some(24) },
        Failure::RateLimited { seconds: None },
        Failure::Rejected(told()),
        Failure::Rejected(Told::default()),
        Failure::Broken { status: 503 },
        Failure::Malformed { path: "incident.id".into() },
    ]
}

fn catalogs() -> Vec<Catalog> {
    CATALOGS
        .iter()
        .map(|name| {
            let path = format!("{}/translations/{name}.json", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            Catalog::new(Locale::from_zendesk(name), "UTC", Some(&text))
        })
        .collect()
}

fn incident() -> Incident {
    Incident {
        id: IncidentId::parse("PINC1").unwrap(),
        number: 1_042,
        title: "Checkout down".into(),
        status: Status::Triggered,
        urgency: Urgency::High,
        priority: None,
        service: Named { id: ServiceId::parse("PSVC1").unwrap(), name: "Checkout".into() },
        escalation_policy: None,
        teams: Vec::new(),
        assigned: Vec::new(),
        acknowledged: Vec::new(),
        created_at: Moment(0),
        changed_at: Moment(0),
        updated_at: Moment(0),
        key: None,
        url: None,
        escalates_at: None,
        triggers_again_at: None,
        merged_into: None,
        assigned_directly: false,
        responder_requests: Vec::new(),
    }
}

fn assert_said(words: &str) {
    assert!(!words.trim().is_empty());
    assert!(!words.contains("{{"), "{words}");
    // A sentence that is missing everywhere is said by its key.
    assert!(words.contains(' ') || !words.contains('.'), "{words}");
}

#[test]
fn every_failure_of_every_action_has_words_in_every_language() {
    for catalog in catalogs() {
        for failure in failures() {
            for action in ACTIONS {
                let wording = action_failure(action, &failure, &catalog);
                assert_said(&wording.title);
                assert_said(&wording.body);
                assert!(wording.title.contains(&catalog.say(&action_name(action))), "{}", wording.title);
            }
            let explanation = zendesk_failure(&failure, &catalog);
            assert_said(&catalog.say(&explanation.body));
        }
    }
}

#[test]
fn only_a_failure_without_doubt_says_that_nothing_was_changed() {
    let catalog = Catalog::english();
    for failure in failures() {
        for action in ACTIONS {
            let body = action_failure(action, &failure, &catalog).body;
            let denied = body.contains(&catalog.say(&Message::NothingChanged));
            assert_eq!(denied, !failure.leaves_doubt(), "{failure:?}");
        }
        let unsure = create_failure(&failure, true, &catalog).body;
        assert!(!unsure.contains(&catalog.say(&Message::NothingChanged)));
        assert!(create_failure(&failure, false, &catalog).body.contains(&catalog.say(&Message::NothingChanged)));
    }
}

#[test]
fn a_failure_of_zendesk_never_blames_pagerduty() {
    let catalog = Catalog::english();
    let change = LinkChange::Add(incident().id);
    for failure in failures() {
        let wording = notice(
            &Notice::LinkFailed { change: change.clone(), failure: failure.clone() },
            &Model::default(),
            &catalog,
        );
        let blamed = wording.body.contains("PagerDuty") && !matches!(failure, Failure::Malformed { .. });
        assert!(!blamed, "{}", wording.body);
    }
}

#[test]
fn whoever_may_not_ask_zendesk_is_told_nothing_of_changes() {
    let forbidden = Failure::Forbidden(Told::default());
    let english = Catalog::english();
    assert!(!because(&forbidden, true, &english).contains("change"));
    assert_eq!(
        because(&Failure::TimedOut, false, &english),
        "PagerDuty didn’t answer in time. It may be busy. Try again in a moment."
    );
    for (failure, catalog) in failures().iter().flat_map(|it| catalogs().into_iter().map(move |catalog| (it, catalog)))
    {
        assert_said(&because(failure, true, &catalog));
        assert_said(&because(failure, false, &catalog));
    }
}

#[test]
fn every_way_in_which_signing_in_fails_has_words_of_its_own() {
    for catalog in catalogs() {
        let said: BTreeSet<_> = PROBLEMS.map(|problem| catalog.say(&sign_in_problem(problem))).into();
        assert_eq!(said.len(), PROBLEMS.len());
        for words in &said {
            assert_said(words);
        }
    }
}

#[test]
fn every_message_names_its_incident_by_number_once_that_is_known() {
    let mut model = Model::default();
    let id = incident().id;
    let failure = Failure::TimedOut;
    let notices = [
        Notice::CommandFailed { action: Action::Resolve, incident: id.clone(), failure: failure.clone() },
        Notice::CreatedNotLinked { incident: id.clone(), failure: failure.clone() },
        Notice::Unlinked { incident: Box::new(incident()) },
        Notice::Done { incident: id.clone(), action: Action::Create },
        Notice::Done { incident: id.clone(), action: Action::Link },
        Notice::PriorityFollowed { incident: id.clone(), name: "P1".into() },
        Notice::PriorityNotFollowed { incident: id.clone(), name: "P1".into(), failure: Failure::NotFound },
    ];
    model.feed.known.insert(id.clone(), incident());
    for catalog in catalogs() {
        for it in &notices {
            let Wording { title, body } = notice(it, &model, &catalog);
            assert_said(&title);
            assert!(title.contains("1042") || body.contains("1042"), "{title} {body}");
        }
        assert_said(
            &notice(&Notice::BacklinkFailed { incident: id.clone(), failure: failure.clone() }, &model, &catalog).title,
        );
    }
}

#[test]
fn a_ticket_that_was_not_told_is_told_of_without_blaming_pagerduty_for_it() {
    for catalog in catalogs() {
        for failure in failures() {
            let mut model = Model::default();
            let it = Notice::MirrorFailed { failure: failure.clone() };
            let sure = notice(&it, &model, &catalog);
            assert_said(&sure.title);
            assert_said(&sure.body);
            let unsure = crate::domain::mirror::TicketUpdate { unsure: true, ..Default::default() };
            model.mirror.failed.push(unsure);
            assert_ne!(notice(&it, &model, &catalog).body, sure.body);
        }
        let waits = notice(&Notice::MirrorWaits { until: Moment(90_000) }, &Model::default(), &catalog);
        assert_said(&waits.body);
    }
}

#[test]
fn every_announcement_says_something() {
    let all = [
        Spoken::Acknowledged,
        Spoken::Resolving(5),
        Spoken::ResolveUndone,
        Spoken::Resolved,
        Spoken::NoteAdded,
        Spoken::Created,
        Spoken::Linked,
        Spoken::Unlinked,
        Spoken::IncidentsChanged(2),
        Spoken::SignedIn,
        Spoken::SignedOut,
        Spoken::Failed(Failure::TimedOut),
        Spoken::Results(0),
        Spoken::Copied,
        Spoken::AddressCopied,
        Spoken::NoteWaits,
        Spoken::Refused(Refusal::Offline),
    ];
    // The last message speaks for itself, so without one there is nothing to say.
    assert_eq!(spoken(&Spoken::LastNotice, &Model::default(), &Catalog::english()), "");
    for catalog in catalogs() {
        for it in &all {
            assert_said(&spoken(it, &Model::default(), &catalog));
        }
    }
    let mut model = Model::default();
    model.feed.known.insert(incident().id, incident());
    model.notices.push(Notice::Done { incident: incident().id, action: Action::Create });
    assert!(spoken(&Spoken::Created, &model, &Catalog::english()).contains("#1042"));
}

#[test]
fn an_announcement_names_its_incident_where_there_are_several() {
    let other = Incident { id: IncidentId::parse("PINC2").unwrap(), number: 1_043, ..incident() };
    let mut model = Model::default();
    model.feed.known.insert(incident().id, incident());
    model.feed.added.insert(incident().id);
    let mut announcement = Announcement { number: 1, spoken: Some(Spoken::Resolved), incident: Some(incident().id) };
    let said =
        |announcement: &Announcement, model: &Model| announced(announcement, model, &Catalog::english()).unwrap();
    assert_eq!(said(&announcement, &model), "Resolved", "there is only this one");
    model.feed.added.insert(other.id.clone());
    model.feed.known.insert(other.id.clone(), other);
    assert_eq!(said(&announcement, &model), "Incident #1042: Resolved");
    announcement.spoken = Some(Spoken::Failed(Failure::TimedOut));
    assert_eq!(said(&announcement, &model), "Incident #1042: PagerDuty didn’t answer in time");
    announcement = Announcement { number: 2, spoken: Some(Spoken::SignedIn), incident: None };
    assert_eq!(said(&announcement, &model), "Signed in to PagerDuty");
    assert_eq!(announced(&Announcement::default(), &model, &Catalog::english()), None);
    for catalog in catalogs() {
        let spoken = Some(Spoken::Acknowledged);
        let announcement = Announcement { number: 3, spoken, incident: Some(incident().id) };
        assert!(announced(&announcement, &model, &catalog).unwrap().contains("1042"));
    }
}

#[test]
fn several_missing_abilities_make_one_sentence_and_passing_reasons_none() {
    let catalog = Catalog::english();
    let groups = ["Tier 1".to_owned()];
    let missing = [Refusal::NotPermitted(Ability::Acknowledge), Refusal::NotPermitted(Ability::Resolve)];
    assert_eq!(
        refusals(&missing, &groups, &catalog).unwrap(),
        "Your groups (Tier 1) may not acknowledge incidents and resolve incidents. An administrator can change this in the app’s settings."
    );
    assert!(refusals(&missing, &[], &catalog).unwrap().contains("no Zendesk group"));
    for passing in [Refusal::Busy, Refusal::Offline, Refusal::SignedOut, Refusal::AlreadyResolved] {
        assert_eq!(refusals(&[passing], &groups, &catalog), None);
    }
    assert!(refusals(&[Refusal::Busy, Refusal::Stakeholder], &groups, &catalog).unwrap().contains("Stakeholder"));
}

#[test]
fn a_refused_read_only_key_is_not_called_the_agents_sign_in() {
    let catalog = Catalog::english();
    let mut model = Model::default();
    assert_eq!(load_failure(&model, &catalog), None);
    model.feed.failure = Some(Failure::Unauthorized);
    model.surroundings = Some(super::super::event::Surroundings {
        subdomain: "northwind".into(),
        ticket: None,
        can_sign_in: true,
        redirect_address: None,
        has_read_only_key: true,
        permissions: Err(()),
        mirroring: crate::domain::mirror::Mirroring::default(),
        me: None,
        display: crate::domain::display::Display::default(),
        preferences: super::super::model::Preferences::default(),
        visible: true,
        online: true,
    });
    let (wording, _) = load_failure(&model, &catalog).unwrap();
    assert_eq!(wording.title, "The read-only key was refused");
    model.feed.failure = None;
    model.ticket = Remote::Failed(Failure::Broken { status: 502 });
    let (wording, failure) = load_failure(&model, &catalog).unwrap();
    assert!(wording.title.contains("Zendesk") && wording.body.contains("502"), "{wording:?}");
    assert_eq!(failure, Failure::Broken { status: 502 });
}
