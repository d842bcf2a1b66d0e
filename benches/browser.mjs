// Time and memory of recoup.html over some archives, in headless chromium:
//
//     crates/browser/build.sh
//     npm install --prefix target/page-tests playwright-core@1.65.1
//     node benches/browser.mjs target/browser/recoup.html ARCHIVE...
//
// The memory is the sum over all processes of the browser (proportional set size), sampled ten times
// a second, over that of the browser with a blank page.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const packages = createRequire(`${process.cwd()}/target/page-tests/`);
const { chromium } = packages("playwright-core");
const flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const [page, ...archives] = process.argv.slice(2);

/** Returns the processes below this one. */
const below = () => {
  const parents = new Map();
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      parents.set(id, readFileSync(`/proc/${id}/stat`, "utf8").split(") ").at(-1).split(" ")[1]);
    } catch {
      // The process has ended.
    }
  }
  const isBelow = (id) => id !== undefined && (id === String(process.pid) || isBelow(parents.get(id)));
  return [...parents.keys()].filter((id) => id !== String(process.pid) && isBelow(id));
};

/** Returns the memory of the browser in MB. */
const memory = () => {
  let sum = 0;
  for (const id of below()) {
    try {
      sum += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))[1]);
    } catch {
      // The process has ended.
    }
  }
  return sum / 1000;
};

const rounded = (number) => Math.round(number).toLocaleString("en");

for (const archive of archives) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
  const tab = await browser.newPage();
  await tab.waitForTimeout(2000);
  const blank = memory();
  await tab.goto(String(pathToFileURL(page)));
  await tab.waitForSelector("html[data-ready]");
  const ready = await tab.evaluate(() => document.documentElement.dataset.ready);
  await tab.waitForTimeout(2000);
  const before = memory() - blank;
  let peak = before;
  const sampling = setInterval(() => {
    peak = Math.max(peak, memory() - blank);
  }, 100);
  const began = performance.now();
  await tab.setInputFiles("#files", [archive]);
  await tab.waitForSelector("html[data-done]", { timeout: 1_800_000 });
  const seconds = (performance.now() - began) / 1000;
  clearInterval(sampling);
  const said = await tab.locator("#summary").innerText();
  const failure = await tab.locator("#failure").textContent();
  console.log(`${archive}: ${rounded(statSync(archive).size / 1e6)} MB, ${said || failure}: ${seconds.toFixed(1)} s, peak ${rounded(peak)} MB (${rounded(before)} MB without files, the browser ${rounded(blank)} MB), ready after ${ready} ms`);
  await browser.close();
}
