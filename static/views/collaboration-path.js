// SPDX-License-Identifier: EUPL-1.2
// Tab Forløb: what the stage calls for, the decisions at its gates, the whole path and how the case has gone along it.
import { html, useState, cx } from '../lib/html.js';
import { post } from '../lib/api.js';
import { t, label, language } from '../lib/i18n.js';
import { can, form as formSpec } from '../lib/session.js';
import { date, dateTime } from '../lib/format.js';
import { Alert, Icon, Loaded, Status, notify } from '../lib/ui.js';
import { Table } from '../lib/table.js';
import { Modal, ask } from '../lib/modal.js';
import { useForm, useSubmit, closing, Field, ErrorSummary, FormButtons } from '../lib/form.js';

const words = (x) => x[language()] || x.da;
const STATE = { approved: 'approved', rejected: 'rejected', postponed: 'delayed', open: 'planned' };

/** A dialogue with one form that posts to a path below the case; `spec` is the form of /meta. */
function PathDialog({ c, title, path, spec, fields, fixed, match, save, lead, onClose, onDone }) {
  const form = useForm({ fields, spec: formSpec(spec) });
  const close = closing(form.dirty, onClose);
  const [submit, busy] = useSubmit(form, async (body) => {
    const given = { ...fixed, ...Object.fromEntries(Object.entries(body).filter(([, v]) => v !== null)) };
    if (given.document_id) given.document_id = Number(given.document_id);
    await post(`/collaborations/${c.id}/${path}`, given, match ? { etag: c.version } : undefined);
    notify(t('saved'));
    onDone();
  });
  return html`<${Modal} title=${title} onClose=${close}><form onSubmit=${submit} novalidate>
    <${ErrorSummary} form=${form} />${lead}
    ${form.table.filter((f) => !f.skip || !f.skip(form.values)).map((f) => html`<${Field} key=${f.name} form=${form} name=${f.name} />`)}
    <${FormButtons} busy=${busy} save=${save} onCancel=${close} /></form><//>`;
}

const documents = (c) => ({ name: 'document_id', label: t('path.document'), control: 'select', hint: t('path.document.hint'),
  options: c.documents.map((d) => ({ value: d.id, text: d.title })) });

/** Everybody whom the case waits for, "Jurist (Jens Bruun)". */
export function waitsFor(way) {
  return way.waits_for.map((w) => [w.role ? label('role', w.role) : t('field.owner_id'),
    w.people.length ? `(${w.people.join(', ')})` : ''].join(' ').trim()).join(' · ');
}

/** What keeps the case from going on, each with the place where it is done. */
export function missing(way) {
  const here = (x) => x.stage === way.at_stage;
  return [...way.requirements.filter((r) => here(r) && r.met === false && r.blocking),
    ...way.gates.filter((g) => here(g) && g.state !== 'approved').map((g) => ({ ...g, da: `${g.code}: ${g.da}`,
      en: `${g.code}: ${g.en}` }))];
}

/** In the head of the case: what is missing and who must act. */
export function WayAhead({ c, way }) {
  const lacks = missing(way);
  const to = `/samarbejder/${c.id}/forloeb`;
  if (way.paused) {
    return html`<p class="way-ahead"><strong>${t('path.paused')}:</strong> ${way.paused.reason} · ${t('path.resume_on')}
      ${' '}${date(way.paused.resume_on)}</p>`;
  }
  if (!way.next_stage) return null;
  return html`<p class="way-ahead">${lacks.length ? html`<strong>${t('path.missing')}:</strong> ${lacks.slice(0, 3).map((m,
    i) => html`${i > 0 && ' · '}<a href=${m.href || to}>${words(m)}</a>`)}${lacks.length > 3 && html` · <a href=${to}>${t('path.more',
    { n: lacks.length - 3 })}</a>`}` : html`<strong>${t('path.ready')}</strong>`}${way.waits_for.length > 0 &&
    html`<span class="way-who">${t('path.waits')}: ${waitsFor(way)}</span>`}</p>`;
}

