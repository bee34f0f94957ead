// SPDX-License-Identifier: EUPL-1.2
// Log-in with user name and password.
import { html, useEffect } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { signIn } from '../lib/session.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary } from '../lib/form.js';

/** The two fields and the button. */
export function LoginForm({ onSignedIn }) {
  const form = useForm({
    fields: [
      { name: 'login', label: t('login.login'), required: true, autocomplete: 'username' },
      { name: 'password', label: t('login.password'), required: true, type: 'password', autocomplete: 'current-password' },
    ],
  });
  const [submit, busy] = useSubmit(form, async ({ login, password }) => {
    try {
      await signIn(login, password);
    } catch (problem) {
      form.set('password', '');
      throw problem;
    }
    await onSignedIn();
  });
  return html`<form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />
    <${Field} form=${form} name="login" autofocus />
    <${Field} form=${form} name="password" />
    <button type="submit" class="button button-primary" disabled=${busy}>${busy ? t('login.busy') : t('login.title')}</button>
  </form>`;
}

export function Login({ onSignedIn }) {
  useEffect(() => { document.title = `${t('login.title')} · Samspil`; }, []);
  return html`<div class="login">
    <div class="login-text">
      <h1>${t('login.heading')}</h1>
      <p class="lead">${t('login.lead')}</p>
    </div>
    <section class="login-form" aria-labelledby="login-heading">
      <h2 id="login-heading">${t('login.title')}</h2>
      <${LoginForm} onSignedIn=${onSignedIn} />
    </section>
  </div>`;
}

/** The session has run out: log in again on top of the page, so that what was written on it is still there. */
export function LoginAgain({ onSignedIn, onGiveUp }) {
  return html`<${Modal} title=${t('login.again')} onClose=${onGiveUp}><p>${t('login.again.text')}</p>
    <${LoginForm} onSignedIn=${onSignedIn} /><//>`;
}
