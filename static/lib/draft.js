// SPDX-License-Identifier: EUPL-1.2
// An estimate while it is worked on: what was typed, the engine's answer to it, and saving by itself, for guide and editor alike.
import { html, useState, useEffect, useRef, useMemo } from './html.js';
import { Problem, useLoad } from './api.js';
import { t } from './i18n.js';
import { can } from './session.js';
import { guardLeaving, useLocation } from './router.js';
import { timeOfDay } from './format.js';
import { merge3 } from './merge.js';
import { useConflict } from './conflict.js';
import { documentOf, saveEstimate, whereRefused } from './estimate-save.js';
import { mainIndex, change, tidy, useEvaluation, resultOf } from './estimate.js';
import { Icon } from './ui.js';

const PAUSE_MS = 900;
const RETRY_MS = 5000;

// By the id of the estimate: what a page that was left (back in the history asks nobody) is still saving. {done, take}: done is
// resolved when the server has answered; take() hands what it could not save to the next page of the same estimate.
const left = new Map();

/** The estimate of the server, once what the page before has typed has arrived there. */
export function useEstimate(id) {
  const [waiting, setWaiting] = useState(() => left.has(id));
  useEffect(() => { if (waiting) Promise.resolve(left.get(id)?.done).then(() => setWaiting(false)); }, []);
  return useLoad(waiting ? null : `/estimates/${id}`);
}

/** JSON with its members in one order and without what is empty. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  return `{${Object.keys(value).sort().map((k) => `${k}:${canonical(value[k])}`).join()}}`;
}
const textOf = (doc) => canonical(tidy(doc));

/**
 * The draft and its saving: {doc, put, estimate, saving, save, pending, conflict, adopt}. saving.code: saved, typed, saving, faults,
 * offline or refused.
 */
function useSaved(loaded, editable) {
  const id = String(loaded.id);
  const [begin] = useState(() => left.get(id)?.take() || { estimate: loaded, doc: documentOf(loaded) });
  const [estimate, setEstimate] = useState(begin.estimate);
  const [doc, setDoc] = useState(begin.doc);
  const [saving, setSaving] = useState({ code: 'saved', at: loaded.updated_at, problem: null, faults: [] });
  const [decide, conflict] = useConflict();
  const now = useRef(begin); // what a save that was begun earlier finds
  const running = useRef(null);
  const timer = useRef(0);
  const tried = useRef(textOf(documentOf(begin.estimate)));
  const put = (fn) => { now.current.doc = fn(now.current.doc); setDoc(now.current.doc); };
  const pending = () => editable && textOf(now.current.doc) !== textOf(documentOf(now.current.estimate));

  const attempt = async () => {
    const sent = now.current.doc;
    tried.current = textOf(sent);
    setSaving((s) => ({ ...s, code: 'saving' }));
    try {
      const done = await saveEstimate(now.current.estimate, sent, decide);
      if (!done) { setSaving((s) => ({ ...s, code: 'refused', problem: null })); return false; }
      const kept = documentOf(done.data);
      const same = now.current.doc === sent;
      now.current.estimate = done.data;
      setEstimate(done.data);
      put((mine) => merge3(whereRefused(sent, kept, done.faults), mine, kept).value);
      if (same) tried.current = textOf(now.current.doc);
      setSaving({ code: done.faults.length ? 'faults' : 'saved', at: done.data.updated_at, problem: null, faults: done.faults });
      return !done.faults.length && !pending();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const later = problem.status === 0 || problem.status === 429 || problem.status >= 500;
      setSaving((s) => ({ ...s, code: later ? 'offline' : 'refused', problem, faults: problem.errors }));
      if (later) timer.current = setTimeout(() => save(), Math.max(RETRY_MS, problem.retryAfter * 1000));
      return false;
    }
  };
  const save = () => {
    clearTimeout(timer.current);
    if (running.current) return running.current.then(() => (pending() && textOf(now.current.doc) !== tried.current
      ? save() : !pending()));
    if (!pending()) return Promise.resolve(true);
    running.current = attempt().finally(() => { running.current = null; });
    return running.current;
  };

  useEffect(() => {
    if (!pending() || textOf(doc) === tried.current) return;
    setSaving((s) => (s.code === 'saving' || s.code === 'offline' ? s : { ...s, code: 'typed' }));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => save(), PAUSE_MS);
  }, [doc]);
  useEffect(() => {
    const again = () => { if (pending()) save(); };
    const warn = (event) => { if (pending()) event.preventDefault(); };
    window.addEventListener('online', again);
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('online', again);
      window.removeEventListener('beforeunload', warn);
      clearTimeout(timer.current);
      if (!pending()) return;
      const rest = { done: save().then(() => { if (!pending()) left.delete(id); }),
        take: () => { clearTimeout(timer.current); left.delete(id); return pending() ? { ...now.current } : null; } };
      left.set(id, rest);
    };
  }, []);
  /** Takes the estimate as the server has it now; what was not saved is gone. */
  const adopt = (data) => {
    now.current = { estimate: data, doc: documentOf(data) };
    tried.current = textOf(now.current.doc);
    setEstimate(data);
    setDoc(now.current.doc);
  };
  return { estimate, doc, put, saving, save, pending, conflict, adopt };
}

