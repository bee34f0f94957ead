// SPDX-License-Identifier: EUPL-1.2
// The body and reply of /value/evaluate as the value pages use them: years, what can be computed already, and what the reply says.
import { useState, useEffect, useRef } from './html.js';
import { post } from './api.js';
import { t, language, has } from './i18n.js';

/** The alternative that figures are shown for: the first that is not the comparator. */
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
  const main = inputs.alternatives[mainIndex(inputs)];
  const uncertain = [...(main.uncertainty || []).map((u) => u.field),
    ...main.lines.flatMap((l) => (l.uncertainty || []).map((u) => `${l.id}.${u.field}`))];
  const body = tidy(inputs);
  return uncertain.length ? { ...body, one_way: true, break_even: uncertain.slice(0, 20) } : body;
}

/** The inputs without what prepared() adds. */
export function unprepared({ one_way: oneWay, break_even: breakEven, ...rest }) { return rest; }

/** True when a line has the numbers that it is computed from. */
export function isComplete(line) {
  const known = (v) => v !== null && v !== undefined;
  if (line.kind === 'flow') return (line.flows || []).length > 0 || (line.overrides || []).length > 0;
  if (line.timing === 'per_unit' && !(line.units || []).length) return false;
  if (line.timing === 'annuity' && !known(line.life_years)) return false;
  return known(line.unit_value) && (known(line.qty_baseline) || known(line.qty_new));
}

/**
 * What of the inputs can be computed at a keystroke: lines that lack numbers wait, and so does the simulation. Answers the body
 * and where its
 * lines stand in the inputs.
 */
export function computable(inputs, simulate) {
  const places = inputs.alternatives.map((a) => a.lines.map((l, i) => i).filter((i) => isComplete(a.lines[i])));
  const alternatives = inputs.alternatives.map((a, n) => ({ ...a, name: a.name || t('alternative.no', { no: n + 1 }),
    lines: places[n].map((i) => ({ ...a.lines[i], name: a.lines[i].name || t('line.unnamed') })) }));
  return { body: prepared({ ...inputs, alternatives, simulation: simulate ? inputs.simulation : null }), places };
}

/** The faults of a reply, their fields named as in the inputs. */
function placed(errors, places) {
  return errors.map((e) => ({ ...e, field: e.field.replace(/^alternatives\[(\d+)\]\.lines\[(\d+)\]/, (all, a,
    l) => `alternatives[${a}].lines[${places[a]?.[l] ?? l}]`) }));
}

/** The body without the lines that have faults; null when something else has. */
function withoutLines(body, errors) {
  const at = errors.map((e) => e.field.match(/^alternatives\[(\d+)\]\.lines\[(\d+)\]/));
  if (!at.length || at.includes(null)) return null;
  const wrong = new Set(at.map(([, a, l]) => `${a} ${l}`));
  return prepared({ ...body, alternatives: body.alternatives.map((a, n) => ({ ...a, lines: a.lines.filter((l,
    i) => !wrong.has(`${n} ${i}`)) })) });
}

/** Volume of each year of the horizon: a year without a row of its own goes on like the one before. */
export function volumeRows(inputs, at) {
  const rows = [...(inputs.alternatives[at].volume || [])].sort((a, b) => a.year - b.year);
  return yearsOf(inputs).map((year) => {
    const own = rows.filter((r) => r.year <= year).pop();
    return { year, eligible: own ? own.eligible : null, adoption: own ? own.adoption ?? 1 : null };
  });
}

const PAUSE_MS = 120;

const NOTHING = { result: null, problem: null, faults: [], busy: false };

/**
 * Evaluates the inputs (null: nothing; `simulate`: with their simulation) when typing pauses; what is overtaken is cancelled.
 * Answers {result, problem, faults, busy}.
 */
export function useEvaluation(inputs, simulate) {
  const [state, setState] = useState(NOTHING);
  const { body, places } = inputs ? computable(inputs, simulate) : {};
  const key = JSON.stringify(body);
  const first = useRef(true);
  useEffect(() => {
    if (!body) { setState(NOTHING); return undefined; }
    const abort = new AbortController();
    setState((s) => ({ ...s, busy: true }));
    const ask = (of) => post('/value/evaluate', of, { key: null, signal: abort.signal });
    const failed = (problem) => {
      if (problem.name === 'AbortError') return;
      setState((s) => ({ ...s, problem, faults: placed(problem.errors || [], places), busy: false }));
      const rest = withoutLines(body, problem.errors || []);
      // Nothing to show yet: then at least what the other lines say.
      if (rest) ask(rest).then(({ data }) => setState((s) => ({ ...s, result: s.result || data })), () => {});
    };
    const timer = setTimeout(() => {
      ask(body).then(({ data }) => setState({ result: data, problem: null, faults: [], busy: false }), failed);
    }, first.current ? 0 : PAUSE_MS);
    first.current = false;
    return () => { clearTimeout(timer); abort.abort(); };
  }, [key]);
  return state;
}

/** What the reply says of one alternative (the main one unless `name` says another); null while there is no reply. */
export function resultOf(reply, inputs, name = inputs.alternatives[mainIndex(inputs)].name) {
  if (!reply) return null;
  const others = reply.alternatives.filter((x) => !x.is_comparator);
  const a = others.find((x) => x.name === name) || others[0] || reply.alternatives[0];
  return { ...a, signal: a.signal.code, compensation: a.signal, sentences: a.sentences[language()], form: a.budget_impact.form,
    years: reply.years,
    decision: decisionOf(reply), alternatives: others, frontier: reply.frontier };
}

/** What of the reply is about choosing, in the shape that the reply of /value/psa is brought to as well; null without a simulation. */
function decisionOf(reply) {
  if (!reply.ceac?.length) return null;
  return { wtp: reply.wtp, curves: reply.ceac.map((c) => ({ name: c.name || t('decision.nothing'), values: c.value })),
    ceaf: reply.ceaf, evpi: reply.evpi,
    optimal: reply.optimal.map((name) => name || t('decision.nothing')), evppi: reply.evppi, sentence: reply[`evpi_text_${language()}`] };
}

/** "Sengedage, antal i dag" of a parameter of the engine. */
export function parameterName(parameter, inputs) {
  const at = parameter.lastIndexOf('.');
  const line = inputs.alternatives[mainIndex(inputs)].lines.find((l) => l.id === parameter.slice(0, at));
  if (!line) return has(`parameter.${parameter}`) ? t(`parameter.${parameter}`) : parameter;
  return t('result.of', { line: line.name, field: t(`line.${parameter.slice(at + 1)}`).toLowerCase() });
}
