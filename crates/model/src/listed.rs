//! Origin of values that come from a list in the export of an account.

/// Values of a session that come from a list in the export of an account, such as Strava's
/// `activities.csv`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Listed {
    /// File name of the list.
    pub file: String,
    /// Whether the title comes from the list.
    pub has_title: bool,
    /// Whether the tags come from the list.
    pub has_tags: bool,
    /// Whether the rating of perceived exertion comes from the list.
    pub has_rpe: bool,
}

impl Listed {
    /// Returns the value for the list with a file name. No value comes from the list yet.
    #[must_use]
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }
}
