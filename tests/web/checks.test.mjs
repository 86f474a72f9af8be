//! The checks themselves: each is shown a page with the fault that it is there for, and has to name it; and a page without, and has to be silent.

import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { launch, visit } from "./browser.mjs";
import * as checks from "./checks.mjs";
import { WORK } from "./installed.mjs";
import { headersFor, parseHeaders, serve } from "./server.mjs";

const GOOD = { head: "", main: "<h1>Example status</h1><p>All is well. <a href='/'>Again</a></p>" };
const STYLE = `
  .skip { position: absolute; left: -99px; top: 0; width: 60px; overflow: hidden } .skip:focus { left: 0; }
  @media print { nav { display: none } }`;

let browser;
let folder;
let site;

before(async () => {
  folder = await mkdtemp(join(WORK, "checks-"));
  await writeFile(join(folder, "_headers"), "/*\n  Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'\n");
  await writeFile(join(folder, "style.css"), STYLE);
  site = await serve(folder);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await site?.close();
});

let count = 0;

/** What `look` and the watch say about a page. */
async function about({ head, main, style = "" }, look, options = {}) {
  const name = `page-${(count += 1)}`;
  await writeFile(join(folder, `${name}.css`), style);
  await writeFile(
    join(folder, `${name}.html`),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Example</title><meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/style.css"><link rel="stylesheet" href="/${name}.css">${head}</head>
<body><a class="skip" href="#content">Skip</a><header><nav aria-label="Main"><a href="/">Home</a></nav></header>
<main id="content">${main}</main></body></html>`,
  );
  return visit(browser, `${site.origin}/${name}.html`, { viewport: { width: 320, height: 640 }, ...options }, look);
}

test("a good page passes every check", async () => {
  for (const check of [checks.accessible, checks.complete, checks.fits, checks.still, checks.reachable, checks.printable]) {
    assert.deepEqual(await about(GOOD, check), [], check.name);
  }
});

const FAULTS = {
  "axe color-contrast": [checks.accessible, { style: "p { color: #bbb; background: #fff }" }],
  "no title|not one h1": [checks.complete, { main: "<p>No heading</p>" }],
  "image without bytes": [checks.complete, { main: "<h1>A</h1><img src='/none.png' alt='none'>" }],
  "a link in the head leads to nothing": [checks.complete, { head: "<link rel='alternate' href='/none.xml'>" }],
  "scrolls sideways": [checks.fits, { main: "<h1>A</h1><p class='w'>wide</p>", style: ".w { width: 900px }" }],
  "outside a window": [checks.fits, { style: "p { position: relative; left: -40px }" }],
  "has to be pushed sideways": [checks.fits, { main: "<h1>A</h1><div class='scroll' tabindex='0'><p>wide</p></div>", style: ".scroll { overflow-x: auto } .scroll p { width: 3000px }" }],
  "text is cut": [checks.fits, { main: `<h1>A</h1><p class='c'>${"x".repeat(300)}</p>`, style: ".c { overflow: hidden; width: 200px }" }],
  "does not show that it has the focus": [checks.reachable, { style: "p a:focus { outline: none }" }],
  "Tab number": [checks.reachable, { main: "<h1>A</h1><a href='/'>one</a><a href='/' tabindex='2'>two</a>" }],
  "focus jumps up": [
    checks.reachable,
    {
      main: "<h1>A</h1><div class='r'><p><a href='/'>one</a></p><p><a href='/'>two</a></p></div>",
      style: ".r { display: flex; flex-direction: column-reverse }",
    },
  ],
  "past the navigation": [checks.reachable, { style: ".skip { display: none }" }],
  "moves although": [checks.still, { style: "a { transition: color 1s }" }],
  "navigation is printed": [checks.printable, { style: "@media print { nav { display: block !important } }" }],
  "paper is not white": [checks.printable, { style: "body { background: #123 }" }],
  "pale on paper": [checks.printable, { style: "p { color: #ddd }" }],
  "console error": [async () => [], { main: "<h1>A</h1><p style='color: red'>inline</p>" }],
  "foreign request": [async () => [], { head: "<link rel='stylesheet' href='http://example.invalid/a.css'>" }],
  "status 404": [async () => [], { main: "<h1>A</h1><img src='/none.png' alt='none'>" }],
};

for (const [fault, [check, page]] of Object.entries(FAULTS)) {
  test(`found: ${fault}`, async () => {
    const problems = await about({ ...GOOD, ...page }, check);
    assert.match(problems.join("\n"), new RegExp(fault));
  });
}

test("the server answers with the headers of the site, and with 404.html for what is not there", async () => {
  await writeFile(join(folder, "404.html"), "nothing here");
  const answer = await fetch(`${site.origin}/no/such/page/`);
  assert.equal(answer.status, 404);
  assert.equal(await answer.text(), "nothing here");
  assert.match(answer.headers.get("content-security-policy"), /^default-src 'none'/);
  assert.equal((await fetch(`${site.origin}/%2e%2e%2f%2e%2e%2fetc/passwd`)).status, 404);
});

test("placeholders stand for one segment, splats for anything, and values add up", () => {
  const rules = parseHeaders("/*\n  A: 1\n/x/:id/\n  B: 2\n/x/*\n  A: 3\n");
  assert.deepEqual(headersFor(rules, "/x/y/"), { a: "1, 3", b: "2" });
  assert.deepEqual(headersFor(rules, "/x/y/z/"), { a: "1, 3" });
  assert.deepEqual(headersFor(rules, "/"), { a: "1" });
});
