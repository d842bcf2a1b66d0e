// A worker: an engine over the files. The scripts of the engine (`wasm_bindgen`) and of its unpacker
// (`unpacker`) stand before this one.

let engine = null;

const acts = {
  /** Unpacks and compiles the engine, for all workers. */
  unpack({ unpack, engine: packed }) {
    unpacker.initSync({ module: new WebAssembly.Module(unpack) });
    return { module: new WebAssembly.Module(unpacker.unpack(packed)) };
  },
  /** Lists the files and the members of archives. */
  open({ module, files, paths }) {
    wasm_bindgen.initSync({ module });
    engine = new wasm_bindgen.Engine(files, paths);
    return { length: engine.length };
  },
  measure({ index }) {
    return { measured: engine.measure(index) };
  },
  add({ index, measured }) {
    engine.add(index, measured);
    return {};
  },
  finish({ maxBpm }) {
    const report = engine.finish(maxBpm);
    const { page, weekly, runs, files, facts } = report;
    report.free();
    return { page, weekly, runs, files, facts: JSON.parse(facts) };
  },
};

onmessage = ({ data: { act, ...wanted } }) => {
  try {
    const answer = acts[act](wanted);
    postMessage(answer, answer.measured ? [answer.measured.buffer] : []);
  } catch (error) {
    // A trap leaves the memory of the engine in no known state, so the page makes a new worker.
    const isTrap = !(error instanceof Error) || error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    postMessage({ failure: error?.message ?? String(error), isTrap });
  }
};
