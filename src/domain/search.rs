//! Finding an incident by the words of its title: PagerDuty's REST API has no text search.

/// Words to look for, folded so that case does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// Splits `text` at white space.
    pub fn of(text: &str) -> Self {
        Self(text.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every word stands somewhere in `text`; no words match everything.
    pub fn are_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.0.iter().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_be_there_in_any_order_and_case() {
        assert!(Words::of("PAYMENT europe").are_in("Payment webhooks delayed in Europe"));
        assert!(!Words::of("payment asia").are_in("Payment webhooks delayed in Europe"));
        assert!(Words::of("zahlung über").are_in("Über Zahlungen"));
        assert!(Words::of(" ").are_in("anything"));
    }
}
