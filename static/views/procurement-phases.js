// SPDX-License-Identifier: EUPL-1.2
// Phases of an innovation partnership: goal, rate and decision, and what it costs and closes to stop at each.
import { html, useState } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { kr, date, oneStop } from '../lib/format.js';
import { Loaded, Alert, Icon } from '../lib/ui.js';
import { Part, PartDialog } from './collaboration-parts.js';
import { sub, yesNo } from './procurement-parts.js';

const PHASE = { key: 'phase', heading: 'phase.heading', path: 'partnership-phases', spec: 'partnership_phase_create', fields: ['no',
  'name', 'goal', 'starts_on', 'ends_on', 'rate_oere'], required: ['no', 'name', 'goal', 'rate_oere'], nameOf: (p) => p.name };
const DECIDE = { ...PHASE, key: 'phase.decide', fields: ['goal_met', 'decision', 'decided_on', 'reason', 'extended_to'],
  required: ['goal_met', 'decision', 'decided_on'] };

const period = (p) => [p.starts_on, p.extended_to || p.ends_on].map((d) => (d ? date(d) : '')).join(' – ');
const final = (p) => p.decision === 'continue' || p.decision === 'stop';

export function Phases({ c, overview, reload }) {
  const from = useLoad(`/collaborations/${c.id}/partnership-phases`);
  const [deciding, setDeciding] = useState(null);
  const again = () => { from.reload(); reload(); };
  const { stopped } = overview;
  const money = (p) => oneStop(t('phase.stop', { exposes: kr(p.stop_exposes_oere), closes: kr(p.stop_closes_oere) }));
  return html`<${Loaded} from=${from}>${(data) => {
    const turn = stopped ? undefined : data.items.find((p) => !final(p));
    const decide = (p) => p === turn && can('collaborations:write') && html`<button type="button" class="function-link"
      onClick=${() => setDeciding(p)}><${Icon} name="check" />${t('phase.decide')}<span class="sr-only"> ${p.name}</span></button>`;
    return html`${stopped && html`<${Alert} kind="warning" heading=${t('phase.stopped', { name: stopped.name })}>${t('phase.stopped.text', {
        exposes: kr(stopped.exposes_oere), closes: kr(stopped.closes_oere) })}<//>`}
      <${Part} c=${c} part=${{ ...PHASE, initial: { no: data.items.length + 1 },
        closed: Boolean(stopped), fixed: (p) => Boolean(stopped) || final(p) }} rows=${data.items} reload=${again} columns=${[
        { key: 'name', head: t('field.name'), main: true, cell: (p) => html`${p.name}${sub(p.goal)}` },
        { key: 'period', head: t('phase.period'), cell: (p) => html`<span class="nowrap">${period(p)}</span>` },
        { key: 'rate', head: t('field.rate_oere'), num: true, cell: (p) => kr(p.rate_oere) },
        { key: 'exposes', head: t('phase.exposes'), num: true, cell: (p) => kr(p.stop_exposes_oere) },
        { key: 'closes', head: t('phase.closes'), num: true, cell: (p) => kr(p.stop_closes_oere) },
        { key: 'decision', head: t('field.decision'), cell: (p) => html`${p.decision ? html`${label('phase_decision',
          p.decision)}${sub([p.goal_met === false && t('phase.missed'), date(p.decided_on), p.reason].filter(Boolean).join(' · '))}` : ''}${decide(
            p)}` }]} />
      ${deciding && html`<${PartDialog} c=${c} row=${deciding} onClose=${() => setDeciding(null)} reload=${again} part=${{ ...DECIDE, more: {
        goal_met: { ...yesNo(), hint: deciding.goal }, decision: { hint: money(deciding) }, reason: { control: 'textarea', rows: 3,
          hint: t('phase.reason.hint') }, extended_to: { hint: t('phase.extended.hint') } } }} />`}`;
  }}<//>`;
}
