//! An open page comes in. Goes out: what is wrong with it, in words, one line a fault; nothing when it is as it should be. A check never
//! changes the page.

import { readFileSync } from "node:fs";

import { need } from "./installed.mjs";

const AXE = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds: WCAG 2.2 A and AA, and best practice. */
export async function accessible(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] }),
    STANDARDS,
  );
  const told = (node) => `${node.target.join(" ")} (${node.failureSummary.split("\n").slice(1, 3).join(";").trim()})`;
  return violations.map((rule) => `axe ${rule.id}, ${rule.nodes.length} times: ${rule.nodes.slice(0, 3).map(told).join(" | ")}`);
}

/** A title, one first-level heading, every image with its bytes, every file that the head names. */
export async function complete(page) {
  // Pictures far down wait until a reader comes near.
  for (const image of await page.locator("img").all()) await image.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  const seen = await page.evaluate(() => ({
    title: document.title.trim(),
    headings: [...document.querySelectorAll("h1")].map((heading) => heading.innerText.trim()),
    broken: [...document.images].filter((image) => !image.complete || !image.naturalWidth).map((image) => image.src),
    linked: [...document.querySelectorAll("head link[href]:not([rel=canonical])")].map((link) => link.href),
    style: [...document.styleSheets].length,
  }));
  const problems = seen.broken.map((image) => `image without bytes: ${image}`);
  if (!seen.title) problems.push("no title");
  if (seen.headings.length !== 1 || !seen.headings[0]) problems.push(`not one h1: ${JSON.stringify(seen.headings)}`);
  if (!seen.style) problems.push("no style sheet was loaded");
  const { origin } = new URL(page.url());
  for (const href of seen.linked) {
    // The site's own address leads to where it will stand; here it stands on loopback.
    const here = new URL(new URL(href).pathname, origin);
    const { status } = await fetch(here);
    if (status !== 200) problems.push(`a link in the head leads to nothing: ${here.pathname}: ${status}`);
  }
  return problems;
}

