// SPDX-License-Identifier: EUPL-1.2
// Addresses: the History API, links as plain <a href>, and where the focus goes when the page changes.
import { useState, useEffect } from './html.js';

const listeners = new Set();
let leaveGuard = null;
const holds = new Set();

export function location() {
  return { path: window.location.pathname, query: new URLSearchParams(window.location.search), hash: window.location.hash };
}

function announce() { for (const listener of listeners) listener(location()); }

/**
 * Called with the address before a page is left: answers true when it may be, or a promise of it. Null: nothing on the page is worth
 * asking for any more.
 */
export function guardLeaving(guard) {
  leaveGuard = guard;
  if (!guard) holds.clear();
}

/** The same for one of several forms on a page, with a plain answer; answers what takes it away again. */
export function holdLeaving(guard) {
  holds.add(guard);
  return () => holds.delete(guard);
}

/** Goes on when the page holds nothing that is not saved, or the person leaves it all the same. `url`: where to, if anywhere. */
export function whenLeaving(url, then) {
  if (![...holds].every((guard) => guard())) return;
  const answer = leaveGuard ? leaveGuard(url) : true;
  if (answer instanceof Promise) answer.then((yes) => { if (yes) then(); });
  else if (answer) then();
}

/** Goes to an address of ours. `replace` leaves no entry in the history; `keepScroll` for changes within the page. */
export function navigate(url, { replace = false, keepScroll = false } = {}) {
  const samePage = new URL(url, window.location.href).pathname === window.location.pathname;
  const go = () => {
    if (!samePage) guardLeaving(null);
    window.history[replace ? 'replaceState' : 'pushState'](null, '', url);
    announce();
    if (!keepScroll && !samePage) window.scrollTo(0, 0);
  };
  if (samePage) go();
  else whenLeaving(url, go);
}

/** Changes some parameters of the address; empty ones are taken out. */
export function setQuery(changes, { replace = false } = {}) {
  const { path, query } = location();
  for (const [name, value] of Object.entries(changes)) {
    const text = Array.isArray(value) ? value.join(',') : value;
    if (text === undefined || text === null || text === '') query.delete(name);
    else query.set(name, text);
  }
  const text = query.toString().replaceAll('%2C', ',');
  navigate(text ? `${path}?${text}` : path, { replace, keepScroll: true });
}

export function useLocation() {
  const [here, setHere] = useState(location);
  useEffect(() => {
    listeners.add(setHere);
    return () => listeners.delete(setHere);
  }, []);
  return here;
}

/** Matches '/a/{id}' patterns: {view, params} of the first that fits, or null. */
export function match(routes, path) {
  const parts = path.replace(/\/+$/, '').split('/');
  for (const [pattern, view] of routes) {
    const wanted = pattern.replace(/\/+$/, '').split('/');
    if (wanted.length !== parts.length) continue;
    const params = {};
    const fits = wanted.every((w, i) => {
      if (!w.startsWith('{')) return w === parts[i];
      params[w.slice(1, -1)] = decodeURIComponent(parts[i]);
      return parts[i] !== '';
    });
    if (fits) return { view, params };
  }
  return null;
}

/** Plain links within the site change the page without loading it anew. */
export function startRouter() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute('download') || link.origin !== window.location.origin) return;
    if (link.pathname.startsWith('/api/') || link.pathname.includes('.')) return;
    if (link.hash && link.pathname === window.location.pathname) return;
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
  });
  window.addEventListener('popstate', announce);
}

/** Puts the focus on the page's heading: screen readers then read the new page. */
export function focusHeading() {
  const heading = document.querySelector('main h1');
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
