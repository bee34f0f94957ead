// SPDX-License-Identifier: EUPL-1.2
// Measurement on the screen: what nobody has measured is said, baseline and quantities are typed, and the rate has its colour in words.
import { readFileSync } from 'node:fs';
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, text, settled } from './lib/samspil.mjs';

const inputs = { base_year: 2023, horizon_years: 5, price_year: 2025, discount: { steps: [{ from_year: 0, rate: 0.035 }], timing: 'annual' },
  alternatives: [{ name: 'Færre sengedage', lines: [
    { id: 'B1', name: 'Sengedage', sector: 'other_departments', class: 'capacity', timing: 'per_year', kind: 'resource', unit: 'sengedage', qty_baseline: 100,
      qty_new: 40, unit_value: 2700, evidence: 'E', source: 'Skøn' },
    { id: 'C1', name: 'Licens', sector: 'initiating_clinic', class: 'cash', timing: 'per_year', kind: 'resource', unit: 'licens', qty_baseline: 0, qty_new: 1,
      unit_value: 50000, evidence: 'B', source: 'Kontrakt' }] }] };

const golden = JSON.parse(readFileSync(new URL('../golden/value/hjemmeakut.json', import.meta.url), 'utf8'));

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/422/); // the year outside the plan
  const page = await t.open('/');
  await login(page, 'klinik');
  const [, me] = await api(page, 'GET', '/me');
  const [, one] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'Målt i browseren', unit_id: me.unit_id, owner_id: me.id });
  const [, e] = await api(page, 'POST', `/collaborations/${one.id}/estimates`, { tier: 'mini', comparator: 'Som i dag', inputs });
  await api(page, 'POST', `/estimates/${e.id}/submit`, {});
  await changeUser(page, 'oekonom');
  const [approved] = await api(page, 'POST', `/estimates/${e.id}/approve`, {});
  t.is(approved, 200, 'an approved estimate of years that are over');
  await changeUser(page, 'klinik');

  await t.step('the overview says that measurements are missing, and where', async () => {
    await page.goto(url);
    await page.click(`.rows li:has-text("Målinger mangler") a[href="/samarbejder/${one.id}/vaerdi"]`);
    await page.waitForSelector('.realisation .alert-warning');
    const said = await text(page, '.realisation .alert-warning');
    t.ok(/mangler, selv om det er over et år siden/.test(said) && said.includes('Sengedage: 2023, 2024'), 'the lines and years', said);
    await t.axe(page, 'measurements missing');
  });

  const add = async (fields, checks = []) => {
    await page.click('.realisation button:has-text("Tilføj måling")');
    await page.waitForSelector('dialog');
    for (const [name, value] of Object.entries(fields)) {
      const control = page.locator(`dialog [name=${name}]`);
      if (name === 'line') await control.selectOption({ label: value });
      else await control.fill(value);
    }
    for (const name of checks) await page.click(`dialog label:has-text("${name}")`);
    await page.click('dialog button[type=submit]');
  };
  const row = (name) => page.locator('.realisation table:has(caption:text("linje for linje")) tr', { hasText: name });

  await t.step('a year outside the plan is refused at its field', async () => {
    await add({ line: 'Sengedage', year: '2031', qty: '40' });
    await page.waitForSelector('dialog .form-error-message');
    t.ok((await text(page, 'dialog .form-error-message')).includes('2027'), 'and says what is allowed', await text(page, 'dialog .form-error-message'));
    page.once('dialog', (question) => question.accept()); // what was typed is given up
    await page.click('dialog .form-buttons .button-secondary');
  });

  await t.step('quantities of two years: 85 % is amber, 95 % is green', async () => {
    await add({ line: 'Sengedage', year: '2023', qty: '49', source: 'Sengepladsregister' });
    await row('Sengedage').locator('.rate-amber').first().waitFor();
    t.ok((await row('Sengedage').innerText()).includes('gul'), 'in words');
    await add({ line: 'Sengedage', year: '2024', qty: '43' });
    await row('Sengedage').locator('.rate-green').first().waitFor();
    const said = (await row('Sengedage').innerText()).replace(/\s+/g, ' ');
    t.ok(said.includes('85,0 %') && said.includes('95,0 %') && said.includes('90,0 %'), 'each year and both together', said);
    const [, reply] = await api(page, 'GET', `/collaborations/${one.id}/realisation`);
    t.is([reply.total.status, Math.round(reply.total.rate * 1000)], ['green', 900], 'as the engine says');
    const figures = await text(page, '.realisation .figures');
    t.ok(figures.includes('hvis det går som planlagt'), 'the rest both ways', figures);
  });

  await t.step('another baseline changes what was saved', async () => {
    await add({ line: 'Sengedage', year: '2022', qty: '110' }, ['Udgangspunkt']);
    await page.waitForSelector('.realisation td:has-text("udgangspunkt")');
    await row('Sengedage').locator('.rate:has-text("101,7 %")').first().waitFor();
  });

  await t.step('a cost has no colour: to spend less is no failure', async () => {
    await add({ line: 'Licens', year: '2023', amount_oere: '-45.000', price_year: '2025' });
    await row('Licens').locator('.rate-measured').first().waitFor();
    t.ok((await row('Licens').innerText()).includes('90,0 %'), 'its rate');
    await settled(page);
    await t.axe(page, 'realised and expected');
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      await t.fits(page, `realised at ${width}`);
      await t.shot(page, `realised-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  await t.step('a measurement is changed and taken back', async () => {
    const typed = page.locator('.realisation table:has(caption:text-is("Målinger")) tr', { hasText: 'Licens' });
    await typed.locator('button:has-text("Rediger")').click();
    await page.fill('dialog [name=deadweight]', '50');
    await page.click('dialog button[type=submit]');
    await row('Licens').locator('.rate:has-text("45,0 %")').first().waitFor();
    await typed.locator('button:has-text("Fjern")').click();
    await page.click('dialog .button-danger');
    await typed.waitFor({ state: 'detached' });
    t.ok((await row('Licens').innerText()).includes('ikke målt'), 'not measured again');
  });

  await t.step('the worked example, typed as the clinic would: 61 % and 74 % are 70,0 %, which is amber and not red', async () => {
    const [, home] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'HjemmeAkut målt', unit_id: me.unit_id, owner_id: me.id });
    const [, made] = await api(page, 'POST', `/collaborations/${home.id}/estimates`, { tier: 'mini', comparator: 'Indlæggelse som i dag', inputs: { ...golden, indices: { PL: { 2025: 100, 2026: 102.5, 2027: 104.8 } } } });
    t.is((await api(page, 'POST', `/estimates/${made.id}/submit`, {}))[0], 200, 'sent');
    await changeUser(page, 'oekonom');
    t.is((await api(page, 'POST', `/estimates/${made.id}/approve`, {}))[0], 200, 'approved');
    await changeUser(page, 'klinik');
    await page.goto(`${url}/samarbejder/${home.id}/vaerdi`);
    await page.waitForSelector('.realisation');
    const kroner = (line, year, amount) => add({ line, year: String(year), amount_oere: `-${amount}`, source: 'Regnskabet' });
    const rows = async (n) => page.waitForFunction((wanted) => document.querySelectorAll('.realisation table:last-of-type').length
      && [...document.querySelectorAll('.realisation table')].find((x) => x.caption?.textContent === 'Målinger')?.tBodies[0].rows.length === wanted, n);
    await add({ line: 'Sparede sengedage', year: '2025', qty: '4', source: 'Sengepladsregister' }, ['Udgangspunkt']);
    await rows(1);
    await add({ line: 'Færre genindlæggelser', year: '2025', qty: '0,12' }, ['Udgangspunkt']);
    await rows(2);
    let n = 2;
    for (const [line, year, qty, patients] of [['Sparede sengedage', 2026, '0,8', '96'], ['Færre genindlæggelser', 2026, '0,04', '96'], ['Sparede sengedage', 2027, '0,5', '255'], ['Færre genindlæggelser', 2027, '0,02', '255']]) {
      await add({ line, year: String(year), qty, patients });
      await rows(n += 1);
    }
    for (const [line, year, amount] of [['Etablering', 2026, '1.763.000'], ['Løn til nye årsværk', 2026, '563.750'], ['Licens', 2026, '615.000'], ['Honorar til den private part', 2026, '615.000'],
      ['Løn til nye årsværk', 2027, '1.257.600'], ['Licens', 2027, '628.800'], ['Honorar til den private part', 2027, '1.603.440']]) {
      await kroner(line, year, amount);
      await rows(n += 1);
    }
    await page.waitForFunction(() => document.querySelector('.realisation .figures')?.textContent.includes('6,8'));
    const said = await text(page, '.realisation .figures');
    for (const words of ['4,2 mio. kr.', 'af 6,0 mio. kr. forventet', '70,0 %', 'gul', '2026 61,3 %', 'rød', '2027 73,5 %', '6,8 mio. kr.', '18,1 mio. kr.', '25,9 mio. kr.']) t.ok(said.includes(words), words, said);
    t.is(await page.locator('.realisation .figures .rate-amber').count(), 2, 'the whole and the second year are amber');
    t.ok((await page.locator('.messages .message').count()) <= 1, 'what is done many times is said once');
    await t.axe(page, 'the worked example, realised');
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await t.fits(page, `worked example at ${width}`);
      await t.shot(page, `worked-${width}`);
    }
  });
});
