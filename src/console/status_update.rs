//! Status updates: writing one, seeing what a template makes of it, and sending it exactly once.
//!
//! PagerDuty has no idempotency key for them either. An update is sent once; when its answer is lost, the timeline is searched
//! for it, and only when it is not there may it be sent again.

use std::time::Duration;

use vecmap::VecMap;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, TemplateId};
use crate::domain::moment::Moment;
use crate::domain::status_update::{
    NewStatusUpdate, Rendered, StatusUpdate, Subscriber, SubscriberId, Subscribers, Subscription, Template,
    UpdateProblem,
};

use super::effect::{Effect, Focus, StatusUpdateEffect, Timer};
use super::event::Answer;
use super::latest_update::LatestUpdate;
use super::model::{Model, Notice, Spoken, Task};
use super::recipients::Recipients;
use super::remote::Remote;
use super::{latest_update, recipients, session, timeline};

/// The id of the field with the text, where the focus goes when it has a problem.
pub const TEXT: &str = "status-update-text";

/// How often the timeline is searched before the agent is told.
const MOST_LOOKUPS: u32 = 3;

/// Between two searches: what was lost may still be on its way.
const BETWEEN_LOOKUPS: Duration = Duration::from_secs(3);

/// Clocks differ: an update that PagerDuty dates so much before ours can still be ours.
const CLOCK_SKEW: Duration = Duration::from_secs(120);

/// Something that happened to a status update or its recipients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatusUpdateEvent {
    /// The agent wants to write one.
    Opened(IncidentId),
    /// The agent typed.
    Typed(IncidentId, String),
    /// The agent chose a template, or none.
    TemplateChosen(Option<TemplateId>),
    /// The agent went to the preview, or back to the text.
    PreviewShown(bool),
    /// The agent wants the text in the reply too, once it was sent.
    InsertToggled(bool),
    /// The agent sends it, or lets a lost one be searched for again.
    Submitted,
    /// PagerDuty answered to an update.
    Answered {
        /// Which one.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<StatusUpdate>,
    },
    /// The updates since the lost one was sent came.
    LookedUp {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Vec<StatusUpdate>>,
    },
    /// The account's templates came; none when its plan has none.
    TemplatesArrived(Answer<Vec<Template>>),
    /// A template was filled in.
    Rendered {
        /// The question.
        asked: u32,
        /// For which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Rendered>,
    },
    /// The agent wants the template filled in again after a failure.
    RenderAgain,
    /// The incident's subscribers came.
    SubscribersArrived {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Subscribers>,
    },
    /// The agent opened or closed the list of recipients.
    RecipientsToggled,
    /// The agent wants to see more names.
    MoreNamesClicked,
    /// Names of subscribers came; one that could not be read is empty.
    NamesArrived {
        /// Of which incident.
        incident: IncidentId,
        /// Who.
        names: Vec<Subscriber>,
    },
    /// The agent typed into the search for somebody to add.
    SubscriberTyped(String),
    /// Teams and users came.
    SubscribersFound {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Vec<Subscriber>>,
    },
    /// The agent chose somebody to add.
    SubscriberChosen(Subscriber),
    /// The agent took somebody off those to add.
    SubscriberDropped(SubscriberId),
    /// The agent adds those who were chosen.
    SubscribeClicked,
    /// PagerDuty told what became of each.
    Subscribed {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer, in the order of those who were chosen.
        answer: Answer<Vec<Subscription>>,
    },
    /// The latest updates came, newest first.
    LatestArrived {
        /// The question.
        asked: u32,
        /// Of which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Vec<StatusUpdate>>,
    },
    /// The agent wants the latest update in the reply.
    InsertClicked(IncidentId),
    /// Zendesk answered to the text for the reply.
    Inserted(Answer<()>),
}

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
        StatusUpdateEvent::Answered { asked, incident, answer } => answered(model, asked, &incident, answer),
        StatusUpdateEvent::LookedUp { asked, incident, answer } => looked_up(model, asked, &incident, answer),
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
            return look_up(model, &id, attempt, 0, why);
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
        Ok(update) => send(model, &id, update),
        Err(problem) => {
            task.problem = Some(problem);
            task.preview = false;
            vec![Effect::Focus(Focus::Element(TEXT.to_owned()))]
        }
    }
}

