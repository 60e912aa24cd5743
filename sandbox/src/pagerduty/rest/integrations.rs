//! `POST /services/{id}/integrations`, and `GET`, `PUT` and `DELETE` of one.
//!
//! Source: PagerDuty REST schema. It lists no `GET` of all integrations of a service (`include[]=integrations` on the
//! service shows them), so there is none here. It does not list `DELETE` of one either, but PagerDuty's support has
//! confirmed it and PagerDuty's own Go client and Terraform provider use it: it answers 204. New integrations are of
//! the two types that are still made; the schema's other types are those of older ones.

use super::answer::Answer;
use super::body::{Field, Reference, read};
use super::call::Call;
use super::gate::{Needs, Operation};
use super::mailboxes::Settings;
use super::vendors;
use crate::pagerduty::failure::Failure;
use crate::pagerduty::integration::{Integration, Kind};
use crate::pagerduty::mailbox::Mailbox;
use crate::pagerduty::model::{Id, Service};
use crate::pagerduty::world::{SUBDOMAIN, World};
use axum::routing::MethodFilter;
use serde::Deserialize;
use serde_json::{Value, json};

const ONE: &str = "/services/{id}/integrations/{integration_id}";

pub(super) fn operations() -> [Operation; 4] {
    [
        Operation::new(MethodFilter::POST, "/services/{id}/integrations", Needs::Manage, create),
        Operation::new(MethodFilter::GET, ONE, Needs::ReadIncidents, get),
        Operation::new(MethodFilter::PUT, ONE, Needs::Manage, update),
        Operation::new(MethodFilter::DELETE, ONE, Needs::Manage, delete),
    ]
}

#[derive(Deserialize)]
struct Body {
    integration: Given,
}

#[derive(Deserialize)]
struct Given {
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    service: Option<Reference>,
    #[serde(default)]
    vendor: Field<Reference>,
    integration_email: Option<String>,
    #[serde(flatten)]
    settings: Settings,
}

impl Given {
    /// What can be wrong whatever the type; the name when it is given.
    fn check(&self, service: &str) -> Result<Option<String>, Failure> {
        if self.service.as_ref().is_some_and(|named| named.id != service) {
            return Err(Failure::input("Service cannot be another than that of the address"));
        }
        if let Field::Given(vendor) = &self.vendor
            && vendors::reference(&vendor.id).is_none()
        {
            return Err(Failure::input("Vendor does not exist"));
        }
        match self.name.as_deref().map(str::trim) {
            Some("") => Err(Failure::input("Name cannot be blank")),
            name => Ok(name.map(str::to_owned)),
        }
    }

    fn vendor(&self, before: Option<Id>) -> Option<Id> {
        match &self.vendor {
            Field::Absent => before,
            Field::Null => None,
            Field::Given(vendor) => Some(vendor.id.clone()),
        }
    }
}

fn create(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let id = service(world, call)?.id.clone();
    let Body { integration: given } = read(&call.body)?;
    let name = given.check(&id)?.ok_or_else(|| Failure::input("Name cannot be blank"))?;
    let kind = match given.kind.as_deref() {
        Some("events_api_v2_inbound_integration") => Kind::Events { key: world.random.uuid().replace('-', "") },
        Some("generic_email_inbound_integration") => {
            let address = given.integration_email.as_deref();
            let address = address.ok_or_else(|| Failure::input("Integration email cannot be blank"))?;
            let mut mailbox = Mailbox::new(address_of(world, address, None)?);
            given.settings.apply(&mut mailbox)?;
            Kind::Email(Box::new(mailbox))
        }
        _ => return Err(Failure::input("Type is not one that an integration can be made of")),
    };
    let integration = Integration {
        id: world.random.resource(),
        name,
        created_at: call.now,
        vendor: given.vendor(None),
        received: 0,
        kind,
    };
    let service = world.services.get_mut(&id).ok_or_else(Failure::not_found)?;
    let made = integration.id.clone();
    service.integrations.push(integration);
    shown(world, call, &id, &made).map(Answer::created)
}

fn get(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    call.query.only("include[]", &["services", "vendors"])?;
    let service = service(world, call)?.id.clone();
    shown(world, call, &service, call.param("integration_id")?).map(Answer::ok)
}

fn update(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let service = service(world, call)?;
    let (id, named) = (service.id.clone(), call.param("integration_id")?);
    let mut changed = integration(service, named)?.clone();
    let Body { integration: given } = read(&call.body)?;
    if given.kind.as_deref().is_some_and(|kind| kind != changed.type_name()) {
        return Err(Failure::input("Type cannot be changed"));
    }
    if let Some(name) = given.check(&id)? {
        changed.name = name;
    }
    changed.vendor = given.vendor(changed.vendor);
    if let Kind::Email(mailbox) = &mut changed.kind {
        if let Some(address) = given.integration_email.as_deref() {
            mailbox.address = address_of(world, address, Some(named))?;
        }
        given.settings.apply(mailbox)?;
    }
    let service = world.services.get_mut(&id).ok_or_else(Failure::not_found)?;
    let place = service.integrations.iter_mut().find(|one| one.id == named).ok_or_else(Failure::not_found)?;
    *place = changed;
    shown(world, call, &id, named).map(Answer::ok)
}

fn delete(world: &mut World, call: &Call) -> Result<Answer, Failure> {
    let service = service(world, call)?;
    let named = integration(service, call.param("integration_id")?)?.id.clone();
    let id = service.id.clone();
    let service = world.services.get_mut(&id).ok_or_else(Failure::not_found)?;
    service.integrations.retain(|one| one.id != named);
    Ok(Answer::nothing())
}

fn service<'a>(world: &'a World, call: &Call) -> Result<&'a Service, Failure> {
    world.services.get(call.param("id")?).ok_or_else(Failure::not_found)
}

fn integration<'a>(service: &'a Service, id: &str) -> Result<&'a Integration, Failure> {
    service.integrations.iter().find(|one| one.id == id).ok_or_else(Failure::not_found)
}

fn shown(world: &World, call: &Call, service: &str, id: &str) -> Result<Value, Failure> {
    let service = world.services.get(service).ok_or_else(Failure::not_found)?;
    let integration = integration(service, id)?;
    Ok(json!({"integration": call.view(world)?.integration(service, integration)}))
}

/// An address of the account that no other integration has, in lower case. `own` is the integration that may have it.
fn address_of(world: &World, address: &str, own: Option<&str>) -> Result<String, Failure> {
    let address = address.trim().to_lowercase();
    let domain = format!("@{SUBDOMAIN}.pagerduty.com");
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+');
    let local = address.strip_suffix(&domain).filter(|local| !local.is_empty() && local.bytes().all(letter));
    if local.is_none() {
        return Err(Failure::input(format!("Integration email must be an address {domain}")));
    }
    let taken = world
        .services
        .values()
        .flat_map(|service| &service.integrations)
        .filter(|one| Some(one.id.as_str()) != own)
        .any(|one| one.mailbox().is_some_and(|mailbox| mailbox.address == address));
    if taken { Err(Failure::input("Integration email has already been taken")) } else { Ok(address) }
}

#[cfg(test)]
#[path = "integration_tests.rs"]
mod tests;
