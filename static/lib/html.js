// SPDX-License-Identifier: EUPL-1.2
// The one place that names the rendering library; every module takes html and the hooks from here.
export {
  html, render, createContext, Component,
  useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useReducer,
} from '/vendor/preact.js';

let serial = 0;

/** An id that no other element on the page has; `useState(() => uid('f'))[0]` keeps it over renders. */
export function uid(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}

/** Joins class names; false, null and '' are left out. */
export function cx(...names) {
  return names.filter(Boolean).join(' ');
}