/// Sends an update; the caller has asked for permission.
fn send(model: &mut Model, id: &IncidentId, update: NewStatusUpdate) -> Vec<Effect> {
    let (asked, at) = (model.ask(), model.now);
    let after = model.dossier(id).latest_update.known.as_ref().map(|it| it.at);
    let task = model.update_draft(id);
    task.problem = None;
    task.after_resolving = false;
    task.sending = Sending::Sending(Attempt { asked, at, update: update.clone(), after });
    model.drop_notices(|notice| matches!(notice, Notice::StatusUpdateFailed { incident, .. } if incident == id));
    vec![Effect::StatusUpdate(StatusUpdateEffect::Send { asked, incident: id.clone(), update: Box::new(update) })]
}

/// Forgets what was read with the agent's token; what was written stays.
pub(super) fn forget(model: &mut Model) {
    model.updates.templates = Remote::Absent;
    for (_, task) in &mut model.updates.drafts {
        task.filled = None;
        task.recipients = Recipients::default();
    }
    // A draft that outlives the session may outlive what was read beside it too.
    for (_, dossier) in model.dossiers.iter_mut() {
        dossier.latest_update = LatestUpdate::default();
    }
}

/// The draft is to go out once the incident is resolved; says whether it can.
pub(super) fn follow_resolution(model: &mut Model, id: &IncidentId) -> bool {
    let may = model.permit_on(Action::SendStatusUpdate, id).is_ok();
    let task = model.update_draft(id);
    // What was not settled has to be settled in its own task.
    if !may || !matches!(task.sending, Sending::Editing | Sending::Failed(_)) {
        return false;
    }
    task.problem = NewStatusUpdate::plain(&task.text).err();
    task.after_resolving = task.problem.is_none();
    task.after_resolving
}

/// The resolution was taken back; says whether an update was to follow.
pub(super) fn no_longer_follow(model: &mut Model, id: &IncidentId) -> bool {
    model.updates.drafts.get_mut(id).is_some_and(|task| std::mem::take(&mut task.after_resolving))
}

/// The incident is resolved, and an update was to follow.
pub(super) fn send_after_resolving(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let Some(task) = model.updates.drafts.get_mut(id).filter(|task| task.after_resolving) else { return Vec::new() };
    task.after_resolving = false;
    let checked = NewStatusUpdate::plain(&task.text);
    match checked {
        Ok(update) if model.permit_on(Action::SendStatusUpdate, id).is_ok() => send(model, id, update),
        _ => {
            model.notify(Notice::StatusUpdateFailed { incident: id.clone(), failure: None });
            Vec::new()
        }
    }
}

/// The incident could not be resolved, so the update that was to follow stays a draft.
pub(super) fn keep_after_refusal(model: &mut Model, id: &IncidentId) {
    let Some(task) = model.updates.drafts.get_mut(id).filter(|task| task.after_resolving) else { return };
    task.after_resolving = false;
    model.notify(Notice::StatusUpdateFailed { incident: id.clone(), failure: None });
}

fn answered(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<StatusUpdate>) -> Vec<Effect> {
    let Some(task) = model.updates.drafts.get_mut(id) else { return Vec::new() };
    let attempt = match &task.sending {
        Sending::Sending(attempt) if attempt.asked == asked => attempt.clone(),
        _ => return Vec::new(),
    };
    match answer {
        Ok(update) => sent(model, id, update),
        Err(why) if why.leaves_doubt() => look_up(model, id, attempt, 0, why),
        Err(failure) => failed(model, id, failure),
    }
}

