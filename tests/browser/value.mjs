// SPDX-License-Identifier: EUPL-1.2
// HjemmeAkut on the screen: every figure of the worked example, live changes, and that an author does not approve.
import { readFileSync } from 'node:fs';
import { story, url, samspil } from './lib/story.mjs';
import { login, changeUser, api, text } from './lib/samspil.mjs';

const MINUS = '−';

// What was typed is kept: it saves by itself.
const stored = (page) => page.waitForSelector('.save-state[data-state=saved]');
const typed = (page) => page.waitForSelector('.save-state:not([data-state=saved])');
const tab = (page, name) => page.click(`.tabs a:text-is("${name}")`);
const golden = JSON.parse(readFileSync(new URL('../golden/value/hjemmeakut.json', import.meta.url), 'utf8'));

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/412/); // the overtaken change
  t.expect(/422/); // a purchase that sells for more than it cost
  const page = await t.open('/');
  await login(page, 'klinik');
  const [, me] = await api(page, 'GET', '/me');
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'HjemmeAkut i browseren', unit_id: me.unit_id, theme: 'home_treatment' });
  let estimate;

  await t.step('the clinic lead starts an estimate from the collaboration and opens it in all its fields', async () => {
    await page.goto(`${url}/samarbejder/${one.id}/vaerdi`);
    await page.click('.begin-templates .choice');
    await page.waitForSelector('.guide-steps');
    estimate = page.url().match(/vaerdi\/(\d+)/)[1];
    await page.goto(`${url}/vaerdi/${estimate}`);
    await page.waitForSelector('.tab-body .empty');
    t.ok(/første linje/.test(await text(page, '.tab-body .empty')), 'an empty one says what to do first');
    await tab(page, 'Linjer');
    await page.waitForSelector('.live');
  });

  await t.step('the first line, typed: 1,5 mio. kr. once is a loss of 1,5 mio. kr.', async () => {
    await page.click('.lines > .button');
    await page.keyboard.type('Etablering');
    await page.selectOption('#line-0-timing', 'one_off');
    await page.fill('#line-0-new', '1');
    await page.fill('#line-0-unit', '1.500.000');
    await page.waitForFunction(() => /1,5 mio/.test(document.querySelector('.live-rows')?.textContent || ''));
    t.ok((await text(page, '.live-rows dd.num')).startsWith(MINUS), 'a loss');
    await stored(page);
    await tab(page, 'Resultat');
    await page.waitForSelector('.sentences');
    t.ok((await text(page, '.sentences')).includes('Jeres afdeling betaler 1,5 mio. kr.'), 'in plain Danish', await text(page, '.sentences'));
  });

  await t.step('the same as a purchase spread over five years: 320.987,50 kr. a year, and worth 1,5 mio. kr. all the same', async () => {
    await tab(page, 'Linjer');
    await page.click('.line-toggle');
    await page.selectOption('#line-0-timing', 'annuity');
    await page.waitForFunction(() => /når tallene er på plads/.test(document.querySelector('#line-0-yearly').textContent));
    await page.fill('#line-0-life', '5');
    await page.waitForFunction(() => /320.987/.test(document.querySelector('#line-0-yearly').textContent));
    await page.waitForFunction(() => /1,5 mio/.test(document.querySelector('.live-rows')?.textContent || ''));
    await page.fill('#line-0-sold', '200.000');
    await page.waitForFunction(() => /284.952/.test(document.querySelector('#line-0-yearly').textContent));
    await page.fill('#line-0-sold', '2.000.000');
    await page.waitForSelector('.line.open .form-error-message');
    await page.fill('#line-0-sold', '200.000');
    await t.axe(page, 'a purchase');
    await t.shot(page, 'purchase');
    await stored(page);
    const [, e] = await api(page, 'GET', `/estimates/${estimate}`);
    const [line] = e.inputs.alternatives[0].lines;
    t.is([line.timing, line.life_years, line.residual_value], ['annuity', 5, 200000], 'stored');
    t.ok((await text(page, '.line-text')).includes('fordelt over 5 år'), 'and said in the list', await text(page, '.line-text'));
  });

  await t.step('index values and payer rules of one\'s own say that they differ, and go back', async () => {
    await tab(page, 'Alternativer');
    await page.click('summary:has-text("hvem der betaler hvornår")');
    await page.fill('#index-code', 'HICP');
    await page.click('button:has-text("Tilføj indeks")');
    await page.waitForSelector('#index-HICP-2024');
    t.is(await page.locator('.own-mark').count(), 0, 'taken from the set');
    await page.fill('#index-HICP-2024', '130');
    await page.waitForSelector('.own-index .own-mark:has-text("sættet: 119,13")');
    await page.click('.own-rule summary:has-text("Akutsygepleje")');
    await page.fill('#rule-0-valid_from', '2030');
    await page.waitForSelector('.own-rule:has(#rule-0-valid_from) .own-mark:has-text("egen regel")');
    await page.waitForSelector('.own-mark:has-text("udeladt")');
    await t.axe(page, 'own values');
    await t.fits(page, 'own values');
    await page.locator('.own-index').scrollIntoViewIfNeeded();
    await t.shot(page, 'own-values');
    await page.setViewportSize({ width: 390, height: 844 });
    await page.locator('.own-index').scrollIntoViewIfNeeded();
    await t.fits(page, 'own values on a phone');
    await t.shot(page, 'own-values-phone');
    await page.setViewportSize({ width: 1280, height: 900 });
    await stored(page);
    await page.goto(`${url}/vaerdi/${estimate}/rapport`);
    await page.waitForSelector('.facts dt:text-is("Afviger fra referencesættet")');
    const said = await text(page, '.facts > div:has(dt:text-is("Afviger fra referencesættet"))');
    t.ok(said.includes('HICP 2024: 130 (sættet: 119,13)') && said.includes('fra 2030 (egen regel)') && said.includes('fra 2027 (udeladt)'), 'in the report', said);
    await page.goto(`${url}/vaerdi/${estimate}/alternativer`);
    await page.click('summary:has-text("hvem der betaler hvornår")');
    await page.locator('.links:has(button:has-text("Tilføj regel")) button:has-text("Brug referencesættets")').click();
    await page.locator('.own-index button:has-text("Brug referencesættets")').click();
    await page.waitForFunction(() => !document.querySelector('.own-mark'));
    await stored(page);
    const [, e] = await api(page, 'GET', `/estimates/${estimate}`);
    t.is(e.own_values, { indices: [], payer_rules: [] }, 'nothing differs any more');
    await tab(page, 'Resultat');
  });

  await t.step('the rest of the worked example comes through the API', async () => {
    const [, now] = await api(page, 'GET', `/estimates/${estimate}`);
    const [status, body] = await api(page, 'PATCH', `/estimates/${estimate}`, { inputs: golden, comparator: 'Indlæggelse som i dag' }, { 'if-match': `"${now.version}"` });
    t.is(status, 200, body?.detail ? `stored: ${body.detail}` : 'stored');
    await page.reload();
    await page.waitForSelector('.picture .big');
  });

  await t.step('the sentences and the figures of the worked example', async () => {
    const picture = await text(page, '.picture');
    t.ok(picture.includes('+7,3 mio. kr.'), 'limited societal +7.3', picture);
    t.ok(picture.includes('Jeres afdeling betaler 21,5 mio. kr.'), 'your department pays 21.5', picture);
    t.ok(picture.includes('29,3 mio. kr. i kapacitet'), 'others have 29.3 released', picture);
    t.ok(picture.includes('Klinikken taber, samfundet vinder'), 'the signal', picture);
  });

  await t.step('the matrix: who pays and who gains', async () => {
    const rows = await page.locator('section:has(h2:text-is("Hvem betaler, og hvem vinder?")) table.cards tbody tr').allInnerTexts();
    const net = Object.fromEntries(rows.map((r) => { const cells = r.split(/\t|\n/).map((x) => x.trim()).filter(Boolean); return [cells[0], cells[5]]; }));
    t.is(Object.values(net).sort(), [`${MINUS}21,5`, '+29,3', '+0,1', `${MINUS}1,4`, '+1,4', `${MINUS}0,6`].sort(), 'the net of each sector');
  });

  await t.step('the budget form', async () => {
    const form = await text(page, 'section:has(h2:text-is("Budgetskema")) table');
    for (const row of ['0,6 1,2 1,2 1,2', '1,3 2,4 4,2 4,2', '1,5 0,0 0,0 0,0', '3,4 3,6 5,4 5,4']) t.ok(form.includes(row), `row ${row}`, form);
  });

  await t.step('the other perspectives', async () => {
    for (const [code, figure] of [['clinic', `${MINUS}21,5`], ['hospital', '+7,8'], ['region', '+7,9'], ['public', '+6,5'], ['societal', '+9,1']]) {
      await page.selectOption('#perspective', code);
      t.ok((await text(page, '.picture .big')).startsWith(figure), `${code} ${figure}`, await text(page, '.picture .big'));
    }
    await page.selectOption('#perspective', 'limited_societal');
  });

  await t.step('to the øre: what the page shows is what the server stores', async () => {
    const [, e] = await api(page, 'GET', `/estimates/${estimate}`);
    const npv = e.result.alternatives.find((a) => !a.is_comparator).npv;
    const round = (x) => Math.round(x * 100) / 100;
    t.is([npv.clinic, npv.hospital, npv.region, npv.public, npv.limited_societal, npv.societal].map(round),
      [-21515497.29, 7773994.03, 7871625.66, 6498680.76, 7312277.74, 9131908.35], 'the golden figures');
  });

  const total = () => page.locator('.live-rows > div:last-child dd.num').innerText();
  const shows = (figure) => page.waitForFunction((f) => document.querySelector('.live-rows > div:last-child dd.num').textContent.includes(f), figure);
  await t.step('a changed figure shows at once, and is kept by itself', async () => {
    await tab(page, 'Linjer');
    const line = page.locator('.line', { hasText: 'engedag' }).first();
    await line.locator('.line-toggle').click();
    await line.locator('input[id$="-base"]').fill('2');
    await page.waitForFunction(() => !document.querySelector('.live-rows > div:last-child dd.num').textContent.includes('7,3'));
    t.ok((await total()).startsWith(MINUS), 'with two bed days society loses', await total());
    await t.axe(page, 'line editor');
    await stored(page);
    await line.locator('input[id$="-base"]').fill('4');
    await shows('7,3');
    await stored(page);
  });

  await t.step('two work on the same estimate: what one alone changed is kept, what both changed is asked about', async () => {
    const [, now] = await api(page, 'GET', `/estimates/${estimate}`);
    const theirs = structuredClone(now.inputs);
    theirs.alternatives[0].lines.find((l) => l.id === 'E4').unit_value = 7000;
    theirs.alternatives[0].lines.find((l) => l.id === 'E5').qty_baseline = 3;
    const token = samspil('token', 'create', '--user', 'indkoeb', '--scope', 'all', '--name', 'story').trim();
    const { status } = await fetch(`${url}/api/v1/estimates/${estimate}`, { method: 'PATCH', body: JSON.stringify({ inputs: theirs }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/merge-patch+json', 'if-match': `"${now.version}"` } });
    t.is(status, 200, 'a colleague saves first');
    const line = page.locator('.line', { hasText: 'engedag' }).first();
    await line.locator('input[id$="-base"]').fill('5');
    await page.waitForSelector('.conflict');
    t.ok((await page.locator('.conflict legend').allInnerTexts()).every((x) => /sengedage/i.test(x)), 'only the bed days are asked about', await text(page, '.conflict'));
    await t.axe(page, 'conflict of an estimate');
    for (const mine of await page.locator('.conflict label:has-text("Dit")').all()) await mine.click();
    await page.click('dialog .dialog-foot .button-primary');
    await stored(page);
    const [, after] = await api(page, 'GET', `/estimates/${estimate}`);
    const lines = Object.fromEntries(after.inputs.alternatives[0].lines.map((l) => [l.id, l]));
    t.is([lines.E4.unit_value, lines.E5.qty_baseline], [7000, 5], 'both have their change');
    await api(page, 'PATCH', `/estimates/${estimate}`, { inputs: golden }, { 'if-match': `"${after.version}"` });
    await page.goto(`${url}/vaerdi/${estimate}`);
    await page.waitForSelector('.picture .big');
  });

  await t.step('every tab: its members are there, in words, and nothing scrolls sideways', async () => {
    for (const name of ['Linjer', 'Alternativer', 'Usikkerhed', 'Spørgsmål', 'Gennemgang', 'Resultat']) {
      await tab(page, name);
      await page.waitForFunction((n) => document.querySelector('.tabs [aria-current]').textContent === n && !document.querySelector('main .spinner'), name);
      await t.axe(page, `tab ${name}`);
      await t.fits(page, `tab ${name}`);
    }
  });

  await t.step('stages, another alternative, a distribution and the simulation are typed and kept', async () => {
    await tab(page, 'Alternativer');
    await page.click('.section-head button:has-text("Kopiér")');
    await page.fill('#alternative-name', 'Halv størrelse');
    await page.fill('#alternative-multiplier', '0,5');
    await page.fill('#stage-0-p_success', '80');
    await tab(page, 'Usikkerhed');
    const legends = await page.locator('.parameter legend').allInnerTexts();
    for (const said of ['Kalkulationsrenten, %', 'Antal patienter, %', 'Antal i dag, sengedage pr. patient', 'Pris for én, kr.']) t.ok(legends.some((l) => l.toLowerCase() === said.toLowerCase()), said, legends.join('|'));
    t.is([await page.inputValue('[id="uncertainty-discount_rate-low"]'), await page.inputValue('[id="alternatives[0].uncertainty-volume-high"]')], ['2', '120'], 'shares in percent');
    await page.waitForFunction(() => [...document.querySelectorAll('.density figcaption')].some((f) => /^Middel 93,33 %\. 95 af 100/.test(f.textContent)));
    await page.selectOption('select[id="alternatives[0].lines[3].uncertainty-unit_value-dist"]', 'gamma');
    await page.fill('#simulation-draws', '5000');
    await page.fill('#simulation-seed', '20260101');
    await typed(page).catch(() => {});
    await stored(page);
    const [, e] = await api(page, 'GET', `/estimates/${estimate}`);
    const [first, second] = e.inputs.alternatives;
    t.is([second.name, second.volume_multiplier, second.stages[0].p_success, second.lines.length], ['Halv størrelse', 0.5, 0.8, first.lines.length], 'the alternative');
    t.is([first.lines[3].uncertainty[0].dist, e.inputs.simulation.draws, e.inputs.simulation.seed], ['gamma', 5000, 20260101], 'the distribution and the simulation');
    await api(page, 'PATCH', `/estimates/${estimate}`, { inputs: golden }, { 'if-match': `"${e.version}"` });
    await page.goto(`${url}/vaerdi/${estimate}`);
    await page.waitForSelector('.picture .big');
  });

  await t.step('the chart stands with its table', async () => {
    await page.locator('h2:text-is("År for år")').scrollIntoViewIfNeeded();
    await page.waitForSelector('section:has(h2:text-is("År for år")) .chart-box svg');
    t.ok(await page.locator('section:has(h2:text-is("År for år")) table tbody tr').count() === 5, 'a row for each year');
    await t.shot(page, 'estimate');
  });

  await t.step('on a phone the picture is one sentence', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await tab(page, 'Linjer');
    await page.waitForSelector('.live-bar');
    t.ok((await text(page, '.live-bar')).includes('7,3 mio. kr.'), 'the sentence', await text(page, '.live-bar'));
    t.ok(!(await page.locator('.live-full').isVisible()), 'folded');
    await page.click('.live-bar');
    t.ok(await page.locator('.live-full').isVisible(), 'a press unfolds it');
    await t.fits(page, 'estimate on a phone');
    await tab(page, 'Resultat');
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  const address = page.url();
  await t.step('submitted: locked, and the author cannot approve', async () => {
    await page.click('.page-actions .button-primary');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.badge:has-text("Indsendt")');
    t.is(await page.locator('button:has-text("Godkend")').count(), 0, 'no button to approve');
    await tab(page, 'Linjer');
    await page.click('.line-toggle');
    t.is(await page.locator('.tab-body :is(input, textarea):not([disabled])').count(), 0, 'nothing to write in');
    await tab(page, 'Resultat');
  });

  await t.step('the economist approves; then it cannot be changed', async () => {
    await changeUser(page, 'oekonom');
    await page.goto(address);
    await page.click('button:has-text("Godkend")');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.alert-success');
    t.is(await page.locator('main .button-primary').count(), 0, 'nothing left to do');
  });
});
