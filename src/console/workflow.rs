//! Running a workflow on an incident exactly once.
//!
//! A run carries an id that is chosen here, and is sent once. PagerDuty documents no way to read it back, so when the answer is
//! lost the timeline is searched, and only when it tells of no such run may it be started again, under the same id.

use std::time::Duration;

use vecmap::VecMap;

use crate::domain::action::Action;
use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, WorkflowId};
use crate::domain::moment::Moment;
use crate::domain::search::Words;
use crate::domain::workflow::{InstanceId, Runnable, RunnableId, Trace};
use crate::kit::fold::folded;

use super::effect::{Effect, Focus, Timer, WorkflowEffect};
use super::event::Answer;
use super::model::{Model, Notice, Spoken, Task};
use super::remote::Remote;
use super::{session, timeline};

/// How often the timeline is searched before the agent is told.
const MOST_LOOKUPS: u32 = 3;

/// Between two searches: what was lost may still be on its way.
const BETWEEN_LOOKUPS: Duration = Duration::from_secs(3);

/// When the timeline is looked at for what a run does: so long after the start, and after each look.
const WATCH: [Duration; 4] =
    [Duration::from_secs(3), Duration::from_secs(7), Duration::from_secs(20), Duration::from_secs(60)];

/// Clocks differ: an entry that PagerDuty dates so much before ours can still be about our run.
const CLOCK_SKEW: Duration = Duration::from_secs(120);

/// Something that happened to workflows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkflowEvent {
    /// The agent wants to run one.
    Opened(IncidentId),
    /// What can be run came.
    Arrived {
        /// The question.
        asked: u32,
        /// The answer.
        answer: Answer<Vec<Runnable>>,
    },
    /// The agent wants the list read again after a failure.
    ReloadClicked,
    /// The agent typed into the search.
    Typed(String),
    /// The agent chose one.
    Chosen(RunnableId),
    /// What a workflow does came.
    StepsArrived(WorkflowId, Answer<Vec<String>>),
    /// The agent runs the chosen one, or lets a lost start be searched for again.
    Submitted,
    /// PagerDuty answered to a start.
    Answered {
        /// Which one.
        asked: u32,
        /// On which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<()>,
    },
    /// What the timeline tells of workflows since the start came.
    Traced {
        /// The question.
        asked: u32,
        /// On which incident.
        incident: IncidentId,
        /// The answer.
        answer: Answer<Vec<Trace>>,
    },
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunStage {
    /// The start is on its way.
    Starting,
    /// The answer was lost; the timeline is being searched.
    Checking {
        /// The question that is open; `None` while waiting to ask again.
        asked: Option<u32>,
        /// How often it was searched.
        lookups: u32,
        /// How the answer was lost.
        why: Failure,
    },
    /// Nobody knows whether it has started, because the timeline could not be read either.
    Doubt(Failure),
    /// It has not started.
    Failed(Failure),
    /// It has started.
    Started {
        /// The question about the timeline that is open.
        asked: Option<u32>,
        /// How often the timeline was looked at.
        looks: usize,
        /// The latest that the timeline tells of it.
        trace: Option<Trace>,
    },
}

/// One run of a workflow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Names it among the questions.
    pub asked: u32,
    /// What runs.
    pub runnable: Runnable,
    /// Its id, the same for each attempt.
    pub instance: InstanceId,
    /// When it was sent.
    pub at: Moment,
    /// Whether an earlier attempt under this id may have arrived.
    pub repeated: bool,
    /// How far it is.
    pub stage: RunStage,
}

/// The task that runs a workflow, and the last run on each incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workflows {
    /// What can be run on the incident of the task.
    pub offers: Remote<Vec<Runnable>>,
    /// The question about it that counts.
    pub asked: Option<u32>,
    /// Whether the account has been seen not to answer to response plays, so that it is not asked again.
    pub without_plays: bool,
    /// As typed.
    pub query: String,
    /// What is to be run.
    pub chosen: Option<RunnableId>,
    /// Whether the agent tried to run nothing.
    pub nothing_chosen: bool,
    /// What workflows do, as far as that was read.
    pub steps: VecMap<WorkflowId, Remote<Vec<String>>>,
    /// The last run on each incident.
    pub runs: VecMap<IncidentId, Run>,
}

