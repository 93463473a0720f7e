// SPDX-License-Identifier: Apache-2.0
// What the browser tests share: npusim that writes reports, headless Chromium that opens them from
// disk, and a page that must neither complain nor ask for anything.
//   node SUITE_test.mjs NPUSIM NODE_MODULES
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const SKIPPED = 77; // SKIP_RETURN_CODE in CMakeLists.txt
const [npusim, modules] = process.argv.slice(2).map((name) => path.resolve(name));
export const kernels = fileURLToPath(new URL('../../kernels', import.meta.url));

function findChromium() {
  const found = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' });
  if (found.status === 0) return found.stdout.trim();
  console.log('skipped: there is no chromium; tools/setup.sh --tests installs it');
  process.exit(SKIPPED);
}

const executablePath = findChromium();
const { chromium } = createRequire(path.join(modules, 'index.js'))('playwright-core');

export let folder; // of this suite, removed at its end
let browser;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'npusim-web-'));
  // A profile of its own for every launch is what playwright does.
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs npusim; its exit status has to be the one expected. */
export function run(status, ...command) {
  const done = spawnSync(npusim, command, { encoding: 'utf8', timeout: 120_000 });
  assert.equal(done.status, status, `npusim ${command.join(' ')}\n${done.stdout}${done.stderr}`);
}

/** The report of a run that finds a race: its file. */
export function racyReport(program, ...options) {
  return reportOf(66, program, ...options);
}

/** The same of a run that ends with `status`. */
export function reportOf(status, program, ...options) {
  const file = path.join(folder, `${path.basename(path.dirname(program))}.html`);
  run(status, 'run', program, '--quiet', '--report', `html=${file}`, ...options);
  return file;
}

/** The document in a report, read without the page's code. */
export function documentIn(file) {
  const [, json] = /<script type="application\/json" id="npusim-report">(.*?)<\/script>/s
    .exec(readFileSync(file, 'utf8'));
  return JSON.parse(json);
}

/**
 * Opens the report from disk in a fresh context, hands the page to `look`, and then checks that the
 * page logged no problem and asked for nothing but itself.
 */
export async function open(file, look, { hash = '', ready = 'main', ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options,
  });
  const url = pathToFileURL(file).href;
  const complaints = [];
  const requests = [];
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(url + hash);
    await page.locator(ready).waitFor();
    await look(page, context);
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, []);
  assert.deepEqual(requests.filter((request) => request.replace(/#.*/, '') !== url), []);
}
