// SPDX-License-Identifier: EUPL-1.2
// What others say about an estimate: remarks of the review and answers of the sectors, loaded once for all who show them.
import { useLoad } from './api.js';
import { can } from './session.js';

// Sectors in which somebody can be asked what falls on them.
const ASKED = ['other_departments', 'other_hospitals', 'region_admin', 'general_practice', 'municipality', 'other_regions'];
const OPEN = ['draft', 'submitted', 'in_review'];

/** {notes, former: those of the version before, confirmations, reload}; lists are null until they are here. */
export function useTalk(estimate) {
  const notes = useLoad(`/estimates/${estimate.id}/notes`);
  const former = useLoad(estimate.copied_from ? `/estimates/${estimate.copied_from}/notes` : null);
  const confirmations = useLoad(`/estimates/${estimate.id}/confirmations`);
  return {
    error: notes.error || confirmations.error,
    notes: notes.data?.items || null,
    former: former.data?.items || [],
    confirmations: confirmations.data?.items || null,
    reload: () => { notes.reload(); former.reload(); confirmations.reload(); },
  };
}

/** Those who write the values and those who approve them may speak. */
export const speaks = () => can('value:write') || can('value:approve');

/** Whether the line falls on somebody who can say whether it fits. */
export const ofOthers = (line) => ASKED.includes(line.sector);

/** Whether the question can be put now. */
export function canAsk(estimate, line) {
  return can('value:write') && OPEN.includes(estimate.status) && ofOthers(line);
}

/** Lines that fall on others: {line, alternative}. */
export function linesOfOthers(inputs) {
  return inputs.alternatives.flatMap((a) => a.lines.filter(ofOthers).map((line) => ({ line,
    alternative: a })));
}

/** The newest question about a line that counts, or null: what was withdrawn says nothing. */
export function questionOf(confirmations, lineId) {
  return (confirmations || []).filter((c) => c.line === lineId && c.status !== 'withdrawn').pop() || null;
}
