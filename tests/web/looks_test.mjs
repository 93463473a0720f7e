// SPDX-License-Identifier: Apache-2.0
// What everybody must be able to read: contrast in light and in dark mode, narrow windows, paper.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { documentIn, open, racyReport, run } from './browser.mjs';

let file;
before(() => {
  file = racyReport('races/gm_no_drain_mte3/racy', '--set', 'ub.scalar_store_latency=50');
});

/** Every text that can be seen, with its contrast on what is behind it (WCAG 2, 1.4.3). */
function contrasts() {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = (colour) => {
    const [r, g, b] = [...rgba(colour)].slice(0, 3).map((c) => c / 255)
      .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const behind = e.tagName === 'text' && e.parentElement.tagName !== 'svg'
        ? e.parentElement.querySelector('rect, circle') : null;
      const colour = behind ? getComputedStyle(behind).fill : getComputedStyle(e).backgroundColor;
      if (rgba(colour)[3] === 255) return colour;
    }
    return 'white';
  };
  const found = [];
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE && n.data.trim());
    if (own.length === 0 || !element.checkVisibility() || ['SCRIPT', 'title'].includes(element.tagName)) continue;
    const svgText = element.closest('text');
    const style = getComputedStyle(element);
    const [a, b] = [luminance(svgText ? style.fill : style.color), luminance(ground(svgText ?? element))];
    found.push({ text: own[0].data.trim().slice(0, 40), where: element.className.baseVal ?? element.className,
      ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) });
  }
  return found;
}

for (const colorScheme of ['light', 'dark']) {
  test(`all text has a contrast of at least 4.5 in ${colorScheme} mode`, () => open(file, async (page) => {
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const bright = ground.match(/\d+/g).every((part) => Number(part) > 127);
    assert.equal(bright, colorScheme === 'light', ground);
    const found = await page.evaluate(contrasts);
    assert.ok(found.length > 100, `${found.length} texts`);
    assert.deepEqual(found.filter(({ ratio }) => ratio < 4.5), []);
  }, { colorScheme }));
}

for (const width of [1280, 800, 400]) {
  test(`nothing hangs out of a window of ${width} pixels`, () => open(file, async (page) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} wide`);
  }, { viewport: { width, height: 900 } }));
}

test('paper has every finding open and no controls', () => open(file, async (page) => {
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const { findings } = documentIn(file).report;
  assert.equal(await page.locator('.finding .body .message').count(), findings.length);
  for (const controls of ['nav', '.toolbar', '.copy button', '.keys', '.skip']) {
    for (const control of await page.locator(controls).all()) assert.ok(!(await control.isVisible()), controls);
  }
  assert.ok(await page.locator('.overview .copy code').isVisible(), 'the replay command');
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('.finding .body').count(), 1);
}));

test('printing in dark mode gives dark ink on white', () => open(file, async (page) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const colours = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.body);
    return [color, backgroundColor];
  });
  assert.deepEqual(colours, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
  assert.ok((await page.pdf()).length > 10_000);
}));

test('a clean run says so', () => {
  const clean = file.replace('.html', '_clean.html');
  run(0, 'run', 'races/gm_no_drain_mte3/fixed', '--quiet', '--report', `html=${clean}`);
  return open(clean, async (page) => {
    assert.match(await page.locator('h1').innerText(), /Clean/);
    assert.match(await page.locator('#findings').innerText(), /race, mem, init, sync\) found anything/);
  });
});
