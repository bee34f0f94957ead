// SPDX-License-Identifier: EUPL-1.2
// Confirmation on the screen: a clinic asks the municipality about a line; its contact sees that line and nothing else, and answers.
import { readFileSync } from 'node:fs';
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, text, settled } from './lib/samspil.mjs';

const golden = JSON.parse(readFileSync(new URL('../golden/value/hjemmeakut.json', import.meta.url), 'utf8'));
const LINE = 'Hjemmesygepleje';

/** Asks the contact of the municipality about the line of that row. */
async function askAgain(page, row) {
  await row.locator('button:has-text("Spørg")').click();
  await page.click('dialog input[role=combobox]');
  await page.keyboard.type('Sofie');
  await page.click('dialog [role=option]:has-text("Sofie Lind")');
  await page.click('dialog button[type=submit]');
  await row.locator('.badge:has-text("Ubesvaret")').waitFor();
}

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/40[34]/); // what the contact must not see
  const page = await t.open('/');
  await login(page, 'klinik');
  const [, me] = await api(page, 'GET', '/me');
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'Bekræftelse i browseren', unit_id: me.unit_id, theme: 'home_treatment' });
  const [, e] = await api(page, 'POST', `/collaborations/${one.id}/estimates`, { tier: 'mini', comparator: 'Indlæggelse som i dag', inputs: golden });
  const at = (tab) => `${url}/vaerdi/${e.id}/${tab}`;

  await t.step('asking from the line itself: who, and a message', async () => {
    await page.goto(at('linjer'));
    const line = page.locator('.line', { hasText: LINE });
    await line.locator('.line-toggle').click();
    await line.locator('button:has-text("Spørg dem, det lander hos")').click();
    await page.waitForSelector('dialog');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .form-error-message');
    await page.click('dialog input[role=combobox]');
    await page.keyboard.type('Sofie');
    await page.click('dialog [role=option]:has-text("Sofie Lind")');
    await page.fill('dialog textarea', 'Passer halvanden time pr. patient hos jer?');
    await t.axe(page, 'dialogue of the question');
    await t.shot(page, 'ask');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.line.open .line-marks .badge:has-text("Ubesvaret")');
    t.ok((await text(page, '.line.open .line-question')).includes('spurgt: Sofie Lind'), 'who is asked', await text(page, '.line.open .line-question'));
  });

  await t.step('unconfirmed value is shown as such', async () => {
    await page.goto(at('gennemgang'));
    await page.waitForSelector('.line-question .answer');
    t.ok((await text(page, 'main')).includes('0 af 4 linjer er bekræftet'), 'none is confirmed');
    const [, now] = await api(page, 'GET', `/estimates/${e.id}`);
    const row = now.result.alternatives.find((a) => !a.is_comparator).matrix.find((m) => m.sector === 'municipality');
    t.is(row.confirmed, 0, 'nothing of the municipality is confirmed');
  });

  await t.step('the contact finds it on the overview and in the menu', async () => {
    await changeUser(page, 'sektor');
    await page.goto(`${url}/vaerdi`);
    await page.waitForSelector('.empty');
    t.is(await text(page, '.empty .button'), 'Se, hvad I er spurgt om', 'where there is nothing to see, the way to what there is');
    await page.goto(`${url}/vaerdi/portefoelje`);
    await page.waitForSelector('.empty');
    t.ok((await text(page, '.empty')).includes('Der er ingen vurderinger, du må se'), 'nor is one told to choose other filters', await text(page, '.empty'));
    await changeUser(page, 'forum');
    for (const path of ['/vaerdi', `/vaerdi/${e.id}`, '/bekraeft']) {
      await page.goto(url + path);
      await page.waitForSelector('main h1');
      t.is([await text(page, 'main h1'), await page.locator('main .button').count()], ['Det har du ikke adgang til', 0], `no controls at ${path}`);
    }
    await changeUser(page, 'sektor');
    await page.goto(url);
    await page.waitForSelector('.rows a[href^="/bekraeft/"]');
    t.ok((await text(page, '.rows li:has(a[href^="/bekraeft/"])')).includes(LINE), 'with its line', await text(page, '.rows li:has(a[href^="/bekraeft/"])'));
    await page.click('#main-nav a:text-is("Bekræft")');
    await page.waitForSelector('.rows a[href^="/bekraeft/"]');
    await settled(page);
    t.is(await text(page, 'main h1'), 'Spørgsmål til jer', 'its page');
    await t.axe(page, 'list of questions');
    await t.fits(page, 'list of questions');
    await t.shot(page, 'questions');
  });

  let address;
  await t.step('the line in words and numbers, and nothing else of the case', async () => {
    await page.click('.rows a[href^="/bekraeft/"]');
    await page.waitForSelector('.meaning');
    address = page.url();
    const all = await text(page, 'main');
    t.ok(all.includes('Kommunen kommer til at betale') && all.includes('lagt sammen over 5 år'), 'what it means', all);
    t.ok(all.includes('halvanden time') && all.includes('Kirsten Dahl'), 'the message and who asks');
    t.ok(all.includes('Tallene gælder') && all.includes('for hver patient'), 'what the quantity is per', all);
    t.ok(!/Honorar|Sparede sengedage|21,5/.test(all), 'no other line');
    await page.waitForSelector('.answer-form');
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await t.fits(page, `the question at ${width}`);
      await t.shot(page, `question-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await t.axe(page, 'the question');
    const [status] = await api(page, 'GET', `/estimates/${e.id}`);
    t.is(status, 404, 'the estimate is not there for the contact');
  });

  await t.step('disputed: a reason is asked for; with a number of their own', async () => {
    await page.click('.answer-form button[type=submit]');
    t.ok((await text(page, '.answer-form')).includes('Vælg, om det passer.'), 'a choice is asked for');
    await page.click('label[for=fits-disputed]');
    await page.fill('.answer-form [name=number]', '2,5');
    await page.click('.answer-form button[type=submit]');
    await page.waitForSelector('.answer-form .form-error-message');
    await t.axe(page, 'the answer with its fault');
    await page.fill('.answer-form textarea', 'Kørsel og dokumentation tager en time mere.');
    await page.click('.answer-form button[type=submit]');
    await page.waitForSelector('.alert-success');
    t.ok((await text(page, '.alert-success')).includes('2,5'), 'what was answered', await text(page, '.alert-success'));
    t.is(await page.locator('.answer-form').count(), 0, 'it is answered once');
    await t.shot(page, 'answered');
  });

  await t.step('the clinic is told, sees the number, asks again', async () => {
    await changeUser(page, 'klinik');
    await page.goto(url);
    await page.click(`.rows a[href="/vaerdi/${e.id}/gennemgang"]`);
    const row = page.locator('tr', { has: page.locator(`td:has-text("${LINE}")`) });
    await row.locator('.badge:has-text("Bestridt")').waitFor();
    const said = (await row.innerText()).replace(/\s+/g, ' ');
    t.ok(said.includes('Deres tal: 2,5') && said.includes('en time mere'), 'number and comment', said);
    await t.axe(page, 'answers in the review');
    await t.shot(page, 'answers');
    const [, now] = await api(page, 'GET', `/estimates/${e.id}`);
    const inputs = structuredClone(now.inputs);
    inputs.alternatives[0].lines.find((l) => l.name === LINE).qty_new = 2.5;
    const [status] = await api(page, 'PATCH', `/estimates/${e.id}`, { inputs }, { 'if-match': `"${now.version}"` });
    t.is(status, 200, 'the number is taken over');
    await page.reload();
    await askAgain(page, row);
  });

  await t.step('withdrawn, and asked once more', async () => {
    const row = page.locator('tr', { has: page.locator(`td:has-text("${LINE}")`) });
    await row.locator('button:has-text("Træk spørgsmålet tilbage")').click();
    await page.click('dialog .button-primary');
    await row.locator('.badge:has-text("Ubesvaret")').waitFor({ state: 'detached' });
    await askAgain(page, row);
  });

  await t.step('confirmed: the value of the municipality counts as confirmed', async () => {
    await changeUser(page, 'sektor');
    await page.goto(address);
    await page.waitForSelector('.alert');
    await page.goto(`${url}/bekraeft`);
    await page.click('.section:has(h2:text-is("Venter på jeres svar")) .rows a');
    await page.click('label[for=fits-confirmed]');
    await page.click('.answer-form button[type=submit]');
    await page.waitForSelector('.alert-success');
    await changeUser(page, 'klinik');
    await page.goto(at('gennemgang'));
    await page.waitForSelector('.line-question .badge:has-text("Bekræftet")');
    t.ok((await text(page, 'main')).includes('1 af 4 linjer er bekræftet'), 'one of four');
    const [, now] = await api(page, 'GET', `/estimates/${e.id}`);
    const row = now.result.alternatives.find((a) => !a.is_comparator).matrix.find((m) => m.sector === 'municipality');
    t.ok(row.confirmed < 0 && Math.abs(row.confirmed - row.net) < 0.01, 'all of it', JSON.stringify(row));
    await page.goto(`${url}/vaerdi/${e.id}`);
    await page.waitForSelector('table.cards tbody tr:has-text("Kommunen")');
    await t.shot(page, 'result');
  });
});
