// SPDX-License-Identifier: EUPL-1.2
// Third step: how many patients, and how sure that is.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { NumberInput } from '../lib/numberinput.js';
import { Check } from '../lib/inputs.js';
import { Volume } from './estimate-volume.js';

/** Low and high as shares of the number in the table. */
function HowSure({ draft }) {
  const { at, editable, doc } = draft;
  const alternative = doc.inputs.alternatives[at];
  const best = alternative.volume_multiplier ?? 1;
  const u = (alternative.uncertainty || []).find((x) => x.field === 'volume');
  if (u && u.dist !== 'triangular') return null;
  const set = (bound, value) => {
    const next = { field: 'volume', dist: 'triangular', low: u?.low ?? best, mode: best, high: u?.high ?? best,
      [bound]: value === null ? best : value };
    draft.setAlternative(at, { uncertainty: next.low === best && next.high === best ? [] : [next] });
  };
  const input = (bound) => html`<div><label for=${`volume-${bound}`}>${t(`guide.volume.${bound}`)}</label>
    <${NumberInput} id=${`volume-${bound}`} value=${u ? u[bound] : null} scale=${100} unit="%" disabled=${!editable}
      bounds=${{ low: 0 }}
      onValue=${(v) => set(bound, v)} /></div>`;
  return html`<fieldset class="how-sure"><legend class="form-label">${t('guide.volume.sure')}</legend>
    <p class="form-hint">${t('guide.volume.sure.hint')}</p>
    ${draft.fault(`alternatives[${at}].uncertainty`) && html`<p class="form-error-message">${draft.fault(`alternatives[${at}].uncertainty`)}</p>`}
    <div class="pair-inputs">${input('low')}${input('high')}</div></fieldset>`;
}

export function Patients({ draft }) {
  const { at, editable, doc } = draft;
  return html`<${Volume} draft=${draft} alternative=${at} />
    <${Check} id="round" text=${t('alternative.round_patients')} checked=${doc.inputs.alternatives[at].round_patients}
      disabled=${!editable}
      onValue=${(v) => draft.setAlternative(at, { round_patients: v })} />
    <${HowSure} draft=${draft} />`;
}
