// SPDX-License-Identifier: EUPL-1.2
// The result of HjemmeAkut as an economist sees it: simulation, what more knowledge is worth, what matters most, other numbers tried,
// what can be downloaded, the report on paper, and samples of another model.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { story, url } from './lib/story.mjs';
import { login, api, text, settled } from './lib/samspil.mjs';

const MINUS = '−';
const MEAN = 2676176.14; // in closed form
const EVPI = 850000; // of the worked example
const EVPI_ERROR = 120000; // four standard errors of 10,000 draws
const PAGES = 4;
const golden = { ...JSON.parse(readFileSync(new URL('../golden/value/hjemmeakut.json', import.meta.url), 'utf8')), simulation: { draws: 10000, seed: 20260101 } };
const section = (heading) => `section:has(> h2:text-is("${heading}"))`;
const scratch = (name) => path.join(process.env.TEST_OUT, name);

/** All the way down, so that every chart is drawn. */
async function drawn(page) {
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 400) {
      window.scrollTo(0, y);
      await new Promise((next) => { requestAnimationFrame(() => requestAnimationFrame(next)); });
    }
    window.scrollTo(0, 0);
  });
  await page.waitForFunction(() => [...document.querySelectorAll('.chart-box')].every((b) => b.querySelector('svg')));
}

async function file(page, act) {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  const to = scratch(download.suggestedFilename());
  await download.saveAs(to);
  return { name: download.suggestedFilename(), bytes: readFileSync(to) };
}

/** 20 lines over all sectors, two solutions against doing nothing, ten years, four budgets more than most have. */
function large() {
  const sectors = ['initiating_clinic', 'other_departments', 'region_admin', 'municipality', 'general_practice', 'patients', 'relatives', 'state', 'other_hospitals', 'rest_of_society'];
  const lines = (more) => Array.from({ length: 20 }, (_, i) => ({ id: `L${i + 1}`, name: `Linje ${i + 1} med et navn af sædvanlig længde`, sector: sectors[i % sectors.length],
    class: ['patients', 'relatives'].includes(sectors[i % sectors.length]) ? 'time' : i % sectors.length === 1 ? 'capacity' : 'cash', timing: 'per_patient', kind: 'resource', form_row: i % 4 ? 'none' : 'oevrig_drift', unit: 'timer',
    qty_baseline: 2 + (i % 5), qty_new: (i % 3) + more, unit_value: 300 + 37 * i, evidence: 'D', source: `Kilde nummer ${i + 1} med sted og årstal (2024)`,
    uncertainty: [{ field: 'unit_value', dist: 'triangular', low: 200 + 37 * i, mode: 300 + 37 * i, high: 500 + 37 * i }] }));
  const volume = Array.from({ length: 10 }, (_, i) => ({ year: 2026 + i, eligible: 1200, adoption: 0.5 }));
  const stages = [{ no: 1, name: 'Afprøvning', start_year: 2026, p_success: 0.7 }, { no: 2, name: 'Udbredelse', start_year: 2028, p_success: 0.9 }, { no: 3, name: 'Drift', start_year: 2030, p_success: 1 }];
  return { base_year: 2026, horizon_years: 10, price_year: 2025, discount: { steps: [{ from_year: 0, rate: 0.035 }], timing: 'annual' }, simulation: { draws: 2000, seed: 1 },
    thresholds: { from: 0, to: 0, step: 1 }, one_way: true, alternatives: [{ name: 'Hjemme', volume, stages, lines: lines(0) }, { name: 'Hjemme med video', volume, lines: lines(0.5) },
      { name: 'Som i dag', is_comparator: true, volume, lines: [] }] };
}

