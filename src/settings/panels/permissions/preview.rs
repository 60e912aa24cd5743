//! What one agent would see: their groups, what these allow, and the very words that the console will say.

use leptos::prelude::*;

use crate::domain::ability::Ability;
use crate::domain::action::Refusal;
use crate::domain::remote::Remote;
use crate::domain::staff::Colleague;
use crate::i18n::{Message, SettingsMessage, explain};
use crate::kit::alert::{Alert, AlertTone};
use crate::kit::button::Button;
use crate::kit::combobox::{Combobox, ComboboxOption};
use crate::kit::dynamic::dynamic;
use crate::kit::field::Field;
use crate::kit::icon::{IconName, icon};
use crate::kit::part::{element, fragment, part};
use crate::kit::reactive::{derive, memo};
use crate::kit::skeleton::panel_skeleton;

use super::super::super::permissions::{Outcome, PermissionsEvent, outcome};
use super::super::screen::Screen;
use super::{ability_name, press, send};

/// The section below the table.
pub(super) fn preview(screen: Screen) -> AnyView {
    let field = Field::new(screen.say(SettingsMessage::PermissionsAgent));
    let search = field.view(|links| search(screen).view(links));
    part("section", "permissions__preview stack stack--loose")
        .attr("aria-labelledby", "permissions-preview")
        .child(
            part("h3", "permissions__heading")
                .attr("id", "permissions-preview")
                .words(screen.say(SettingsMessage::PermissionsPreview)),
        )
        .child(part("p", "text--subtle").words(screen.say(SettingsMessage::PermissionsPreviewLead)))
        .child(part("div", "permissions__search").child(search))
        .child(groups_failed(screen))
        .child(part("div", "stack stack--loose").attr("aria-live", "polite").child(result(screen)))
        .into()
}

/// How far the search is, without who was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finding {
    Short,
    Searching,
    Failed,
    Nothing,
    Found(u64),
}

fn search(screen: Screen) -> Combobox {
    let typed = screen.slice(|model| model.permissions.preview.typed.clone());
    let found = screen.slice(|model| model.permissions.preview.found.known().cloned().unwrap_or_default());
    let chosen = screen.slice(|model| model.permissions.preview.chosen.as_ref().map(|chosen| chosen.id.to_string()));
    let finding = screen.slice(|model| {
        let preview = &model.permissions.preview;
        match &preview.found {
            _ if preview.is_short() => Finding::Short,
            _ if preview.is_searching() => Finding::Searching,
            Remote::Absent | Remote::Loading => Finding::Searching,
            Remote::Failed(_) | Remote::Stale(..) => Finding::Failed,
            Remote::Fresh(found) if found.is_empty() => Finding::Nothing,
            Remote::Fresh(found) => Finding::Found(u64::try_from(found.len()).unwrap_or(u64::MAX)),
        }
    });
    let options = memo(move || {
        let option = |colleague: &Colleague| ComboboxOption {
            key: colleague.id.to_string(),
            label: colleague.name.clone(),
            detail: Some(colleague.email.clone()).filter(|email| !email.is_empty()),
            ..ComboboxOption::default()
        };
        found.with(|found| found.iter().map(option).collect::<Vec<_>>())
    });
    let note = derive(move || match finding.get() {
        Finding::Short => screen.words.say(SettingsMessage::PermissionsAgentShort),
        Finding::Searching => screen.words.say(Message::Searching),
        Finding::Failed => screen.words.say(SettingsMessage::PermissionsAgentSearchFailed),
        Finding::Nothing => screen.words.say(SettingsMessage::PermissionsAgentNone),
        Finding::Found(count) => screen.words.say(Message::AnnounceResults { count }),
    });
    Combobox {
        query: typed.into(),
        on_query: Callback::new(move |(text,)| send(screen, PermissionsEvent::AgentTyped(text))),
        options,
        chosen: Some(chosen.into()),
        on_choose: Callback::new(move |(key,): (String,)| {
            if let Ok(id) = key.parse() {
                send(screen, PermissionsEvent::AgentChosen(id));
            }
        }),
        note,
        more: screen.say_if(move || (finding.get() == Finding::Failed).then_some(Message::TryAgain)),
        on_more: press(screen, PermissionsEvent::PreviewRetried),
        busy: derive(move || finding.get() == Finding::Searching),
        list_label: screen.say(SettingsMessage::PermissionsAgentList),
        placeholder: screen.say(SettingsMessage::PermissionsAgentPlaceholder),
        wide: false,
    }
}

