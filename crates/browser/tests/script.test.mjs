// Tests of the page's script without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./script.mjs";

const { WORDS, chosen, dropped, hand, languageOf, measureAll } = load(["WORDS", "chosen", "dropped", "hand", "languageOf", "measureAll"]);

/** A made worker over some files. `measure` measures the file at an index, or throws. */
const made = ({ length, measure, collected }) => {
  const own = { isClosed: false };
  return Object.assign(own, {
    ask: async ({ act, index, measured }) => {
      assert.equal(own.isClosed, false, "a closed worker is not asked");
      if (act === "add") collected.set(index, measured[0]);
      return act === "measure" ? { measured: Uint8Array.of(measure(index)) } : { length };
    },
    close: () => {
      own.isClosed = true;
    },
  });
};

/** Measures some files with made workers, and returns the results and the workers. */
const measured = async ({ length, workers = 3, measure = (index) => index, signal = new AbortController().signal }) => {
  const [all, collected, steps] = [[], new Map(), []];
  const open = async (note) => {
    const own = made({ length, measure, collected });
    all.push(own);
    note(own);
    return [own, await own.ask({ act: "open" })];
  };
  const collector = await measureAll({ open, workers, signal, onProgress: (...step) => steps.push(step) });
  return { all, collected, collector, steps };
};

test("every file is measured once, and only the collecting worker stays", async () => {
  const { all, collected, collector, steps } = await measured({ length: 25 });
  assert.deepEqual([...collected].toSorted(([one], [two]) => one - two), Array.from({ length: 25 }, (_, index) => [index, index]));
  assert.deepEqual(steps.map(([done]) => done), Array.from({ length: 26 }, (_, done) => done));
  assert.equal(all.length, 4);
  assert.deepEqual(all.filter((own) => !own.isClosed), [collector]);
});

test("a trap costs its file only, and the worker is made anew", async () => {
  const measure = (index) => {
    if (index % 10 === 3) throw Object.assign(new Error("unreachable"), { isTrap: true });
    return index;
  };
  const { all, collected } = await measured({ length: 25, measure });
  assert.deepEqual(Array.from({ length: 25 }, (_, index) => index).filter((index) => !collected.has(index)), [3, 13, 23]);
  assert.equal(all.length, 4 + 3);
});

test("an error that is no trap ends the work and closes all workers", async () => {
  const closed = [];
  const open = async (note) => {
    const own = { ask: async ({ act }) => { if (act === "measure") throw new Error("no such file"); return { length: 9 }; }, close: () => closed.push(own) };
    note(own);
    return [own, await own.ask({ act: "open" })];
  };
  const signal = new AbortController().signal;
  await assert.rejects(measureAll({ open, workers: 2, signal, onProgress: () => {} }), /no such file/);
  assert.equal(closed.length, 3);
});

test("no files need no workers but the collecting one", async () => {
  const { all, collected } = await measured({ length: 0 });
  assert.deepEqual([all.length, collected.size], [1, 0]);
});

test("cancelling closes all workers at once", async () => {
  const stop = new AbortController();
  const closed = [];
  const open = async (note) => {
    const own = { ask: ({ act }) => (act === "measure" ? new Promise(() => {}) : Promise.resolve({ length: 9 })), close: () => closed.push(own) };
    note(own);
    return [own, await own.ask({ act: "open" })];
  };
  const work = measureAll({ open, workers: 2, signal: stop.signal, onProgress: () => {} });
  setTimeout(() => stop.abort(), 5);
  await assert.rejects(work, { name: "AbortError" });
  assert.equal(closed.length, 3);
});

test("paths of chosen files begin with their folder", () => {
  const files = [{ name: "a.fit", webkitRelativePath: "runs/2026/a.fit" }, { name: "b.zip", webkitRelativePath: "" }];
  assert.deepEqual(Array.from(chosen(files), ({ path }) => path), ["runs/2026/a.fit", "b.zip"]);
});

test("a dropped folder is read to its end, part by part", async () => {
  const file = (name) => ({ name, isFile: true, file: (resolve) => resolve({ name }) });
  const folder = (name, parts) => ({ name, isDirectory: true, createReader: () => ({ readEntries: (resolve) => resolve(parts.shift() ?? []) }) });
  const runs = folder("runs", [[file("a.fit"), folder("old", [[file("b.fit")]])], [file("c.fit")]]);
  const items = [
    { kind: "file", webkitGetAsEntry: () => runs, getAsFile: () => null },
    { kind: "string", webkitGetAsEntry: () => null, getAsFile: () => null },
    { kind: "file", getAsFile: () => ({ name: "d.zip" }) },
  ];
  const paths = Array.from(await dropped({ items }), ({ path }) => path);
  assert.deepEqual(paths, ["runs/a.fit", "runs/old/b.fit", "runs/c.fit", "d.zip"]);
});

test("a worker is asked again only when it has answered", async () => {
  const worker = { postMessage: (number) => setTimeout(() => worker.onmessage({ data: number === 2 ? { failure: "no" } : { number } }), 5) };
  const own = hand(() => worker);
  const answers = await Promise.allSettled([1, 2, 3].map((number) => own.ask(number)));
  assert.deepEqual(answers.map(({ value, reason }) => value?.number ?? reason.message), [1, "no", 3]);
});

test("a dropped folder is read by its handle for a page from a file", async () => {
  const file = (name) => ({ name, kind: "file", getFile: async () => ({ name }) });
  const folder = (name, inside) => ({ name, kind: "directory", values: () => inside.values() });
  const runs = folder("runs", [file("a.fit"), folder("old", [file("b.fit")])]);
  const item = { kind: "file", webkitGetAsEntry: () => ({ isDirectory: true }), getAsFile: () => null, getAsFileSystemHandle: async () => runs };
  const all = await dropped({ items: [item] }, true);
  assert.deepEqual(Array.from(all, ({ path }) => path), ["runs/a.fit", "runs/old/b.fit"]);
  assert.equal(all.mayLack, true, "a browser may withhold files");
});

test("every language has the words of English, and the reader's comes first", () => {
  for (const [language, words] of Object.entries(WORDS)) {
    assert.deepEqual(Object.keys(words), Object.keys(WORDS.en), language);
    for (const [name, text] of Object.entries(words)) assert.equal(typeof text, typeof WORDS.en[name], `${language} ${name}`);
  }
  assert.equal(languageOf(["nn-NO", "en"]), "nb");
  assert.equal(languageOf(["sv", "zh-Hant-TW"]), "zh");
  assert.equal(languageOf(["sv"]), "en");
});
