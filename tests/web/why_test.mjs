// SPDX-License-Identifier: Apache-2.0
// Where the time went, of a run that was asked why: what is shown adds up to what the report says.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { before, test } from 'node:test';
import path from 'node:path';
import { documentIn, folder, open, racyReport, run } from './browser.mjs';

const MOST_BYTES = 5e6;
const files = {};
before(() => {
  files.race = racyReport('races/gm_no_drain_mte3/racy', '--why');
  for (const [name, program] of [['cube', 'examples/matmul_double_buffered'], ['many', 'compressor/ratio4-spmd']]) {
    files[name] = path.join(folder, `${name}.html`);
    run(0, 'run', program, '--quiet', '--why', '--checks', 'none', '--report', `html=${files[name]}`);
  }
});

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** Cycles by use of the stacked bars in `rows`, by the text of the row's attribute. */
const bars = (page, selector, key) => page.locator(selector).evaluateAll((rows, attribute) =>
  rows.map((row) => [row.getAttribute(attribute), Object.fromEntries([...row.querySelectorAll('.stack span')]
    .map((part) => [part.dataset.use, Number(part.dataset.cycles)]))]), key);

for (const name of ['race', 'cube', 'many']) {
  test(`${name}: the bars of the pipes add up to the report's cycles`, () => open(files[name], async (page) => {
    const { time, cycles } = documentIn(files[name]).report;
    const shown = new Map(await bars(page, '#why .stacks tr[data-pipe]', 'data-pipe'));
    const wanted = new Map();
    for (const { core, pipe, cycles: uses } of time.pipes) {
      const kind = `${core.split(' ')[0]} ${pipe}`;
      const total = wanted.get(kind) ?? { pipes: 0, uses: {} };
      total.pipes += 1;
      for (const [use, some] of Object.entries(uses)) {
        if (some > 0) total.uses[use] = (total.uses[use] ?? 0) + some;
      }
      wanted.set(kind, total);
    }
    assert.deepEqual([...shown.keys()].sort(), [...wanted.keys()].sort());
    for (const [kind, { pipes, uses }] of wanted) {
      assert.deepEqual(shown.get(kind), uses, kind);
      assert.equal(sum(Object.values(shown.get(kind))), pipes * cycles, kind);
    }
  }));

  test(`${name}: the critical path's parts add up to the run`, () => open(files[name], async (page) => {
    const rows = await bars(page, '#why .path tbody tr', 'class');
    assert.equal(sum(rows.map(([, uses]) => sum(Object.values(uses)))), documentIn(files[name]).report.cycles);
  }));

  test(`${name}: each pipe's lane lasts as long as the run, and has what its account says`, () => {
    const { uses, report } = documentIn(files[name]);
    for (const lane of uses.lanes) {
      assert.equal(sum(lane.length), report.cycles, `${lane.core} ${lane.pipe}`);
      if (lane.percent.length > 0) continue; // some of it is put together
      const account = report.time.pipes.find((p) => p.core === lane.core && p.pipe === lane.pipe).cycles;
      const drawn = {};
      lane.length.forEach((length, i) => {
        const use = uses.names[lane.use[i]];
        drawn[use] = (drawn[use] ?? 0) + length;
      });
      for (const [use, cycles] of Object.entries(account)) assert.equal(drawn[use] ?? 0, cycles, use);
    }
  });

  test(`${name}: the page is at most 5 MB`, () => {
    assert.ok(statSync(files[name]).size <= MOST_BYTES, `${statSync(files[name]).size} bytes`);
  });
}

test('the lines of the critical path stand below it, with what they did and how long', () =>
  open(files.many, async (page) => {
    const { critical_lines: lines, cycles } = documentIn(files.many).report.time;
    const rows = await page.locator('#why .path-lines tbody tr').evaluateAll((found) =>
      found.map((row) => [...row.children].map((cell) => cell.textContent)));
    assert.equal(rows.length, Math.min(10, lines.length));
    assert.ok(new Set(lines.slice(0, 10).map(({ use }) => use)).size > 1);
    rows.forEach(([pipe, does, place, task, times, share], i) => {
      assert.deepEqual([pipe, task], [lines[i].pipe, lines[i].task]);
      assert.equal(does === 'busy', lines[i].use === 'busy', does);
      assert.ok(lines[i].source === '' ? place === '?' : lines[i].source.endsWith(place), place);
      assert.equal(times, lines[i].times.toLocaleString('en-US'));
      assert.equal(share, `${lines[i].cycles.toLocaleString('en-US')} (${(lines[i].cycles / cycles * 100).toFixed(1)}%)`);
    });
  }));

