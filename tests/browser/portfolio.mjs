// SPDX-License-Identifier: EUPL-1.2
// The value of the portfolio: sums that are those of the estimates, filters in the address, what is left out said, and a simulation.
import { readFileSync } from 'node:fs';
import { story, url } from './lib/story.mjs';
import { login, api, text, settled } from './lib/samspil.mjs';

const MINUS = '−';
const golden = JSON.parse(readFileSync(new URL('../golden/value/hjemmeakut.json', import.meta.url), 'utf8'));
const number = (s) => Number(s.replace(/\./g, '').replace(MINUS, '-').replace('+', '').replace(',', '.'));

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  const page = await t.open('/');
  await login(page, 'klinik');
  const [, me] = await api(page, 'GET', '/me');
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'I porteføljen', unit_id: me.unit_id, theme: 'digital' });
  const [, e] = await api(page, 'POST', `/collaborations/${one.id}/estimates`, { tier: 'mini', comparator: 'Som i dag', inputs: golden });
  const npv = e.npv.limited_societal_oere;

  await t.step('from Værdi to the portfolio: two collaborations, each sector with its sums', async () => {
    await page.goto(`${url}/vaerdi`);
    await page.click('.tabs a:text-is("Porteføljens værdi")');
    await page.waitForSelector('.figures');
    await settled(page);
    const [, v] = await api(page, 'GET', '/portfolio/value');
    t.is(number((await page.locator('.figures dd').first().innerText()).trim()), v.count, 'how many');
    t.is(number((await text(page, '.figures div:nth-child(2) dd')).split(' ')[0]), Math.round(v.npv_oere.limited_societal / 1e7) / 10, 'their value');
    const rows = await page.locator('table:has(caption:text("Sektor for sektor")) tbody tr').allInnerTexts();
    t.is(rows.length, v.by_sector.length, 'a row for each sector');
    const clinic = rows.find((r) => r.startsWith('Klinikken selv')).split(/\t|\n/).map((x) => x.trim()).filter(Boolean);
    t.is(number(clinic[5]), Math.round(v.by_sector.find((s) => s.sector === 'initiating_clinic').net_oere / 1e7) / 10, 'the net of the clinic');
    t.ok((await text(page, 'main')).includes('tæller mennesker, vises ikke'), 'what is left out is said');
    t.ok((await text(page, '.natural')).toLowerCase().includes('sengedage'), 'bed days in their own unit', await text(page, '.natural'));
    await page.locator('.chart-box').first().scrollIntoViewIfNeeded();
    await page.waitForSelector('.chart-box svg');
    await t.axe(page, 'portfolio');
    await t.shot(page, 'all');
  });

  await t.step('a filter stands in the address and leaves one', async () => {
    await page.selectOption('#p-theme', 'digital');
    await page.waitForFunction(() => document.querySelector('.figures dd')?.textContent.trim() === '1');
    t.ok(page.url().endsWith('?theme=digital'), 'the address', page.url());
    t.is(number((await text(page, '.figures div:nth-child(2) dd')).split(' ')[0]), Math.round(npv / 1e7) / 10, 'its own value');
    await page.reload();
    await page.waitForSelector('.figures');
    t.is(await page.inputValue('#p-theme'), 'digital', 'kept over a reload');
  });

  await t.step('the figure leads to its list', async () => {
    await page.click('.figures dd a');
    await page.waitForFunction(() => document.querySelectorAll('tbody td.main-cell').length === 1);
    t.ok((await text(page, 'tbody tr')).includes('I porteføljen'), 'the one collaboration', page.url());
    await page.goBack();
    await page.waitForSelector('.sim-form');
  });

  await t.step('the simulation: progress, an interval round the mean, the same answer for the same seed', async () => {
    await page.selectOption('#p-theme', '');
    await page.waitForFunction(() => document.querySelector('.figures dd')?.textContent.trim() !== '1');
    await page.fill('#sim-draws', '2.000');
    await page.fill('#sim-seed', '7');
    await page.click('.sim-form button');
    await page.waitForSelector('.simulation .meaning', { timeout: 60000 });
    const first = await text(page, '.simulation .meaning');
    t.ok(/mellem .+ mio\. kr\. og .+ mio\. kr\., og den er over nul i \d+ %/.test(first), 'in a sentence', first);
    const [low, high] = first.match(/[+−]?[\d.]+,\d(?= mio)/g).map(number);
    const mean = number((await text(page, '.simulation .figures dd')).split(' ')[0]);
    t.ok(low < mean && mean < high, 'the mean lies inside', `${low} ${mean} ${high}`);
    await page.locator('.simulation .chart-box').scrollIntoViewIfNeeded();
    await page.waitForSelector('.simulation .chart-box svg');
    await page.click('.simulation summary');
    const counts = (await page.locator('.simulation details td.num').allInnerTexts()).map(number);
    t.ok(counts.length > 10 && counts.every((n) => n >= 0 && n <= 2000) && counts.some((n) => n > 0), 'the numbers behind the picture', counts.join());
    await t.axe(page, 'simulation');
    await page.click('.simulation summary');
    await t.shot(page, 'simulated');
    await page.click('.sim-form button');
    await page.waitForSelector('.simulation .meaning', { state: 'detached' });
    await page.waitForSelector('.simulation .meaning', { timeout: 60000 });
    t.is(await text(page, '.simulation .meaning'), first, 'the same seed, the same answer');
  });

  await t.step('nothing fits: it says so; on a phone nothing is too wide', async () => {
    await page.goto(`${url}/vaerdi/portefoelje?kind=research_contract`);
    await page.waitForSelector('.empty');
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(`${url}/vaerdi/portefoelje`);
      await page.waitForSelector('.figures');
      await settled(page);
      await t.fits(page, `portfolio at ${width}`);
      await t.shot(page, `all-${width}`);
    }
  });
});
