//! Users, teams, services, escalation policies, schedules and priorities.

use super::integration::integration_reference;
use super::{View, rest_url, whole, with};
use crate::pagerduty::model::{EscalationPolicy, Priority, Rule, Service, Target, Team, User};
use serde_json::{Value, json};

impl View<'_> {
    /// A whole user.
    pub(crate) fn user(&self, user: &User) -> Value {
        let mut value = with(
            whole(self.user_reference(&user.id)),
            json!({
                "name": user.name,
                "email": user.email,
                "time_zone": user.time_zone,
                "color": user.color,
                "role": user.role,
                "avatar_url": "https://pd-static-assets.pagerduty.com/users/blank-avatar.png",
                "description": null,
                "invitation_sent": false,
                "job_title": user.job_title,
                "created_via_sso": false,
                "teams": self.teams(&user.teams),
                "contact_methods": [],
                "notification_rules": [],
            }),
        );
        if self.includes.contains("contact_methods") {
            value = with(
                value,
                json!({"contact_methods": [{
                    "id": format!("{}E", user.id.get(..6).unwrap_or(&user.id)),
                    "type": "email_contact_method",
                    "summary": "Default",
                    "label": "Default",
                    "address": user.email,
                    "send_short_email": false,
                }]}),
            );
        }
        value
    }

    pub(super) fn user_by_id(&self, id: &str) -> Value {
        self.world.users.get(id).map_or_else(|| self.user_reference(id), |user| self.user(user))
    }

    /// A whole team.
    pub(crate) fn team(&self, team: &Team) -> Value {
        with(
            whole(self.team_reference(&team.id)),
            json!({"name": team.name, "description": team.description, "parent": null, "default_role": "manager"}),
        )
    }

    pub(super) fn team_by_id(&self, id: &str) -> Value {
        self.world.teams.get(id).map_or_else(|| self.team_reference(id), |team| self.team(team))
    }

    /// A whole service. Integration keys are shown only when its integrations are included.
    pub(crate) fn service(&self, service: &Service) -> Value {
        let integrations: Vec<Value> = service
            .integrations
            .iter()
            .map(|one| {
                self.expand("integrations", || self.integration(service, one), || integration_reference(service, one))
            })
            .collect();
        let policy = &service.escalation_policy;
        with(
            whole(self.service_reference(&service.id)),
            json!({
                "name": service.name,
                "description": service.description,
                "status": self.world.service_status(service),
                "created_at": self.time(service.created_at),
                "last_incident_timestamp": self.maybe_time(self.world.last_incident(&service.id)),
                "acknowledgement_timeout": service.acknowledgement_timeout,
                "auto_resolve_timeout": service.auto_resolve_timeout,
                "alert_creation": "create_alerts_and_incidents",
                "alert_grouping_parameters": {"type": null},
                "auto_pause_notifications_parameters": {"enabled": false, "timeout": null},
                "incident_urgency_rule": {"type": "constant", "urgency": service.urgency},
                "support_hours": null,
                "scheduled_actions": [],
                "integrations": integrations,
                "escalation_policy": self.expand(
                    "escalation_policies",
                    || self.policy_by_id(policy),
                    || self.policy_reference(policy),
                ),
                "teams": self.teams(&service.teams),
            }),
        )
    }

    pub(super) fn service_by_id(&self, id: &str) -> Value {
        self.world.services.get(id).map_or_else(|| self.service_reference(id), |service| self.service(service))
    }

    /// A whole escalation policy.
    pub(crate) fn policy(&self, policy: &EscalationPolicy) -> Value {
        let services: Vec<Value> = self
            .world
            .services
            .values()
            .filter(|service| service.escalation_policy == policy.id)
            .map(|service| self.service_reference(&service.id))
            .collect();
        with(
            whole(self.policy_reference(&policy.id)),
            json!({
                "name": policy.name,
                "description": null,
                "num_loops": policy.num_loops,
                "on_call_handoff_notifications": "if_has_services",
                "escalation_rules": policy.rules.iter().map(|rule| self.rule(rule)).collect::<Vec<_>>(),
                "services": services,
                "teams": self.teams(&policy.teams),
            }),
        )
    }

    pub(super) fn policy_by_id(&self, id: &str) -> Value {
        self.world.policies.get(id).map_or_else(|| self.policy_reference(id), |policy| self.policy(policy))
    }

    fn rule(&self, rule: &Rule) -> Value {
        let targets: Vec<Value> = rule
            .targets
            .iter()
            .map(|target| match target {
                Target::User(id) => self.expand("targets", || self.user_by_id(id), || self.user_reference(id)),
                Target::Schedule(id) => {
                    self.expand("targets", || self.schedule_by_id(id), || self.schedule_reference(id))
                }
            })
            .collect();
        json!({
            "id": rule.id,
            "escalation_delay_in_minutes": rule.delay_minutes,
            "escalation_rule_assignment_strategy": {"type": "assign_to_everyone"},
            "targets": targets,
        })
    }

    /// A whole schedule, without its layers.
    pub(crate) fn schedule_by_id(&self, id: &str) -> Value {
        let head = self.schedule_reference(id);
        let Some(schedule) = self.world.schedules.get(id) else {
            return head;
        };
        let users: Vec<Value> = schedule.users.iter().map(|user| self.user_reference(user)).collect();
        with(
            whole(head),
            json!({"name": schedule.name, "time_zone": schedule.time_zone, "description": null, "users": users}),
        )
    }
}

/// A whole priority, which has no page of its own. The color is not in the schema, but in every recorded answer.
pub(crate) fn priority(priority: &Priority) -> Value {
    json!({
        "id": priority.id,
        "type": "priority",
        "summary": priority.name,
        "self": rest_url("priorities", &priority.id),
        "html_url": null,
        "name": priority.name,
        "description": priority.description,
        "color": priority.color,
    })
}
