// SPDX-License-Identifier: Apache-2.0
// The task graph with the edges that findings miss, and the run over time.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { documentIn, open, racyReport } from './browser.mjs';

const files = {};
before(() => {
  files.compressor = racyReport('compressor/ratio4-spmd', '--set', 'ub.scalar_store_latency=300');
  files.war = racyReport('races/task_war/racy');
});

const graph = (page) => page.locator('#tasks svg.graph');

test('every task is a node, every dependency an arrow with its reason', () =>
  open(files.compressor, async (page) => {
    const doc = documentIn(files.compressor);
    const names = await graph(page).locator('.node .name').allTextContents();
    assert.deepEqual(names, doc.tasks.map((task) => task.name));
    const labels = await graph(page).locator('.edge:not(.missing) text').allTextContents();
    assert.deepEqual(labels.sort(), doc.edges.map((edge) => edge.reason).sort());
    assert.equal(await graph(page).locator('.edge.missing').count(), 0);
  }));

test('nodes do not overlap and stand after what they depend on', () =>
  open(files.compressor, async (page) => {
    const doc = documentIn(files.compressor);
    const boxes = await graph(page).locator('.node rect').evaluateAll((rects) => rects.map((rect) => {
      const { left, right, top, bottom } = rect.getBoundingClientRect();
      return { left, right, top, bottom };
    }));
    boxes.forEach((a, i) => boxes.slice(0, i).forEach((b) => assert.ok(
      a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom)));
    const index = new Map(doc.tasks.map((task, i) => [task.task, i]));
    for (const { from, to } of doc.edges) {
      assert.ok(boxes[index.get(from)].bottom < boxes[index.get(to)].top);
    }
  }));

test('a race inside a task is a mark on its node that leads to the finding', () =>
  open(files.compressor, async (page) => {
    const finding = documentIn(files.compressor).report.findings[0];
    const racy = graph(page).locator('.node.racy');
    assert.equal(await racy.count(), 1);
    assert.equal(await racy.locator('.name').textContent(), finding.first.task);
    await racy.getByRole('link').click();
    assert.equal(new URL(page.url()).hash, '#finding-1');
  }));

test('a race between two tasks is a dashed arrow', () => open(files.war, async (page) => {
  const missing = graph(page).locator('.edge.missing');
  assert.equal(await missing.count(), 1);
  assert.equal(await missing.locator('text').textContent(), 'missing (1)');
  const dashes = await missing.locator('path').evaluate((e) => getComputedStyle(e).strokeDasharray);
  assert.notEqual(dashes, 'none');
}));

test('the run over time draws each block and each pipe that worked', () =>
  open(files.compressor, async (page) => {
    const doc = documentIn(files.compressor);
    const time = page.locator('#time');
    assert.equal(await time.locator('.blocks rect').count(), doc.blocks.start.length);
    const charts = await time.locator('[data-chart]').evaluateAll((all) => all.map((e) => e.dataset.chart));
    const worked = doc.usage.pipes.filter(({ busy }) => busy.some((b) => b > 0)).map(({ pipe }) => pipe);
    assert.deepEqual(charts.sort(), [...worked, 'GM read', 'GM write'].sort());
    await time.locator('svg').press('+');
    assert.ok(await time.locator('.blocks rect').count() < doc.blocks.start.length);
  }));
