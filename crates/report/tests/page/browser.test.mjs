// Tests of pages in a real browser, from file://.
//
// The folder PAGES has the pages and tables that .ci/page makes. CHROMIUM names the browser.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const pages = process.env.PAGES;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const sections = ["answer", "week", "weeks", "after-hard", "reasons", "trends", "maxima", "runs", "week-list", "doubts"];
const flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

let browser;
before(async () => {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: flags });
});
after(() => browser?.close());

/** Opens a page of the folder and passes it to `use`. Fails on requests and on console messages. */
const withPage = async (file, options, use) => {
  const { hash = "", needsScript = true, refusals = 0, ...rest } = options;
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 }, offline: true, ...rest });
  try {
    const tab = await context.newPage();
    const [said, asked] = [[], []];
    tab.on("console", (message) => said.push(message.text()));
    tab.on("pageerror", (error) => said.push(String(error)));
    tab.on("request", (request) => asked.push(request.url()));
    const began = performance.now();
    await tab.goto(`${pathToFileURL(`${pages}/${file}`)}${hash}`);
    if (needsScript) await tab.waitForSelector("html[data-ready]", { timeout: 30_000 });
    const result = await use(tab, performance.now() - began);
    const isRefusal = (words) => words.includes("Content Security Policy");
    assert.deepEqual(said.filter((words) => !isRefusal(words)), [], `${file}: the console is silent`);
    assert.equal(said.filter(isRefusal).length, refusals, `${file}: refused by the policy`);
    assert.equal(asked.length, 1, `${file}: nothing is asked for but the page: ${asked}`);
    return result;
  } finally {
    await context.close();
  }
};

/** Reads a table in CSV: a list of rows by the names of the columns. */
const table = (file) => {
  const text = readFileSync(`${pages}/${file}`, "utf8");
  const rows = [[""]];
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    const row = rows.at(-1);
    if (letter === '"' && isQuoted && text[at + 1] === '"') {
      row[row.length - 1] += '"';
      at += 1;
    } else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === "," && !isQuoted) row.push("");
    else if (letter === "\n" && !isQuoted) rows.push([""]);
    else row[row.length - 1] += letter;
  }
  const [names, ...cells] = rows.filter((row) => row.length > 1);
  return cells.map((row) => Object.fromEntries(names.map((name, place) => [name, row[place]])));
};

const text = (tab, selector) => tab.locator(selector).first().innerText();

/** Waits until a week is shown. */
const shown = (tab, week) => tab.waitForFunction((name) => document.querySelector("#week h2 small")?.textContent.trim() === name, week, { timeout: 5_000 });

test("a page opens from a file with every section, and asks for nothing", async () => {
  await withPage("three-years/report.html", {}, async (tab) => {
    const found = await tab.evaluate(() => [...document.querySelectorAll("section")].map((own) => own.id));
    assert.deepEqual(found, sections);
    for (const id of sections) assert.ok((await text(tab, `#${id}`)).length > 20, id);
    assert.equal(await tab.locator("#week .days > li").count(), 7);
    assert.equal(await tab.locator("svg.large").count(), 1);
    assert.equal(await tab.locator(".criteria dt").count(), 5);
    assert.equal(await tab.locator("svg.margin").count(), 1);
  });
});

test("the answer is that of the command", async () => {
  // The command prints the answer after the last empty line. Here its lines are not wrapped.
  const printed = readFileSync(`${pages}/three-years/printed.txt`, "utf8").trimEnd().split("\n\n").at(-1).split("\n");
  await withPage("three-years/report.html", {}, async (tab) => {
    assert.deepEqual(await tab.locator("#answer p").allInnerTexts(), printed);
  });
});

test("a link leads to a week, and one to a run", async () => {
  await withPage("three-years/report.html", { hash: "#2025-W29" }, async (tab) => {
    assert.match(await text(tab, "#week h2"), /^14\s*.\s*20 Jul 2025 2025-W29$/);
    const top = await tab.locator("#week").evaluate((own) => own.getBoundingClientRect().top);
    assert.ok(Math.abs(top) < 30, `the week is in sight: ${top}`);
    await tab.locator('.band a[href="#2024-W20"]').click();
    await shown(tab, "2024-W20");
    await tab.goBack();
    await shown(tab, "2025-W29");
  });
  const run = table("three-years/runs.csv").find((own) => own.week === "2024-W20" && own.kind === "hard");
  await withPage("three-years/report.html", { hash: `#${run.start_local}` }, async (tab) => {
    assert.match(await text(tab, "#week h2"), /2024-W20$/);
    assert.equal(await tab.locator("#run").getAttribute("data-run"), run.start_local);
    assert.match(await text(tab, "#run .verdict"), /^A hard run, not judged as a recovery run/);
  });
});

