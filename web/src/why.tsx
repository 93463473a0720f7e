// SPDX-License-Identifier: Apache-2.0
// Where the time went: the uses of the pipes, the critical path, the waits that cost most, and what
// the work of each task would need at least.
import type { PathWork, ReportDocument, ShapeLine, TaskWork, TimeFacts, Uses, WaitLine } from './document';
import { CriticalPath } from './critical_path';
import { count, percent, plural, shortPlace } from './format';
import { LINES, Place, Scroll } from './time_table';
import { StackedBar, UseKeys, USES } from './uses';
import { UseLanes } from './use_lanes';

const PIPES = ['S', 'MTE2', 'MTE1', 'M', 'V', 'FIX', 'MTE3'];

const sum = (uses: Uses): number => Object.values(uses).reduce((a, b) => a + b, 0);

/** All pipes of one name on one kind of core, together. */
function kindsOf(time: TimeFacts): { kind: string; pipe: string; pipes: number; uses: Uses }[] {
  const kinds = new Map<string, { kind: string; pipe: string; pipes: number; uses: Uses }>();
  for (const { core, pipe, cycles } of time.pipes) {
    const kind = core.split(' ')[0]!;
    const row = kinds.get(`${kind} ${pipe}`) ?? { kind, pipe, pipes: 0, uses: {} };
    row.pipes += 1;
    for (const [use, some] of Object.entries(cycles)) row.uses[use] = (row.uses[use] ?? 0) + some;
    kinds.set(`${kind} ${pipe}`, row);
  }
  return [...kinds.values()].sort((a, b) =>
    a.kind.localeCompare(b.kind) || PIPES.indexOf(a.pipe) - PIPES.indexOf(b.pipe));
}

