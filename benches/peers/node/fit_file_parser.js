// FIT by fit-file-parser: `node fit_file_parser.js FOLDER OUT.csv`.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import FitParser from "fit-file-parser";

const LIMITS_BPM = [0.68, 0.73, 0.8, 0.87, 0.93].map((share) => share * 190);
const LONGEST_GAP_S = 10;
const DAY_MS = 86_400_000;

/** The ISO week in which a time lies, such as 2025-W07. */
function weekOf(time) {
  const day = new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate()));
  // A week belongs to the year of its Thursday.
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const year = day.getUTCFullYear();
  const number = Math.ceil(((day - Date.UTC(year, 0, 1)) / DAY_MS + 1) / 7);
  return `${year}-W${String(number).padStart(2, "0")}`;
}

function zonesOf(records) {
  const zonesS = new Array(6).fill(0);
  for (let i = 0; i + 1 < records.length; i++) {
    const { heart_rate: bpm, timestamp } = records[i];
    const heldS = (records[i + 1].timestamp - timestamp) / 1000;
    if (bpm !== undefined && heldS <= LONGEST_GAP_S) {
      zonesS[LIMITS_BPM.filter((limit) => limit <= bpm).length] += heldS;
    }
  }
  return zonesS;
}

const [folder, out] = process.argv.slice(2);
const parser = new FitParser({ mode: "list" });
const weeks = new Map();
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith(".fit")) continue;
  const { sessions, records } = await parser.parseAsync(readFileSync(join(folder, name)));
  const session = sessions.find((session) => session.sport === "running");
  if (!session) continue;
  const week = weekOf(session.start_time ?? records[0].timestamp);
  const total = weeks.get(week) ?? new Array(7).fill(0);
  [1, ...zonesOf(records)].forEach((own, i) => (total[i] += own));
  weeks.set(week, total);
}
const lines = [...weeks].map(([week, total]) => [week, ...total].join(",")).sort();
writeFileSync(out, ["week,runs,below_s,z1_s,z2_s,z3_s,z4_s,z5_s", ...lines, ""].join("\n"));
