// SPDX-License-Identifier: EUPL-1.2
// Tab Værdi: starting an assessment, going on with the one under way and what it lacks, and all versions, newest first.
import { html, useState } from '../lib/html.js';
import { post, useLoad } from '../lib/api.js';
import { t, label, language } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { navigate } from '../lib/router.js';
import { mioSigned, dateTime, kr } from '../lib/format.js';
import { Status, SignalBadge, ProblemBox, Icon, Loaded } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { documentOf } from '../lib/estimate-save.js';
import { nameOf } from '../lib/template.js';
import { Completeness } from './completeness.js';
import { Realisation } from './realisation.js';

/** Nothing yet: what it is for, and the ways to begin. */
function Begin({ c, onStart, busy }) {
  const templates = useLoad('/assessment/templates');
  const research = c.kind === 'research_contract';
  if (!can('value:write')) return html`<p class="muted">${t('estimate.empty')}</p>`;
  return html`<div class="begin"><p class="lead">${t('estimate.empty.text')}</p>
    <div class="card-box wash begin-short"><div><h3>${t('guide.nano.title')}</h3><p>${t('guide.nano.lead')}</p></div>
      <button type="button" class=${research ? 'button button-primary' : 'button button-secondary'} disabled=${busy}
        onClick=${() => onStart({ tier: 'nano' })}>${t('estimate.start.nano')}</button></div>
    <h3>${t(research ? 'estimate.start.deep' : 'estimate.start.template')}</h3>
    <${Loaded} from=${templates}>${({ items }) => html`<ul class="choices begin-templates">${items.map((x) => html`<li
      key=${x.code}>
      <button type="button" class="choice" disabled=${busy} onClick=${() => onStart({ tier: 'mini', assessment: { template: x.code,
        step: 'start' } })}>
        <span class="choice-title">${nameOf(x)}</span>${x[`lead_${language()}`]}</button></li>`)}</ul>`}<//></div>`;
}

/** The draft under way: where it was left and what is missing. */
function Current({ id }) {
  const from = useLoad(`/estimates/${id}`);
  return html`<${Loaded} from=${from}>${(e) => {
    const { step, value_types: types, gains, amount_oere: amount } = e.assessment;
    const nano = e.tier === 'nano';
    return html`<div class="card-box wash underway"><div>
        <h3>${t(nano ? 'guide.nano.title' : 'estimate.current', { no: e.version_no })}</h3>
        ${e.review_comment && html`<p><span class="strong">${t('estimate.comment')}:</span> ${e.review_comment}</p>`}
        <p class="muted">${nano ? t('estimate.current.changed', { at: dateTime(e.updated_at) }) : t('estimate.current.left',
    { step: t(`guide.step.${step && step !== 'uncertainty' ? step : 'start'}`), at: dateTime(e.updated_at) })}</p>
        ${nano && types.some((v) => v.strength) && html`<ul class="bullets">${types.filter((v) => v.strength).map((v) => html`<li
          key=${v.code}>
          ${label('value_type', v.code)}: ${t(`guide.strength.${v.strength}`).toLowerCase()}</li>`)}</ul>
          <p>${t('estimate.gains', { who: gains.map((s) => label('sector', s)).join(', ') })}${amount ? ` ${kr(amount)}` : ''}</p>`}
        ${can('value:write') && html`<a class="button button-primary" href=${`/vaerdi/${e.id}/guide`}>${t('estimate.continue')}</a>`}
      </div><${Completeness} draft=${{ estimate: e, doc: documentOf(e) }} /></div>`;
  }}<//>`;
}

export function Estimates({ c }) {
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const newest = c.estimates[0];
  const open = newest && newest.status === 'draft';
  const start = async (body) => {
    setBusy(true);
    try {
      const { data } = await post(`/collaborations/${c.id}/estimates`, body);
      navigate(`/vaerdi/${data.id}/guide`);
    } catch (p) {
      setProblem(p);
      setBusy(false);
    }
  };
  return html`<section class="section">
    <div class="section-head"><h2>${t('tab.value')}</h2>${newest && !open && can('value:write') && html`<button type="button"
      class="button button-secondary" disabled=${busy} onClick=${() => start({ tier: newest.tier, copy_of: newest.id })}>
      <${Icon} name="plus" />${t('estimate.newversion')}</button>`}</div>
    ${problem && html`<${ProblemBox} problem=${problem} />`}
    ${!newest && html`<${Begin} c=${c} onStart=${start} busy=${busy} />`}
    ${open && html`<${Current} id=${newest.id} />`}
    ${newest && html`<h3 class="versions">${t('estimate.versions')}</h3>
    <${Table} caption=${t('estimate.versions')} rows=${c.estimates} columns=${[
    { key: 'version', head: t('estimate.version'), main: true,
      cell: (e) => html`<a href=${`/vaerdi/${e.id}`}>${t('estimate.no', { no: e.version_no })}</a>` },
    { key: 'tier', head: t('field.tier'), cell: (e) => label('tier', e.tier) },
    { key: 'status', head: t('field.status'), cell: (e) => html`<${Status} code=${e.status}
      text=${label('estimate_status', e.status)} />` },
    { key: 'npv', head: t('estimate.npv'), num: true, cell: (e) => mioSigned(e.npv?.limited_societal_oere) },
    { key: 'signal', head: t('estimate.signal'), cell: (e) => (e.signal ? html`<${SignalBadge} signal=${e.signal} />` : '–') },
    { key: 'by', head: t('estimate.by'), cell: (e) => html`${e.created_by_name || e.created_by || ''}
      <span class="sub">${dateTime(e.created_at)}</span>` },
  ]} />`}
  </section>
  ${c.estimates.some((e) => e.headline) && html`<${Realisation} c=${c} />`}`;
}