impl Workflows {
    /// What fits the query.
    pub fn results(&self) -> Vec<&Runnable> {
        let words = Words::of(&self.query, folded);
        let fits = |it: &&Runnable| words.are_in(&format!("{} {}", it.name, it.description));
        self.offers.known().map(|all| all.iter().filter(fits).collect()).unwrap_or_default()
    }

    /// What is to be run, if it is there.
    pub fn chosen(&self) -> Option<&Runnable> {
        self.offers.known()?.iter().find(|it| Some(&it.id) == self.chosen.as_ref())
    }
}

impl Model {
    /// The incident on which a workflow is to be run.
    pub fn running_on(&self) -> Option<&IncidentId> {
        match &self.task {
            Some(Task::Workflow(id)) => Some(id),
            _ => None,
        }
    }

    /// The last run on the incident of the task.
    pub fn run(&self) -> Option<&Run> {
        self.workflows.runs.get(self.running_on()?)
    }

    fn run_mut(&mut self, id: &IncidentId) -> Option<&mut Run> {
        self.workflows.runs.get_mut(id)
    }
}

pub(super) fn update(model: &mut Model, event: WorkflowEvent) -> Vec<Effect> {
    match event {
        WorkflowEvent::Opened(id) => open(model, id),
        WorkflowEvent::Arrived { asked, answer } => arrived(model, asked, answer),
        WorkflowEvent::ReloadClicked => load(model),
        WorkflowEvent::Typed(query) => {
            model.workflows.query = query;
            Vec::new()
        }
        WorkflowEvent::Chosen(id) => choose(model, id),
        WorkflowEvent::StepsArrived(id, answer) => {
            let expired = answer == Err(Failure::Unauthorized);
            model.workflows.steps.entry(id).or_default().absorb(answer);
            if expired { session::expired(model) } else { Vec::new() }
        }
        WorkflowEvent::Submitted => submit(model),
        WorkflowEvent::Answered { asked, incident, answer } => answered(model, asked, &incident, answer),
        WorkflowEvent::Traced { asked, incident, answer } => traced(model, asked, &incident, answer),
    }
}

/// Forgets what was read with the agent's token.
pub(super) fn forget(model: &mut Model) {
    let workflows = &mut model.workflows;
    workflows.offers = Remote::Absent;
    workflows.asked = None;
    workflows.steps.clear();
    workflows.without_plays = false;
}

fn open(model: &mut Model, id: IncidentId) -> Vec<Effect> {
    if model.permit_on(Action::RunWorkflow, &id).is_err() {
        return Vec::new();
    }
    model.task = Some(Task::Workflow(id));
    model.workflows.offers = Remote::Absent;
    model.workflows.query.clear();
    model.workflows.nothing_chosen = false;
    let mut effects = vec![Effect::Focus(Focus::Task)];
    effects.extend(load(model));
    effects
}

fn load(model: &mut Model) -> Vec<Effect> {
    let Some(incident) = model.running_on().cloned() else { return Vec::new() };
    let asked = model.ask();
    let workflows = &mut model.workflows;
    workflows.offers.ask();
    workflows.asked = Some(asked);
    let plays = !workflows.without_plays;
    vec![Effect::Workflow(WorkflowEffect::Load { asked, incident, plays })]
}

fn arrived(model: &mut Model, asked: u32, answer: Answer<Vec<Runnable>>) -> Vec<Effect> {
    let workflows = &mut model.workflows;
    if workflows.asked.take_if(|number| *number == asked).is_none() {
        return Vec::new();
    }
    let expired = answer == Err(Failure::Unauthorized);
    if let Ok(all) = &answer {
        workflows.without_plays = !all.iter().any(|it| matches!(it.id, RunnableId::ResponsePlay(_)));
    }
    workflows.offers.absorb(answer);
    if expired {
        return session::expired(model);
    }
    // What was chosen for another incident may not be offered for this one.
    let chosen = workflows.chosen().map(|it| it.id.clone());
    workflows.chosen.clone_from(&chosen);
    chosen.map(|id| choose(model, id)).unwrap_or_default()
}

