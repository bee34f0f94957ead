// SPDX-License-Identifier: EUPL-1.2
// A story told in the browser: `await story(async t => { ... })`. Prints TAP; every page is watched for
// console errors, uncaught exceptions, failed requests and violations of the content security policy.
// From the environment (tests/run sets it): TEST_URL, TEST_OUT, TEST_CHROMIUM; TEST_BINARY and SAMSPIL_*
// for subcommands on the same database.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--lang=da'];
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const url = process.env.TEST_URL;

let count = 0;
let failed = 0;

function result(good, name, detail) {
  count += 1;
  if (!good) failed += 1;
  console.log(`${good ? '' : 'not '}ok ${count} - ${name}`);
  if (!good && detail) for (const line of String(detail).split('\n')) console.log(`# ${line}`);
  return good;
}

// Runs a subcommand of the binary on the story's database; returns what it prints.
export function samspil(...args) {
  return execFileSync(process.env.TEST_BINARY, args, { encoding: 'utf8' });
}

class Teller {
  constructor(context, name) {
    this.context = context;
    this.name = name;
    this.troubles = [];
    this.expected = [];
  }

  ok(good, name, detail) {
    return result(Boolean(good), name, detail);
  }

  is(got, want, name) {
    const same = JSON.stringify(got) === JSON.stringify(want);
    return result(same, name, `got  ${JSON.stringify(got)}\nwant ${JSON.stringify(want)}`);
  }

  // One step of the story: a failure inside ends the step, not the story.
  async step(name, act) {
    try {
      await act();
      return result(true, name);
    } catch (e) {
      await this.shot(this.page, `failed-${count + 1}`).catch(() => {});
      return result(false, name, e.stack ?? e);
    }
  }

  // Console errors and failed requests matching the pattern belong to the story (a refused form, say).
  expect(pattern) {
    this.expected.push(pattern);
  }

  async open(where = '/', { width = 1280, height = 900 } = {}) {
    this.page = await this.context.newPage();
    this.watch(this.page);
    await this.page.setViewportSize({ width, height });
    await this.page.goto(new URL(where, url).href);
    return this.page;
  }

  watch(page) {
    page.on('console', m => m.type() === 'error' && this.troubles.push(`console: ${m.text()} (${m.location().url})`));
    page.on('pageerror', e => this.troubles.push(`uncaught: ${e.stack ?? e}`));
    page.on('requestfailed', r => this.troubles.push(`request: ${r.method()} ${r.url()} ${r.failure()?.errorText}`));
    page.on('response', r => r.status() >= 500 && this.troubles.push(`reply: ${r.status()} ${r.url()}`));
  }

  async shot(page, name) {
    await page.screenshot({ path: path.join(process.env.TEST_OUT, `${this.name}-${name}.png`), fullPage: true });
  }

  // WCAG 2.1 A and AA by axe-core; one result a page. axe is put in past the page's own policy.
  async axe(page, name) {
    const session = await this.context.newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: axeSource });
    const found = await page.evaluate(() => window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'],
    }));
    await session.detach();
    const lines = found.violations.flatMap(v => v.nodes.slice(0, 5).map(n => `${v.id} (${v.impact}): ${n.target.join(' ')}: ${n.failureSummary}`));
    return result(lines.length === 0, `axe: ${name}`, lines.join('\n'));
  }

  // Nothing is wider than the window (no sideways scrolling).
  async fits(page, name) {
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    return result(over <= 0, `no sideways scrolling: ${name}`, `${over} px too wide`);
  }

  unexpected() {
    return this.troubles.filter(t => !this.expected.some(p => p.test(t)));
  }
}

export async function story(tell, options = {}) {
  const name = path.basename(process.argv[1], '.mjs');
  const profile = mkdtempSync(path.join(tmpdir(), 'samspil-chromium-'));
  let context;
  try {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.TEST_CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS,
      locale: 'da-DK', timezoneId: 'Europe/Copenhagen', acceptDownloads: true, ...options,
    });
    context.setDefaultTimeout(15000);
    const t = new Teller(context, name);
    try {
      await tell(t);
    } catch (e) {
      if (t.page) await t.shot(t.page, 'ended').catch(() => {});
      result(false, 'the story comes to its end', e.stack ?? e);
    }
    result(t.unexpected().length === 0, 'no console error, exception or failed request', t.unexpected().join('\n'));
  } catch (e) {
    result(false, 'the browser starts', e.stack ?? e);
  } finally {
    await context?.close().catch(() => {});
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log(`1..${count}`);
  process.exitCode = failed ? 1 : 0;
}
