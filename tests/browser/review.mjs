// SPDX-License-Identifier: EUPL-1.2
// Story 6.2 on the screen: the economist's queue, a remark on a line, the way back, a new version held against the old, approval.
import { readFileSync } from 'node:fs';
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, text, settled } from './lib/samspil.mjs';

const MINUS = '−';
const golden = JSON.parse(readFileSync(new URL('../golden/value/hjemmeakut.json', import.meta.url), 'utf8'));

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  const page = await t.open('/');
  await login(page, 'klinik');
  const [, me] = await api(page, 'GET', '/me');
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'Gennemgang i browseren', unit_id: me.unit_id, theme: 'home_treatment' });
  const [, first] = await api(page, 'POST', `/collaborations/${one.id}/estimates`, { tier: 'mini', comparator: 'Indlæggelse som i dag', inputs: golden });
  const small = structuredClone(golden);
  small.alternatives[0].lines = small.alternatives[0].lines.filter((l) => !['E2', 'E3', 'E4'].includes(l.id));
  small.break_even = [];
  const [, two] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'En mindre sag', unit_id: me.unit_id });
  const [, other] = await api(page, 'POST', `/collaborations/${two.id}/estimates`, { tier: 'mini', comparator: 'Som i dag', inputs: small });
  for (const id of [first.id, other.id]) await api(page, 'POST', `/estimates/${id}/submit`, {});
  const at = (tab) => `${url}/vaerdi/${first.id}${tab ? `/${tab}` : ''}`;
  const review = () => page.waitForSelector('.review-steps');

  await t.step('the author sees where it stands, and no way to decide', async () => {
    await page.goto(at('gennemgang'));
    await review();
    t.ok((await text(page, '.review-steps .current')).startsWith('Indsendt'), 'sent in', await text(page, '.review-steps'));
    t.ok((await text(page, '.review-next')).includes('låst'), 'locked', await text(page, '.review-next'));
    t.is(await page.locator('button:has-text("Godkend")').count(), 0, 'no button to approve');
  });

  await t.step('the overview counts what waits, and leads to the queue', async () => {
    await changeUser(page, 'oekonom');
    await page.goto(url);
    await page.waitForSelector('.figures a[href="/vaerdi?queue=true"]');
    t.ok(Number(await text(page, '.figures a[href="/vaerdi?queue=true"]')) >= 2, 'both are counted');
    await page.click('.figures a[href="/vaerdi?queue=true"]');
    await page.waitForSelector('.queue tbody tr');
  });

  const titles = () => page.locator('.queue td.main-cell a').allInnerTexts();
  await t.step('the queue: oldest first, then by amount', async () => {
    await settled(page);
    const age = await titles();
    t.ok(age.indexOf('Gennemgang i browseren') < age.indexOf('En mindre sag'), 'the older stands first', age.join());
    await page.click('th button:has-text("Klinikkens udgift")');
    await page.waitForSelector('th[aria-sort=descending]:has-text("Klinikkens udgift")');
    await settled(page);
    const sizes = await titles();
    t.ok(sizes.indexOf('Gennemgang i browseren') < sizes.indexOf('En mindre sag'), 'the larger stands first', sizes.join());
    t.ok((await text(page, '.queue tr:has-text("Gennemgang i browseren")')).includes('21,5 mio. kr.'), 'with its amount');
    await t.axe(page, 'queue');
    await t.fits(page, 'queue');
    await t.shot(page, 'queue');
  });

  await t.step('the economist takes it on', async () => {
    await page.click('.queue tr:has-text("Gennemgang i browseren") button:has-text("Tag den på dig")');
    await page.waitForSelector('.queue tr:has-text("Gennemgang i browseren"):has-text("Ole Kjær")');
    await page.selectOption('#queue-who', 'me');
    await page.waitForFunction(() => document.querySelectorAll('.queue tbody tr').length === 1);
    await page.click('.queue td.main-cell a');
    await page.waitForSelector('.picture .big');
  });

  await t.step('seen by all of society it is 9,1 mio. kr.', async () => {
    await page.selectOption('#perspective', 'societal');
    t.ok((await text(page, '.picture .big')).startsWith('+9,1'), 'the other perspective', await text(page, '.picture .big'));
  });

  await t.step('a remark on a line stands at the line', async () => {
    await page.click('.tabs a:text-is("Gennemgang")');
    await review();
    t.ok((await text(page, '.review-steps .current')).includes('Ole Kjær'), 'who reviews');
    await page.selectOption('.note-form select', { label: 'Honorar til privat part' }).catch(async () => {
      const all = await page.locator('.note-form option').allInnerTexts();
      await page.selectOption('.note-form select', { label: all.find((x) => /onorar/.test(x)) });
    });
    await page.fill('.note-form textarea', 'Honorar: hent et tilbud.');
    await page.click('.note-form button[type=submit]');
    await page.waitForSelector('.notes .note');
    await t.axe(page, 'tab Gennemgang');
    await t.fits(page, 'tab Gennemgang');
    await t.shot(page, 'review');
    await page.click('.notes .note-about a');
    await page.waitForSelector('.line.open .line-talk .note');
    t.ok((await text(page, '.line.open')).includes('hent et tilbud'), 'at the line itself');
    t.ok((await text(page, '.line.open .line-marks')).includes('1 bemærkning'), 'its head says so');
    await t.axe(page, 'remark at the line');
    await t.shot(page, 'line');
  });

  await t.step('sent back with a comment: the author reads it and makes a new version', async () => {
    await page.click('.page-actions button:has-text("Send tilbage")');
    await page.fill('dialog textarea', 'Hent et tilbud på honoraret.');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.badge:has-text("Kladde")');
    await changeUser(page, 'klinik');
    await page.goto(url);
    await page.click(`a[href="/vaerdi/${first.id}/gennemgang"]`);
    await review();
    t.ok((await text(page, 'main')).includes('Hent et tilbud på honoraret.'), 'the comment');
    await page.click('button:has-text("Lav en ny version")');
    await page.waitForSelector('.case-over:has-text("Version 2")');
    t.ok(page.url().endsWith('/linjer'), 'a copy, open at its lines', page.url());
  });

  const second = Number(page.url().match(/vaerdi\/(\d+)/)[1]);
  await t.step('in the new version the remark is still there; the line is changed and sent in', async () => {
    const line = page.locator('.line', { hasText: 'onorar' }).first();
    await line.locator('.line-toggle').click();
    await page.waitForSelector('.line.open .line-talk .note');
    const [, e] = await api(page, 'GET', `/estimates/${second}`);
    const inputs = structuredClone(e.inputs);
    const fee = inputs.alternatives[0].lines.find((l) => /onorar/.test(l.name));
    fee.unit_value = 12000;
    fee.uncertainty = (fee.uncertainty || []).filter((u) => u.field !== 'unit_value');
    fee.source = 'Tilbud af 1. november 2026';
    inputs.discount.steps[0].rate = 0.04;
    const [status] = await api(page, 'PATCH', `/estimates/${second}`, { inputs }, { 'if-match': `"${e.version}"` });
    t.is(status, 200, 'changed');
    await page.reload();
    await page.waitForSelector('.line');
    await page.click('.page-actions button:has-text("Send til gennemgang")');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.badge:has-text("Indsendt")');
  });

  await t.step('the two versions: what has changed in words, and what each change did', async () => {
    await changeUser(page, 'oekonom');
    await page.goto(`${url}/vaerdi/${second}/gennemgang`);
    await review();
    await page.click('a:has-text("Sammenlign")');
    await page.waitForSelector('.waterfall tbody tr');
    const [, reply] = await api(page, 'GET', `/estimates/${second}/compare?with=${first.id}`);
    const figures = (await page.locator('.waterfall td.num').allInnerTexts()).map((x) => Number(x.replace(MINUS, '-').replace('+', '').replace(',', '.')));
    t.is(figures.length, reply.changes.filter((c) => c.effect_oere).length + 2, 'a bar for each change, and both results');
    const mio = (oere) => Math.round(oere / 1e7) / 10;
    t.is([figures[0], figures.at(-1)], [mio(reply.from.npv_oere), mio(reply.to.npv_oere)], 'from the one result to the other');
    const between = figures.slice(1, -1).reduce((sum, x) => sum + x, 0);
    t.ok(Math.abs(between - (figures.at(-1) - figures[0])) < 0.11 * figures.length, 'the steps lead there', figures.join());
    const page1 = await text(page, 'main');
    t.ok(/Pris for én: fra [\d.]+ kr\. til 12\.000 kr\./.test(page1), 'the price in words', page1);
    t.ok(page1.includes('Kalkulationsrente: fra 3,5 % til 4 %'), 'the rate in words', page1);
    t.ok(/Ændret uden virkning på resultatet .*Kilde/.test(page1), 'the source is named apart', page1);
    await t.axe(page, 'comparison');
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await t.fits(page, `comparison at ${width}`);
      await t.shot(page, `compare-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await t.step('settled, given to a colleague and back, and approved; the old version stays', async () => {
    await page.goto(`${url}/vaerdi/${second}/gennemgang`);
    await review();
    await page.click('.notes button:has-text("Markér som klaret")');
    await page.waitForSelector('summary:has-text("1 klaret bemærkning")');
    await page.click('.review-next button:has-text("Giv den til en kollega")');
    await page.click('dialog input[role=combobox]');
    await page.keyboard.type('Lars');
    await page.click('dialog [role=option]:has-text("Lars Friis")');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.review-steps .current:has-text("Lars Friis")');
    await page.click('.review-next button:has-text("Tag den på dig")');
    await page.waitForSelector('.review-steps .current:has-text("Ole Kjær")');
    await page.click('.page-actions button:has-text("Godkend")');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.alert-success');
    t.ok((await text(page, '.review-steps')).includes('Godkendt Ole Kjær'), 'by whom', await text(page, '.review-steps'));
    t.ok((await text(page, '.table:has-text("Version 1")')).includes('Kladde'), 'the first version is kept');
  });

  await t.step('who has the right and is an author sees why there is no button', async () => {
    const [, third] = await api(page, 'POST', `/collaborations/${two.id}/estimates`, { tier: 'mini', copy_of: other.id });
    await api(page, 'POST', `/estimates/${third.id}/submit`, {});
    await page.goto(`${url}/vaerdi/${third.id}/gennemgang`);
    await page.waitForSelector('.why-not');
    t.is(await page.locator('button:has-text("Godkend"), button:has-text("Send tilbage"), button:has-text("Afvis")').count(), 0, 'no button');
    t.ok((await text(page, '.review-next')).includes('Derfor er der ingen knap'), 'and why', await text(page, '.review-next'));
  });

  await t.step('rejected, with a reason', async () => {
    await page.goto(`${url}/vaerdi/${other.id}/gennemgang`);
    await page.click('.review-next button:has-text("Afvis")');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .form-error-message');
    await page.fill('dialog textarea', 'Ingen virkning at regne på.');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.review-steps .ended');
    t.ok((await text(page, 'main')).includes('Ingen virkning at regne på.'), 'the reason');
  });

  await t.step('on a phone', async () => {
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      for (const [name, where] of [['review', `/vaerdi/${second}/gennemgang`], ['queue', '/vaerdi?queue=true'], ['lines', `/vaerdi/${second}/linjer`]]) {
        await page.goto(url + where);
        await settled(page);
        await t.fits(page, `${name} at ${width}`);
        await t.shot(page, `${name}-${width}`);
      }
    }
  });
});