/**
 * `loaded`: the estimate of the server; stays(path): whether the draft stays open at an address. Answers what the pages of an
 * estimate share: the saved estimate, doc {inputs, comparator, population, tier, assessment} as typed, setters, result and faults.
 */
export function useDraft(loaded, stays) {
  const editable = can('value:write') && loaded.status === 'draft';
  const saved = useSaved(loaded, editable);
  const { doc, put, saving, save, pending } = saved;
  const { path } = useLocation();
  useEffect(() => {
    guardLeaving((url) => {
      if (!pending()) return true;
      if (url && stays(new URL(url, window.location.href).pathname)) return true;
      return save().then((good) => good || window.confirm(t('form.leave')));
    });
    return () => guardLeaving(null);
  }, [path]);
  const evaluation = useEvaluation(doc.inputs);
  const at = mainIndex(doc.inputs);
  const result = useMemo(() => resultOf(evaluation.result, doc.inputs), [evaluation.result, doc.inputs]);
  const faults = [...evaluation.faults, ...saving.faults.map((f) => ({ ...f, field: f.field.replace(/^inputs\./, '') }))];
  return {
    ...saved, editable, at, result, evaluation, faults,
    /** The first fault of a field or of what is below it. */
    fault: (field) => faults.find((f) => f.field === field || f.field.startsWith(`${field}.`)
      || f.field.startsWith(`${field}[`))?.detail,
    set: (values) => put((d) => ({ ...d, ...values })),
    setInputs: (values) => put((d) => ({ ...d, inputs: { ...d.inputs, ...values } })),
    setAssessment: (values) => put((d) => ({ ...d, assessment: { ...d.assessment, ...values } })),
    setAlternative: (n, values) => put((d) => ({ ...d, inputs: change(d.inputs, ['alternatives', n], (a) => ({ ...a,
      ...values })) })),
    setLine: (n, i, values) => put((d) => ({ ...d, inputs: change(d.inputs, ['alternatives', n, 'lines', i], (l) => ({ ...l,
      ...values })) })),
  };
}

const ICON = { saved: 'check', offline: 'warning', refused: 'error', faults: 'warning' };

/** "Gemt kl. 13.45", where everybody sees it. */
export function SaveState({ draft }) {
  const { saving, editable, save } = draft;
  if (!editable) return null;
  const text = saving.code === 'saved' || saving.code === 'faults' ? t(`save.${saving.code}`, { time: timeOfDay(saving.at),
    n: saving.faults.length })
    : t(`save.${saving.code}`);
  return html`<p class="save-state" data-state=${saving.code} role="status">${ICON[saving.code] && html`<${Icon}
    name=${ICON[saving.code]} />`}
    <span>${text}${saving.code === 'refused' && saving.problem && ` ${saving.problem.detail || saving.problem.title}`}</span>
    ${['offline', 'refused'].includes(saving.code) && html`<button type="button" class="function-link" onClick=${() => save()}>
      ${t('action.retry')}</button>`}</p>`;
}
