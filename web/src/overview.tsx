// SPDX-License-Identifier: Apache-2.0
// The verdict, what was run, and how to run it again.
import { Copy } from './copy';
import type { ReportDocument } from './document';
import { count, duration, plural } from './format';

const MEANING = {
  clean: ['✓', 'Clean'],
  mismatch: ['✗', 'Outputs differ from the golden'],
  race: ['✗', 'Race or memory error'],
  stall: ['✗', 'Stall or synchronisation error'],
  inconclusive: ['?', 'Inconclusive'],
} as const;

/** What the verdict line says after "verdict: race (exit status 66): ". */
const summary = (line: string): string => line.replace(/^verdict: .*?\): /, '');

export function Overview({ doc }: { doc: ReportDocument }) {
  const { report } = doc;
  const [icon, title] = MEANING[report.verdict];
  const facts: [string, string][] = [
    ['Seed', String(report.seed)],
    ['Cycles', `${count(report.cycles)} (${duration(report.cycles, doc.clock_hz)})`],
    ['Instructions', count(report.instructions)],
    ['Tasks', count(report.tasks.length)],
    ['Exit status', String(report.exit_status)],
  ];
  return (
    <header class={`overview ${report.verdict}`}>
      <p class="program">npusim run of <strong>{report.program}</strong></p>
      <h1>
        <span class="icon" aria-hidden="true">{icon}</span> {title}
      </h1>
      <p class="summary">{summary(doc.verdict_line)}</p>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      {doc.replay && <p class="replay">Replay <Copy text={doc.replay} /></p>}
      {report.internal_error && <p class="warn" role="alert">Internal error: {report.internal_error}</p>}
      {report.lost.length > 0 && (
        <div class="warn">
          <strong>Not recorded or not judged</strong>
          <ul>{report.lost.map((line) => <li key={line}>{line}</li>)}</ul>
        </div>
      )}
      {doc.notes.length > 0 && (
        <ul class="notes">{doc.notes.map((note) => <li key={note}>{note}</li>)}</ul>
      )}
      {doc.swimlanes_left_out > 0 && (
        <p class="quiet">{plural(doc.swimlanes_left_out, 'finding')} without a picture: the report
          holds {doc.swimlanes.length} of them.</p>
      )}
    </header>
  );
}
