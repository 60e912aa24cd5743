//! Where PagerDuty is.

use crate::http::json::{self, Json};

pub use crate::domain::region::Region;

/// The origins that requests go to, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// The identity server: consent and tokens, for every region.
    pub identity: String,
    /// The REST API of the United States.
    pub rest_us: String,
    /// The REST API of the European Union.
    pub rest_eu: String,
}

impl Endpoints {
    /// PagerDuty's own.
    pub fn vendor() -> Self {
        Self {
            identity: "https://identity.pagerduty.com".into(),
            rest_us: "https://api.pagerduty.com".into(),
            rest_eu: "https://api.eu.pagerduty.com".into(),
        }
    }

    /// Reads `{"identity":…,"rest_us":…,"rest_eu":…}`, if every one is an origin on this machine.
    ///
    /// Tokens are sent to these addresses, so nothing but `http://localhost` and `http://127.0.0.1` is taken.
    pub fn local(text: &str) -> Option<Self> {
        let value = json::parse(text).ok()?;
        let root = Json::root(&value);
        let origin = |name: &str| root.at(name).text().ok().filter(|text| is_local_origin(text)).map(str::to_owned);
        Some(Self { identity: origin("identity")?, rest_us: origin("rest_us")?, rest_eu: origin("rest_eu")? })
    }

    /// The REST API of a region.
    pub fn rest(&self, region: Region) -> &str {
        match region {
            Region::Us => &self.rest_us,
            Region::Eu => &self.rest_eu,
        }
    }

    /// The region that an ID token's audience names by its REST API; any other audience names none.
    pub(crate) fn region_of(&self, audience: &str) -> Option<Region> {
        let vendor = Self::vendor();
        let audience = audience.trim_end_matches('/');
        [Region::Us, Region::Eu]
            .into_iter()
            .find(|region| [self.rest(*region), vendor.rest(*region)].contains(&audience))
    }
}

fn is_local_origin(text: &str) -> bool {
    let Some(host) = text.strip_prefix("http://") else {
        return false;
    };
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_port =
        |port: &str| port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    matches!(name, "localhost" | "127.0.0.1") && port.is_none_or(is_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(origin: &str) -> String {
        serde_json::json!({ "identity": origin, "rest_us": origin, "rest_eu": origin }).to_string()
    }

    #[test]
    fn only_this_machine_can_stand_in_for_pagerduty() {
        for origin in ["http://localhost", "http://localhost:4567", "http://127.0.0.1:80"] {
            assert!(Endpoints::local(&all(origin)).is_some(), "{origin}");
        }
        for origin in [
            "",
            "https://localhost:1",
            "http://localhost:",
            "http://localhost:70000",
            "http://localhost:80/",
            "http://localhost:80@evil.example",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "http://evil.example/localhost",
            "http://127.0.0.2",
            "//localhost",
        ] {
            assert_eq!(Endpoints::local(&all(origin)), None, "{origin}");
        }
    }

    #[test]
    fn one_foreign_origin_spoils_the_rest() {
        let text =
            r#"{"identity":"http://localhost:1","rest_us":"http://localhost:2","rest_eu":"https://evil.example"}"#;
        assert_eq!(Endpoints::local(text), None);
        assert_eq!(Endpoints::local(r#"{"identity":"http://localhost:1"}"#), None);
        assert_eq!(Endpoints::local("no json"), None);
    }

    #[test]
    fn an_audience_names_a_region_only_to_the_letter() {
        let local = Endpoints::local(&all("http://localhost:9")).unwrap_or_else(Endpoints::vendor);
        assert_eq!(local.region_of("https://api.eu.pagerduty.com"), Some(Region::Eu));
        assert_eq!(local.region_of("http://localhost:9"), Some(Region::Us));
        let vendor = Endpoints::vendor();
        assert_eq!(vendor.region_of("https://api.pagerduty.com/"), Some(Region::Us));
        assert_eq!(vendor.region_of("http://localhost:9"), None);
        assert_eq!(vendor.region_of("https://api.pagerduty.com.evil.example"), None);
    }
}
