//! Entities that a file defines for itself.
//!
//! Entities can expand a file of a few bytes to gigabytes, and can refer to other files. Only plain
//! texts are accepted, without references to other entities, and their total size is limited.

/// Maximum number of entities in a file.
const ENTITIES_TOP: usize = 64;
/// Maximum length of one entity in bytes.
const TEXT_TOP: usize = 256;
/// Maximum length of all expanded references in a file, in bytes.
const EXPANDED_TOP: usize = 64 << 10;

/// Entities of one file.
#[derive(Debug, Default)]
pub(super) struct Entities<'a> {
    texts: Vec<(&'a str, &'a str)>,
    expanded: usize,
}

impl<'a> Entities<'a> {
    /// Reads the entities of a document type declaration.
    pub(super) fn define(&mut self, declaration: &'a str) {
        for definition in declaration.split("<!ENTITY").skip(1) {
            if self.texts.len() == ENTITIES_TOP {
                break;
            }
            self.texts.extend(entity(definition));
        }
    }

    /// Returns the text of a reference, if the entity is known.
    pub(super) fn expand(&mut self, name: &str) -> Option<&'a str> {
        let (_, text) = self.texts.iter().find(|(own, _)| *own == name)?;
        self.expanded += text.len();
        (self.expanded <= EXPANDED_TOP).then_some(text)
    }
}

/// Parses a definition behind its keyword. Returns the name and the text of a plain entity.
fn entity(definition: &str) -> Option<(&str, &str)> {
    let definition = definition.trim_start();
    let (name, rest) = definition.split_once(|c: char| c.is_ascii_whitespace())?;
    let rest = rest.trim_start();
    // An external entity has a keyword instead of a quote.
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
