//! A built site's folder comes in. Goes out: a server on loopback that answers as the site's static host would, with the headers of the
//! site's own `_headers`, so that its policy is real. It never answers with a file outside the folder.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import { join, normalize, sep } from "node:path";

/** Serves `folder` below `base` ("" or "/status"), until `close()`. */
export async function serve(folder, base = "") {
  const rules = parseHeaders(await readFile(join(folder, "_headers"), "utf8").catch(() => ""));
  const server = createServer((request, response) => {
    answer(folder, base, rules, new URL(request.url, "http://localhost").pathname)
      .then(({ status, headers, body }) => {
        response.writeHead(status, headers);
        response.end(request.method === "HEAD" ? undefined : body);
      })
      .catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => (server.closeAllConnections(), new Promise((done) => server.close(done))),
  };
}

/** The rules of a `_headers` file: an unindented line is a path, indented lines below it are its headers. */
export function parseHeaders(text) {
  const rules = [];
  for (const line of text.split("\n").filter((line) => line.trim() && !line.trim().startsWith("#"))) {
    if (/^\s/.test(line)) {
      const [, name, value] = line.match(/^\s+([^:]+):\s*(.*)$/);
      rules.at(-1).headers.push([name, value.trim()]);
    } else {
      rules.push({ pattern: pattern(line.trim()), headers: [] });
    }
  }
  return rules;
}

/** What the rules say about a path. Values of one header add up, with a comma, as the hosts do it. */
export function headersFor(rules, path) {
  const headers = {};
  for (const [name, value] of rules.filter((rule) => rule.pattern.test(path)).flatMap((rule) => rule.headers)) {
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return headers;
}

function pattern(path) {
  const literal = path.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\*/g, ".*").replace(/:[A-Za-z]\w*/g, "[^/]+")}$`);
}

const TYPES = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  webmanifest: "application/manifest+json",
  xml: "application/xml",
  rss: "application/xml",
  atom: "application/xml",
  opml: "application/xml",
  ics: "text/calendar; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  ico: "image/x-icon",
  txt: "text/plain; charset=utf-8",
};

async function answer(folder, base, rules, path) {
  const found = path.startsWith(`${base}/`) ? await find(folder, decodeURIComponent(path.slice(base.length))) : undefined;
  if (found?.redirect) {
    return { status: 308, headers: { location: `${path}/` }, body: "" };
  }
  const name = found?.name ?? "404.html";
  const type = TYPES[name.split(".").at(-1)] ?? "application/octet-stream";
  const headers = { "content-type": type, ...headersFor(rules, found ? path : `${base}/404.html`) };
  return { status: found ? 200 : 404, headers, body: await readFile(join(folder, name)).catch(() => "not found") };
}

async function find(folder, path) {
  const name = normalize(path.endsWith("/") ? `${path}index.html` : path).replace(/^[/\\]+/, "");
  const full = join(folder, name);
  const kind = full.startsWith(folder + sep) && (await stat(full).catch(() => undefined));
  if (kind && kind.isDirectory()) {
    return { redirect: true };
  }
  return kind && kind.isFile() ? { name } : undefined;
}
