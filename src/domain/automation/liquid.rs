//! A template as Liquid inside of a JSON string, such that no text of any ticket can break the JSON.
//!
//! Zendesk fills placeholders in as they are: a quotation mark in a subject would end the string. A filter for JSON is not documented
//! for triggers, so the escapes are made with filters that Liquid has had for as long as Zendesk has used it. What stands in a trigger
//! must be JSON before it is filled in, too, because Zendesk's own editor refuses anything else; so no quotation mark and no single
//! backslash may stand in it, and both have to be made:
//!
//! * `b` is one backslash, cut from two, which in JSON are one. From it come the escapes `q` `\u0022`, `a` `\u0027`, `s` `\u005c` and
//!   `n` `\u000a`. In Ruby's replacements `\u` means nothing special.
//! * `escape` turns quotation marks, apostrophes, `<`, `>` and `&` into entities, of which the first two become escapes and the others
//!   themselves again, `&` at last. An entity that somebody wrote into a ticket is safe, because its own `&` was escaped before.
//! * Line ends become `<br />` after the escaping, so that no `<br />` of the ticket is mistaken for one, and `n` at last. `split` at
//!   one blank splits at every white space there is, so that tabs, returns and feeds are gone.
//! * The other control characters, which JSON forbids, are taken out one by one; `url_decode` makes them. It is the youngest filter
//!   here (Liquid 4). Where it were unknown, Zendesk would pass it over and control characters would stay; no other text suffers.
//! * Text is cut before any of this, so that no escape is cut in two, and the whole stays as short as PagerDuty wants it.
//!
//! Every string has all that it needs, so that it would not matter if each were filled in for itself. Two things can only be proved on
//! a live account: that triggers know these filters, and that Zendesk does not escape a second time. If it did, the JSON would still
//! be JSON, and `\u0022` would be read where a quotation mark was written.

use std::fmt::Write as _;

use super::template::{Limit, Part, Placeholder, can_be_empty};

/// Makes the escapes.
const ESCAPES: &str = r"{% assign b = '\\' | truncate: 1, '' %}{% assign s = '\\u005c' | remove_first: b %}{% assign q = '\\u0022' | remove_first: b %}{% assign a = '\\u0027' | remove_first: b %}{% assign n = '\\u000a' | remove_first: b %}";

/// Puts them in the place of what JSON does not take, after line ends were seen to.
const GUARD: &str = r" | replace: '&quot;', q | replace: '&#39;', a | replace: '&lt;', '<' | replace: '&gt;', '>' | replace: '&amp;', '&'";

/// The inside of a JSON string.
pub(super) fn string(parts: &[Part], limit: Limit, subdomain: &str) -> String {
    let is_free = |part: &&Part| matches!(part, Part::Placeholder(placeholder, _) if !placeholder.is_plain());
    let mut text = String::new();
    if parts.iter().any(|part| is_free(&part)) {
        text.push_str(ESCAPES);
        text.push_str(&controls());
    }
    let mut names = Vec::new();
    for part in parts {
        match part {
            Part::Literal(words) => literal(&mut text, words),
            Part::Placeholder(Placeholder::Link, _) => link(&mut text, subdomain),
            Part::Placeholder(placeholder, _) if placeholder.is_plain() => text.push_str(&placeholder.typed()),
            Part::Placeholder(placeholder, most) => {
                let name = format!("t{}", names.len());
                free(&mut text, &name, *placeholder, limit, *most);
                names.push(name);
            }
        }
    }
    if limit == Limit::Line && can_be_empty(parts) && !names.is_empty() {
        fallback(&mut text, &names);
    }
    text
}

/// The ticket's page. The subdomain is checked by whoever makes the event.
pub(super) fn link(text: &mut String, subdomain: &str) {
    let _ = write!(text, "https://{subdomain}.zendesk.com/agent/tickets/{{{{ticket.id}}}}");
}

/// Text as it is. Braces are escaped as well: one before ours would be read as the begin of a placeholder.
pub(super) fn literal(text: &mut String, words: &str) {
    for letter in words.chars() {
        match letter {
            '"' | '\\' | '{' | '}' | '\0'..='\u{1f}' => {
                let _ = write!(text, "\\u{:04x}", u32::from(letter));
            }
            letter => text.push(letter),
        }
    }
}

/// Says the number where nothing else is said: PagerDuty refuses an event whose summary is blank, whatever the blanks are.
fn fallback(text: &mut String, names: &[String]) {
    text.push_str("{% assign e = ''");
    for name in names {
        let _ = write!(text, " | append: {name}");
    }
    let blanks = BLANKS.map(|blank| {
        let mut bytes = [0; 4];
        blank.encode_utf8(&mut bytes).bytes().fold(String::new(), |mut escaped, byte| {
            let _ = write!(escaped, "%{byte:02X}");
            escaped
        })
    });
    let _ = write!(
        text,
        " | strip %}}{{% assign w = '{}' | url_decode | split: ',' %}}{{% for x in w %}}{{% assign e = e | remove: x %}}{{% endfor %}}\
         {{% if e == '' %}}#{{{{ticket.id}}}}{{% endif %}}",
        blanks.join(",")
    );
}

/// What Unicode calls white space, beyond ASCII.
const BLANKS: [char; 19] = [
    '\u{85}', '\u{a0}', '\u{1680}', '\u{2000}', '\u{2001}', '\u{2002}', '\u{2003}', '\u{2004}', '\u{2005}', '\u{2006}',
    '\u{2007}', '\u{2008}', '\u{2009}', '\u{200a}', '\u{2028}', '\u{2029}', '\u{202f}', '\u{205f}', '\u{3000}',
];

fn controls() -> String {
    let all: Vec<_> = (0..32).map(|code| format!("%{code:02X}")).collect();
    format!("{{% assign c = '{}' | url_decode | split: ',' %}}", all.join(","))
}

fn free(text: &mut String, name: &str, placeholder: Placeholder, limit: Limit, most: usize) {
    let from = placeholder.name();
    let _ = match limit {
        Limit::Line => write!(
            text,
            "{{% assign {name} = {from} | append: '' | split: ' ' | join: ' ' | truncate: {most} | replace: b, s | escape{GUARD} %}}"
        ),
        Limit::Lines(_) => write!(
            text,
            "{{% assign {name} = {from} | append: '' | truncate: {most} | replace: b, s | escape | newline_to_br | split: ' ' | join: ' ' \
             | replace: '<br /> ', n | replace: '<br />', n{GUARD} %}}"
        ),
    };
    let _ = write!(text, "{{% for x in c %}}{{% assign {name} = {name} | remove: x %}}{{% endfor %}}{{{{ {name} }}}}");
}
