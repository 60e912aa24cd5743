//! Reads which names a Rust file uses: its imports, the paths in its code, and the paths inside its macros.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ExprAsync, ExprAwait, ItemMod, ItemUse, Macro, UseTree};

use super::sources::Source;

/// A name that a file uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// The parts of the path, from the crate's root (`crate`) or from another crate's name. A glob ends in `*`.
    pub(crate) parts: Vec<String>,
    /// The line of the file, from 1.
    pub(crate) line: usize,
    /// Whether only tests are built with it.
    pub(crate) in_test: bool,
}

/// What a file uses.
#[derive(Debug, Default)]
pub(crate) struct Used {
    pub(crate) names: Vec<Name>,
    /// Lines that wait for something: `.await` or an `async` block.
    pub(crate) waits: Vec<usize>,
}

/// The module that a file of the app is, from the crate's root: `src/console/panels/glance.rs` is `console`, `panels`, `glance`.
pub(crate) fn module_of(path: &str) -> Vec<String> {
    let inside = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let mut parts: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// Reads a file; one that is no Rust is an offense in itself.
pub(crate) fn read(source: &Source) -> Result<Used, String> {
    let file = syn::parse_file(&source.text).map_err(|error| format!("{}: {error}", source.path))?;
    let is_test_file = source.path.ends_with("tests.rs");
    let mut reader = Reader { module: module_of(&source.path), in_test: is_test_file, used: Used::default() };
    reader.visit_file(&file);
    Ok(reader.used)
}

struct Reader {
    module: Vec<String>,
    in_test: bool,
    used: Used,
}

impl Reader {
    fn add(&mut self, parts: &[String], line: usize) {
        if let Some(parts) = self.resolve(parts) {
            self.used.names.push(Name { parts, line, in_test: self.in_test });
        }
    }

    /// Follows `crate`, `self` and `super` to the crate's root; other paths stay as they are.
    fn resolve(&self, parts: &[String]) -> Option<Vec<String>> {
        let (first, rest) = parts.split_first()?;
        let mut module = self.module.clone();
        match first.as_str() {
            "crate" | "incident_command_console" => module.clear(),
            "self" => {}
            "super" => {
                module.pop();
            }
            _ => return Some(parts.to_vec()),
        }
        let ups = rest.iter().take_while(|part| *part == "super").count();
        module.truncate(module.len().saturating_sub(ups));
        let crate_root = std::iter::once("crate".to_owned());
        Some(crate_root.chain(module).chain(rest.iter().skip(ups).cloned()).collect())
    }

    fn add_tree(&mut self, before: &[String], tree: &UseTree, line: usize) {
        let with = |part: String| [before, &[part]].concat();
        match tree {
            UseTree::Path(path) => self.add_tree(&with(path.ident.to_string()), &path.tree, line),
            UseTree::Name(name) if name.ident == "self" => self.add(before, line),
            UseTree::Name(name) => self.add(&with(name.ident.to_string()), line),
            UseTree::Rename(name) => self.add(&with(name.ident.to_string()), line),
            UseTree::Glob(_) => self.add(&with("*".to_owned()), line),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(before, tree, line)),
        }
    }

    /// The paths inside a macro, which are not parsed: identifiers with `::` between them.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut parts: Vec<String> = Vec::new();
        let (mut line, mut colons) = (0, 0);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.add(&parts, line);
                        parts.clear();
                        line = ident.span().start().line;
                    }
                    if ident == "await" || ident == "async" {
                        self.used.waits.push(ident.span().start().line);
                    }
                    parts.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.add(&parts, line);
                    parts.clear();
                    colons = 0;
                    self.add_tokens(group.stream());
                }
                _ => {
                    self.add(&parts, line);
                    parts.clear();
                    colons = 0;
                }
            }
        }
        self.add(&parts, line);
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let before = self.in_test;
        self.in_test |= item.attrs.iter().any(is_test);
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
        self.in_test = before;
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.add_tree(&[], &item.tree, item.use_token.span.start().line);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
        self.add(&parts, line);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.add_tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }

    fn visit_expr_await(&mut self, expression: &'ast ExprAwait) {
        self.used.waits.push(expression.await_token.span.start().line);
        visit::visit_expr_await(self, expression);
    }

    fn visit_expr_async(&mut self, expression: &'ast ExprAsync) {
        self.used.waits.push(expression.async_token.span.start().line);
        visit::visit_expr_async(self, expression);
    }
}

fn is_test(attribute: &Attribute) -> bool {
    let mut found = false;
    if attribute.path().is_ident("cfg") {
        // An unreadable condition is no `test`.
        let _ = attribute.parse_nested_meta(|meta| {
            found |= meta.path.is_ident("test");
            if meta.path.is_ident("all") {
                meta.parse_nested_meta(|inner| {
                    found |= inner.path.is_ident("test");
                    Ok(())
                })?;
            }
            Ok(())
        });
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test may stop at the first surprise"
    )]

    use super::*;

    fn names(path: &str, text: &str) -> Vec<String> {
        let used = read(&Source::new(path, text)).unwrap();
        used.names.into_iter().map(|name| name.parts.join("::")).collect()
    }

    #[test]
    fn imports_are_followed_to_the_root_of_the_crate() {
        let text = "use crate::a::{b, c::*, d as e, self};\nuse super::super::f;\nuse self::g;\nuse other::h;";
        let expected = [
            "crate::a::b",
            "crate::a::c::*",
            "crate::a::d",
            "crate::a",
            "crate::x::f",
            "crate::x::y::z::g",
            "other::h",
        ];
        assert_eq!(names("src/x/y/z.rs", text), expected);
        assert_eq!(names("src/x/mod.rs", "use super::f;"), ["crate::f"]);
    }

    #[test]
    fn paths_in_code_and_in_macros_are_seen() {
        assert!(names("src/x.rs", "fn f() -> crate::a::B { todo(crate::c::d) }").contains(&"crate::c::d".to_owned()));
        assert!(
            names("src/x.rs", "fn f() { view! { <p>{move || crate::a::b(1)}</p> } }")
                .contains(&"crate::a::b".to_owned())
        );
        assert!(names("src/x.rs", "fn f() { vec![super::a::B { c: 1 }]; }").contains(&"crate::a::B".to_owned()));
    }

    #[test]
    fn inner_modules_count_as_depth_and_test_modules_as_tests() {
        let used =
            read(&Source::new("src/x.rs", "#[cfg(test)] mod tests { use super::a; }\nmod b { use super::super::c; }"))
                .unwrap();
        let named = |name: &str| used.names.iter().find(|found| found.parts.join("::") == name).unwrap();
        assert!(named("crate::x::a").in_test);
        assert!(!named("crate::c").in_test);
    }

    #[test]
    fn waiting_is_seen_in_code_and_in_macros() {
        let text = "fn f() { let a = async { g().await }; }\nfn h() { m!(async move { 1 }) }";
        assert_eq!(read(&Source::new("src/x.rs", text)).unwrap().waits.len(), 3);
    }

    #[test]
    fn what_is_no_rust_is_an_offense() {
        assert!(read(&Source::new("src/x.rs", "fn (")).unwrap_err().starts_with("src/x.rs"));
    }
}
