// The heart rate of a run as a picture, small on its card and large with axes.

/** Rounds a length to tenths, because smaller differences are not visible. */
const tenth = (length) => Math.round(length * 10) / 10;

/** Returns the first whole heart rate above Zone 1; Infinity without zones. */
const topOf = (run) => (run.zones.length ? run.z1_high_bpm + 1 : Infinity);

/** Returns the share of a step of the strip that lies in some stretches of timer time. */
const shareIn = (run, step, stretches) => {
  const [from, to] = [step * run.step, (step + 1) * run.step];
  const within = stretches.map(([start, length]) => Math.min(to, start + length) - Math.max(from, start));
  return within.filter((part) => part > 0).reduce((all, part) => all + part, 0) / run.step;
};

/** Returns the kind of each step of the strip: `gap`, `odd` (suspicious), `above` or `within`. */
const stepKinds = (run) => {
  const top = topOf(run);
  return Array.from(run.bpm, (bpm, step) => {
    if (bpm === 0) return "gap";
    if (shareIn(run, step, run.suspicious) >= 0.5) return "odd";
    return bpm >= top ? "above" : "within";
  });
};

/** Returns the stretches of successive steps of one kind: first step and number of steps. */
const stretchesOf = (kinds, kind) => {
  const stretches = [];
  kinds.forEach((own, step) => {
    if (own !== kind) return;
    const last = stretches.at(-1);
    if (last && last[0] + last[1] === step) last[1] += 1;
    else stretches.push([step, 1]);
  });
  return stretches;
};

/** Returns the lowest and the highest heart rate of a picture. */
const spanOf = (run) => {
  const known = Array.from(run.bpm).filter((bpm) => bpm > 0);
  const zone = run.zones.length ? [run.z1_low_bpm, run.z1_high_bpm + 1] : [];
  return [Math.min(...known, ...zone) - 6, Math.max(...known, ...zone) + 6];
};

/** Returns the paths of the bars by their class. */
const barsOf = (run, kinds, x, y, foot) => {
  const paths = { within: "", above: "", odd: "" };
  kinds.forEach((kind, step) => {
    if (kind !== "gap") paths[kind] += `M${x(step)} ${foot}V${y(run.bpm[step])}H${x(step + 1)}V${foot}z`;
  });
  return Object.entries(paths).filter(([, path]) => path);
};

/** Describes a picture in words. */
const stripLabel = (run) => {
  if (!run.hr_avg) return "No heart rate.";
  const parts = [`Heart rate: mean ${number(run.hr_avg)}, peak ${number(run.hr_peak)} bpm`];
  if (run.zones.length) parts.push(`Zone 1 ${run.z1_low_bpm} to ${run.z1_high_bpm}`);
  for (const [list, noun] of [
    [run.surges, "surge"],
    [run.hills, "hill"],
    [run.suspicious, "suspicious stretch"],
  ]) {
    if (list.length) parts.push(counted(list.length, noun).replace("stretchs", "stretches"));
  }
  return `${parts.join("; ")}.`;
};

