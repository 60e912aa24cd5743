//! The PagerDuty account and user that an administrator has signed in with.

use super::Region;

/// A user's base role in PagerDuty. PagerDuty REST: `User.role`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `owner`.
    Owner,
    /// `admin`.
    Admin,
    /// `user`: a manager.
    Manager,
    /// `limited_user`.
    Responder,
    /// `observer`.
    Observer,
    /// `restricted_access`.
    Restricted,
    /// `read_only_user`.
    FullStakeholder,
    /// `read_only_limited_user`.
    LimitedStakeholder,
}

impl Role {
    /// The role of that name; `None` for one of tomorrow.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "owner" => Self::Owner,
            "admin" => Self::Admin,
            "user" => Self::Manager,
            "limited_user" => Self::Responder,
            "observer" => Self::Observer,
            "restricted_access" => Self::Restricted,
            "read_only_user" => Self::FullStakeholder,
            "read_only_limited_user" => Self::LimitedStakeholder,
            _ => return None,
        })
    }

    /// Whether the role may make integrations on services, which automation needs. A hint: roles in teams can give more.
    pub fn may_manage(self) -> bool {
        matches!(self, Self::Owner | Self::Admin | Self::Manager)
    }
}

/// Who is signed in to PagerDuty, and where that account is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The user's name; hostile text.
    pub name: String,
    /// The user's e-mail address; hostile text.
    pub email: String,
    /// The user's base role, if it is one that is known.
    pub role: Option<Role>,
    /// The account's subdomain, if PagerDuty told.
    pub subdomain: Option<String>,
    /// Where the account lives, if PagerDuty told.
    pub region: Option<Region>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_managers_and_above_make_integrations() {
        let named = |name| Role::named(name).map(Role::may_manage);
        for name in ["owner", "admin", "user"] {
            assert_eq!(named(name), Some(true), "{name}");
        }
        for name in ["limited_user", "observer", "restricted_access", "read_only_user", "read_only_limited_user"] {
            assert_eq!(named(name), Some(false), "{name}");
        }
        assert_eq!(named("Admin"), None);
    }
}
