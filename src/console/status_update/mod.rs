//! Status updates: writing one, seeing what a template makes of it, and sending it exactly once.
//!
//! PagerDuty has no idempotency key for them either. An update is sent once; when its answer is lost, the timeline is searched
//! for it, and only when it is not there may it be sent again.

mod event;
mod sending;

use vecmap::VecMap;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, TemplateId};
use crate::domain::moment::Moment;
use crate::domain::status_update::{NewStatusUpdate, Rendered, Template, UpdateProblem};

use super::effect::{Effect, Focus, StatusUpdateEffect};
use super::event::Answer;
use super::latest_update::LatestUpdate;
use super::model::{Model, Task};
use super::recipients::Recipients;
use super::remote::Remote;
use super::{latest_update, recipients, session};

pub use event::StatusUpdateEvent;
pub(super) use sending::{follow_resolution, keep_after_refusal, look_again, no_longer_follow, send_after_resolving};

/// The id of the field with the text, where the focus goes when it has a problem.
pub const TEXT: &str = "status-update-text";

/// One status update as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Names it.
    pub asked: u32,
    /// When it was sent.
    pub at: Moment,
    /// What was sent.
    pub update: NewStatusUpdate,
    /// When the latest one known before was sent; the same words in that one are not these.
    pub after: Option<Moment>,
}

/// How far sending is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sending {
    /// The agent is writing it.
    #[default]
    Editing,
    /// It is on its way.
    Sending(Attempt),
    /// The answer was lost; the timeline is being searched.
    Checking {
        /// What was sent.
        attempt: Attempt,
        /// The question that is open; `None` while waiting to ask again.
        asked: Option<u32>,
        /// How often it was searched.
        lookups: u32,
        /// How the answer was lost.
        why: Failure,
    },
    /// Nobody knows whether it was sent, because the timeline could not be read either. It has to be, before it is sent again.
    Doubt {
        /// What was sent.
        attempt: Attempt,
        /// How the answer was lost.
        why: Failure,
    },
    /// It was not sent.
    Failed(Failure),
}

/// What a template made of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The template.
    pub template: TemplateId,
    /// The text that was put in.
    pub text: String,
    /// What came of it.
    pub outcome: Result<Rendered, Failure>,
}

/// A status update being written for one incident. It stays until it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateTask {
    /// As typed.
    pub text: String,
    /// Why it cannot be sent as it is, after the first attempt.
    pub problem: Option<UpdateProblem>,
    /// The template that words it.
    pub template: Option<TemplateId>,
    /// Whether the preview is shown instead of the text.
    pub preview: bool,
    /// The question to the template that counts, and what was put in.
    pub rendering: Option<(u32, TemplateId, String)>,
    /// What the template made of the text last time.
    pub filled: Option<Filled>,
    /// Whether the text goes into the reply too, once it was sent.
    pub insert: bool,
    /// Whether it goes out once the incident is resolved.
    pub after_resolving: bool,
    /// How far sending is.
    pub sending: Sending,
    /// Who is told.
    pub recipients: Recipients,
}

impl UpdateTask {
    /// What the chosen template makes of the text as it stands; nothing until that was read.
    pub fn outcome(&self) -> Option<&Result<Rendered, Failure>> {
        let filled = self.filled.as_ref()?;
        (Some(&filled.template) == self.template.as_ref() && filled.text == self.text.trim()).then_some(&filled.outcome)
    }

    /// Whether nothing can be changed now, because what is written is on its way.
    pub fn is_locked(&self) -> bool {
        matches!(self.sending, Sending::Sending(_) | Sending::Checking { .. })
    }

    /// Whether it can be sent as it is, without a look at what a template makes of it.
    pub fn is_final(&self) -> bool {
        self.template.is_none() || matches!(self.outcome(), Some(Ok(_)))
    }
}

/// All status updates of this console.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updates {
    /// Those that are being written.
    pub drafts: VecMap<IncidentId, UpdateTask>,
    /// The account's templates; none when its plan has none.
    pub templates: Remote<Vec<Template>>,
}

impl Model {
    /// The incident whose status update is being written.
    pub fn updating(&self) -> Option<&IncidentId> {
        match &self.task {
            Some(Task::StatusUpdate(id)) => Some(id),
            _ => None,
        }
    }

    /// The status update that is being written.
    pub fn update_task(&self) -> Option<&UpdateTask> {
        self.updates.drafts.get(self.updating()?)
    }

    /// The status update that is being written, to be changed.
    pub(super) fn update_task_mut(&mut self) -> Option<&mut UpdateTask> {
        let id = self.updating()?.clone();
        self.updates.drafts.get_mut(&id)
    }

    /// The draft of an incident's status update.
    pub(super) fn update_draft(&mut self, id: &IncidentId) -> &mut UpdateTask {
        self.updates.drafts.entry(id.clone()).or_default()
    }
}

