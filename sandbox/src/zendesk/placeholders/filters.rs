//! Filters in which Ruby's Liquid, which Zendesk runs, differs from the library's.
//!
//! Source: Liquid's `standardfilters.rb`, and Ruby's `String#split` and `String#gsub` behind it.

use liquid_core::{
    Display_filter, Expression, Filter, FilterParameters, FilterReflection, FromFilterParameters, ParseFilter, Result,
    Runtime, Value, ValueView,
};

#[derive(Debug, FilterParameters)]
struct SplitArgs {
    #[parameter(description = "What stands between the parts", arg_type = "str")]
    pattern: Expression,
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(name = "split", description = "Parts of a text", parameters(SplitArgs), parsed(SplitFilter))]
pub(super) struct Split;

#[derive(Debug, FromFilterParameters, Display_filter)]
#[name = "split"]
struct SplitFilter {
    #[parameters]
    args: SplitArgs,
}

impl Filter for SplitFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let args = self.args.evaluate(runtime)?;
        let parts = split(&input.to_kstr(), &args.pattern);
        Ok(Value::Array(parts.into_iter().map(Value::scalar).collect()))
    }
}

/// Ruby's `split`: a single space means any run of white space, with none before the first part; an empty pattern means
/// every character; and empty parts at the end are left out.
fn split(text: &str, pattern: &str) -> Vec<String> {
    let mut parts: Vec<String> = match pattern {
        " " => text.split_ascii_whitespace().map(str::to_owned).collect(),
        "" => text.chars().map(String::from).collect(),
        pattern => text.split(pattern).map(str::to_owned).collect(),
    };
    while parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts
}

#[derive(Debug, FilterParameters)]
struct ReplaceArgs {
    #[parameter(description = "What is looked for", arg_type = "str")]
    search: Expression,
    #[parameter(description = "What stands there afterwards", arg_type = "str")]
    replacement: Option<Expression>,
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(name = "replace", description = "Replaces all", parameters(ReplaceArgs), parsed(ReplaceFilter))]
pub(super) struct Replace;

#[derive(Debug, FromFilterParameters, Display_filter)]
#[name = "replace"]
struct ReplaceFilter {
    #[parameters]
    args: ReplaceArgs,
}

impl Filter for ReplaceFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let args = self.args.evaluate(runtime)?;
        let replacement = args.replacement.unwrap_or_default();
        Ok(Value::scalar(substitute(&input.to_kstr(), &args.search, &replacement, usize::MAX)))
    }
}

#[derive(Debug, FilterParameters)]
struct ReplaceFirstArgs {
    #[parameter(description = "What is looked for", arg_type = "str")]
    search: Expression,
    #[parameter(description = "What stands there afterwards", arg_type = "str")]
    replacement: Option<Expression>,
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(
    name = "replace_first",
    description = "Replaces the first",
    parameters(ReplaceFirstArgs),
    parsed(ReplaceFirstFilter)
)]
pub(super) struct ReplaceFirst;

#[derive(Debug, FromFilterParameters, Display_filter)]
#[name = "replace_first"]
struct ReplaceFirstFilter {
    #[parameters]
    args: ReplaceFirstArgs,
}

impl Filter for ReplaceFirstFilter {
    fn evaluate(&self, input: &dyn ValueView, runtime: &dyn Runtime) -> Result<Value> {
        let args = self.args.evaluate(runtime)?;
        let replacement = args.replacement.unwrap_or_default();
        Ok(Value::scalar(substitute(&input.to_kstr(), &args.search, &replacement, 1)))
    }
}

/// Ruby's `gsub` and `sub` with a text to look for. In the replacement a backslash means something: two of them are one,
/// `\0` and `\&` are what was found, `` \` `` and `\'` what is before and behind it, and `\1` to `\9` are nothing.
fn substitute(text: &str, search: &str, replacement: &str, times: usize) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (at, found) in text.match_indices(search).take(times) {
        let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at + found.len()..).unwrap_or_default());
        out.push_str(text.get(from..at).unwrap_or_default());
        let mut letters = replacement.chars();
        while let Some(letter) = letters.next() {
            if letter != '\\' {
                out.push(letter);
                continue;
            }
            match letters.next() {
                None | Some('\\') => out.push('\\'),
                Some('0' | '&') => out.push_str(found),
                Some('`') => out.push_str(before),
                Some('\'') => out.push_str(behind),
                Some('1'..='9') => {}
                Some(other) => out.extend(['\\', other]),
            }
        }
        from = at + found.len();
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(name = "strip_newlines", description = "Without line ends", parsed(StripNewlinesFilter))]
pub(super) struct StripNewlines;

#[derive(Debug, Default, Display_filter)]
#[name = "strip_newlines"]
struct StripNewlinesFilter;

impl Filter for StripNewlinesFilter {
    fn evaluate(&self, input: &dyn ValueView, _runtime: &dyn Runtime) -> Result<Value> {
        // Only `\n`, with the `\r` before it; a `\r` alone stays.
        Ok(Value::scalar(input.to_kstr().replace("\r\n", "").replace('\n', "")))
    }
}

#[derive(Clone, ParseFilter, FilterReflection)]
#[filter(name = "newline_to_br", description = "Line ends as HTML", parsed(NewlineToBrFilter))]
pub(super) struct NewlineToBr;

#[derive(Debug, Default, Display_filter)]
#[name = "newline_to_br"]
struct NewlineToBrFilter;

impl Filter for NewlineToBrFilter {
    fn evaluate(&self, input: &dyn ValueView, _runtime: &dyn Runtime) -> Result<Value> {
        Ok(Value::scalar(input.to_kstr().replace("\r\n", "\n").replace('\n', "<br />\n")))
    }
}

#[cfg(test)]
mod tests {
    use super::{split, substitute};

    #[test]
    fn a_text_is_split_as_ruby_splits_it() {
        assert_eq!(split("  a \t b\nc ", " "), ["a", "b", "c"]);
        assert_eq!(split("a,,b,,", ","), ["a", "", "b"]);
        assert_eq!(split("añ", ""), ["a", "ñ"]);
        assert!(split("", ",").is_empty() && split(",,", ",").is_empty());
    }

    #[test]
    fn a_replacement_reads_backslashes_as_ruby_does() {
        for (text, search, replacement, expected) in [
            (r"a\b", r"\", r"\\", r"a\b"),
            (r"a\b", r"\", r"\\\\", r"a\\b"),
            (r#"say "hi""#, "\"", "\\\"", r#"say \"hi\""#),
            ("it's so", "'", r"\'", "its sos so"),
            ("it's so", "'", r"\\'", r"it\'s so"),
            ("x-y", "-", r"[\0\1]", "x[-]y"),
            ("x-y", "-", r"\`", "xxy"),
            ("x-y", "-", r"\", r"x\y"),
            ("x-y", "-", r"\q", r"x\qy"),
        ] {
            assert_eq!(substitute(text, search, replacement, usize::MAX), expected, "{text} {replacement}");
        }
        assert_eq!(substitute("a a a", "a", "b", 1), "b a a");
    }
}
