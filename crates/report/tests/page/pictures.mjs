// Draws the pictures of README from the page of testdata:
//
//   cargo run --release -- page testdata
//   .ci/page                                  # installs the browser's driver into target/page-tests
//   cp crates/report/tests/page/pictures.mjs target/page-tests/
//   node target/page-tests/pictures.mjs recoup-report/report.html docs

import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

/** Draws a part of the page, from one section to another. */
const draw = async (name, { first, last, hash = "", ...options }) => {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const tab = await context.newPage();
  await tab.goto(`${pathToFileURL(page)}${hash}`);
  await tab.waitForSelector("html[data-ready]");
  const [top, end] = await tab.evaluate(
    ([from, to]) => [
      document.querySelector(from).getBoundingClientRect().top + scrollY,
      document.querySelector(to).getBoundingClientRect().bottom + scrollY,
    ],
    [first, last],
  );
  const clip = { x: 0, y: Math.max(0, top - 16), width: options.viewport.width, height: end - top + 32 };
  await tab.screenshot({ path: `${folder}/${name}.png`, fullPage: true, clip });
  await context.close();
};

const viewport = { width: 900, height: 900 };
await draw("page-week", { first: "header", last: "#run", hash: "#2026-W11", viewport });
await draw("page-years", { first: "#weeks", last: "#reasons", colorScheme: "dark", viewport });
await browser.close();
