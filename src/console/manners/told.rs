//! What agents wrote for subscribers, and what was on its way to them or to a workflow, survives a reload.
//!
//! Whatever was under way when the page went may have arrived. It comes back in doubt, so that the timeline is searched before
//! anything is sent or started again.

use crate::domain::failure::Failure;
use crate::domain::id::{IncidentId, ResponsePlayId, WorkflowId};
use crate::domain::moment::Moment;
use crate::domain::status_update::NewStatusUpdate;
use crate::domain::workflow::{InstanceId, Runnable, RunnableId};

use super::super::model::Model;
use super::super::status_update::{Attempt, Sending};
use super::super::workflow::{Run, RunStage};
use super::drafts::Shelf;

pub(super) fn keep_updates(model: &Model, shelf: &mut Shelf) {
    shelf.drop_all("update ");
    shelf.drop_all("sent update ");
    for (id, task) in &model.updates.drafts {
        shelf.put(format!("update {id}"), task.text.clone());
        let (Sending::Sending(attempt) | Sending::Checking { attempt, .. } | Sending::Doubt { attempt, .. }) =
            &task.sending
        else {
            continue;
        };
        let after = attempt.after.map_or_else(|| "-".to_owned(), |after| after.0.to_string());
        shelf.put(format!("sent update {id}"), format!("{} {after}\n{}", attempt.at.0, attempt.update.message()));
    }
}

pub(super) fn put_updates_back(model: &mut Model, shelf: &Shelf) {
    for (id, text) in shelf.below("update ") {
        let Some(id) = IncidentId::parse(&id) else { continue };
        let draft = model.update_draft(&id);
        if draft.text.is_empty() {
            draft.text = text;
        }
    }
    for (id, text) in shelf.below("sent update ") {
        let asked = model.ask();
        let (Some(id), Some(attempt)) = (IncidentId::parse(&id), attempt(asked, &text)) else { continue };
        let draft = model.update_draft(&id);
        if draft.sending == Sending::Editing {
            draft.sending = Sending::Doubt { attempt, why: Failure::Unreachable };
        }
    }
}

fn attempt(asked: u32, text: &str) -> Option<Attempt> {
    let (head, message) = text.split_once('\n')?;
    let (at, after) = head.split_once(' ')?;
    let update = NewStatusUpdate::plain(message).ok()?;
    Some(Attempt { asked, at: Moment(at.parse().ok()?), update, after: after.parse().ok().map(Moment) })
}

pub(super) fn keep_runs(model: &Model, shelf: &mut Shelf) {
    shelf.drop_all("run ");
    for (id, run) in &model.workflows.runs {
        if matches!(run.stage, RunStage::Failed(_) | RunStage::Started { .. }) {
            continue;
        }
        let kind = if matches!(run.runnable.id, RunnableId::Workflow(_)) { "workflow" } else { "play" };
        let (instance, what) = (run.instance.as_str(), run.runnable.id.as_str());
        shelf.put(format!("run {id}"), format!("{} {instance} {kind} {what}\n{}", run.at.0, run.runnable.name));
    }
}

pub(super) fn put_runs_back(model: &mut Model, shelf: &Shelf) {
    for (id, text) in shelf.below("run ") {
        let asked = model.ask();
        let (Some(id), Some(run)) = (IncidentId::parse(&id), run(asked, &text)) else { continue };
        if !model.workflows.runs.contains_key(&id) {
            model.workflows.runs.insert(id, run);
        }
    }
}

fn run(asked: u32, text: &str) -> Option<Run> {
    let (head, name) = text.split_once('\n')?;
    let mut words = head.split(' ');
    let at = Moment(words.next()?.parse().ok()?);
    let instance = InstanceId::parse(words.next()?)?;
    let id = match (words.next()?, words.next()?) {
        ("workflow", id) => RunnableId::Workflow(WorkflowId::parse(id)?),
        (_, id) => RunnableId::ResponsePlay(ResponsePlayId::parse(id)?),
    };
    let runnable = Runnable { id, name: name.to_owned(), description: String::new(), restricted: false };
    Some(Run { asked, runnable, instance, at, repeated: true, stage: RunStage::Doubt(Failure::Unreachable) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use super::*;

    fn id() -> IncidentId {
        IncidentId::parse("Q1").unwrap()
    }

    #[test]
    fn a_draft_for_subscribers_comes_back_and_what_was_on_its_way_comes_back_in_doubt() {
        let mut model = Model::default();
        let update = NewStatusUpdate::plain("Rolling back\nnow").unwrap();
        let attempt = Attempt { asked: 7, at: Moment(5), update, after: Some(Moment(3)) };
        let draft = model.update_draft(&id());
        draft.text = "Rolling back\nnow".into();
        draft.sending = Sending::Sending(attempt.clone());
        let mut shelf = Shelf::default();
        keep_updates(&model, &mut shelf);

        let mut reloaded = Model::default();
        put_updates_back(&mut reloaded, &shelf);
        let back = &reloaded.updates.drafts[&id()];
        assert_eq!(back.text, "Rolling back\nnow");
        let Sending::Doubt { attempt: kept, .. } = &back.sending else { unreachable!("{:?}", back.sending) };
        assert_eq!((kept.at, &kept.update, kept.after), (attempt.at, &attempt.update, attempt.after));

        model.updates.drafts.clear();
        keep_updates(&model, &mut shelf);
        assert!(shelf.is_empty(), "what was sent is kept no longer");
    }

    #[test]
    fn a_run_whose_answer_never_came_comes_back_under_its_id_and_one_that_began_does_not() {
        for what in ["workflow", "play"] {
            let kept = run(1, &format!("5 PU1T5N1 {what} PW1\nCall everyone")).unwrap();
            let mut model = Model::default();
            model.workflows.runs.insert(id(), kept.clone());
            let mut shelf = Shelf::default();
            keep_runs(&model, &mut shelf);
            let mut reloaded = Model::default();
            put_runs_back(&mut reloaded, &shelf);
            assert_eq!(reloaded.workflows.runs[&id()], kept);

            let started = RunStage::Started { asked: None, looks: 0, trace: None };
            model.workflows.runs.insert(id(), Run { stage: started, ..kept });
            keep_runs(&model, &mut shelf);
            assert!(shelf.is_empty());
        }
    }

    #[test]
    fn what_is_not_of_the_form_is_dropped() {
        for text in ["", "x", "5\n", "5 -\n ", "a -\nm"] {
            assert_eq!(attempt(1, text), None, "{text:?}");
        }
        for text in ["", "5 i workflow ../x\nn", "5 a-b workflow PW1\nn", "x i workflow PW1\nn", "5 i\nn"] {
            assert_eq!(run(1, text), None, "{text:?}");
        }
    }
}
