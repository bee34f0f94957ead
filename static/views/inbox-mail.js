// SPDX-License-Identifier: EUPL-1.2
// Mail og kalender: when I get mail, and the address at which my calendar fetches my deadlines.
import { html, useState } from '../lib/html.js';
import { useLoad, post, patch, request } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { date, dateTime } from '../lib/format.js';
import { Alert, Icon, Loaded, PageHead, notify } from '../lib/ui.js';
import { Radios } from '../lib/inputs.js';
import { ask } from '../lib/modal.js';

const failed = (problem) => notify(problem.title || t('problem.offline'));

function MailChoice({ from }) {
  const [chosen, setChosen] = useState(from.mail);
  const choose = (mail) => {
    setChosen(mail);
    patch('/me/mail', { mail }).then(() => notify(t('mail.saved')), (problem) => { setChosen(from.mail); failed(problem); });
  };
  return html`
    ${!from.active && html`<${Alert} kind="info" heading=${t('mail.off')}>${t('mail.off.text')}<//>`}
    ${!from.email && html`<${Alert} kind="warning" heading=${t('mail.address.none')}>${t('mail.address.none.text')}<//>`}
    <${Radios} name="mail" legend=${t('mail.when')} hint=${from.email && t('mail.address', { email: from.email })} value=${chosen} onValue=${choose}
      options=${['now', 'daily', 'none'].map((value) => ({ value, text: t(`mail.${value}`), hint: t(`mail.${value}.hint`) }))} />
    <p class="muted">${t('mail.restricted')}</p>`;
}

function Made({ url }) {
  return html`<${Alert} kind="success" live heading=${t('calendar.made')}><p>${t('calendar.once')}</p><p><code class="token">${url}</code></p>
    <button type="button" class="button button-secondary" onClick=${() => navigator.clipboard.writeText(url).then(() => notify(t('calendar.copied')), () => {})}>
      <${Icon} name="copy" />${t('token.copy')}</button><//>`;
}

function Calendar() {
  const from = useLoad('/me/calendar');
  const [url, setUrl] = useState(null);
  const make = async (renew) => {
    if (renew && !(await ask({ title: t('calendar.renew'), text: t('calendar.renew.text'), action: t('calendar.renew') }))) return;
    await post('/me/calendar', undefined, { key: null }).then(({ data }) => { setUrl(data.url); from.reload(); }, failed);
  };
  const stop = async () => {
    if (!(await ask({ title: t('calendar.stop'), text: t('calendar.stop.text'), action: t('calendar.stop'), danger: true }))) return;
    await request('DELETE', '/me/calendar').then(() => { setUrl(null); notify(t('calendar.stopped')); from.reload(); }, failed);
  };
  return html`<section class="section"><h2>${t('calendar.title')}</h2><p>${t('calendar.lead')}</p>
    ${url && html`<${Made} url=${url} />`}
    <${Loaded} from=${from}>${(c) => (c.active ? html`
      <p>${t('calendar.active', { date: date(c.created_at) })} ${c.fetched_at ? t('calendar.fetched', { at: dateTime(c.fetched_at) }) : t('calendar.fetched.never')}</p>
      <p class="links"><button type="button" class="function-link" onClick=${() => make(true)}>${t('calendar.renew')}</button>
        <button type="button" class="function-link danger" onClick=${stop}><${Icon} name="delete" />${t('calendar.stop')}</button></p>`
    : html`<button type="button" class="button button-primary" onClick=${() => make(false)}>${t('calendar.make')}</button>`)}<//>
  </section>`;
}

export default function InboxMail() {
  const from = useLoad('/me/mail');
  return html`<${PageHead} title=${t('mail.title')} lead=${t('mail.lead')}><a class="function-link" href="/indbakke">${t('mail.back')}</a><//>
    <section class="section"><h2>${t('mail.heading')}</h2><${Loaded} from=${from}>${(data) => html`<${MailChoice} from=${data} />`}<//></section>
    <${Calendar} />`;
}
