// SPDX-License-Identifier: EUPL-1.2
// One value estimate: lines and volume to the left, the live result to the right; then the tables. A submitted or approved one is read only.
import { html, useState, useEffect, useMemo, useRef } from '../lib/html.js';
import { useLoad, post } from '../lib/api.js';
import { t, label, choices } from '../lib/i18n.js';
import { can, user } from '../lib/session.js';
import { guardLeaving, navigate } from '../lib/router.js';
import { dateTime, mioSigned } from '../lib/format.js';
import { Loaded, PageHead, ProblemBox, Alert, Status, Icon, notify } from '../lib/ui.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';
import { NumberInput } from '../lib/numberinput.js';
import { mainIndex, yearsOf, volumeRows, change, useEvaluation, resultOf } from '../lib/estimate.js';
import { useConflict } from '../lib/conflict.js';
import { saveEstimate } from './estimate-save.js';
import { Lines } from './estimate-lines.js';
import { Picture, Matrix, Years, BudgetForm, Sensitivity, Warnings, Trace } from './estimate-result.js';

function Volume({ inputs, at, onVolume, disabled }) {
  const rows = volumeRows(inputs, at);
  const set = (i, patchRow) => onVolume(rows.map((r, j) => (j === i ? { ...r, ...patchRow } : r)).map((r) => ({ year: r.year,
    eligible: r.eligible ?? 0, adoption: r.adoption ?? 0 })));
  return html`<table class="table table--compact volume"><caption class="sr-only">${t('volume.heading')}</caption>
    <thead><tr><th scope="col">${t('result.year')}</th><th scope="col">${t('volume.eligible')}</th>
      <th scope="col">${t('volume.adoption')}</th><th scope="col" class="num">${t('volume.patients')}</th></tr></thead>
    <tbody>${rows.map((r, i) => html`<tr key=${r.year}><th scope="row">${r.year}</th>
      <td><${NumberInput} label=${t('volume.eligible.year', { year: r.year })} value=${r.eligible} disabled=${disabled}
        onValue=${(v) => set(i, { eligible: v })} /></td>
      <td><${NumberInput} label=${t('volume.adoption.year', { year: r.year })} value=${r.adoption} scale=${100} unit="%"
        disabled=${disabled} onValue=${(v) => set(i, { adoption: v })} /></td>
      <td class="num">${Math.round((r.eligible || 0) * (r.adoption || 0) * 10) / 10}</td></tr>`)}</tbody></table>`;
}

function Assumptions({ inputs, setInputs, meta, setMeta, disabled }) {
  const number = (name, more = {}) => html`<div class="form-group">
    <label class="form-label" for=${`a-${name}`}>${t(`assume.${name}`)}</label>
    <${NumberInput} id=${`a-${name}`} value=${inputs[name] ?? null} disabled=${disabled} ...${more}
      onValue=${(v) => setInputs({ ...inputs, [name]: v })} /></div>`;
  return html`<details class="assumptions"><summary>${t('assume.heading')}</summary>
    <div class="fields">
      <div class="form-group wide"><label class="form-label" for="a-comparator">${t('assume.comparator')}</label>
        <span class="form-hint" id="a-comparator-hint">${t('assume.comparator.hint')}</span>
        <textarea id="a-comparator" class="form-input" rows="2" aria-describedby="a-comparator-hint" disabled=${disabled}
          value=${meta.comparator || ''} onInput=${(e) => setMeta({ ...meta, comparator: e.target.value })}></textarea></div>
      <div class="form-group wide"><label class="form-label" for="a-population">${t('assume.population')}</label>
        <textarea id="a-population" class="form-input" rows="2" disabled=${disabled} value=${meta.population || ''}
          onInput=${(e) => setMeta({ ...meta, population: e.target.value })}></textarea></div>
      <div class="form-group"><label class="form-label" for="a-tier">${t('field.tier')}</label>
        <select id="a-tier" class="form-select" disabled=${disabled} value=${meta.tier}
        onChange=${(e) => setMeta({ ...meta, tier: e.target.value })}>
        ${choices('tier').map((o) => html`<option key=${o.value} value=${o.value}>${o.text}</option>`)}</select></div>
      ${number('base_year')}${number('horizon_years')}${number('price_year')}
      ${number('capacity_realisation', { scale: 100, unit: '%' })}
    </div></details>`;
}

