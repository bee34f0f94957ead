// SPDX-License-Identifier: EUPL-1.2
// Aktindsigt: requests for access to documents by the day they are due. The filters live in the address.
import { html, useState, useEffect } from '../lib/html.js';
import { usePages, useLoad, post } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { form as formSpec } from '../lib/session.js';
import { navigate, setQuery } from '../lib/router.js';
import { date } from '../lib/format.js';
import { PageHead, ProblemBox, Spinner, Empty, Status, Icon } from '../lib/ui.js';
import { Table, More } from '../lib/table.js';
import { Modal } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';

const CODE = { open: 'submitted', partial: 'planned', answered: 'done' };

export function RequestStatus({ r }) {
  return html`<${Status} code=${r.overdue ? 'overdue' : CODE[r.status]} text=${r.overdue ? t('access.overdue')
    : r.outcome ? label('access_outcome', r.outcome) : t(`access.status.${r.status}`)} />`;
}

/** Fields of a request, for a new one and for changes. */
export function requestFields(of = {}, change = false) {
  const field = (name, more) => ({ name, label: t(`access.${name}`), ...more });
  return [field('requester', { required: true }), field('contact'), field('subject', { required: true }),
    field('words', { control: 'textarea', rows: 4 }), field('basis', { control: 'code', list: 'access_basis' }),
    field('received_on', { control: 'date', required: true, hint: t('access.received_on.hint') }),
    ...(change ? [field('extended_to', { control: 'date', hint: t('access.extended_to.hint') }),
      field('extension_reason', { control: 'textarea', rows: 2 })] : []),
    field('handler_id', { control: 'user', text: of.handler_name || '' }), field('journal_number'),
    field('url', { hint: t('access.url.hint') })];
}

function NewRequest({ c, onClose }) {
  const form = useForm({ fields: requestFields(), spec: formSpec('access_request_create'),
    initial: { basis: 'public', received_on: new Date().toISOString().slice(0, 10) } });
  const close = closing(form.dirty, onClose);
  const [submit, busy] = useSubmit(form, async (body) => {
    const given = Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null));
    const { data } = await post('/access-requests', { ...given, cases: c ? [{ collaboration_id: c.id }] : [] });
    navigate(`/aktindsigt/${data.id}`);
  });
  return html`<${Modal} title=${t('access.new')} onClose=${close}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />${c && html`<p class="muted">${t('access.about', { number: c.number, title: c.title })}</p>`}
    ${form.table.map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} onCancel=${close} /></form><//>`;
}

export function RequestRows({ list, sort, onSort }) {
  if (list.error) return html`<${ProblemBox} problem=${list.error} retry=${list.reload} />`;
  if (!list.items) return html`<${Spinner} />`;
  return html`<${Table} caption=${t('access.title')} rows=${list.items} sort=${sort} onSort=${onSort} columns=${[
    { key: 'subject', head: t('access.subject'), main: true, cell: (r) => html`<a href=${`/aktindsigt/${r.id}`}>${r.subject}</a>
      <span class="sub">${r.number}${r.journal_number ? ` · ${r.journal_number}` : ''}</span>` },
    { key: 'requester', head: t('access.requester'), sort: 'requester', cell: (r) => r.requester },
    { key: 'received', head: t('access.received_on'), sort: 'received_on', cell: (r) => html`<span class="nowrap">${date(r.received_on)}</span>` },
    { key: 'deadline', head: t('access.deadline'), sort: 'deadline', cell: (r) => html`<span class="nowrap">${date(r.deadline)}</span>` },
    { key: 'handler', head: t('access.handler_id'), cell: (r) => r.handler_name || '–' },
    { key: 'status', head: t('field.status'), cell: (r) => html`<${RequestStatus} r=${r} />` },
  ]} /><${More} list=${list} />`;
}

function TextFilter({ value }) {
  const [text, setText] = useState(value);
  useEffect(() => { setText(value); }, [value]);
  return html`<div class="form-group"><label class="form-label" for="access-text">${t('access.search')}</label>
    <input id="access-text" class="form-input" type="search" value=${text} onInput=${(e) => setText(e.target.value)}
      onChange=${() => setQuery({ text: text.trim() })} /></div>`;
}

export default function AccessRequests({ query }) {
  const get = (name) => query.get(name) || '';
  const [status, text, sort, about] = [query.has('status') ? get('status') : 'open,partial', get('text'), get('sort') || 'deadline', get('sag')];
  const list = usePages('/access-requests', { status: status === 'all' ? '' : status, text, sort, mine: get('mine') });
  const c = useLoad(about ? `/collaborations/${about}` : null);
  const [creating, setCreating] = useState(false);
  const shown = creating || Boolean(about && c.data);
  const close = () => { setCreating(false); if (about) setQuery({ sag: '' }); };
  const filtered = status !== 'open,partial' || text || get('mine');
  const button = html`<button type="button" class="button button-primary" onClick=${() => setCreating(true)}><${Icon}
    name="plus" />${t('access.new')}</button>`;
  return html`<${PageHead} title=${t('access.title')} lead=${t('access.lead')}>${button}<//>
    <div class="filters d-print-none" role="search" aria-label=${t('list.filters')}><${TextFilter} value=${text} />
      <div class="form-group"><label class="form-label" for="access-status">${t('field.status')}</label>
        <select id="access-status" class="form-select" value=${status} onChange=${(e) => setQuery({ status: e.target.value })}>
          ${['open,partial', 'answered', 'all'].map((s) => html`<option key=${s} value=${s}>${t(`access.filter.${s.split(',')[0]}`)}</option>`)}
        </select></div>
      <div class="form-group-checkbox"><input id="access-mine" type="checkbox" class="form-checkbox" checked=${get('mine') === 'true'}
        onChange=${(e) => setQuery({ mine: e.target.checked ? 'true' : '' })} /><label for="access-mine">${t('access.mine')}</label></div></div>
    ${list.items && !list.items.length ? html`<${Empty} heading=${t(filtered ? 'access.nothing' : 'access.none')}
      text=${t(filtered ? 'list.nothing.text' : 'access.none.text')} />`
    : html`<${RequestRows} list=${list} sort=${sort} onSort=${(s) => setQuery({ sort: s })} />`}
    ${shown && html`<${NewRequest} c=${c.data} onClose=${close} />`}`;
}
