// Workers, and the files that they share.

/** A worker that is asked one message at a time; later ones wait for their turn. */
const hand = (makeWorker) => {
  const worker = makeWorker();
  let waiting = null;
  let turn = Promise.resolve();
  const settle = (data) => {
    const { resolve, reject } = waiting;
    waiting = null;
    if (data.failure === undefined) resolve(data);
    else reject(Object.assign(new Error(data.failure), { isTrap: data.isTrap }));
  };
  worker.onmessage = ({ data }) => settle(data);
  worker.onerror = (event) => {
    event.preventDefault?.();
    if (waiting) settle({ failure: event.message ?? "the worker stopped", isTrap: true });
  };
  const asked = (message, moved) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      worker.postMessage(message, moved);
    });
  return {
    ask: (message, moved = []) => {
      const answer = turn.then(() => asked(message, moved));
      turn = answer.catch(() => {});
      return answer;
    },
    close: () => worker.terminate(),
  };
};

/** Largest number of neighbouring files that a worker takes. Neighbours lie in the same blocks. */
const TAKEN = 16;

/**
 * Measures all files with some workers, and gives each result to the first worker, which collects
 * them. A file that stops its worker has no result; the worker is made anew.
 *
 * `open` makes a worker and lets it list the files. Returns the first worker.
 */
const measureAll = async ({ open, workers, signal, onProgress }) => {
  const hands = new Set();
  const close = (own) => {
    own.close();
    hands.delete(own);
  };
  const closeAll = () => hands.forEach(close);
  const opened = () => {
    signal.throwIfAborted();
    return open((made) => hands.add(made));
  };
  let cancel;
  const cancelled = new Promise((_, reject) => {
    cancel = () => {
      closeAll();
      reject(signal.reason);
    };
  });
  signal.addEventListener("abort", cancel);
  const measure = async () => {
    const [collector, { length }] = await opened();
    let [next, done] = [0, 0];
    let collecting = Promise.resolve();
    /** Takes the next files; fewer towards the end, so that all workers end at about the same time. */
    const take = () => {
      const first = next;
      next += Math.min(TAKEN, Math.ceil((length - first) / (4 * workers)));
      return Array.from({ length: next - first }, (_, place) => first + place);
    };
    const work = async () => {
      let taken = take();
      if (taken.length === 0) return;
      let [own] = await opened();
      while (taken.length > 0) {
        const index = taken.shift();
        try {
          const { measured } = await own.ask({ act: "measure", index });
          collecting = collecting.then(() =>
            collector.ask({ act: "add", index, measured }, [measured.buffer]),
          );
        } catch (error) {
          if (!error.isTrap) throw error;
          close(own);
          [own] = await opened();
        }
        done += 1;
        onProgress(done, length);
        if (taken.length === 0) taken = take();
      }
      close(own);
    };
    onProgress(0, length);
    await Promise.all(Array.from({ length: Math.min(workers, length) }, work));
    await collecting;
    return collector;
  };
  try {
    return await Promise.race([measure(), cancelled]);
  } catch (error) {
    closeAll();
    throw error;
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};
