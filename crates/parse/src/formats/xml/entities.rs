//! Entities that a file defines for itself.
//!
//! They are how a file of a few bytes becomes gigabytes, and how it asks for other files. So only
//! plain texts are taken, none that is made of others, and only so much of them in all.

/// Entities of one file, …
const ENTITIES_TOP: usize = 64;
/// … bytes of one, …
const TEXT_TOP: usize = 256;
/// … and bytes that stand for references in one file.
const EXPANDED_TOP: usize = 64 << 10;

/// The entities of one file.
#[derive(Debug, Default)]
pub(super) struct Entities<'a> {
    texts: Vec<(&'a str, &'a str)>,
    expanded: usize,
}

impl<'a> Entities<'a> {
    /// Takes those that a document type declaration defines.
    pub(super) fn define(&mut self, declaration: &'a str) {
        for definition in declaration.split("<!ENTITY").skip(1) {
            if self.texts.len() == ENTITIES_TOP {
                break;
            }
            self.texts.extend(entity(definition));
        }
    }

    /// What a reference stands for, if that is known.
    pub(super) fn expand(&mut self, name: &str) -> Option<&'a str> {
        let (_, text) = self.texts.iter().find(|(own, _)| *own == name)?;
        self.expanded += text.len();
        (self.expanded <= EXPANDED_TOP).then_some(text)
    }
}

/// The name and the text of a definition from behind its keyword, if it is a plain one.
fn entity(definition: &str) -> Option<(&str, &str)> {
    let definition = definition.trim_start();
    let (name, rest) = definition.split_once(|c: char| c.is_ascii_whitespace())?;
    let rest = rest.trim_start();
    // What comes from elsewhere has a keyword here.
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (text, _) = rest[1..].split_once(quote)?;
    (text.len() <= TEXT_TOP && !text.contains(['&', '%', '<'])).then_some((name, text))
}

#[cfg(test)]
mod tests {
    use super::{ENTITIES_TOP, EXPANDED_TOP, Entities};

    #[test]
    fn only_plain_texts_are_taken() {
        let mut entities = Entities::default();
        entities.define(
            "gpx [<!ENTITY e \"42\"><!ENTITY\n s 'it is \"so\"' ><!ENTITY made '&e;&e;'>\
             <!ENTITY file SYSTEM \"file:///etc/passwd\"><!ENTITY % part 'x'><!ENTITY cut 'y",
        );
        assert_eq!(entities.expand("e"), Some("42"));
        assert_eq!(entities.expand("s"), Some("it is \"so\""));
        for other in ["made", "file", "%", "part", "cut", "none", ""] {
            assert_eq!(entities.expand(other), None, "{other}");
        }
    }

    #[test]
    fn there_is_an_end_to_it() {
        let text = "x".repeat(100);
        let declaration = format!("<!ENTITY x '{text}'>").repeat(1000);
        let mut entities = Entities::default();
        entities.define(&declaration);
        assert_eq!(entities.texts.len(), ENTITIES_TOP);
        let expanded = (0..10_000).filter_map(|_| entities.expand("x")).count();
        assert_eq!(expanded, EXPANDED_TOP / 100);
    }
}
