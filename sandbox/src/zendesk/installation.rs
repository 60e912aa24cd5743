//! The app as it is installed in the account: its manifest, its settings, and the records its requirements made.

use serde_json::{Map, Value, json};

use super::stamp::stamp;

/// The app's id; the directory of its assets and `metadata().appId`.
pub const APP_ID: u64 = 1_048_213;
/// The installation's id; `metadata().installationId`.
pub const INSTALLATION_ID: u64 = 47_110_093;

/// A record made by `requirements.json` when the app was installed.
#[derive(Clone, Debug)]
pub(crate) struct Requirement {
    /// The key in `requirements.json`.
    pub(crate) identifier: String,
    /// `ticket_fields`, `webhooks` …
    pub(crate) kind: String,
    /// The id of the record.
    pub(crate) id: u64,
}

/// The installed app.
#[derive(Clone, Debug)]
pub(crate) struct Installation {
    pub(crate) manifest: Value,
    pub(crate) requirements: Vec<Requirement>,
    settings: Map<String, Value>,
    created_at: i64,
    updated_at: i64,
}

impl Installation {
    /// Installs the app: parameters take their defaults, each requirement gets an id.
    pub(crate) fn new(manifest: Value, requirements: &Value, now: i64) -> Self {
        let mut installed =
            Self { manifest, requirements: Vec::new(), settings: Map::new(), created_at: now, updated_at: now };
        for parameter in installed.parameters() {
            let default = parameter.default.clone().unwrap_or(Value::Null);
            installed.settings.insert(parameter.name, default);
        }
        let mut id = 31_889_204_560_001_u64;
        for (kind, records) in requirements.as_object().into_iter().flatten() {
            for identifier in records.as_object().into_iter().flatten().map(|(identifier, _)| identifier) {
                installed.requirements.push(Requirement { identifier: identifier.clone(), kind: kind.clone(), id });
                id += 24;
            }
        }
        installed
    }

    /// The parameters that the manifest declares.
    pub(crate) fn parameters(&self) -> Vec<Parameter> {
        let declared = self.manifest.get("parameters").and_then(Value::as_array);
        declared.into_iter().flatten().filter_map(Parameter::read).collect()
    }

    /// The value of one setting, secure or not.
    pub(crate) fn setting(&self, name: &str) -> Option<&Value> {
        self.settings.get(name)
    }

    /// Sets a declared parameter; says whether the manifest declares it.
    pub(crate) fn set(&mut self, name: &str, value: Value, now: i64) -> bool {
        let declared = self.parameters().iter().any(|parameter| parameter.name == name);
        if declared {
            self.settings.insert(name.to_owned(), value);
            self.updated_at = now;
        }
        declared
    }

    /// The settings that reach a browser: everything that is not secure.
    pub(crate) fn open_settings(&self) -> Map<String, Value> {
        self.parameters()
            .into_iter()
            .filter(|parameter| !parameter.secure)
            .map(|parameter| {
                let value = self.settings.get(&parameter.name).cloned().unwrap_or_default();
                (parameter.name, value)
            })
            .collect()
    }

    /// The installation as `GET /api/v2/apps/installations/{id}` shows it; secure values stay on the server.
    pub(crate) fn to_json(&self) -> Value {
        let mut settings = self.open_settings();
        settings.insert("name".to_owned(), self.name().into());
        settings.insert("title".to_owned(), self.name().into());
        let objects: Vec<Value> = settings.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        json!({
            "id": INSTALLATION_ID,
            "app_id": APP_ID,
            "product": "support",
            "settings": settings,
            "settings_objects": objects,
            "enabled": true,
            "collapsible": true,
            "paid": null,
            "recurring_payment": false,
            "plan_information": {"name": null},
            "role_restrictions": null,
            "group_restrictions": [],
            "has_unpaid_subscription": null,
            "has_incomplete_subscription": false,
            "stripe_subscription_id": null,
            "created_at": stamp(self.created_at),
            "updated_at": stamp(self.updated_at)
        })
    }

    /// The requirements as `GET /api/v2/apps/installations/{id}/requirements` lists them.
    pub(crate) fn requirements_json(&self) -> Vec<Value> {
        self.requirements
            .iter()
            .map(|made| {
                json!({
                    "identifier": made.identifier,
                    "requirement_id": made.id,
                    "requirement_type": made.kind,
                    "account_id": 22_118_940,
                    "created_at": stamp(self.created_at),
                    "updated_at": stamp(self.created_at)
                })
            })
            .collect()
    }

    /// The app's name in the manifest.
    pub(crate) fn name(&self) -> String {
        self.manifest.get("name").and_then(Value::as_str).unwrap_or("App").to_owned()
    }

    /// Hosts that secure requests may go to.
    pub(crate) fn allows_host(&self, host: &str) -> bool {
        let hosts = self.manifest.get("domainWhitelist").and_then(Value::as_array);
        hosts.into_iter().flatten().filter_map(Value::as_str).any(|allowed| allowed.eq_ignore_ascii_case(host))
    }
}

/// One parameter of the manifest.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) secure: bool,
    /// Where a secure value may be put; empty means anywhere.
    pub(crate) scopes: Vec<String>,
    default: Option<Value>,
}

impl Parameter {
    fn read(declared: &Value) -> Option<Self> {
        let scopes = declared.get("scopes").and_then(Value::as_array);
        Some(Self {
            name: declared.get("name")?.as_str()?.to_owned(),
            kind: declared.get("type").and_then(Value::as_str).unwrap_or("text").to_owned(),
            secure: declared.get("secure").and_then(Value::as_bool).unwrap_or_default(),
            scopes: scopes.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
            default: declared.get("default").cloned(),
        })
    }
}
