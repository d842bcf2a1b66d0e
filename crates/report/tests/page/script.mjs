// Loads the parts of the page's script as one program, as the page has them.

import { readFileSync } from "node:fs";
import vm from "node:vm";

const page = new URL("../../src/page/", import.meta.url);

/** Returns the names of the parts, in the order of the page. */
export const parts = () => {
  const document = readFileSync(new URL("document.rs", page), "utf8");
  return [...document.matchAll(/include_str!\("script\/(\w+\.js)"\)/g)].map((found) => found[1]);
};

/** Runs the parts and returns the values of some names in them. */
export const load = (names, globals = {}) => {
  const text = parts().map((part) => readFileSync(new URL(`script/${part}`, page), "utf8"));
  const context = vm.createContext({ Intl, console, ...globals });
  return vm.runInContext(`${text.join("")};({ ${names.join(", ")} })`, context);
};
