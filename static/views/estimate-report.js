// SPDX-License-Identifier: EUPL-1.2
// The report of an estimate: one page of HTML that prints to a few pages of paper. A full assessment is set up in the order of
// CHEERS 2022.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { kr, date, dateTime } from '../lib/format.js';
import { LoadedPage, PageHead, Status, Icon, Alert } from '../lib/ui.js';
import { SectorBars } from '../lib/sectors.js';
import { mainIndex, parameterName, resultOf } from '../lib/estimate.js';
import { Matrix, BudgetForm, sectorRows } from './result-money.js';
import { Stages, Evidence } from './result-risk.js';
import { Part, Short, Assumptions, Budgets, Uncertain, Chances, LineList } from './report-parts.js';
import { Cheers } from './report-cheers.js';

const CUT = 420; // characters of an answer in the short report; the whole answer stands in the assessment
const LINES = 7; // on paper in the short report
const BARS = 8; // sectors whose bars stand beside the same numbers in the table
const ASKED = [4, 5, 8];

function Said({ e }) {
  const answers = e.assessment.answers.filter((a) => ASKED.includes(a.question) && a.text);
  if (!answers.length) return null;
  return html`<${Part} heading=${t('report.said')}>${answers.map((a) => html`<p key=${a.question}><span
    class="strong">${t(`report.q${a.question}`)}</span>
    ${' '}${a.text.length > CUT ? `${a.text.slice(0, CUT).trimEnd()} … (${t('report.cut')})` : a.text}</p>`)}<//>`;
}

function Body({ e, result, nameOf }) {
  const stages = e.inputs.alternatives[mainIndex(e.inputs)].stages;
  const sectors = sectorRows(result);
  return html`<${Short} e=${e} result=${result} /><${Part} heading=${t('assume.heading')}><${Assumptions} e=${e} /><//><${Said} e=${e} />
    <${Part} heading=${t('result.matrix')}><p class="muted">${t('result.matrix.lead')}</p>${sectors.length <= BARS && html`<${SectorBars}
      rows=${sectors} caption=${t('result.matrix')} />`}
      <${Matrix} result=${result} /><//>
    <${Budgets} result=${result} /><${BudgetForm} result=${result} /><${Uncertain} e=${e} result=${result} nameOf=${nameOf} />
    <${Chances} result=${result} nameOf=${nameOf} /><${Stages} result=${result} stages=${stages} /><${Evidence} result=${result} brief />
    <${Part} heading=${t('report.lines')}><${LineList} e=${e} result=${result} most=${LINES} /><//>`;
}

/** The short assessment has words instead of figures. */
function Nano({ e }) {
  const { value_types: types, gains, amount_oere: amount } = e.assessment;
  return html`<${Part} heading=${t('report.short')}><ul class="bullets">${types.filter((v) => v.strength).map((v) => html`<li
    key=${v.code}>
      ${label('value_type', v.code)}: ${t(`guide.strength.${v.strength}`).toLowerCase()}</li>`)}</ul>
    ${gains.length > 0 && html`<p>${t('estimate.gains', { who: gains.map((s) => label('sector', s)).join(', ') })}</p>`}${amount &&
      html`<p>${kr(amount)}</p>`}<//>`;
}

export default function Report({ params }) {
  const from = useLoad(`/estimates/${params.id}`);
  return html`<${LoadedPage} from=${from} back="/vaerdi">${(e) => {
    const result = resultOf(e.result, e.inputs);
    const figures = result && result.lines.length > 0;
    const nameOf = (parameter) => parameterName(parameter, e.inputs);
    const api = `/api/v1/estimates/${e.id}`;
    return html`<article class="report"><${PageHead} title=${e.collaboration_title} over=${html`<span class="case-over">
        <a href=${`/vaerdi/${e.id}`}>${t('report.back')}</a><span>${e.collaboration_number}</span><span>${t('estimate.no', { no: e.version_no })}</span>
        <span>${label('tier', e.tier)}</span><${Status} code=${e.status} text=${label('estimate_status', e.status)} /></span>`}
        lead=${t('estimate.author', { name: e.author_name, unit: e.unit_name })}>
        <button type="button" class="button button-primary" onClick=${() => window.print()}><${Icon} name="print"
          />${t('report.print')}</button>
        <a class="button button-secondary" href=${`${api}/report.xlsx`} download><${Icon} name="download" />${t('report.workbook')}</a>
        <a class="button button-secondary" href=${api} download=${`${e.collaboration_number}-v${e.version_no}.json`}><${Icon}
          name="download" />JSON</a><//>
      <p class="report-lead">${e.status === 'approved' ? t('estimate.approved', { name: e.approved_by_name, at: dateTime(e.approved_at) })
    : t('report.unapproved', { at: dateTime(e.updated_at) })}</p>
      ${e.faults?.length > 0 && html`<${Alert} kind="warning" heading=${t('report.faults')} />`}
      ${e.tier === 'maxi' && figures ? html`<${Cheers} e=${e} result=${result} nameOf=${nameOf} />`
    : html`${!figures && html`<${Nano} e=${e} />`}${figures && html`<${Body} e=${e} result=${result} nameOf=${nameOf} />`}`}
      <p class="report-foot small muted">${t('report.foot', { engine: e.engine_version || '–', hash: (e.params_hash ||
        '–').slice(0, 16), at: date(new Date().toISOString()) })}</p>
    </article>`;
  }}<//>`;
}
