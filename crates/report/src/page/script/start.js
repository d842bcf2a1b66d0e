// Starts the page: links to weeks and runs, keys, lists.

/** Days that an arrow key moves for a year. These are whole weeks, so the day of the week stays. */
const YEAR_DAYS = 364;

/** Returns the index of the week that begins nearest to a date. */
const nearestWeek = (weeks, wanted) => {
  const apart = (week) => Math.abs(moment(week.week_start) - moment(wanted));
  return weeks.reduce((best, week, place) => (apart(week) < apart(weeks[best]) ? place : best), 0);
};

/** Returns the action of a key, and its direction; `null` for keys that the page does not use. */
const actOf = (event) => {
  const { altKey, ctrlKey, metaKey, shiftKey, defaultPrevented, key, target } = event;
  if (altKey || ctrlKey || metaKey || shiftKey || defaultPrevented) return null;
  if (target.closest?.("input, select, textarea, summary, .scroll")) return null;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step) return ["turn", step];
  const rise = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (!rise) return null;
  if (target.closest?.("#bands")) return ["toYear", rise];
  return target.closest?.(".card") ? ["toCard", rise] : null;
};

const start = async () => {
  const [json, differences] = await Promise.all([unpacked("data"), unpacked("strips")]);
  const { runs, weeks, words, ...days } = assemble(JSON.parse(new TextDecoder().decode(json)), differences);
  const withRuns = weeks.filter((week) => week.runs > 0 || week.hard_other_sports > 0);
  const said = make("p", { class: "hidden", role: "status" });
  const latest = withRuns.findLastIndex((week) => week.runs > 0);
  const section = document.getElementById("week");
  section.after(said);
  const links = new Map(
    [...document.querySelectorAll(".band a")].map((link) => [link.getAttribute("href").slice(1), link]),
  );
  // The tab key stops only at the shown week. Arrow keys lead to the other weeks.
  links.forEach((link) => link.setAttribute("tabindex", "-1"));
  let [place, chosen] = [-1, null];
  const isNarrow = matchMedia("(max-width: 899px)");

  const remember = (name) => {
    try {
      history.replaceState(null, "", `#${name}`);
    } catch {
      // A page within a frame may have no address of its own.
    }
  };
  const choose = (run) => {
    chosen = run;
    for (const card of section.querySelectorAll(".card")) {
      card.setAttribute("aria-pressed", String(card.dataset.run === run?.id));
    }
    document.getElementById("chosen").replaceChildren(...(run ? [runDetail(run, words)] : []));
    if (run) said.textContent = `${time(run.start_local)}: ${run.said.join("")}`;
  };
  const show = (next, run) => {
    const old = links.get(withRuns[place]?.week);
    old?.classList.remove("shown");
    old?.removeAttribute("aria-current");
    old?.setAttribute("tabindex", "-1");
    place = next;
    const week = withRuns[place];
    const link = links.get(week.week);
    link?.classList.add("shown");
    link?.setAttribute("aria-current", "true");
    link?.setAttribute("tabindex", "0");
    // The focus stays on the same button, or on a card, although all elements are replaced.
    const focused = section.contains(document.activeElement) ? document.activeElement : null;
    const label = focused?.getAttribute("aria-label");
    section.replaceChildren(
      ...weekSection(week, days, {
        go: (by) => turn(by),
        latest: () => turn(latest - place),
        all: () => {
          document.getElementById("weeks").scrollIntoView({ block: "start" });
          links.get(week.week)?.focus({ preventScroll: true });
        },
        choose: (own) => {
          choose(own);
          remember(own.id);
          // On a narrow page the days are below each other, and the run is below all days.
          if (isNarrow.matches) document.getElementById("run").scrollIntoView({ block: "start" });
        },
        hasBefore: place > 0,
        hasAfter: place < withRuns.length - 1,
      }),
    );
    choose(run ?? mostTelling(week.all));
    const again = [...section.querySelectorAll(".turn button")].find((own) => own.getAttribute("aria-label") === label);
    const card = section.querySelector('.card[aria-pressed="true"]');
    if (focused) (again ?? card ?? section.querySelector("h2")).focus({ preventScroll: true });
    said.textContent = section.querySelector(".totals").textContent;
  };
  const turn = (by) => {
    const next = Math.max(0, Math.min(withRuns.length - 1, place + by));
    if (next === place) return;
    show(next);
    remember(withRuns[place].week);
  };
  /** Shows the week or the run of a link, or of the address. Returns whether there is one. */
  const follow = (link = location.hash) => {
    let name = link.slice(1);
    try {
      name = decodeURIComponent(name);
    } catch {
      return false; // Not an address of this page.
    }
    const run = runs.find((own) => own.id === name);
    const next = withRuns.findIndex((week) => week.week === (run ? run.week : name));
    if (next < 0) return false;
    show(next, run);
    section.scrollIntoView({ block: "start" });
    section.querySelector(run ? "#run h3" : "h2")?.focus({ preventScroll: true });
    return true;
  };

  // Links lead to the rows of the table without this script, and to the shown week with it.
  for (const row of document.querySelectorAll("#week-table tbody tr")) row.id = `row-${row.id}`;
  for (const own of document.querySelectorAll("time[datetime]")) own.textContent = date(own.dateTime);
  if (!follow()) show(latest);
  addEventListener("hashchange", () => {
    if (!follow() && location.hash === "") show(latest);
  });
  // A link to the week in the address does not change the address, so it is followed here.
  document.getElementById("bands").addEventListener("click", (event) => {
    if (event.target.closest("a")?.getAttribute("href") === location.hash) follow();
  });
  // A page within a frame may have no address of its own, so that its links lead out of it.
  const followWithin = (event) => {
    const link = event.target.closest("a")?.getAttribute("href");
    if (!link?.startsWith("#")) return;
    event.preventDefault();
    if (!follow(link)) document.getElementById(link.slice(1))?.scrollIntoView({ block: "start" });
  };
  if (self !== top) addEventListener("click", followWithin);

  const toCard = (by) => {
    const own = withRuns[place].all;
    const next = own[own.indexOf(chosen) + by];
    if (!next) return;
    choose(next);
    remember(next.id);
    section.querySelector('.card[aria-pressed="true"]')?.focus();
  };
  const toYear = (by) =>
    turn(nearestWeek(withRuns, daysAfter(withRuns[place].week_start, by * YEAR_DAYS)) - place);
  addEventListener("keydown", (event) => {
    const act = actOf(event);
    if (!act) return;
    ({ turn, toCard, toYear })[act[0]](act[1]);
    if (event.target.closest?.("#bands")) links.get(withRuns[place].week)?.focus();
    event.preventDefault();
  });

  listRuns(document.getElementById("run-list"), runs);
  listWeeks(document.getElementById("week-filter"), document.getElementById("week-table"), withRuns);
  // A rotated phone or a resized window gets the other picture.
  matchMedia("(max-width: 699px)").addEventListener("change", () => chosen && choose(chosen));
};

if (typeof document !== "undefined") {
  // Files that are dragged over a report within another page are for that page.
  if (self !== top)
    addEventListener("dragenter", ({ dataTransfer }) => {
      if (dataTransfer.types.includes("Files")) parent.postMessage("dragged files", "*");
    });
  // A page without runs has nothing to show.
  (document.getElementById("week") ? start() : Promise.resolve())
    .catch((error) => {
      const words = "This browser cannot unpack the runs; the page without them is complete.";
      document.getElementById("week").replaceChildren(make("p", { class: "note" }, words));
      console.error(error);
    })
    .finally(() => document.documentElement.setAttribute("data-ready", ""));
}