/** Draws the strip of a card or a row. */
const smallStrip = (run) => {
  const steps = run.bpm.length;
  if (!run.hr_avg || steps === 0) return make("span", { class: "no-strip" }, "no heart rate");
  const [height, foot, head] = [40, 35, 4];
  const [low, high] = spanOf(run);
  const y = (bpm) => tenth(foot - ((bpm - low) / (high - low)) * (foot - head));
  const kinds = stepKinds(run);
  const at = (seconds) => tenth(seconds / run.step);
  const surges = run.surges.map(([start, length]) => `M${at(start)} 0H${at(start + length)}V2.5H${at(start)}z`).join("");
  const zone = run.zones.length
    ? draw("path", { class: "zone", d: `M0 ${y(run.z1_high_bpm + 1)}H${steps}V${y(run.z1_low_bpm)}H0z` })
    : null;
  const gaps = stretchesOf(kinds, "gap");
  const gapAreas = gaps.map(([step, length]) => `M${step} ${head - 4}h${length}V${foot}h-${length}z`).join("");
  const gapLines = gaps.map(([step, length]) => `M${step} ${foot - 10}h${length}`).join("");
  const hills = run.hills.map(([start, top]) => `M${at(start)} ${height}H${Math.max(at(top), at(start) + 1)}V${foot + 1}z`).join("");
  return draw(
    "svg",
    {
      class: "strip",
      viewBox: `0 0 ${steps} ${height}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": stripLabel(run),
    },
    zone,
    ...barsOf(run, kinds, (step) => step, y, foot).map(([kind, d]) => draw("path", { class: kind, d })),
    draw("path", { class: "gap", d: gapAreas }),
    draw("path", { class: "gap-line", d: gapLines }),
    draw("path", { class: "hill", d: hills }),
    draw("path", { class: "surge", d: surges }),
  );
};

/** Distances of the times below the large picture, in minutes. */
const TICKS_MIN = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 600];

/** Chooses the surges whose names have room, the longest first. Returns their positions. */
const namedSurges = (surges, begin, letters) => {
  const taken = [];
  return surges
    .map((surge, place) => ({ surge, place }))
    .sort((one, two) => two.surge[1] - one.surge[1])
    .filter(({ surge }) => {
      const [from, to] = [begin(surge), begin(surge) + letters(surge)];
      if (taken.some(([left, right]) => from < right && to > left)) return false;
      taken.push([from, to]);
      return true;
    })
    .map(({ place }) => place);
};

/** Parts of the picture in words. */
const surgeInWords = ([start, length, peak, cause]) =>
  `surge from ${clock(start)} for ${clock(length)}, peak ${peak} bpm, cause: ${cause}`;
const hillInWords = ([start, top, gain]) => `hill from ${clock(start)} to ${clock(top)}, ${gain} m up`;
const gapInWords = (run, [step, length]) =>
  `no heart rate from ${clock(step * run.step)} to ${clock((step + length) * run.step)}`;

/** Draws the strip with axes and names. `wide` is the width in its own units. */
const largeStrip = (run, wide) => {
  const steps = run.bpm.length;
  if (!run.hr_avg || steps === 0) return make("p", { class: "note" }, "No heart rate was recorded.");
  const [left, right, foot] = [36, 26, 208];
  const [height, head] = [250, run.surges.length ? 34 : 14];
  const [low, high] = spanOf(run);
  const seconds = steps * run.step;
  const x = (second) => tenth(left + ((wide - left - right) * Math.min(second, seconds)) / seconds);
  const y = (bpm) => tenth(foot - ((bpm - low) / (high - low)) * (foot - head));
  const kinds = stepKinds(run);
  const text = (content, attributes) => draw("text", attributes, content);
  const axis = draw("g", { class: "axis" });
  run.zones.forEach((bpm, zone) => {
    if (bpm <= low || bpm >= high) return;
    axis.append(
      draw("path", { d: `M${left} ${y(bpm)}H${wide - right}` }),
      text(number(bpm), { x: left - 4, y: y(bpm) + 4, "text-anchor": "end" }),
      text(`Z${zone + 1}`, { x: wide - right + 4, y: y(bpm) - 3 }),
    );
  });
  const minutes = seconds / 60;
  const tick = TICKS_MIN.find((own) => minutes / own <= wide / 90) ?? TICKS_MIN.at(-1);
  for (let minute = 0; minute <= minutes; minute += tick) {
    const anchor = minute === 0 ? "start" : "middle";
    axis.append(text(`${minute}${minute === 0 ? " min" : ""}`, { x: x(minute * 60), y: height - 8, "text-anchor": anchor }));
  }
  const zone = run.zones.length
    ? draw("path", { class: "zone", d: `M${left} ${y(run.z1_high_bpm + 1)}H${wide - right}V${y(Math.max(low, run.z1_low_bpm))}H${left}z` })
    : null;
  const stepX = (step) => x(step * run.step);
  const gaps = stretchesOf(kinds, "gap").map(([step, length]) =>
    draw("path", { class: "gap", d: `M${stepX(step)} ${head}H${stepX(step + length)}V${foot}H${stepX(step)}z` },
      draw("title", {}, gapInWords(run, [step, length]))));
  const odd = run.suspicious.map(([start, length, kind]) =>
    draw("path", { class: "doubted", d: `M${x(start)} ${head}H${Math.max(x(start + length), x(start) + 2)}V${foot}H${x(start)}z` },
      draw("title", {}, `suspicious, ${kind}: from ${clock(start)} for ${clock(length)}`)));
  const hills = run.hills.map((hill) => {
    const [start, top] = [x(hill[0]), x(hill[1])];
    return draw("path", { class: "hill", d: `M${start} ${foot + 14}L${Math.max(top, start + 3)} ${foot + 14}V${foot + 3}z` },
      draw("title", {}, hillInWords(hill)));
  });
  const words = ([, length, , cause]) => `${clock(length)}, ${cause}`;
  const begin = (surge) => Math.min(x(surge[0]), wide - right - words(surge).length * 6);
  const named = namedSurges(run.surges, begin, (surge) => words(surge).length * 6.3);
  const surges = run.surges.flatMap((surge, place) => {
    const [start, length] = surge;
    const [from, to] = [x(start), Math.max(x(start + length), x(start) + 3)];
    const bracket = draw("path", { class: "surge", d: `M${from} ${head - 10}H${to}V${head - 6}H${from}z` },
      draw("title", {}, surgeInWords(surge)));
    return named.includes(place) ? [bracket, text(words(surge), { class: "cause", x: begin(surge), y: head - 15 })] : [bracket];
  });
  const edges = run.zones.length
    ? [[run.z1_high_bpm + 1, "edge"], [run.z1_low_bpm, "edge low"]]
        .filter(([bpm]) => bpm > low && bpm < high)
        .map(([bpm, kind]) => draw("path", { class: kind, d: `M${left} ${y(bpm)}H${wide - right}` }))
    : [];
  return draw(
    "svg",
    { class: "large", viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": stripLabel(run) },
    zone,
    axis,
    ...gaps,
    ...barsOf(run, kinds, stepX, y, foot).map(([kind, d]) => draw("path", { class: kind, d })),
    ...odd,
    ...edges,
    ...hills,
    ...surges,
  );
};

/** Describes the surges, hills and doubts of the large picture in words. */
const stripFacts = (run) => {
  const lines = [
    ...run.surges.map((surge) => `${capital(surgeInWords(surge))}.`),
    ...run.hills.map((hill) => `${capital(hillInWords(hill))}.`),
    ...run.suspicious.map(([start, length, kind]) => `Suspicious heart rate from ${clock(start)} for ${clock(length)}: ${kind}.`),
    ...stretchesOf(stepKinds(run), "gap").map((gap) => `${capital(gapInWords(run, gap))}.`),
  ];
  if (lines.length === 0) return null;
  return make("details", { class: "facts" }, make("summary", {}, `Surges, hills and gaps in words (${lines.length})`), make("ul", {}, ...lines.map((line) => make("li", {}, line))));
};

/** Makes the legend of the large picture, with only the marks in the picture. */
const stripLegend = (run) => {
  const kinds = new Set(stepKinds(run));
  const parts = [
    ["zone", "Zone 1", run.zones.length],
    ["within", run.zones.length ? "at or below Zone 1" : "heart rate", kinds.has("within")],
    ["above", "above Zone 1", kinds.has("above")],
    ["surge", "surge, with its cause", run.surges.length],
    ["hill", "hill", run.hills.length],
    ["odd", "suspicious", run.suspicious.length],
    ["gap", "no heart rate", kinds.has("gap")],
  ];
  return make(
    "ul",
    { class: "legend", "aria-label": "Legend" },
    ...parts
      .filter(([, , isShown]) => isShown)
      .map(([kind, words]) =>
        make("li", {}, draw("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, draw("path", { class: kind, d: kind === "surge" ? "M0 3h10v3h-10z" : "M0 1h10v8h-10z" })), words),
      ),
  );
};

/** Draws the maximum heart rates for which the verdict holds, and the maximum that was used. */
const marginPicture = (run) => {
  const { from_bpm, to_bpm, below, above } = run.margin;
  const max = run.hr_max;
  const [low, high] = [Math.min(max - 12, (from_bpm ?? max) - 6), Math.max(max + 12, (to_bpm ?? max) + 6)];
  const [wide, height, line] = [320, 66, 26];
  const x = (bpm) => tenth(10 + ((bpm - low) / (high - low)) * (wide - 20));
  const [from, to] = [from_bpm === null ? low : from_bpm, to_bpm === null ? high : to_bpm];
  const text = (content, at, y, anchor) => draw("text", { x: at, y, "text-anchor": anchor }, content);
  return draw(
    "svg",
    { class: "margin", viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": `The verdict holds for ${run.margin.said}; the maximum was ${number(max)}.` },
    draw("path", { class: "others", d: `M${x(low)} ${line}H${x(high)}` }),
    draw("path", { class: "holds", d: `M${x(from)} ${line}H${x(to)}` }),
    draw("path", { class: "now", d: `M${x(max)} ${line - 4}l5 -8h-10z` }),
    text(number(max), x(max), line - 14, "middle"),
    from_bpm === null ? null : text(`${number(from)}`, x(from), line + 17, "middle"),
    to_bpm === null || to_bpm === from_bpm ? null : text(`${number(to)}`, x(to), line + 17, "middle"),
    below ? text(`← ${below}`, 10, height - 5, "start") : null,
    above ? text(`${above} →`, wide - 10, height - 5, "end") : null,
  );
};

