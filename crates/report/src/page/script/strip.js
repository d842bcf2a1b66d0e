// The heart rate of a run as a picture, small on its card and large with axes.

/** First whole heart rate above Zone 1; Infinity without zones. */
const topOf = (run) => (run.zones.length ? run.z1_high_bpm + 1 : Infinity);

/** Whether a step of the strip and a stretch of timer time have a moment in common. */
const touches = (run, step, start, length) =>
  start < (step + 1) * run.step && start + length > step * run.step;

/** Kind of each step of the strip: `gap`, `odd` (suspicious), `above` or `within`. */
const stepKinds = (run) => {
  const top = topOf(run);
  return Array.from(run.bpm, (bpm, step) => {
    if (bpm === 0) return "gap";
    const isOdd = run.suspicious.some(([start, length]) => touches(run, step, start, length));
    if (isOdd) return "odd";
    return bpm >= top ? "above" : "within";
  });
};

/** Stretches of successive steps of one kind: first step and number of steps. */
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

/** Lowest and highest heart rate of a picture. */
const spanOf = (run) => {
  const known = Array.from(run.bpm).filter((bpm) => bpm > 0);
  const zone = run.zones.length ? [run.z1_low_bpm, run.z1_high_bpm + 1] : [];
  return [Math.min(...known, ...zone) - 6, Math.max(...known, ...zone) + 6];
};

/** Paths of the bars: class to path. */
const barsOf = (run, kinds, x, y, foot) => {
  const paths = { within: "", above: "", odd: "" };
  kinds.forEach((kind, step) => {
    if (kind !== "gap") paths[kind] += `M${x(step)} ${foot}V${y(run.bpm[step])}H${x(step + 1)}V${foot}z`;
  });
  return Object.entries(paths).filter(([, path]) => path);
};

/** What a picture shows, in words. */
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
  const y = (bpm) => Math.round((foot - ((bpm - low) / (high - low)) * (foot - head)) * 10) / 10;
  const kinds = stepKinds(run);
  const at = (seconds) => Math.round((seconds / run.step) * 10) / 10;
  const marks = (list, from, top, bottom) =>
    list.map((own) => `M${at(own[0])} ${top}H${at(from(own))}V${bottom}H${at(own[0])}z`).join("");
  const zone = run.zones.length
    ? draw("path", { class: "zone", d: `M0 ${y(run.z1_high_bpm + 1)}H${steps}V${y(run.z1_low_bpm)}H0z` })
    : null;
  const gaps = stretchesOf(kinds, "gap").map(([step, length]) => `M${step} ${foot - 3}h${length}v3h-${length}z`);
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
    draw("path", { class: "gap", d: gaps.join("") }),
    draw("path", { class: "hill", d: marks(run.hills, (hill) => hill[1], foot + 2, height) }),
    draw("path", { class: "surge", d: marks(run.surges, (surge) => surge[0] + surge[1], 0, 2.5) }),
  );
};

/** Distances of the times below the large picture, in minutes. */
const TICKS_MIN = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 600];

/** Draws the strip with axes and names. `wide` is the width in its own units. */
const largeStrip = (run, wide) => {
  const steps = run.bpm.length;
  if (!run.hr_avg || steps === 0) return make("p", { class: "note" }, "No heart rate was recorded.");
  const [left, right, foot] = [36, 10, 208];
  const [height, head] = [250, run.surges.length ? 34 : 14];
  const [low, high] = spanOf(run);
  const seconds = steps * run.step;
  const round = (length) => Math.round(length * 10) / 10;
  const x = (second) => round(left + ((wide - left - right) * Math.min(second, seconds)) / seconds);
  const y = (bpm) => round(foot - ((bpm - low) / (high - low)) * (foot - head));
  const kinds = stepKinds(run);
  const text = (content, attributes) => draw("text", attributes, content);
  const axis = draw("g", { class: "axis" });
  run.zones.forEach((bpm, zone) => {
    if (bpm <= low || bpm >= high) return;
    axis.append(
      draw("path", { d: `M${left} ${y(bpm)}H${wide - right}` }),
      text(number(bpm), { x: left - 4, y: y(bpm) + 4, "text-anchor": "end" }),
      text(`Z${zone + 1}`, { x: wide - right, y: y(bpm) - 3, "text-anchor": "end" }),
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
      draw("title", {}, `no heart rate from ${clock(step * run.step)} to ${clock((step + length) * run.step)}`)));
  const odd = run.suspicious.map(([start, length, kind]) =>
    draw("path", { class: "doubted", d: `M${x(start)} ${head}H${Math.max(x(start + length), x(start) + 2)}V${foot}H${x(start)}z` },
      draw("title", {}, `suspicious, ${kind}: from ${clock(start)} for ${clock(length)}`)));
  const hills = run.hills.map(([start, top, gain]) =>
    draw("path", { class: "hill", d: `M${x(start)} ${foot + 14}L${Math.max(x(top), x(start) + 3)} ${foot + 14}V${foot + 3}z` },
      draw("title", {}, `hill from ${clock(start)} to ${clock(top)}, ${gain} m up`)));
  let free = -Infinity;
  const surges = run.surges.flatMap(([start, length, peak, cause]) => {
    const [from, to] = [x(start), Math.max(x(start + length), x(start) + 3)];
    const words = `${clock(length)}, ${cause}`;
    const bracket = draw("path", { class: "surge", d: `M${from} ${head - 10}H${to}V${head - 6}H${from}z` },
      draw("title", {}, `surge from ${clock(start)} for ${clock(length)}, peak ${peak} bpm, cause: ${cause}`));
    const begin = Math.min(from, wide - right - words.length * 6);
    if (begin < free) return [bracket];
    free = begin + words.length * 6.5;
    return [bracket, text(words, { class: "cause", x: begin, y: head - 15 })];
  });
  return draw(
    "svg",
    { class: "large", viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": stripLabel(run) },
    zone,
    ...gaps,
    axis,
    ...barsOf(run, kinds, stepX, y, foot).map(([kind, d]) => draw("path", { class: kind, d })),
    ...odd,
    ...hills,
    ...surges,
  );
};

/** The legend of the large picture: only what it shows. */
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
  const [wide, height, line] = [320, 58, 26];
  const x = (bpm) => Math.round((10 + ((bpm - low) / (high - low)) * (wide - 20)) * 10) / 10;
  const [from, to] = [from_bpm === null ? low : from_bpm, to_bpm === null ? high : to_bpm];
  const text = (content, at, y, anchor) => draw("text", { x: at, y, "text-anchor": anchor }, content);
  return draw(
    "svg",
    { class: "margin", viewBox: `0 0 ${wide} ${height}`, role: "img", "aria-label": `The verdict holds for ${run.margin.said}; the maximum was ${number(max)}.` },
    draw("path", { class: "others", d: `M${x(low)} ${line}H${x(high)}` }),
    draw("path", { class: "holds", d: `M${x(from)} ${line}H${x(to)}` }),
    draw("path", { class: "now", d: `M${x(max)} ${line - 4}l5 -8h-10z` }),
    text(number(max), x(max), line - 14, "middle"),
    from_bpm === null ? null : text(`${number(from)}`, x(from), line + 13, "middle"),
    to_bpm === null || to_bpm === from_bpm ? null : text(`${number(to)}`, x(to), line + 13, "middle"),
    below ? text(`← ${below}`, 10, height - 2, "start") : null,
    above ? text(`${above} →`, wide - 10, height - 2, "end") : null,
  );
};

