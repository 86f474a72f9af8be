//! Debian's Chromium comes in. Goes out: pages that record all they say, ask for and fail at. It never asks a host but loopback.

import { need } from "./installed.mjs";

const { chromium } = need("playwright-core");

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/** Starts the browser; who starts it closes it. */
export function launch() {
  const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: FLAGS });
}

/**
 * Opens `url` in a context of its own, runs `look(page)` and gives back what it found together with what the page did wrong by itself:
 * a console message, a script error, a foreign request, a failed one.
 */
export async function visit(browser, url, options, look) {
  const { expectStatus = 200, ...contextOptions } = options;
  const context = await browser.newContext({ reducedMotion: "no-preference", ...contextOptions });
  const problems = [];
  try {
    const page = await context.newPage();
    watch(page, url, expectStatus, problems);
    const response = await page.goto(url, { waitUntil: "load", timeout: 60_000 });
    if (response.status() !== expectStatus) problems.push(`status ${response.status()}, not ${expectStatus}`);
    else problems.push(...((await look(page)) ?? []));
  } finally {
    await context.close();
  }
  return problems;
}

function watch(page, url, expectStatus, problems) {
  const { origin } = new URL(url);
  // A browser says of each page that is not found that it was not found, and looks for /favicon.ico where no page names an icon, as in a feed.
  const expected = (message) =>
    message.location().url === `${origin}/favicon.ico` ||
    (expectStatus >= 400 && message.location().url === url && message.text().includes(String(expectStatus)));
  page.on("console", (message) => expected(message) || problems.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== origin && !request.url().startsWith("data:")) problems.push(`foreign request: ${request.url()}`);
  });
  page.on("requestfailed", (request) => problems.push(`failed request: ${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400 && ![url, `${origin}/favicon.ico`].includes(response.url())) problems.push(`status ${response.status()}: ${response.url()}`);
  });
}
