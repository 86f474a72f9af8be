//! Where things are: the binary, a folder to work in, and the packages that `run` installed. Nothing is looked for anywhere else, so that
//! no other version on the machine answers in place of the pinned one.

import { createRequire } from "node:module";
import { join } from "node:path";

/** What `run` set, or an error that says how to get it. */
function given(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; start the suite with tests/web/run`);
  return value;
}

/** A folder for sites and all that clients keep; `run` removes it. */
export const WORK = given("ALLCLEAR_WEB_WORK");

/** The binary that builds sites. */
export const ALLCLEAR = given("ALLCLEAR_BIN");

/** Holds node_modules and the Python environment. */
export const INSTALLED = given("ALLCLEAR_WEB_INSTALLED");

/** Loads a pinned npm package. */
export const need = createRequire(join(INSTALLED, "package.json"));

/** The clock of the example. */
export const NOW = "2026-03-20T12:00:00Z";
