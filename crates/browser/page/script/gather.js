// Files that were dropped or chosen, each with its path.

/** Returns chosen files with their paths. The path of a file in a folder begins with the folder. */
const chosen = (list) => Array.from(list, (file) => ({ file, path: file.webkitRelativePath || file.name }));

const entriesOf = (folder) => {
  const reader = folder.createReader();
  const all = [];
  // A browser hands over a folder in parts; an empty part ends it.
  const more = async () => {
    const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    all.push(...part);
    return part.length > 0 ? more() : all;
  };
  return more();
};

/** Returns the files of an entry, which every browser has. */
const filesOfEntry = async (entry, above) => {
  const path = `${above}${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path }];
  }
  const inside = [];
  for (const inner of await entriesOf(entry)) inside.push(...(await filesOfEntry(inner, `${path}/`)));
  return inside;
};

/** Returns the files of a handle. Chromium withholds files whose names it thinks unsafe. */
const filesOfHandle = async (handle, above) => {
  const path = `${above}${handle.name}`;
  if (handle.kind === "file") return [{ file: await handle.getFile(), path }];
  const inside = [];
  for await (const inner of handle.values()) inside.push(...(await filesOfHandle(inner, `${path}/`)));
  return inside;
};

/** Returns the files of a dropped item. */
const filesOfItem = async ({ entry, file, handle }) => {
  if (file && !entry?.isDirectory) return [{ file, path: file.name }];
  const own = await handle?.catch(() => null);
  if (own) return Object.assign(await filesOfHandle(own, ""), { mayLack: true });
  return entry ? filesOfEntry(entry, "") : [];
};

/** Whether something that is dragged has files. */
const hasFiles = (transfer) => transfer.types.includes("Files");

/**
 * Returns dropped files, those in folders included. Chromium reads no entries for a page that was
 * opened from a file, so that page reads handles. `mayLack` of the result says that files of folders
 * may be withheld.
 */
const dropped = async (transfer, isFromFile) => {
  // All of this must be taken before the first wait, because the browser empties the list then.
  const items = [...transfer.items].filter((item) => item.kind === "file").map((item) => ({
    entry: item.webkitGetAsEntry?.() ?? null,
    file: item.getAsFile(),
    handle: isFromFile ? item.getAsFileSystemHandle?.() : undefined,
  }));
  const all = Object.assign([], { mayLack: false });
  for (const item of items) {
    const files = await filesOfItem(item);
    all.push(...files);
    all.mayLack ||= files.mayLack === true;
  }
  return all;
};
