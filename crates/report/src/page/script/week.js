// One week: seven days with the cards of their runs, and the chosen run.

/** Words for the recovery runs of a week against the coach's range. */
const FREQUENCIES = {
  under: "fewer than the coach’s range",
  within: "within the coach’s range",
  over: "more than the coach’s range",
  unknown: "against the coach’s range it cannot be told",
};

/** Formats the coach's range of a week. */
const rangeOf = ({ range_low, range_high }) =>
  range_low === range_high ? `${range_low}` : `${range_low}-${range_high}`;

/** Makes the sentence about a week. */
const weekSentence = (week) => {
  const hard = week.hard_sessions + week.hard_other_sports;
  const open = week.is_last && week.frequency === "under" ? "; the week may not be over" : "";
  return make(
    "p",
    { class: "totals", "data-week": week.week },
    cell(week, "runs", counted(week.runs, "run")),
    ", ",
    cell(week, "run_time_s", duration(week.run_time_s)),
    ...(week.distance_m === null ? [] : [", ", cell(week, "distance_m", kilometres(week.distance_m))]),
    ". ",
    make("b", {}, cell(week, "recovery_runs", counted(week.recovery_runs, "recovery run"))),
    week.nearly_runs ? ` and ` : "",
    week.nearly_runs ? cell(week, "nearly_runs", `${number(week.nearly_runs)} nearly`) : "",
    week.frequency === "none" ? "." : ` (range ${rangeOf(week)}): ${FREQUENCIES[week.frequency]}${open}.`,
    hard ? ` ${counted(hard, "hard session")}${week.hard_other_sports ? `, ${number(week.hard_other_sports)} of other sports` : ""}.` : "",
    week.notes ? ` ${capital(week.notes)}.` : "",
  );
};

/** Chooses the most instructive run of a week: a recovery run that failed, or one that held. */
const mostTelling = (runs) => {
  const order = ["nearly", "missed", "recovery", "untold"];
  const rank = (run) => {
    const place = order.indexOf(run.mark);
    return place < 0 ? order.length : place;
  };
  return runs.reduce((best, run) => (best && rank(best) <= rank(run) ? best : run), null);
};

/** Makes the section of a week. `go` shows another week, `choose` a run of this one. */
const weekSection = (week, { plan, others }, { go, latest, all, choose, hasBefore, hasAfter }) => {
  const button = (label, words, isOn, act) =>
    make("button", { type: "button", "aria-label": label, "aria-disabled": String(!isOn), click: act }, words);
  const days = Array.from({ length: 7 }, (_, day) => {
    const own = daysAfter(week.week_start, day);
    const runs = week.all.filter((run) => run.start_local.startsWith(own));
    const sports = (others[own] ?? []).map(([sport, reason]) =>
      make("span", { class: "others" }, make("b", {}, `${capital(sport.replaceAll("_", " "))}, hard`), `: ${reason}`),
    );
    const planned = (plan[own] ?? []).map(([kind, minutes]) =>
      make("span", { class: "planned" }, `Planned: ${kind} ${minutes}`.trim()),
    );
    return make(
      "li",
      { class: runs.length ? "" : "rest" },
      make("h3", {}, make("time", { datetime: own }, weekday(own))),
      ...planned,
      ...sports,
      ...(runs.length ? runs.map((run) => runCard(run, choose)) : [make("span", { class: "none" }, "no run")]),
    );
  });
  return [
    make(
      "div",
      { class: "week-head" },
      make("h2", { tabindex: "-1" }, dates(week.week_start, daysAfter(week.week_start, 6)), make("small", {}, ` ${week.week}`)),
      make(
        "div",
        { class: "turn" },
        button("Week before", "←", hasBefore, () => go(-1)),
        button("Week after", "→", hasAfter, () => go(1)),
        button("Latest week", "Latest", hasAfter, latest),
        button("All weeks", "All weeks", true, all),
      ),
    ),
    weekSentence(week),
    make("p", { class: "note hint" }, "The arrow keys ← and → turn the weeks."),
    make("ol", { class: "days" }, ...days),
    make("div", { id: "chosen" }),
  ];
};