test("addresses that name nothing here change nothing", async () => {
  for (const hash of ["#%E0%A4%A", "#%", "#<img>", "#__proto__", "#constructor", "#1900-W01"]) {
    await withPage("three-years/report.html", { hash }, async (tab) => {
      assert.equal((await text(tab, "#week h2 small")).trim(), "2026-W09");
      assert.equal(await tab.locator("#run-list tbody tr").count(), 25);
    });
  }
});

test("keys lead from week to week and from run to run", async () => {
  await withPage("three-years/report.html", { hash: "#2025-W29" }, async (tab) => {
    const week = async () => (await text(tab, "#week h2 small")).trim();
    await tab.keyboard.press("ArrowLeft");
    assert.equal(await week(), "2025-W28");
    assert.equal(new URL(tab.url()).hash, "#2025-W28");
    await tab.keyboard.press("ArrowRight");
    await tab.keyboard.press("ArrowRight");
    assert.equal(await week(), "2025-W30");
    // In the bands, the keys up and down move by a year, and the focus moves, too.
    await tab.locator('.band a[href="#2025-W30"]').focus();
    await tab.keyboard.press("ArrowLeft");
    assert.equal(await tab.evaluate(() => document.activeElement.getAttribute("href")), "#2025-W29");
    // Up leads to the week a year before, and down leads back.
    await tab.locator('.band a[href="#2025-W20"]').click();
    await shown(tab, "2025-W20");
    await tab.locator('.band a[href="#2025-W20"]').focus();
    await tab.keyboard.press("ArrowUp");
    assert.equal(await week(), "2024-W20");
    await tab.keyboard.press("ArrowDown");
    assert.equal(await week(), "2025-W20");
    await tab.locator('.band a[href="#2025-W29"]').click();
    await shown(tab, "2025-W29");
    // A button keeps the focus, so that it can be pressed again.
    await tab.getByRole("button", { name: "Week before" }).focus();
    await tab.keyboard.press("Enter");
    await tab.keyboard.press("Enter");
    assert.equal(await week(), "2025-W27");
    await tab.getByRole("button", { name: "Week after" }).click();
    await tab.getByRole("button", { name: "Week after" }).click();
    // On a card, the keys move to the other runs of the week.
    const cards = tab.locator(".card");
    await cards.first().focus();
    await cards.first().press("Enter");
    await tab.keyboard.press("ArrowDown");
    assert.equal(await tab.locator(".card[aria-pressed=true]").getAttribute("data-run"), await cards.nth(1).getAttribute("data-run"));
    // In a text field, the keys move the cursor and not the week.
    await tab.locator("#run-list input").focus();
    await tab.keyboard.press("ArrowLeft");
    assert.equal(await week(), "2025-W29");
  });
});

test("one stop of the tab key leads into the bands", async () => {
  await withPage("three-years/report.html", {}, async (tab) => {
    assert.equal(await tab.locator(".band a[tabindex='0']").count(), 1);
    assert.equal(await tab.locator(".band a:not([tabindex])").count(), 0);
  });
});

test("filters of runs and weeks leave what they name", async () => {
  const runs = table("three-years/runs.csv");
  const weeks = table("three-years/weekly.csv").filter((week) => week.runs !== "0");
  await withPage("three-years/report.html", {}, async (tab) => {
    const status = async () => parseInt((await text(tab, "#run-list [role=status]")).replaceAll(",", ""), 10);
    const [show, year] = [tab.locator("#run-list select").nth(0), tab.locator("#run-list select").nth(1)];
    const near = runs.filter((run) => run.verdict === "recovery" || (run.verdict === "borderline" && run.kind === "recovery"));
    assert.equal(await status(), near.length);
    await show.selectOption({ label: "All runs" });
    assert.equal(await status(), runs.length);
    await year.selectOption("2024");
    assert.equal(await status(), runs.filter((run) => run.start_local.startsWith("2024")).length);
    await tab.locator("#run-list input").fill("recovery");
    assert.equal(await status(), runs.filter((run) => run.start_local.startsWith("2024") && run.title.toLowerCase().includes("recovery")).length);
    await tab.locator("#run-list input").fill("no such title");
    assert.equal(await status(), 0);
    // A week that begins in December can belong to the next year, as its name shows.
    await tab.locator("#week-filter select").nth(1).selectOption("2026");
    const names = await tab.locator("#week-table tbody tr:visible td:first-child").allInnerTexts();
    assert.ok(names.includes("2026-W01") && names.every((name) => name.startsWith("2026-")), String(names));
    await tab.locator("#week-filter select").nth(1).selectOption("");
    const rows = tab.locator("#week-table tbody tr:visible");
    assert.equal(await rows.count(), weeks.length);
    await tab.locator("#week-filter select").nth(0).selectOption("under");
    assert.equal(await rows.count(), weeks.filter((week) => week.frequency === "under").length);
  });
});