function Requirement({ c, r, reload, onTick }) {
  const untick = async () => {
    await post(`/collaborations/${c.id}/requirements/${r.code}`, { met: false });
    reload();
  };
  return html`<li class=${cx('need', r.met ? 'met' : 'lacks')}><span class="row-main">
      <span class="need-state">${r.met ? html`<${Icon} name="check" />` : html`<${Icon} name=${r.blocking ? 'close' : 'minus'} />`}
        <span class="sr-only">${t(r.met ? 'path.met' : 'path.lacks')}: </span></span>
      <span>${words(r)}<span class="sub">${[r.acts_role ? label('role', r.acts_role) : t('field.owner_id'), !r.blocking
        && t('path.optional'), r.tick && `${t('path.ticked', { name: r.tick.by_name || '', day: date(r.tick.at) })}${r.tick.note
        ? `: ${r.tick.note}` : ''}`].filter(Boolean).join(' · ')}</span></span></span>
    <span class="row-side">${!r.met && r.href && html`<a href=${r.href}>${t('path.go')}<span class="sr-only"> ${words(r)}</span></a>`}
      ${r.by_hand && can('collaborations:write') && (r.met
    ? html`<button type="button" class="function-link" onClick=${untick}>${t('path.untick')}<span class="sr-only"> ${words(r)}</span></button>`
    : html`<button type="button" class="function-link" onClick=${() => onTick(r)}><${Icon} name="check" />${t('path.tick')}<span
      class="sr-only"> ${words(r)}</span></button>`)}</span></li>`;
}

function Decision({ c, d, onMet }) {
  const doc = c.documents.find((x) => x.id === d.document_id);
  return html`<li><span class="row-main"><strong>${t(`decision.${d.decision}`)}</strong> · ${label('role', d.role)}, ${d.decider_name},
    ${' '}${date(d.decided_on)}${d.lapsed && html` <span class="muted">(${t('decision.lapsed')})</span>`}
    ${d.reason && html`<span class="sub">${d.reason}</span>`}
    ${d.conditions && html`<span class="sub"><strong>${t('field.conditions')}:</strong> ${d.conditions}. ${d.conditions_met_at
    ? t('decision.met', { day: date(d.conditions_met_at), note: d.conditions_note }) : t('decision.not_met')}</span>`}
    ${doc && html`<span class="sub">${t('path.document')}: <a href=${doc.url}>${doc.title}</a></span>`}</span>
    ${d.conditions && !d.conditions_met_at && can('collaborations:write') && html`<button type="button" class="function-link"
      onClick=${() => onMet(d)}>${t('decision.meet')}</button>`}</li>`;
}

