// SPDX-License-Identifier: EUPL-1.2
// What each role steers by on its own first page: what is overdue of its own kinds, what ends, and where its work lies.
import { html } from '../lib/html.js';
import { useLoad } from '../lib/api.js';
import { t, label } from '../lib/i18n.js';
import { user } from '../lib/session.js';
import { num } from '../lib/format.js';

/** Role: kinds of deadline that it keeps an eye on, and its own page. */
const STEERS = {
  procurement_officer: [['expiry', 'application', 'standstill', 'option', 'stage'], '/indkoeb/kapacitet', 'nav.capacity'],
  procurement_lead: [['stage', 'expiry', 'evaluation', 'benefits', 'option'], '/indkoeb/kapacitet', 'nav.capacity'],
  clinic_lead: [['stage', 'milestone', 'evaluation', 'report'], '/samarbejder?mine=true', 'filter.mine.true'],
  department_head: [['stage', 'evaluation', 'benefits'], '/samarbejder?phase=pipeline', 'filter.phase.pipeline'],
  hospital_exec: [['stage', 'evaluation', 'benefits'], '/samarbejder?phase=active', 'filter.phase.active'],
  health_economist: [['benefits', 'evaluation'], '/vaerdi?queue=true', 'nav.value'],
  controller: [['benefits', 'report', 'payment', 'expiry'], '/vaerdi/portefoelje', 'nav.value'],
  lawyer: [['checklist', 'invention', 'ministry_approval', 'dispensation', 'standstill'], '/jura', 'nav.law'],
  research_support: [['acknowledge', 'report', 'publication', 'payment'], '/forskning', 'nav.research'],
  forum_secretary: [['evaluation', 'stage'], '/samarbejder?phase=active', 'filter.phase.active'],
  data_protection_officer: [['dispensation', 'checklist'], '/samarbejder?overdue=checklist', 'nav.collaborations'],
  admin: [['stage', 'evaluation', 'expiry'], '/administration', 'nav.admin'],
};

/** First and last day of a list of months that begin with these. */
export function lastDay(month) {
  const [y, m] = month.split('-').map(Number);
  return `${month.slice(0, 8)}${String(new Date(Date.UTC(y, m, 0)).getUTCDate()).padStart(2, '0')}`;
}
export const endsIn = (months) => `/samarbejder?ends_from=${months[0].month}&ends_to=${lastDay(months[months.length - 1].month)}`;
export const counted = (x) => `${num(x.count)}${x.capped ? '+' : ''}`;

/** Figures with a list behind each. */
export function Tiles({ rows }) {
  return html`<dl class="figures">${rows.map((r) => html`<div key=${r.key}><dt>${r.name}</dt>
    <dd>${r.href ? html`<a href=${r.href}>${r.value}</a>` : r.value}${r.note && html`<p class="note">${r.note}</p>`}</dd></div>`)}</dl>`;
}

export function Steered() {
  const from = useLoad('/portfolio/steering');
  const role = user().roles.map((r) => r.role).find((r) => STEERS[r]);
  if (!role || !from.data) return null;
  const [kinds, href, name] = STEERS[role];
  const overdue = kinds.map((kind) => from.data.overdue.find((x) => x.kind === kind) || { kind, count: 0 });
  const ends = from.data.expiring.reduce((n, m) => n + m.count, 0);
  return html`<section class="section"><div class="section-head"><h2>${t('steering.own', { role: label('role', role) })}</h2>
      <a class="function-link" href=${href}>${t(name)}</a></div>
    <${Tiles} rows=${[...overdue.map((x) => ({ key: x.kind, name: t(`steering.overdue.${x.kind}`), value: counted(x),
      href: x.count ? `/samarbejder?overdue=${x.kind}` : null })),
      { key: 'ends', name: t('steering.ends'), value: num(ends), href: ends ? endsIn(from.data.expiring) : null }]} /></section>`;
}
