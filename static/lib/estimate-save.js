// SPDX-License-Identifier: EUPL-1.2
// Saving an estimate that somebody else may have saved meanwhile: both sides' lines and figures are put together, and only what
// both changed is asked about. What the server cannot keep stays behind: the rest is saved all the same.
import { patch } from './api.js';
import { t, has } from './i18n.js';
import { num } from './format.js';
import { user } from './session.js';
import { merge3, choose } from './merge.js';
import { prepared, unprepared, tidy } from './estimate.js';
import { display } from './fields.js';

/** What of an estimate is edited. */
export function documentOf({ inputs, comparator, population, tier, assessment }) {
  return { inputs: unprepared(inputs), comparator: comparator ?? null, population: population ?? null, tier, assessment };
}

/** The document as it is sent. */
function bodyOf(doc) {
  return { ...doc, comparator: doc.comparator || null, population: doc.population || null, inputs: prepared(doc.inputs),
    assessment: tidy(doc.assessment) };
}

/** "Sparede sengedage, antal i dag" or "Egnede i 2027" of a path. */
function pathLabel(path, lines) {
  const at = path.indexOf('lines');
  const last = path[path.length - 1];
  if (at >= 0) {
    const line = lines.find((l) => l.id === path[at + 1])?.name || path[at + 1];
    return at + 2 < path.length ? t('result.of', { line, field: has(`line.${last}`)
      ? t(`line.${last}`).toLowerCase() : last }) : line;
  }
  const year = path.indexOf('volume');
  if (year >= 0 && path.length > year + 2) return t(`volume.${last}.year`, { year: path[year + 1] });
  const answer = path.indexOf('answers');
  if (answer >= 0 && path.length > answer + 1) return t('question.no', { no: path[answer + 1] });
  for (const name of [...path].reverse()) {
    for (const key of [`assume.${name}`, `assessment.${name}`, `field.${name}`]) if (has(key)) return t(key);
  }
  return String(last);
}

function show(name, value) {
  if (typeof value === 'number') return num(value, 4, 0);
  if (value && typeof value === 'object' && !Array.isArray(value)) return value.name || value.text || JSON.stringify(value);
  return display(name.split('\u0000').pop(), value);
}

/** "inputs.alternatives[0].lines[2].name" as a path. */
export function pathOf(field) {
  return field.split(/[.[\]]+/).filter(Boolean).map((p) => (/^\d+$/.test(p) ? Number(p) : p));
}

const at = (value, path) => path.reduce((v, p) => (v === null || v === undefined ? undefined : v[p]), value);

/** The same place in another document: elements of lists are found again by their id or year. */
function counterpart(value, other, path) {
  let [mine, theirs] = [value, other];
  for (const p of path) {
    if (Array.isArray(mine) && mine[p] && typeof mine[p] === 'object') {
      const key = mine[p].id ?? mine[p].year ?? mine[p].field;
      theirs = (theirs || []).find?.((x) => (x.id ?? x.year ?? x.field) === key);
    } else theirs = theirs?.[p];
    mine = mine?.[p];
  }
  return theirs;
}

function replace(value, path, to) {
  const [head, ...rest] = path;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (rest.length) copy[head] = replace(copy[head], rest, to);
  else copy[head] = to;
  return copy;
}

/** Takes the innermost list element around the path out. */
function without(value, path) {
  const last = path.map((p) => typeof p === 'number').lastIndexOf(true);
  if (last < 0) return value;
  const list = path.slice(0, last);
  return replace(value, list, at(value, list).filter((x, i) => i !== path[last]));
}

/** The body with what was stored before in the place of what is wrong; the second time the element around it is left out. */
function withoutFaults(body, base, errors, turn) {
  let next = body;
  // From the back, so that taking one element out moves none that is still to come.
  for (const path of errors.map((e) => pathOf(e.field)).sort((a, b) => (String(a) < String(b) ? 1 : -1))) {
    if (!path.length || at(next, path.slice(0, -1)) === undefined) continue;
    next = turn ? without(next, path) : replace(next, path, counterpart(body, base, path) ?? null);
  }
  return { ...next, inputs: tidy(next.inputs), assessment: tidy(next.assessment) };
}

const TURNS = 3;

/** `mine` with what `kept` has in the place of what is wrong: what differs from it afterwards is still to be mended. */
export function whereRefused(mine, kept, faults) {
  return faults.map((f) => pathOf(f.field)).filter((path) => path.length && at(mine, path.slice(0, -1)) !== undefined)
    .reduce((doc, path) => replace(doc, path, counterpart(mine, kept, path) ?? null), mine);
}

/** PATCHes the body; what is wrong in it stays as it was stored. Answers {data, faults: the refused fields}. */
async function patchWhatIsRight(base, body, version) {
  let sent = body;
  const faults = [];
  for (let turn = 0; ; turn += 1) {
    try {
      return { data: (await patch(`/estimates/${base.id}`, sent, version)).data, faults };
    } catch (problem) {
      if (problem.status !== 422 || !problem.errors.length || turn === TURNS) throw problem;
      if (!turn) faults.push(...problem.errors);
      sent = withoutFaults(sent, bodyOf(documentOf(base)), problem.errors, turn);
    }
  }
}

/**
 * `base`: the estimate as it was loaded; `mine`: its document as it stands on the page; decide: of useConflict().
 * Answers {data: the saved estimate, faults: [{field, detail}] of what was not kept}, or null when the person went back to the
 * page.
 */
export async function saveEstimate(base, mine, decide) {
  let from = base;
  let body = bodyOf(mine);
  for (;;) {
    try {
      return await patchWhatIsRight(from, body, from.version);
    } catch (problem) {
      if (problem.status !== 412 || !problem.current) throw problem;
      const theirs = problem.current;
      const merged = merge3(documentOf(from), documentOf(body), documentOf(theirs));
      let { value } = merged;
      // Where each has got to in the guide is nothing to be asked about, and nobody is asked about their own former words.
      const own = theirs.updated_by === user().id;
      const asked = own ? [] : merged.conflicts.filter((c) => c.path.join() !== 'assessment,step');
      if (asked.length) {
        const byName = new Map(asked.map((c) => [c.path.join('\u0000'), c]));
        const side = (key) => Object.fromEntries([...byName].map(([name, c]) => [name, c[key]]));
        const lines = [body, theirs].flatMap((e) => e.inputs.alternatives.flatMap((a) => a.lines));
        const chosen = await decide({
          names: [...byName.keys()], base: side('base'), mine: side('mine'), theirs: { ...side('theirs'),
            updated_by_name: theirs.updated_by_name },
          labelOf: (name) => pathLabel(byName.get(name).path, lines), show,
        });
        if (!chosen) return null;
        for (const [name, choice] of Object.entries(chosen)) value = choose(value, byName.get(name).path, choice);
      }
      body = bodyOf(value);
      from = theirs;
    }
  }
}
