// SPDX-License-Identifier: EUPL-1.2
// The guided assessment: from nothing to the figures of the worked example, left and taken up again, two at once, without a connection,
// wrong input at its field, in English, and the short one by keyboard alone.
import { story, url, samspil } from './lib/story.mjs';
import { login, changeUser, api, settled, text } from './lib/samspil.mjs';

const MINUS = '−';
const YEARS = [2026, 2027, 2028, 2029, 2030];
const ADOPTION = [10, 25, 50, 50, 50];

// The lines of the worked example as the template names them: today, with the solution, price. What comes whole has a price only.
const LINES = {
  Etablering: [null, null, '1.500.000'],
  'Personale til opgaven': ['0', '2', '600.000'],
  'Licens og udstyr': [null, null, '600.000'],
  'Betaling til den private part': ['0', '1', '6.000'],
  Sengedage: ['4', '0', '2.700'],
  Genindlæggelser: ['0,12', '0', '30.000'],
  'Kommunal sygepleje': ['0', '1,5', '450'],
  'Kontakter til almen praksis': ['0,3', '0', '160'],
  'Patienternes tid': ['3,5', '0', '200'],
  'Pårørendes tid': ['0', '1,5', '200'],
};

const card = (page, name) => page.locator('.line-card', { has: page.locator(`h3:text-is("${name}")`) });
const blank = (page, name, field) => card(page, name).locator(`input[id$="-${field}"]`);
const editorPopulation = '#a-population';
const saved = (page) => page.waitForSelector('.save-state[data-state=saved]');
const step = (page) => text(page, '#step-heading');

// The button to the next step, and the step that it leads to.
async function next(page, heading) {
  await page.click('.guide-buttons .button-primary');
  await page.waitForFunction((h) => document.querySelector('#step-heading')?.textContent === h, heading);
  await settled(page);
}

async function shows(page, ...figures) {
  await page.waitForFunction((list) => list.every((f) => document.querySelector('.live-full')?.textContent.includes(f)), figures);
}

// A call of those who keep the region's prices, or of somebody else.
const tokenOf = (user) => samspil('token', 'create', '--user', user, '--scope', 'all', '--name', 'story').trim();
const token = tokenOf('admin');
const head = tokenOf('leder');
async function call(method, path, body, etag, by = token) {
  const headers = { authorization: `Bearer ${by}`, 'content-type': 'application/merge-patch+json', ...(etag ? { 'if-match': `"${etag}"` } : {}) };
  return (await fetch(`${url}/api/v1${path}`, { method, body: body && JSON.stringify(body), headers })).json();
}

async function set(code, values) {
  const row = (await call('GET', '/reference/unit-costs?limit=200')).items.find((r) => r.code === code);
  return call('PATCH', `/reference/unit-costs/${row.id}`, values, row.version);
}

// Prices of the library, as they have been entered; the worked example's own figures.
async function priceList() {
  const year = new Date().getFullYear();
  await set('bed_day', { value: 2700, price_year: year, source: 'Regionens regnskab' });
  await set('home_nurse_hour', { value: 450, price_year: year - 1, index_code: 'PL', source: 'Kommunernes takster' });
  const indices = await call('GET', '/reference/price-indices?code=PL&limit=200');
  for (const row of indices.items.filter((r) => [year - 1, year].includes(r.year))) await call('PATCH', `/reference/price-indices/${row.id}`, { value: 100, source: 'Illustrativt' }, row.version);
}

