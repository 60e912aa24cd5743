//! What the parts of a rule are called.

use crate::domain::automation::condition::{TicketType, Update};
use crate::domain::automation::difference::Aspect;
use crate::domain::automation::plan::Step;
use crate::domain::automation::ready_made::ReadyMade;
use crate::domain::automation::rule::SEND_TAG;
use crate::domain::automation::{
    Action, Condition, ConditionProblem, Field, Operator, Placeholder, Region, Rule, RuleId, RuleProblem, Severity,
    TemplateProblem, Value,
};
use crate::domain::failure::Failure;
use crate::domain::ticket::{TicketPriority, TicketStatus};
use crate::i18n::{Message, SettingsMessage, Words, explain};
use crate::settings::model::Model;

/// A number as sentences count.
pub(super) fn counted(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

pub(super) fn offer(ready_made: Option<ReadyMade>) -> (SettingsMessage, SettingsMessage) {
    match ready_made {
        None => (SettingsMessage::OfferEmpty, SettingsMessage::OfferEmptyHint),
        Some(ReadyMade::Urgent) => (SettingsMessage::OfferUrgent, SettingsMessage::OfferUrgentHint),
        Some(ReadyMade::Acknowledge) => (SettingsMessage::OfferAcknowledge, SettingsMessage::OfferAcknowledgeHint),
        Some(ReadyMade::Resolve) => (SettingsMessage::OfferResolve, SettingsMessage::OfferResolveHint),
        Some(ReadyMade::Reopened) => (SettingsMessage::OfferReopened, SettingsMessage::OfferReopenedHint),
        Some(ReadyMade::SendOnce) => (SettingsMessage::OfferSendOnce, SettingsMessage::OfferSendOnceHint),
    }
}

pub(super) fn field(field: Field) -> SettingsMessage {
    match field {
        Field::Status => SettingsMessage::FieldStatus,
        Field::Priority => SettingsMessage::FieldPriority,
        Field::Type => SettingsMessage::FieldType,
        Field::Group => SettingsMessage::FieldGroup,
        Field::Organization => SettingsMessage::FieldOrganization,
        Field::Brand => SettingsMessage::FieldBrand,
        Field::Form => SettingsMessage::FieldForm,
        Field::Tags => SettingsMessage::FieldTags,
        Field::Subject => SettingsMessage::FieldSubject,
        Field::Update => SettingsMessage::FieldUpdate,
    }
}

pub(super) fn operator(operator: Operator) -> SettingsMessage {
    match operator {
        Operator::Is => SettingsMessage::OperatorIs,
        Operator::IsNot => SettingsMessage::OperatorIsNot,
        Operator::LessThan => SettingsMessage::OperatorLess,
        Operator::GreaterThan => SettingsMessage::OperatorGreater,
        Operator::Changed => SettingsMessage::OperatorChanged,
        Operator::NotChanged => SettingsMessage::OperatorNotChanged,
        Operator::ChangedTo => SettingsMessage::OperatorChangedTo,
        Operator::NotChangedTo => SettingsMessage::OperatorNotChangedTo,
        Operator::ChangedFrom => SettingsMessage::OperatorChangedFrom,
        Operator::NotChangedFrom => SettingsMessage::OperatorNotChangedFrom,
        Operator::Includes => SettingsMessage::OperatorIncludes,
        Operator::NotIncludes => SettingsMessage::OperatorNotIncludes,
        Operator::HasText => SettingsMessage::OperatorHasText,
        Operator::HasNoText => SettingsMessage::OperatorHasNoText,
    }
}

pub(super) fn status(status: TicketStatus) -> Message {
    match status {
        TicketStatus::New => Message::TicketNew,
        TicketStatus::Open => Message::TicketIsOpen,
        TicketStatus::Pending => Message::TicketPending,
        TicketStatus::Hold => Message::TicketHold,
        TicketStatus::Solved => Message::TicketSolved,
        TicketStatus::Closed => Message::TicketIsClosed,
    }
}

pub(super) fn priority(priority: TicketPriority) -> SettingsMessage {
    match priority {
        TicketPriority::Urgent => SettingsMessage::PriorityUrgent,
        TicketPriority::High => SettingsMessage::PriorityHigh,
        TicketPriority::Normal => SettingsMessage::PriorityNormal,
        TicketPriority::Low => SettingsMessage::PriorityLow,
    }
}

pub(super) fn ticket_type(kind: TicketType) -> SettingsMessage {
    match kind {
        TicketType::Question => SettingsMessage::TypeQuestion,
        TicketType::Incident => SettingsMessage::TypeIncident,
        TicketType::Problem => SettingsMessage::TypeProblem,
        TicketType::Task => SettingsMessage::TypeTask,
    }
}

pub(super) fn updated(update: Update) -> SettingsMessage {
    match update {
        Update::Created => SettingsMessage::UpdateCreated,
        Update::Changed => SettingsMessage::UpdateChanged,
    }
}

/// What a condition compares with.
pub(super) fn value(words: Words, value: &Value) -> String {
    match value {
        Value::Unset => words.say(SettingsMessage::ValueUnset),
        Value::None => words.say(SettingsMessage::ValueNone),
        Value::Status(own) => words.say(status(*own)),
        Value::Priority(own) => words.say(priority(*own)),
        Value::Type(own) => words.say(ticket_type(*own)),
        Value::Thing(thing) => thing.name.clone(),
        Value::Words(text) => text.clone(),
        Value::Update(own) => words.say(updated(*own)),
    }
}

/// A condition in a few words.
pub(super) fn condition(words: Words, condition: &Condition) -> String {
    let (field, operator) = (words.say(field(condition.field)), words.say(operator(condition.operator)));
    if condition.operator.takes_value() {
        let value = value(words, &condition.value);
        words.say(SettingsMessage::ConditionChip { field, operator, value })
    } else {
        words.say(SettingsMessage::ConditionChipShort { field, operator })
    }
}

pub(super) fn action(action: Action) -> SettingsMessage {
    match action {
        Action::Trigger => SettingsMessage::ActionTriggers,
        Action::Acknowledge => SettingsMessage::ActionAcknowledges,
        Action::Resolve => SettingsMessage::ActionResolves,
    }
}

pub(super) fn severity(severity: Severity) -> SettingsMessage {
    match severity {
        Severity::Critical => SettingsMessage::SeverityCritical,
        Severity::Error => SettingsMessage::SeverityError,
        Severity::Warning => SettingsMessage::SeverityWarning,
        Severity::Info => SettingsMessage::SeverityInfo,
    }
}

pub(super) fn region(region: Region) -> SettingsMessage {
    match region {
        Region::Us => SettingsMessage::RegionUs,
        Region::Eu => SettingsMessage::RegionEu,
    }
}

/// What happens by a rule, in a few words each.
pub(super) fn effects(words: Words, rule: &Rule, destination: Option<String>) -> Vec<String> {
    let mut effects = vec![words.say(action(rule.action))];
    effects.push(match destination {
        Some(destination) => words.say(SettingsMessage::RuleLeadsTo { destination }),
        None => words.say(SettingsMessage::RuleLeadsNowhere),
    });
    if rule.action == Action::Trigger {
        let severity = words.say(severity(rule.severity));
        effects.push(words.say(SettingsMessage::RuleSeverityIs { severity }));
    }
    if rule.send_once {
        effects.push(words.say(SettingsMessage::RuleTakesTagOff { tag: SEND_TAG.to_owned() }));
    }
    effects
}

/// The title of a rule, or what stands in its place.
pub(super) fn title(words: Words, rule: &Rule) -> String {
    let title = rule.title.trim();
    if title.is_empty() { words.say(SettingsMessage::RuleUntitled) } else { title.to_owned() }
}

/// The same by its id, as it is saved or else in the draft.
pub(super) fn title_of(words: Words, model: &Model, id: &RuleId) -> String {
    let saved = model.store.saved().and_then(|saved| saved.automation.rule(id));
    let rule = saved.or_else(|| model.store.draft.automation.rule(id));
    rule.map_or_else(|| words.say(SettingsMessage::RuleUntitled), |rule| title(words, rule))
}

pub(super) fn placeholder(placeholder: Placeholder) -> SettingsMessage {
    match placeholder {
        Placeholder::Id => SettingsMessage::PhId,
        Placeholder::Link => SettingsMessage::PhLink,
        Placeholder::Title => SettingsMessage::PhTitle,
        Placeholder::Description => SettingsMessage::PhDescription,
        Placeholder::LatestComment => SettingsMessage::PhLatestComment,
        Placeholder::Status => SettingsMessage::PhStatus,
        Placeholder::Priority => SettingsMessage::PhPriority,
        Placeholder::Type => SettingsMessage::PhType,
        Placeholder::Via => SettingsMessage::PhVia,
        Placeholder::Tags => SettingsMessage::PhTags,
        Placeholder::Group => SettingsMessage::PhGroup,
        Placeholder::Assignee => SettingsMessage::PhAssignee,
        Placeholder::Requester => SettingsMessage::PhRequester,
        Placeholder::RequesterEmail => SettingsMessage::PhRequesterEmail,
        Placeholder::Organization => SettingsMessage::PhOrganization,
        Placeholder::Brand => SettingsMessage::PhBrand,
        Placeholder::Form => SettingsMessage::PhForm,
    }
}

/// What is wrong with a rule, for the line under the field.
pub(in super::super) fn condition_problem(problem: ConditionProblem) -> SettingsMessage {
    match problem {
        ConditionProblem::Operator | ConditionProblem::Value => SettingsMessage::ConditionMisfit,
        ConditionProblem::NoValue => SettingsMessage::ConditionNoValue,
        ConditionProblem::NeverNone => SettingsMessage::ConditionNeverNone,
        ConditionProblem::TooLong(excess) => SettingsMessage::ConditionTooLong { count: counted(excess) },
        ConditionProblem::TooMany => SettingsMessage::ConditionTooMany,
    }
}

/// What is wrong with a rule.
pub(super) fn problem(problem: &RuleProblem) -> SettingsMessage {
    match problem {
        RuleProblem::NoTitle => SettingsMessage::NoTitle,
        RuleProblem::TitleTooLong(excess) => SettingsMessage::RuleTitleTooLong { count: counted(*excess) },
        RuleProblem::NoDestination => SettingsMessage::NoDestination,
        RuleProblem::UnknownDestination => SettingsMessage::UnknownDestination,
        RuleProblem::NoCondition => SettingsMessage::NoCondition,
        RuleProblem::Condition { problem, .. } => condition_problem(*problem),
        RuleProblem::Summary(problem) | RuleProblem::Source(problem) | RuleProblem::Detail(_, problem) => match problem
        {
            TemplateProblem::Empty => SettingsMessage::TemplateEmpty,
            TemplateProblem::Unknown(name) => SettingsMessage::TemplateUnknown { name: name.clone() },
            TemplateProblem::Unclosed => SettingsMessage::TemplateUnclosed,
            TemplateProblem::Tag => SettingsMessage::TemplateTag,
            TemplateProblem::TooLong(excess) => SettingsMessage::TemplateTooLong { count: counted(*excess) },
        },
        RuleProblem::TooManyDetails => SettingsMessage::TooManyDetails,
        RuleProblem::DetailWithoutName(_) => SettingsMessage::DetailWithoutName,
        RuleProblem::DetailNameTooLong(_, excess) => SettingsMessage::DetailNameTooLong { count: counted(*excess) },
        RuleProblem::DetailTwice(_) => SettingsMessage::DetailTwice,
    }
}

/// A step of bringing Zendesk in line.
pub(super) fn step(words: Words, model: &Model, step: &Step) -> String {
    let rule = |id: &RuleId| title_of(words, model, id);
    let found = model.automation.side.found.known();
    words.say(match step {
        Step::CreateWebhook(own) => SettingsMessage::StepCreateWebhook { region: words.say(region(*own)) },
        Step::RepairWebhook(own, _) => SettingsMessage::StepRepairWebhook { region: words.say(region(*own)) },
        Step::CreateTrigger(id) => SettingsMessage::StepCreateTrigger { rule: rule(id) },
        Step::UpdateTrigger(id, _) => SettingsMessage::StepUpdateTrigger { rule: rule(id) },
        Step::SwitchTrigger(id, _, true) => SettingsMessage::StepSwitchOn { rule: rule(id) },
        Step::SwitchTrigger(id, _, false) => SettingsMessage::StepSwitchOff { rule: rule(id) },
        Step::DeleteTrigger(id) => {
            let own = found.and_then(|found| found.triggers.iter().find(|it| it.id == *id));
            SettingsMessage::StepDeleteTrigger { trigger: own.map_or(id.to_string(), |it| it.is.title.clone()) }
        }
        Step::DeleteWebhook(id) => {
            let own = found.and_then(|found| found.webhooks.iter().find(|it| it.id == *id));
            SettingsMessage::StepDeleteWebhook { webhook: own.map_or(id.to_string(), |it| it.name.clone()) }
        }
    })
}

pub(super) fn aspect(aspect: Aspect) -> SettingsMessage {
    match aspect {
        Aspect::Title => SettingsMessage::AspectTitle,
        Aspect::Description => SettingsMessage::AspectDescription,
        Aspect::All => SettingsMessage::AspectAll,
        Aspect::Any => SettingsMessage::AspectAny,
        Aspect::Webhook => SettingsMessage::AspectWebhook,
        Aspect::Key => SettingsMessage::AspectKey,
        Aspect::Body => SettingsMessage::AspectBody,
        Aspect::Actions => SettingsMessage::AspectActions,
    }
}

/// Why Zendesk did not do something, and what to do.
pub(super) fn zendesk_trouble(words: Words, failure: &Failure) -> String {
    match failure {
        Failure::Forbidden(told) if told.words.is_empty() => words.say(SettingsMessage::SideForbidden),
        Failure::Forbidden(told) => {
            let reason = Message::ZendeskRefused { reason: told.words.clone() };
            [words.say(SettingsMessage::SideForbidden), words.say(reason)].join(" ")
        }
        Failure::PaymentRequired => words.say(SettingsMessage::SidePlanMissing),
        Failure::NotFound => words.say(SettingsMessage::SideGone),
        Failure::Conflict(_) => words.say(SettingsMessage::SideConflict),
        failure => words.consult(|it| it.say(&explain::zendesk_failure(failure, it).body)).unwrap_or_default(),
    }
}

/// Why PagerDuty did not do something, and what to do.
pub(super) fn pagerduty_trouble(words: Words, failure: &Failure) -> String {
    let explained = words.consult(|catalog| {
        let told = explain::failure(failure, catalog);
        (catalog.say(&told.title), catalog.say(&told.body))
    });
    let (title, body) = explained.unwrap_or_default();
    words.say(Message::Because { title, body })
}

/// Why a step was not done. One that writes a trigger with a key asks PagerDuty for the key as well.
pub(super) fn step_trouble(words: Words, step: &Step, failure: &Failure) -> String {
    match failure {
        Failure::Forbidden(told) if step.needs_key_of().is_some() && told.words.is_empty() => {
            words.say(SettingsMessage::SideKeyUnseen)
        }
        failure => zendesk_trouble(words, failure),
    }
}
