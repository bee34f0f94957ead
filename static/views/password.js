// SPDX-License-Identifier: EUPL-1.2
// Changing one's own password: in a dialog when one likes to, on a page of its own when somebody else has set it.
import { html } from '../lib/html.js';
import { post } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { form as formSpec } from '../lib/session.js';
import { notify, PageHead } from '../lib/ui.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, Field, ErrorSummary, FormButtons } from '../lib/form.js';

function PasswordForm({ onDone, onCancel }) {
  const form = useForm({
    fields: [
      { name: 'current', label: t('password.current'), type: 'password', required: true, autocomplete: 'current-password' },
      { name: 'new', label: t('password.new'), type: 'password', required: true, autocomplete: 'new-password',
        hint: t('password.hint') },
    ],
    spec: formSpec('me_password'),
  });
  const [submit, busy] = useSubmit(form, async (body) => {
    await post('/me/password', body, { key: null, quiet: true });
    notify(t('password.changed'));
    await onDone();
  });
  return html`<form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />
    <${Field} form=${form} name="current" /><${Field} form=${form} name="new" /><${FormButtons} busy=${busy} onCancel=${onCancel} />
  </form>`;
}

export function PasswordDialog({ onClose }) {
  return html`<${Modal} title=${t('password.title')} onClose=${onClose}><${PasswordForm} onDone=${onClose} onCancel=${onClose} /><//>`;
}

export function PasswordPage({ onDone }) {
  return html`<${PageHead} title=${t('password.title')} lead=${t('password.must')} /><section class="section narrow-section">
    <${PasswordForm} onDone=${onDone} /></section>`;
}
