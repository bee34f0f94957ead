// SPDX-License-Identifier: EUPL-1.2
// The body and reply of /value/evaluate as the value page uses them: fresh inputs, years, and what the reply says of the main alternative.
import { useState, useEffect, useRef } from './html.js';
import { post } from './api.js';
import { language } from './i18n.js';

/** The alternative that the page edits: the first that is not the comparator. */
export function mainIndex(inputs) {
  const at = inputs.alternatives.findIndex((a) => !a.is_comparator);
  return at < 0 ? 0 : at;
}

export function yearsOf(inputs) {
  return Array.from({ length: Math.min(Math.max(Number(inputs.horizon_years) || 1, 1), 70) }, (_,
    i) => Number(inputs.base_year) + i);
}

/** A change deep inside the inputs, as a new object: change(inputs, ['alternatives', 0, 'lines'], fn). */
export function change(object, path, fn) {
  if (!path.length) return fn(object);
  const [head, ...rest] = path;
  const copy = Array.isArray(object) ? [...object] : { ...object };
  copy[head] = change(copy[head], rest, fn);
  return copy;
}

/** Takes out what is empty, so that the server sees only what was filled in. */
export function tidy(value) {
  if (Array.isArray(value)) return value.map(tidy);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== null && v !== undefined && v !== '').map(([k,
    v]) => [k, tidy(v)]));
}

/** The inputs as they are sent: tidy, and asking for what the uncertain figures make interesting. */
export function prepared(inputs) {
  const body = tidy(inputs);
  const uncertain = inputs.alternatives[mainIndex(inputs)].lines.flatMap((l) => (l.uncertainty ||
    []).map((u) => `${l.id}.${u.field}`));
  if (!uncertain.length) return body;
  return { ...body, one_way: true, break_even: body.break_even || uncertain.slice(0, 20) };
}

/** Volume of each year of the horizon: a year without a row of its own goes on like the one before. */
export function volumeRows(inputs, at) {
  const rows = [...(inputs.alternatives[at].volume || [])].sort((a, b) => a.year - b.year);
  return yearsOf(inputs).map((year) => {
    const own = rows.filter((r) => r.year <= year).pop();
    return { year, eligible: own ? own.eligible : null, adoption: own ? own.adoption ?? 1 : null };
  });
}

/** Evaluates the inputs a quarter of a second after the last change. Answers {result, problem, busy}. */
export function useEvaluation(inputs, first) {
  const [state, setState] = useState({ result: first, problem: null, busy: false });
  const key = JSON.stringify(prepared(inputs));
  const started = useRef(first ? key : '');
  useEffect(() => {
    if (started.current === key) return undefined;
    started.current = key;
    const abort = new AbortController();
    setState((s) => ({ ...s, busy: true }));
    const timer = setTimeout(() => {
      post('/value/evaluate', JSON.parse(key), { key: null, signal: abort.signal }).then(
        ({ data }) => setState({ result: data, problem: null, busy: false }),
        (problem) => { if (problem.name !== 'AbortError') setState((s) => ({ ...s, problem, busy: false })); },
      );
    }, 250);
    return () => { clearTimeout(timer); abort.abort(); started.current = ''; };
  }, [key]);
  return state;
}

/** What the reply says of the main alternative; null while there is no reply. */
export function resultOf(reply, inputs) {
  if (!reply) return null;
  const { name } = inputs.alternatives[mainIndex(inputs)];
  const others = reply.alternatives.filter((x) => !x.is_comparator);
  const a = others.find((x) => x.name === name) || others[0] || reply.alternatives[0];
  return { ...a, signal: a.signal.code, sentences: a.sentences[language()], form: a.budget_impact.form, years: reply.years };
}
