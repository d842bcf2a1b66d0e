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
    byId("back").hidden = report === null;
  };
  const toStart = () => {
    show("start");
    byId("choose-files").focus();
  };
  const wordsOf = (error) => (error.isTrap ? `${words.internal} (${error.message})` : error.message);
  const say = (id, text) => {
    byId(id).textContent = text;
    byId(id).hidden = text === "";
  };
  const note = (text, done, all) => {
    byId("counted").textContent = text;
    if (all) Object.assign(byId("progress"), { max: all, value: done });
    else byId("progress").removeAttribute("value");
  };

  /**
   * Shows the report in a new frame. Chromium draws nothing in a frame that was hidden and then gets
   * another document.
   */
  const frame = () => {
    const own = document.createElement("iframe");
    own.id = "page";
    own.title = "Report";
    own.setAttribute("sandbox", "allow-scripts allow-modals");
    own.srcdoc = report.page;
    byId("page")?.remove();
    byId("result").append(own);
  };
  const present = (maxBpm) => {
    const { summary, remarks, maximum } = report.facts;
    byId("summary").textContent = summary;
    const listed = (id, texts) =>
      byId(id).replaceChildren(...texts.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    const all = collector.mayLack ? [...remarks, words.withheld] : remarks;
    listed("remarks", all);
    byId("remarks").hidden = all.length === 0;
    byId("asked").hidden = !maximum.matters;
    listed("used", maximum.used.length > 0 ? maximum.used : [words.unknown]);
    byId("maximum").open = maximum.matters;
    byId("max-bpm").value = maxBpm ?? maximum.proposed_bpm ?? "";
    say("wrong", "");
    show("result");
    frame();
    byId("summary").focus();
  };
  /** Grades by another maximum. The report stays as it is if there cannot be such a maximum. */
  const regrade = async (maxBpm) => {
    const asked = collector;
    try {
      const graded = await asked.ask({ act: "finish", maxBpm });
      if (asked !== collector || byId("result").hidden) return;
      report = graded;
      present(maxBpm);
    } catch (error) {
      say("wrong", wordsOf(error));
    }
  };

  const read = async (gathered) => {
    stop?.abort();
    const own = new AbortController();
    stop = own;
    const { signal } = own;
    say("failure", "");
    show("working");
    note(words.listing);
    byId("cancel").focus();
    let made = null;
    try {
      const all = await gathered;
      if (all.length === 0) throw new Error(words.none);
      const module = await compiled;
      const files = all.map(({ file }) => file);
      const paths = all.map(({ path }) => path);
      const open = async (take) => {
        const worker = hand(makeWorker);
        take(worker);
        return [worker, await worker.ask({ act: "open", module, files, paths })];
      };
      let told = 0;
      const onProgress = (done, length) => {
        const now = performance.now();
        if (signal.aborted || (done < length && now - told < PROGRESS_MS)) return;
        told = now;
        note(words.counted(done.toLocaleString(language), length.toLocaleString(language)), done, length);
      };
      const workers = Math.min(navigator.hardwareConcurrency || 2, MOST_WORKERS);
      made = await measureAll({ open, workers, signal, onProgress });
      note(words.grading);
      const graded = await made.ask({ act: "finish" });
      signal.throwIfAborted();
      collector?.close();
      collector = Object.assign(made, { mayLack: all.mayLack === true });
      report = graded;
      present();
    } catch (error) {
      made?.close();
      // Other files were chosen meanwhile.
      if (stop !== own) return;
      if (signal.aborted) toStart();
      else {
        show("start");
        say("failure", wordsOf(error));
        byId("failure").focus();
      }
    } finally {
      if (stop === own) {
        stop = null;
        document.documentElement.dataset.done = String(Number(document.documentElement.dataset.done ?? 0) + 1);
      }
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
    say("failure", "");
    toStart();
  });
  byId("back").addEventListener("click", () => {
    show("result");
    frame();
    byId("summary").focus();
  });
  byId("save-page").addEventListener("click", () => save("report.html", "text/html", report.page));
  for (const own of document.querySelectorAll("[data-table]")) {
    const name = own.dataset.table;
    own.addEventListener("click", () => save(`${name}.csv`, "text/csv", report[name]));
  }
  byId("maximum-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("max-bpm").value;
    regrade(text === "" ? undefined : Number(text));
  });

  // Files can be dropped anywhere on the page. The report says that files are dragged over it, and
  // lets them through then.
  const over = (isOver) => document.documentElement.classList.toggle("over", isOver);
  addEventListener("dragenter", (event) => over(hasFiles(event.dataTransfer)));
  addEventListener("message", ({ data, source }) => {
    if (data === "dragged files" && source === byId("page")?.contentWindow) over(true);
  });
  addEventListener("dragleave", (event) => event.relatedTarget || over(false));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (hasFiles(event.dataTransfer)) read(dropped(event.dataTransfer, location.protocol === "file:"));
  });

  show("start");
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
};

if (typeof document !== "undefined") start();
