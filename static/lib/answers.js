// SPDX-License-Identifier: EUPL-1.2
// The questions that the figures answer themselves (8 and 21-26), in words and amounts.
import { t, label } from './i18n.js';
import { kr, mioSigned, mio, percent, num } from './format.js';
import { mainIndex } from './estimate.js';
import { unitWord } from './units.js';

const HOSPITAL = ['initiating_clinic', 'other_departments'];
const MONEY = ['cash', 'revenue'];
// A sentence a line; several make a list.
const listed = (rows, none) => (rows.length ? rows.map((r) => t('answer.line', r)) : [t(none)]);
const costs = (amount) => t(amount < 0 ? 'answer.costs' : 'answer.saves', { amount: kr(Math.abs(amount) * 100) });

function setup(lines) {
  const rows = lines.filter(({ line }) => line.form_row === 'etablering' || line.timing === 'one_off');
  const total = rows.reduce((all, r) => all + r.pv, 0);
  const each = rows.length > 1 ? listed(rows.map((r) => ({ name: r.line.name, amount: kr(Math.abs(r.pv) * 100) }))) : [];
  return rows.length ? [t('answer.setup', { amount: kr(Math.abs(total) * 100) }), ...each] : [t('answer.setup.none')];
}

function activity(lines) {
  const rows = lines.filter(({ line }) => line.class === 'capacity');
  return listed(rows.map(({ line, pv }) => ({ name: line.name, amount: t('answer.fromto', { from: num(line.qty_baseline ?? 0, 2, 0),
    to: num(line.qty_new ?? 0, 2, 0), unit: unitWord(line), worth: mioSigned(pv * 100) }) })), 'answer.activity.none');
}

function perPatient(lines) {
  const rows = lines.filter(({ line }) => line.timing === 'per_patient' && line.kind !== 'flow');
  if (!rows.length) return [t('answer.patient.none')];
  const each = ({ line }) => ((line.qty_baseline ?? 0) - (line.qty_new ?? 0)) * (line.unit_value ?? 0) * (line.kind === 'outcome'
    ? -1 : 1);
  return [t('answer.patient', { text: costs(rows.reduce((all, r) => all + each(r), 0)) }),
    ...listed(rows.map((r) => ({ name: r.line.name, amount: costs(each(r)) })))];
}

function sectors(result, fits, none) {
  const amounts = (m) => [[m.pays + m.saves, 'money'], [m.capacity, 'capacity'], [m.time,
    'time']].filter(([v]) => Math.abs(v) >= 0.5)
    .map(([v, what]) => t(`answer.${what}`, { amount: mioSigned(v * 100) })).reduce((a, b) => (a ? t('answer.and', { a, b }) : b),
      '');
  return listed(result.matrix.filter((m) => fits(m.sector)).map((m) => ({ name: label('sector', m.sector), amount: amounts(m) }))
    .filter((r) => r.amount), none);
}

function uncertainty(result, nameOf) {
  if (!result.tornado.length) return [t('answer.uncertainty.none')];
  const top = result.tornado.slice(0, 3).map((r) => t('answer.swing', { what: nameOf(r.parameter),
    low: mioSigned(Math.min(r.npv_low, r.npv_high) * 100),
    high: mioSigned(Math.max(r.npv_low, r.npv_high) * 100) }));
  return result.weak_evidence_share > 0 ? [...top, t('live.weak', { share: percent(result.weak_evidence_share, 0) })] : top;
}

/** Lines with an effect in figures, and how sure each is. */
function effects(lines) {
  const rows = lines.filter(({ line }) => !['cash', 'revenue', 'transfer'].includes(line.class) && line.evidence);
  return rows.map(({ line }) => t('answer.effect', { name: line.name, from: num(line.qty_baseline ?? 0, 2, 0),
    to: num(line.qty_new ?? 0, 2, 0),
    unit: unitWord(line), evidence: label('evidence', line.evidence) }));
}

/** What the figures say to the question bound to `binding`: sentences, or null when words alone answer it. */
export function answerOf(binding, result, inputs, nameOf) {
  if (!binding) return null;
  if (!result || !result.lines.length) return binding === 'effect' ? null : [t('answer.wait')];
  const own = new Map(inputs.alternatives[mainIndex(inputs)].lines.map((l) => [l.id, l]));
  const lines = result.lines.filter((l) => !l.of_comparator && own.has(l.id)).map((l) => ({ line: own.get(l.id), pv: l.pv,
    flows: l.flows }));
  const money = lines.filter(({ line }) => MONEY.includes(line.class) && HOSPITAL.includes(line.sector));
  const first = money.reduce((all, r) => all + (r.flows[0] || 0), 0);
  const written = {
    effect: () => effects(lines),
    setup: () => setup(lines),
    activity: () => activity(lines),
    per_patient: () => perPatient(lines),
    own_hospital: () => [...sectors(result, (s) => HOSPITAL.includes(s), 'answer.own.none'), t('answer.firstyear',
      { amount: mio(Math.abs(first) * 100),
      what: t(first < 0 ? 'answer.expense' : 'answer.gain') })],
    elsewhere: () => sectors(result, (s) => !HOSPITAL.includes(s), 'answer.elsewhere.none'),
    uncertainty: () => uncertainty(result, nameOf),
  }[binding];
  const sentences = written ? written() : [];
  return sentences.length ? sentences : null;
}