/** Samples of two strategies, as text, whose answers can be worked out by hand. */
function samples({ by = ';', comma = true, rows = 400, index = false }) {
  const write = (v) => (comma ? String(v).replace('.', ',') : String(v));
  const lines = [['cost_Nu', 'effect_Nu', 'cost_Hjem', 'effect_Hjem', 'p', 'fast']];
  for (let i = 0; i < rows; i += 1) lines.push([10000, 5, i % 4 ? 9000.5 : 13000.5, 5, i % 4, 1].map(write));
  return lines.map((l, i) => (index ? [i ? `"${i}"` : '""', ...l] : l).join(by)).join('\n');
}

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  const page = await t.open('/');
  await login(page, 'klinik');
  const [, me] = await api(page, 'GET', '/me');
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'HjemmeAkut med simulation', unit_id: me.unit_id, theme: 'home_treatment' });
  const [, made] = await api(page, 'POST', `/collaborations/${one.id}/estimates`, { tier: 'midi', inputs: golden });
  const home = `${url}/vaerdi/${made.id}`;
  const store = async (body) => {
    const [, now] = await api(page, 'GET', `/estimates/${made.id}`);
    const [status, after] = await api(page, 'PATCH', `/estimates/${made.id}`, body, { 'if-match': `"${now.version}"` });
    t.is(status, 200, after?.detail ? `stored: ${after.detail}` : 'stored');
  };
  await store({ comparator: 'Indlæggelse som i dag', population: 'Ældre medicinske patienter' });
  const [, stored] = await api(page, 'GET', `/estimates/${made.id}`);
  const main = stored.result.alternatives.find((a) => !a.is_comparator);

  await t.step('the simulation in words and figures: mean and best guess both', async () => {
    await page.goto(home);
    await page.waitForSelector('#simulation .sentences');
    const said = await text(page, '#simulation');
    for (const words of ['I 69 af 100 forløb', `mellem ${MINUS}4,7 mio. kr. og 11,0 mio. kr.`, 'Det bedste bud er 7,3 mio. kr., og gennemsnittet af alle forløb er 2,6 mio. kr.',
      'mere optimistiske']) t.ok(said.includes(words), words, said);
    t.ok(/Sandsynlighed for gevinst 68,8 %/.test(said), 'the chance in the table', said);
    t.ok(Math.abs(main.simulation.mean - MEAN) < 4 * main.simulation.mc_se, 'the mean within four standard errors', main.simulation.mean);
  });

  await t.step('what it is worth to know more, in a sentence, and what to measure first', async () => {
    const said = await text(page, section('Er det værd at vide mere, før I vælger?'));
    t.ok(Math.abs(stored.result.evpi[0] - EVPI) < EVPI_ERROR, '0,85 mio. kr. within the error of the simulation', stored.result.evpi[0]);
    t.ok(said.includes(stored.result.evpi_text_da), 'the sentence', said);
    t.ok(said.includes(`${Math.round(stored.result.evpi[0]).toLocaleString('da-DK')} kr.`), 'to the krone', said);
    t.ok(said.includes('Mål først “Sparede sengedage, antal i dag”'), 'the bed days', said);
    await page.selectOption('#threshold', { label: '500.000 kr.' });
    const other = stored.result.evpi[stored.result.wtp.indexOf(500000)];
    t.ok((await text(page, section('Er det værd at vide mere, før I vælger?'))).includes(`${Math.round(other).toLocaleString('da-DK')} kr.`), 'at another threshold');
    await page.selectOption('#threshold', { label: '0 kr.' });
  });

  await t.step('what matters most, largest first', async () => {
    const rows = await page.locator(`${section('Hvad betyder mest?')} table tbody tr`).allInnerTexts();
    t.is(rows.map((r) => r.split(/\t|\n/).pop().trim()), ['16,5', '14,6', '10,0', '7,3', '6,1', '3,2', '0,7'], 'the swings');
    t.ok(/^Sparede sengedage, antal i dag/.test(rows[0]) && new RegExp(`${MINUS}3,7`).test(rows[0]) && rows[0].includes('+12,8'), 'the bed days', rows[0]);
    const even = await text(page, `${section('Hvad betyder mest?')} .bullets`);
    t.ok(even.includes('Sparede sengedage, antal i dag er 2,67'), 'where it breaks even', even);
  });

  await t.step('budget by budget, stages, grades', async () => {
    const budgets = await text(page, `${section('Kasse for kasse, år for år')} table`);
    t.ok(budgets.includes(`Klinikken selv ${MINUS}3,4 ${MINUS}3,6 ${MINUS}5,4 ${MINUS}5,4 ${MINUS}5,4`), 'the clinic', budgets);
    const stages = await text(page, section('Hvad hvis det stopper undervejs?'));
    t.ok(stages.includes('+4,6 mio. kr.') && stages.includes('19 %') && stages.includes('70 %'), 'the gate', stages);
    t.ok((await text(page, section('Hvad bygger tallene på?'))).startsWith('Hvad bygger tallene på? 60 % af værdien hviler på skøn'), 'the guesses');
  });

  await t.step('every chart is drawn, named in words, and has its numbers beside it', async () => {
    await drawn(page);
    const charts = await page.evaluate(() => [...document.querySelectorAll('figure.chart')].map((f) => ({ words: f.querySelector('[role=img]').getAttribute('aria-label'),
      numbers: Boolean(f.closest('.chart-table, .chart-over-table, section')?.querySelector('table tbody tr')) })));
    t.ok(charts.length >= 10, 'ten charts', charts.length);
    t.is(charts.filter((c) => !c.numbers || c.words.length < 20), [], 'words and numbers');
    await t.shot(page, 'result');
    await page.evaluate(() => { for (const d of document.querySelectorAll('details.assumptions')) d.open = true; });
    await t.axe(page, 'result');
  });

  await t.step('another number tried: the page follows at once, and nothing is saved', async () => {
    await page.focus('[id="whatif-E5.qty_baseline"]');
    await page.keyboard.press('Home');
    await page.waitForFunction((minus) => document.querySelector('.picture .big').textContent.startsWith(`${minus}3,7`), MINUS);
    t.ok(await page.locator('.tried').isVisible(), 'it says that it is a trial');
    t.ok((await text(page, '.whatif-change')).includes(`Ændring ${MINUS}11,0 mio. kr.`), 'the change', await text(page, '.whatif-change'));
    await page.waitForFunction(() => /I \d+ af 100/.test(document.querySelector('#simulation').textContent) && !document.querySelector('#simulation').textContent.includes('69 af 100'));
    const [, now] = await api(page, 'GET', `/estimates/${made.id}`);
    t.is([now.version, now.inputs.alternatives[0].lines[4].qty_baseline], [stored.version, 4], 'nothing is saved');
    await t.axe(page, 'a trial');
    await page.click('.whatif .links button');
    await page.waitForFunction(() => document.querySelector('.picture .big').textContent.startsWith('+7,3'));
    await page.waitForFunction(() => document.querySelector('#simulation').textContent.includes('69 af 100'));
    t.ok(!(await page.locator('.tried').count()), 'back again');
  });

  await t.step('kept when asked', async () => {
    await page.focus('[id="whatif-E5.qty_baseline"]');
    await page.keyboard.press('End');
    await page.click('.whatif .links button >> nth=1');
    await page.waitForSelector('.save-state[data-state=saved]');
    await page.waitForFunction(async (id) => (await (await fetch(`/api/v1/estimates/${id}`)).json()).inputs.alternatives[0].lines[4].qty_baseline === 5, made.id);
    const [, now] = await api(page, 'GET', `/estimates/${made.id}`);
    t.is(now.inputs.alternatives[0].lines[4].uncertainty[0].mode, 5, 'its most likely value moves along');
    await store({ inputs: golden });
    await page.goto(home);
    await page.waitForSelector('.picture .big');
  });

  await t.step('from another side: everything follows, the assessment stays as it is', async () => {
    await page.selectOption('#perspective', 'societal');
    await page.waitForFunction(() => document.querySelector('.picture .big').textContent.startsWith('+9,1'));
    const [, now] = await api(page, 'POST', '/value/evaluate', { ...golden, perspective: 'societal' });
    const swing = Math.max(...now.alternatives.find((a) => !a.is_comparator).tornado.map((r) => r.swing)) / 1e6;
    const wanted = swing.toLocaleString('da-DK', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    await page.locator(`${section('Hvad betyder mest?')} table tbody tr`).first().locator(`td:last-child:text-is("${wanted}")`).waitFor();
    const [, kept] = await api(page, 'GET', `/estimates/${made.id}`);
    t.ok([undefined, null, 'limited_societal'].includes(kept.inputs.perspective), 'unchanged', kept.inputs.perspective);
    await page.selectOption('#perspective', 'limited_societal');
  });

  await t.step('pictures and numbers can be downloaded', async () => {
    const foot = page.locator(`${section('Hvad betyder mest?')} .chart-foot`);
    const png = await file(page, () => foot.locator('button >> nth=0').click());
    t.ok(png.name === 'hvad-betyder-mest.png' && png.bytes.subarray(1, 4).toString() === 'PNG' && png.bytes.length > 10000, 'PNG', png.bytes.length);
    const svg = await file(page, () => foot.locator('button >> nth=1').click());
    t.ok(/^<svg/.test(svg.bytes.toString()) && svg.bytes.toString().includes('Sparede sengedage'), 'SVG');
    const csv = await file(page, () => foot.locator('button >> nth=2').click());
    const rows = csv.bytes.toString().replace('\ufeff', '').split('\r\n');
    t.ok(rows.length === 8 && rows[1].startsWith('Sparede sengedage, antal i dag;2;5;-3,7;+12,8;16,5'), 'CSV', rows[1]);
    const book = await file(page, () => page.click('.downloads a[href$="report.xlsx"]'));
    t.ok(book.bytes.subarray(0, 2).toString() === 'PK', 'the workbook');
    const json = await file(page, () => page.click('.downloads a[download$=".json"]'));
    t.is(JSON.parse(json.bytes.toString()).result.params_hash, stored.params_hash, 'JSON');
  });

  await t.step('on a phone', async () => {
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(home);
      await page.waitForSelector('#simulation .sentences');
      await drawn(page);
      await t.fits(page, `result at ${width}`);
    }
    await t.shot(page, 'result-phone');
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await t.step('the report: at most four sheets of paper', async () => {
    await page.goto(`${home}/rapport`);
    await settled(page);
    await page.waitForFunction(() => [...document.querySelectorAll('.chart-box')].every((b) => b.querySelector('svg')));
    const said = await text(page, '.report');
    for (const words of ['+7,3 mio. kr.', 'Klinikken taber, samfundet vinder', 'Indlæggelse som i dag', 'I 69 af 100 forløb', stored.result.evpi_text_da, 'D: Ekspertgruppe']) {
      t.ok(said.includes(words), words);
    }
    await t.axe(page, 'report');
    const pdf = await page.pdf({ path: scratch('report.pdf'), preferCSSPageSize: true });
    const pages = (pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g) || []).length;
    t.ok(pages >= 2 && pages <= PAGES, `${pages} pages`, pages);
  });

  await t.step('a large assessment too: 20 lines, three alternatives, ten years', async () => {
    const [, other] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'En stor vurdering', unit_id: me.unit_id, theme: 'home_treatment' });
    const [made2, big] = await api(page, 'POST', `/collaborations/${other.id}/estimates`, { tier: 'midi', inputs: large(), comparator: 'Indlæggelse som i dag, som den har været tilrettelagt de seneste fem år',
      population: 'Ældre medicinske patienter med flere samtidige sygdomme i hele optageområdet', assessment: { answers: [4, 5, 8].map((question) => ({ question, text: 'Et langt svar i ord om det, der er spurgt om. '.repeat(12) })) } });
    t.is(made2, 201, 'made');
    await page.goto(`${url}/vaerdi/${big.id}/rapport`);
    await settled(page);
    await page.waitForFunction(() => [...document.querySelectorAll('.chart-box')].every((b) => b.querySelector('svg')));
    const pdf = await page.pdf({ path: scratch('report-large.pdf'), preferCSSPageSize: true });
    const pages = (pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g) || []).length;
    t.ok(pages >= 2 && pages <= PAGES, `${pages} pages`, pages);
    const said = await text(page, '.report');
    t.ok(said.includes('Øvrige linjer (13, se regnearket)'), 'lines that are left out are summed up, and where they stand is said', said.slice(-900));
    const rows = await page.locator('.report table:has(caption:text-is("Tallene og deres kilder")) tbody tr').count();
    t.ok(rows >= 7, 'the largest lines stand', rows);
    await t.fits(page, 'large report');
    await t.shot(page, 'report-large');
  });

  await t.step('a full report in the order of CHEERS: all items, and what is missing is said', async () => {
    await store({ tier: 'maxi' });
    await page.goto(`${home}/rapport`);
    await page.waitForSelector('.cheers');
    t.is(await page.locator('.cheers > li').count(), 28, 'the items');
    t.ok((await text(page, '.cheers > li:nth-child(28)')).includes('Ikke oplyst'), 'conflicts of interest are missing');
    t.ok((await text(page, '.cheers > li:nth-child(24)')).includes('I 69 af 100 forløb'), 'uncertainty stands where it belongs');
    await t.axe(page, 'full report');
    await t.shot(page, 'report-full');
  });

  await t.step('samples from Excel with decimal commas: computed, and said which is best', async () => {
    await page.goto(`${url}/vaerdi/psa`);
    writeFileSync(scratch('samples.csv'), samples({}));
    await page.setInputFiles('#psa-file', scratch('samples.csv'));
    await page.waitForSelector('#psa-comparator');
    const found = await text(page, '[role=status]:has-text("forløb")');
    t.ok(found.includes('400 forløb. Strategier: Nu, Hjem. 2 parametre.'), 'what was read', found);
    t.ok((await text(page, 'main')).includes('ikke med: fast'), 'a constant column is no parameter');
    await page.click('main .button-primary');
    await page.waitForSelector('#psa-answer');
    // Hjem costs 999,5 less in three draws of four, 3000,5 more in the fourth: 0,5 more on average; knowing p saves 999,5 three times of four.
    const said = await text(page, 'main');
    t.ok(said.includes('Nu er bedst i gennemsnit') && said.includes('bedste i 25 % af forløbene'), 'the best on average is rarely the best', said.slice(0, 1500));
    t.is(await page.locator('main .alert').count(), 0, 'nothing is wrong');
    t.ok(said.includes('Mere viden er højst 750 kr. værd'), 'EVPI', said);
    t.ok(said.includes('Mål først “p”: at kende netop det tal er op til 750 kr. værd'), 'EVPPI', said);
    await drawn(page);
    await t.axe(page, 'samples');
    await t.fits(page, 'samples');
  });

  await t.step('the effect has the name that one gives it: in sentences, tables and on the axes', async () => {
    t.is(await page.inputValue('#psa-effect'), 'QALY', 'one that most use');
    await page.fill('#psa-effect', 'undgået indlæggelse');
    await drawn(page);
    const said = await text(page, 'main');
    t.ok(said.includes('når 1 undgået indlæggelse må koste 500.000 kr.') && said.includes('Effekt, undgået indlæggelse') && said.includes('for 1 undgået indlæggelse (CEAC)'), 'sentences and tables', said.slice(0, 1800));
    t.is(await text(page, 'label[for=threshold]'), 'Hvad må 1 undgået indlæggelse koste?', 'the threshold');
    const drawnText = (await page.locator('.chart-box svg text').allTextContents()).join('|');
    t.ok(drawnText.includes('Effekt, undgået indlæggelse') && drawnText.includes('Kr. pr. undgået indlæggelse') && drawnText.includes('kr. pr. undgået indlæggelse'), 'axes and legend', drawnText);
    const heads = (await page.locator('#psa-answer th, main table th').allTextContents()).join('|');
    t.ok(heads.includes('Kr. pr. undgået indlæggelse'), 'heads of tables', heads);
    t.ok(!/QALY/.test(said.replace('fx QALY, leveår', '') + drawnText + heads + (await page.locator('figure.chart [role=img]').evaluateAll((all) => all.map((x) => x.getAttribute('aria-label')).join()))), 'and nothing says QALY');
    await t.shot(page, 'samples-effect');
    await page.fill('#psa-effect', ' ');
    await page.waitForFunction(() => document.querySelector('#psa-answer').textContent.includes('når 1 QALY må koste'));
  });

  await t.step('pasted as R writes it, with row names and decimal points, and from a sheet with tabs', async () => {
    for (const [name, shape] of [['R', { by: ',', comma: false, index: true }], ['tabs', { by: '\t' }]]) {
      await page.goto(`${url}/vaerdi/psa`);
      await page.fill('#psa-text', samples(shape));
      await page.click('.psa-paste button');
      await page.waitForSelector('#psa-comparator');
      await page.click('main .button-primary');
      await page.waitForSelector('#psa-answer');
      t.ok((await text(page, 'main')).includes('Mere viden er højst 750 kr. værd'), name);
    }
  });

  await t.step('what is wrong is named by row and column', async () => {
    const wrong = async (csv, words) => {
      await page.fill('#psa-text', csv);
      await page.click('.psa-paste button');
      await page.waitForSelector('.alert-error');
      const said = await text(page, '.alert-error');
      for (const w of words) t.ok(said.includes(w), w, said);
      t.is(await page.locator('#psa-comparator').count(), 0, 'nothing to compute');
      await page.goto(`${url}/vaerdi/psa`);
    };
    await page.goto(`${url}/vaerdi/psa`);
    await wrong('cost_A;effect_A;cost_B;effect_B\n1;2;x;4\n1;;3;4\n1;NA;3;4\n1;2;3', ['Række 2, cost_B: “x” er ikke et tal', 'Række 3, effect_A: feltet er tomt', 'Række 4, effect_A: “NA”',
      'Række 5: 3 kolonner, men der er 4 overskrifter']);
    await wrong('cost_A,effect_A,cost_B\n1,2,3', ['Strategien B mangler kolonnen effect_B']);
    await wrong('cost_A,effect_A,p\n1,2,3', ['mindst to strategier']);
    await wrong('cost_A,effect_A,cost_B,effect_B,p,p\n1,2,3,4,5,6', ['Kolonnen p er der to gange']);
    await page.fill('#psa-text', samples({ rows: 8 }));
    await page.click('.psa-paste button');
    await page.waitForSelector('#psa-comparator');
    await page.fill('#psa-step', '10');
    await page.waitForSelector('#psa-step[aria-invalid=true]');
    t.ok(await page.locator('main .button-primary').isDisabled(), 'too many thresholds');
  });
});