function PipeUses({ time }: { time: TimeFacts }) {
  const rows = kindsOf(time);
  const used = USES.map((_, i) => i).filter((i) => rows.some(({ uses }) => (uses[USES[i]!.id] ?? 0) > 0));
  return (
    <>
      <h3>Pipes of the cores in use</h3>
      <Scroll label="Pipes of the cores in use">
        <table class="stacks">
          <thead><tr><th scope="col">Pipe</th><th scope="col">Its time</th><th scope="col" class="right">Busy</th></tr></thead>
          <tbody>
            {rows.map(({ kind, pipe, pipes, uses }) => (
              <tr key={`${kind} ${pipe}`} data-pipe={`${kind} ${pipe}`}>
                <th scope="row">{kind} {pipe} <span class="quiet">× {pipes}</span></th>
                <td><StackedBar uses={uses} label={`${kind} ${pipe}`} /></td>
                <td class="right">{percent((uses.busy ?? 0) / sum(uses))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="keys-line"><UseKeys used={new Set(used)} /></p>
    </>
  );
}

function Waits({ time }: { time: TimeFacts }) {
  // The whole place of a set is its title.
  const label = (line: WaitLine): string =>
    line.flag.replace(/set at (.*)$/, (_, place: string) => `set at ${shortPlace(place)}`) || USES.find((use) => use.id === line.reason)?.label || line.reason;
  if (time.waits.length === 0) return <p>No pipe waited for anything.</p>;
  return (
    <>
      <h3>The lines that cost most</h3>
      <p class="quiet">
        Cycles over all cores; gain: by how much the run would be shorter if this wait took no time.
      </p>
      <Scroll label="Waits">
        <table class="waits">
          <thead>
            <tr>
              <th scope="col">Waits</th><th scope="col">For</th><th scope="col">At</th><th scope="col">Task</th>
              <th scope="col" class="right">Times</th><th scope="col" class="right">Cycles</th>
              <th scope="col" class="right">On the path</th><th scope="col" class="right">Gain</th>
            </tr>
          </thead>
          <tbody>
            {time.waits.slice(0, LINES).map((line, i) => (
              <tr key={i}>
                <th scope="row">{line.pipe}</th>
                <td title={line.flag}><span class={`swatch use-${line.reason}`} />{label(line)}</td>
                <td><Place source={line.source} /></td>
                <td>{line.task}</td>
                <td class="right">{count(line.times)}</td>
                <td class="right">{count(line.cycles)}</td>
                <td class="right">{count(line.on_critical_path)}</td>
                <td class="right">{count(line.gain_cycles)} ({percent(line.gain_cycles / Math.max(time.cycles, 1))})</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

/** "12.6 MB", "67.1 M operations". */
function amount(value: number, unit: PathWork['unit']): string {
  const prefixes = ['', 'K', 'M', 'G', 'T', 'P'];
  let prefix = 0;
  for (; value >= 1000 && prefix + 1 < prefixes.length; ++prefix) value /= 1000;
  const number = Number.isInteger(value) ? count(value) : value.toFixed(value < 100 ? 1 : 0);
  const shown = unit === 'bytes' ? 'B' : prefix === 0 ? unit : ` ${unit}`;
  return `${number} ${prefixes[prefix]}${shown}`;
}

const rate = (perCycle: number, row: PathWork, clockHz: number): string =>
  `${amount(perCycle * clockHz, row.unit)}/s`;

function TaskRows({ work, clockHz }: { work: TaskWork; clockHz: number }) {
  return (
    <>
      {work.paths.map((row, i) => {
        const of = row.core ? `${row.core} ${row.pipe}` : 'all cores';
        const binds = work.bound === (row.core ? of : row.path);
        return (
          <tr key={row.path + of} class={binds ? 'binds' : ''}>
            {i === 0 && <th scope="rowgroup" rowSpan={work.paths.length}>
              {work.task}
              {work.bound && <span class="quiet bound">{work.bound} binds, at {percent(work.bound_share)}</span>}
            </th>}
            <td>{row.path} <span class="quiet">{of}</span></td>
            <td class="right">{amount(row.amount, row.unit)}</td>
            <td class="right">{rate(row.per_cycle, row, clockHz)}</td>
            <td class="right">{rate(row.peak_per_cycle, row, clockHz)}</td>
            <td class="right share" style={{ '--share': Math.min(row.share, 1) }}>{percent(row.share)}</td>
          </tr>
        );
      })}
    </>
  );
}

function Roofline({ time, clockHz }: { time: TimeFacts; clockHz: number }) {
  const tasks = time.roofline.filter((work) => work.paths.length > 0);
  if (tasks.length === 0) return null;
  return (
    <>
      <h3>Work of the tasks</h3>
      <p class="quiet">
        What each path did while the task had blocks, beside its own rate; share: of the task's time
        that the work needs at that rate. Rates are those of one core, but for what all cores share.
      </p>
      <Scroll label="Work of the tasks">
        <table class="roofline">
          <thead>
            <tr>
              <th scope="col">Task</th><th scope="col">Path</th><th scope="col" class="right">Work</th>
              <th scope="col" class="right">Achieved</th><th scope="col" class="right">Peak</th>
              <th scope="col" class="right">Share</th>
            </tr>
          </thead>
          <tbody>{tasks.map((work) => <TaskRows key={work.task} work={work} clockHz={clockHz} />)}</tbody>
        </table>
      </Scroll>
      {time.roofline_left_out > 0 && <p class="quiet">{plural(time.roofline_left_out, 'shorter task')} left out.</p>}
    </>
  );
}

function Shapes({ lines }: { lines: ShapeLine[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>Lines whose shape costs</h3>
      <p class="quiet">
        Cycles over all cores. Vector: rows of UB in one bank; moves: rows too short for the path's rate.
      </p>
      <Scroll label="Lines whose shape costs">
        <table class="shapes">
          <thead>
            <tr>
              <th scope="col">Path</th><th scope="col">At</th><th scope="col">Task</th><th scope="col" class="right">Times</th>
              <th scope="col" class="right">At peak</th><th scope="col" class="right">Beside</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, LINES).map((line, i) => (
              <tr key={i}>
                <th scope="row">{line.path}</th>
                <td><Place source={line.source} /></td>
                <td>{line.task}</td>
                <td class="right">{count(line.times)}</td>
                <td class="right">{count(Math.round(line.peak_cycles))}</td>
                <td class="right">{count(Math.round(line.shape_cycles))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

export function Why({ doc, time }: { doc: ReportDocument; time: TimeFacts }) {
  return (
    <div class="why">
      <PipeUses time={time} />
      {doc.uses.lanes.length > 0 && (
        <>
          <h3>The pipes of a core over time</h3>
          <UseLanes doc={doc} first={time.critical_core} />
        </>
      )}
      <CriticalPath time={time} />
      <Waits time={time} />
      <Roofline time={time} clockHz={doc.clock_hz} />
      <Shapes lines={time.shapes} />
    </div>
  );
}
