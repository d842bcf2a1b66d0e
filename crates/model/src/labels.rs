//! Labels of a session: its names and tags.

use crate::Tag;

/// Maximum number of names after the names of copies were added.
const NAMES_MAX: usize = 32;

/// Names and tags of a session.
///
/// ```
/// use recoup_model::Labels;
/// let mut labels = Labels::default();
/// for name in ["Recovery", "Along the river", "Recovery"] {
///     labels.add_name(name.to_owned());
/// }
/// assert_eq!(labels.title.as_deref(), Some("Recovery"));
/// assert_eq!(labels.other_names, ["Along the river"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Labels {
    /// Title: the name of the activity, track or workout. [`None`] if the session has no name.
    pub title: Option<String>,
    /// Other names: those of the workout that was followed, of the track or of the file.
    pub other_names: Vec<String>,
    /// Tags by the athlete or the device.
    pub tags: Vec<Tag>,
}

impl Labels {
    /// Returns all names, the title first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.title.iter().chain(&self.other_names).map(String::as_str)
    }

    /// Adds a name. The first name becomes the title. A name that is there already is not added
    /// again.
    pub fn add_name(&mut self, name: String) {
        if self.title.is_none() {
            self.title = Some(name);
        } else if self.names().all(|own| own != name) {
            self.other_names.push(name);
        }
    }

    /// Adds a tag, unless it is there already.
    pub fn add_tag(&mut self, tag: Tag) {
        if !self.tags.contains(&tag) {
            self.tags.push(tag);
        }
    }

    /// Adds the names and tags of a copy of the session, up to 32 names.
    pub fn add(&mut self, other: &Self) {
        let room = NAMES_MAX.saturating_sub(self.names().count());
        other.names().take(room).for_each(|name| self.add_name(name.to_owned()));
        other.tags.iter().for_each(|&tag| self.add_tag(tag));
    }

    /// Replaces the title. The previous title stays among the other names.
    ///
    /// ```
    /// use recoup_model::Labels;
    /// let mut labels = Labels::default();
    /// labels.add_name("Morning Run".to_owned());
    /// labels.retitle("Around the lake".to_owned());
    /// assert_eq!(labels.names().collect::<Vec<_>>(), ["Around the lake", "Morning Run"]);
    /// ```
    pub fn retitle(&mut self, title: String) {
        self.other_names.retain(|name| *name != title);
        if let Some(own) = self.title.replace(title) {
            self.add_name(own);
        }
    }
}
