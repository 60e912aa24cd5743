//! How a call can fail, in kinds that differ in what an agent can do about them.

use std::fmt;

/// Why a call brought nothing. Holds nothing secret and nothing typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer came: no network, a refused connection, or an answer that the browser withheld (CORS).
    Unreachable,
    /// No answer came in time.
    TimedOut,
    /// 401: the token is missing, expired or revoked.
    Unauthorized,
    /// 402: the account's plan lacks it.
    PaymentRequired,
    /// 403: the user may not.
    Forbidden(Told),
    /// 404: it is not there, or the user may not see it.
    NotFound,
    /// 409, or a safe update that came too late: somebody else changed it first.
    Conflict(Told),
    /// 429; `seconds` to wait, when the sender said.
    RateLimited {
        /// How long to wait, if we were told.
        seconds: Option<u32>,
    },
    /// Any other 4xx: the request was understood and refused.
    Rejected(Told),
    /// 5xx: the other side failed.
    Broken {
        /// The status code.
        status: u16,
    },
    /// An answer that is not what the documents promise; names the place, such as `incident.service.id`.
    Malformed {
        /// The JSON path.
        path: String,
    },
}

/// What the other side said of a refusal; hostile text, cut to a readable length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// PagerDuty's error code, 0 when there was none. PagerDuty REST: "Errors".
    pub code: u32,
    /// Its words, one line; may be empty.
    pub words: String,
}

impl Told {
    const LONGEST: usize = 300;

    /// Joins the words into a line and cuts what is too long.
    pub fn new<'a>(code: u32, words: impl IntoIterator<Item = &'a str>) -> Self {
        let line: Vec<_> = words.into_iter().flat_map(str::split_whitespace).collect();
        let line = line.join(" ");
        let mut cut: String = line.chars().take(Self::LONGEST).collect();
        if cut.len() < line.len() {
            cut.push('…');
        }
        Self { code, words: cut }
    }
}

impl Failure {
    /// Whether nobody can tell if a change was made: no answer came, or one that says nothing.
    pub fn leaves_doubt(&self) -> bool {
        matches!(self, Self::Unreachable | Self::TimedOut | Self::Broken { .. } | Self::Malformed { .. })
    }

    /// Whether the same question may well be answered later.
    pub fn may_pass(&self) -> bool {
        self.leaves_doubt() || matches!(self, Self::RateLimited { .. })
    }
}

/// For developers and "copy error details"; what agents read comes from the translations.
impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable => formatter.write_str("unreachable"),
            Self::TimedOut => formatter.write_str("timed out"),
            Self::Unauthorized => formatter.write_str("401"),
            Self::PaymentRequired => formatter.write_str("402"),
            Self::Forbidden(told) => write!(formatter, "403 {} {}", told.code, told.words),
            Self::NotFound => formatter.write_str("404"),
            Self::Conflict(told) => write!(formatter, "409 {}", told.words),
            Self::RateLimited { seconds } => write!(formatter, "429 {seconds:?}"),
            Self::Rejected(told) => write!(formatter, "4xx {} {}", told.code, told.words),
            Self::Broken { status } => write!(formatter, "{status}"),
            Self::Malformed { path } => write!(formatter, "malformed at {path}"),
        }
    }
}
