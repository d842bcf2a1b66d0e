//! Shows a GPX or TCX file element by element. Compares GPX with the gpx crate.

use super::sections::{comparison, notes, sessions, shown_differences};
use super::values::{HIDDEN, clipped, plain, shown};
use crate::args::InspectArgs;
use crate::output::table::{Column, Table};
use recoup::analysis::wording::counted;
use recoup::reference::gpx::{Conformance, differences, read};
use recoup::reference::outline;
use recoup::{Activity, FileContents, Format, Limits};
use std::io::{self, Write};

/// Number of decimals: one more than degrees need for the precision of a metre.
const DECIMALS: usize = 6;

pub(super) fn inspect(
    out: &mut impl Write,
    bytes: &[u8],
    format: Format,
    contents: Option<&FileContents>,
    args: &InspectArgs,
) -> io::Result<()> {
    let ours = contents.map_or(&[][..], |contents| &contents.activities);
    let creator = ours.iter().find_map(|activity| activity.device.name());
    let by = creator.map(|name| format!(" by {name}"));
    let remark = contents.and_then(|contents| contents.remark.as_ref());
    let remark = remark.map(|remark| format!(": {remark}"));
    let mut line = format.as_str().to_uppercase();
    line.extend(by.into_iter().chain(remark));
    writeln!(out, "  {}", plain(&line))?;
    sessions(out, ours)?;
    writeln!(out, "\n{}", elements(bytes, args).fit(None))?;
    notes(out, ours, None)?;
    if format == Format::Tcx {
        return writeln!(out, "  There is no second reader for TCX.");
    }
    match read(bytes, &Limits::default()) {
        Conformance::Accepted(theirs) => {
            let [tracks, routes, waypoints] = [
                counted(theirs.tracks.len(), "track"),
                counted(theirs.routes.len(), "route"),
                counted(theirs.waypoints.len(), "waypoint"),
            ];
            writeln!(
                out,
                "  It conforms to GPX according to the gpx crate: {tracks}, {routes}, {waypoints}."
            )?;
            if contents.is_some() {
                let theirs_is_empty = Activity::try_from(&*theirs).is_err();
                let differences = shown_differences(differences(ours, &theirs), args);
                comparison(out, &differences, ours, theirs_is_empty)?;
            }
        }
        Conformance::Refused(cause) => {
            let cause = plain(&cause);
            writeln!(out, "  It does not conform to GPX according to the gpx crate: {cause}.")?;
        }
        Conformance::TooDeep(depth) => writeln!(
            out,
            "  The gpx crate was not used: elements are nested {depth} deep, which is too slow."
        )?,
        Conformance::TooLarge(values) => writeln!(
            out,
            "  The gpx crate was not used: the file has some {values} values, over the limit of {} \
             (reference_values).",
            Limits::default().reference_values
        )?,
        _ => {}
    }
    Ok(())
}

/// Whether an element or attribute holds a latitude, a longitude or their bounds.
fn is_position(name: &str) -> bool {
    let local = name.rsplit([':', '@']).next().unwrap_or(name).to_ascii_lowercase();
    let is_bound = ["min", "max"].iter().any(|end| local.starts_with(end));
    local.starts_with("lat")
        || local.starts_with("lon")
        || (is_bound && (local.ends_with("lat") || local.ends_with("lon")))
        || local == "coord"
        || local == "coordinates"
}

/// Returns a table of all elements and attributes, with their values.
fn elements(bytes: &[u8], args: &InspectArgs) -> Table {
    let mut table = Table::new([
        Column::text("Element, attribute"),
        Column::number("Count"),
        Column::text("Values"),
    ]);
    for place in outline(bytes) {
        table.add([
            format!("{}{}", "  ".repeat(place.depth), clipped(plain(&place.name))).into(),
            place.count.to_string().into(),
            if is_position(&place.name) && !args.positions {
                HIDDEN.into()
            } else {
                shown(&place.values, "", DECIMALS).into()
            },
        ]);
    }
    table
}
