// SPDX-License-Identifier: EUPL-1.2
// How many notes one has not read: asked at every page and once a minute while the window is seen.
import { useState, useEffect } from './html.js';
import { get } from './api.js';

const EVERY = 60000;
const listeners = new Set();
let count = 0;

export function countUnread() {
  return get('/notifications?unread=true&limit=1').then(({ data }) => {
    count = data.total;
    for (const listener of listeners) listener(count);
  }, () => {}); // the next turn asks again
}

/** The number for the header; `page` is what asks anew when it changes. */
export function useUnread(page) {
  const [n, setN] = useState(count);
  useEffect(() => { listeners.add(setN); return () => listeners.delete(setN); }, []);
  useEffect(() => { countUnread(); }, [page]);
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) countUnread(); }, EVERY);
    return () => clearInterval(timer);
  }, []);
  return n;
}
