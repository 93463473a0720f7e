// SPDX-License-Identifier: Apache-2.0
// The pipes around a finding's accesses: instructions as bars, flags as arrows, the missing edge
// dashed.
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import type { Finding, ReportDocument, Swimlane } from './document';
import { count, duration, plural, shortPlace } from './format';
import { SwimlaneDrawing } from './swimlane_drawing';
import { buildModel, homeView, type Bar, type Model } from './swimlane_model';
import { UseKeys } from './uses';
import { useWidth } from './use_width';
import { useZoom } from './use_zoom';
import { onKey, ZoomButtons, zoomKeys } from './zoom_keys';

export const GUTTER = 104;
export const MARGIN = 12;

function BarDetail({ bar, model, doc }: { bar: Bar; model: Model; doc: ReportDocument }) {
  const lane = model.lanes[bar.lane]!;
  const task = doc.tasks.find((t) => t.task === bar.task);
  const length = bar.end - bar.start;
  const parts = [
    `${lane.core} pipe ${lane.pipe}`,
    task ? `task ${task.name} block ${bar.block}` : '',
    bar.finished
      ? `cycles ${count(bar.start)} to ${count(bar.end)}: ${count(length)} (${duration(length, doc.clock_hz)})`
      : `from cycle ${count(bar.start)}, never complete`,
    bar.queued > 0 ? `${count(bar.queued)} cycles in the queue before` : '',
    bar.repeats > 1 ? plural(bar.repeats, 'repeat') : '',
  ];
  return (
    <>
      <strong>{bar.op}</strong>
      {bar.role !== 'other' && (
        <span class={`tag ${bar.role}`}>{model.second ? `${bar.role} access` : 'access'}</span>
      )}
      {bar.source && <code title={bar.source}>{shortPlace(bar.source)}</code>}
      <span>{parts.filter(Boolean).join(' · ')}</span>
    </>
  );
}

/** The next bar on the same pipe, or the nearest in time on the next pipe that has any. */
function neighbour(model: Model, from: Bar | undefined, dx: number, dy: number): Bar | undefined {
  if (!from) return model.bars[0];
  const onLane = (lane: number) =>
    model.bars.filter((b) => b.lane === lane).sort((a, b) => a.start - b.start || a.index - b.index);
  if (dx !== 0) {
    const row = onLane(from.lane);
    return row[row.findIndex((b) => b.index === from.index) + dx] ?? from;
  }
  for (let lane = from.lane + dy; lane >= 0 && lane < model.lanes.length; lane += dy) {
    const row = onLane(lane);
    if (row.length === 0) continue;
    return row.reduce((a, b) =>
      Math.abs(b.start - from.start) < Math.abs(a.start - from.start) ? b : a);
  }
  return from;
}

interface Properties {
  lane: Swimlane;
  finding: Finding;
  doc: ReportDocument;
}

export function SwimlaneView({ lane, finding, doc }: Properties) {
  const model = useMemo(() => buildModel(lane, finding), [lane, finding]);
  const [frame, width] = useWidth<HTMLDivElement>(960);
  const svg = useRef<SVGSVGElement>(null);
  const axis = useZoom(svg, [model.begin, model.end], [GUTTER, width - MARGIN],
    homeView(model, 'both'));
  const [selected, setSelected] = useState(lane.second >= 0 ? lane.second : lane.first);
  const help = useId();
  const shown = axis.scale.domain();
  const bar = model.bars.find((b) => b.index === selected);
  const two = model.first !== null && model.second !== null;

  const select = (next: Bar | undefined) => {
    if (!next) return;
    setSelected(next.index);
    const [low, high] = axis.scale.domain() as [number, number];
    if (next.end < low || next.start > high) {
      const middle = (next.start + next.end) / 2;
      axis.show([middle - (high - low) / 2, middle + (high - low) / 2]);
    }
  };
  const go = (which: 'both' | 'first' | 'second') => {
    axis.show(homeView(model, which));
    const index = which === 'first' ? lane.first : lane.second;
    if (index >= 0) setSelected(index);
  };
  const onKeyDown = onKey({
    ...zoomKeys(axis, () => go('both')),
    '1': () => go('first'),
    '2': () => go('second'),
    n: () => select(neighbour(model, bar, 1, 0)),
    p: () => select(neighbour(model, bar, -1, 0)),
    ArrowDown: () => select(neighbour(model, bar, 0, 1)),
    ArrowUp: () => select(neighbour(model, bar, 0, -1)),
  });

  return (
    <figure class="swimlane">
      <div class="toolbar" role="toolbar" aria-label="Timeline">
        <button type="button" onClick={() => go('both')}>{two ? 'Both accesses' : 'Access'}</button>
        {two && <button type="button" onClick={() => go('first')}>First</button>}
        {two && <button type="button" onClick={() => go('second')}>Second</button>}
        <ZoomButtons axis={axis} />
        <button type="button" onClick={() => axis.panBy(-0.4)} aria-label="Earlier">←</button>
        <button type="button" onClick={() => axis.panBy(0.4)} aria-label="Later">→</button>
        <span class="range">
          cycles {count(Math.round(shown[0]!))} – {count(Math.round(shown[1]!))}
        </span>
      </div>
      <div ref={frame}>
        <SwimlaneDrawing svg={svg} model={model} finding={finding} scale={axis.scale} width={width}
          selected={selected} onSelect={(b) => setSelected(b.index)} onKeyDown={onKeyDown}
          describedBy={help} />
      </div>
      <p class="detail" aria-live="polite">
        {bar ? <BarDetail bar={bar} model={model} doc={doc} /> : 'No instruction selected.'}
      </p>
      <figcaption id={help}>
        {model.first && <><span class="key first">{two ? 'first access' : 'access'}</span>{' '}</>}
        {model.second && <><span class="key second">second access</span>{' '}</>}
        {two && <><span class="key missing">missing edge</span>{' '}</>}
        {model.arrows.length > 0 && <span class="key flag">flag: set to wait</span>}
        {model.waits.length > 0 && <UseKeys used={new Set(model.waits.map((wait) => wait.use))} />}
        <span class="keys screen-only">
          Drag to pan; Ctrl+wheel zooms. Keys: <kbd>←</kbd> <kbd>→</kbd> pan, <kbd>+</kbd> <kbd>−</kbd>{' '}
          zoom, <kbd>n</kbd> <kbd>p</kbd> next and previous instruction, <kbd>↑</kbd> <kbd>↓</kbd>{' '}
          other pipe, <kbd>0</kbd>{two && <> <kbd>1</kbd> <kbd>2</kbd></>} go to the access{two && 'es'}.
        </span>
        {lane.bars_left_out + lane.marks_left_out > 0 && (
          <span class="left-out">
            {plural(lane.bars_left_out, 'instruction')} and {plural(lane.marks_left_out, 'mark')} of
            {' '}these cores, all farther than {count(lane.complete_within)} cycles from {two ? 'either' : 'the'}
            {' '}access, are not in this report.
          </span>
        )}
      </figcaption>
    </figure>
  );
}
