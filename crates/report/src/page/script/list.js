// Runs and weeks as tables with filters.

/** Number of rows that are added at a time. */
const ROWS = 25;

/** Filters of the runs: name and the marks that pass; an empty list passes all. */
const FILTERS = [
  ["Recovery runs and nearly", ["recovery", "nearly"]],
  ["Meant as recovery, and not", ["missed"]],
  ["Hard sessions and races", ["hard", "race"]],
  ["Long runs", ["long"]],
  ["Easy and steady runs", ["easy", "steady"]],
  ["Runs that cannot be told", ["unknown", "untold"]],
  ["All runs", []],
];

/** Returns the runs that pass the filters, the newest first. */
const filteredRuns = (runs, { marks, year, words }) => {
  const wanted = words.trim().toLowerCase();
  return runs
    .filter(
      (run) =>
        (marks.length === 0 || marks.includes(run.mark)) &&
        (!year || run.start_local.startsWith(year)) &&
        (!wanted || `${run.title ?? ""} ${run.file} ${run.start_local} ${run.week} ${date(run.start_local)}`.toLowerCase().includes(wanted)),
    )
    .reverse();
};

/** Returns the years of some dates, the newest first. */
const yearsOf = (dates) => [...new Set(dates.map((own) => own.slice(0, 4)))].sort().reverse();

/** Makes a select element with a label. */
const choiceOf = (label, options, change) =>
  make(
    "label",
    {},
    `${label} `,
    make(
      "select",
      { change: (event) => change(event.target.value) },
      ...options.map(([value, words]) => make("option", { value }, words)),
    ),
  );

/** Makes a select element for the years of some dates. */
const yearChoice = (dates, change) =>
  choiceOf("Year", [["", "all"], ...yearsOf(dates).map((year) => [year, year])], change);

/** Makes a row of a run. */
const runRow = (run) =>
  make(
    "tr",
    { class: run.mark, "data-run": run.id },
    make("td", {}, make("a", { href: `#${run.id}` }, make("time", { datetime: run.start_local }, date(run.start_local)))),
    make("td", { class: "kind" }, MARKS[run.mark], run.grade && GRADED.includes(run.mark) ? make("span", {}, " (", cell(run, "grade", run.grade), ")") : ""),
    make("td", { class: "wide" }, make("bdi", {}, run.title ?? "")),
    make("td", { class: "number" }, cell(run, "timer_s", duration(run.timer_s))),
    make("td", { class: "number" }, run.distance_m === null ? "" : cell(run, "distance_m", kilometres(run.distance_m))),
    make("td", { class: "number wide" }, run.hr_avg === null ? "" : cell(run, "hr_avg", `${number(run.hr_avg)} bpm`)),
    make("td", { class: "wide picture" }, smallStrip(run)),
  );

/** Fills the list of runs. */
const listRuns = (place, runs) => {
  const filter = { marks: FILTERS[0][1], year: "", words: "" };
  const body = make("tbody");
  const status = make("p", { class: "note", role: "status" });
  const more = make("button", { type: "button", class: "show-more" }, "Show more");
  let [found, shown] = [[], 0];
  const add = () => {
    body.append(...found.slice(shown, shown + ROWS).map(runRow));
    shown = Math.min(found.length, shown + ROWS);
    more.hidden = shown >= found.length;
    status.textContent = `${counted(found.length, "run")}${more.hidden ? "" : `, ${number(shown)} shown`}`;
  };
  const refill = () => {
    found = filteredRuns(runs, filter);
    shown = 0;
    body.replaceChildren();
    add();
  };
  const set = (name) => (value) => {
    filter[name] = value;
    refill();
  };
  more.addEventListener("click", add);
  // Without any recovery run, all runs are shown.
  const isEmpty = filteredRuns(runs, filter).length === 0;
  const order = isEmpty ? [FILTERS.at(-1), ...FILTERS.slice(0, -1)] : FILTERS;
  filter.marks = order[0][1];
  place.replaceChildren(
    make(
      "div",
      { class: "filter" },
      choiceOf("Show", order.map(([words], number) => [number, words]), (number) => set("marks")(order[number][1])),
      yearChoice(runs.map((run) => run.start_local), set("year")),
      make("label", {}, "Find ", make("input", { type: "search", placeholder: "title, file, date, week", input: (event) => set("words")(event.target.value) })),
    ),
    status,
    make(
      "table",
      { class: "runs" },
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          ...[["Date", ""], ["Kind", ""], ["Title", "wide"], ["Time", "number"], ["Distance", "number"], ["Mean", "number wide"], ["Heart rate", "wide"]].map(
            ([words, kind]) => make("th", { scope: "col", class: kind }, words),
          ),
        ),
      ),
      body,
    ),
    more,
  );
  refill();
};

/** Adds filters to the table of weeks, and formats numbers and dates in the reader's language. */
const listWeeks = (place, table, weeks) => {
  const byName = new Map(weeks.map((week) => [week.week, week]));
  const rows = [...table.tBodies[0].rows].map((row) => [row, byName.get(row.cells[0].textContent)]);
  for (const [row, week] of rows) {
    row.cells[0].replaceChildren(make("a", { href: `#${week.week}` }, week.week));
    row.cells[1].replaceChildren(make("time", { datetime: week.week_start }, date(week.week_start)));
    if (week.distance_m !== null) row.cells[4].textContent = number(week.distance_m / 1000, 1);
  }
  const filter = { year: "", frequency: "" };
  const status = make("p", { class: "note", role: "status" }, counted(rows.length, "week"));
  // A week belongs to the year of its fourth day, as in the bands.
  const yearOf = (week) => daysAfter(week.week_start, 3);
  const set = (name) => (value) => {
    filter[name] = value;
    for (const [row, week] of rows) {
      row.hidden =
        (filter.year && !yearOf(week).startsWith(filter.year)) ||
        (filter.frequency && week.frequency !== filter.frequency);
    }
    status.textContent = counted(rows.filter(([row]) => !row.hidden).length, "week");
  };
  place.replaceChildren(
    make(
      "div",
      { class: "filter" },
      choiceOf("Show weeks", [["", "all"], ["under", "under the range"], ["within", "within it"], ["over", "over it"], ["unknown", "that cannot be told"]], set("frequency")),
      yearChoice(weeks.map(yearOf), set("year")),
    ),
    status,
  );
};

