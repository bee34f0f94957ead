// SPDX-License-Identifier: EUPL-1.2
// How many are eligible and how many of them get the offer, year by year, with the patients that it comes to.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { num } from '../lib/format.js';
import { NumberInput } from '../lib/numberinput.js';
import { limit } from '../lib/inputs.js';
import { volumeRows } from '../lib/estimate.js';

export function Volume({ draft, alternative }) {
  const { doc: { inputs }, editable } = draft;
  const rows = volumeRows(inputs, alternative);
  const of = inputs.alternatives[alternative];
  const set = (i, values) => draft.setAlternative(alternative, { volume: rows.map((r, j) => (j === i ? { ...r, ...values } : r))
    .map((r) => ({ year: r.year, eligible: r.eligible ?? 0, adoption: r.adoption ?? 0 })) });
  const patients = (r) => {
    const n = (r.eligible || 0) * (r.adoption || 0);
    return num(of.round_patients ? Math.round(n) : n, 1, 0);
  };
  const cell = (r, i, name, more) => html`<td><${NumberInput} id=${`volume-${i}-${name}`} label=${t(`volume.${name}.year`,
    { year: r.year })}
    value=${r[name]} disabled=${!editable} bounds=${limit('alternatives', 'volume', name)}
    fault=${draft.fault(`alternatives[${alternative}].volume[${i}].${name}`)} onValue=${(v) => set(i, { [name]: v })}
      ...${more} /></td>`;
  return html`<table class="table table--compact volume"><caption class="sr-only">${t('volume.heading')}</caption>
    <thead><tr><th scope="col">${t('result.year')}</th><th scope="col">${t('volume.eligible')}</th>
      <th scope="col">${t('volume.adoption')}</th><th scope="col" class="num">${t('volume.patients')}</th></tr></thead>
    <tbody>${rows.map((r, i) => html`<tr key=${r.year}><th scope="row">${r.year}</th>
      ${cell(r, i, 'eligible')}${cell(r, i, 'adoption', { scale: 100 })}
      <td class="num">${patients(r)}</td></tr>`)}</tbody></table>`;
}
