//! The request, the answer, and what carries them.

use std::fmt;

use super::{Failure, Told};

/// What a request does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads; may be sent again.
    Get,
    /// Makes something.
    Post,
    /// Changes something.
    Put,
    /// Removes something.
    Delete,
}

impl Method {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// A request, complete but not sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// What it does.
    pub method: Method,
    /// The whole address, or a path for Zendesk's own API; every part of it is escaped.
    pub url: String,
    /// Header names and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body, if any; its type is among the headers.
    pub body: Option<String>,
    /// What it is a search for, if one that comes later makes it worthless.
    pub searches: Option<&'static str>,
}

/// One kind of question at one address: of several that are under way only the last is of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    kind: &'static str,
    address: String,
}

impl Request {
    /// A request without headers or body.
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Self { method, url: url.into(), headers: Vec::new(), body: None, searches: None }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets a JSON body and its type.
    #[must_use]
    pub fn json(self, body: &serde_json::Value) -> Self {
        let mut request = self.header("Content-Type", "application/json");
        request.body = Some(body.to_string());
        request
    }

    /// What it is a search for, by which earlier ones of the same kind are found that it makes worthless.
    pub fn search(&self) -> Option<Search> {
        let address = self.url.split('?').next().unwrap_or_default();
        Some(Search { kind: self.searches?, address: address.to_owned() })
    }

    /// Adds a query parameter, escaped.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.url.push(if self.url.contains('?') { '&' } else { '?' });
        escape_into(&mut self.url, name);
        self.url.push('=');
        escape_into(&mut self.url, value);
        self
    }
}

/// Headers and bodies can hold tokens and customers' words: only the method and the address without its query are told.
impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.split('?').next().unwrap_or_default();
        write!(formatter, "{} {address}", self.method.name())
    }
}

/// An answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// `Retry-After` or, failing that, `ratelimit-reset`, in seconds, where the sender let us see it.
    pub retry_after: Option<u32>,
    /// The body as text; empty when there was none.
    pub body: String,
}

impl Response {
    /// The body of a good answer, else what its status means. `told` reads what the sender says of a refusal; statuses that are
    /// not named here may come too.
    pub fn good(&self, told: fn(&str) -> Told) -> Result<&str, Failure> {
        Err(match self.status {
            200..=299 => return Ok(&self.body),
            401 => Failure::Unauthorized,
            402 => Failure::PaymentRequired,
            403 => Failure::Forbidden(told(&self.body)),
            404 => Failure::NotFound,
            408 => Failure::TimedOut,
            409 => Failure::Conflict(told(&self.body)),
            429 => Failure::RateLimited { seconds: self.retry_after },
            400..=499 => Failure::Rejected(told(&self.body)),
            status => Failure::Broken { status },
        })
    }
}

/// Bodies can hold tokens and customers' words.
impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// What sends a request and brings the answer.
///
/// An answer of any status is `Ok`; an error means that none came: [`Failure::Unreachable`] or [`Failure::TimedOut`].
pub trait Transport {
    /// Sends `request` once.
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, Failure>>;
}

impl<F> Transport for F
where
    F: AsyncFn(Request) -> Result<Response, Failure>,
{
    async fn send(&self, request: Request) -> Result<Response, Failure> {
        self(request).await
    }
}

/// Escapes `text` for a query or a form: everything but letters, digits and `-._~`.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_into(&mut escaped, text);
    escaped
}

fn escape_into(url: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            let digit = |nibble: u8| HEX.get(usize::from(nibble)).map_or('0', |digit| char::from(*digit));
            url.push('%');
            url.push(digit(byte >> 4));
            url.push(digit(byte & 15));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_tells_no_secret() {
        let request = Request::new(Method::Post, "https://x.example/oauth/token?code=hidden")
            .header("Authorization", "Bearer hidden")
            .json(&serde_json::json!({ "refresh_token": "hidden" }));
        let response = Response { status: 200, retry_after: None, body: "hidden".into() };
        assert!(!format!("{request:?} {response:?}").contains("hidden"));
    }

    #[test]
    fn a_query_cannot_grow_another_parameter() {
        let request = Request::new(Method::Get, "/a").query("statuses[]", "x&y=z#é");
        assert_eq!(request.url, "/a?statuses%5B%5D=x%26y%3Dz%23%C3%A9");
    }
}
