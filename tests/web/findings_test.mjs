// SPDX-License-Identifier: Apache-2.0
// The verdict and the findings: what they say, and that pointer and keyboard open them.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { documentIn, open, racyReport, reportOf } from './browser.mjs';

let file;
let doc;
before(() => {
  file = racyReport('races/gm_no_drain_mte3/racy');
  doc = documentIn(file);
});

const item = (page, number) => page.locator(`#finding-${number}`);
const heading = (page, number) => item(page, number).locator('h3 button');

test('the verdict stands first, with program, seed and replay command', () => open(file, async (page) => {
  assert.equal(await page.title(), 'npusim: races/gm_no_drain_mte3/racy');
  assert.match(await page.locator('h1').innerText(), /Race or memory error/);
  const overview = await page.locator('.overview').innerText();
  assert.match(overview, /3 findings, the output is as the golden/);
  assert.match(overview, /npusim run races\/gm_no_drain_mte3\/racy --seed 1/);
  assert.match(overview, /Exit status\s*66/);
}));

test('a click on a finding opens it, another closes it', () => open(file, async (page) => {
  assert.equal(await page.locator('.finding').count(), 3);
  assert.equal(await item(page, 1).locator('.body').count(), 1, 'the first one is open');
  assert.equal(await item(page, 2).locator('.body').count(), 0);
  await heading(page, 2).click();
  assert.equal(await heading(page, 2).getAttribute('aria-expanded'), 'true');
  const body = item(page, 2).locator('.body');
  const { message, missing_edge: edge, fix } = doc.report.findings[1];
  const text = await body.innerText();
  for (const part of [message, edge, fix]) assert.ok(text.includes(part), `${part}\nin\n${text}`);
  await heading(page, 2).click();
  assert.equal(await body.count(), 0);
}));

test('both accesses show their line of code, marked', () => open(file, async (page) => {
  for (const role of ['first', 'second']) {
    const access = doc.report.findings[0][role];
    const line = access.source.replace(/.*:/, '');
    const here = item(page, 1).locator(`.access.${role} pre .here`);
    assert.equal(await here.getAttribute('data-line'), line);
    const [call] = access.op.split(' '); // without the library's instruction in it
    assert.ok((await here.innerText()).includes(call), `${call} at ${access.source}`);
  }
}));

test('a finding opens by its address and by a link', () => open(file, async (page) => {
  await item(page, 3).locator('.body').waitFor();
  assert.ok(await heading(page, 3).isVisible());
  await page.evaluate(() => { location.hash = '#finding-2'; });
  await item(page, 2).locator('.body').waitFor();
}, { hash: '#finding-3' }));

test('Tab and Enter are enough to open a finding', () => open(file, async (page) => {
  const target = await heading(page, 2).elementHandle();
  for (let presses = 0; !(await target.evaluate((e) => e === document.activeElement)); ++presses) {
    assert.ok(presses < 100, 'the finding has not got the focus');
    await page.keyboard.press('Tab');
  }
  const outline = await target.evaluate((e) => getComputedStyle(e).outlineStyle);
  assert.notEqual(outline, 'none', 'the focus is visible');
  await page.keyboard.press('Enter');
  assert.ok(await item(page, 2).locator('.body .swimlane').isVisible());
  await page.keyboard.press('Space');
  assert.equal(await item(page, 2).locator('.body').count(), 0);
}));

test('the first Tab offers to skip to the findings', () => open(file, async (page) => {
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Skip to the findings');
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('#findings-title').isVisible());
  assert.equal(new URL(page.url()).hash, '#findings');
}));

test('the copy button copies the replay command', () => open(file, async (page, context) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copy = page.locator('.overview .copy');
  await copy.getByRole('button').click();
  await copy.getByText('Copied').first().waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), doc.replay);
}));

test('what a finding brought about stands under it', () => {
  const late = reportOf(67, 'races/flag_late_wait/racy');
  const { follows } = documentIn(late).report.findings[0];
  assert.equal(follows.length, 1);
  return open(late, async (page) => {
    assert.equal(await item(page, 1).locator('.follows li').innerText(), follows[0]);
  });
});
