// The page: from dropped files to the report.

/** Largest number of workers. Each takes some 40 MB. */
const MOST_WORKERS = 4;
/** Milliseconds between two notes of the progress. */
const PROGRESS_MS = 100;

const byId = (id) => document.getElementById(id);

/** Returns the bytes of an element of the page. */
const bytesOf = (id) => Uint8Array.from(atob(byId(id).textContent), (letter) => letter.charCodeAt(0));

/** Unpacks raw DEFLATE. */
const inflated = async (packed) => {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

/** Unpacks and compiles the engine in a worker. */
const compiledEngine = async (makeWorker) => {
  const own = hand(makeWorker);
  try {
    const unpack = await inflated(bytesOf("unpacker"));
    return (await own.ask({ act: "unpack", unpack, engine: bytesOf("engine") })).module;
  } finally {
    own.close();
  }
};

const start = () => {
  const language = languageOf(navigator.languages ?? []);
  const words = WORDS[language];
  document.documentElement.lang = language;
  for (const own of document.querySelectorAll("[data-words]")) own.textContent = words[own.dataset.words];
  for (const own of document.querySelectorAll("[data-table]")) own.textContent = words.save(own.dataset.table);

  const script = URL.createObjectURL(new Blob([byId("worker").textContent], { type: "text/javascript" }));
  const makeWorker = () => new Worker(script);
  // The engine is compiled once for all workers, and before there are files.
  const compiled = compiledEngine(makeWorker);
  compiled.catch(() => {}); // `read` reports it.
  let [collector, report, stop] = [null, null, null];

  const show = (name) => {
    for (const part of ["start", "working", "result"]) byId(part).hidden = part !== name;
    document.documentElement.dataset.part = name;
  };
  const fail = (text) => {
    show("start");
    byId("failure").textContent = text;
    byId("failure").hidden = false;
  };
  const note = (text, done, all) => {
    byId("counted").textContent = text;
    if (all) Object.assign(byId("progress"), { max: all, value: done });
    else byId("progress").removeAttribute("value");
  };

  const grade = async (maxBpm) => {
    report = await collector.ask({ act: "finish", maxBpm });
    const { summary, remarks, maximum } = report.facts;
    byId("summary").textContent = summary;
    const listed = (id, texts, tag) =>
      byId(id).replaceChildren(...texts.map((text) => Object.assign(document.createElement(tag), { textContent: text })));
    listed("remarks", remarks, "li");
    byId("remarks").hidden = remarks.length === 0;
    byId("asked").hidden = !maximum.matters;
    listed("used", maximum.used.length > 0 ? maximum.used : [words.unknown], "li");
    byId("maximum").open = maximum.matters;
    byId("max-bpm").value = maxBpm ?? maximum.proposed_bpm ?? "";
    byId("page").srcdoc = report.page;
    show("result");
    byId("summary").focus();
  };

  const read = async (gathered) => {
    if (stop) return;
    byId("failure").hidden = true;
    collector?.close();
    collector = null;
    stop = new AbortController();
    const { signal } = stop;
    show("working");
    note(words.listing);
    byId("cancel").focus();
    try {
      const all = await gathered;
      if (all.length === 0) throw Object.assign(new Error(words.none), { isTold: true });
      const module = await compiled;
      const files = all.map(({ file }) => file);
      const paths = all.map(({ path }) => path);
      const open = async (made) => {
        const own = hand(makeWorker);
        made(own);
        return [own, await own.ask({ act: "open", module, files, paths })];
      };
      let told = 0;
      const onProgress = (done, length) => {
        const now = performance.now();
        if (done < length && now - told < PROGRESS_MS) return;
        told = now;
        note(words.counted(done.toLocaleString(language), length.toLocaleString(language)), done, length);
      };
      const workers = Math.min(navigator.hardwareConcurrency || 2, MOST_WORKERS);
      collector = await measureAll({ open, workers, signal, onProgress });
      note(words.grading);
      await grade();
    } catch (error) {
      if (signal.aborted) show("start");
      else fail(error.isTrap ? `${words.internal} (${error.message})` : error.message);
    } finally {
      stop = null;
      document.documentElement.dataset.done = String(Number(document.documentElement.dataset.done ?? 0) + 1);
    }
  };

  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  for (const [button, input] of [["choose-files", "files"], ["choose-folder", "folder"]]) {
    byId(button).addEventListener("click", () => byId(input).click());
    byId(input).addEventListener("change", (event) => {
      const all = chosen(event.target.files);
      event.target.value = ""; // The same files can be chosen again.
      read(all);
    });
  }
  byId("cancel").addEventListener("click", () => stop?.abort());
  byId("again").addEventListener("click", () => {
    show("start");
    byId("choose-files").focus();
  });
  byId("save-page").addEventListener("click", () => save("report.html", "text/html", report.page));
  for (const own of document.querySelectorAll("[data-table]")) {
    const name = own.dataset.table;
    own.addEventListener("click", () => save(`${name}.csv`, "text/csv", report[name]));
  }
  byId("maximum-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("max-bpm").value;
    grade(text === "" ? undefined : Number(text)).catch((error) => fail(error.message));
  });

  // Files can be dropped anywhere, also while a report is shown.
  let depth = 0;
  const over = (by) => {
    depth += by;
    document.documentElement.classList.toggle("over", depth > 0);
  };
  addEventListener("dragenter", () => over(1));
  addEventListener("dragleave", () => over(-1));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(-depth);
    read(dropped(event.dataTransfer));
  });

  show("start");
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
};

if (typeof document !== "undefined") start();
