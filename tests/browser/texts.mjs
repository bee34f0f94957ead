// SPDX-License-Identifier: EUPL-1.2
// The message catalogues: both languages have the same keys, no text is empty, the same holes stand in both, and every key
// that the code names exists. Needs no browser.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../static');
const read = (name) => readFileSync(path.join(root, name), 'utf8');
const [da, en] = ['da.json', 'en.json'].map((name) => JSON.parse(read(name)));
let count = 0;
let failed = 0;

function ok(list, name) {
  count += 1;
  if (list.length) failed += 1;
  console.log(`${list.length ? 'not ' : ''}ok ${count} - ${name}`);
  for (const line of list) console.log(`# ${line}`);
}

const holes = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join();
ok(Object.keys(da).filter((k) => !(k in en)), 'every Danish text has an English one');
ok(Object.keys(en).filter((k) => !(k in da)), 'every English text has a Danish one');
ok(Object.keys(da).filter((k) => !da[k].trim() || !en[k]?.trim()), 'no text is empty');
ok(Object.keys(da).filter((k) => holes(da[k]) !== holes(en[k] ?? '')), 'both languages fill in the same values');

const files = ['app.js', ...['lib', 'views'].flatMap((d) => readdirSync(path.join(root, d)).filter((f) => f.endsWith('.js')).map((f) => `${d}/${f}`))];
const missing = [];
for (const file of files) {
  for (const m of read(file).matchAll(/(?<![\w.])t\((?:[^'`()]*\? )?'([^']+)'(?: : '([^']+)')?/g)) {
    for (const key of [m[1], m[2]].filter(Boolean)) if (!(key in da) && !(`${key}.other` in da)) missing.push(`${file}: ${key}`);
  }
}
ok(missing, 'every key that the code names has a text');
console.log(`1..${count}`);
process.exitCode = failed ? 1 : 0;