test("every number of runs and weeks is that of the tables", async () => {
  const runs = new Map(table("many/runs.csv").map((run) => [run.start_local, run]));
  const weeks = new Map(table("many/weekly.csv").map((week) => [week.week, week]));
  await withPage("many/report.html", {}, async (tab) => {
    await tab.locator("#run-list select").nth(0).selectOption({ label: "All runs" });
    await tab.evaluate(() => {
      const more = document.querySelector(".show-more");
      while (!more.hidden) more.click();
    });
    const shown = await tab.evaluate(() =>
      [...document.querySelectorAll("[data-run] data, [data-week] data")].map((own) => ({
        run: own.closest("[data-run]")?.dataset.run,
        week: own.closest("[data-week]")?.dataset.week,
        column: own.dataset.column,
        value: own.getAttribute("value"),
        text: own.textContent,
      })),
    );
    assert.ok(shown.length > runs.size * 3, `${shown.length} numbers`);
    for (const { run, week, column, value, text: words } of shown) {
      const cell = (run ? runs.get(run) : weeks.get(week))[column];
      const isEqual = column === "grade" ? value === cell : Number(value) === Number(cell);
      assert.ok(isEqual, `${run ?? week} ${column}: ${value} on the page, ${cell} in the table`);
      if (column === "distance_m") assert.equal(words, `${(Math.round(cell / 100) / 10).toFixed(1)} km`);
      if (column === "timer_s" && cell < 3600) assert.equal(words, `${Math.floor(cell / 60)} min`);
    }
    // The table of weeks has words and rounded numbers instead of the cells of the file.
    const rows = await tab.evaluate(() => [...document.querySelectorAll("#week-table tbody tr")].map((row) => [...row.cells].map((own) => own.textContent)));
    assert.equal(rows.length, [...weeks.values()].filter((week) => week.runs !== "0").length);
    for (const [name, , count, time, distance, recovery, nearly, range, frequency, meant, hard, recovered] of rows) {
      const week = weeks.get(name);
      const minutes = Math.floor(week.run_time_s / 60);
      const sum = (...columns) => columns.reduce((all, column) => all + Number(week[column]), 0);
      const good = sum("after_recovery", "after_nearly", "after_rest");
      const told = good + sum("after_too_hard", "after_hard");
      assert.deepEqual([count, recovery, nearly, frequency], [week.runs, week.recovery_runs, week.nearly_runs, week.frequency], name);
      assert.equal(time, `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`, name);
      assert.ok(Math.abs(Number(distance) * 1000 - week.distance_m) <= 50.1, `${name}: ${distance} km`);
      assert.equal(range, week.range_low === week.range_high ? week.range_low : `${week.range_low}-${week.range_high}`, name);
      assert.equal(meant, week.meant === "0" ? "" : `${week.meant_true} of ${week.meant}`, name);
      assert.equal(Number(hard), sum("hard_sessions", "hard_other_sports"), name);
      assert.equal(recovered, told === 0 ? "" : `${good} of ${told}`, name);
    }
  });
});

test("the pictures count as the tables do", async () => {
  const runs = table("many/runs.csv");
  const weeks = table("many/weekly.csv");
  await withPage("many/report.html", {}, async (tab) => {
    // Each recovery run has a circle above the days and a circle in its day.
    const circles = await tab.evaluate(() => [...document.querySelectorAll(".band path.recovery")].reduce((all, own) => all + own.getAttribute("d").split("M").length - 1, 0));
    assert.equal(circles, 2 * runs.filter((run) => run.verdict === "recovery").length);
    const hard = await tab.evaluate(() => [...document.querySelectorAll(".band path.hard")].reduce((all, own) => all + own.getAttribute("d").split("M").length - 1, 0));
    assert.equal(hard, runs.filter((run) => run.kind === "hard" && run.verdict !== "recovery").length);
    const sums = await tab.locator(".months .sum span").allInnerTexts();
    const [good, told] = [0, 1].map((part) => sums.reduce((all, own) => all + Number(own.split("/")[part]), 0));
    const sum = (...columns) => weeks.reduce((all, week) => all + columns.reduce((own, column) => own + Number(week[column]), 0), 0);
    assert.equal(good, sum("after_recovery", "after_nearly", "after_rest"));
    assert.equal(told, good + sum("after_too_hard", "after_hard"));
    // Each run of kind recovery that did not hold has one main reason.
    const broken = runs.filter((run) => run.kind === "recovery" && (run.verdict === "borderline" || (run.verdict === "not_recovery" && run.intent !== "none")));
    const reasons = await tab.locator("#reasons tbody td:nth-child(2)").allInnerTexts();
    assert.equal(reasons.reduce((all, own) => all + Number(own), 0), broken.length);
  });
});

