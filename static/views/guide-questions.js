// SPDX-License-Identifier: EUPL-1.2
// Sixth step: the questionnaire, with how far one has got.
import { html } from '../lib/html.js';
import { Completeness } from './completeness.js';
import { Questions } from './estimate-questions.js';

export function Asked({ draft }) {
  return html`<${Completeness} draft=${draft} brief /><${Questions} draft=${draft} />`;
}
