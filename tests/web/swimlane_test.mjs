// SPDX-License-Identifier: Apache-2.0
// The swimlane of a finding: it draws the two accesses and the edge that is missing between them, and
// zooming and panning draw what the document has in the stretch that is shown.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { documentIn, open, racyReport } from './browser.mjs';

let file;
let lane;
before(() => {
  file = racyReport('races/tci_scatter/racy', '--set', 'ub.scalar_store_latency=300');
  lane = documentIn(file).swimlanes[0];
});

const view = (page) => page.locator('#finding-1 .swimlane');
const drawing = (page) => view(page).locator('svg.lanes');
const bars = (page) => drawing(page).locator('.bar');

async function range(page) {
  const text = await view(page).locator('.range').innerText();
  const [low, high] = text.match(/[\d,]+/g).map((number) => Number(number.replaceAll(',', '')));
  return [low, high];
}

/** Bars of the document in [low, high]; "slack" cycles for the rounding of what the page tells. */
function barsWithin([low, high], slack) {
  return lane.bars.start.filter((start, i) => {
    const end = start + Math.max(lane.bars.length[i], 0);
    return end >= low - slack && start <= high + slack;
  }).length;
}

async function assertDrawn(page) {
  const shown = await range(page);
  const drawn = await bars(page).count();
  const [least, most] = [barsWithin(shown, -1), barsWithin(shown, 1)];
  assert.ok(drawn >= least && drawn <= most,
    `${drawn} bars in cycles ${shown.join(' to ')}, expected ${least} to ${most}`);
  return { shown, drawn };
}

const box = (locator) => locator.evaluate((shape) => {
  const { x, y, width, height } = shape.getBBox();
  return { left: x, right: x + width, middle: y + height / 2 };
});

test('both accesses are drawn on their pipes', () => open(file, async (page) => {
  for (const role of ['first', 'second']) {
    const bar = drawing(page).locator(`.bar.${role}`);
    assert.equal(await bar.count(), 1, role);
    assert.equal(Number(await bar.getAttribute('data-bar')), lane[role]);
    const { core, pipe } = lane.lanes[lane.bars.lane[lane[role]]];
    const row = await box(drawing(page).locator(`[data-lane="${core} ${pipe}"] rect`));
    const rect = await box(bar.locator('rect'));
    assert.ok(Math.abs(rect.middle - row.middle) < 40, `${role} is on ${core} ${pipe}`);
  }
}));

test('the missing edge is dashed, from the end of the first access to the start of the second', () =>
  open(file, async (page) => {
    const edge = drawing(page).locator('[data-missing] > path');
    assert.notEqual(await edge.evaluate((e) => getComputedStyle(e).strokeDasharray), 'none');
    const [from, to] = await edge.evaluate((e) => {
      const [a, b] = [e.getPointAtLength(0), e.getPointAtLength(e.getTotalLength())];
      return [{ x: a.x, y: a.y }, { x: b.x, y: b.y }];
    });
    const first = await box(drawing(page).locator('.bar.first rect'));
    const second = await box(drawing(page).locator('.bar.second rect'));
    const near = (a, b) => assert.ok(Math.abs(a - b) < 2.5, `${a} is not near ${b}`);
    near(from.x, first.right);
    near(from.y, first.middle);
    near(to.x, second.left);
    near(to.y, second.middle);
  }));

test('what is drawn is what the document has in the cycles shown', () => open(file, async (page) => {
  const { drawn } = await assertDrawn(page);
  assert.ok(drawn > 2 && drawn < lane.bars.start.length, `${drawn} bars`);
}));

for (const [way, zoomIn, zoomOut] of [
  ['buttons', (page) => view(page).getByRole('button', { name: 'Zoom in' }).click(),
    (page) => view(page).getByRole('button', { name: 'Zoom out' }).click()],
  ['keys', (page) => drawing(page).press('+'), (page) => drawing(page).press('-')],
]) {
  test(`${way} zoom the cycles shown and the bars drawn`, () => open(file, async (page) => {
    const before = await assertDrawn(page);
    for (let i = 0; i < 3; ++i) await zoomOut(page);
    const wide = await assertDrawn(page);
    assert.ok(wide.shown[1] - wide.shown[0] > 1.5 * (before.shown[1] - before.shown[0]));
    assert.ok(wide.drawn > before.drawn);
    for (let i = 0; i < 6; ++i) await zoomIn(page);
    const near = await assertDrawn(page);
    assert.ok(near.shown[1] - near.shown[0] < 0.5 * (before.shown[1] - before.shown[0]));
    assert.ok(near.drawn < before.drawn);
    assert.ok(near.shown[0] >= wide.shown[0] && near.shown[1] <= wide.shown[1]);
  }));
}

test('arrow keys pan, digits go to the accesses', () => open(file, async (page) => {
  await drawing(page).press('+');
  const [low, high] = await range(page);
  await drawing(page).press('ArrowRight');
  const moved = await range(page);
  assert.ok(moved[0] > low && Math.abs(moved[1] - moved[0] - (high - low)) <= 1);
  await assertDrawn(page);
  for (const [key, role] of [['1', 'first'], ['2', 'second']]) {
    for (let i = 0; i < 5; ++i) await drawing(page).press('ArrowLeft');
    await drawing(page).press(key);
    const start = lane.bars.start[lane[role]];
    const shown = await range(page);
    assert.ok(shown[0] <= start && start <= shown[1], `${role} at ${start} in ${shown}`);
  }
}));

test('n and a click select an instruction and say what it is', () => open(file, async (page) => {
  const detail = view(page).locator('.detail');
  assert.match(await detail.innerText(), /TMULS.*second access/s);
  await drawing(page).press('n');
  assert.doesNotMatch(await detail.innerText(), /second access/);
  await drawing(page).press('1');
  await drawing(page).locator('.bar.first rect').click();
  assert.match(await detail.innerText(), /TCI.*first access/s);
}));

test('the wheel with Ctrl zooms about the pointer, without it scrolls the page', () =>
  open(file, async (page) => {
    await drawing(page).scrollIntoViewIfNeeded();
    const [low, high] = await range(page);
    await drawing(page).hover();
    await page.mouse.wheel(0, 200);
    assert.deepEqual(await range(page), [low, high]);
    await drawing(page).hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await page.waitForFunction((before) =>
      document.querySelector('#finding-1 .range').textContent !== before,
    `cycles ${low.toLocaleString('en-US')} – ${high.toLocaleString('en-US')}`);
    const shown = await range(page);
    assert.ok(shown[1] - shown[0] < high - low);
    await assertDrawn(page);
  }));
