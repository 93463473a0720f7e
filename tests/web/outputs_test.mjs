// SPDX-License-Identifier: Apache-2.0
// Outputs that differ from their goldens: which elements are wrong, row by row and in the whole.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { open, racyReport } from './browser.mjs';

// The stale row numbers of tci_scatter are all 0: every row but the first keeps its initial zeros in
// the even columns, where the golden has ones.
const ROWS = 16;
const COLUMNS = 64;
let file;
before(() => {
  file = racyReport('races/tci_scatter/racy', '--set', 'ub.scalar_store_latency=300');
});

test('the table tells how many elements differ and where the first one is', () =>
  open(file, async (page) => {
    const row = await page.locator('#outputs tbody tr').first().innerText();
    assert.match(row, /^out\s+float32\s+\[16, 64\]/);
    assert.match(row, /\b1,024\s+480\s+\[1, 0\]\s+1\.00000\s+✗ different/);
  }));

test('the grid marks exactly the wrong elements', () => open(file, async (page) => {
  const cells = await page.locator('#output-out .grid .wrong').evaluateAll((rects) =>
    rects.map((rect) => `${rect.getAttribute('y')} ${rect.getAttribute('x')}`));
  const expected = [];
  for (let row = 1; row < ROWS; ++row) {
    for (let column = 0; column < COLUMNS; column += 2) expected.push(`${row} ${column}`);
  }
  assert.deepEqual(cells, expected);
  const box = await page.locator('#output-out .grid svg').boundingBox();
  assert.ok(box.width > 100 && box.height > 30);
}));

test('a row, chosen by keyboard, shows its values beside the golden', () => open(file, async (page) => {
  const rows = page.locator('#output-out .rows li button');
  assert.equal(await rows.count(), ROWS - 1);
  const fifth = page.getByRole('button', { name: 'Row [5, :]: 32 wrong elements' });
  await fifth.focus();
  await page.keyboard.press('Enter');
  assert.equal(await fifth.getAttribute('aria-pressed'), 'true');
  const values = await page.locator('#output-out .values tbody tr').allInnerTexts();
  assert.equal(values.length, COLUMNS / 2);
  values.forEach((text, i) => assert.match(text, new RegExp(`^\\[5, ${2 * i}\\]\\s+0\\s+1$`)));
}));

test('the wrong bytes are traced to the finding', () => open(file, async (page) => {
  const blame = page.locator('#output-out li').filter({ hasText: 'They went wrong first at' });
  await blame.getByRole('link', { name: 'finding 1' }).click();
  assert.equal(new URL(page.url()).hash, '#finding-1');
}));