/** Nothing makes the page scroll sideways, sticks out of the window, or is cut at its edge. */
export function fits(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const root = document.scrollingElement;
    const problems = root.scrollWidth > width ? [`scrolls sideways: ${root.scrollWidth} px in a window of ${width}`] : [];
    const name = (element) => {
      const id = element.id ? `#${element.id}` : "";
      const classes = typeof element.className === "string" && element.className ? `.${element.className.trim().split(/\s+/).join(".")}` : "";
      return `${element.localName}${id}${classes}`;
    };
    // Hidden from sight on purpose: for those who listen, or until it has the focus.
    const unseen = (element) => {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const clipped = style.clipPath !== "none" || (style.clip !== "auto" && style.position === "absolute");
      return style.visibility === "hidden" || !box.width || !box.height || (box.width <= 1 && box.height <= 1) || clipped;
    };
    const within = (element, test) => {
      for (let at = element; at && at !== document.body; at = at.parentElement) if (test(at)) return true;
      return false;
    };
    const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
    const away = (element) => element.classList.contains("skip") && element !== document.activeElement;
    // An author's own table or code may be pushed sideways; ours can be read as they stand.
    for (const element of document.querySelectorAll(".scroll")) {
      if (element.scrollWidth > element.clientWidth + 1) problems.push(`has to be pushed sideways: ${name(element)}`);
    }
    const out = [];
    for (const element of document.body.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      if (box.right <= width + 0.5 && box.left >= -0.5) continue;
      if (within(element, unseen) || within(element, away)) continue;
      if (element.parentElement && within(element.parentElement, scrolls)) continue;
      out.push(`${name(element)} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
    }
    if (out.length) problems.push(`outside a window of ${width} px, ${out.length} times: ${out.slice(0, 4).join(", ")}`);
    const cut = [...document.body.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      const hides = ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      return hides && !within(element, unseen) && element.innerText;
    });
    if (cut.length) problems.push(`text is cut: ${cut.slice(0, 4).map(name).join(", ")}`);
    return problems;
  });
}

/** Everything that can be used is reached with Tab, in reading order, in sight, and shows that it has the focus. */
export async function reachable(page) {
  const stops = await page.evaluate(prepareStops);
  const problems = [];
  let before;
  for (let step = 0; step < stops.length; step += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(describeStop);
    if (stop.index !== step) {
      problems.push(`Tab number ${step + 1} leads to ${stop.name}, not to ${stops[step]}`);
      break;
    }
    if (!stop.inSight) problems.push(`has the focus out of sight: ${stop.name}`);
    if (!stop.marked) problems.push(`does not show that it has the focus: ${stop.name}`);
    if (before && stop.isContent && before.isContent && stop.bottom <= before.top && !stop.beside) {
      problems.push(`the focus jumps up from ${before.name} to ${stop.name}`);
    }
    before = stop;
  }
  return [...problems, ...(await skips(page))];
}

// Runs in the page: remembers each stop and how it looks without the focus.
function prepareStops() {
  const wanted = "a[href], area[href], button, input, select, textarea, summary, [tabindex], audio[controls], video[controls]";
  const closed = (element) => element.localName !== "summary" && element.closest("details:not([open])");
  const usable = (element) =>
    !element.disabled && element.tabIndex >= 0 && !closed(element) && getComputedStyle(element).visibility !== "hidden" && element.getClientRects().length > 0;
  // A scroller without a stop of its own gets one from the browser.
  const scroller = (element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const moves = (value, inner, outer) => ["auto", "scroll"].includes(value) && inner > outer + 1;
    return moves(overflowX, element.scrollWidth, element.clientWidth) || moves(overflowY, element.scrollHeight, element.clientHeight);
  };
  const lonely = (element) => element !== document.scrollingElement && scroller(element) && ![...element.querySelectorAll(wanted)].some(usable);
  const look = (element) => {
    const style = getComputedStyle(element);
    const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor, textDecoration, fill, stroke } = style;
    return JSON.stringify([outlineStyle === "none" ? "" : [outlineStyle, outlineWidth, outlineColor], boxShadow, backgroundColor, borderColor, textDecoration, fill, stroke]);
  };
  const name = (element) => `${element.localName} “${(element.getAttribute("aria-label") || element.textContent).trim().slice(0, 40)}”`;
  const stops = [...document.body.querySelectorAll("*")].filter((element) => (element.matches(wanted) ? usable(element) : lonely(element)));
  globalThis.__stops = { stops, looks: stops.map(look), look, name };
  return stops.map(name);
}

// Runs in the page: where the focus is now.
function describeStop() {
  const { stops, looks, look, name } = globalThis.__stops;
  const element = document.activeElement;
  const index = stops.indexOf(element);
  const box = element.getBoundingClientRect();
  const first = element.getClientRects()[0] ?? box;
  const top = document.elementFromPoint(first.left + first.width / 2, first.top + first.height / 2);
  const rightToLeft = getComputedStyle(document.documentElement).direction === "rtl";
  const last = globalThis.__last;
  globalThis.__last = box;
  return {
    index,
    name: name(element),
    inSight: Boolean(top && (element.contains(top) || top.contains(element))),
    marked: index < 0 || look(element) !== looks[index],
    top: box.top + scrollY,
    bottom: box.bottom + scrollY,
    isContent: Boolean(element.closest("main")),
    beside: Boolean(last && (rightToLeft ? box.right <= last.left + 1 : box.left >= last.right - 1)),
  };
}

/** The first stop leads past the navigation. */
async function skips(page) {
  await page.reload();
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    return { href: element.getAttribute("href") ?? "", seen: box.top >= 0 && box.left >= 0 && box.width > 1 && box.height > 1 };
  });
  if (!first.href.startsWith("#") || !first.seen) return ["the first Tab does not show a link past the navigation"];
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  const inside = await page.evaluate(() => {
    const main = document.querySelector("main");
    const rest = [...document.querySelectorAll("main a[href], main button, main summary, main [tabindex='0']")];
    return rest.length === 0 || main.contains(document.activeElement);
  });
  return inside ? [] : ["the link past the navigation leads elsewhere"];
}

/** Nothing moves for readers who asked for rest. The page must have been opened with reduced motion. */
export function still(page) {
  return page.evaluate(() => {
    const seconds = (list) => Math.max(...list.split(",").map((value) => parseFloat(value) * (value.trim().endsWith("ms") ? 0.001 : 1)));
    const moving = [];
    for (const element of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(element, part);
        if (style.animationName !== "none" || seconds(style.transitionDuration) > 0.001) moving.push(element.localName + (part ?? ""));
      }
    }
    const smooth = getComputedStyle(document.documentElement).scrollBehavior === "smooth" ? ["the page scrolls smoothly"] : [];
    return [...smooth, ...(moving.length ? [`moves although the reader asked for rest: ${moving.slice(0, 4).join(", ")}`] : [])];
  });
}

/** On paper: no navigation, dark text on white, nothing cut. Changes the medium of the page, so it comes last. */
export async function printable(page) {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 680, height: 960 });
  const problems = await page.evaluate(() => {
    const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
    // Colours as the browser paints them, whatever notation they are written in.
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const paint = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return canvas.getImageData(0, 0, 1, 1).data;
    };
    const luminance = (colour) => {
      const [red, green, blue] = [...paint(colour)].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const found = [...document.querySelectorAll("nav")].filter(shown).length ? ["the navigation is printed"] : [];
    for (const element of [document.documentElement, document.body]) {
      const background = getComputedStyle(element).backgroundColor;
      if (paint(background)[3] > 0 && luminance(background) < 0.95) found.push(`the paper is not white: ${background}`);
    }
    const pale = [...document.querySelectorAll("main *")].filter((element) => {
      const words = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      return words && shown(element) && !element.closest("svg") && 1.05 / (luminance(getComputedStyle(element).color) + 0.05) < 4.5;
    });
    if (pale.length) found.push(`pale on paper: ${pale.slice(0, 4).map((element) => `${element.localName}.${element.className}`).join(", ")}`);
    return found;
  });
  return [...problems, ...(await fits(page)).map((problem) => `on paper: ${problem}`)];
}

/** The words that a reader sees. */
export function words(page) {
  return page.locator("body").innerText();
}