async function tabTo(page, selector, limit = 60) {
  for (let n = 0; n < limit; n += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((s) => document.activeElement?.matches(s), selector)) return true;
  }
  return false;
}

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is overtaken is cancelled
  t.expect(/412|422|ERR_INTERNET_DISCONNECTED/); // the overtaken draft, the wrong figures, the lost connection
  await priceList();
  const page = await t.open('/');
  await login(page, 'klinik');
  const [, me] = await api(page, 'GET', '/me');
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'HjemmeAkut med guide', unit_id: me.unit_id, theme: 'home_treatment' });
  const stored = async () => (await api(page, 'GET', `/estimates/${page.url().match(/vaerdi\/(\d+)/)[1]}`))[1];

  await t.step('the tab Værdi begins with a template', async () => {
    await page.goto(`${url}/samarbejder/${one.id}/vaerdi`);
    await settled(page);
    await t.axe(page, 'nothing assessed yet');
    await page.click('.begin-templates .choice:has-text("Behandling i hjemmet")');
    await page.waitForSelector('#template-home_treatment:checked');
    t.is(await step(page), 'Hvad drejer det sig om?', 'the first step');
    await page.fill('#population', 'Akutte patienter, der kan behandles hjemme');
    await page.fill('#comparator', 'Indlæggelse som i dag');
    await t.axe(page, 'start');
    await next(page, 'Hvem berøres?');
  });

  await t.step('before any number: who is affected; what relatives do cannot be passed over', async () => {
    for (const code of ['who_released', 'who_more', 'patients', 'municipality', 'general_practice']) await page.click(`label[for=prompt-${code}-yes]`);
    await page.click('.guide-buttons .button-primary');
    await page.waitForSelector('.form-error input:focus');
    t.is(await step(page), 'Hvem berøres?', 'still here');
    await page.click('.guide-steps a:has-text("Tal")');
    t.is(await step(page), 'Hvem berøres?', 'nor by the list of steps');
    await page.click('label[for=prompt-relatives-no]');
    await page.click('.guide-buttons .button-primary');
    t.ok(/hvorfor/.test(await text(page, '.form-error-message')), 'a no wants its reason', await text(page, '.prompt .form-error-message'));
    await page.click('label[for=prompt-relatives-yes]');
    await page.fill('#prompt-relatives-text', 'De er til stede, når patienten er hjemme');
    await t.axe(page, 'prompts');
    await next(page, 'Hvor mange patienter?');
  });

  await t.step('patients: a share beyond 100 % is refused at its field and not taken', async () => {
    await page.fill('#volume-0-adoption', '150');
    t.ok(/højst være 100/.test(await text(page, '.number-field.wrong .form-error-message')), 'says what is allowed', await text(page, '.number-field.wrong'));
    await page.fill('#volume-0-eligible', 'mange');
    t.is(await page.locator('.number-field.wrong').count(), 2, 'and a word is no number');
    for (const [i] of YEARS.entries()) {
      await page.fill(`#volume-${i}-eligible`, '1.200');
      await page.fill(`#volume-${i}-adoption`, String(ADOPTION[i]));
    }
    t.is(await page.locator('.volume tbody td.num').allInnerTexts(), ['120', '300', '600', '600', '600'], 'the patients');
    await t.axe(page, 'volume');
    await next(page, 'Hvad ændrer sig?');
  });

  await t.step('lines in words: the template proposes all ten', async () => {
    t.is(await page.locator('.line-card h3').allInnerTexts(), Object.keys(LINES), 'the cards');
    t.is(await blank(page, 'Sengedage', 'unit_value').inputValue(), '2.700', 'with the price of the library');
    t.ok(/Det koster kr. om året mere end i dag\./.test(await text(page, '.line-card:has-text("Licens og udstyr")')), 'no “0 år om året”', await text(page, '.line-card:has-text("Licens og udstyr")'));
    await blank(page, 'Personale til opgaven', 'qty_new').fill('');
    await card(page, 'Personale til opgaven').locator('button:has-text("Ret hvad og hvem")').click();
    await page.locator('.line-card:has-text("Personale til opgaven") input[id$="-unit"]').fill('år');
    await blank(page, 'Personale til opgaven', 'qty_new').pressSequentially('12');
    t.is(await blank(page, 'Personale til opgaven', 'qty_new').inputValue(), '12', 'a blank stays while a 1 is typed into it');
    await page.locator('.line-card:has-text("Personale til opgaven") input[id$="-unit"]').fill('årsværk');
    t.ok(/Det koster kr. i 2026/.test(await text(page, '.line-card:has-text("Etablering")')), 'nor “1 projekt”');
    await page.click('.guide-steps a:has-text("Spørgsmål")');
    await page.waitForSelector('.written');
    t.ok((await text(page, '.part:has-text("Økonomien") summary')).includes('0 af 6'), 'lines without numbers answer nothing');
    await saved(page);
    t.ok(Number((await text(page, '.completeness-head')).match(/\d+/)[0]) < 25, 'and complete nothing', await text(page, '.completeness-head'));
    await page.click('.guide-steps a:has-text("Alternativer")');
    await page.waitForSelector('.alternative-worth');
    t.is(await text(page, '.alternative-worth .strong'), '–', 'nor are they worth 0 kr.');
    await page.click('.guide-steps a:has-text("Tal")');
    await page.waitForSelector('.line-card');
    await card(page, 'Sengedage').locator('.card-tools button:has-text("Kilde")').click();
    t.ok(/Regionens regnskab. Prisår \d+, gennemsnit/.test(await text(page, '.card-panel')), 'its source, price year and basis', await text(page, '.card-panel'));
    for (const [name, [today, then, price]] of Object.entries(LINES)) {
      if (today !== null) await blank(page, name, 'qty_baseline').fill(today);
      if (then !== null) await blank(page, name, 'qty_new').fill(then);
      if (!['Sengedage', 'Kommunal sygepleje'].includes(name)) await blank(page, name, 'unit_value').fill(price);
    }
    await card(page, 'Personale til opgaven').locator('.card-tools button:has-text("Enkelte år")').click();
    await card(page, 'Personale til opgaven').getByLabel('2026').fill('-600.000');
    await card(page, 'Sengedage').locator('.card-tools button:has-text("Lav og høj")').click();
    await blank(page, 'Sengedage', 'qty_baseline-low').fill('2');
    await blank(page, 'Sengedage', 'qty_baseline-high').fill('5');
    await card(page, 'Etablering').locator('.card-tools button:has-text("Kilde")').click();
    await card(page, 'Etablering').locator('input[id$="-source"]').fill('Tilbud fra leverandøren');
    await card(page, 'Etablering').locator('label:has-text("Det er et skøn")').click();
    await t.axe(page, 'lines');
  });

  await t.step('the picture: the figures of the worked example', async () => {
    await shows(page, `${MINUS}21,5 mio. kr.`, '+29,3 mio. kr.', '+7,3 mio. kr.', 'Klinikken taber, samfundet vinder', '2,67 sengedage pr. patient', 'hviler på skøn');
    t.ok(true, 'own unit, capacity elsewhere, total, signal, break-even and the share that is guesses', await text(page, '.live-full'));
    await saved(page);
    const e = await stored();
    const npv = e.result.alternatives[0].npv;
    t.is([npv.clinic, npv.hospital, npv.region, npv.public, npv.limited_societal].map((x) => Math.round(x * 100) / 100),
      [-21515497.29, 7773994.03, 6579680.76, 6498680.76, 7312277.74], 'stored, to the øre: the region pays for acute nursing from 2027');
    t.is(e.assessment.step, 'lines', 'and where one has got to');
    await t.shot(page, 'lines');
  });

  await t.step('a low above the best is said at the line, kept, and mended', async () => {
    await blank(page, 'Sengedage', 'qty_baseline-low').fill('4,5');
    await card(page, 'Sengedage').locator('.form-error-message').waitFor();
    t.ok((await card(page, 'Sengedage').getAttribute('class')).includes('wrong'), 'the card is marked');
    await saved(page);
    t.is((await stored()).inputs.alternatives[0].lines[4].uncertainty[0].low, 4.5, 'what was typed is kept');
    await blank(page, 'Sengedage', 'qty_baseline-low').fill('2');
    await shows(page, '+7,3 mio. kr.', '2,67');
    await page.waitForFunction(() => !document.querySelector('.line-card.wrong'));
    await saved(page);
  });

  await t.step('what the server refuses stays on the page, the rest is saved', async () => {
    await page.click('.guide-steps a:has-text("Begynd")');
    await page.fill('#population', 'Patient 0101801234 og andre');
    await page.waitForSelector('.save-state[data-state=faults]');
    t.ok((await page.locator('#population-error').innerText()).length > 10, 'said at the field', await text(page, '#population-error'));
    t.is(await page.inputValue('#population'), 'Patient 0101801234 og andre', 'the text is still there');
    t.is((await stored()).population, 'Akutte patienter, der kan behandles hjemme', 'and the number is not stored');
    await page.fill('#population', 'Akutte patienter');
    await saved(page);
    t.is((await stored()).population, 'Akutte patienter', 'mended');
  });

  await t.step('left and taken up again where it was left', async () => {
    await page.click('.guide-steps a:has-text("Tal")');
    await page.waitForSelector('.line-card');
    await blank(page, 'Licens og udstyr', 'unit_value').fill('610.000');
    await page.click('.frame-nav a:has-text("Overblik")'); // without waiting: it saves on the way out
    await page.waitForFunction(() => window.location.pathname === '/');
    await page.goto(`${url}/samarbejder/${one.id}/vaerdi`);
    await settled(page);
    t.ok(/Tal/.test(await text(page, '.underway')), 'the tab says how far it has got', await text(page, '.underway'));
    await t.axe(page, 'a draft under way');
    await t.shot(page, 'underway');
    await page.click('.underway .button-primary');
    await page.waitForSelector('.line-card');
    t.is(await step(page), 'Hvad ændrer sig?', 'the same step');
    t.is(await blank(page, 'Licens og udstyr', 'unit_value').inputValue(), '610.000', 'with what was typed last');
    await blank(page, 'Licens og udstyr', 'unit_value').fill('600.000');
    await shows(page, '+7,3 mio. kr.');
    await saved(page);
  });

  await t.step('two browsers: what one alone changed is kept, what both changed is asked about', async () => {
    const other = await page.context().newPage();
    t.watch(other);
    await other.goto(page.url());
    await other.waitForSelector('.line-card');
    await blank(other, 'Betaling til den private part', 'unit_value').fill('7.000');
    await saved(other);
    await other.waitForSelector('.live-full:has-text("+5,3")').catch(() => {});
    await blank(page, 'Kommunal sygepleje', 'qty_new').fill('2');
    await page.waitForFunction(() => document.querySelector('.live-full').textContent.includes('+4,8'));
    await saved(page);
    await page.waitForFunction(() => [...document.querySelectorAll('input[id$="-unit_value"]')].some((i) => i.value === '7.000'));
    t.is(await blank(page, 'Betaling til den private part', 'unit_value').inputValue(), '7.000', 'the other\'s price comes in');
    t.is(await page.locator('.conflict').count(), 0, 'without a question');
    await blank(page, 'Sengedage', 'unit_value').fill('2.900');
    await page.waitForSelector('.save-state[data-state=saving], .save-state[data-state=typed]');
    await saved(page);
    await blank(other, 'Sengedage', 'unit_value').fill('2.950');
    await other.waitForSelector('.save-state[data-state=saving], .save-state[data-state=typed]');
    await saved(other);
    t.is([await other.locator('.conflict').count(), (await stored()).inputs.alternatives[0].lines[4].unit_value], [0, 2950], 'nobody is asked about their own words: the newest stand');
    const { version, inputs } = await stored();
    inputs.alternatives[0].lines[4].unit_value = 3000;
    await call('PATCH', `/estimates/${page.url().match(/vaerdi\/(\d+)/)[1]}`, { inputs }, version, head);
    await blank(other, 'Sengedage', 'unit_value').fill('2.500');
    await other.waitForSelector('.conflict');
    t.ok(/sengedage/i.test(await text(other, '.conflict legend')), 'the price of bed days is asked about', await text(other, '.conflict'));
    await t.axe(other, 'conflict in the guide');
    await other.click('.conflict label:has-text("Gemt af en anden")');
    await other.click('dialog .dialog-foot .button-primary');
    await saved(other);
    t.is(await blank(other, 'Sengedage', 'unit_value').inputValue(), '3.000', 'the choice stands');
    const lines = (await stored()).inputs.alternatives[0].lines;
    t.is([lines[3].unit_value, lines[4].unit_value, lines[6].qty_new], [7000, 3000, 2], 'nothing is lost');
    await other.close();
    await page.reload();
    await page.waitForSelector('.line-card');
    await blank(page, 'Betaling til den private part', 'unit_value').fill('6.000');
    await blank(page, 'Sengedage', 'unit_value').fill('2.700');
    await blank(page, 'Kommunal sygepleje', 'qty_new').fill('1,5');
    await shows(page, '+7,3 mio. kr.');
    await saved(page);
  });

  await t.step('back in the history while it saves: the page that comes has what was typed, and asks nothing', async () => {
    await page.click('.guide-steps a:has-text("Begynd")');
    await page.waitForSelector('#population');
    await saved(page);
    await page.goto(`${page.url().replace(/\/guide.*/, '')}/alternativer`);
    await page.waitForSelector(editorPopulation);
    await page.click('.page-head a:has-text("guide")');
    await page.waitForSelector('#population');
    const slow = (route) => setTimeout(() => route.continue(), 1500);
    await page.route('**/api/v1/estimates/*', (route) => (route.request().method() === 'PATCH' ? slow(route) : route.continue()));
    await page.fill('#population', 'Skrevet lige før');
    await page.goBack();
    await page.waitForFunction((id) => document.querySelector(id)?.value === 'Skrevet lige før', editorPopulation);
    await page.fill(editorPopulation, 'Akutte patienter');
    await page.waitForSelector('.save-state[data-state=saving], .save-state[data-state=typed]');
    await saved(page);
    await page.unroute('**/api/v1/estimates/*');
    t.is([await page.locator('.conflict').count(), (await stored()).population], [0, 'Akutte patienter'], 'no conflict with oneself');
  });

  await t.step('back in the history when somebody else has written the same: the page that comes asks', async () => {
    await page.click('.page-head a:has-text("guide")');
    await page.waitForSelector('#population');
    const id = page.url().match(/vaerdi\/(\d+)/)[1];
    await call('PATCH', `/estimates/${id}`, { population: 'Lederens ord' }, (await stored()).version, head);
    await page.fill('#population', 'Mine ord');
    await page.goBack();
    await page.waitForSelector('.conflict');
    t.ok((await text(page, 'dialog')).includes('Mine ord') && (await text(page, 'dialog')).includes('Lederens ord'), 'both texts are there');
    await page.click('.conflict input[id$=-mine]');
    await page.click('dialog .dialog-foot .button-primary');
    await saved(page);
    t.is((await stored()).population, 'Mine ord', 'the choice stands');
    await page.goto(`${page.url().replace(/\/alternativer.*/, '')}/guide/lines`);
    await page.waitForSelector('.line-card');
  });

  await t.step('without a connection nothing is lost, and it is saved when the connection is back', async () => {
    await page.context().setOffline(true);
    await blank(page, 'Pårørendes tid', 'qty_new').fill('2');
    await page.waitForSelector('.save-state[data-state=offline]');
    t.is(await blank(page, 'Pårørendes tid', 'qty_new').inputValue(), '2', 'it stands on the page');
    await page.context().setOffline(false);
    await saved(page);
    t.is((await stored()).inputs.alternatives[0].lines[9].qty_new, 2, 'saved');
    await blank(page, 'Pårørendes tid', 'qty_new').fill('1,5');
    await shows(page, '+7,3 mio. kr.');
    await saved(page);
  });

  await t.step('a line left out says why, and comes back on demand', async () => {
    await page.click('.guide-steps a:has-text("Hvem berøres")');
    await page.click('label[for=prompt-general_practice-no]');
    await next(page, 'Hvor mange patienter?');
    await next(page, 'Hvad ændrer sig?');
    t.is(await card(page, 'Kontakter til almen praksis').count(), 1, 'a line with figures stays');
    await card(page, 'Kontakter til almen praksis').locator('button:has-text("Ikke relevant")').click();
    await page.click('dialog .button-danger');
    await page.waitForSelector('.skipped');
    t.ok(/I svarede nej til “Flytter arbejde til almen praksis\?”/.test(await text(page, '.skipped')), 'the reason', await text(page, '.skipped'));
    await page.click('.skipped button');
    await blank(page, 'Kontakter til almen praksis', 'qty_baseline').fill('0,3');
    await blank(page, 'Kontakter til almen praksis', 'qty_new').fill('0');
    await blank(page, 'Kontakter til almen praksis', 'unit_value').fill('160');
    await shows(page, '+7,3 mio. kr.');
  });

  await t.step('alternatives: doing nothing is one of them; a copy is worth the same', async () => {
    await next(page, 'Hvad sammenligner I?');
    await page.click('.alternative-card button:has-text("Kopiér")');
    await page.waitForFunction(() => document.querySelectorAll('.alternative-worth .strong').length === 2
      && [...document.querySelectorAll('.alternative-worth .strong')].every((x) => x.textContent.includes('7,3')));
    await t.axe(page, 'alternatives');
    await page.click('.alternative-card button:has-text("Fjern") >> nth=1');
    await page.click('dialog .button-danger');
    await page.waitForFunction(() => document.querySelectorAll('.alternative-worth').length === 1);
    await next(page, 'Spørgsmålene');
  });

  await t.step('the questions on money are written from the figures', async () => {
    await page.waitForSelector('.written');
    const written = (await page.locator('.written').allInnerTexts()).join(' ').replace(/\s+/g, ' ');
    for (const said of ['1.500.000 kr.', 'fra 4 til 0 sengedage pr. patient', 'udgift på 3,4 mio. kr.', `Kommunen: ${MINUS}0,1 mio. kr. i penge`]) t.ok(written.includes(said), `“${said}”`, written);
    await page.fill('#q-4', 'Akutte patienter over 65 år');
    await page.fill('#q-21', 'Tilbuddet gælder til foråret');
    await t.axe(page, 'questions');
    await saved(page);
    t.is((await stored()).assessment.answers.map((a) => a.question), [4, 21], 'answers in words are kept');
    await next(page, 'Resultatet');
  });

  await t.step('the result in words; in English too, with nothing lost', async () => {
    const outcome = await text(page, '.outcome');
    for (const said of ['21,5', '29,3', '+7,3 mio. kr.', 'Klinikken taber, samfundet vinder', '2,67']) t.ok(outcome.includes(said), said, outcome);
    await t.axe(page, 'result');
    await t.shot(page, 'result');
    await page.click('.guide-steps a:has-text("Begynd")');
    await page.fill('#comparator', 'Indlæggelse som hidtil');
    await page.click('.frame-tools .function-link[lang=en]');
    await page.waitForFunction(() => document.documentElement.lang === 'en' && document.querySelector('#step-heading')?.textContent === 'What is it about?');
    t.is(await page.inputValue('#comparator'), 'Indlæggelse som hidtil', 'what was typed a moment before is there');
    await t.axe(page, 'in English');
    await page.click('.frame-tools .function-link[lang=da]');
    await page.waitForFunction(() => document.documentElement.lang === 'da' && document.querySelector('#step-heading'));
  });

  await t.step('sent to review, when nothing is missing', async () => {
    await page.click('.guide-steps a:has-text("Resultat")');
    await page.waitForSelector('.outcome .button-primary:not([disabled])');
    await page.click('.outcome .button-primary');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.badge:has-text("Indsendt")');
    t.ok(/vaerdi\/\d+$/.test(page.url()), 'its page');
    await page.click('.tabs a:has-text("Spørgsmål")');
    await page.waitForSelector('.question');
    t.is(await page.locator('.question textarea').count(), 0, 'what is locked is read, without empty fields');
    t.ok((await text(page, '.question:has-text("Hvilke patienter")')).includes('Akutte patienter over 65 år') && (await text(page, '.part')).includes('Ikke besvaret'), 'answers, and what has none');
  });

  const [, contract] = await api(page, 'POST', '/collaborations', { kind: 'research_contract', title: 'Kontrakt til en kort vurdering', unit_id: me.unit_id });
  await t.step('a short one on a research contract, by keyboard alone', async () => {
    await page.goto(`${url}/samarbejder/${contract.id}/vaerdi`);
    await settled(page);
    t.ok(await tabTo(page, '.begin-short .button-primary'), 'the way in is reached');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.nano');
    t.ok(await tabTo(page, '#type-kvalitet-0'), 'the first question');
    await page.keyboard.press('Space');
    for (let n = 0; n < 2; n += 1) await page.keyboard.press('ArrowRight');
    t.ok(await tabTo(page, '#type-effektivitet-0', 3), 'the next');
    await page.keyboard.press('ArrowRight');
    t.ok(await tabTo(page, '#gain-initiating_clinic'), 'who gains');
    await page.keyboard.press('Space');
    t.ok(await tabTo(page, '#gain-patients'), 'the patients too');
    await page.keyboard.press('Space');
    t.ok(await tabTo(page, '#amount'), 'one number');
    await page.keyboard.type('250.000');
    await t.axe(page, 'short assessment');
    await t.shot(page, 'nano');
    t.ok(await tabTo(page, '.form-buttons .button-primary'), 'the end');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.underway');
    const [, list] = await api(page, 'GET', `/collaborations/${contract.id}/estimates`);
    const [, e] = await api(page, 'GET', `/estimates/${list.items[0].id}`);
    t.is([e.tier, e.assessment.value_types, e.assessment.gains, e.assessment.amount_oere],
      ['nano', [{ code: 'kvalitet', strength: 2 }, { code: 'effektivitet', strength: 1 }], ['initiating_clinic', 'patients'], 25000000], 'as pressed');
  });

  await t.step('deeper: everything is kept', async () => {
    await page.click('.underway .button-primary');
    await page.waitForSelector('.nano');
    await page.click('.nano-deeper button');
    await page.waitForSelector('.template-cards');
    await saved(page);
    const e = await stored();
    t.is([e.tier, e.assessment.value_types.length, e.assessment.gains.length], ['mini', 2, 2], 'value types and gains');
    await page.click('.guide-buttons .button-primary');
    t.ok(/skabelon/.test(await text(page, '.template-choice .form-error-message')), 'without a template one stays', await text(page, '.template-choice'));
  });

  await t.step('the region\'s values change: the draft says so, and whoever may computes the drafts again', async () => {
    await set('patient_hour', { value: 210, price_year: new Date().getFullYear(), source: 'Regionen' });
    await page.reload();
    await page.waitForSelector('.alert:has-text("Værdierne er ændret siden")');
    t.is(await page.locator('.alert button').count(), 0, 'the clinic lead is told whom to ask');
    const at = page.url().match(/vaerdi\/(\d+)/)[1];
    await changeUser(page, 'oekonom');
    await page.goto(`${url}/vaerdi/${at}`);
    await page.click('.alert button:has-text("Regn kladderne igen")');
    await page.waitForFunction(() => document.querySelector('.tabs') && !document.querySelector('.alert-info'));
    t.is((await api(page, 'GET', `/estimates/${at}`))[1].reference_set.current, true, 'the set in force');
  });

  await t.step('on a phone', async () => {
    const at = page.url().match(/vaerdi\/(\d+)/)[1];
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      for (const code of ['start', 'prompts', 'volume', 'lines', 'alternatives', 'questions', 'result']) {
        await page.goto(`${url}/vaerdi/${at}/guide/${code}`);
        await settled(page);
        await t.fits(page, `${code} at ${width}`);
      }
    }
  });
});
