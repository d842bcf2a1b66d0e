// Loads the parts of the page's script as one program, as the page has them.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const crate = new URL("../", import.meta.url);

/** Runs the parts and returns the values of some names in them. */
export const load = (names, globals = {}) => {
  const assemble = readFileSync(new URL("src/bin/assemble.rs", crate), "utf8");
  const parts = [...assemble.matchAll(/include_str!\("..\/..\/page\/(script\/\w+\.js)"\)/g)];
  const text = parts.map(([, part]) => readFileSync(new URL(`page/${part}`, crate), "utf8"));
  const context = vm.createContext({ console, AbortController, DOMException, ...globals });
  return vm.runInContext(`${text.join("")};({ ${names.join(", ")} })`, context);
};
