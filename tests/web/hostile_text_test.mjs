// SPDX-License-Identifier: Apache-2.0
// Names and source lines that look like HTML are text on the page, whatever they hold.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { folder, kernels, open, racyReport } from './browser.mjs';

const ATTACK = '</script><script>window.stolen = 1</script><img src=x onerror="window.stolen = 2">';
const TASK = `kernel <!--<script>${ATTACK}`;

function edit(file, ...changes) {
  let text = readFileSync(file, 'utf8');
  for (const [old, changed] of changes) {
    assert.ok(text.includes(old), `${file} has no ${old}`);
    text = text.replace(old, () => changed);
  }
  writeFileSync(file, text);
}

let file;
before(() => {
  const races = path.join(folder, '<script>window.stolen=4<', 'script>');
  mkdirSync(races, { recursive: true });
  for (const name of ['shared', 'twin', 'litmus_config.py', 'tci_scatter']) {
    cpSync(path.join(kernels, 'races', name), path.join(races, name), { recursive: true });
  }
  const litmus = path.join(races, 'tci_scatter');
  // Only sources in the program's own folder are shown.
  renameSync(path.join(litmus, 'kernel.cpp'), path.join(litmus, 'racy', 'kernel.cpp'));
  edit(path.join(litmus, 'racy', 'kernel_config.py'), ['"kernel.cpp"', '"racy/kernel.cpp"']);
  edit(path.join(litmus, 'racy', 'kernel.cpp'), ['../shared/', '../../shared/'],
    ['// second', `// second ${ATTACK}`]);
  edit(path.join(races, 'litmus_config.py'), ['Path(source).stem', JSON.stringify(TASK)]);
  file = racyReport(path.join(litmus, 'racy'), '--set', 'ub.scalar_store_latency=300');
});

test('nothing of it runs, and all of it can be read', () => open(file, async (page) => {
  assert.equal(await page.evaluate(() => window.stolen), undefined);
  assert.equal(await page.locator('img').count(), 0);
  assert.equal(await page.locator('script').count(), 2, 'the document and the page');
  assert.match(await page.title(), /<script>window\.stolen=4<\/script>\/tci_scatter\/racy$/);
  assert.ok((await page.locator('.program').innerText()).includes('<script>window.stolen=4</script>'));
  assert.ok((await page.locator('.access.second pre .here').innerText()).includes(ATTACK));
  assert.ok((await page.locator('#tasks table tbody th').first().innerText()).includes(TASK));
}));

test('nor without scripts, where the report is plain text', () => open(file, async (page) => {
  const text = await page.locator('noscript pre').innerText();
  assert.ok(text.includes('verdict: race (exit status 66)'));
  assert.ok(text.includes('<script>window.stolen=4</script>'));
}, { javaScriptEnabled: false, ready: 'noscript pre' }));
