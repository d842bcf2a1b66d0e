// One run: its card in the week, and all its details.

/** Signs of the outcomes. */
const SIGNS = { pass: "✓", warn: "!", fail: "✕", unknown: "?" };

/** Time, distance and heart rate of a run. */
const totals = (run) =>
  joined(
    [
      cell(run, "timer_s", duration(run.timer_s)),
      run.distance_m === null ? null : cell(run, "distance_m", kilometres(run.distance_m)),
      run.hr_avg === null ? null : cell(run, "hr_avg", `${number(run.hr_avg)} bpm`),
    ],
    " · ",
  );

/** Makes the card of a run. */
const runCard = (run, choose) =>
  make(
    "button",
    { type: "button", class: `card ${run.mark}`, "aria-pressed": "false", "data-run": run.id, click: () => choose(run) },
    make("span", { class: "kind" }, MARKS[run.mark], run.grade && GRADED.includes(run.mark) ? ` (${run.grade})` : ""),
    make("span", { class: "totals" }, ...totals(run)),
    smallStrip(run),
  );

/** Makes the criteria of a run, with the changes that each criterion needs to pass. */
const criteriaOf = (run, words) =>
  make(
    "dl",
    { class: "criteria" },
    ...run.criteria.flatMap(({ outcome, measured, limit, changes }, place) => [
      make("dt", {}, make("span", { class: `sign ${outcome}`, "aria-hidden": "true" }, SIGNS[outcome]), capital(words.criteria[place]), make("span", { class: "hidden" }, `: ${outcome}`)),
      make(
        "dd",
        {},
        measured,
        limit ? make("span", { class: "limit" }, ` (passes: ${limit})`) : null,
        changes.length ? make("span", { class: "change" }, `To pass: ${changes.join("; and ")}`) : null,
      ),
    ]),
  );

/** Makes the sentences below the criteria. */
const remarksOf = (run, words) => {
  const sentences = [];
  if (run.hr_suspect_s) {
    const other = run.verdict_without_suspect === run.verdict
      ? "the verdict is the same without it"
      : `without it the verdict would be: ${words.verdict[run.verdict_without_suspect]}`;
    sentences.push(`Suspicious heart rate for ${clock(run.hr_suspect_s)}; ${other}.`);
  }
  if (run.kind_reason) sentences.push(`Kind: ${run.kind} (${run.kind_reason}).`);
  if (run.hard_reason && run.hard_reason !== run.kind_reason) {
    sentences.push(`A hard session: ${run.hard_reason}.`);
  }
  if (run.followed_by) sentences.push(`Within 48 h came ${words.followed_by[run.followed_by]}.`);
  if (run.hr_max !== null) {
    const from = run.hr_max_from ? ` (${date(run.hr_max_from)})` : "";
    sentences.push(`Maximum heart rate ${number(run.hr_max)} from ${words.hr_max_source[run.hr_max_source]}${from}.`);
  }
  sentences.push(...run.doubts.map((doubt) => `Doubtful: ${doubt}.`));
  if (run.device) sentences.push(`Recorded by ${run.device}.`);
  return make("p", { class: "note" }, sentences.join(" "));
};

/** Makes the section with all details of a run. */
const runDetail = (run, words) => {
  const wide = globalThis.innerWidth < 700 ? 380 : 980;
  const [verdict, rest] = run.said;
  const facts = joined(
    [
      ...totals(run).filter((child) => typeof child !== "string"),
      run.hr_peak === null ? null : cell(run, "hr_peak", `peak ${number(run.hr_peak)}`),
      run.ascent_m === null ? null : cell(run, "ascent_m", `${number(run.ascent_m)} m up`),
      run.at_or_below_pct === null
        ? null
        : cell(run, "at_or_below_pct", `${number(run.at_or_below_pct, 1)} % at or below Zone 1`),
    ],
    " · ",
  );
  return make(
    "article",
    { id: "run", class: run.mark, "data-run": run.id, "aria-label": "The chosen run" },
    make("h3", { tabindex: "-1" }, make("bdi", {}, run.title ?? "Run"), ", ", make("time", { datetime: run.start_local }, time(run.start_local))),
    make("p", { class: "verdict" }, make("b", {}, verdict), rest),
    make("p", { class: "totals" }, ...facts, " · ", make("bdi", { class: "file" }, run.file)),
    largeStrip(run, wide),
    run.hr_avg ? stripLegend(run) : null,
    run.hr_avg ? stripFacts(run) : null,
    run.criteria.length ? criteriaOf(run, words) : null,
    run.margin && run.hr_max
      ? make("div", { class: "holds" }, make("p", {}, `The verdict holds for ${run.margin.said}.`), marginPicture(run))
      : null,
    remarksOf(run, words),
  );
};

