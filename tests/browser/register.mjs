// SPDX-License-Identifier: EUPL-1.2
// The register in the browser: a contract in a minute with the keyboard alone, search and filters in the address, editing where the
// facts stand, two people changing the same, participants, milestones, funding in thirds, comments and the history.
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, find, settled, text, PASSWORD } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  t.expect(/401/); // the wrong password
  t.expect(/412/); // the overtaken change
  t.expect(/422/); // the refused form
  t.expect(/404/); // the row that was taken away
  const page = await t.open('/samarbejder?kind=opi');

  await t.step('a wrong password is refused in the summary, which has the focus', async () => {
    await page.fill('input[name=login]', 'admin');
    await page.fill('input[name=password]', 'forkert');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.error-summary');
    t.ok(await page.evaluate(() => document.activeElement.classList.contains('error-summary')), 'the error summary has the focus');
    t.is(await page.inputValue('input[name=password]'), '', 'the password is emptied');
  });

  await t.step('after the log-in the address one asked for opens', async () => {
    await login(page);
    await page.waitForSelector('table.cards');
    t.ok(page.url().endsWith('/samarbejder?kind=opi'), 'the list of OPI partnerships', page.url());
    t.ok(await page.locator('.chips .tag').count() === 1, 'one chip says which filter is on');
  });

  await t.step('search and filters are in the address and can be taken away again', async () => {
    await page.fill('#list-q', 'HjemmeAkut');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.location.search.includes('q=HjemmeAkut'));
    await settled(page);
    t.ok((await text(page, 'td.main-cell')).startsWith('HjemmeAkut'), 'the collaboration is found');
    await page.click('.chips .tag >> nth=1');
    await page.waitForFunction(() => !window.location.search.includes('kind='));
    await page.goBack();
    await page.reload();
    await page.waitForSelector('table.cards');
    t.is(await page.inputValue('#list-q'), 'HjemmeAkut', 'the address alone brings the view back');
  });

  await t.step('sort by a column head', async () => {
    await page.goto(`${url}/samarbejder`);
    await page.waitForSelector('table.cards');
    await page.click('th button:has-text("Loft")');
    await page.waitForFunction(() => window.location.search.includes('sort=-value_ceiling'));
    await settled(page);
    t.is(await page.getAttribute('th:has-text("Loft")', 'aria-sort'), 'descending', 'the head says the order');
    t.ok(/2\.000,0/.test(await text(page, 'tbody tr')), 'the framework of 2 bn kr. comes first', await text(page, 'tbody tr'));
  });

  await t.step('"Vis flere" adds the next page below', async () => {
    const before = await page.locator('tbody tr').count();
    await page.click('.more .button');
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length > n, before);
  });

  let made;
  await t.step('a research contract with the keyboard alone, at most 12 fields', async () => {
    await page.goto(`${url}/samarbejder/ny?kind=research_contract`);
    await page.waitForSelector('.quick-form');
    t.ok(await page.locator('.quick-form .form-group').count() <= 12, 'no more than 12 fields');
    t.ok(await page.evaluate(() => document.activeElement.tagName === 'SELECT'), 'the first field has the focus');
    await page.keyboard.type('Klinisk'); // picks in the list
    await page.keyboard.press('Tab');
    await page.keyboard.type('Afprøvning af tastatur');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Akutafdelingen, Eksempel');
    await page.waitForSelector('[role=option]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Findes slet ikke A/S');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.combobox-note:has-text("Findes slet ikke A/S")');
    t.ok(page.url().endsWith('research_contract'), 'what is typed but not chosen is said, and the form waits');
    await page.keyboard.type('accelerace management a/s');
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => [...document.querySelectorAll('.combobox input')].some((i) => i.value === 'Accelerace Management A/S'));
    await page.keyboard.press('Enter');
    await page.waitForURL(/samarbejder\/\d+\/kontrakt$/);
    made = page.url().match(/(\d+)\/kontrakt$/)[1];
    const [, c] = await api(page, 'GET', `/collaborations/${made}`);
    t.is([c.kind, c.title, c.unit_name.startsWith('Akutafdelingen'), c.sponsor_name.startsWith('Accelerace')],
      ['research_contract', 'Afprøvning af tastatur', true, true], 'it is stored as typed, the sponsor by its whole name');
    t.ok(/^FK-\d{4}-\d{4}$/.test(c.number), 'it has a number', c.number);
  });

  await t.step('a form that is not filled in names its fields', async () => {
    await page.goto(`${url}/samarbejder/ny?kind=opi`);
    await page.waitForSelector('form.staged');
    await page.fill('input[name=title]', '');
    await page.click('form.staged button[type=submit]');
    await page.waitForSelector('.error-summary');
    await page.click('.error-summary a');
    t.ok(await page.evaluate(() => document.activeElement.name === 'title'), 'the link leads to the field');
  });

  await t.step('a CPR number is refused at its field', async () => {
    await page.fill('input[name=title]', 'Patient 010190-1235 i forløb');
    await page.click('form.staged button[type=submit]');
    await page.waitForSelector('.error-summary a');
    t.ok(/cpr/i.test(await text(page, '.error-summary')), 'the summary says why', await text(page, '.error-summary'));
    page.once('dialog', (d) => d.accept());
  });

  await t.step('facts are edited where they stand', async () => {
    await page.goto(`${url}/samarbejder/${made}`);
    await page.waitForSelector('.case-head');
    await page.click('.section:has(h2:text-is("Ansvar og tid")) .function-link');
    await page.fill('input[name=start_date]', '1.1.2027');
    await page.fill('input[name=end_date]', '31-12-2026');
    await page.click('.section-form button[type=submit]');
    await page.waitForSelector('.form-error-message');
    await page.fill('input[name=end_date]', '30-06-2028');
    await page.click('.section-form button[type=submit]');
    await page.waitForSelector('.section-form', { state: 'detached' });
    await settled(page);
    const [, c] = await api(page, 'GET', `/collaborations/${made}`);
    t.is([c.start_date, c.end_date], ['2027-01-01', '2028-06-30'], 'both dates are stored');
  });

  await t.step('two people change the same: nobody loses a word', async () => {
    await page.reload();
    await page.waitForSelector('.case-head');
    await page.click('.section:has(h2:text-is("Om samarbejdet")) .function-link');
    await page.fill('textarea[name=summary]', 'Min tekst');
    const [, now] = await api(page, 'GET', `/collaborations/${made}`);
    const [status] = await api(page, 'PATCH', `/collaborations/${made}`, { summary: 'Deres tekst', tags: ['deres'] }, { 'if-match': `"${now.version}"` });
    t.is(status, 200, 'another one saves first');
    await page.click('.section-form button[type=submit]');
    await page.waitForSelector('.conflict');
    const dialog = await text(page, 'dialog');
    t.ok(dialog.includes('Min tekst') && dialog.includes('Deres tekst'), 'both texts stand side by side', dialog);
    t.is(await page.locator('.conflict').count(), 1, 'only the field that both changed is asked for');
    await t.axe(page, 'conflict');
    await t.shot(page, 'conflict');
    await page.click('dialog .dialog-foot .button-primary');
    await page.waitForSelector('dialog .alert-error');
    await page.click('.conflict label:has-text("Skriv det sammen")');
    await page.click('dialog .dialog-foot .button-primary');
    await page.waitForSelector('.section-form', { state: 'detached' });
    const [, c] = await api(page, 'GET', `/collaborations/${made}`);
    t.is([c.summary, c.tags], ['Min tekst\n\nDeres tekst', ['deres']], 'both texts are kept, and the other change too');
  });

  await t.step('a participant is found by its name and added', async () => {
    await page.goto(`${url}/samarbejder/${made}/parter`);
    await page.click('.section-head .button');
    await page.fill('dialog input[role=combobox]', 'Rambøll');
    await page.waitForSelector('[role=option]:has-text("Rambøll")');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.selectOption('dialog select[name=role]', { index: 1 });
    await page.fill('dialog input[name=contribution_oere]', '1.250.000,50');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('td.main-cell:has-text("Rambøll")');
    const [, c] = await api(page, 'GET', `/collaborations/${made}`);
    t.is(c.participants.find((p) => p.organisation_name.startsWith('Rambøll')).contribution_oere, 125000050, 'the amount is exact');
  });

  await t.step('a new organisation on the way; a wrong CVR number is refused', async () => {
    await page.click('.section-head .button');
    await page.fill('dialog input[role=combobox]', 'Nyskabelsen ApS');
    await page.waitForSelector('[role=option].add');
    await page.click('[role=option].add');
    await page.waitForSelector('dialog dialog, dialog >> nth=1');
    const inner = page.locator('dialog').last();
    await inner.locator('input[name=cvr]').fill('13585627');
    await inner.locator('button[type=submit]').click();
    await inner.locator('.form-error-message').waitFor();
    await inner.locator('input[name=cvr]').fill('13585628');
    await inner.locator('button[type=submit]').click();
    await page.waitForFunction(() => document.querySelectorAll('dialog').length === 1);
    await page.selectOption('dialog select[name=role]', { index: 1 });
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('td.main-cell:has-text("Nyskabelsen ApS")');
  });

  await t.step('a milestone, then taken away again after a question', async () => {
    await page.goto(`${url}/samarbejder/${made}/milepaele`);
    await page.click('.empty .button');
    await page.fill('dialog input[name=title]', 'Kontrakt underskrevet');
    await page.fill('dialog input[name=due_date]', '01-02-2027');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('td.main-cell:has-text("Kontrakt underskrevet")');
    await page.click('td.actions .danger');
    await page.click('dialog .button-danger');
    await page.waitForSelector('.empty');
  });

  await t.step('a milestone that somebody takes away while one writes: the text stays, and becomes a new one', async () => {
    const [, first] = await api(page, 'POST', `/collaborations/${made}/milestones`, { title: 'Forsvinder', due_date: '2027-03-03' });
    await page.reload();
    await page.click('td.actions .function-link');
    await page.fill('dialog input[name=title]', 'Skrevet imens');
    const [status] = await api(page, 'DELETE', `/collaborations/${made}/milestones/${first.id}`, undefined, { 'if-match': `"${first.version}"` });
    t.is(status, 204, 'another one takes it away');
    page.once('dialog', (d) => d.dismiss());
    await page.keyboard.press('Escape');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .error-summary:has-text("En anden har fjernet")');
    await t.axe(page, 'a row that is gone');
    await page.click('dialog button[type=submit]:has-text("Gem som ny")');
    await page.waitForSelector('td.main-cell:has-text("Skrevet imens")');
  });

  await t.step('funding in thirds: 1/3 + 1/3 is refused, 1/3 + 2/3 is split to the øre', async () => {
    await page.goto(`${url}/samarbejder/${made}/oekonomi`);
    await page.click('.empty .button');
    await page.selectOption('dialog select[name=source]', { index: 1 });
    await page.fill('dialog input[name=amount_oere]', '1.000.000');
    await page.selectOption('dialog .share-row select', { index: 1 });
    await page.fill('dialog .share-row input', '1/3');
    await page.click('dialog .shares .links button');
    await page.selectOption('dialog .share-row >> nth=1 >> select', { index: 2 });
    await page.fill('dialog .share-row >> nth=1 >> input', '1/3');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .form-error-message:has-text("2/3")');
    await page.fill('dialog .share-row >> nth=1 >> input', '2/3');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.funding-total');
    const [, c] = await api(page, 'GET', `/collaborations/${made}`);
    t.is(c.funding[0].shares.map((s) => [s.num, s.den, s.amount_oere]).sort(), [[1, 3, 33333333], [2, 3, 66666667]], 'exact shares');
  });

  await t.step('a document may only be a web address', async () => {
    await page.goto(`${url}/samarbejder/${made}/dokumenter`);
    await page.click('.empty .button');
    await page.fill('dialog input[name=title]', 'Aftale');
    await page.fill('dialog input[name=url]', 'javascript:alert(1)');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog .error-summary');
    await page.fill('dialog input[name=url]', 'https://esdh.example.dk/1');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('td.main-cell a[href^="https://esdh"]');
  });

  await t.step('a comment, and all of it in the history', async () => {
    await page.goto(`${url}/samarbejder/${made}/kommentarer`);
    await page.fill('textarea[name=body]', 'Husk <b>bilag</b> & frist');
    await page.click('.talk-form button[type=submit]');
    await page.waitForSelector('.talk li:has-text("<b>bilag</b>")');
    await page.click('.talk .function-link');
    await page.fill('.talk textarea', 'Husk bilag og frist');
    const [, [mine]] = await api(page, 'GET', `/collaborations/${made}/comments`).then(([s, b]) => [s, b.items]);
    await api(page, 'PATCH', `/collaborations/${made}/comments/${mine.id}`, { body: 'Fra den anden skærm' }, { 'if-match': `"${mine.version}"` });
    await page.click('.talk button[type=submit]');
    await page.waitForSelector('.conflict:has-text("Fra den anden skærm")');
    await page.click('.conflict label:has-text("Dit")');
    await page.click('dialog .dialog-foot .button-primary');
    await page.waitForSelector('.talk li:has-text("Husk bilag og frist"):has-text("rettet")');
    await t.axe(page, 'comments');
    await page.fill('.talk-form textarea', 'Ikke sendt endnu');
    page.once('dialog', (d) => d.dismiss());
    await page.click('.tabs a:has-text("Historik")');
    t.is(await page.inputValue('.talk-form textarea'), 'Ikke sendt endnu', 'nobody leaves unsent text behind unasked');
    await page.click('.talk .danger');
    await page.click('dialog .button-danger');
    await page.waitForSelector('.talk li', { state: 'detached' });
    await page.goto(`${url}/samarbejder/${made}/historik`);
    await page.waitForSelector('.timeline');
    const history = await text(page, '.timeline');
    t.ok(history.includes('Startdato: 01-01-2027'), 'dates in words', history);
    t.ok(/ændrede samarbejdet/.test(history), 'who changed what', history);
  });

  await t.step('the next stage from the head', async () => {
    const [, me] = await api(page, 'GET', '/me');
    const [, ready] = await api(page, 'POST', '/collaborations', { kind: 'opi', title: 'Klar til næste trin', unit_id: me.unit_id,
      owner_id: me.id, theme: 'devices', need: 'Patienterne skal hjem samme dag.' });
    await page.goto(`${url}/samarbejder/${ready.id}`);
    await page.click('.case-head .button-primary');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('.stage-now:has-text("Trin 2 af")');
  });

  await t.step('the keyboard: skip link first, focus on the heading after a link', async () => {
    await page.goto(`${url}/samarbejder`);
    await page.waitForSelector('table.cards');
    await page.keyboard.press('Tab');
    t.ok(await page.evaluate(() => document.activeElement.classList.contains('skipnav')), 'the skip link is first');
    await page.click('#main-nav a:has-text("Parter")');
    await page.waitForFunction(() => document.activeElement.tagName === 'H1');
    t.is(await page.title(), 'Parter · Samspil', 'the title says where one is');
  });

  await t.step('the session runs out while one writes: nothing is lost', async () => {
    await page.goto(`${url}/samarbejder/${made}`);
    await page.waitForSelector('.case-head');
    await page.click('.section:has(h2:text-is("Om samarbejdet")) .function-link');
    await page.fill('textarea[name=summary]', 'Skrevet før sessionen udløb');
    await page.context().clearCookies();
    await page.click('.section-form button[type=submit]');
    await page.waitForSelector('dialog input[name=login]');
    await page.fill('dialog input[name=login]', 'admin');
    await page.fill('dialog input[name=password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog', { state: 'detached' });
    t.is(await page.inputValue('textarea[name=summary]'), 'Skrevet før sessionen udløb', 'the text still stands');
    await page.click('.section-form button[type=submit]');
    await page.waitForSelector('.section-form', { state: 'detached' });
    const [, c] = await api(page, 'GET', `/collaborations/${made}`);
    t.is(c.summary, 'Skrevet før sessionen udløb', 'and is stored after the log-in');
  });

  await t.step('one who may only read sees no button to change', async () => {
    await changeUser(page, 'revisor');
    const one = await find(page, 'HjemmeAkut');
    await page.goto(`${url}/samarbejder/${one.id}`);
    await page.waitForSelector('.case-head');
    t.is(await page.locator('main .button-primary, main .function-link:not([aria-pressed])').count(), 0, 'nothing to change with');
  });
});
