//! What the account's plan has.

use crate::domain::setup::{Availability, Feature, Plan};
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;

impl<T: Transport> Api<T> {
    /// The names of the account's abilities. PagerDuty REST: `GET /abilities`. Also the smallest question that any key may ask.
    pub async fn abilities(&self) -> Result<Vec<String>, Failure> {
        let body = self.ask(Request::new(Method::Get, "/abilities")).await?;
        let root = Json::root(&body);
        let list = root.at("abilities");
        list.items()?.iter().map(|ability| ability.text().map(str::to_owned)).collect()
    }

    /// What the account has of what the console offers: its abilities, and for what is none of them a question each.
    pub async fn plan(&self) -> Result<Plan, Failure> {
        let abilities = self.abilities().await?;
        let mut features = Vec::new();
        for feature in Feature::ALL {
            let availability = match feature.ability() {
                Some(ability) if abilities.iter().any(|name| name == ability) => Availability::On,
                Some(_) => Availability::Off,
                None => self.offers(feature).await?,
            };
            features.push((feature, availability));
        }
        Ok(Plan { features })
    }

    /// Asks for the first of a feature's things: 402 says that the plan lacks it, 404 that the account does not use it.
    async fn offers(&self, feature: Feature) -> Result<Availability, Failure> {
        let request = match feature {
            Feature::Priorities => Request::new(Method::Get, "/priorities"),
            Feature::Workflows => Request::new(Method::Get, "/incident_workflows"),
            Feature::Templates => Request::new(Method::Get, "/templates").query("template_type", "status_update"),
            Feature::Responders | Feature::Teams | Feature::Urgencies => return Ok(Availability::On),
        };
        match self.ask(request.query("limit", "1")).await {
            Ok(_) => Ok(Availability::On),
            Err(Failure::PaymentRequired | Failure::NotFound) => Ok(Availability::Off),
            Err(failure @ Failure::Unauthorized) => Err(failure),
            Err(failure) => Ok(Availability::Unknown(failure)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, now};
    use super::*;

    #[test]
    fn a_plan_is_its_abilities_and_what_its_calls_answer() {
        let line = Line::answering(200, &json!({ "abilities": ["teams", "urgencies", "sso"] }))
            .then(200, &json!({ "priorities": [] }))
            .then(402, &json!({}))
            .then(503, &json!({}));
        let plan = now(line.api().plan()).unwrap();
        assert_eq!(plan.lacking(), [Feature::Responders, Feature::Workflows]);
        assert!(!plan.is_certain());
        let unknown = (Feature::Templates, Availability::Unknown(Failure::Broken { status: 503 }));
        assert!(plan.features.contains(&unknown));
        let asked: Vec<_> = line.requests().iter().map(|request| request.url.clone()).collect();
        let base = "https://api.pagerduty.com";
        assert_eq!(
            asked,
            [
                format!("{base}/abilities"),
                format!("{base}/priorities?limit=1"),
                format!("{base}/incident_workflows?limit=1"),
                format!("{base}/templates?template_type=status_update&limit=1"),
            ]
        );
        assert!(line.requests().iter().all(|request| request.method == Method::Get));
    }

    #[test]
    fn a_token_that_ends_meanwhile_ends_the_question() {
        let line = Line::answering(200, &json!({ "abilities": [] })).then(401, &json!({}));
        assert_eq!(now(line.api().plan()), Err(Failure::Unauthorized));
    }

    #[test]
    fn abilities_are_texts_or_a_complaint() {
        let line = Line::answering(200, &json!({ "abilities": ["teams", 7] }));
        assert_eq!(now(line.api().abilities()), Err(Failure::Malformed { path: "abilities[1]".into() }));
    }
}
