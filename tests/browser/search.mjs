// SPDX-License-Identifier: EUPL-1.2
// Search from any page: the field in the header, answers while typing, and a link in its place on a phone.
import { story, url } from './lib/story.mjs';
import { login, api, text, settled } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  const page = await t.open('/');
  await login(page, 'klinik');
  const [, me] = await api(page, 'GET', '/me');
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'Kvikpleje i eget hjem', unit_id: me.unit_id });
  await api(page, 'POST', `/collaborations/${one.id}/comments`, { body: 'Husk gnavpotten på tirsdag' });

  await t.step('by keyboard from the overview to the case', async () => {
    await page.focus('#frame-q');
    await page.keyboard.type('kvikplaje');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.hits a');
    t.ok(page.url().endsWith('/soeg?q=kvikplaje'), 'an address to send on', page.url());
    t.ok((await text(page, '.hits')).includes('Kvikpleje i eget hjem'), 'found in spite of the spelling', await text(page, '.hits'));
    t.is(await page.inputValue('#all-q'), 'kvikplaje', 'the words stand in the field');
  });

  await t.step('answers while one types, the back button goes to the page before', async () => {
    await page.fill('#all-q', 'gnavpotten');
    await page.waitForFunction(() => document.querySelector('main h2')?.textContent === 'Kommentarer');
    t.ok(page.url().endsWith('q=gnavpotten'), 'the address follows', page.url());
    t.ok((await text(page, '.hits')).includes('Husk gnavpotten'), 'the words round it');
    await page.click('.hits a');
    await page.waitForSelector('.case-head');
    t.ok(page.url().endsWith(`/samarbejder/${one.id}/kommentarer`), 'where it was said', page.url());
    await page.goBack();
    await page.waitForSelector('.hits a');
    t.is(await page.inputValue('#all-q'), 'gnavpotten', 'back with the same words');
  });

  await t.step('nothing fits: said, with advice', async () => {
    await page.fill('#all-q', 'findesikkenogetsteds');
    await page.waitForSelector('.empty');
    t.ok((await text(page, '.empty')).includes('Prøv færre'), 'advice');
    await t.axe(page, 'nothing');
  });

  await t.step('on a phone the field is a link', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto(`${url}/`);
    await settled(page);
    await page.click('.frame-search-link');
    await page.waitForSelector('#all-q');
    await page.waitForFunction(() => document.activeElement.id === 'all-q');
    t.is(await page.evaluate(() => document.activeElement.id), 'all-q', 'ready to type');
    await t.fits(page, 'search');
  });
});
