// Tests of recoup.html in a real browser, from file://.
//
// PAGE names the page, INPUTS a folder with the inputs and REPORTS a folder with the command's reports
// of them, as .ci/browser makes them. CHROMIUM names the browser.

import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const { PAGE, INPUTS, REPORTS } = process.env;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const tables = ["weekly", "runs", "files"];

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
});
after(() => browser?.close());

/** Opens the page and passes it to `use`. Fails on requests and on console messages. */
const withPage = async (options, use) => {
  const { file = PAGE, refusals = 0, ...rest } = options;
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 }, ...rest });
  try {
    const tab = await context.newPage();
    const [said, asked] = [[], []];
    tab.on("console", (message) => said.push(message.text()));
    tab.on("pageerror", (error) => said.push(String(error)));
    context.on("request", (request) => asked.push(request.url()));
    await tab.goto(String(pathToFileURL(file)));
    await tab.waitForSelector("html[data-ready]", { timeout: 10_000 });
    const result = await use(tab);
    const isRefusal = (words) => words.includes("Content Security Policy");
    assert.deepEqual(said.filter((words) => !isRefusal(words)), [], "the console is silent");
    assert.equal(said.filter(isRefusal).length >= refusals, true, `refused by the policy: ${said}`);
    // The workers' script is a part of the page.
    assert.deepEqual(asked.filter((url) => !url.startsWith("blob:")), [String(pathToFileURL(file))]);
    return result;
  } finally {
    await context.close();
  }
};

/** Does something that reads files, and waits until they are graded or refused. */
const reading = async (tab, act) => {
  const done = await tab.evaluate(() => Number(document.documentElement.dataset.done ?? 0));
  await act();
  await tab.waitForFunction((before) => Number(document.documentElement.dataset.done ?? 0) > before, done, { timeout: 120_000 });
};

const choose = (tab, paths, input = "#files") => reading(tab, () => tab.setInputFiles(input, paths));

