//! One account's REST API, and by whose authority it is asked.

use serde_json::Value;

use crate::domain::search::Fold;
use crate::domain::timeline::Page;
use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Told, Transport};

use super::answer;
use super::secret::AccessToken;

/// How many items PagerDuty gives at most on a page. PagerDuty REST: "Pagination".
pub(super) const LARGEST_PAGE: u32 = 100;

/// `limit + offset` may not be more. PagerDuty REST: "Pagination".
pub(super) const DEEPEST: u32 = 10_000;

/// Zendesk's request proxy puts the key in where this stands; the browser never has it.
const READ_ONLY_KEY: &str = "Token token={{setting.pagerduty_read_only_key}}";

/// By whose authority a request is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Credential {
    /// The agent's own.
    Token {
        /// The agent's token.
        access: AccessToken,
        /// The agent's e-mail address in PagerDuty, for the operations that document the `From` header.
        from: Option<String>,
    },
    /// The administrator's read-only key; writes are refused before they are sent.
    ReadOnlyKey,
}

/// The REST API of the account that the credential belongs to.
#[derive(Clone)]
pub struct Api<T> {
    transport: T,
    base: String,
    credential: Credential,
    fold: Fold,
}

impl<T: Transport> Api<T> {
    /// The API at `base`, such as `https://api.pagerduty.com`.
    pub fn new(transport: T, base: &str, credential: Credential) -> Self {
        Self { transport, base: base.trim_end_matches('/').to_owned(), credential, fold: str::to_ascii_lowercase }
    }

    /// Compares names by `fold`, which may know more letters than ASCII's.
    #[must_use]
    pub fn comparing_by(self, fold: Fold) -> Self {
        Self { fold, ..self }
    }

    /// How names are compared.
    pub(super) fn fold(&self) -> Fold {
        self.fold
    }

    /// Sends a request whose address is a path, and gives the body of the answer.
    pub(super) async fn ask(&self, request: Request) -> Result<Value, Failure> {
        if request.method != Method::Get && self.credential == Credential::ReadOnlyKey {
            return Err(Failure::Forbidden(Told::default()));
        }
        let authorization = match &self.credential {
            Credential::Token { access, .. } => format!("Bearer {}", access.expose_secret()),
            Credential::ReadOnlyKey => READ_ONLY_KEY.to_owned(),
        };
        let mut request =
            request.header("Accept", "application/vnd.pagerduty+json;version=2").header("Authorization", authorization);
        request.url.insert_str(0, &self.base);
        answer::body_of(&self.transport.send(request).await?)
    }

    /// The same for an operation that documents `From`, the address of the user who makes the request.
    ///
    /// PagerDuty's CORS takes the header on every operation, and a user's token names its user without it; it is sent where the
    /// schema asks for it, and left out where it could not be a header.
    pub(super) async fn ask_from(&self, request: Request) -> Result<Value, Failure> {
        let from = match &self.credential {
            Credential::Token { from: Some(from), .. } => Some(from),
            _ => None,
        };
        let from = from.filter(|from| !from.is_empty() && from.bytes().all(|byte| byte.is_ascii_graphic()));
        match from {
            Some(from) => self.ask(request.header("From", from)).await,
            None => self.ask(request).await,
        }
    }

    /// Asks for one page of a list and reads its items; beyond what PagerDuty gives, the page is empty and nothing is sent.
    pub(super) async fn page<I>(
        &self,
        request: Request,
        name: &str,
        limit: u32,
        offset: u32,
        read: impl Fn(&Json<'_>) -> Result<I, Failure>,
    ) -> Result<Page<I>, Failure> {
        if offset.saturating_add(limit) > DEEPEST {
            return Ok(Page { items: Vec::new(), more: false });
        }
        let request = request.query("limit", &limit.to_string()).query("offset", &offset.to_string());
        let body = self.ask(request).await?;
        let root = Json::root(&body);
        let items = root.at(name).items()?.iter().map(read).collect::<Result<_, _>>()?;
        let deeper = offset.saturating_add(limit).saturating_add(limit) <= DEEPEST;
        Ok(Page { items, more: root.at("more").is_true() && deeper })
    }
}

/// Keeps the first of those that have the same name, because pages move while they are read.
pub(super) fn without_repeats<I>(items: &mut Vec<I>, name: impl Fn(&I) -> String) {
    let mut seen = Vec::new();
    items.retain(|item| {
        let name = name(item);
        let is_new = !seen.contains(&name);
        seen.push(name);
        is_new
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at the first surprise")]

    use serde_json::json;

    use super::super::fixture::{Line, header, now};
    use super::*;

    #[test]
    fn a_request_carries_the_agents_token_and_no_header_that_cors_refuses() {
        let line = Line::answering(200, &json!({}));
        now(line.api().ask(Request::new(Method::Get, "/x"))).unwrap();
        let request = line.only();
        assert_eq!(request.url, "https://api.pagerduty.com/x");
        assert_eq!(
            request.headers,
            [
                ("Accept", "application/vnd.pagerduty+json;version=2".to_owned()),
                ("Authorization", "Bearer hidden".to_owned())
            ]
        );
    }

    #[test]
    fn from_is_sent_only_if_it_can_be_a_header() {
        for (from, sent) in [
            (Some("mia@northwind.example"), Some("mia@northwind.example")),
            (Some("mïa@northwind.example"), None),
            (Some("mia@x\r\nX-Evil: 1"), None),
            (Some(""), None),
            (None, None),
        ] {
            let line = Line::answering(200, &json!({}));
            let access = AccessToken::parse("hidden").unwrap();
            let credential = Credential::Token { access, from: from.map(str::to_owned) };
            let api = Api::new(line.transport(), "https://api.pagerduty.com/", credential);
            now(api.ask_from(Request::new(Method::Put, "/x"))).unwrap();
            assert_eq!(header(&line.only(), "From").as_deref(), sent, "{from:?}");
        }
    }

    #[test]
    fn the_read_only_key_reads_and_never_writes() {
        let line = Line::answering(200, &json!({}));
        let api = Api::new(line.transport(), "https://api.pagerduty.com", Credential::ReadOnlyKey);
        for method in [Method::Post, Method::Put, Method::Delete] {
            assert_eq!(now(api.ask_from(Request::new(method, "/x"))), Err(Failure::Forbidden(Told::default())));
        }
        now(api.ask(Request::new(Method::Get, "/x"))).unwrap();
        let key = header(&line.only(), "Authorization").unwrap();
        assert_eq!(key, "Token token={{setting.pagerduty_read_only_key}}");
    }

    #[test]
    fn nothing_is_asked_for_beyond_the_depth_of_a_list() {
        let line = Line::answering(200, &json!({ "xs": [], "more": true }));
        let api = line.api();
        let ask = |offset| now(api.page(Request::new(Method::Get, "/xs"), "xs", 100, offset, |_| Ok(()))).unwrap();
        assert!(ask(9_800).more);
        assert!(!ask(9_900).more);
        assert!(!ask(9_901).more && !ask(u32::MAX).more);
        assert_eq!(line.requests().len(), 2);
    }

    #[test]
    fn a_credential_prints_no_token() {
        let credential = Credential::Token { access: AccessToken::parse("hidden").unwrap(), from: None };
        assert!(!format!("{credential:?}").contains("hidden"));
    }
}
