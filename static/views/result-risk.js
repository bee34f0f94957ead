// SPDX-License-Identifier: EUPL-1.2
// What a result rests on: gates that may stop it, numbers that are guesses, and what has come true of it so far.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { form } from '../lib/session.js';
import { num, mio, mioSigned, percent, oneStop } from '../lib/format.js';
import { Status } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Numbers } from '../lib/chart.js';
import { oere } from './result-money.js';

/** Gates: how likely each stage comes about, and what has been spent by then. */
export function Stages({ result, stages }) {
  if (!result.stages.length) return null;
  const nameOf = (no) => (stages || []).find((s) => s.no === no)?.name || t('stage.no', { no });
  const p = result.break_even_p;
  return html`<section class="section"><h2>${t('stage.heading')}</h2>
    <p>${oneStop(t('stage.sentence', { amount: mioSigned(oere(result.risk_adjusted_npv)) }))}
      ${p !== null && p > 0 && p < 1 && ` ${t('stage.breakeven', { p: percent(p) })}`}</p>
    <${Numbers} caption=${t('stage.heading')} heads=${[t('stage.name'), t('stage.year'), t('stage.chance'), t('stage.exposure')]}
      rows=${result.stages.map((s) => [nameOf(s.no), s.start_year, percent(s.probability), mio(oere(s.exposure), true)])} />
    <p class="small muted">${t('stage.exposure.note')}</p></section>`;
}

const GRADES = ['A', 'B', 'C', 'D', 'E', null];

/** How much of the value each grade of evidence carries: [{grade, share, lines}], of the amounts without their signs. */
function gradesOf(result) {
  const lines = result.lines.filter((l) => l.id !== 'health');
  const total = lines.reduce((all, l) => all + Math.abs(l.pv), 0);
  return GRADES.map((grade) => {
    const own = lines.filter((l) => (l.evidence || null) === grade && l.pv);
    return { grade, lines: own, share: total ? own.reduce((all, l) => all + Math.abs(l.pv), 0) / total : 0 };
  }).filter((g) => g.lines.length);
}

/** brief: in a report, where the lines stand with their grades elsewhere. */
export function Evidence({ result, brief }) {
  const grades = gradesOf(result);
  if (!grades.length) return null;
  const weak = result.weak_evidence_share;
  return html`<section class="section"><h2>${t('evidence.heading')}</h2>
    <p>${weak > 0 ? t('evidence.weak', { share: percent(weak, 0) }) : t('evidence.strong')}
      ${result.ungraded_evidence_share > 0 && ` ${t('evidence.ungraded', { share: percent(result.ungraded_evidence_share, 0) })}`}</p>
    ${!brief && html`<${Table} caption=${t('evidence.heading')} rows=${grades} rowKey=${(g) => g.grade || '-'} columns=${[
    { key: 'grade', head: t('line.evidence'), main: true, cell: (g) => (g.grade ? label('evidence', g.grade) : t('evidence.none')) },
    { key: 'share', head: t('evidence.share'), num: true, cell: (g) => percent(g.share, 0) },
    { key: 'lines', head: t('evidence.lines'), cell: (g) => g.lines.map((l) => l.name).join(', ') },
  ]} />`}</section>`;
}

const COLOUR = { green: 'done', amber: 'delayed', red: 'missed' };

/** What has come true so far, against the approved estimate; nothing where the server keeps no measurements. */
export function Realised({ estimate }) {
  const kept = Object.keys(form('measurement_create')).length > 0;
  const { data } = useLoad(kept ? `/collaborations/${estimate.collaboration_id}/realisation` : null);
  const total = data?.total;
  if (!total || data.estimate_id !== estimate.id || !data.lines.some((l) => l.realised_oere !== null)) return null;
  const rate = (r) => (r === null || r === undefined ? '–' : percent(r));
  return html`<section class="section"><h2>${t('realised.heading')}</h2>
    <p>${oneStop(t('realised.sentence', { rate: rate(total.rate), expected: mio(total.expected_oere),
      realised: mio(total.realised_oere) }))}
      ${total.forecast_rate_oere !== null && ` ${oneStop(t('realised.forecast', { amount: mio(total.forecast_rate_oere),
        plan: mio(total.forecast_plan_oere) }))}`}</p>
    <${Table} caption=${t('realised.heading')} rows=${data.lines} rowKey=${(l) => l.line} columns=${[
    { key: 'name', head: t('realised.line'), main: true, cell: (l) => l.name },
    { key: 'expected', head: t('realised.expected'), num: true, cell: (l) => mio(l.expected_oere, true) },
    { key: 'realised', head: t('realised.realised'), num: true, cell: (l) => mio(l.realised_oere, true) },
    { key: 'rate', head: t('realised.rate'), num: true, cell: (l) => rate(l.cost ? l.cost_rate : l.rate) },
    { key: 'status', head: t('field.status'), cell: (l) => html`<${Status} code=${COLOUR[l.status]}
      text=${t(`realised.${l.status}`)} />` },
  ]} />
    ${data.overdue.length > 0 && html`<p class="small muted">${t('realised.overdue', { n: num(data.overdue.length) })}</p>`}</section>`;
}
