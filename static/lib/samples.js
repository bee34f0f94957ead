// SPDX-License-Identifier: EUPL-1.2
// Samples of another model, as R or Excel write them: a wide table with cost_A, effect_A, cost_B, effect_B ... and a column for each
// parameter. Reads comma, semicolon and tab, decimal point and decimal comma. Free of the page: the worker and the tests use it alone.

const DRAWS_MAX = 100000;
const FAULTS_SHOWN = 20;
const PROBE = 50; // rows that tell the decimal sign
const STEP = 5000; // rows between two reports of progress
const PART = /^(costs?|omkostning(?:er)?|effects?|effekt(?:er)?|eff|qalys?)[_. ](.+)$/i;
const NOT_FINITE = /^(na|nan|n\/a|inf|-inf|infinity|null)$/i;

/** The cells of one line; quotes as in RFC 4180, without line breaks inside. */
function cells(line, by) {
  if (!line.includes('"')) return line.split(by);
  const out = [];
  let [cell, quoted] = ['', false];
  for (let i = 0; i < line.length; i += 1) {
    const c = line[i];
    if (c === '"' && quoted && line[i + 1] === '"') { cell += '"'; i += 1; } else if (c === '"') quoted = !quoted;
    else if (c === by && !quoted) { out.push(cell); cell = ''; } else cell += c;
  }
  out.push(cell);
  return out;
}

/** What stands between the cells: the sign that the heading has most of. */
function separator(head) {
  const count = (c) => head.split(c).length;
  return [';', '\t', ','].reduce((best, c) => (count(c) > count(best) ? c : best));
}

const decimalComma = (lines, by) => by !== ',' && lines.slice(1, PROBE).some((l) => cells(l, by).some((c) =>
  /^\s*-?[\d.]*,\d+(e[-+]?\d+)?\s*$/i.test(c)));

/** Columns by what they are: {strategies: [{name, cost, effect}], parameters: [{name, at}], faults}; places are indices. */
function sorted(names) {
  const strategies = new Map();
  const parameters = [];
  const faults = [];
  const seen = new Set();
  names.forEach((name, at) => {
    if (!name) return; // R writes the numbers of the rows under an empty heading
    if (seen.has(name.toLowerCase())) faults.push({ code: 'twice', column: name });
    seen.add(name.toLowerCase());
    const m = name.match(PART);
    if (!m) { parameters.push({ name, at }); return; }
    const what = /^(cost|omk)/i.test(m[1]) ? 'cost' : 'effect';
    const key = m[2].toLowerCase();
    strategies.set(key, { name: m[2], ...strategies.get(key), [what]: at });
  });
  for (const s of strategies.values()) {
    if (s.cost === undefined) faults.push({ code: 'nocost', column: s.name });
    if (s.effect === undefined) faults.push({ code: 'noeffect', column: s.name });
  }
  if (strategies.size < 2) faults.push({ code: 'strategies', n: strategies.size });
  return { strategies: [...strategies.values()], parameters, faults };
}

function reader(comma) {
  if (!comma) return (text) => (text === '' ? NaN : Number(text));
  return (text) => (text === '' ? NaN : Number(text.replaceAll('.', '').replace(',', '.')));
}

/**
 * Answers {draws, strategies: [name], parameters: [{name, constant}], columns: Map name -> Float64Array, faults, more}: faults
 * [{code, row, column, text}] are the first FAULTS_SHOWN, `more` counts the others. Rows are counted as in the file. progress(share).
 */
export function readSamples(text, progress = () => {}) {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  while (lines.length && !lines[lines.length - 1].trim()) lines.pop();
  const none = { draws: 0, strategies: [], parameters: [], columns: new Map(), more: 0 };
  if (lines.length < 2) return { ...none, faults: [{ code: lines.length ? 'norows' : 'empty' }] };
  const by = separator(lines[0]);
  const names = cells(lines[0], by).map((n) => n.trim());
  const { strategies, parameters, faults } = sorted(names);
  const draws = lines.length - 1;
  if (draws > DRAWS_MAX) faults.push({ code: 'many', n: draws });
  if (faults.length) return { ...none, draws, faults };
  const number = reader(decimalComma(lines, by));
  const wanted = [...strategies.flatMap((s) => [s.cost, s.effect]), ...parameters.map((p) => p.at)];
  const data = new Map(wanted.map((at) => [at, new Float64Array(draws)]));
  let more = 0;
  const add = (fault) => { if (faults.length < FAULTS_SHOWN) faults.push(fault); else more += 1; };
  for (let i = 0; i < draws; i += 1) {
    const row = cells(lines[i + 1], by);
    if (row.length !== names.length) add({ code: 'cells', row: i + 2, n: row.length, of: names.length });
    else for (const at of wanted) {
      const cell = row[at].trim();
      const value = number(cell);
      data.get(at)[i] = value;
      if (!Number.isFinite(value)) add({ code: cell === '' ? 'blank' : NOT_FINITE.test(cell) ? 'notfinite' : 'nonumber',
        row: i + 2, column: names[at], text: cell.slice(0, 40) });
    }
    if (i % STEP === 0) progress(i / draws);
  }
  const columns = new Map();
  for (const s of strategies) { columns.set(`cost ${s.name}`, data.get(s.cost)); columns.set(`effect ${s.name}`, data.get(s.effect)); }
  for (const p of parameters) columns.set(p.name, data.get(p.at));
  return { draws, strategies: strategies.map((s) => s.name), columns, faults, more,
    parameters: parameters.map((p) => ({ name: p.name, constant: data.get(p.at).every((v) => v === data.get(p.at)[0]) })) };
}

/** The body of POST /value/psa as pieces of text. chosen: names of parameters, each valued by itself. */
export function samplesBody({ strategies, columns }, { comparator, wtp, chosen }) {
  const list = (name) => JSON.stringify(Array.from(columns.get(name)));
  const pieces = ['{"wtp":', JSON.stringify(wtp), ',"comparator":', JSON.stringify(comparator), ',"strategies":['];
  strategies.forEach((s, i) => pieces.push(i ? ',' : '', '{"name":', JSON.stringify(s), ',"costs":', list(`cost ${s}`),
    ',"effects":', list(`effect ${s}`), '}'));
  pieces.push(']');
  if (chosen.length) {
    pieces.push(',"parameters":{');
    chosen.forEach((p, i) => pieces.push(i ? ',' : '', JSON.stringify(p), ':', list(p)));
    pieces.push('},"evppi":', JSON.stringify(chosen.map((p) => [p])));
  }
  return [...pieces, '}'];
}

/** The first draws of each strategy against the comparator, for the plane: [{name, costs, effects}]. */
export function differences({ strategies, columns, draws }, comparator, most) {
  const n = Math.min(draws, most);
  const less = (what, s) => Array.from({ length: n }, (_, i) => columns.get(`${what} ${s}`)[i] - columns.get(`${what} ${comparator}`)[i]);
  return strategies.filter((s) => s !== comparator).map((name) => ({ name, costs: less('cost', name), effects: less('effect', name) }));
}
