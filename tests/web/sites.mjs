//! Sites at the edge of what a status page meets, as data: [`SITES`]. Comes in: nothing but the example. Goes out: source folders and
//! their built sites. No document here tells of a real company.

import { spawnSync } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { ALLCLEAR, NOW, WORK } from "./installed.mjs";

const EXAMPLE = fileURLToPath(new URL("../../content-example", import.meta.url));

/** What a site consists of when it is about something else. */
const TWO = [
  { id: "search", name: "Search" },
  { id: "api", name: "API", group: "For developers" },
];

/** What the URL of the site puts before each path. */
export const baseOf = (name) => SITES[name].base ?? "";

/** Each site: how its source is made, and which of its pages are looked at. */
export const SITES = {
  example: { source: copyOfExample(), pages: [] },
  subpath: {
    base: "/status",
    source: copyOfExample([`url = "https://status.wrenlow.example"`, `url = "https://wrenlow.example/status"`]),
    pages: ["/", "/history/", "/incidents/2025-09-23-visit-notes-lost/"],
  },
  empty: { source: site({ incidents: [] }), pages: ["/", "/history/", "/postmortems/"] },
  flood: {
    source: site({ incidents: many(300, (n) => incident({ id: `open-${n}`, title: `Orders are slow in region ${n}`, started: at(n % 28) })) }),
    pages: ["/", "/history/", "/incidents/open-7/"],
  },
  years: {
    source: site({
      incidents: [incident({ id: "long", title: "Reports are late", started: "2023-02-01T08:00:00Z", resolved: "2026-02-11T09:30:00Z" })],
    }),
    pages: ["/", "/history/", "/history/2023/", "/incidents/long/"],
  },
  sixty: {
    source: site({
      components: many(60, (n) => ({ id: `part-${n}`, name: `Service number ${n} of the platform`, group: `Region ${n % 8}` })),
      incidents: [incident({ id: "wide", title: "Everything is slow", components: many(60, (n) => `part-${n}`), started: at(3) })],
    }),
    pages: ["/", "/history/", "/incidents/wide/"],
  },
  sentence: { source: oneTitle("Orders placed through the website were confirmed late and ".repeat(6).slice(0, 299).trim()), pages: edgeOf("one") },
  word: { source: oneTitle("Donaudampfschifffahrt".repeat(15).slice(0, 300)), pages: edgeOf("one") },
  righttoleft: { source: oneTitle("بطء في نتائج البحث لدى بعض العملاء"), pages: edgeOf("one") },
  arabic: {
    source: site({
      title: "حالة الخدمة",
      language: "ar",
      components: [
        { id: "search", name: "البحث", group: "للعملاء" },
        { id: "api", name: "واجهة البرمجة", group: "للمطورين" },
      ],
      incidents: [
        incident({ id: "one", title: "بطء في نتائج البحث", started: at(2), said: "نتائج البحث بطيئة لدى بعض العملاء." }),
        incident({ id: "two", title: "تأخر الرسائل", started: at(6), resolved: at(5), said: "وصلت الرسائل متأخرة." }),
      ],
    }),
    pages: ["/", "/history/", "/incidents/one/", "/components/search/"],
  },
  busy: {
    source: site({
      incidents: many(5, (n) =>
        incident({ id: `morning-${n}`, title: `Orders failed at ${n} o'clock`, started: `2026-03-12T0${n}:00:00Z`, resolved: `2026-03-12T0${n}:40:00Z` }),
      ),
    }),
    pages: ["/", "/history/", "/history/2026-03/", "/incidents/morning-3/"],
  },
  unassigned: {
    source: site({ incidents: [incident({ id: "one", title: "Invoices show a wrong date", components: [], started: at(4) })] }),
    pages: edgeOf("one"),
  },
};

/** Writes and builds one site in a folder of its own, and gives that folder back. */
export async function build(name) {
  const source = join(WORK, `${process.pid}-${name}.source`);
  const folder = join(WORK, `${process.pid}-${name}`);
  await SITES[name].source(source);
  const built = spawnSync(ALLCLEAR, ["build", source, "--out", folder, "--now", NOW], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(`the site “${name}” cannot be built, status ${built.status}:\n${built.stderr}`);
  return folder;
}

function edgeOf(id) {
  return ["/", "/history/", `/incidents/${id}/`];
}

function oneTitle(title) {
  return site({ incidents: [incident({ id: "one", title, started: at(2) }), incident({ id: "two", title, started: at(5), resolved: at(4) })] });
}

function many(count, make) {
  return Array.from({ length: count }, (_, n) => make(n));
}

/** Noon, so many days before the clock of the build. */
function at(daysAgo) {
  return new Date(Date.parse(NOW) - daysAgo * 86_400_000).toISOString().replace(".000", "");
}

function copyOfExample(...changes) {
  return async (folder) => {
    await cp(EXAMPLE, folder, { recursive: true, filter: (path) => !/(public|\.allclear)$/.test(path) });
    const config = join(folder, "allclear.toml");
    let text = await readFile(config, "utf8");
    for (const [from, to] of changes) {
      if (!text.includes(from)) throw new Error(`content-example/allclear.toml has no ${from}; mend tests/web/sites.mjs`);
      text = text.replace(from, to);
    }
    await writeFile(config, text);
  };
}

function site({ title = "Example status", language = "en", components = TWO, incidents }) {
  return async (folder) => {
    await mkdir(join(folder, "postmortems"), { recursive: true });
    const tables = components.map(({ id, name, group }) => {
      const line = group ? `group = ${JSON.stringify(group)}\n` : "";
      return `[[components]]\nid = "${id}"\nname = ${JSON.stringify(name)}\n${line}since = 2023-01-01\n`;
    });
    const head = `[site]\ntitle = ${JSON.stringify(title)}\nurl = "https://status.example.com"\nlanguage = "${language}"\n`;
    await writeFile(join(folder, "allclear.toml"), [head, ...tables].join("\n"));
    for (const { id, text } of incidents) await writeFile(join(folder, "postmortems", `${id}.md`), text);
  };
}

function incident({ id, title, started, resolved, components = ["search"], said = "Some requests are slow. We are looking into it." }) {
  const heading = (time, phase) => `### ${time.slice(0, 10)} ${time.slice(11, 16)} UTC — ${phase}\n\n`;
  const facts = [
    `title: ${JSON.stringify(title)}`,
    "impact: degraded",
    `components: [${components.join(", ")}]`,
    `started: ${started}`,
    ...(resolved ? [`resolved: ${resolved}`] : []),
  ];
  const updates = [heading(started, "Investigating") + said, ...(resolved ? [heading(resolved, "Resolved") + said] : [])];
  const front = `---\nid: ${id}\nstatus: draft\npublic:\n${facts.map((fact) => `  ${fact}\n`).join("")}---\n`;
  return { id, text: `${front}\n## Status updates\n\n${updates.join("\n\n")}\n` };
}