fn groups_failed(screen: Screen) -> AnyView {
    let failure = screen.slice(|model| model.permissions.preview.groups.failure().cloned());
    dynamic(move || {
        let failure = failure.get()?;
        let body = screen.words.consult(|catalog| catalog.say(&explain::zendesk_failure(&failure, catalog).body));
        let again = Button::link(screen.say(Message::TryAgain), press(screen, PermissionsEvent::PreviewRetried));
        let alert = Alert {
            tone: AlertTone::Error,
            body: Some(derive(move || body.clone())),
            actions: vec![again],
            ..Alert::new(screen.say(SettingsMessage::PermissionsAgentGroupsFailed))
        };
        Some(alert.view())
    })
}

fn result(screen: Screen) -> AnyView {
    let loading = screen.whether(|model| model.permissions.preview.groups == Remote::Loading);
    let outcome = screen.slice(outcome);
    dynamic(move || {
        if loading.get() {
            return Some(panel_skeleton(screen.say(SettingsMessage::PermissionsAgentGroupsLoading)));
        }
        outcome.get().map(|outcome| shown(screen, &outcome))
    })
}

fn shown(screen: Screen, outcome: &Outcome) -> AnyView {
    let Outcome { name, groups, counting, abilities } = outcome.clone();
    let in_groups = if groups.is_empty() {
        SettingsMessage::PermissionsInNoGroup { name }
    } else {
        SettingsMessage::PermissionsInGroups { name, groups: screen.words.list(&groups) }
    };
    let why = match (groups.is_empty(), counting.is_empty()) {
        (true, _) => SettingsMessage::PermissionsDefaultApplies,
        (false, true) => SettingsMessage::PermissionsByDefault,
        (false, false) => SettingsMessage::PermissionsCounting { groups: screen.words.list(&counting) },
    };
    let standing = element("p").words(screen.say(in_groups)).text(" ").words(screen.say(why));
    let lacking = outcome.lacking();
    let told = if abilities.has(Ability::View) {
        let may = Ability::ALL.into_iter().filter(|ability| abilities.has(*ability));
        let may = may.map(|ability| entry(screen, IconName::Check, ability, None)).collect();
        let missing: Vec<_> = lacking
            .iter()
            .map(|ability| entry(screen, IconName::Locked, *ability, Some(reason(screen, *ability, &groups))))
            .collect();
        let missing = if missing.is_empty() {
            part("p", "text--subtle").words(screen.say(SettingsMessage::PermissionsMayEverything)).into()
        } else {
            let reads = part("p", "text--subtle text--small").words(screen.say(SettingsMessage::PermissionsReads));
            fragment(vec![reads.into(), part("ul", "permissions__list").children(missing).into()])
        };
        part("div", "permissions__both")
            .child(group(screen, SettingsMessage::PermissionsMay, part("ul", "permissions__list").children(may).into()))
            .child(group(screen, SettingsMessage::PermissionsMayNot, missing))
            .into()
    } else {
        let title = part("p", "text--strong").words(screen.say(Message::NotPermittedTitle));
        let body = element("p").text(&reason(screen, Ability::View, &groups));
        let there = part("blockquote", "permissions__quote").child(title).child(body);
        fragment(vec![element("p").words(screen.say(SettingsMessage::PermissionsSeesNothing)).into(), there.into()])
    };
    let role = part("p", "text--subtle").words(screen.say(SettingsMessage::PermissionsOwnRole)).into();
    fragment(vec![standing.into(), told, role])
}

fn group(screen: Screen, heading: SettingsMessage, content: AnyView) -> AnyView {
    part("div", "stack stack--tight")
        .child(part("h4", "permissions__heading").words(screen.say(heading)))
        .child(content)
        .into()
}

fn entry(screen: Screen, drawing: IconName, ability: Ability, reads: Option<String>) -> AnyView {
    let reads = reads.map(|words| part("span", "permissions__detail").text(&words).into());
    part("li", "permissions__entry")
        .child(icon(drawing))
        .child(element("span").words(screen.say(ability_name(ability))).child_maybe(reads))
        .into()
}

/// What the console says beside a control that this agent may not use.
fn reason(screen: Screen, ability: Ability, groups: &[String]) -> String {
    let refusal = Refusal::NotPermitted(ability);
    screen.words.consult(|catalog| catalog.say(&explain::refusal(refusal, groups, catalog))).unwrap_or_default()
}
