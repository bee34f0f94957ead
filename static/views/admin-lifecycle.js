// SPDX-License-Identifier: EUPL-1.2
// One version of a lifecycle: read when it is in force, written when it is not yet; a new version is made from any.
import { html, useState, useEffect } from '../lib/html.js';
import { useLoad, post, patch, Problem } from '../lib/api.js';
import { t, label, choices, language } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { navigate, holdLeaving } from '../lib/router.js';
import { date, editable } from '../lib/format.js';
import { Alert, Facts, Icon, LoadedPage, PageHead, ProblemBox, Status, notify } from '../lib/ui.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { STATES, lifecycleFor } from './admin-lifecycles.js';

const words = (x) => x[language()] || x.da;

function NewVersion({ l, onClose }) {
  const form = useForm({ fields: [{ name: 'subtype', label: t('lifecycle.for'), control: 'select', options: choices('subtype', l.kind),
    hint: t('lifecycle.for.hint') }, { name: 'name', label: t('field.name') }, { name: 'note', label: t('lifecycle.why') }],
  spec: formSpec('lifecycle_create'), initial: { subtype: l.subtype || '', name: l.name } });
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post('/lifecycles', { ...Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)), from_id: l.id });
    navigate(`/administration/forloeb/${data.id}`);
  });
  return html`<${Modal} title=${t('lifecycle.new')} onClose=${onClose}><form onSubmit=${submit} novalidate><${ErrorSummary} form=${form} />
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} save=${t('lifecycle.new')} onCancel=${onClose} /></form><//>`;
}

function Begin({ l, onClose, onDone }) {
  const form = useForm({ fields: [{ name: 'valid_from', label: t('lifecycle.begins'), required: true, hint: t('lifecycle.begins.hint') }],
    spec: formSpec('lifecycle_patch'), initial: { valid_from: l.valid_from } });
  const [submit, busy] = useSubmit(form, async (body) => {
    await patch(`/lifecycles/${l.id}`, body, l.version);
    notify(t('saved'));
    onDone();
  });
  return html`<${Modal} title=${t('lifecycle.begin')} onClose=${onClose}><form onSubmit=${submit} novalidate><${ErrorSummary} form=${form} />
    <${Field} form=${form} name="valid_from" /><${FormButtons} busy=${busy} save=${t('lifecycle.begin')} onCancel=${onClose} /></form><//>`;
}

function Stage({ kind, s }) {
  return html`<li><h3>${label('stage', s.stage, kind)}</h3>${words({ da: s.help_da, en: s.help_en }) && html`<p>${words({ da: s.help_da,
    en: s.help_en })}</p>`}${s.max_days && html`<p class="muted">${t('path.max_days', { n: s.max_days })}</p>`}
    ${s.requirements.length > 0 && html`<ul class="bullets">${s.requirements.map((r) => html`<li key=${r.code}>${words(r)}<span class="muted">
      ${' '}${[r.acts_role && label('role', r.acts_role), !r.blocking && t('path.optional'), r.source].filter(Boolean).join(' · ')}</span></li>`)}</ul>`}
    ${s.gates.map((g) => html`<p key=${g.code}><strong>${g.code}: ${words(g)}</strong> <span class="muted">${g.decider_roles.map((r) => label('role',
      r)).join(` ${t('and')} `)}</span></p>`)}</li>`;
}

const BLANK = { stage: () => ({ stage: '', help_da: '', help_en: '', max_days: null, gates: [], requirements: [] }),
  gates: () => ({ code: '', da: '', en: '', decider_roles: [], repeats: false }),
  requirements: () => ({ code: '', da: '', en: '', fact: null, argument: '', blocking: true, acts_role: null, source: '' }) };

