// The page comes alive: a week and a run by their links, keys, lists.

/** Weeks that a year's step of the arrow keys jumps over. */
const YEAR_WEEKS = 52;

const start = async () => {
  const [json, differences] = await Promise.all([unpacked("data"), unpacked("strips")]);
  const { runs, weeks, plan } = assemble(JSON.parse(new TextDecoder().decode(json)), differences);
  const withRuns = weeks.filter((week) => week.runs > 0);
  const section = document.getElementById("week");
  const links = new Map(
    [...document.querySelectorAll(".band a")].map((link) => [link.getAttribute("href").slice(1), link]),
  );
  // Only the shown week is a stop of the tab key; arrow keys lead to the others.
  links.forEach((link) => link.setAttribute("tabindex", "-1"));
  let [place, chosen] = [-1, null];
  const isNarrow = matchMedia("(max-width: 899px)");

  const remember = (name) => {
    try {
      history.replaceState(null, "", `#${name}`);
    } catch {
      // A page inside another may have no address of its own.
    }
  };
  const choose = (run) => {
    chosen = run;
    for (const card of section.querySelectorAll(".card")) {
      card.setAttribute("aria-pressed", String(card.dataset.run === run.id));
    }
    document.getElementById("chosen").replaceChildren(runDetail(run));
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
    const hadFocus = section.contains(document.activeElement);
    section.replaceChildren(
      ...weekSection(week, plan, {
        go: (by) => turn(by),
        latest: () => turn(withRuns.length),
        choose: (own) => {
          choose(own);
          remember(own.id);
          // The days stand below each other here, and the run below all of them.
          if (isNarrow.matches) document.getElementById("run").scrollIntoView({ block: "start" });
        },
        hasBefore: place > 0,
        hasAfter: place < withRuns.length - 1,
      }),
    );
    choose(run ?? mostTelling(week.all));
    if (hadFocus) section.querySelector('.card[aria-pressed="true"]')?.focus({ preventScroll: true });
  };
  const turn = (by) => {
    const next = Math.max(0, Math.min(withRuns.length - 1, place + by));
    if (next === place) return;
    show(next);
    remember(withRuns[place].week);
  };
  /** Shows the week or the run of the address; `true` if there is one. */
  const follow = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const run = runs.find((own) => own.id === name);
    const next = withRuns.findIndex((week) => week.week === (run ? run.week : name));
    if (next < 0) return false;
    show(next, run);
    section.scrollIntoView({ block: "start" });
    return true;
  };

  // The rows of the table are what links lead to without this script.
  for (const row of document.querySelectorAll("#week-table tbody tr")) row.id = `row-${row.id}`;
  for (const own of document.querySelectorAll("time[datetime]")) own.textContent = date(own.dateTime);
  if (withRuns.length > 0 && !follow()) show(withRuns.length - 1);
  addEventListener("hashchange", follow);

  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    const { target } = event;
    if (target.closest?.("input, select, textarea, summary, .scroll")) return;
    const inBands = target.closest?.("#bands");
    const onCard = target.closest?.(".card");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const rise = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) turn(step);
    else if (rise && inBands) turn(rise * YEAR_WEEKS);
    else if (rise && onCard) {
      const own = withRuns[place].all;
      const next = own[own.indexOf(chosen) + rise];
      if (next) {
        choose(next);
        remember(next.id);
        section.querySelector('.card[aria-pressed="true"]')?.focus();
      }
    } else return;
    if (inBands) links.get(withRuns[place].week)?.focus();
    event.preventDefault();
  });

  listRuns(document.getElementById("run-list"), runs);
  listWeeks(document.getElementById("week-filter"), document.getElementById("week-table"), withRuns);
  // A phone that is turned, or a window that is drawn wide, gets the other picture.
  matchMedia("(max-width: 699px)").addEventListener("change", () => chosen && choose(chosen));
};

if (typeof document !== "undefined" && document.getElementById("data") && document.getElementById("week")) {
  start()
    .catch((error) => {
      const words = "This browser cannot unpack the runs; the page without them is complete.";
      document.getElementById("week").replaceChildren(make("p", { class: "note" }, words));
      console.error(error);
    })
    .finally(() => document.documentElement.setAttribute("data-ready", ""));
}
