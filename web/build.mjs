// SPDX-License-Identifier: Apache-2.0
// Bundles src/ into one page, which is committed as report_page.html: whoever builds npusim needs no
// Node.js. With --check it only tells whether OUTPUT is what the sources give.
//   node build.mjs SOURCES NODE_MODULES OUTPUT.html [--check]
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const [sources, modules, output] = process.argv.slice(2, 5).map((name) => path.resolve(name));
const checking = process.argv[5] === '--check';
const esbuild = createRequire(path.join(modules, 'index.js'))('esbuild');

async function bundle(entry) {
  const result = await esbuild.build({
    entryPoints: [path.join(sources, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['es2020'],
    charset: 'utf8',
    legalComments: 'none',
    nodePaths: [modules],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  return result.outputFiles[0].text.trim();
}

/// The page may run this script and no other, and may load nothing from anywhere.
function policy(script) {
  const hash = createHash('sha256').update(script, 'utf8').digest('base64');
  return `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; ` +
    "base-uri 'none'; form-action 'none'";
}

const [template, script, style] = await Promise.all([
  readFile(path.join(sources, 'page.html'), 'utf8'),
  bundle('main.tsx'),
  bundle('style.css'),
]);
// Functions as replacements: a '$' in a bundle has no meaning then.
const page = template
  .replace('@policy@', () => policy(script))
  .replace('@style@', () => style)
  .replace('@script@', () => script);

if (!checking) {
  await writeFile(output, page);
} else if ((await readFile(output, 'utf8')) !== page) {
  console.error(`${output} is not what its sources give; ` +
    "'cmake --build --preset release --target report_page' makes it anew");
  process.exit(1);
}
