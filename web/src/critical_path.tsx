// SPDX-License-Identifier: Apache-2.0
// What the end of the run was waiting for: by task, and by line of code.
import type { PathLine, TimeFacts } from './document';
import { count, percent } from './format';
import { LINES, Place, Scroll } from './time_table';
import { StackedBar, USES } from './uses';

function PathLines({ lines, cycles }: { lines: PathLine[]; cycles: number }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>Lines on the critical path</h3>
      <p class="quiet">
        Where it worked or waited, and how much of the run that is. The runtime has the rest.
      </p>
      <Scroll label="Lines on the critical path">
        <table class="path-lines">
          <thead>
            <tr>
              <th scope="col">Pipe</th><th scope="col">Does</th><th scope="col">At</th><th scope="col">Task</th>
              <th scope="col" class="right">Times</th><th scope="col" class="right">Cycles</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, LINES).map((line, i) => (
              <tr key={i}>
                <th scope="row">{line.pipe}</th>
                <td><span class={`swatch use-${line.use}`} />{USES.find((use) => use.id === line.use)?.label ?? line.use}</td>
                <td><Place source={line.source} /></td>
                <td>{line.task}</td>
                <td class="right">{count(line.times)}</td>
                <td class="right">{count(line.cycles)} ({percent(line.cycles / Math.max(cycles, 1))})</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

export function CriticalPath({ time }: { time: TimeFacts }) {
  return (
    <>
      <h3>Critical path</h3>
      <p class="quiet">
        What the end of the run was waiting for, {time.critical_path_by_task ? 'by task' : 'in order of time'}.
        Most of it lies on {time.critical_core}.
      </p>
      <div class="scroll tall" tabIndex={0} role="region" aria-label="Critical path">
        <table class="stacks path">
          <thead><tr><th scope="col">Task</th><th scope="col" class="right">Cycles</th><th scope="col">Of which</th></tr></thead>
          <tbody>
            {time.critical_path.map((part, i) => (
              <tr key={i}>
                <th scope="row">{part.task || '(runtime)'}</th>
                <td class="right">{count(part.cycles)}</td>
                <td><StackedBar uses={part.uses} label={part.task || 'runtime'} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <PathLines lines={time.critical_lines} cycles={time.cycles} />
    </>
  );
}
