//! Sites at the edge (sites.mjs) in a real browser, narrow and wide.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, visit } from "./browser.mjs";
import * as checks from "./checks.mjs";
import { serve } from "./server.mjs";
import { baseOf, build, SITES } from "./sites.mjs";

const ROOMS = { narrow: { width: 320, height: 640 }, wide: { width: 1280, height: 900 } };

let browser;
before(async () => (browser = await launch()));
after(() => browser?.close());

for (const [name, { pages }] of Object.entries(SITES).filter(([, { pages }]) => pages.length)) {
  describe(name, { concurrency: 2 }, () => {
    let site;
    before(async () => (site = await serve(await build(name), baseOf(name))));
    after(() => site?.close());

    for (const path of pages) {
      for (const [room, viewport] of Object.entries(ROOMS)) {
        test(`${name}${path}, ${room}`, async () => {
          const problems = await visit(browser, site.origin + baseOf(name) + path, { viewport, timezoneId: "UTC" }, async (page) => [
            ...(await checks.complete(page)),
            ...(await checks.fits(page)),
            ...(await checks.accessible(page)),
          ]);
          assert.deepEqual(problems, []);
        });
      }
    }
  });
}

test("the Arabic site reads from right to left", async () => {
  const site = await serve(await build("arabic"));
  const problems = await visit(browser, `${site.origin}/`, {}, async (page) => {
    const { direction, language } = await page.evaluate(() => ({
      direction: getComputedStyle(document.body).direction,
      language: document.documentElement.lang,
    }));
    return direction === "rtl" && language === "ar" ? [] : [`direction ${direction}, language ${language}`];
  });
  await site.close();
  assert.deepEqual(problems, []);
});
