//! The Nu checker about every page, style and picture of built sites. Its errors and warnings are both faults.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { test } from "node:test";

import { need } from "./installed.mjs";
import { build } from "./sites.mjs";

const JAR = need("vnu-jar");

/** All that the checker can read, below a folder. */
async function readable(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return files.filter((file) => /\.(html|css|svg)$/.test(file)).sort();
}

for (const site of ["example", "subpath", "arabic", "busy", "empty"]) {
  test(`the Nu checker finds no fault in the site “${site}”`, async () => {
    const folder = await build(site);
    const files = await readable(folder);
    for (const kind of ["html", "css", "svg"]) assert.ok(files.some((file) => file.endsWith(kind)), `the site has no ${kind} file`);
    const checker = spawnSync("java", ["-Xss2m", "-jar", JAR, "--also-check-css", "--also-check-svg", "--format", "json", "--stdout", ...files], {
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    assert.ok(checker.stdout.startsWith("{"), `the checker did not run: ${checker.error ?? checker.stderr}`);
    const told = ({ url, lastLine, type, subType, message }) =>
      `${relative(folder, new URL(url).pathname)}:${lastLine ?? "?"}: ${subType ?? type}: ${message}`;
    assert.deepEqual(JSON.parse(checker.stdout).messages.map(told), []);
  });
}