fn choose(model: &mut Model, id: RunnableId) -> Vec<Effect> {
    let workflows = &mut model.workflows;
    workflows.nothing_chosen = false;
    workflows.chosen = Some(id.clone());
    let RunnableId::Workflow(id) = id else { return Vec::new() };
    let steps = workflows.steps.entry(id.clone()).or_default();
    if !matches!(steps, Remote::Absent | Remote::Failed(_)) {
        return Vec::new();
    }
    steps.ask();
    vec![Effect::Workflow(WorkflowEffect::LoadSteps(id))]
}

fn submit(model: &mut Model) -> Vec<Effect> {
    let Some(incident) = model.running_on().cloned() else { return Vec::new() };
    if model.permit_on(Action::RunWorkflow, &incident).is_err() {
        return Vec::new();
    }
    match model.run_mut(&incident).map(|run| (run.stage.clone(), run.repeated)) {
        Some((RunStage::Starting | RunStage::Checking { .. }, _)) => return Vec::new(),
        // Whatever is chosen now: first it has to be known what became of the last one.
        Some((RunStage::Doubt(why), _)) => return look_up(model, &incident, 0, why),
        _ => {}
    }
    let Some(runnable) = model.workflows.chosen().cloned() else {
        model.workflows.nothing_chosen = true;
        return Vec::new();
    };
    let (asked, at) = (model.ask(), model.now);
    let me = model.me().map(|me| me.id.to_string()).unwrap_or_default();
    let before = model.workflows.runs.get(&incident).filter(|run| run.runnable.id == runnable.id);
    let again = before.and_then(|run| match &run.stage {
        RunStage::Failed(failure) => Some((run.instance.clone(), run.repeated || failure.leaves_doubt())),
        _ => None,
    });
    let (instance, repeated) = again.unwrap_or_else(|| (InstanceId::new(&me, at, asked), false));
    let run = Run { asked, instance: instance.clone(), at, repeated, stage: RunStage::Starting, runnable };
    let id = run.runnable.id.clone();
    model.workflows.runs.insert(incident.clone(), run);
    model
        .drop_notices(|notice| matches!(notice, Notice::WorkflowStarted { incident: other, .. } if *other == incident));
    vec![Effect::Workflow(WorkflowEffect::Start { asked, incident, id, instance })]
}

fn answered(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<()>) -> Vec<Effect> {
    let Some(run) = model.run_mut(id).filter(|run| run.asked == asked && run.stage == RunStage::Starting) else {
        return Vec::new();
    };
    let repeated = run.repeated;
    match answer {
        Ok(()) => started(model, id, None),
        Err(why) if why.leaves_doubt() => look_up(model, id, 0, why),
        // Under an id that PagerDuty has seen before, a refusal may say just that.
        Err(why @ (Failure::Rejected(_) | Failure::Conflict(_))) if repeated => look_up(model, id, 0, why),
        Err(failure) => failed(model, id, failure),
    }
}

fn failed(model: &mut Model, id: &IncidentId, failure: Failure) -> Vec<Effect> {
    if let Some(run) = model.run_mut(id) {
        run.stage = RunStage::Failed(failure.clone());
    }
    tell_failure(model, id, failure)
}

fn tell_failure(model: &mut Model, id: &IncidentId, failure: Failure) -> Vec<Effect> {
    if model.running_on() != Some(id) {
        // Nobody looks at the task, so a message tells.
        let (action, incident) = (Action::RunWorkflow, id.clone());
        model.notify(Notice::CommandFailed { action, incident, failure: failure.clone() });
    }
    let expired = failure == Failure::Unauthorized;
    let mut effects = model.say(Spoken::Failed(failure));
    if expired {
        effects.extend(session::expired(model));
    }
    effects
}

fn trace(model: &Model, id: &IncidentId, asked: u32) -> Vec<Effect> {
    let Some(run) = model.workflows.runs.get(id) else { return Vec::new() };
    vec![Effect::Workflow(WorkflowEffect::Trace {
        asked,
        incident: id.clone(),
        since: run.at.before(CLOCK_SKEW),
        instance: run.instance.clone(),
        name: run.runnable.name.clone(),
        agent: model.me().map(|me| me.name.clone()).unwrap_or_default(),
    })]
}

