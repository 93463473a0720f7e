// SPDX-License-Identifier: Apache-2.0
// Outputs against their goldens: which elements are wrong, who wrote them, and both values.
import { useMemo, useState } from 'preact/hooks';
import type { Access, Blame, Golden, OutputMap, ReportDocument } from './document';
import { count, indexOf, plural, rowLabel, shortPlace } from './format';

const MAX_ROWS = 300;
const MAX_VALUES = 200;

interface WrongRow {
  row: number;
  label: string;
  runs: [number, number][];
  wrong: number;
}

function wrongRows(map: OutputMap): WrongRow[] {
  const rows: WrongRow[] = [];
  for (const [row, begin, end] of map.runs) {
    let last = rows[rows.length - 1];
    if (!last || last.row !== row) {
      last = { row, label: rowLabel(row, map.columns, map.shape), runs: [], wrong: 0 };
      rows.push(last);
    }
    last.runs.push([begin, end]);
    last.wrong += end - begin;
  }
  return rows;
}

/** The whole output, each cell many elements. */
function Overview({ map }: { map: OutputMap }) {
  const { grid } = map;
  const most = grid.cell_rows * grid.cell_columns;
  const label = `${map.name}, ${count(map.rows)} rows by ${count(map.columns)} columns; a cell is ` +
    `${grid.cell_rows} by ${grid.cell_columns} elements`;
  const [width, height] = [264, Math.min(264, Math.max(32, grid.rows * 4))];
  return (
    <figure class="grid">
      <svg viewBox={`0 0 ${grid.columns} ${grid.rows}`} width={width} height={height}
        preserveAspectRatio="none" role="img" aria-label={label}>
        <rect class="ground" width={grid.columns} height={grid.rows} />
        {grid.cells.map((cell, i) => (
          <rect key={cell} class="wrong" x={cell % grid.columns} y={Math.floor(cell / grid.columns)}
            width="1" height="1" style={{ opacity: 0.35 + 0.65 * Math.min(1, grid.counts[i]! / most) }}>
            <title>
              {`rows from ${count(Math.floor(cell / grid.columns) * grid.cell_rows)}, columns from ` +
                `${count((cell % grid.columns) * grid.cell_columns)}: ${count(grid.counts[i]!)} wrong`}
            </title>
          </rect>
        ))}
      </svg>
      <figcaption class="quiet">
        Whole output: {count(map.rows)} rows × {count(map.columns)} columns, a cell is{' '}
        {count(grid.cell_rows)} × {count(grid.cell_columns)}
      </figcaption>
    </figure>
  );
}

function ColumnAxis({ columns }: { columns: number }) {
  const steps = columns >= 8 ? 4 : 1;
  return (
    <div class="column-axis" aria-hidden="true">
      {Array.from({ length: steps + 1 }, (_, i) => (
        <span key={i} style={{ left: `${(i / steps) * 100}%` }}>{Math.round((columns * i) / steps)}</span>
      ))}
    </div>
  );
}

