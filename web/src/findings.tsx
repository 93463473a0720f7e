// SPDX-License-Identifier: Apache-2.0
// The findings, each of which opens to its two accesses, their code and the pipes around them.
import { useEffect, useState } from 'preact/hooks';
import type { Access, Finding, ReportDocument } from './document';
import { count, plural, shortPlace } from './format';
import { Source } from './source';
import { SwimlaneView } from './swimlane';
import { Copy } from './copy';
import { usePrinting } from './use_printing';

const OPEN_IN_PRINT = 20;

export const titleOf = (finding: Finding): string => {
  const what = finding.hazard || finding.check;
  const noun = finding.check === 'race' ? ' race' : '';
  return `${what}${noun}${finding.space ? ` in ${finding.space}` : ''}`;
};

function AccessPanel({ access, role, doc, label }: {
  access: Access; role: 'first' | 'second'; doc: ReportDocument; label: string;
}) {
  const where = [
    access.task && `task ${access.task}${access.block >= 0 ? ` block ${access.block}` : ''}`,
    `${access.core}${access.pipe ? ` pipe ${access.pipe}` : ''}`,
    `cycle ${count(access.cycle)}`,
  ].filter(Boolean).join(' · ');
  return (
    <section class={`access ${role}`} aria-label={label}>
      <h4>
        <span class={`tag ${role}`}>{label}</span>
        {access.range ? <>{access.access} of <code>{access.range}</code> by </> : null}
        {access.op || access.core}
      </h4>
      <p class="where">{where}</p>
      {access.source && <p class="file"><code>{access.source}</code></p>}
      <Source doc={doc} place={access.source} role={role} />
    </section>
  );
}

function Body({ finding, index, doc }: { finding: Finding; index: number; doc: ReportDocument }) {
  const lane = doc.swimlanes.find((l) => l.finding === index);
  const rule = doc.rules[finding.rule];
  return (
    <div class="body">
      <p class="message">{finding.message}</p>
      <div class="accesses">
        {finding.first && (
          <AccessPanel access={finding.first} role="first" doc={doc}
            label={finding.second ? 'First' : 'Access'} />
        )}
        {finding.second && (
          <AccessPanel access={finding.second} role="second" doc={doc} label="Second" />
        )}
      </div>
      <dl class="advice">
        {finding.missing_edge && <><dt>Missing edge</dt><dd>{finding.missing_edge}</dd></>}
        {finding.fix && <><dt>Smallest fix</dt><dd class="fix">{finding.fix}</dd></>}
        {finding.rule && (
          <><dt>Rests on</dt>
            <dd><code>{finding.rule}</code> ({finding.certainty}).{' '}
              {rule && <>{rule.statement} <span class="quiet">Source: {rule.source}</span></>}
            </dd></>
        )}
        {finding.follows.length > 0 && (
          <><dt>Follows from this</dt>
            <dd class="follows">
              <ul>{finding.follows.map((sentence, i) => <li key={i}>{sentence}</li>)}</ul>
            </dd></>
        )}
        {finding.replay && <><dt>Replay</dt><dd><Copy text={finding.replay} /></dd></>}
      </dl>
      {lane
        ? <SwimlaneView lane={lane} finding={finding} doc={doc} />
        : <p class="quiet">No picture: {doc.swimlanes_left_out > 0
          ? `only the first ${doc.swimlanes.length} findings have one.`
          : 'this finding is not tied to a pipe.'}</p>}
    </div>
  );
}

function Item({ finding, index, doc, open, onToggle }: {
  finding: Finding; index: number; doc: ReportDocument; open: boolean; onToggle(): void;
}) {
  const places = [finding.first, finding.second]
    .filter((a): a is Access => a !== null)
    .map((a) => (a.source ? shortPlace(a.source) : a.op || a.core));
  return (
    <article class={`finding ${finding.severity}`} id={`finding-${index + 1}`}>
      <h3>
        <button type="button" aria-expanded={open} aria-controls={`finding-${index + 1}-body`}
          onClick={onToggle}>
          <span class="chevron" aria-hidden="true">{open ? '▾' : '▸'}</span>
          <span class="number">{index + 1}</span>
          <span class="name">{titleOf(finding)}</span>
          {finding.severity === 'note' && <span class="tag note">note</span>}
          <span class="places">{places.join(' → ')}</span>
          <span class="times">{finding.count > 1 ? `${count(finding.count)}×` : ''}</span>
        </button>
      </h3>
      <div id={`finding-${index + 1}-body`} hidden={!open}>
        {open && <Body finding={finding} index={index} doc={doc} />}
      </div>
    </article>
  );
}

/** "#finding-3" to 2; -1 for anything else. */
const findingOf = (hash: string): number => Number(/^#finding-(\d+)$/.exec(hash)?.[1] ?? 0) - 1;

export function Findings({ doc }: { doc: ReportDocument }) {
  const { findings } = doc.report;
  const [open, setOpen] = useState<Set<number>>(() => {
    const wanted = findingOf(location.hash);
    return new Set([wanted >= 0 ? wanted : 0]);
  });
  const printing = usePrinting();
  useEffect(() => {
    const follow = () => {
      const wanted = findingOf(location.hash);
      if (wanted >= 0) setOpen((before) => new Set([...before, wanted]));
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  if (findings.length === 0) {
    return <p>None of the checks that were on ({doc.report.checks.join(', ') || 'none'}) found anything.</p>;
  }
  const toggle = (index: number) => setOpen((before) => {
    const after = new Set(before);
    if (!after.delete(index)) after.add(index);
    return after;
  });
  return (
    <>
      {findings.length > 1 && (
        <p class="quiet screen-only">{plural(findings.length, 'finding')}; each stands once, with how often it occurred.</p>
      )}
      {findings.map((finding, index) => (
        <Item key={index} finding={finding} index={index} doc={doc}
          open={open.has(index) || (printing && index < OPEN_IN_PRINT)}
          onToggle={() => toggle(index)} />
      ))}
    </>
  );
}
