// SPDX-License-Identifier: EUPL-1.2
// What a template asks before any number, and the lines that it and the answers propose.
import { language } from './i18n.js';
import { isComplete } from './estimate.js';
import { takeIndices } from './prices.js';

export const nameOf = (row) => row[language()] || row.da;

/** The line's id says which line of which template it was, so that it is proposed once. */
const idOf = (template, no) => `${template.code}-${no + 1}`;

export const answerTo = (doc, code) => (doc.assessment.prompts || []).find((p) => p.code === code);

// Money that is nothing today and one of a kind with the solution: only the price is left to write.
const WHOLE = ['projekt', 'år', 'forløb', 'stk.'];
const fromNothing = (l) => WHOLE.includes(l.unit) && (['etablering', 'oevrig_drift'].includes(l.form_row) || l.class === 'revenue');

function lineOf(template, l, no, inputs) {
  const zero = fromNothing(l) ? { qty_baseline: 0, qty_new: 1 } : l.timing === 'one_off' ? { qty_baseline: 0 } : {};
  return {
    id: idOf(template, no), name: nameOf(l), sector: l.sector, class: l.class, kind: l.kind, timing: l.timing, form_row: l.form_row,
      unit: l.unit, evidence: 'E',
    ...(l.payer_task ? { payer_task: l.payer_task } : {}), ...zero, ...(l.timing === 'one_off'
      ? { year_from: inputs.base_year } : {}), ...proposedPrice(l),
  };
}

/** The template's price as members of a line; nothing while the library has none. */
function proposedPrice(l) {
  if (l.unit_value === null) return {};
  return { unit_value: l.unit_value, reference: l.reference, ...(l.source ? { source: l.source } : {}),
    ...(l.value_price_year ? { value_price_year: l.value_price_year } : {}), ...(l.index ? { index: l.index } : {}) };
}

/** Lines of the template: {line, row, taken, prompt, answer}; the answer no passes a line over. */
export function proposals(doc, template, at) {
  if (!template) return [];
  const { lines } = doc.inputs.alternatives[at];
  return template.lines.map((row, no) => {
    const prompt = row.prompt && template.prompts.find((p) => p.code === row.prompt);
    return { row, line: lineOf(template, row, no, doc.inputs), taken: lines.some((l) => l.id === idOf(template, no)), prompt: prompt
      || null,
      answer: prompt ? answerTo(doc, prompt.code)?.answer || null : null };
  });
}

/**
 * Takes the lines in that the answers call for: all of them the first time, later those whose question was answered anew. Lines
 * that lack
 * numbers go when their question has become a no or the template another.
 */
export function addProposed(draft, template, before) {
  const { doc, at } = draft;
  if (!template) return;
  const foreign = (l) => /^[a-z_]+-\d+$/.test(l.id) && !l.id.startsWith(`${template.code}-`);
  const refused = (l) => proposals(doc, template, at).some((p) => p.line.id === l.id && p.answer === 'no');
  const lines = doc.inputs.alternatives[at].lines.filter((l) => isComplete(l) || !(foreign(l) || refused(l)));
  const fresh = !template.lines.some((l, no) => doc.inputs.alternatives[at].lines.some((x) => x.id === idOf(template, no)));
  const anew = (p) => p.prompt && answerTo(before, p.prompt.code)?.answer !== p.answer;
  const added = proposals(doc, template, at).filter((p) => !p.taken && p.answer !== 'no' && (fresh || anew(p))).map((p) => p.line);
  draft.setAlternative(at, { lines: [...lines, ...added] });
  takeIndices(draft, added);
}

/** The first question that cannot be passed over yet. */
export function missingPrompt(doc, template) {
  const wanting = (template?.prompts || []).find((p) => {
    const answer = answerTo(doc, p.code);
    return p.required && (!answer || (answer.answer === 'no' && !(answer.text || '').trim()));
  });
  return wanting ? wanting.code : null;
}
