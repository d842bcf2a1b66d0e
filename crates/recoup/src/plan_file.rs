//! Planned runs of a plan file.

use recoup_analysis::calendar::date_in_name;
use recoup_analysis::wording::counted;
use recoup_analysis::{Athlete, Plan, PlanError, PlannedRun};
use recoup_model::{Diagnostic, PlannedStart, PlannedWorkout, Sport};
use recoup_parse::{PlanContents, PlanFormat};

/// Planned runs of one file, and a description of the file for reports.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PlanFile {
    /// Planned runs.
    pub runs: Vec<PlannedRun>,
    /// Description: the kind of the plan, the number of planned runs, and what was left out.
    pub remark: String,
    /// Damage or limit that ended the file; [`None`] for a complete file.
    pub damage: Option<Diagnostic>,
}

impl PlanFile {
    /// Finds the planned runs of a plan by the words of the athlete's policy. `name` is the name of
    /// the file, which can hold the date of a single workout.
    ///
    /// # Errors
    ///
    /// Returns the first error of a CSV plan with the columns `date` and `type`.
    ///
    /// ```
    /// use recoup::{Athlete, Limits, PlanFile, read_bytes};
    /// let csv = "Title,WorkoutType,PlannedDuration,WorkoutDay\nRecovery,Run,0.5,2026-03-02\n";
    /// let contents = read_bytes(csv.as_bytes(), &Limits::default())?;
    /// let plan = PlanFile::new(&contents.plan.unwrap(), "workouts.csv", &Athlete::default())?;
    /// assert_eq!(plan.runs[0].kind.as_str(), "recovery");
    /// assert_eq!(plan.remark, "a plan of TrainingPeaks: 1 planned run");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(plan: &PlanContents, name: &str, athlete: &Athlete) -> Result<Self, PlanError> {
        let file = name.rsplit('/').next().unwrap_or(name);
        let runs: Vec<PlannedRun> = if plan.format == PlanFormat::Csv {
            let own = Plan::from_csv(&plan.text, &athlete.policy)?;
            let of_file = |run: &PlannedRun| {
                let mut run = run.clone();
                run.file = Some(file.to_owned());
                run
            };
            own.runs().map(of_file).collect()
        } else {
            let zone = athlete.zone().ok().flatten();
            let date = date_in_name(name);
            let date = date.map(|it| PlannedStart::Date(it.year(), it.month(), it.day()));
            let mut workouts = plan.workouts.clone();
            for workout in &mut workouts {
                workout.start = workout.start.or(date);
            }
            PlannedRun::of_workouts(&workouts, &athlete.policy, zone.as_ref(), file)
        };
        let remark = remark(plan, &runs);
        Ok(Self { runs, remark, damage: plan.damage.clone() })
    }
}

/// Describes a plan: its runs, the entries without a run, and the rows that could not be read.
fn remark(plan: &PlanContents, runs: &[PlannedRun]) -> String {
    let kind = plan.format.in_words();
    if let ([workout], true) = (&*plan.workouts, is_single(plan.format)) {
        let title = workout.title.as_deref().unwrap_or("without a name");
        return match runs {
            [run] => format!("{kind}, \u{201c}{title}\u{201d}, planned for {}", run.date),
            _ if workout.start.is_none() && can_be_run(workout) => format!(
                "{kind}, \u{201c}{title}\u{201d}, without a date; to plan it, put the date into the \
                 file's name, such as 2026-03-02"
            ),
            _ => format!("{kind}, \u{201c}{title}\u{201d}, of another sport"),
        };
    }
    let left_out = match plan.workouts.len().saturating_sub(runs.len()) {
        _ if plan.format == PlanFormat::Csv => String::new(),
        0 => String::new(),
        1 => ", 1 entry without a run".to_owned(),
        entries => format!(", {entries} entries without a run"),
    };
    let unread = match (plan.unread_rows, &plan.first_unread) {
        (rows @ 1.., Some(first)) => {
            format!("; {} could not be read ({first})", counted(rows, "row"))
        }
        _ => String::new(),
    };
    format!("{kind}: {}{left_out}{unread}", counted(runs.len(), "planned run"))
}

fn is_single(format: PlanFormat) -> bool {
    matches!(format, PlanFormat::Zwo | PlanFormat::FitWorkout)
}

fn can_be_run(workout: &PlannedWorkout) -> bool {
    workout.sport.as_ref().is_none_or(|sport| *sport == Sport::Running)
}
