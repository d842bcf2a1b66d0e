//! Which of some names was probably meant, for messages about names that do not exist.

/// The name most like `given`; [`None`] where none is at all.
pub fn nearest<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// What clap asks of the names of options that it suggests.
    const ALIKE: f64 = 0.7;
    let given = given.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro(&given, &name.to_lowercase()), name))
        .filter(|&(alike, _)| alike > ALIKE)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, name)| name)
}

/// The hint of a message: `; did you mean fljuga?`, or nothing.
#[must_use]
pub fn did_you_mean(name: Option<&str>) -> String {
    name.map(|name| format!("; did you mean {name}?")).unwrap_or_default()
}
