//! Where the words of a search stand in a label, to set them in bold.

use super::fold::folded;

/// A stretch of a label, and whether the search asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text, exactly as in the label.
    pub text: String,
    /// Whether it matches.
    pub matches: bool,
}

/// Cuts a label at the places where a word of the query begins one of its words or stands inside it.
/// Letters compare without regard to case; joining the pieces gives the label again.
#[must_use]
pub fn pieces(label: &str, query: &str) -> Vec<Piece> {
    let letters: Vec<char> = label.chars().collect();
    let label: Vec<String> = label.chars().map(letter_folded).collect();
    let mut marked = vec![false; letters.len()];
    for word in query.split_whitespace() {
        let word: Vec<String> = word.chars().map(letter_folded).collect();
        for (start, window) in label.windows(word.len()).enumerate() {
            if window == word {
                marked.iter_mut().skip(start).take(word.len()).for_each(|mark| *mark = true);
            }
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (letter, matches) in letters.into_iter().zip(marked) {
        match pieces.last_mut() {
            Some(piece) if piece.matches == matches => piece.text.push(letter),
            _ => pieces.push(Piece { text: letter.to_string(), matches }),
        }
    }
    pieces
}

fn letter_folded(letter: char) -> String {
    folded(letter.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(label: &str, query: &str) -> String {
        pieces(label, query)
            .into_iter()
            .map(|piece| if piece.matches { format!("[{}]", piece.text) } else { piece.text })
            .collect()
    }

    #[test]
    fn each_word_of_the_query_is_marked_wherever_it_stands() {
        assert_eq!(shown("SEPA payment file", "PAY file"), "SEPA [pay]ment [file]");
        assert_eq!(shown("Straße İstanbul", "stra"), "[Stra]ße İstanbul");
    }

    #[test]
    fn overlapping_matches_become_one() {
        assert_eq!(shown("aaaa", "aa"), "[aaaa]");
    }

    #[test]
    fn no_query_marks_nothing() {
        assert_eq!(shown("Checkout API", "  "), "Checkout API");
        assert!(pieces("", "x").is_empty());
    }
}
