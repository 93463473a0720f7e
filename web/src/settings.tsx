// SPDX-License-Identifier: Apache-2.0
// How the run was set up: schedule, checks, and the reading of the hardware.
import { Copy } from './copy';
import type { Knob, ReportDocument } from './document';

function KnobRows({ knobs }: { knobs: Knob[] }) {
  return (
    <>
      {knobs.map((knob) => (
        <tr key={knob.name} class={knob.value === knob.default ? '' : 'changed'}>
          <th scope="row"><code>{knob.name}</code></th>
          <td><code>{knob.value}</code></td>
          <td><code>{knob.default}</code></td>
          <td>{knob.meaning}</td>
        </tr>
      ))}
    </>
  );
}

export function Settings({ doc }: { doc: ReportDocument }) {
  const { report } = doc;
  const changed = doc.knobs.filter((knob) => knob.value !== knob.default);
  const usual = doc.knobs.filter((knob) => knob.value === knob.default);
  return (
    <>
      <dl class="advice">
        <dt>Program</dt><dd><code>{report.program}</code></dd>
        <dt>Schedule</dt><dd>{report.schedule ? <Copy text={report.schedule} /> : `seed ${report.seed}`}</dd>
        <dt>Checks</dt><dd>{report.checks.join(', ') || 'none'}</dd>
        <dt>npusim</dt><dd>{report.version}</dd>
      </dl>
      <div class="scroll" tabIndex={0} role="region" aria-label="Knobs">
        <table class="knobs">
          <caption>
            Knobs: {changed.length === 0 ? 'all at their defaults' : `${changed.length} changed`}
          </caption>
          <thead>
            <tr><th scope="col">Knob</th><th scope="col">Value</th><th scope="col">Default</th>
              <th scope="col">Meaning</th></tr>
          </thead>
          <tbody><KnobRows knobs={changed} /><KnobRows knobs={usual} /></tbody>
        </table>
      </div>
    </>
  );
}
