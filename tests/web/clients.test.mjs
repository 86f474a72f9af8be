//! Programs that people already use, against the served example: a feed reader, Atlassian's own widget on another origin, an API client,
//! and those of clients.py.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { launch } from "./browser.mjs";
import { INSTALLED, need, WORK } from "./installed.mjs";
import { serve } from "./server.mjs";
import { build } from "./sites.mjs";

const run = promisify(execFile);
const python = (...given) => run(join(INSTALLED, "venv", "bin", "python"), ...given);

const RUNNING = "Changes in the Rota planner are not saved";

let folder;
let site;

before(async () => {
  folder = await build("example");
  site = await serve(folder);
});

after(() => site?.close());

describe("newsboat", () => {
  for (const feed of ["feed.xml", "feed.atom", "history.rss", "history.atom"]) {
    test(`reads ${feed}: every entry, nothing in its log`, async () => {
      const home = await mkdtemp(join(WORK, "newsboat-"));
      const [urls, config, cache, log] = ["urls", "config", "cache.db", "log"].map((name) => join(home, name));
      await writeFile(urls, `${site.origin}/${feed}\n`);
      await writeFile(config, "auto-reload no\n");
      const ours = await readFile(join(folder, feed), "utf8");
      const count = ours.match(/<(item|entry)[ >]/g).length;
      const arguments_ = ["-u", urls, "-C", config, "-c", cache, "-d", log, "-l", "2", "-x", "reload", "print-unread"];
      const { stdout } = await run("newsboat", arguments_, { env: { ...process.env, HOME: home }, timeout: 60_000 });
      assert.match(stdout, new RegExp(`^${count} `), "unread entries");
      const said = await readFile(log, "utf8").catch(() => "");
      assert.doesNotMatch(said, /error|fail|invalid/i);
      const query = "import sqlite3, sys; [print(title) for (title,) in sqlite3.connect(sys.argv[1]).execute('select title from rss_item')]";
      const titles = (await python(["-c", query, cache])).stdout;
      assert.ok(titles.includes(RUNNING), titles);
    });
  }
});

test("Atlassian's status widget, on a page of another origin, shows our state", async () => {
  const home = await mkdtemp(join(WORK, "widget-"));
  const script = join(INSTALLED, "node_modules", "@statuspage", "status-widget", "dist", "index.js");
  await writeFile(join(home, "widget.js"), await readFile(script));
  const widgets = ["basic", "badge"].map((kind) => `<statuspage-widget id="${kind}" appearance="${kind}" src="${site.origin}"></statuspage-widget>`);
  await writeFile(join(home, "index.html"), `<!doctype html><title>Elsewhere</title>${widgets.join("")}<script src="/widget.js"></script>`);
  const elsewhere = await serve(home);
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const faults = [];
    // The last line of their bundle names a variable that nobody declares, on every page.
    page.on("pageerror", ({ message }) => message === "parcelRequire is not defined" || faults.push(message));
    page.on("requestfailed", (request) => faults.push(`${request.url()}: ${request.failure()?.errorText}`));
    await page.goto(`${elsewhere.origin}/`);
    const { status } = await (await fetch(`${site.origin}/api/v2/summary.json`)).json();
    for (const kind of ["basic", "badge"]) {
      await page.waitForFunction((id) => document.getElementById(id).shadowRoot?.querySelector(".status-indicator, .indicator"), kind, { timeout: 20_000 });
      const shown = await page.evaluate((id) => document.getElementById(id).shadowRoot.innerHTML, kind);
      assert.ok(shown.includes(status.description), shown);
      assert.match(shown, new RegExp(`class="[^"]*\\b${status.indicator}\\b`));
    }
    assert.deepEqual(faults, []);
  } finally {
    await browser.close();
    await elsewhere.close();
  }
});

test("the npm client statuspage.io loads every document that it knows", async () => {
  const { Statuspage } = need("statuspage.io");
  const client = new Statuspage("wrenlow");
  client.setApiUrl(site.origin);
  const { api } = client;
  const pages = [
    await api.getSummary(),
    await api.getStatus(),
    await api.getComponents(),
    await api.incidents.getAll(),
    await api.incidents.getUnresolved(),
    await api.scheduledMaintenances.getAll(),
    await api.scheduledMaintenances.getActive(),
    await api.scheduledMaintenances.getUpcoming(),
  ];
  assert.ok(pages.every(({ page }) => page.name === "Wrenlow status" && page.url === "https://status.wrenlow.example"));
  const [summary, status, components, incidents, unresolved, maintenances, , upcoming] = pages;
  assert.deepEqual(status.status, summary.status);
  assert.deepEqual(components.components, summary.components);
  assert.deepEqual(unresolved.incidents.map(({ name }) => name), [RUNNING]);
  assert.ok(incidents.incidents.some(({ name }) => name === RUNNING));
  const known = new Set(maintenances.scheduled_maintenances.map(({ id }) => id));
  assert.ok(upcoming.scheduled_maintenances.length > 0 && upcoming.scheduled_maintenances.every(({ id }) => known.has(id)));
});

test("a browser of any origin, and a HEAD request, may read every document", async () => {
  const documents = ["summary", "status", "components", "incidents", "incidents/unresolved", "scheduled-maintenances"];
  const windows = ["scheduled-maintenances/active", "scheduled-maintenances/upcoming"];
  for (const name of [...documents, ...windows]) {
    for (const method of ["GET", "HEAD"]) {
      const answer = await fetch(`${site.origin}/api/v2/${name}.json`, { method });
      assert.equal(answer.status, 200, name);
      assert.equal(answer.headers.get("access-control-allow-origin"), "*", name);
      assert.match(answer.headers.get("content-type"), /^application\/json/, name);
    }
  }
});

test("the clients in Python agree (clients.py)", async () => {
  const script = fileURLToPath(new URL("clients.py", import.meta.url));
  const env = { ...process.env, ALLCLEAR_SITE: site.origin, PYTHONDONTWRITEBYTECODE: "1", PYTHONWARNINGS: "ignore" };
  const told = await python([script], { env, timeout: 180_000 }).catch((error) => error);
  assert.ok(!(told instanceof Error), told.stderr ?? String(told));
  assert.match(told.stderr, /^OK$/m);
});
