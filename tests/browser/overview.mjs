// SPDX-License-Identifier: EUPL-1.2
// The portfolio is steered: each figure leads to its list, the list is a file in two forms, many collaborations are changed at once.
import { story, url } from './lib/story.mjs';
import { login, changeUser, api, text, settled } from './lib/samspil.mjs';

await story(async (t) => {
  t.expect(/net::ERR_ABORTED/); // what is no longer wanted is not waited for
  const page = await t.open('/');
  await login(page, 'admin');
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

  await t.step('every count on the overview is the number of rows in its list', async () => {
    await go('/overblik');
    await page.waitForSelector('.balance');
    const links = await page.$$eval('main a[href^="/samarbejder?"]', (all) => all.map((a) => [a.getAttribute('href'), a.textContent.trim()]));
    t.ok(links.length > 30, 'there are many', links.length);
    const wrong = [];
    for (const [href, count] of links) {
      const [, list] = await api(page, 'GET', `/collaborations?limit=1&${href.split('?')[1]}`);
      if (!count.endsWith('+') && String(list.total) !== count.replace(/\D/g, '')) wrong.push(`${href}: ${count}, list ${list.total}`);
    }
    t.ok(!wrong.length, 'they are', wrong.join('\n'));
    await looks('steering');
  });

  await t.step('a figure leads into the list with its filter as a chip', async () => {
    await page.click('main a[href="/samarbejder?phase=active"]');
    await settled(page);
    t.ok((await text(page, '.chips')).includes('I gang'), 'the chip says so', await text(page, '.chips'));
    await page.click('[aria-controls=filters]');
    await page.selectOption('#f-commercial', 'both');
    await page.click('label[for=f-kind-opi]');
    await page.waitForSelector('.chips:has-text("OPI")');
    await settled(page);
    t.ok((await text(page, '.chips')).includes('Begge dele') && (await text(page, 'main')).includes('HjemmeAkut'), 'one more filter');
    await looks('filters');
  });

  await t.step('the list as CSV and as a workbook', async () => {
    for (const end of ['csv', 'xlsx']) {
      const [file] = await Promise.all([page.waitForEvent('download'), page.click(`a[href*="collaborations.${end}"]`)]);
      t.ok(file.suggestedFilename() === `samarbejder.${end}`, end, file.suggestedFilename());
    }
  });

  await t.step('three collaborations get a tag and a theme; first seen, then done', async () => {
    await go('/samarbejder?kind=research_contract');
    await page.click('text=Ret flere');
    for (const n of [0, 1, 2]) await page.locator('td input[id^="choose-"]').nth(n).click();
    t.ok((await text(page, '.chosen-bar')).includes('3 valgt'), 'three are chosen');
    await looks('choosing');
    await page.click('text=Ret de valgte');
    await page.selectOption('dialog [name=theme]', 'prevention');
    await page.fill('dialog [name=add_tags]', 'fælles indsats');
    await t.shot(page, 'bulk-form');
    await page.click('dialog button[type=submit]');
    await page.waitForSelector('dialog table');
    t.ok((await text(page, 'dialog')).includes('3 samarbejder bliver ændret'), 'the preview counts', await text(page, 'dialog'));
    await looks('bulk-preview');
    const [, before] = await api(page, 'GET', '/collaborations?tag=f%C3%A6lles%20indsats');
    t.ok(before.items.length === 0, 'nothing is saved yet');
    await page.click('dialog .form-buttons .button-primary');
    await page.waitForSelector('dialog', { state: 'detached' });
    const [, after] = await api(page, 'GET', '/collaborations?tag=f%C3%A6lles%20indsats');
    t.ok(after.items.length === 3 && after.items.every((c) => c.theme === 'prevention'), 'then it is');
  });

  await t.step('each role sees what it steers by on its own first page', async () => {
    for (const [who, words] of [['indkoeb', 'Mangler beslutning før udløb'], ['jurist', 'Juridiske punkter over fristen'], ['klinik', 'Forsinkede milepæle']]) {
      await changeUser(page, who);
      await go('/');
      await page.waitForSelector('h2:has-text("Det styrer du efter")');
      t.ok((await text(page, 'main')).includes(words), who);
    }
    await looks('first-page');
  });

  await t.step('a view of the list is saved and shared', async () => {
    await changeUser(page, 'indkoeb');
    for (const [address, name] of [['/samarbejder?overdue=stage', 'Står stille'], ['/parter?kind=company', 'Virksomheder'], ['/forskning/kontrakter?open=true', 'Åbne']]) {
      await go(address);
      await page.click('text=Gem');
      await page.fill('dialog [name=name]', name);
      await page.click('dialog label[for$="-shared"]');
      await page.click('dialog button[type=submit]');
      await page.waitForSelector(`.views a:has-text("${name}")`);
    }
    await changeUser(page, 'jurist');
    await go('/parter');
    t.ok((await text(page, '.views')).includes('Virksomheder'), 'a colleague sees it');
  });
});