function Gate({ c, way, g, open }) {
  const here = g.stage === way.stage;
  const may = here && (g.state !== 'approved' || g.repeats);
  return html`<div class="gate"><div class="section-head"><h3>${g.code}: ${words(g)}</h3><${Status} code=${STATE[g.state]}
    text=${t(`gate.${g.state}`)} /></div>
    <p>${t('gate.deciders')}: ${g.decider_roles.map((r) => label('role', r)).join(` ${t('and')} `)}${g.repeats ? `. ${t('gate.repeats')}` : ''}</p>
    ${g.request && html`<${Alert} heading=${t('gate.asked', { name: g.request.by_name || t('history.system'), day: date(g.request.due_date) })}><p>${g.request.note}</p><//>`}
    ${g.decisions.length > 0 && html`<ul class="rows">${g.decisions.map((d) => html`<${Decision} key=${d.id} c=${c} d=${d}
      onMet=${(x) => open({ kind: 'met', d: x })} />`)}</ul>`}
    ${may && html`<div class="form-buttons d-print-none">
      ${g.may_decide && html`<button type="button" class="button button-primary" onClick=${() => open({ kind: 'decide', g })}>${t('gate.decide')}</button>`}
      ${!g.request && can('collaborations:write') && html`<button type="button" class="button button-secondary"
        onClick=${() => open({ kind: 'ask', g })}>${t('gate.ask')}</button>`}</div>
      ${way.own && g.decider_roles.length > 0 && html`<p class="muted">${t('gate.own')}</p>`}`}
  </div>`;
}

function dialogOf(c, open) {
  const { kind, g, r, d } = open;
  const approves = (v) => v.decision !== 'approve_with_conditions';
  return {
    tick: () => ({ title: words(r), path: `requirements/${r.code}`, spec: 'requirement_tick', save: t('path.tick'), fixed: { met: true },
      fields: [{ name: 'note', label: t('field.note') }, documents(c)] }),
    ask: () => ({ title: t('gate.ask'), path: `gates/${g.code}/request`, spec: 'gate_request', save: t('gate.ask'),
      lead: html`<p>${t('gate.ask.lead', { gate: `${g.code}: ${words(g)}` })}</p>`,
      fields: [{ name: 'note', label: t('gate.ask.note') }, { name: 'due_date', label: t('gate.ask.due'), hint: t('gate.ask.due.hint') }] }),
    decide: () => ({ title: `${g.code}: ${words(g)}`, path: `gates/${g.code}/decisions`, spec: 'gate_decide', save: t('gate.decide'),
      lead: html`<p>${t('gate.final')}</p>`,
      fields: [{ name: 'decision', label: t('field.decision'), control: 'select', options: ['approve', 'approve_with_conditions', 'reject', 'postpone'].map((v) => ({ value: v, text: t(`decision.${v}`) })) },
        { name: 'conditions', label: t('field.conditions'), skip: approves, required: true }, { name: 'reason', label: t('stage.reason'), skip: (v) => !v.decision, required: false, hint: t('decision.reason.hint') },
        { name: 'decided_on', label: t('field.decided_on'), hint: t('decision.day.hint') }, documents(c)] }),
    met: () => ({ title: t('decision.meet'), path: `decisions/${d.id}/conditions-met`, spec: 'conditions_met', save: t('decision.meet'),
      lead: html`<p>${d.conditions}</p>`, fields: [{ name: 'note', label: t('decision.how') }] }),
    pause: () => ({ title: t('path.pause'), path: 'pause', spec: 'collaboration_pause', match: true, save: t('path.pause'),
      fields: [{ name: 'reason', label: t('stage.reason') }, { name: 'resume_on', label: t('path.resume_on') }] }),
    newest: () => ({ title: t('path.newest'), path: 'lifecycle', spec: 'collaboration_lifecycle', match: true, save: t('path.newest'),
      lead: html`<p>${t('path.newest.lead')}</p>`, fields: [{ name: 'reason', label: t('stage.reason') }] }),
  }[kind]();
}

function Now({ c, way, reload, open }) {
  const stage = way.stages.find((s) => s.stage === way.at_stage);
  const needs = way.requirements.filter((r) => r.stage === way.at_stage);
  const gates = way.gates.filter((g) => g.stage === way.at_stage);
  const write = can('collaborations:write');
  const over = !way.paused && way.stage !== way.at_stage;
  const resume = async () => {
    if (!way.at_stage) return;
    if (!(await ask({ title: t('path.resume'), text: t('path.resume.text', { stage: label('stage', way.at_stage, c.kind) }), action: t('path.resume') }))) return;
    await post(`/collaborations/${c.id}/resume`, {}, { etag: c.version });
    reload();
  };
  return html`<section class="section"><div class="section-head"><h2>${label('stage', way.stage, c.kind)}</h2>
      <span class="muted">${t('path.since', { day: date(way.stage_since) })}</span></div>
    ${way.paused && html`<${Alert} kind="warning" heading=${t('path.paused')}><p>${way.paused.reason}. ${t('path.resume_on')}: ${date(way.paused.resume_on)}</p><//>`}
    ${!way.at_stage && html`<${Alert} heading=${t('path.unknown')}><p>${t('path.unknown.text')}</p><//>`}
    ${stage && words({ da: stage.help_da, en: stage.help_en }) && html`<p>${words({ da: stage.help_da, en: stage.help_en })}</p>`}
    ${!over && way.waits_for.length > 0 && html`<p><strong>${t('path.waits')}:</strong> ${waitsFor(way)}</p>`}
    ${!over && needs.length > 0 && html`<h3>${t('path.needs')}</h3><ul class="rows needs">${needs.map((r) => html`<${Requirement} key=${r.code} c=${c}
      r=${r} reload=${reload} onTick=${(x) => open({ kind: 'tick', r: x })} />`)}</ul>`}
    ${gates.map((g) => html`<${Gate} key=${g.code} c=${c} way=${way} g=${g} open=${open} />`)}
    ${write && html`<div class="form-buttons d-print-none">
      ${way.paused ? html`<button type="button" class="button button-primary" onClick=${resume}>${t('path.resume')}</button>`
    : !over && html`<button type="button" class="button button-secondary" onClick=${() => open({ kind: 'pause' })}>${t('path.pause')}</button>`}
      ${!way.lifecycle.newest && way.lifecycle.newest_id && html`<button type="button" class="button button-secondary"
        onClick=${() => open({ kind: 'newest' })}>${t('path.newest')}</button>`}</div>`}
  </section>`;
}

/** Every stage with what it calls for. */
function Whole({ way }) {
  return html`<section class="section"><h2>${t('path.whole')}</h2>
    <p class="muted">${t('path.follows', { name: way.lifecycle.name, no: way.lifecycle.version_no })}</p>
    <ol class="path-list">${way.stages.map((s) => {
    const needs = [...way.requirements.filter((r) => r.stage === s.stage), ...way.gates.filter((g) => g.stage === s.stage).map((g) => ({ ...g,
      da: `${g.code}: ${g.da}`, en: `${g.code}: ${g.en}` }))];
    return html`<li key=${s.stage} class=${s.state} aria-current=${s.state === 'current' ? 'step' : undefined}><details>
      <summary><span class="strong">${words(s)}</span> <span class="muted">${t(`path.state.${s.state}`)}${s.entered_at ? `, ${t('path.since',
        { day: date(s.entered_at) })}` : ''}</span></summary>
      ${s.help_da && html`<p>${words({ da: s.help_da, en: s.help_en })}</p>`}
      ${needs.length ? html`<ul class="bullets">${needs.map((r) => html`<li key=${r.code}>${words(r)}</li>`)}</ul>`
        : html`<p class="muted">${t('path.nothing')}</p>`}
      ${s.max_days && html`<p class="muted">${t('path.max_days', { n: s.max_days })}</p>`}</details></li>`;
  })}</ol></section>`;
}

function Moves({ c, way }) {
  if (!way.history.length) return null;
  return html`<section class="section"><h2>${t('path.history')}</h2><${Table} caption=${t('path.history')} rows=${way.history}
    rowKey=${(h, i) => i} columns=${[
    { key: 'when', head: t('path.when'), main: true, cell: (h) => dateTime(h.left_at) },
    { key: 'what', head: t('path.move'), cell: (h) => html`${label('stage', h.stage, c.kind)} → ${label('stage', h.to_stage, c.kind)}${h.backward
      && html`<span class="sub">${t('path.backward')}</span>`}` },
    { key: 'reason', head: t('stage.reason'), cell: (h) => h.reason || '–' },
    { key: 'who', head: t('path.who'), cell: (h) => h.by_name || '–' },
  ]} /></section>`;
}

export function Path({ c, reload, path }) {
  const [dialog, setDialog] = useState(null);
  const done = () => { setDialog(null); reload(); };
  return html`<${Loaded} from=${path}>${(way) => html`
    <${Now} c=${c} way=${way} reload=${done} open=${setDialog} />
    <${Whole} way=${way} /><${Moves} c=${c} way=${way} />
    ${dialog && html`<${PathDialog} key=${JSON.stringify(dialog)} c=${c} ...${dialogOf(c, dialog)} onClose=${() => setDialog(null)} onDone=${done} />`}`}<//>`;
}
