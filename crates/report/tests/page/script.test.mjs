// Tests of the page's script without a browser: node --test

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { load, parts } from "./script.mjs";

const inEnglish = { navigator: { languages: ["en-GB"] } };
const inGerman = { navigator: { languages: ["de-DE"] } };
// Values of the script come from another realm, so they have other prototypes.
const plain = (value) => JSON.parse(JSON.stringify(value));

test("every part is in the page", () => {
  const folder = new URL("../../src/page/script/", import.meta.url);
  assert.deepEqual(parts().sort(), readdirSync(folder).sort());
});

test("times are formatted by minutes, and dropped parts are never rounded up", () => {
  const { duration, clock } = load(["duration", "clock"], inEnglish);
  assert.deepEqual([0, 59, 2159, 3600, 3900, 36_000].map(duration), ["0 min", "0 min", "35 min", "1:00 h", "1:05 h", "10:00 h"]);
  assert.deepEqual([5, 65, 3599, 3604].map(clock), ["0:05", "1:05", "59:59", "1:00:04"]);
});

test("numbers and dates follow the reader's language", () => {
  const english = load(["kilometres", "date", "dates"], inEnglish);
  const german = load(["kilometres", "date", "dates"], inGerman);
  assert.equal(english.kilometres(10_240), "10.2 km");
  assert.equal(german.kilometres(10_240), "10,2 km");
  assert.equal(english.date("2026-03-02"), "2 Mar 2026");
  assert.equal(german.date("2026-03-02"), "02.03.2026");
  // A time without a zone is shown unchanged, whatever the reader's time zone.
  assert.equal(english.date("2026-03-02T23:59:59"), "2 Mar 2026");
  assert.match(english.dates("2026-02-23", "2026-03-01"), /^23 Feb.*1 Mar 2026$/);
});

test("days are counted over the ends of months and years", () => {
  const { daysAfter } = load(["daysAfter"], inEnglish);
  assert.equal(daysAfter("2026-12-28", 6), "2027-01-03");
  assert.equal(daysAfter("2024-02-26", 3), "2024-02-29");
  assert.equal(daysAfter("2026-03-23", 6), "2026-03-29");
});

test("heart rates are the sums of their differences, modulo 256", () => {
  const { summed } = load(["summed"], inEnglish);
  // 120, 121, unknown, 119: the differences are 120, 1, -121 and 119.
  assert.deepEqual([...summed(Uint8Array.of(120, 1, 256 - 121, 119))], [120, 121, 0, 119]);
});

const data = () => ({
  weeks: { week: ["2026-W10", "2026-W11"], week_start: ["2026-03-02", "2026-03-09"], runs: [2, 0] },
  runs: {
    start_local: ["2026-03-02T06:30:00", "2026-03-02T06:30:00"],
    week: ["2026-W10", "2026-W10"],
    verdict: ["recovery", "not_recovery"],
    kind: ["recovery", "hard"],
    title: [null, "<b>8 x 400</b>"],
  },
  pictures: {
    file: ["a.fit", "b.fit"],
    steps: [2, 3],
    step: [10, 10],
    criteria: [[["pass", "100 %", 0, []]], []],
    doubts: [[], [0]],
  },
  doubts: ["the watch is set to 183"],
  limits: ["at least 95 %"],
  plan: {},
});

test("runs get their heart rates, their week and an address of their own", () => {
  const { assemble } = load(["assemble"], inEnglish);
  const { runs, weeks } = assemble(data(), Uint8Array.of(100, 1, 2, 3, 4));
  assert.deepEqual(plain(runs.map((run) => [...run.bpm])), [[100, 101], [103, 106, 110]]);
  assert.deepEqual(plain(runs.map((run) => run.id)), ["2026-03-02T06:30:00", "2026-03-02T06:30:00~2"]);
  assert.deepEqual(plain(weeks.map((week) => week.all.length)), [2, 0]);
  assert.equal(runs[0].criteria[0].limit, "at least 95 %");
  assert.deepEqual(plain(runs[1].doubts), ["the watch is set to 183"]);
});

test("a run is marked by its verdict, and else by its kind", () => {
  const { markOf } = load(["markOf"], inEnglish);
  const mark = (verdict, kind) => markOf({ verdict, kind });
  assert.equal(mark("recovery", "easy"), "recovery");
  assert.equal(mark("borderline", "recovery"), "nearly");
  assert.equal(mark("not_recovery", "recovery"), "missed");
  assert.equal(mark("ungradable", "recovery"), "untold");
  assert.equal(mark("borderline", "long"), "long");
});

