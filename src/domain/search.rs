//! Finding an incident by the words of its title: PagerDuty's REST API has no text search.

/// How letters are made equal whatever their case. An input, because whoever runs in a browser has the browser's.
pub type Fold = fn(&str) -> String;

/// Words to look for, folded so that case does not matter.
#[derive(Clone, Debug)]
pub struct Words {
    words: Vec<String>,
    fold: Fold,
}

impl Words {
    /// Splits `text` at white space.
    pub fn of(text: &str, fold: Fold) -> Self {
        Self { words: text.split_whitespace().map(fold).collect(), fold }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether every word stands somewhere in `text`; no words match everything.
    pub fn are_in(&self, text: &str) -> bool {
        let text = (self.fold)(text);
        self.words.iter().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        Words::of(text, str::to_lowercase)
    }

    #[test]
    fn every_word_must_be_there_in_any_order_and_case() {
        assert!(words("PAYMENT europe").are_in("Payment webhooks delayed in Europe"));
        assert!(!words("payment asia").are_in("Payment webhooks delayed in Europe"));
        assert!(words("zahlung über").are_in("Über Zahlungen"));
        assert!(words(" ").are_in("anything"));
    }
}
