// SPDX-License-Identifier: Apache-2.0
// The page: verdict first, then what supports it.
import type { ComponentChildren } from 'preact';
import type { ReportDocument } from './document';
import { Findings } from './findings';
import { Outputs } from './outputs';
import { Overview } from './overview';
import { Settings } from './settings';
import { Tasks } from './tasks';
import { TimeView } from './time_view';
import { Why } from './why';

function Section({ id, title, children }: {
  id: string; title: string; children: ComponentChildren;
}) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

export function App({ document: doc }: { document: ReportDocument }) {
  const { report } = doc;
  const sections: [string, string, ComponentChildren][] = [
    ['findings', 'Findings', <Findings doc={doc} />],
  ];
  if (report.stall.reason || report.stall.waiting.length > 0) {
    sections.unshift(['stall', 'Stall', (
      <>
        <p>{report.stall.reason}</p>
        <ul class="waiting">{report.stall.waiting.map((line) => <li key={line}>{line}</li>)}</ul>
      </>
    )]);
  }
  if (report.golden.length > 0) sections.push(['outputs', 'Outputs', <Outputs doc={doc} />]);
  if (report.tasks.length > 0) sections.push(['tasks', 'Tasks', <Tasks doc={doc} />]);
  if (report.time) sections.push(['why', 'Where the time went', <Why doc={doc} time={report.time} />]);
  if (doc.usage.pipes.length + doc.blocks.start.length > 0) sections.push(['time', 'Over time', <TimeView doc={doc} />]);
  sections.push(['settings', 'Settings', <Settings doc={doc} />]);
  return (
    <>
      <a class="skip" href="#findings">Skip to the findings</a>
      <Overview doc={doc} />
      <nav aria-label="Sections">
        <ul>
          {sections.map(([id, title]) => (
            <li key={id}>
              <a href={`#${id}`}>
                {title}
                {id === 'findings' && <span class="badge">{report.findings.length}</span>}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main>
        {sections.map(([id, title, content]) => (
          <Section key={id} id={id} title={title}>{content}</Section>
        ))}
      </main>
      <footer>
        npusim {report.version}. A model of the hardware, not the hardware: each finding names the
        rule it rests on.
      </footer>
    </>
  );
}
