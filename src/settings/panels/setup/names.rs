//! What the things on the checklist are called.

use crate::domain::region::Region;
use crate::domain::setup::{Availability, ClientIdProblem, Feature, Place, Profile, Role};
use crate::i18n::SettingsMessage;

use super::super::super::setup::{Item, Reached, Standing};
use super::super::screen::Screen;

/// The name of an item, as its heading.
pub(super) fn title(item: Item) -> SettingsMessage {
    match item {
        Item::Field => SettingsMessage::SetupFieldTitle,
        Item::Connection => SettingsMessage::SetupConnectionTitle,
        Item::Redirect => SettingsMessage::SetupRedirectTitle,
        Item::SignIn => SettingsMessage::SetupSignInTitle,
        Item::Key => SettingsMessage::SetupKeyTitle,
        Item::Reach => SettingsMessage::SetupReachTitle,
        Item::Plan => SettingsMessage::SetupPlanTitle,
    }
}

/// What an item is about.
pub(super) fn meaning(item: Item) -> SettingsMessage {
    match item {
        Item::Field => SettingsMessage::SetupFieldMeaning,
        Item::Connection => SettingsMessage::SetupConnectionMeaning,
        Item::Redirect => SettingsMessage::SetupRedirectMeaning,
        Item::SignIn => SettingsMessage::SetupSignInMeaning,
        Item::Key => SettingsMessage::SetupKeyMeaning,
        Item::Reach => SettingsMessage::SetupReachMeaning,
        Item::Plan => SettingsMessage::SetupPlanMeaning,
    }
}

/// How far an item is, in a word or two.
pub(super) fn standing_name(standing: Standing) -> SettingsMessage {
    match standing {
        Standing::Checking => SettingsMessage::SetupStandingChecking,
        Standing::Done => SettingsMessage::SetupStandingDone,
        Standing::NeedsYou => SettingsMessage::SetupStandingNeedsYou,
        Standing::Unknown => SettingsMessage::SetupStandingUnknown,
        Standing::NotNeeded => SettingsMessage::SetupStandingNotNeeded,
    }
}

/// The name of a region.
pub(super) fn region(region: Region) -> SettingsMessage {
    match region {
        Region::Us => SettingsMessage::SetupRegionUs,
        Region::Eu => SettingsMessage::SetupRegionEu,
    }
}

/// What PagerDuty calls a role.
fn role(role: Option<Role>) -> SettingsMessage {
    match role {
        Some(Role::Owner) => SettingsMessage::SetupRoleOwner,
        Some(Role::Admin) => SettingsMessage::SetupRoleAdmin,
        Some(Role::Manager) => SettingsMessage::SetupRoleManager,
        Some(Role::Responder) => SettingsMessage::SetupRoleResponder,
        Some(Role::Observer) => SettingsMessage::SetupRoleObserver,
        Some(Role::Restricted) => SettingsMessage::SetupRoleRestricted,
        Some(Role::FullStakeholder) => SettingsMessage::SetupRoleFullStakeholder,
        Some(Role::LimitedStakeholder) => SettingsMessage::SetupRoleLimitedStakeholder,
        None => SettingsMessage::SetupRoleUnknown,
    }
}

/// Who is signed in, in one sentence.
pub(super) fn signed_in(screen: Screen, profile: &Profile) -> String {
    screen.words.say(SettingsMessage::SetupSignedInAs {
        name: profile.name.clone(),
        email: profile.email.clone(),
        role: screen.words.say(role(profile.role)),
    })
}

/// The address and the region of the account, if both are known.
pub(super) fn account(screen: Screen, profile: &Profile) -> Option<String> {
    let (subdomain, at) = (profile.subdomain.as_ref()?, profile.region?);
    let domain = match at {
        Region::Us => "pagerduty.com",
        Region::Eu => "eu.pagerduty.com",
    };
    let message =
        SettingsMessage::SetupAccountAt { name: format!("{subdomain}.{domain}"), region: screen.words.say(region(at)) };
    Some(screen.words.say(message))
}

/// What is wrong with a client id.
pub(super) fn client_id_problem(problem: ClientIdProblem) -> SettingsMessage {
    match problem {
        ClientIdProblem::Empty => SettingsMessage::SetupClientIdEmpty,
        ClientIdProblem::Address => SettingsMessage::SetupClientIdAddress,
        ClientIdProblem::Characters => SettingsMessage::SetupClientIdCharacters,
        ClientIdProblem::Length => SettingsMessage::SetupClientIdLength,
    }
}

/// What became of a call.
pub(super) fn result(reached: Option<Reached>) -> SettingsMessage {
    match reached {
        Some(Reached::Answered) => SettingsMessage::SetupReachAnswered,
        Some(Reached::Refused) => SettingsMessage::SetupReachRefused,
        Some(Reached::TimedOut) => SettingsMessage::SetupReachTimedOut,
        None => SettingsMessage::SetupReachUntried,
    }
}

/// Something that a plan has or lacks.
pub(super) fn feature(feature: Feature) -> SettingsMessage {
    match feature {
        Feature::Responders => SettingsMessage::SetupFeatureResponders,
        Feature::Priorities => SettingsMessage::SetupFeaturePriorities,
        Feature::Workflows => SettingsMessage::SetupFeatureWorkflows,
        Feature::Templates => SettingsMessage::SetupFeatureTemplates,
        Feature::Teams => SettingsMessage::SetupFeatureTeams,
        Feature::Urgencies => SettingsMessage::SetupFeatureUrgencies,
    }
}

/// Whether the account has it.
pub(super) fn state(availability: &Availability) -> SettingsMessage {
    match availability {
        Availability::On => SettingsMessage::SetupPlanOn,
        Availability::Off => SettingsMessage::SetupPlanOff,
        Availability::Unknown(_) => SettingsMessage::SetupPlanUnknown,
    }
}

/// A part of the app.
pub(super) fn place(place: Place) -> SettingsMessage {
    match place {
        Place::SignIn => SettingsMessage::SetupPlaceSignIn,
        Place::Incidents => SettingsMessage::SetupPlaceIncidents,
        Place::Notes => SettingsMessage::SetupPlaceNotes,
        Place::Timeline => SettingsMessage::SetupPlaceTimeline,
        Place::Create => SettingsMessage::SetupPlaceCreate,
        Place::Change => SettingsMessage::SetupPlaceChange,
        Place::Snooze => SettingsMessage::SetupPlaceSnooze,
        Place::People => SettingsMessage::SetupPlacePeople,
        Place::Responders => SettingsMessage::SetupPlaceResponders,
        Place::StatusUpdates => SettingsMessage::SetupPlaceStatusUpdates,
        Place::Templates => SettingsMessage::SetupPlaceTemplates,
        Place::Workflows => SettingsMessage::SetupPlaceWorkflows,
        Place::Priorities => SettingsMessage::SetupPlacePriorities,
        Place::Setup => SettingsMessage::SetupPlaceSetup,
        Place::Automation => SettingsMessage::SetupPlaceAutomation,
    }
}
