//! What happens on the checklist, and what it wants done.

use crate::domain::region::Region;
use crate::domain::setup::{AppSettings, FieldReport, KeyReport, Plan, Probe, Profile, TicketForm};

use super::super::event::Answer;
use super::standing::Item;

/// Something that happened here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupEvent {
    /// Check everything again.
    AllClicked,
    /// Check this alone again.
    CheckClicked(Item),
    /// What was found of the field.
    FieldArrived {
        /// Names the question.
        asked: u32,
        /// The field and the forms.
        answer: Answer<FieldReport>,
    },
    /// Put the field on this form.
    AddToFormClicked(u64),
    /// Zendesk answered to that.
    FormAnswered {
        /// Names the question.
        asked: u32,
        /// The form.
        form: u64,
        /// The form as it is now.
        answer: Answer<TicketForm>,
    },
    /// The app's own settings.
    SettingsArrived {
        /// Names the question.
        asked: u32,
        /// The settings.
        answer: Answer<AppSettings>,
    },
    /// The client id was edited: the whole new text.
    ClientIdTyped(String),
    /// A region was chosen.
    RegionChosen(Region),
    /// Save client id and region.
    ConnectionSaveClicked,
    /// Go back to what is saved.
    ConnectionDiscarded,
    /// Zendesk answered to saving.
    ConnectionSaved {
        /// Names the question.
        asked: u32,
        /// The settings as they are now.
        answer: Answer<AppSettings>,
    },
    /// The administrator has registered the redirect address in PagerDuty.
    RedirectRegistered,
    /// Try to sign in, also when somebody is signed in.
    SignInTestClicked,
    /// Who is signed in.
    ProfileArrived {
        /// Names the question.
        asked: u32,
        /// The user and the account.
        answer: Answer<Profile>,
    },
    /// What became of a call with the read-only key.
    KeyTried {
        /// Names the question.
        asked: u32,
        /// The result.
        answer: Answer<KeyReport>,
    },
    /// What the plan has.
    PlanArrived {
        /// Names the question.
        asked: u32,
        /// The plan.
        answer: Answer<Plan>,
    },
    /// Try the calls that write, too.
    WritingCallsClicked,
    /// Unfold or fold the list of calls.
    CallsToggled,
    /// A call was answered, or not.
    Probed {
        /// Names the run.
        asked: u32,
        /// The answer.
        answer: Answer<()>,
    },
}

/// Something to be done for this part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupEffect {
    /// Find the app's field and the account's forms. Zendesk: `GET /api/v2/ticket_fields/{id}`, `GET /api/v2/ticket_forms`.
    LoadField {
        /// Names the question.
        asked: u32,
    },
    /// Put a field on a form. Zendesk: `PUT /api/v2/ticket_forms/{id}`.
    AddToForm {
        /// Names the question.
        asked: u32,
        /// The form.
        form: u64,
        /// The field.
        field: u64,
    },
    /// Read the app's own settings. Zendesk: `GET /api/v2/apps/installations/{id}`.
    LoadSettings {
        /// Names the question.
        asked: u32,
    },
    /// Write client id and region, and read them again. Zendesk: `PUT /api/v2/apps/installations/{id}`.
    SaveConnection {
        /// Names the question.
        asked: u32,
        /// The client id.
        client_id: String,
        /// The region.
        region: Region,
    },
    /// Ask PagerDuty whose the token is. PagerDuty REST: `GET /users/me`.
    LoadProfile {
        /// Names the question.
        asked: u32,
    },
    /// Ask PagerDuty something with the read-only key, through Zendesk's proxy. PagerDuty REST: `GET /abilities`.
    TryKey {
        /// Names the question.
        asked: u32,
    },
    /// Ask PagerDuty what the plan has.
    LoadPlan {
        /// Names the question.
        asked: u32,
    },
    /// Try one call.
    Probe {
        /// Names the run.
        asked: u32,
        /// The call.
        probe: Probe,
    },
}

impl SetupEffect {
    /// Whether it sends anything but questions. Only a press may lead to one that does.
    pub fn writes(&self) -> bool {
        match self {
            Self::AddToForm { .. } | Self::SaveConnection { .. } => true,
            Self::Probe { probe, .. } => probe.writes(),
            Self::LoadField { .. }
            | Self::LoadSettings { .. }
            | Self::LoadProfile { .. }
            | Self::TryKey { .. }
            | Self::LoadPlan { .. } => false,
        }
    }
}