fn failed(model: &mut Model, id: &IncidentId, failure: Failure) -> Vec<Effect> {
    model.update_draft(id).sending = Sending::Failed(failure.clone());
    if model.updating() != Some(id) {
        // Nobody looks at the draft, so a message leads back to it.
        model.notify(Notice::StatusUpdateFailed { incident: id.clone(), failure: Some(failure.clone()) });
    }
    let mut effects = model.say(Spoken::Failed(failure.clone()));
    if failure == Failure::Unauthorized {
        effects.extend(session::expired(model));
    }
    effects
}

fn look_up(model: &mut Model, id: &IncidentId, attempt: Attempt, lookups: u32, why: Failure) -> Vec<Effect> {
    let asked = model.ask();
    let since = attempt.at.before(CLOCK_SKEW);
    let checking = Sending::Checking { attempt, asked: Some(asked), lookups: lookups + 1, why };
    model.update_draft(id).sending = checking;
    vec![Effect::StatusUpdate(StatusUpdateEffect::LookUp { asked, incident: id.clone(), since })]
}

/// The pause between two searches is over.
pub(super) fn look_again(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let Some(task) = model.updates.drafts.get(id) else { return Vec::new() };
    match &task.sending {
        Sending::Checking { attempt, asked: None, lookups, why } => {
            let (attempt, lookups, why) = (attempt.clone(), *lookups, why.clone());
            look_up(model, id, attempt, lookups, why)
        }
        _ => Vec::new(),
    }
}

fn looked_up(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<Vec<StatusUpdate>>) -> Vec<Effect> {
    let me = model.me().map(|me| me.name.clone());
    let Some(task) = model.updates.drafts.get_mut(id) else { return Vec::new() };
    let Sending::Checking { attempt, asked: open, lookups, why } = &mut task.sending else { return Vec::new() };
    if open.take_if(|number| *number == asked).is_none() {
        return Vec::new();
    }
    let is_it = |update: &StatusUpdate| {
        let mine = update.who.is_none() || me.is_none() || update.who == me;
        mine && update.message == attempt.update.message() && attempt.after.is_none_or(|after| update.at > after)
    };
    let (last, why) = (*lookups >= MOST_LOOKUPS, why.clone());
    match answer {
        Ok(updates) => match updates.into_iter().find(is_it) {
            Some(update) => sent(model, id, update),
            None if last => failed(model, id, why),
            None => vec![Effect::Wake(Timer::UpdateCheck(id.clone()), BETWEEN_LOOKUPS)],
        },
        Err(failure) => {
            let expired = failure == Failure::Unauthorized;
            if !last && !expired {
                return vec![Effect::Wake(Timer::UpdateCheck(id.clone()), BETWEEN_LOOKUPS)];
            }
            task.sending = Sending::Doubt { attempt: attempt.clone(), why: why.clone() };
            if model.updating() != Some(id) {
                model.notify(Notice::StatusUpdateFailed { incident: id.clone(), failure: Some(why.clone()) });
            }
            let mut effects = model.say(Spoken::Failed(why));
            if expired {
                effects.extend(session::expired(model));
            }
            effects
        }
    }
}

fn sent(model: &mut Model, id: &IncidentId, update: StatusUpdate) -> Vec<Effect> {
    let task = model.updates.drafts.remove(id).unwrap_or_default();
    let mut effects = Vec::new();
    if model.updating() == Some(id) {
        model.task = None;
        effects.push(Effect::Focus(Focus::Incident(id.clone())));
    }
    if task.insert {
        let text = update.message.clone();
        effects.push(Effect::StatusUpdate(StatusUpdateEffect::Insert { text }));
    }
    latest_update::adopt(model, id, update);
    let subscribers = task.recipients.known.known().map(Subscribers::counts);
    model.drop_notices(|notice| matches!(notice, Notice::StatusUpdateFailed { incident, .. } if incident == id));
    model.notify(Notice::StatusUpdateSent { incident: id.clone(), subscribers });
    effects.extend(model.say(Spoken::StatusUpdateSent));
    effects.extend(timeline::reload_open_sections(model));
    effects
}