/** Saves a file as the runner does. */
const saved = async (tab, selector) => {
  const [download] = await Promise.all([tab.waitForEvent("download"), tab.click(selector)]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
};

const reportOf = (name, file) => readFileSync(`${REPORTS}/${name}/${file}`, "utf8");

/** Asserts that the page and the tables are those of the command, byte for byte. */
const isReport = async (tab, name) => {
  for (const table of tables) {
    const { name: file, text } = await saved(tab, `[data-table="${table}"]`);
    assert.equal(file, `${table}.csv`);
    assert.equal(text, reportOf(name, file), `${name}: ${file}`);
  }
  const { name: file, text } = await saved(tab, "#save-page");
  assert.equal(file, "report.html");
  assert.equal(text, reportOf(name, file), `${name}: ${file}`);
};

const frame = (tab) => tab.frameLocator("#page");

for (const name of ["strava.zip", "garmin.zip", "damaged.zip", "hostile.zip", "three-years.zip", "unknown-maximum.zip"]) {
  test(`${name}: the page and the tables are the command's`, async () => {
    await withPage({}, async (tab) => {
      await choose(tab, [`${INPUTS}/${name}`]);
      await isReport(tab, name);
    });
  });
}

for (const name of ["testdata", "with-photo", "own-settings"]) {
  test(`the folder ${name}: the page and the tables are the command's`, async () => {
    await withPage({}, async (tab) => {
      await choose(tab, `${INPUTS}/${name}`, "#folder");
      await isReport(tab, name);
    });
  });
}

test("a photo alone is a row with its reason, and no run", async () => {
  await withPage({}, async (tab) => {
    await choose(tab, [`${INPUTS}/me.jpg`]);
    assert.equal(await tab.locator("#summary").innerText(), "0 runs in 1 file");
    assert.match(await frame(tab).locator("#answer").innerText(), /No runs to grade/);
    assert.match((await saved(tab, '[data-table="files"]')).text, /\nme\.jpg,12,other,skipped,.*,a picture,/);
  });
});

/** Drops files as the runner does, in the middle of the page. */
const drop = (tab, names) =>
  reading(tab, async () => {
    const client = await tab.context().newCDPSession(tab);
    const data = { items: [], files: names.map((name) => `${INPUTS}/${name}`), dragOperationsMask: 1 };
    const at = { x: 400, y: 500, data };
    // A browser enters the page once more when the report lets the files through.
    for (const type of ["dragEnter", "dragEnter", "dragOver", "drop"]) {
      await client.send("Input.dispatchDragEvent", { type, ...at });
      await tab.waitForTimeout(50);
    }
  });

test("several files and a folder can be dropped", async () => {
  await withPage({}, async (tab) => {
    await drop(tab, ["testdata", "strava.zip"]);
    await isReport(tab, "two");
  });
});

test("files can be dropped on a report", async () => {
  await withPage({}, async (tab) => {
    for (const name of ["strava.zip", "me.jpg", "garmin.zip"]) {
      await drop(tab, [name]);
      await frame(tab).locator("html[data-ready]").waitFor();
    }
    await isReport(tab, "garmin.zip");
  });
});

test("the report is shown as the page that the command writes, and its weeks can be turned", async () => {
  await withPage({}, async (tab) => {
    await choose(tab, [`${INPUTS}/three-years.zip`]);
    await frame(tab).locator("html[data-ready]").waitFor();
    const week = () => frame(tab).locator("#week h2").innerText();
    const latest = await week();
    await frame(tab).getByRole("button", { name: "Week before" }).click();
    assert.notEqual(await week(), latest);
    await frame(tab).locator(".band a").first().click();
    assert.equal(await frame(tab).locator("#week h2").count(), 1, "a link stays within the report");
    assert.notEqual(await week(), latest);
  });
});

test("a second report is drawn, and the first stays until there is another", async () => {
  await withPage({}, async (tab) => {
    await choose(tab, [`${INPUTS}/strava.zip`]);
    await choose(tab, [`${INPUTS}/garmin.zip`]);
    const height = () => frame(tab).locator("html[data-ready]").evaluate((own) => own.getBoundingClientRect().height);
    assert.ok((await height()) > 500, "the report has a height");
    await choose(tab, `${INPUTS}/wrong-settings`, "#folder");
    await tab.click("#back");
    assert.ok((await height()) > 500, "the report before the failure");
    await isReport(tab, "garmin.zip");
  });
});

test("a maximum that cannot be leaves the report, and the last of two counts", async () => {
  await withPage({}, async (tab) => {
    await choose(tab, [`${INPUTS}/unknown-maximum.zip`]);
    const submit = (bpm) => tab.evaluate((number) => {
      document.getElementById("max-bpm").value = number;
      document.getElementById("maximum-form").requestSubmit();
    }, bpm);
    await tab.evaluate(() => document.getElementById("max-bpm").removeAttribute("max"));
    await submit(250);
    await tab.waitForFunction(() => document.getElementById("wrong").textContent.includes("from 100 to 240"));
    await isReport(tab, "unknown-maximum.zip");
    await submit(170);
    await submit(190);
    await tab.waitForFunction(() => document.getElementById("used").textContent.startsWith("190 "));
    await isReport(tab, "unknown-maximum-190");
  });
});

test("the maximum heart rate is asked for when verdicts depend on it, and used", async () => {
  await withPage({}, async (tab) => {
    await choose(tab, [`${INPUTS}/strava.zip`]);
    await choose(tab, [`${INPUTS}/unknown-maximum.zip`]);
    assert.equal(await tab.locator("#maximum").getAttribute("open"), "", "it is asked for");
    assert.equal(await tab.locator("#asked").isVisible(), true);
    assert.match(await tab.locator("#used").innerText(), /\d+ from .*: \d+ runs/);
    await tab.fill("#max-bpm", "190");
    const before = await tab.locator("#page").getAttribute("srcdoc");
    await tab.press("#max-bpm", "Enter");
    await tab.waitForFunction((old) => document.getElementById("page").srcdoc !== old, before);
    await isReport(tab, "unknown-maximum-190");
    assert.equal(await tab.locator("#maximum").getAttribute("open"), null, "it is settled");
  });
});

test("nothing can be sent: from the page, from a worker, from the report", async () => {
  await withPage({ refusals: 3 }, async (tab) => {
    await choose(tab, [`${INPUTS}/strava.zip`]);
    await frame(tab).locator("html[data-ready]").waitFor();
    const send = () => fetch("https://example.org/").then(() => "sent", (error) => `refused: ${error}`);
    const sockets = () => { try { new WebSocket("wss://example.org/"); return "open"; } catch (error) { return `refused: ${error}`; } };
    const report = tab.frames().find((own) => own !== tab.mainFrame());
    for (const place of [tab, report, ...tab.workers()]) assert.match(await place.evaluate(send), /^refused/);
    assert.equal(tab.workers().length, 1, "the collecting worker");
    await tab.evaluate(sockets);
    const policy = await tab.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
    assert.match(policy, /default-src 'none'; connect-src 'none';/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval'? |https?:/);
  });
});

test("a trap in one file is that file's row", async () => {
  const file = PAGE.replace(/\.html$/, ".trap.html");
  // A module whose only function is `unreachable`.
  const module = "0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11";
  const trap = `const own = acts.measure; acts.measure = (asked) => { if (asked.index === 5) new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(${module}))).exports.f(); return own(asked); };`;
  const page = readFileSync(PAGE, "utf8");
  const end = page.indexOf("</script>", page.indexOf('id="worker"'));
  writeFileSync(file, `${page.slice(0, end)}${trap}${page.slice(end)}`);
  await withPage({ file }, async (tab) => {
    await choose(tab, [`${INPUTS}/strava.zip`]);
    const rows = (await saved(tab, '[data-table="files"]')).text.split("\n");
    const whole = reportOf("strava.zip", "files.csv").split("\n");
    const others = rows.filter((row) => !whole.includes(row));
    assert.equal(rows.length, whole.length);
    const trapped = others.filter((row) => row.includes("please report it"));
    assert.equal(trapped.length, 1, others.join("\n"));
    assert.match(trapped[0], /,unreadable,/);
  });
});

test("reading can be cancelled, and begun again", async () => {
  await withPage({}, async (tab) => {
    await reading(tab, async () => {
      await tab.setInputFiles("#files", [`${INPUTS}/three-years.zip`]);
      await tab.click("#cancel");
    });
    assert.equal(await tab.locator("#start").isVisible(), true);
    assert.equal(tab.workers().length, 0);
    await choose(tab, [`${INPUTS}/strava.zip`]);
    await isReport(tab, "strava.zip");
  });
});

test("an error in the athlete file is shown, with its line", async () => {
  await withPage({}, async (tab) => {
    await choose(tab, `${INPUTS}/wrong-settings`, "#folder");
    const failure = await tab.locator("#failure").innerText();
    assert.match(failure, /wrong-settings\/athlete\.toml: line 2: unknown key `max_hr`/);
  });
});

test("the keyboard is enough", async () => {
  await withPage({}, async (tab) => {
    const asked = tab.waitForEvent("filechooser");
    await tab.keyboard.press("Tab");
    await tab.waitForFunction(() => document.activeElement.id === "choose-files");
    await tab.keyboard.press("Enter");
    const chooser = await asked;
    await reading(tab, () => chooser.setFiles([`${INPUTS}/strava.zip`]));
    assert.equal(await tab.evaluate(() => document.activeElement.id), "summary", "the focus is on what was found");
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 800 }]) {
    test(`axe-core finds nothing, ${colorScheme}, ${viewport.width} pixels wide`, async () => {
      const shot = (tab, name) => tab.screenshot({ path: `${REPORTS}/${name}-${colorScheme}-${viewport.width}.png` });
      await withPage({ colorScheme, viewport, bypassCSP: false }, async (tab) => {
        const check = async (part) => {
          await tab.evaluate(axe);
          const { violations } = await tab.evaluate(() => globalThis.axe.run(document, { iframes: false }));
          assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)]), [], part);
          const isWide = await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.equal(isWide, false, `${part}: nothing is cut at the side`);
          await shot(tab, part);
        };
        await check("start");
        await choose(tab, `${INPUTS}/wrong-settings`, "#folder");
        await check("failure");
        await choose(tab, [`${INPUTS}/unknown-maximum.zip`]);
        await frame(tab).locator("html[data-ready]").waitFor();
        await check("result");
      });
    });
  }
}

test("the words are in the reader's language", async () => {
  await withPage({ locale: "de-CH" }, async (tab) => {
    assert.equal(await tab.locator("html").getAttribute("lang"), "de");
    assert.match(await tab.locator("#drop").innerText(), /Dateien/);
  });
});

test("the page is at most 5 MB", async () => {
  const bytes = statSync(PAGE).size;
  const ready = await withPage({}, (tab) => tab.locator("html").getAttribute("data-ready"));
  console.log(`${fileURLToPath(pathToFileURL(PAGE)).split("/").at(-1)}: ${bytes} bytes, ready after ${ready} ms`);
  assert.ok(bytes <= 5_000_000, `${bytes} bytes`);
});
