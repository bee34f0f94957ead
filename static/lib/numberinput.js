// SPDX-License-Identifier: EUPL-1.2
// A number that works while it is typed: keeps the text as written, hands on the value as soon as it is one.
import { html, useState, useEffect, useRef, cx } from './html.js';
import { parseNumber, editable, num } from './format.js';

/** scale: 100 for a percentage kept as a share. onValue(number|null); a text that is no number is marked and not handed on. */
export function NumberInput({ id, value, onValue, label, scale = 1, digits = 6, disabled, unit, describedBy }) {
  const show = (v) => (v === null || v === undefined ? '' : editable(Number((v * scale).toFixed(digits))));
  const [text, setText] = useState(show(value));
  const [bad, setBad] = useState(false);
  const typing = useRef(false);
  useEffect(() => { if (!typing.current) { setText(grouped(value)); setBad(false); } }, [value, disabled]);
  const grouped = (v) => (v === null || v === undefined ? '' : num(Number((v * scale).toFixed(digits)), digits,
    0).replace('−', '-'));
  const change = (event) => {
    typing.current = true;
    setText(event.target.value);
    const n = parseNumber(event.target.value);
    setBad(Number.isNaN(n));
    if (!Number.isNaN(n)) onValue(n === null ? null : Number((n / scale).toPrecision(15)));
  };
  const leave = () => {
    typing.current = false;
    if (!bad) setText(grouped(value));
  };
  return html`<span class=${cx('number-input', unit && 'with-unit')}>
    <input id=${id} class="form-input num" inputmode="decimal" autocomplete="off" aria-label=${label}
    aria-invalid=${bad ? 'true' : undefined} aria-describedby=${describedBy}
    disabled=${disabled} value=${text} onInput=${change} onFocus=${() => { typing.current = true; }}
      onBlur=${leave} />${unit && html`<span class="unit" aria-hidden="true">${unit}</span>`}</span>`;
}
