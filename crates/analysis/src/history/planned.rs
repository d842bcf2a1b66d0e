//! Planned runs and the runs that were done.
//!
//! A planned run is first compared with the runs of its day ([`Plan::on_day`]). A planned run that
//! nobody did on its day can be a run of the day before or after, in the same week: the run has no
//! planned run of its own, its length fits, and its names and tags do not show another kind. A plan
//! without minutes and distance is moved only to a run that is named as the same kind.

use crate::calendar::week_of;
use crate::history::record::FileRecord;
use crate::run::assessment::Assessment;
use crate::run::classify::FromPlan;
use crate::settings::athlete::Athlete;
use crate::settings::kind::{Kind, KindWords};
use crate::settings::plan::{Plan, PlannedRun, RunOfDay};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashSet};

/// Returns the plan of an athlete: the planned runs of the settings, and those of plan files among
/// the athlete's files. `records` are the records of these files.
#[must_use]
pub fn plan_of<'a>(records: impl IntoIterator<Item = &'a FileRecord>, athlete: &Athlete) -> Plan {
    let mut plan = athlete.planned.clone();
    for record in records.into_iter().filter(|record| !record.planned.is_empty()) {
        plan.add(&record.planned);
    }
    plan.set_zone(athlete.zone().ok().flatten().as_ref());
    plan
}

/// Finds the planned run of each run. `runs` are in the order of their starts.
pub(super) fn match_plan<'a>(
    runs: &[&mut Assessment],
    plan: &'a Plan,
    athlete: &Athlete,
    words: &KindWords<'_>,
) -> Vec<FromPlan<'a>> {
    let mut matches = vec![FromPlan::default(); runs.len()];
    if plan.is_empty() {
        return matches;
    }
    let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (place, run) in runs.iter().enumerate() {
        days.entry(run.start_local.date()).or_default().push(place);
    }
    // Planned runs are identified by their addresses in the plan.
    let mut done: HashSet<*const PlannedRun> = HashSet::new();
    for (&date, places) in &days {
        if let [place] = places[..] {
            matches[place] = FromPlan::of_run(runs[place], plan);
        } else {
            let of_day: Vec<RunOfDay> =
                places.iter().map(|&place| RunOfDay::of(runs[place])).collect();
            for (&place, planned) in places.iter().zip(plan.on_day(date, &of_day)) {
                matches[place].run = planned;
            }
        }
        let found = places.iter().filter_map(|&place| matches[place].run);
        done.extend(found.map(std::ptr::from_ref));
        let unclear = places.iter().flat_map(|&place| &matches[place].unclear);
        done.extend(unclear.map(|planned| std::ptr::from_ref(*planned)));
    }
    let week = |date| week_of(date, athlete.policy.week_start).1;
    for planned in plan.runs().filter(|planned| !done.contains(&std::ptr::from_ref(*planned))) {
        // A run is more often done a day later than a day earlier.
        let near = [planned.date.saturating_add(1.day()), planned.date.saturating_sub(1.day())];
        let near = near.into_iter().filter(|&date| week(date) == week(planned.date));
        let places = near.flat_map(|date| days.get(&date).into_iter().flatten().copied());
        let is_free = |place: &usize| {
            let found: &FromPlan<'_> = &matches[*place];
            found.run.is_none() && found.unclear.is_empty()
        };
        let moved = places.filter(is_free).find(|&place| can_be_moved(planned, runs[place], words));
        if let Some(place) = moved {
            matches[place] = FromPlan { run: Some(planned), is_moved: true, unclear: Vec::new() };
        }
    }
    matches
}

/// Whether a run of another day can be a planned run.
fn can_be_moved(planned: &PlannedRun, run: &Assessment, words: &KindWords<'_>) -> bool {
    let names: Vec<&str> = run.labels.names().collect();
    let told = words.named_kind(&names).map(|(kind, ..)| kind);
    let is_named_so = told == Some(planned.kind);
    let is_named_otherwise = told.is_some() && planned.kind != Kind::Unknown && !is_named_so;
    let fits = planned.misfit(RunOfDay::of(run)).is_some();
    fits && !is_named_otherwise && (planned.has_length() || is_named_so)
}