function Input({ id, text, value, onChange, options, type = 'text', wide }) {
  if (type === 'check') {
    return html`<div class="form-group-checkbox"><input id=${id} type="checkbox" class="form-checkbox" checked=${value} onChange=${(e) => onChange(e.target.checked)} />
      <label for=${id}>${text}</label></div>`;
  }
  return html`<div class=${wide ? 'form-group wide' : 'form-group'}><label class="form-label" for=${id}>${text}</label>${options
    ? html`<select id=${id} class="form-select" value=${value || ''} onChange=${(e) => onChange(e.target.value || null)}><option value="">–</option>
      ${options.map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select>`
    : html`<input id=${id} type="text" class="form-input" value=${value ?? ''} onInput=${(e) => onChange(e.target.value)} />`}</div>`;
}

/** Roles one below the other, and an empty choice for one more. */
function Roles({ id, text, value, roles, onChange }) {
  const put = (i, role) => onChange([...value.slice(0, i), ...(role ? [role] : []), ...value.slice(i + 1)]);
  return html`<div>${[...value, null].map((v, i) => html`<${Input} key=${i} id=${`${id}-${i}`} text=${`${text} ${i + 1}`} value=${v} options=${roles}
    onChange=${(role) => put(i, role)} />`)}</div>`;
}

/** Rows of a stage: gates or requirements. `fields` says what stands in one. */
function Rows({ id, name, rows, fields, onChange }) {
  const put = (i, change) => onChange(rows.map((r, k) => (k === i ? { ...r, ...change } : r)));
  return html`<div class="stage-rows">${rows.map((r, i) => html`<fieldset key=${i} class="stage-box"><legend>${t(`lifecycle.${name}.one`)} ${i + 1}</legend>
      <div class="fields">${fields.map(([field, text, more]) => html`<${more?.roles ? Roles : Input} key=${field} id=${`${id}-${name}-${i}-${field}`} text=${text} ...${more}
        value=${r[field]} onChange=${(v) => put(i, { [field]: v })} />`)}</div>
      <button type="button" class="function-link danger" onClick=${() => onChange(rows.filter((x, k) => k !== i))}><${Icon} name="delete" />${t('action.remove')}
        <span class="sr-only"> ${r.da || r.code}</span></button></fieldset>`)}
    <button type="button" class="function-link" onClick=${() => onChange([...rows, BLANK[name]()])}><${Icon} name="plus" />${t(`lifecycle.${name}.add`)}</button></div>`;
}

function Editor({ l, onDone }) {
  const [stages, setStages] = useState(l.stages);
  const [name, setName] = useState(l.name);
  const [problem, setProblem] = useState(null);
  const facts = useLoad('/case-facts');
  const dirty = stages !== l.stages || name !== l.name;
  useEffect(() => (dirty ? holdLeaving(() => window.confirm(t('form.leave'))) : undefined), [dirty]);
  const roles = choices('role');
  const put = (i, change) => setStages(stages.map((s, k) => (k === i ? { ...s, ...change } : s)));
  const swap = (i, k) => setStages(stages.map((s, at) => (at === i ? stages[k] : at === k ? stages[i] : s)));
  const texts = [['code', t('field.code')], ['da', t('lifecycle.da'), { wide: true }], ['en', t('lifecycle.en'), { wide: true }]];
  // A fact that a part still to come will bring: until then it is marked by hand.
  const named = [...new Set(l.stages.flatMap((s) => s.requirements.map((r) => r.fact)))].filter((f) => f && facts.data
    && !facts.data.items.some((x) => x.code === f));
  const known = [...(facts.data?.items || []).map((f) => ({ value: f.code, text: words(f) })), ...named.map((f) => ({ value: f,
    text: t('lifecycle.fact.by_hand', { code: f }) }))];
  const save = async () => {
    try {
      await patch(`/lifecycles/${l.id}`, { name, stages }, l.version);
      notify(t('saved'));
      onDone();
    } catch (e) {
      if (!(e instanceof Problem)) throw e;
      setProblem(e);
    }
  };
  const gates = [...texts, ['decider_roles', t('lifecycle.decider'), { roles }],
    ['repeats', t('gate.repeats'), { type: 'check' }]];
  const requirements = [...texts, ['fact', t('lifecycle.fact'), { options: known }],
    ['argument', t('lifecycle.argument')], ['acts_role', t('lifecycle.acts'), { options: roles }], ['source', t('field.source')], ['blocking', t('lifecycle.blocking'), { type: 'check' }]];
  return html`<section class="section">${problem && html`<${ProblemBox} problem=${problem} />${(problem.errors || []).map((e) => html`<p key=${e.field}>${e.field}: ${e.detail}</p>`)}`}
    <${Input} id="lifecycle-name" text=${t('field.name')} value=${name} onChange=${setName} />
    ${stages.map((s, i) => html`<details key=${`${i}-${s.stage}`} class="assumptions"><summary>${i + 1}. ${s.stage ? label('stage', s.stage, l.kind) : t('stage.new')}</summary>
      <div class="fields"><${Input} id=${`s${i}-stage`} text=${t('field.stage')} value=${s.stage} options=${choices('stage', l.kind).filter((o) => o.row.no < 90)} onChange=${(v) => put(i, { stage: v || '' })} />
        <${Input} id=${`s${i}-days`} text=${t('lifecycle.max_days')} value=${editable(s.max_days)} onChange=${(v) => put(i, { max_days: /^[0-9]+$/.test(v) ? Number(v) : null })} />
        <${Input} id=${`s${i}-da`} text=${t('lifecycle.help_da')} value=${s.help_da} wide onChange=${(v) => put(i, { help_da: v })} />
        <${Input} id=${`s${i}-en`} text=${t('lifecycle.help_en')} value=${s.help_en} wide onChange=${(v) => put(i, { help_en: v })} /></div>
      <${Rows} id=${`s${i}`} name="requirements" rows=${s.requirements} fields=${requirements} onChange=${(rows) => put(i, { requirements: rows })} />
      <${Rows} id=${`s${i}`} name="gates" rows=${s.gates} fields=${gates} onChange=${(rows) => put(i, { gates: rows })} />
      <div class="form-buttons">${i > 0 && html`<button type="button" class="function-link" onClick=${() => swap(i, i - 1)}><${Icon} name="arrow-upward" />${t('lifecycle.up')}</button>`}
        ${i < stages.length - 1 && html`<button type="button" class="function-link" onClick=${() => swap(i, i + 1)}><${Icon} name="arrow-downward" />${t('lifecycle.down')}</button>`}
        <button type="button" class="function-link danger" onClick=${() => setStages(stages.filter((x, k) => k !== i))}><${Icon} name="delete" />${t('lifecycle.stage.remove')}</button></div>
    </details>`)}
    <button type="button" class="function-link" onClick=${() => setStages([...stages, BLANK.stage()])}><${Icon} name="plus" />${t('lifecycle.stage.add')}</button>
    <div class="form-buttons"><button type="button" class="button button-primary" disabled=${!dirty} onClick=${save}>${t('action.save')}</button></div></section>`;
}

export default function Lifecycle({ params }) {
  const from = useLoad(`/lifecycles/${params.id}`);
  const [dialog, setDialog] = useState(null);
  const done = () => { setDialog(null); from.reload(); };
  return html`<${LoadedPage} from=${from} back="/administration/forloeb">${(l) => {
    const open = ['draft', 'coming'].includes(l.state) && can('rules:write');
    return html`<nav class="breadcrumb-nav d-print-none" aria-label=${t('breadcrumb')}><a href="/administration/forloeb">${t('admin.lifecycles')}</a></nav>
    <${PageHead} title=${l.name} lead=${lifecycleFor(l)}>${can('rules:write') && html`<button type="button" class="button button-secondary"
      onClick=${() => setDialog('new')}><${Icon} name="copy" />${t('lifecycle.new')}</button>`}${open && html`<button type="button" class="button button-primary"
      onClick=${() => setDialog('begin')}>${t('lifecycle.begin')}</button>`}<//>
    <${Facts} rows=${[[t('lifecycle.version'), l.version_no], [t('field.status'), html`<${Status} code=${STATES[l.state]} text=${t(`lifecycle.${l.state}`)} />`],
    [t('field.valid_from'), date(l.valid_from)], [t('field.valid_to'), date(l.valid_to)], [t('lifecycle.cases'), l.cases], [t('lifecycle.why'), l.note]]} />
    ${!open && html`<${Alert} heading=${t('lifecycle.fixed')}><p>${t('lifecycle.fixed.text')}</p><//>`}
    ${open ? html`<${Editor} key=${l.version} l=${l} onDone=${done} />` : html`<section class="section"><ol class="path-list">${l.stages.map((s) => html`<${Stage}
      key=${s.stage} kind=${l.kind} s=${s} />`)}</ol></section>`}
    ${dialog === 'new' && html`<${NewVersion} l=${l} onClose=${() => setDialog(null)} />`}
    ${dialog === 'begin' && html`<${Begin} l=${l} onClose=${() => setDialog(null)} onDone=${done} />`}`;
  }}<//>`;
}