test('the ten lines that cost most stand with their gain', () => open(files.many, async (page) => {
  const { waits } = documentIn(files.many).report.time;
  const rows = await page.locator('#why .waits tbody tr').allInnerTexts();
  assert.equal(rows.length, Math.min(10, waits.length));
  rows.forEach((row, i) => {
    assert.ok(row.includes(path.basename(waits[i].source)), row);
    assert.ok(row.includes(`${waits[i].gain_cycles.toLocaleString('en-US')} (`), row);
  });
}));

test('the core of the critical path is shown first, others are a choice away', () => open(files.many, async (page) => {
  const { time } = documentIn(files.many).report;
  const choice = page.locator('#why .uses select');
  assert.equal(await choice.inputValue(), time.critical_core);
  const drawn = () => page.locator('#why .uses rect[data-use]').count();
  assert.ok(await drawn() > 20);
  const other = time.pipes.map((p) => p.core).find((core) => core.startsWith('AIC'));
  await choice.selectOption(other);
  assert.ok((await page.locator('#why .uses [data-pipe]').evaluateAll((g) => g.map((e) => e.dataset.pipe))).includes('M'));
}));

test('a stretch of waiting says which flag, set where', () => open(files.cube, async (page) => {
  const waits = page.locator('#why .uses rect[data-use="flag"] title');
  const texts = await waits.allTextContents();
  assert.ok(texts.some((text) => /^\w+ waits for \w+->\w+ EVENT_ID\d+, set at \S+:\d+ at \S+:\d+\ncycles [\d,]+ to/.test(text)),
    texts.slice(0, 5).join('\n'));
  await page.locator('#why .uses rect[data-use="flag"]').first().hover();
  assert.match(await page.locator('#why .uses .detail').innerText(), /waits for|flag/);
}));

test('zooming in shows more of it', () => open(files.cube, async (page) => {
  const drawing = page.locator('#why .uses svg');
  const texts = () => drawing.locator('rect[data-use] title').allTextContents();
  const together = (await texts()).filter((text) => text.includes('zoom in')).length;
  await drawing.focus();
  for (let i = 0; i < 8; ++i) await page.keyboard.press('+');
  const left = (await texts()).filter((text) => text.includes('zoom in')).length;
  assert.ok(left < together || together === 0, `${left} of ${together}`);
}));

test('waits stand in the swimlane of a finding, with a legend of what is there', () => open(files.race, async (page) => {
  const used = new Set(documentIn(files.race).swimlanes[0].waits.use);
  assert.ok(used.size > 0);
  const finding = page.locator('#finding-1');
  const drawn = await finding.locator('rect.wait').evaluateAll((waits) => [...new Set(waits.map((w) => w.dataset.use))]);
  assert.ok(drawn.length > 0);
  const { names } = documentIn(files.race).uses;
  assert.ok(drawn.every((use) => used.has(names.indexOf(use))));
  assert.equal(await finding.locator('figcaption .key.use').count(), used.size);
  assert.match(await finding.locator('rect.wait title').first().textContent(), /^\w+ (waits|has)/);
}));

test('rooflines name what binds, with its share', () => open(files.cube, async (page) => {
  const [work] = documentIn(files.cube).report.time.roofline.filter((task) => task.paths.length > 0);
  const text = await page.locator('#why .roofline').innerText();
  assert.ok(text.includes(`${work.bound} binds, at ${(work.bound_share * 100).toFixed(1)}%`), text);
  assert.equal(await page.locator('#why .roofline tbody tr').count(),
    sum(documentIn(files.cube).report.time.roofline.map((task) => task.paths.length)));
}));

test('without --why there is no such section', () => {
  const plain = path.join(folder, 'plain.html');
  run(66, 'run', 'races/gm_no_drain_mte3/racy', '--quiet', '--report', `html=${plain}`);
  return open(plain, async (page) => {
    assert.equal(await page.locator('#why').count(), 0);
    assert.equal(await page.locator('rect.wait').count(), 0);
  });
});

/** Boxes of what the drawing of a core says beside its axis. */
for (const width of [1280, 700, 380]) {
  test(`${width} pixels: texts are whole and apart, nothing hangs out`, () => open(files.many, async (page) => {
    const { left, right, texts } = await page.locator('#why svg.lanes').evaluate((drawing) => ({
      ...drawing.getBoundingClientRect().toJSON(),
      texts: [...drawing.querySelectorAll('text')].map((text) => {
        const box = text.getBoundingClientRect();
        return { text: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom };
      }),
    }));
    texts.forEach((a, i) => {
      assert.ok(a.left >= left - 0.5 && a.right <= right + 0.5, `'${a.text}' is cut off`);
      for (const b of texts.slice(0, i)) {
        assert.ok(a.left >= b.right || b.left >= a.right || a.top >= b.bottom - 4 || b.top >= a.bottom - 4,
          `'${a.text}' on '${b.text}'`);
      }
    });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width);
  }, { viewport: { width, height: 900 } }));
}