function Values({ map, row }: { map: OutputMap; row: WrongRow }) {
  const low = row.row * map.columns;
  const all = map.values.filter(([e]) => e >= low && e < low + map.columns);
  const shown = all.slice(0, MAX_VALUES);
  return (
    <div class="values">
      <h5>{map.name}{row.label}: {plural(row.wrong, 'wrong element')}</h5>
      {shown.length === 0
        ? <p class="quiet">The report holds the values of the first {count(map.values.length)} wrong elements only.</p>
        : (
          <div class="scroll tall" tabIndex={0} role="region" aria-label="Values">
            <table>
              <thead>
                <tr><th scope="col">Index</th><th scope="col" class="right">Found</th>
                  <th scope="col" class="right">Golden</th></tr>
              </thead>
              <tbody>
                {shown.map(([element, actual, golden]) => (
                  <tr key={element}>
                    <th scope="row"><code>[{indexOf(element, map.shape).join(', ')}]</code></th>
                    <td class="right"><code>{actual}</code></td>
                    <td class="right"><code>{golden}</code></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      {all.length < row.wrong && all.length > 0 && (
        <p class="quiet">{count(shown.length)} of {count(row.wrong)} values are in this report.</p>
      )}
    </div>
  );
}

function Map({ map }: { map: OutputMap }) {
  const rows = useMemo(() => wrongRows(map), [map]);
  const [chosen, setChosen] = useState(0);
  const [low, high] = map.runs.reduce(
    ([least, most], [, begin, end]) => [Math.min(least, begin), Math.max(most, end)] as const,
    [Infinity, 0] as readonly [number, number]);
  if (rows.length === 0) return null;
  return (
    <>
      <p>
        {plural(rows.length, 'row')} of {count(map.rows)} {rows.length === 1 ? 'has' : 'have'} wrong
        elements, all of them in columns {count(low)} to {count(high - 1)}.
        {map.elements_left_out > 0 && ` ${plural(map.elements_left_out, 'further wrong element')} ` +
          'are in the picture of the whole output only.'}
      </p>
      <div class="output-map">
        <Overview map={map} />
        <div class="rows">
          <ColumnAxis columns={map.columns} />
          <ol class="scroll tall">
            {rows.slice(0, MAX_ROWS).map((row, i) => (
              <li key={row.row}>
                <button type="button" aria-pressed={i === chosen} onClick={() => setChosen(i)}
                  aria-label={`Row ${row.label}: ${plural(row.wrong, 'wrong element')}`}>
                  <code>{row.label}</code>
                  <svg viewBox={`0 0 ${map.columns} 1`} preserveAspectRatio="none" aria-hidden="true">
                    <rect class="ground" width={map.columns} height="1" />
                    {row.runs.map(([begin, end]) => (
                      <rect key={begin} class="wrong" x={begin} width={Math.max(end - begin, map.columns / 400)} height="1" />
                    ))}
                  </svg>
                  <span class="times">{count(row.wrong)}</span>
                </button>
              </li>
            ))}
          </ol>
          {rows.length > MAX_ROWS && (
            <p class="quiet">The first {MAX_ROWS} of {count(rows.length)} wrong rows.</p>
          )}
        </div>
        <Values map={map} row={rows[chosen]!} />
      </div>
    </>
  );
}

const site = (access: Access): string =>
  `${access.op}${access.source ? ` at ${shortPlace(access.source)}` : ''}`;

function BlameLine({ blame }: { blame: Blame }) {
  if (!blame.writer) return <li>{plural(blame.bytes, 'wrong byte')} that nobody wrote.</li>;
  return (
    <li>
      {plural(blame.bytes, 'wrong byte')}, last written by {site(blame.writer)}.
      {blame.cause && (
        <> They went wrong first at {site(blame.cause)}, task {blame.cause.task} block{' '}
          {blame.cause.block}, cycle {count(blame.cause.cycle)}
          {blame.finding >= 0 && <>: <a href={`#finding-${blame.finding + 1}`}>finding {blame.finding + 1}</a></>}.</>
      )}
    </li>
  );
}

function Different({ golden, doc }: { golden: Golden; doc: ReportDocument }) {
  const map = doc.outputs.find((output) => output.name === golden.name);
  return (
    <article class="output" id={`output-${golden.name}`}>
      <h3>{golden.name}: {plural(golden.mismatched, 'wrong element')}</h3>
      {golden.blame.length > 0 && <ul>{golden.blame.map((b, i) => <BlameLine key={i} blame={b} />)}</ul>}
      {map && <Map map={map} />}
    </article>
  );
}

export function Outputs({ doc }: { doc: ReportDocument }) {
  const { golden } = doc.report;
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Outputs">
        <table>
          <thead>
            <tr>
              <th scope="col">Output</th><th scope="col">Type</th><th scope="col">Shape</th>
              <th scope="col">Compared by</th><th scope="col" class="right">Elements</th>
              <th scope="col" class="right">Different</th><th scope="col">First at</th>
              <th scope="col" class="right">Largest |a−b|</th><th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {golden.map((g) => (
              <tr key={g.name}>
                <th scope="row">{g.name}</th><td>{g.dtype}</td><td><code>[{g.shape.join(', ')}]</code></td>
                <td>{g.compare}</td><td class="right">{count(g.elements)}</td>
                <td class="right">{count(g.mismatched)}</td>
                <td>{g.mismatched > 0 ? <code>[{g.first_index.join(', ')}]</code> : '–'}</td>
                <td class="right">{g.mismatched === 0 ? '0'
                  : typeof g.max_abs === 'number' ? g.max_abs.toPrecision(6) : g.max_abs}</td>
                <td class={g.equal ? 'good' : 'bad'}>{g.equal ? '✓ equal' : '✗ different'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {golden.filter((g) => !g.equal).map((g) => <Different key={g.name} golden={g} doc={doc} />)}
    </>
  );
}
