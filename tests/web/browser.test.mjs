//! The built example in a real browser: every kind of page, light and dark, narrow and wide, on paper, with a keyboard
//! and without scripts.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { launch, visit } from "./browser.mjs";
import * as checks from "./checks.mjs";
import { serve } from "./server.mjs";
import { build } from "./sites.mjs";

const PAGES = {
  front: "/",
  history: "/history/",
  year: "/history/2025/",
  month: "/history/2026-03/",
  running: "/incidents/2026-03-20-rota-changes-not-saved/",
  resolved: "/incidents/2025-09-23-visit-notes-lost/",
  maintenance: "/maintenance/2026-04-11-sign-in-upgrade/",
  component: "/components/rota/",
  "component's year": "/components/rota/2026/",
  postmortems: "/postmortems/",
  subscribe: "/subscribe/",
  "not found": "/no/such/page/",
};
const SCHEMES = ["light", "dark"];
const WIDTHS = { narrow: { width: 320, height: 640 }, wide: { width: 1280, height: 900 } };

let browser;
let site;

before(async () => {
  site = await serve(await build("example"));
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

/** Opens a page of the example and wants no problem. */
async function clean(path, options, look) {
  const expectStatus = path === PAGES["not found"] ? 404 : 200;
  const problems = await visit(browser, site.origin + path, { timezoneId: "UTC", expectStatus, ...options }, look);
  assert.deepEqual(problems, [], `${path} ${JSON.stringify(options)}`);
}

describe("every page, in both schemes and at both widths", { concurrency: 2 }, () => {
  for (const [name, path] of Object.entries(PAGES)) {
    for (const colorScheme of SCHEMES) {
      for (const [room, viewport] of Object.entries(WIDTHS)) {
        test(`${name}, ${colorScheme}, ${room}: complete, within the window, and axe-core has nothing to say`, () =>
          clean(path, { colorScheme, viewport }, async (page) => [
            ...(await checks.complete(page)),
            ...(await checks.fits(page)),
            ...(await checks.accessible(page)),
          ]));
      }
    }
  }
});

describe("every page, with a keyboard alone", { concurrency: 2 }, () => {
  for (const [name, path] of Object.entries(PAGES)) {
    for (const [room, viewport] of Object.entries(WIDTHS)) {
      test(`${name}, ${room}`, () => clean(path, { viewport }, checks.reachable));
    }
  }
});

describe("every page, for those who want something else", { concurrency: 2 }, () => {
  for (const [name, path] of Object.entries(PAGES)) {
    test(`${name} says the same without scripts`, async () => {
      const said = [];
      for (const javaScriptEnabled of [true, false]) {
        await clean(path, { javaScriptEnabled }, async (page) => void said.push(await checks.words(page)));
      }
      assert.ok(said[0].length > 40, `${path} hardly says a thing`);
      assert.equal(said[0], said[1]);
    });
    test(`${name} stays still with reduced motion`, () => clean(path, { reducedMotion: "reduce" }, checks.still));
    test(`${name} can be printed, from the dark scheme too`, () => clean(path, { colorScheme: "dark" }, checks.printable));
    test(`${name} stays within a window at twice the text size`, () =>
      clean(path, { viewport: { width: 640, height: 900 } }, async (page) => {
        await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
        return checks.fits(page);
      }));
  }
});

describe("local times", () => {
  const reader = { timezoneId: "Asia/Kolkata", locale: "en-IN" };

  test("a page with a script says when it was where the reader is; in UTC nothing is added", () =>
    clean(PAGES.resolved, reader, async (page) => {
      if (!(await page.locator("script[src]").count())) return ["the page loads no script"];
      const { said, hours } = await page.evaluate(() => {
        const there = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Kolkata" });
        const times = [...document.querySelectorAll("main time[datetime*='T']")];
        const titles = [...document.querySelectorAll("[title]")].map((element) => element.title);
        return { said: [document.body.innerText, ...titles].join("\n"), hours: times.map((time) => there.format(new Date(time.dateTime))) };
      });
      const twelve = (hour) => hour.replace(/^(\d+)/, (digits) => String(Number(digits) % 12 || 12));
      if (!hours.length) return ["no time on the page can be read by a script"];
      return hours.some((hour) => said.includes(hour) || said.includes(twelve(hour))) ? [] : [`none of ${hours.slice(0, 3)} is shown`];
    }));

  test("a local date is written in the order of the page's own dates", () =>
    clean(PAGES.front, reader, async (page) => {
      const added = (await page.locator(".local").allInnerTexts()).join("\n");
      return added.includes("12 Apr, 02:30") ? [] : [`the night of the maintenance is not said: ${added}`];
    }));
});

describe("weight, compressed as a host sends it", () => {
  const size = async (path) => gzipSync(Buffer.from(await (await fetch(site.origin + path)).arrayBuffer()), { level: 9 }).length;
  /** The files of one kind that a page loads. */
  const loaded = async (path, pattern) => [...(await (await fetch(site.origin + path)).text()).matchAll(pattern)].map(([, file]) => file);
  const STYLES = /<link rel="stylesheet" href="([^"]+)"/g;
  const SCRIPTS = /<script[^>]* src="([^"]+)"/g;

  test("the front page and its style come in one round trip: 14 kB", async () => {
    const styles = await loaded(PAGES.front, STYLES);
    assert.equal(styles.length, 1);
    const weight = (await size(PAGES.front)) + (await size(styles[0]));
    assert.ok(weight <= 14 * 1024, `${weight} bytes`);
  });
  for (const name of ["running", "resolved", "maintenance"]) {
    test(`the page of an incident is at most 10 kB: ${name}`, async () => {
      const weight = await size(PAGES[name]);
      assert.ok(weight <= 10 * 1024, `${weight} bytes`);
    });
  }
  test("scripts are at most 2 kB, before they are compressed", async () => {
    for (const path of [PAGES.front, PAGES.resolved]) {
      const scripts = await loaded(path, SCRIPTS);
      const texts = await Promise.all(scripts.map(async (script) => (await (await fetch(site.origin + script)).text()).length));
      const weight = texts.reduce((sum, length) => sum + length, 0);
      assert.ok(weight <= 2 * 1024, `${path}: ${weight} bytes`);
    }
  });
});

describe("feeds, opened by hand", { concurrency: 2 }, () => {
  for (const feed of ["/feed.xml", "/feed.atom", "/history.rss", "/history.atom"]) {
    for (const colorScheme of SCHEMES) {
      for (const [room, viewport] of Object.entries(WIDTHS)) {
        test(`${feed}, ${colorScheme}, ${room}: styled, within the window`, () =>
          clean(feed, { colorScheme, viewport }, (page) =>
            page.evaluate(() => {
              const problems = [];
              if (!document.styleSheets.length) problems.push("no style");
              const { scrollWidth } = document.scrollingElement ?? document.documentElement;
              if (scrollWidth > innerWidth) problems.push(`scrolls sideways: ${scrollWidth} px in a window of ${innerWidth}`);
              if (document.querySelector("#webkit-xml-viewer-source-xml")) problems.push("shown as a tree of elements");
              return problems;
            }),
          ));
      }
    }
  }
});