for (const [name, options] of [
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: { width: 390, height: 844 }, hasTouch: true }],
]) {
  for (const file of ["three-years/report.html", "garmin/report.html", "club/report.html"]) {
    test(`axe finds nothing: ${file}, ${name}`, async () => {
      const isList = file.startsWith("club");
      await withPage(file, { ...options, bypassCSP: true, needsScript: !isList }, async (tab) => {
        await tab.evaluate(axe);
        const { violations, passes } = await tab.evaluate(() => axe.run(document));
        assert.deepEqual(violations.map((own) => [own.id, own.nodes[0].html.slice(0, 120), own.nodes[0].failureSummary]), []);
        assert.ok(passes.length > 15);
      });
    });
  }
}

test("nothing is wider than the screen, from a phone to a wall", async () => {
  for (const width of [390, 700, 900, 1280, 2000]) {
    for (const file of ["three-years/report.html", "garmin/report.html", "hostile/report.html"]) {
      await withPage(file, { viewport: { width, height: 900 } }, async (tab) => {
        const own = await tab.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(own <= width, `${file} is ${own} wide on ${width}`);
      });
    }
  }
});

test("without its script the page has its parts", async () => {
  await withPage("three-years/report.html", { javaScriptEnabled: false, needsScript: false }, async (tab) => {
    assert.ok((await tab.locator("#answer p").count()) >= 4);
    assert.ok((await tab.locator(".band").count()) >= 6);
    assert.equal(await tab.locator("#trends svg").count(), 4);
    assert.equal(await tab.locator("#week-table tbody tr").count(), table("three-years/weekly.csv").filter((week) => week.runs !== "0").length);
    assert.ok((await tab.locator("#runs tbody tr").count()) >= 300);
    assert.match(await text(tab, "#week"), /JavaScript/);
  });
  await withPage("three-years/report.html", { javaScriptEnabled: false, needsScript: false, hash: "#2025-W29" }, async (tab) => {
    const box = await tab.locator('tr[id="2025-W29"]').boundingBox();
    assert.ok(box.y >= 0 && box.y < 900, "a link leads to the row of its week");
  });
});

test("hostile names stay text", async () => {
  const attack = "<img src=x onerror=\"document.title='attacked'\">";
  await withPage("hostile/report.html", { refusals: 1 }, async (tab) => {
    await tab.locator("#run-list select").nth(0).selectOption({ label: "All runs" });
    for (const card of await tab.locator(".card").all()) await card.click();
    assert.equal(await tab.evaluate(() => document.images.length), 0);
    assert.equal(await tab.evaluate(() => document.scripts.length), 3);
    assert.notEqual(await tab.title(), "attacked");
    const all = await tab.evaluate(() => document.body.innerText);
    assert.ok(all.includes(attack), "the markup of a title is shown as its letters");
    assert.ok(all.includes("</script>"), "and so is the end of a script");
    assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(all), "no letter turns the direction of the page");
    const longest = await tab.evaluate(() => Math.max(...[...document.querySelectorAll("bdi")].map((own) => own.textContent.length)));
    assert.ok(longest <= 400, `a name is cut: ${longest}`);
    // A script that is inserted later does not run.
    await tab.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.ran = true";
      document.head.append(script);
    });
    assert.equal(await tab.evaluate(() => globalThis.ran), undefined);
  });
});

test("three years print on four pages at most", async () => {
  await withPage("three-years/report.html", {}, async (tab) => {
    const pdf = (await tab.pdf({ format: "A4", printBackground: true })).toString("latin1");
    const count = pdf.match(/\/Type\s*\/Page\b/g).length;
    assert.ok(count >= 1 && count <= 4, `${count} pages`);
  });
});

