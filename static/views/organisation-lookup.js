// SPDX-License-Identifier: EUPL-1.2
// "Hent fra CVR" beside a CVR number: fills in name and address from the register of companies; by hand when it does not answer.
import { html, useState } from '../lib/html.js';
import { get } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { date, validCvr } from '../lib/format.js';

const FILLS = ['name', 'address', 'postcode', 'city'];

export function FromCvr({ form }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState(null);
  const digits = (form.values.cvr || '').replace(/\s/g, '');
  const fetchIt = async () => {
    if (!validCvr(digits)) { setSaid({ wrong: true, text: t('company.badcvr') }); return; }
    setBusy(true);
    setSaid(null);
    try {
      const { data } = await get(`/companies?cvr=${digits}`);
      if (data.company) for (const name of FILLS) if (form.byName.has(name) && data.company[name]) form.set(name, data.company[name]);
      const ended = data.company?.valid_to;
      setSaid({ wrong: data.state !== 'found' || ended, text: ended ? t('company.ended', { name: data.company.name, date: date(ended) }) : t(`company.${data.state}`,
        { name: data.company?.name }) });
    } catch {
      setSaid({ wrong: true, text: t('company.no_answer') });
    }
    setBusy(false);
  };
  return html`<div class="form-group from-cvr"><button type="button" class="button button-secondary" disabled=${busy} onClick=${fetchIt}>${t('company.fetch')}</button>
    <span role="status" class=${said?.wrong ? 'form-hint strong' : 'form-hint'}>${busy ? t('company.asking') : said ? said.text : ''}</span></div>`;
}
