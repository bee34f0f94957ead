// SPDX-License-Identifier: EUPL-1.2
// Putting together what two people made of the same JSON: what one side alone changed is taken, what both changed is listed.

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const isObject = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);
const keyOf = (v) => (isObject(v) ? v.id ?? v.year ?? v.field ?? v.code ?? v.question ?? v.name : undefined);
const keyed = (list) => Array.isArray(list) && list.length > 0 && list.every((v) => keyOf(v) !== undefined)
  && new Set(list.map(keyOf)).size === list.length;
const byKey = (list) => new Map((list || []).map((v) => [keyOf(v), v]));

/**
 * Three-way merge. Lists whose elements have an id, year, field, code, question or name of their own are merged element by
 * element, other lists as a whole.
 * Answers {value, conflicts: [{path, base, mine, theirs}]}; a conflict's value is mine until choose() says otherwise.
 */
export function merge3(base, mine, theirs, path = []) {
  if (same(mine, theirs) || same(theirs, base)) return { value: mine, conflicts: [] };
  if (same(mine, base)) return { value: theirs, conflicts: [] };
  if (isObject(mine) && isObject(theirs)) return mergeObject(isObject(base) ? base : {}, mine, theirs, path);
  if (keyed(mine) && keyed(theirs)) return mergeList(base, mine, theirs, path);
  return { value: mine, conflicts: [{ path, base, mine, theirs }] };
}

function mergeObject(base, mine, theirs, path) {
  const value = {};
  const conflicts = [];
  for (const name of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const part = merge3(base[name], mine[name], theirs[name], [...path, name]);
    if (part.value !== undefined) value[name] = part.value;
    conflicts.push(...part.conflicts);
  }
  return { value, conflicts };
}

function mergeList(base, mine, theirs, path) {
  const [b, m, t] = [base, mine, theirs].map(byKey);
  const value = [];
  const conflicts = [];
  for (const key of new Set([...m.keys(), ...t.keys()])) {
    const part = merge3(b.get(key), m.get(key), t.get(key), [...path, key]);
    if (part.value !== undefined && part.value !== null) value.push(part.value);
    conflicts.push(...part.conflicts);
  }
  return { value, conflicts };
}

/** The value with the choice made for one conflict. */
export function choose(value, path, choice) {
  if (!path.length) return choice;
  const [head, ...rest] = path;
  if (!Array.isArray(value)) return { ...value, [head]: choose(value?.[head], rest, choice) };
  if (!value.some((v) => keyOf(v) === head)) return choice && !rest.length ? [...value, choice] : value;
  return value.map((v) => (keyOf(v) === head ? choose(v, rest, choice) : v)).filter((v) => v !== undefined && v !== null);
}
