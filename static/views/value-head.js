// SPDX-License-Identifier: EUPL-1.2
// The pages of Værdi side by side: all estimates, what waits for a review, and the value of the whole portfolio.
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { can } from '../lib/session.js';
import { PageHead } from '../lib/ui.js';

/** `at`: all, queue or portfolio. */
export function ValueHead({ at, lead, children }) {
  const pages = [['all', '/vaerdi'], ...(can('value:approve') ? [['queue', '/vaerdi?queue=true']] : []), ['portfolio',
    '/vaerdi/portefoelje']];
  return html`<${PageHead} title=${t(at === 'all' ? 'nav.value' : `value.${at}.title`)} lead=${lead}>${children}
      <a class="button button-secondary" href="/vaerdi/psa">${t('psa.title')}</a>
      <a class="button button-secondary" href="/vaerdi/referencer">${t('ref.title')}</a><//>
    <nav class="tabs d-print-none" aria-label=${t('value.pages')}><ul>${pages.map(([key,
      href]) => html`<li key=${key}><a href=${href}
      aria-current=${key === at ? 'page' : undefined}>${t(`value.${key}`)}</a></li>`)}</ul></nav>`;
}
