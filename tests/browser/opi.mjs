// SPDX-License-Identifier: EUPL-1.2
// A public-private innovation on the screen: canvas, call, risk, test, decision and spread, evaluation, indicators, benefits; and the
// prompts that the office changes.
import { story, url } from './lib/story.mjs';
import { login, api, find, text, settled } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/422/); // what the rules refuse
  const page = await t.open('/');
  await login(page, 'admin');
  const c = await find(page, 'HjemmeAkut');
  const go = async (address) => { await page.goto(new URL(address, url).href); await settled(page); };
  const looks = async (name) => {
    await t.axe(page, name);
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await t.fits(page, `${name} ${width}`);
      await t.shot(page, `${name}-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  const section = (heading) => page.locator('section.section', { has: page.locator(`h2:has-text("${heading}")`) });
  const open = async (heading, button) => { await section(heading).locator(`button:has-text("${button}")`).first().click(); await page.waitForSelector('dialog'); };
  const fill = async (fields) => {
    for (const [name, value] of Object.entries(fields)) {
      const control = page.locator(`dialog [name=${name}]`);
      if (await control.evaluate((e) => e.tagName) === 'SELECT') await control.selectOption(value);
      else await control.fill(value);
    }
  };
  const save = async () => { await page.click('dialog button[type=submit]'); };
  const saved = async () => { await save(); await page.waitForSelector('dialog', { state: 'detached' }); await settled(page); };

  await t.step('the canvas says what is missing, and takes an answer', async () => {
    await go(`/samarbejder/${c.id}/opi?del=screening`);
    t.ok((await text(page, '.tab-body')).includes('Screeningen er udfyldt'), 'all required are answered', await text(page, '.tab-body'));
    await open('Hvad skal der ske bagefter', 'Svar');
    await fill({ answer: 'Virker det, sendes løsningen i udbud.' });
    await saved();
    t.ok((await section('Hvad skal der ske bagefter').innerText()).includes('sendes løsningen i udbud'), 'the answer stands');
    await page.click('.myth summary');
    await looks('canvas');
  });

  await t.step('the office puts a prompt in new words; the answer to the old ones holds', async () => {
    const [, rows] = await api(page, 'GET', '/reference/opi-prompts?code=risks&limit=10');
    const old = rows.items.find((p) => p.code === 'risks');
    const yesterday = new Date(Date.now() - 864e5).toISOString().slice(0, 10);
    const today = new Date().toISOString().slice(0, 10);
    const [ended] = await api(page, 'PATCH', `/reference/opi-prompts/${old.id}`, { valid_to: yesterday }, { 'if-match': `"${old.version}"` });
    const [made] = await api(page, 'POST', '/reference/opi-prompts', { code: 'risks', part: 'canvas', no: 5, required: true, da: 'Hvad kan gå galt, og hvem rammer det?', en: 'What can go wrong, and who is hit?', valid_from: today });
    t.is(`${ended} ${made}`, '200 201', 'ended and followed');
    await go(`/samarbejder/${c.id}/opi?del=screening`);
    t.ok((await section('og hvem rammer det?').innerText()).includes('dårligere om natten'), 'the answer holds');
    await go('/administration/opi');
    t.ok((await text(page, 'table')).includes('og hvem rammer det?'), 'in administration');
    await looks('prompts');
    await go('/administration/puljer');
    await looks('pools');
  });

  await t.step('partners: the call beside the market dialogue', async () => {
    await go(`/samarbejder/${c.id}/opi?del=partnere`);
    await open('Åbent opslag', 'Rediger');
    await fill({ call_closes_on: '01-03-2025' });
    await save();
    await page.waitForSelector('dialog .error-summary');
    t.ok((await text(page, 'dialog .error-summary')).includes('Svarfrist'), 'not before it begins', await text(page, 'dialog .error-summary'));
    await fill({ call_closes_on: '30-04-2025' });
    await saved();
    await looks('partners');
  });

  await t.step('risk by stage in sums', async () => {
    await go(`/samarbejder/${c.id}/opi?del=risiko`);
    const figures = await text(page, '.figures');
    t.ok(figures.includes('4.850.000 kr.') && figures.includes('3.474.000 kr.') && figures.includes('43 %'), 'worst, expected, chance', figures);
    await looks('risk');
  });

  await t.step('test and involvement', async () => {
    await go(`/samarbejder/${c.id}/opi?del=afproevning`);
    t.ok((await text(page, '.tab-body')).includes('CE-mærket'), 'the CE status', await text(page, '.tab-body'));
    await looks('test');
  });

  await t.step('a decision needs its day and reason', async () => {
    await go(`/samarbejder/${c.id}/opi?del=beslutning`);
    await open('Beslutning efter evalueringen', 'Rediger');
    await fill({ decision: 'spread' });
    await save();
    await page.waitForSelector('dialog .error-summary');
    await fill({ decided_on: '01-11-2026', decision_reason: 'Færre liggedage, og patienterne er trygge.' });
    await saved();
    await looks('decision');
  });

  await t.step('evaluation, indicators and benefits', async () => {
    await go(`/samarbejder/${c.id}/evaluering`);
    t.ok(/skal evalueres mellem \d\d-\d\d-\d{4} og \d\d-\d\d-\d{4}/.test(await text(page, '.tab-body')), 'the window', await text(page, '.tab-body'));
    await page.locator('button:has-text("Tilføj måling")').first().click();
    await page.waitForSelector('dialog');
    await fill({ measured_on: '31-10-2026', value: '1,2' });
    await saved();
    const rows = await section('Indikatorer').innerText();
    t.ok(rows.includes('1,2') && rows.includes('Målet er nået'), 'the newest speaks', rows);
    t.ok((await section('Gevinstopfølgning').innerText()).includes('Efter 24 måneder'), 'benefits are there by themselves');
    await looks('evaluation');
  });
});