test("2,000 runs of 13 years: 1.1 MB, ready in a second", async () => {
  const bytes = statSync(`${pages}/many/report.html`).size;
  assert.equal(table("many/runs.csv").length, 2000);
  assert.ok(bytes <= 1_100_000, `${bytes} bytes`);
  const times = [];
  for (let turn = 0; turn < 3; turn += 1) {
    times.push(await withPage("many/report.html", {}, async (tab, took) => took));
  }
  console.log(`2,000 runs: ${bytes} bytes, ready in ${times.map(Math.round).join(", ")} ms`);
});

test("20,000 runs open and scroll", async () => {
  assert.equal(table("huge/runs.csv").length, 20_000);
  await withPage("huge/report.html", {}, async (tab, took) => {
    console.log(`20,000 runs: ready in ${Math.round(took)} ms`);
    await tab.locator("#run-list select").nth(0).selectOption({ label: "All runs" });
    assert.match(await text(tab, "#run-list [role=status]"), /^20,000 runs, 25 shown$/);
    await tab.mouse.wheel(0, 100_000);
    await tab.locator(".show-more").click();
    assert.equal(await tab.locator("#run-list tbody tr").count(), 50);
  });
});

test("the list of athletes leads to their pages", async () => {
  const weeks = table("club/weekly.csv");
  await withPage("club/report.html", { needsScript: false }, async (tab) => {
    const rows = tab.locator(".athletes tbody tr");
    assert.equal(await rows.count(), 6);
    // Five of the six athletes need a word. The sixth athlete comes last.
    assert.equal(await rows.last().locator("th").innerText(), "Anna");
    assert.equal(await rows.last().locator("td").last().innerText(), "well");
    for (const row of await rows.all()) {
      const name = await row.locator("th").innerText();
      const own = weeks.filter((week) => week.athlete === name).slice(-12);
      const label = await row.locator("svg").getAttribute("aria-label");
      const words = ({ recovery_runs, nearly_runs, meant_missed, meant_unknown }) =>
        [recovery_runs, ...[[nearly_runs, "nearly"], [meant_missed, "missed"], [meant_unknown, "cannot be told"]].filter(([count]) => count !== "0").map((part) => part.join(" "))].join(" and ");
      assert.ok(label.endsWith(`: ${own.map(words).join(", ")}`), `${name}: ${label}`);
    }
  });
  await withPage("club/report-Bjørn.html", {}, async (tab) => {
    assert.equal(await text(tab, "h1"), "Bjørn: recovery runs");
  });
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(pathToFileURL(`${pages}/club/report.html`).href);
  await tab.getByRole("link", { name: "Bjørn" }).click();
  await tab.waitForSelector("html[data-ready]");
  assert.equal(await text(tab, "h1"), "Bjørn: recovery runs");
  await context.close();
});

test("weeks from Sunday begin with Sunday", async () => {
  await withPage("sunday/report.html", {}, async (tab) => {
    assert.match(await text(tab, ".days h3"), /^Sun/);
    const names = await tab.locator(".band").first().locator(".axis text").allTextContents();
    assert.deepEqual(names.slice(-4), ["Sun", "Tue", "Thu", "Sat"]);
  });
});

test("planned runs stand beside what was done", async () => {
  await withPage("plan/report.html", { hash: "#2026-W09" }, async (tab) => {
    // plan.csv of .ci/page plans recovery runs on Wednesday and on Sunday. Wednesday's was run and
    // held, and Sunday's was not run.
    const rows = await tab.locator("#plan table").first().locator("tbody tr").allInnerTexts();
    assert.deepEqual(rows.map((row) => row.split(/\s+/)), [["recovery", "2", "1", "1"]]);
    assert.match(await text(tab, "#plan table:nth-of-type(2) tbody"), /not run/);
    assert.equal(await tab.locator(".planned").count(), 2);
  });
});

test("the page tells no position, no serial number and no folder", async () => {
  for (const file of ["three-years", "garmin", "many"]) {
    await withPage(`${file}/report.html`, {}, async (tab) => {
      const data = await tab.evaluate(async () => {
        const packed = Uint8Array.from(atob(document.getElementById("data").textContent), (letter) => letter.charCodeAt(0));
        return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
      });
      const html = readFileSync(`${pages}/${file}/report.html`, "utf8");
      for (const own of [data, html.replace(/<script.*?<\/script>/gs, "")]) {
        // The synthetic runs are in Oslo, 59.9 N 10.7 E, on a watch with this serial number.
        assert.doesNotMatch(own, /\b59\.\d{3,}|\b10\.7\d{3,}|3912045678|activities\/|\/tmp\/|recording_id|"track"/);
      }
    });
  }
});