/** Submit, approve and return with a comment. */
function Decision({ estimate, act, onClose, onDone }) {
  const form = useForm({ fields: [{ name: 'comment', label: t(`decide.${act}.comment`), control: 'textarea',
    required: act === 'return' }] });
  const [submit, busy] = useSubmit(form, async (body) => {
    const { data } = await post(`/estimates/${estimate.id}/${act}`, body.comment ? body : {}, { etag: estimate.version });
    notify(t(`decide.${act}.done`));
    onDone(data);
  });
  return html`<${Modal} title=${t(`decide.${act}`)} onClose=${onClose}><p>${t(`decide.${act}.text`)}</p>
    <form onSubmit=${submit} novalidate><${ErrorSummary} form=${form} /><${Field} form=${form} name="comment" />
      <${FormButtons} busy=${busy} save=${t(`decide.${act}`)} onCancel=${onClose} /></form><//>`;
}

function Editor({ loaded, reload }) {
  const [estimate, setEstimate] = useState(loaded);
  const [inputs, setInputs] = useState(loaded.inputs);
  const [meta, setMeta] = useState({ comparator: loaded.comparator, population: loaded.population, tier: loaded.tier });
  const [perspective, setPerspective] = useState(loaded.inputs.perspective || 'limited_societal');
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const [act, setAct] = useState(null);
  const [choose, conflict] = useConflict();
  const at = mainIndex(inputs);
  const evaluation = useEvaluation(inputs, loaded.result);
  const result = useMemo(() => resultOf(evaluation.result, inputs), [evaluation.result, document.documentElement.lang]);
  const editable = can('value:write') && estimate.status === 'draft';
  const saved = useRef(JSON.stringify([loaded.inputs, meta]));
  const dirty = JSON.stringify([inputs, meta]) !== saved.current;
  useEffect(() => {
    guardLeaving(() => !dirty || window.confirm(t('form.leave')));
    const warn = (event) => { if (dirty) event.preventDefault(); };
    window.addEventListener('beforeunload', warn);
    return () => { guardLeaving(null); window.removeEventListener('beforeunload', warn); };
  }, [dirty]);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const data = await saveEstimate(estimate, { inputs, ...meta }, choose);
      if (!data) return null;
      const kept = { comparator: data.comparator, population: data.population, tier: data.tier };
      setEstimate(data);
      setInputs(data.inputs);
      setMeta(kept);
      saved.current = JSON.stringify([data.inputs, kept]);
      notify(t('estimate.saved'));
      return data;
    } catch (p) {
      setProblem(p);
      return null;
    } finally {
      setBusy(false);
    }
  };
  const decide = async (what) => { if (!dirty || await save()) setAct(what); };
  const mine = estimate.author_id === user().id;
  const worth = new Map(result ? result.lines.filter((l) => !l.of_comparator).map((l) => [l.id, l.pv]) : []);
  const faults = evaluation.problem?.errors || [];
  const years = yearsOf(inputs);
  const nameOf = (parameter) => {
    const [id, field] = parameter.split('.');
    const line = inputs.alternatives[at].lines.find((l) => l.id === id);
    return line ? t('result.of', { line: line.name, field: t(`line.${field}`).toLowerCase() }) : t(`parameter.${parameter}`);
  };
  return html`
    <${PageHead} title=${estimate.collaboration_title}
      over=${html`<span class="case-over"><a href=${`/samarbejder/${estimate.collaboration_id}/vaerdi`}>${t('estimate.back')}</a>
      <span>${t('estimate.no', { no: estimate.version_no })}</span>
      <${Status} code=${estimate.status} text=${label('estimate_status', estimate.status)} /></span>`}
      lead=${t('estimate.author', { name: estimate.author_name, unit: estimate.unit_name })}>
      ${editable && html`<button type="button" class="button button-primary" disabled=${busy || !dirty}
        onClick=${() => save()}>${busy ? t('saving') : t('estimate.save')}</button>
        <button type="button" class="button button-secondary" disabled=${busy}
          onClick=${() => decide('submit')}>${t('decide.submit')}</button>`}
      ${['submitted', 'in_review'].includes(estimate.status) && can('value:approve') && html`
        ${!mine && html`<button type="button" class="button button-primary"
          onClick=${() => setAct('approve')}>${t('decide.approve')}</button>`}
        <button type="button" class="button button-secondary" onClick=${() => setAct('return')}>${t('decide.return')}</button>`}
    <//>
    ${estimate.review_comment && html`<${Alert} kind="info" heading=${t('estimate.comment')}><p>${estimate.review_comment}</p><//>`}
    ${estimate.status === 'approved' && html`<${Alert} kind="success"
      heading=${t('estimate.approved', { name: estimate.approved_by_name, at: dateTime(estimate.approved_at) })}>
      <p>${t('estimate.locked')}</p><//>`}
    ${problem && html`<${ProblemBox} problem=${problem} />${(problem.errors || []).length > 0 &&
      html`<ul class="bullets loss">${problem.errors.map((e) => html`<li key=${e.field}>${e.detail} <span
      class="muted">(${e.field})</span></li>`)}</ul>`}`}
    <div class="estimate">
      <div>
        <section class="section"><h2>${t('estimate.lines')}</h2><p class="muted">${t('estimate.lines.lead')}</p>
          <${Lines} inputs=${inputs} at=${at} worth=${worth} disabled=${!editable} faults=${faults}
            onLines=${(lines) => setInputs(change(inputs, ['alternatives', at, 'lines'], () => lines))} /></section>
        <section class="section"><h2>${t('volume.heading')}</h2><p class="muted">${t('volume.lead')}</p>
          <${Volume} inputs=${inputs} at=${at} disabled=${!editable}
            onVolume=${(rows) => setInputs(change(inputs, ['alternatives', at, 'volume'], () => rows))} /></section>
        <section class="section"><${Assumptions} inputs=${inputs} setInputs=${setInputs} meta=${meta} setMeta=${setMeta}
          disabled=${!editable} /></section>
      </div>
      <aside class="estimate-side" id="resultat" aria-label=${t('result.heading')}>
        ${evaluation.problem && html`<${ProblemBox} problem=${evaluation.problem} />`}
        ${result && inputs.alternatives[at].lines.length > 0
          ? html`<${Picture} result=${result} perspective=${perspective} onPerspective=${setPerspective} busy=${evaluation.busy}
          signal=${result.signal} />`
    : html`<div class="picture"><p class="muted">${t('result.empty')}</p></div>`}
      </aside>
    </div>
    ${result && inputs.alternatives[at].lines.length > 0 && html`
      <a class="picture-bar d-print-none" href="#resultat"
        onClick=${(e) => { e.preventDefault(); document.getElementById('resultat').scrollIntoView(); }}>${t('result.short',
        { amount: mioSigned(result.npv[perspective] * 100), signal: result.signal ? label('value_signal', result.signal) : '' })}
        <${Icon} name="arrow-downward" /></a>
      <div class="section"><${Warnings} result=${result} /></div>
      <${Matrix} result=${result} /><${Years} result=${result} years=${years} /><${Sensitivity} result=${result} nameOf=${nameOf} />
        <${BudgetForm} result=${result} /><${Trace} result=${result} />`}
    ${conflict}
    ${act && html`<${Decision} estimate=${estimate} act=${act} onClose=${() => setAct(null)}
      onDone=${() => { setAct(null); reload(); }} />`}`;
}

export default function Estimate({ params }) {
  const from = useLoad(`/estimates/${params.id}`);
  return html`<${Loaded} from=${from}>${(e) => html`<${Editor} key=${`${e.id}-${e.status}`} loaded=${e}
    reload=${from.reload} />`}<//>`;
}
