//! Putting the agent's language into effect.

use crate::i18n::{Catalog, Locale, Words};

use super::element::set_language;

/// Speaks `locale` from now on. English stays if its words do not come.
pub(super) async fn speak(words: Words, locale: String, time_zone: String) {
    let wanted = Locale::from_zendesk(&locale);
    let catalog = match translation(&wanted).await {
        Ok(translation) => Catalog::new(wanted, &time_zone, translation.as_deref()),
        Err(_) => Catalog::new(Locale::english(), &time_zone, None),
    };
    set_language(catalog.locale());
    words.change(catalog);
}

/// The words beside `index.html`; none for English, which is compiled in.
async fn translation(locale: &Locale) -> Result<Option<String>, gloo_net::Error> {
    if locale.catalog() == Locale::english().catalog() {
        return Ok(None);
    }
    let response = gloo_net::http::Request::get(&format!("translations/{}.json", locale.catalog())).send().await?;
    let text = response.text().await?;
    if response.ok() { Ok(Some(text)) } else { Err(gloo_net::Error::GlooError(response.status_text())) }
}
