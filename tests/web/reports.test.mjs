//! What the schema of SARIF 2.1.0 says of our reports, as the SDK of its makers ships it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { ALLCLEAR, NOW, WORK, need } from "./installed.mjs";

const FINDINGS = fileURLToPath(new URL("../cli/findings.in/site", import.meta.url));

function report(...folder) {
  const run = spawnSync(ALLCLEAR, ["check", ...folder, "--now", NOW, "--format", "sarif"], { encoding: "utf8" });
  assert.ok([0, 3].includes(run.status), run.stderr);
  return JSON.parse(run.stdout);
}

/** What the schema has against a log. */
function faults(log) {
  const Ajv = need("ajv");
  const ajv = new Ajv({ schemaId: "auto", meta: false, allErrors: true, unknownFormats: "ignore", logger: false });
  ajv.addMetaSchema(need("ajv/lib/refs/json-schema-draft-04.json"));
  ajv.validate(need("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"), log);
  return (ajv.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message}`);
}

test("a report with findings is SARIF 2.1.0", () => {
  const log = report(FINDINGS);
  assert.ok(log.runs[0].results.length >= 5, "nothing was found");
  assert.deepEqual(faults(log), []);
});

test("a clean report is SARIF 2.1.0", () => {
  const log = report(fileURLToPath(new URL("../../content-example", import.meta.url)));
  assert.equal(log.runs[0].results.filter(({ level }) => level === "error").length, 0);
  assert.deepEqual(faults(log), []);
});

test("a report that tells what is let pass is SARIF 2.1.0", () => {
  const site = mkdtempSync(join(WORK, "let-pass-"));
  cpSync(FINDINGS, site, { recursive: true });
  appendFileSync(join(site, "allclear.toml"), '\n[leaks]\nexceptions = "exceptions.toml"\n');
  const entry = { rule: "leak/private-ipv4", document: "*-leak", quote: "10.20.30.40", reason: "agreed", by: "Sam", expires: "2026-06-01" };
  const lines = Object.entries(entry).map(([key, value]) => `${key} = ${key === "expires" ? value : JSON.stringify(value)}`);
  writeFileSync(join(site, "exceptions.toml"), `[[exception]]\n${lines.join("\n")}\n`);
  const log = report(site, "--suppressed");
  rmSync(site, { recursive: true });
  assert.equal(log.runs[0].results.filter(({ suppressions }) => suppressions.length === 1).length, 1);
  assert.deepEqual(faults(log), []);
});

test("the schema tells what is wrong", () => {
  const log = report(FINDINGS);
  log.runs[0].results[0].level = "fatal";
  log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
  assert.equal(faults(log).length, 2);
});
