//! Options of assigning files to athletes.

use recoup_analysis::Athlete;
use std::fmt;

/// Options of assigning files to athletes.
///
/// ```
/// use recoup::{Athlete, RosterOptions};
/// let options = RosterOptions::new(Athlete::with_max_hr(190.0)).from_folders(true);
/// ```
#[derive(Clone, Default)]
pub struct RosterOptions<'a> {
    pub(super) base: Athlete,
    pub(super) from_folders: bool,
    pub(super) adjust: Option<&'a dyn Fn(&mut Athlete)>,
}

impl<'a> RosterOptions<'a> {
    /// Creates options with a default athlete. The default athlete owns all files that no roster
    /// entry claims, and supplies the settings of athletes without a file of their own.
    #[must_use]
    pub fn new(base: Athlete) -> Self {
        Self { base, ..Self::default() }
    }

    /// Sets whether each folder and each ZIP archive directly below a path is an athlete. The
    /// athlete has the name of the folder or archive, unless the athlete file has another name.
    #[must_use]
    pub fn from_folders(mut self, from_folders: bool) -> Self {
        self.from_folders = from_folders;
        self
    }

    /// Sets a function that adjusts each athlete whose file was read, before the plan is read.
    #[must_use]
    pub fn adjust(mut self, adjust: &'a dyn Fn(&mut Athlete)) -> Self {
        self.adjust = Some(adjust);
        self
    }
}

impl fmt::Debug for RosterOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RosterOptions")
            .field("base", &self.base)
            .field("from_folders", &self.from_folders)
            .field("adjust", &self.adjust.is_some())
            .finish()
    }
}
