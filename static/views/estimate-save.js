// SPDX-License-Identifier: EUPL-1.2
// Saving an estimate that somebody else may have saved meanwhile: both sides' lines and figures are put together, and only what
// both changed is asked about.
import { patch } from '../lib/api.js';
import { t, has } from '../lib/i18n.js';
import { num } from '../lib/format.js';
import { merge3, choose } from '../lib/merge.js';
import { prepared } from '../lib/estimate.js';
import { display } from '../lib/fields.js';

/** What is compared: without the questions that prepared() adds by itself. */
function plain({ inputs, comparator, population, tier }) {
  const { one_way: oneWay, break_even: breakEven, ...rest } = inputs;
  return { inputs: rest, comparator, population, tier };
}

/** "Sparede sengedage, antal i dag" or "Egnede i 2027" of a path. */
function pathLabel(path, lines) {
  const at = path.indexOf('lines');
  const last = path[path.length - 1];
  if (at >= 0) {
    const line = lines.find((l) => l.id === path[at + 1])?.name || path[at + 1];
    return at + 2 < path.length ? t('result.of', { line, field: has(`line.${last}`) ? t(`line.${last}`).toLowerCase() : last }) : line;
  }
  const year = path.indexOf('volume');
  if (year >= 0) return t(`volume.${last}.year`, { year: path[year + 1] });
  return has(`assume.${last}`) ? t(`assume.${last}`) : has(`field.${last}`) ? t(`field.${last}`) : String(last);
}

function show(name, value) {
  if (typeof value === 'number') return num(value, 4, 0);
  if (value && typeof value === 'object' && !Array.isArray(value)) return value.name || JSON.stringify(value);
  return display(name.split('\u0000').pop(), value);
}

/**
 * `base`: the estimate as it was loaded; `mine`: {inputs, comparator, population, tier} as they stand on the page; decide: of useConflict().
 * Answers the saved estimate, or null when the person went back to the page.
 */
export async function saveEstimate(base, mine, decide) {
  let from = base;
  let body = { ...mine, inputs: prepared(mine.inputs) };
  for (;;) {
    try {
      return (await patch(`/estimates/${base.id}`, body, from.version)).data;
    } catch (problem) {
      if (problem.status !== 412 || !problem.current) throw problem;
      const theirs = problem.current;
      const merged = merge3(plain(from), plain(body), plain(theirs));
      let { value } = merged;
      if (merged.conflicts.length) {
        const byName = new Map(merged.conflicts.map((c) => [c.path.join('\u0000'), c]));
        const side = (key) => Object.fromEntries([...byName].map(([name, c]) => [name, c[key]]));
        const lines = [body, theirs].flatMap((e) => e.inputs.alternatives.flatMap((a) => a.lines));
        const chosen = await decide({
          names: [...byName.keys()], base: side('base'), mine: side('mine'), theirs: { ...side('theirs'), updated_by_name: theirs.updated_by_name },
          labelOf: (name) => pathLabel(byName.get(name).path, lines), show,
        });
        if (!chosen) return null;
        for (const [name, choice] of Object.entries(chosen)) value = choose(value, byName.get(name).path, choice);
      }
      body = { ...value, inputs: prepared(value.inputs) };
      from = theirs;
    }
  }
}
