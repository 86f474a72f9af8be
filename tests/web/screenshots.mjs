//! The built example comes in. Goes out: the pictures of docs/screenshots/, at the clock of the example, small enough for a README.

import { spawnSync } from "node:child_process";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";
import { build } from "./sites.mjs";

const FOLDER = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const WIDE = { width: 1280, height: 1000 };
const PICTURES = {
  "front-light": { path: "/", colorScheme: "light", viewport: WIDE },
  "front-dark": { path: "/", colorScheme: "dark", viewport: WIDE },
  "incident-light": { path: "/incidents/2025-09-23-visit-notes-lost/", colorScheme: "light", viewport: WIDE },
  phone: { path: "/", colorScheme: "light", viewport: { width: 320, height: 690 }, deviceScaleFactor: 2 },
};
const LIMIT = 100_000;

const site = await serve(await build("example"));
const browser = await launch();
try {
  await mkdir(FOLDER, { recursive: true });
  for (const [name, { path, ...options }] of Object.entries(PICTURES)) {
    const context = await browser.newContext({ timezoneId: "UTC", reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    await page.goto(site.origin + path);
    const file = join(FOLDER, `${name}.png`);
    await writeFile(file, smaller(await page.screenshot()));
    await context.close();
    const { size } = await stat(file);
    console.log(`${name}.png: ${size} bytes`);
    if (size > LIMIT) throw new Error(`${name}.png is over ${LIMIT} bytes; show less of the page`);
  }
} finally {
  await browser.close();
  await site.close();
}

/** With a palette: a page of flat colours needs no more than 256. */
function smaller(picture) {
  const { status, stdout, stderr, error } = spawnSync("pngquant", ["--speed", "1", "--strip", "256", "-"], { input: picture, maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`pngquant: ${error ?? stderr}`);
  return stdout;
}