pub(super) fn update(model: &mut Model, event: StatusUpdateEvent) -> Vec<Effect> {
    match event {
        StatusUpdateEvent::Opened(id) => open(model, &id),
        StatusUpdateEvent::Typed(id, text) => {
            let task = model.update_draft(&id);
            if !task.is_locked() {
                task.text = text;
                task.problem = None;
            }
            Vec::new()
        }
        StatusUpdateEvent::TemplateChosen(template) => {
            let Some(task) = model.update_task_mut() else { return Vec::new() };
            task.template = template;
            if task.preview { render(model) } else { Vec::new() }
        }
        StatusUpdateEvent::PreviewShown(preview) => {
            let Some(task) = model.update_task_mut() else { return Vec::new() };
            task.preview = preview;
            if preview { render(model) } else { Vec::new() }
        }
        StatusUpdateEvent::InsertToggled(insert) => {
            if let Some(task) = model.update_task_mut() {
                task.insert = insert;
            }
            Vec::new()
        }
        StatusUpdateEvent::Submitted => submit(model),
        StatusUpdateEvent::Answered { asked, incident, answer } => sending::answered(model, asked, &incident, answer),
        StatusUpdateEvent::LookedUp { asked, incident, answer } => sending::looked_up(model, asked, &incident, answer),
        StatusUpdateEvent::TemplatesArrived(answer) => {
            let expired = answer == Err(Failure::Unauthorized);
            model.updates.templates.absorb(answer);
            if expired { session::expired(model) } else { Vec::new() }
        }
        StatusUpdateEvent::Rendered { asked, incident, answer } => rendered(model, asked, &incident, answer),
        StatusUpdateEvent::RenderAgain => {
            if let Some(task) = model.update_task_mut() {
                task.filled = None;
            }
            let mut effects = load_templates(model);
            effects.extend(render(model));
            effects
        }
        StatusUpdateEvent::LatestArrived { .. }
        | StatusUpdateEvent::InsertClicked(_)
        | StatusUpdateEvent::Inserted(_) => latest_update::update(model, event),
        event => recipients::update(model, event),
    }
}

fn open(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    if model.permit_on(Action::SendStatusUpdate, id).is_err() {
        return Vec::new();
    }
    let task = model.update_draft(id);
    task.preview = false;
    model.task = Some(Task::StatusUpdate(id.clone()));
    let mut effects = vec![Effect::Focus(Focus::Task)];
    effects.extend(load_templates(model));
    effects.extend(recipients::load(model, id));
    effects
}

fn load_templates(model: &mut Model) -> Vec<Effect> {
    if !matches!(model.updates.templates, Remote::Absent | Remote::Failed(_)) {
        return Vec::new();
    }
    model.updates.templates.ask();
    vec![Effect::StatusUpdate(StatusUpdateEffect::LoadTemplates)]
}

/// Asks what the template makes of the text, unless that is known or being asked.
fn render(model: &mut Model) -> Vec<Effect> {
    let Some(id) = model.updating().cloned() else { return Vec::new() };
    let asked = model.ask();
    let task = model.update_draft(&id);
    let Some(template) = task.template.clone() else { return Vec::new() };
    let text = task.text.trim().to_owned();
    let same = |asked: &(u32, TemplateId, String)| asked.1 == template && asked.2 == text;
    if matches!(task.outcome(), Some(Ok(_))) || task.rendering.as_ref().is_some_and(same) || task.is_locked() {
        return Vec::new();
    }
    task.rendering = Some((asked, template.clone(), text.clone()));
    vec![Effect::StatusUpdate(StatusUpdateEffect::Render { asked, template, incident: id, message: text })]
}

fn rendered(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<Rendered>) -> Vec<Effect> {
    let expired = answer == Err(Failure::Unauthorized);
    let Some(task) = model.updates.drafts.get_mut(id) else { return Vec::new() };
    let Some((_, template, text)) = task.rendering.take_if(|(number, ..)| *number == asked) else { return Vec::new() };
    task.filled = Some(Filled { template, text, outcome: answer });
    if expired { session::expired(model) } else { Vec::new() }
}

fn submit(model: &mut Model) -> Vec<Effect> {
    let Some(id) = model.updating().cloned() else { return Vec::new() };
    if model.permit_on(Action::SendStatusUpdate, &id).is_err() {
        return Vec::new();
    }
    let task = model.update_draft(&id);
    let checked = match (&task.sending, &task.template) {
        (Sending::Sending(_) | Sending::Checking { .. }, _) => return Vec::new(),
        (Sending::Doubt { attempt, why }, _) => {
            let (attempt, why) = (attempt.clone(), why.clone());
            return sending::look_up(model, &id, attempt, 0, why);
        }
        (Sending::Editing | Sending::Failed(_), None) => NewStatusUpdate::plain(&task.text),
        (Sending::Editing | Sending::Failed(_), Some(_)) => match task.outcome() {
            Some(Ok(rendered)) if !rendered.errors.is_empty() => return Vec::new(),
            // What goes out differs from what was typed, so it is shown first.
            Some(Ok(_)) if !task.preview => {
                task.preview = true;
                return Vec::new();
            }
            Some(Ok(rendered)) => NewStatusUpdate::rendered(rendered),
            Some(Err(_)) | None => {
                task.preview = true;
                return render(model);
            }
        },
    };
    match checked {
        Ok(update) => sending::send(model, &id, update),
        Err(problem) => {
            task.problem = Some(problem);
            task.preview = false;
            vec![Effect::Focus(Focus::Element(TEXT.to_owned()))]
        }
    }
}

/// Forgets what was read with the agent's token; what was written stays.
pub(super) fn forget(model: &mut Model) {
    model.updates.templates = Remote::Absent;
    for (_, task) in &mut model.updates.drafts {
        task.filled = None;
        task.recipients = Recipients::default();
    }
    // A draft that outlives the session may outlive what was read beside it too.
    for (_, dossier) in &mut model.dossiers {
        dossier.latest_update = LatestUpdate::default();
    }
}
