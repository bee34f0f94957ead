// SPDX-License-Identifier: EUPL-1.2
// What the stories share: logging in as a user of the demonstration, finding its cases, calling the API as that user.

export const PASSWORD = 'samspil-demo-2026';

/** Logs in on the page; afterwards the overview stands. */
export async function login(page, user = 'admin') {
  await page.waitForSelector('input[name=login]');
  await page.fill('input[name=login]', user);
  await page.fill('input[name=password]', PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#main-nav', { state: 'attached' });
}

/** Logs out and in again as somebody else. */
export async function changeUser(page, user) {
  await page.click('.user-menu button');
  await page.click('#user-menu .button');
  await login(page, user);
}

/** The API with the session of the page: [status, body]. */
export async function api(page, method, path, body, headers = {}) {
  return page.evaluate(async ([m, p, b, h]) => {
    const reply = await fetch(`/api/v1${p}`, { method: m, headers: { 'content-type': m === 'PATCH' ? 'application/merge-patch+json' : 'application/json', ...h }, body: b === undefined ? undefined : JSON.stringify(b) });
    const text = await reply.text();
    return [reply.status, text ? JSON.parse(text) : null];
  }, [method, path, body, headers]);
}

/** The first collaboration that a search finds. */
export async function find(page, words) {
  const [, list] = await api(page, 'GET', `/collaborations?limit=1&q=${encodeURIComponent(words)}`);
  return list.items[0];
}

/** Waits until the page stands: its heading is there and nothing is being loaded. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector('main h1') && !document.querySelector('main .spinner, main [aria-busy=true]'));
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
}

/** The text of the element, white space made single. */
export async function text(page, selector) {
  return (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ').trim();
}
