//! Putting the agent's language into effect.

use crate::i18n::{Catalog, Locale, Words};

use super::element::set_language;

/// Which of the app's screens speaks; each has its words in a file of its own.
#[derive(Clone, Copy)]
pub(super) enum Speaker {
    /// The ticket sidebar.
    Console,
    /// The settings.
    Settings,
}

/// Speaks `locale` from now on. English stays if its words do not come.
pub(super) async fn speak(words: Words, speaker: Speaker, locale: String, time_zone: String) {
    let wanted = Locale::from_zendesk(&locale);
    let catalog = match translation(speaker, &wanted).await {
        Ok(translation) => Catalog::new(wanted, &time_zone, translation.as_deref()),
        Err(_) => Catalog::new(Locale::english(), &time_zone, None),
    };
    set_language(catalog.locale());
    words.change(catalog);
}

/// The words beside the page; none for English, which is compiled in.
async fn translation(speaker: Speaker, locale: &Locale) -> Result<Option<String>, gloo_net::Error> {
    if locale.catalog() == Locale::english().catalog() {
        return Ok(None);
    }
    let folder = match speaker {
        Speaker::Console => "translations",
        Speaker::Settings => "translations/settings",
    };
    let response = gloo_net::http::Request::get(&format!("{folder}/{}.json", locale.catalog())).send().await?;
    let text = response.text().await?;
    if response.ok() { Ok(Some(text)) } else { Err(gloo_net::Error::GlooError(response.status_text())) }
}