fn look_up(model: &mut Model, id: &IncidentId, lookups: u32, why: Failure) -> Vec<Effect> {
    let asked = model.ask();
    let Some(run) = model.run_mut(id) else { return Vec::new() };
    run.stage = RunStage::Checking { asked: Some(asked), lookups: lookups + 1, why };
    trace(model, id, asked)
}

/// A pause is over: between two searches for a lost start, or between two looks at a run.
pub(super) fn look_again(model: &mut Model, id: &IncidentId) -> Vec<Effect> {
    let asked = model.ask();
    let Some(run) = model.run_mut(id) else { return Vec::new() };
    match &mut run.stage {
        RunStage::Checking { asked: None, lookups, why } => {
            let (lookups, why) = (*lookups, why.clone());
            look_up(model, id, lookups, why)
        }
        RunStage::Started { asked: open @ None, looks, .. } => {
            *open = Some(asked);
            *looks += 1;
            trace(model, id, asked)
        }
        _ => Vec::new(),
    }
}

fn traced(model: &mut Model, asked: u32, id: &IncidentId, answer: Answer<Vec<Trace>>) -> Vec<Effect> {
    let again = |wait| vec![Effect::Wake(Timer::Workflow(id.clone()), wait)];
    let Some(run) = model.run_mut(id) else { return Vec::new() };
    let expired = answer == Err(Failure::Unauthorized);
    match &mut run.stage {
        RunStage::Started { asked: open, looks, trace } => {
            if open.take_if(|number| *number == asked).is_none() {
                return Vec::new();
            }
            let next = WATCH.get(*looks).copied();
            let mut news = false;
            if let Some(latest) = answer.ok().as_deref().and_then(Trace::latest) {
                news = trace.as_ref() != Some(latest);
                *trace = Some(latest.clone());
            }
            if expired {
                return session::expired(model);
            }
            let mut effects = next.map(again).unwrap_or_default();
            if news {
                effects.extend(timeline::reload_open_sections(model));
            }
            effects
        }
        RunStage::Checking { asked: open, lookups, why } => {
            if open.take_if(|number| *number == asked).is_none() {
                return Vec::new();
            }
            let (last, why) = (*lookups >= MOST_LOOKUPS, why.clone());
            match answer {
                Ok(traces) if Trace::shows_run(&traces) => started(model, id, Trace::latest(&traces).cloned()),
                Ok(_) if last => failed(model, id, why),
                Err(_) if last || expired => {
                    run.stage = RunStage::Doubt(why.clone());
                    let mut effects = tell_failure(model, id, why);
                    if expired {
                        effects.extend(session::expired(model));
                    }
                    effects
                }
                Ok(_) | Err(_) => again(BETWEEN_LOOKUPS),
            }
        }
        RunStage::Starting | RunStage::Doubt(_) | RunStage::Failed(_) => Vec::new(),
    }
}

fn started(model: &mut Model, id: &IncidentId, trace: Option<Trace>) -> Vec<Effect> {
    let Some(run) = model.run_mut(id) else { return Vec::new() };
    run.stage = RunStage::Started { asked: None, looks: 0, trace };
    let name = run.runnable.name.clone();
    let mut effects = Vec::new();
    if model.running_on() == Some(id) {
        model.task = None;
        model.workflows.chosen = None;
        effects.push(Effect::Focus(Focus::Incident(id.clone())));
    }
    model.drop_notices(|notice| {
        matches!(notice, Notice::CommandFailed { action: Action::RunWorkflow, incident, .. } if incident == id)
    });
    model.notify(Notice::WorkflowStarted { incident: id.clone(), name });
    effects.extend(model.say(Spoken::WorkflowStarted));
    let [first, ..] = WATCH;
    effects.push(Effect::Wake(Timer::Workflow(id.clone()), first));
    effects.extend(timeline::reload_open_sections(model));
    effects
}
