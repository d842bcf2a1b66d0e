// Runs and weeks, unpacked from the page.

/** Unpacks an element of the page: base64 of raw DEFLATE. */
const unpacked = async (id) => {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) =>
    letter.charCodeAt(0),
  );
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

/** Converts a table with a list for each column to a list of rows. */
const rowsOf = (columns) => {
  const names = Object.keys(columns);
  const length = names.length > 0 ? columns[names[0]].length : 0;
  return Array.from({ length }, (_, place) =>
    Object.fromEntries(names.map((name) => [name, columns[name][place]])),
  );
};

/** Sums up differences, modulo 256, to heart rates. */
const summed = (differences) => {
  let before = 0;
  return differences.map((difference) => (before = (before + difference) & 255));
};

/** Returns the mark of a run, as in the bands. */
const markOf = ({ verdict, kind }) => {
  if (verdict === "recovery") return "recovery";
  if (kind !== "recovery") return kind;
  return { borderline: "nearly", not_recovery: "missed" }[verdict] ?? "untold";
};

/** Marks of runs that are graded as recovery runs on a card. */
const GRADED = ["recovery", "nearly", "missed", "untold"];

/** Words for the marks. */
const MARKS = {
  recovery: "Recovery run",
  nearly: "Nearly a recovery run",
  missed: "Meant as recovery, and not",
  untold: "Meant as recovery, cannot tell",
  hard: "Hard",
  race: "Race",
  long: "Long",
  steady: "Steady",
  easy: "Easy",
  unknown: "Unknown",
};

/**
 * Puts runs and weeks together.
 *
 * A run has the columns of the table of runs, the facts for its picture, its heart rates (`bpm`, 0
 * where unknown), its mark, and an `id` for links. A week has the columns of the weekly table and
 * its runs.
 */
const assemble = (data, differences) => {
  const bpm = summed(differences);
  let from = 0;
  const ids = new Map();
  const pictures = rowsOf(data.pictures);
  const runs = rowsOf(data.runs).map((row, place) => {
    const picture = pictures[place];
    const same = (ids.get(row.start_local) ?? 0) + 1;
    ids.set(row.start_local, same);
    const own = bpm.subarray(from, from + picture.steps);
    from += picture.steps;
    const criteria = picture.criteria.map(([outcome, measured, limit, changes]) => ({
      outcome,
      measured,
      limit: data.limits[limit],
      changes,
    }));
    const doubts = picture.doubts.map((place) => data.doubts[place]);
    const id = same === 1 ? row.start_local : `${row.start_local}~${same}`;
    return { ...row, ...picture, criteria, doubts, bpm: own, mark: markOf(row), id };
  });
  const weeks = rowsOf(data.weeks).map((week) => ({ ...week, all: [] }));
  const byName = new Map(weeks.map((week) => [week.week, week]));
  for (const run of runs) byName.get(run.week)?.all.push(run);
  return { runs, weeks, plan: data.plan, others: data.others, words: data.words };
};

