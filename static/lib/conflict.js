// SPDX-License-Identifier: EUPL-1.2
// Saving a change that somebody else may have overtaken: what both sides changed is laid side by side, and nobody's text is lost.
import { html, useState, useEffect, useRef, uid } from './html.js';
import { t } from './i18n.js';
import { patch, Problem } from './api.js';
import { Modal } from './modal.js';
import { Alert } from './ui.js';
import { display, fieldLabel, CONTROLS } from './fields.js';

const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What of `body` is a change from `base`. */
export function changesOnly(body, base) {
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => !same(value, base[name])));
}

/**
 * PATCHes `change` on top of `base` (the object as it was loaded). When it is stale, fields that only one side touched are put
 * together; for the others `decide({base, mine, theirs, names})` answers the chosen values, or null to go back to the form.
 * Answers the saved object, or null when the person went back.
 */
export async function savePatch(path, change, base, decide) {
  let from = base;
  let mine = change;
  for (;;) {
    try {
      return (await patch(path, mine, from.version)).data;
    } catch (problem) {
      if (problem.status !== 412 || !problem.current) throw problem;
      const theirs = problem.current;
      const names = Object.keys(mine).filter((name) => !same(theirs[name], from[name]) && !same(theirs[name], mine[name]));
      if (names.length) {
        const chosen = await decide({ base: from, mine, theirs, names });
        if (!chosen) return null;
        mine = { ...mine, ...chosen };
      }
      from = theirs;
    }
  }
}

/** Both sides wrote prose: then they may be put together by hand. */
const prose = (name, ...values) => values.every((v) => typeof v === 'string') && (!CONTROLS[name] || CONTROLS[name].control === 'textarea');

function Row({ name, conflict, choice, onChoice }) {
  const { base, mine, theirs, labelOf = fieldLabel, show = display } = conflict;
  const [id] = useState(() => uid('conflict'));
  const text = prose(name, mine[name], theirs[name]);
  const options = [['mine', t('conflict.mine'), mine[name], { ...mine, kind: base.kind }], ['theirs', t('conflict.theirs'),
    theirs[name], theirs]];
  return html`<fieldset class="conflict">
    <legend class="h3">${labelOf(name)}</legend>
    <div class="conflict-columns">
      ${options.map(([key, head, value, of]) => html`<div key=${key}
        class=${choice.pick === key ? 'conflict-cell on' : 'conflict-cell'}>
        <div class="form-group-radio"><input type="radio" class="form-radio" id=${`${id}-${key}`} name=${id}
          checked=${choice.pick === key} onChange=${() => onChoice({ ...choice, pick: key })} />
          <label for=${`${id}-${key}`}>${head}</label></div>
        <p class="prose">${show(name, value, of) || t('empty.value')}</p></div>`)}
      <div class="conflict-cell base"><p class="strong">${t('conflict.base')}</p>
        <p class="prose">${show(name, base[name], base) || t('empty.value')}</p></div>
    </div>
    ${text && html`<div class="form-group-radio">
      <input type="radio" class="form-radio" id=${`${id}-own`} name=${id} checked=${choice.pick === 'own'}
      onChange=${() => onChoice({ ...choice, pick: 'own' })} />
      <label for=${`${id}-own`}>${t('conflict.own')}</label></div>`}
    ${text && choice.pick === 'own' && html`<textarea class="form-input" rows="4"
      aria-label=${t('conflict.own.text', { field: labelOf(name) })} value=${choice.text}
      onInput=${(e) => onChoice({ ...choice, text: e.target.value })}></textarea>`}
  </fieldset>`;
}

/** The dialogue: mine, theirs and what both began with, field by field. */
export function ConflictDialog({ conflict, onDone }) {
  const { mine, theirs, names } = conflict;
  const both = (name) => [mine[name], theirs[name]].filter(Boolean).join('\n\n');
  const [picks, setPicks] = useState(() => Object.fromEntries(names.map((n) => [n, { pick: '', text: prose(n, mine[n], theirs[n]) ? both(n) : '' }])));
  const [missing, setMissing] = useState(false);
  const finish = () => {
    if (names.some((n) => !picks[n].pick)) { setMissing(true); return; }
    onDone(Object.fromEntries(names.map((n) => [n, { mine: mine[n], theirs: theirs[n], own: picks[n].text }[picks[n].pick]])));
  };
  return html`<${Modal} wide title=${t('conflict.title')} onClose=${() => onDone(null)} footer=${html`
      <button type="button" class="button button-primary" onClick=${finish}>${t('conflict.save')}</button>
      <button type="button" class="button button-secondary" onClick=${() => onDone(null)}>${t('conflict.back')}</button>`}>
    <p>${t('conflict.text', { n: names.length, name: theirs.updated_by?.name || theirs.updated_by_name ||
      t('conflict.somebody') })}</p>
    ${missing && html`<${Alert} kind="error" live heading=${t('conflict.missing')} />`}
    ${names.map((name) => html`<${Row} key=${name} name=${name} conflict=${conflict} choice=${picks[name]}
      onChoice=${(c) => setPicks({ ...picks, [name]: c })} />`)}
  <//>`;
}

/**
 * For the form of a row that somebody may take away meanwhile: [gone, orGone]. orGone(promise) then says so, and the text stays in the
 * form, to be saved as a new row.
 */
export function useGone() {
  const [gone, setGone] = useState(false);
  const orGone = (promise) => promise.catch((problem) => {
    if (problem.status !== 404) throw problem;
    setGone(true);
    throw new Problem(404, { title: t('part.gone'), hint: t('part.gone.hint') });
  });
  return [gone, orGone];
}

/**
 * State for the dialogue: [decide, element]; put the element on the page and hand decide to savePatch(). A page that is left
 * decides nothing.
 */
export function useConflict() {
  const [conflict, setConflict] = useState(null);
  const open = useRef({ page: true, resolve: () => {} });
  useEffect(() => () => { open.current.page = false; open.current.resolve(null); }, []);
  const decide = (c) => new Promise((resolve) => {
    if (!open.current.page) { resolve(null); return; }
    open.current.resolve = resolve;
    setConflict(c);
  });
  const done = (chosen) => { open.current.resolve(chosen); setConflict(null); };
  return [decide, conflict && html`<${ConflictDialog} conflict=${conflict} onDone=${done} />`];
}
