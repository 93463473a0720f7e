// SPDX-License-Identifier: Apache-2.0
// Time axes and what stands beside them: no text on another or cut off, cores by name, one scale for
// what is compared, a legend of what is there, a stall without the time in which nothing happens.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import path from 'node:path';
import { documentIn, folder, open, racyReport, run } from './browser.mjs';

const files = {};
before(() => {
  files.one_core = racyReport('races/gm_no_drain_mte3/racy');
  files.many_cores = racyReport('compressor/ratio4-spmd', '--set', 'ub.scalar_store_latency=300');
  for (const [name, program, status] of [['one_access', 'ub_out_of_bounds', 66], ['stall', 'flag_deadlock', 67]]) {
    files[name] = path.join(folder, `${name}.html`);
    run(status, 'run', `races/${program}/racy`, '--quiet', '--report', `html=${files[name]}`);
  }
});

/** Boxes of the texts of every drawing with a time axis, by drawing. */
const textBoxes = (page) => page.locator('svg.lanes').evaluateAll((drawings) => drawings.map((drawing) => {
  const { left, right } = drawing.getBoundingClientRect();
  const texts = [...drawing.querySelectorAll('text')].filter((text) => !text.closest('.bar')).map((text) => {
    const box = text.getBoundingClientRect();
    return { text: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom };
  });
  return { left, right, texts };
}));

for (const name of ['one_core', 'many_cores', 'one_access', 'stall']) {
  for (const width of [1280, 700, 380]) {
    test(`${name}, ${width} pixels: texts beside a time axis are whole and apart`, () =>
      open(files[name], async (page) => {
        const drawings = await textBoxes(page);
        assert.ok(drawings.length >= 2);
        for (const { left, right, texts } of drawings) {
          assert.ok(texts.length > 2);
          texts.forEach((a, i) => {
            assert.ok(a.left >= left - 0.5 && a.right <= right + 0.5, `'${a.text}' is cut off`);
            for (const b of texts.slice(0, i)) {
              // Boxes of lines of text are a little higher than what is drawn in them.
              assert.ok(a.left >= b.right || b.left >= a.right || a.top >= b.bottom - 4 ||
                b.top >= a.bottom - 4, `'${a.text}' on '${b.text}'`);
            }
          });
        }
      }, { viewport: { width, height: 900 } }));
  }
}

test('each core has its number, of many every other one', () => open(files.many_cores, async (page) => {
  const doc = documentIn(files.many_cores);
  const used = [...new Set(doc.blocks.core)].sort((a, b) => a - b).map((core) => doc.cores[core]);
  const named = await page.locator('#time .lane-name').allTextContents();
  assert.ok(named.length >= used.length / 2);
  assert.deepEqual(named, used.filter((core) => named.includes(core)));
}));

test('pipes stand on one scale', () => open(files.many_cores, async (page) => {
  const { usage } = documentIn(files.many_cores);
  const height = (pipe) => page.locator(`#time [data-chart="${pipe}"] path`).evaluate((e) => e.getBBox().height);
  const most = (pipe) => Math.max(...usage.pipes.find((p) => p.pipe === pipe).busy);
  const [mte2, v] = [await height('MTE2'), await height('V')];
  assert.ok(Math.abs(v / mte2 - most('V') / most('MTE2')) < 0.02, `${v} of ${mte2} pixels`);
}));

const legend = (page) => page.locator('#finding-1 figcaption .key').allTextContents();

test('the legend of one access has no second one', () => open(files.one_access, async (page) => {
  assert.deepEqual(await legend(page), ['access']);
  assert.equal(await page.locator('#finding-1 .place.first').count(), 1);
  assert.deepEqual(await page.locator('#finding-1 .toolbar button').allTextContents(),
    ['Access', '+', '−', '←', '→']);
}));

test('the legend of a race has both, and the edge', () => open(files.one_core, async (page) => {
  assert.deepEqual((await legend(page)).slice(0, 3), ['first access', 'second access', 'missing edge']);
}));

test('a stall shows what happened before it', () => open(files.stall, async (page) => {
  const doc = documentIn(files.stall);
  const text = await page.locator('#time .range').innerText();
  const end = Number(text.match(/[\d,]+$/)[0].replaceAll(',', ''));
  assert.ok(doc.report.cycles > 1e8 && end < 100_000, text);
  assert.match(await page.locator('#time figcaption').innerText(), /Nothing happens between cycle/);
  assert.equal(await page.locator('#time .blocks .endless').count(), 1);
}));