const strip = (bpm, more = {}) => ({
  bpm: Uint8Array.from(bpm),
  step: 10,
  zones: [130, 139, 152, 165, 177],
  z1_low_bpm: 130,
  z1_high_bpm: 138,
  suspicious: [],
  surges: [],
  hills: [],
  ...more,
});

test("steps are told apart: missing, suspicious, above Zone 1, within", () => {
  const { stepKinds } = load(["stepKinds"], inEnglish);
  // Half of the last step of 10 s is suspicious, and a tenth of the third.
  const run = strip([120, 138, 139, 0, 150], { suspicious: [[29, 1, "impossible step"], [40, 5, "flat line"]] });
  assert.deepEqual(plain(stepKinds(run)), ["within", "within", "above", "gap", "odd"]);
  // Without zones, no heart rate is above Zone 1.
  assert.deepEqual(plain(stepKinds(strip([200], { zones: [], z1_high_bpm: null }))), ["within"]);
});

test("successive steps of one kind are one stretch", () => {
  const { stretchesOf } = load(["stretchesOf"], inEnglish);
  assert.deepEqual(plain(stretchesOf(["gap", "gap", "above", "gap"], "gap")), [[0, 2], [3, 1]]);
});

test("of surges without room for all names, the longest are named", () => {
  const { namedSurges } = load(["namedSurges"], inEnglish);
  const surges = [[0, 20, 150, "start"], [30, 900, 160, "pace"], [990, 40, 150, "hill"]];
  // Names are 100 units wide, and a second is a unit.
  assert.deepEqual(plain(namedSurges(surges, ([start]) => start, () => 100)), [1, 2]);
});

test("keys are the page's only where nobody types or scrolls with them", () => {
  const { actOf } = load(["actOf"], inEnglish);
  const pressed = (key, within = [], more = {}) => {
    const closest = (selector) => within.some((own) => selector.split(", ").includes(own)) || null;
    return plain(actOf({ key, target: { closest }, ...more }));
  };
  assert.deepEqual(pressed("ArrowLeft"), ["turn", -1]);
  assert.deepEqual(pressed("ArrowDown", ["#bands"]), ["toYear", 1]);
  assert.deepEqual(pressed("ArrowUp", [".card"]), ["toCard", -1]);
  assert.equal(pressed("ArrowUp"), null, "the page scrolls");
  assert.equal(pressed("ArrowLeft", ["input"]), null);
  assert.equal(pressed("ArrowRight", [".scroll"]), null);
  assert.equal(pressed("ArrowLeft", [], { altKey: true }), null, "the browser goes back");
  assert.equal(pressed("a"), null);
});

test("a year's step leads to the nearest week with runs", () => {
  const { nearestWeek } = load(["nearestWeek"], inEnglish);
  const weeks = ["2024-06-03", "2024-07-15", "2025-07-14"].map((week_start) => ({ week_start }));
  assert.equal(nearestWeek(weeks, "2024-07-15"), 1);
  assert.equal(nearestWeek(weeks, "2023-07-17"), 0);
  assert.equal(nearestWeek(weeks, "2026-07-13"), 2);
});

test("filters find runs by mark, year and words, the newest first", () => {
  const { filteredRuns } = load(["filteredRuns"], inEnglish);
  const run = (start_local, mark, title) => ({ start_local, mark, title, file: "x.fit", week: "2026-W01" });
  const runs = [run("2025-12-31T07:00:00", "easy", "Lake"), run("2026-01-01T07:00:00", "recovery", null), run("2026-01-02T07:00:00", "nearly", "LAKE")];
  const found = (filter) => plain(filteredRuns(runs, { marks: [], year: "", words: "", ...filter }).map((own) => own.start_local.slice(0, 10)));
  assert.deepEqual(found({}), ["2026-01-02", "2026-01-01", "2025-12-31"]);
  assert.deepEqual(found({ marks: ["recovery", "nearly"] }), ["2026-01-02", "2026-01-01"]);
  assert.deepEqual(found({ year: "2025" }), ["2025-12-31"]);
  assert.deepEqual(found({ words: " lake " }), ["2026-01-02", "2025-12-31"]);
  assert.deepEqual(found({ words: "2 Jan" }), ["2026-01-02"]);
});

test("the run that teaches most is chosen: one that nearly held, then one that did not", () => {
  const { mostTelling } = load(["mostTelling"], inEnglish);
  const chosen = (...marks) => mostTelling(marks.map((mark) => ({ mark })))?.mark;
  assert.equal(chosen("hard", "recovery", "nearly"), "nearly");
  assert.equal(chosen("recovery", "missed"), "missed");
  assert.equal(chosen("easy", "hard"), "easy");
  assert.equal(chosen(), undefined);
});
