//! The app as it is installed: its settings. Zendesk: `/api/v2/apps/installations/{id}`.

use crate::http::json::Json;
use crate::http::{Failure, Method, Request, Transport};

use super::api::Api;

impl<T: Transport> Api<T> {
    /// The text of the app's hidden setting `configuration`, empty when it was never written.
    pub async fn configuration(&self, installation: u64) -> Result<String, Failure> {
        let body = self.ask(Request::new(Method::Get, address(installation))).await?;
        let root = Json::root(&body);
        root.at("id").number()?;
        Ok(root.at("settings").at("configuration").text_or_empty().to_owned())
    }
}

fn address(installation: u64) -> String {
    format!("/api/v2/apps/installations/{installation}.json")
}
