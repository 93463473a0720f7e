// SPDX-License-Identifier: Apache-2.0
// What the pipes of one core spent their time on, over the run.
import type { ScaleLinear } from 'd3-scale';
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import type { ReportDocument, UseLanes as Lanes } from './document';
import { count, duration } from './format';
import { drawnTime } from './time_view';
import { TimeTicks } from './time_ticks';
import { UseKeys, USES } from './uses';
import { useWidth } from './use_width';
import { useZoom } from './use_zoom';
import { onKey, ZoomButtons, zoomKeys } from './zoom_keys';

const GUTTER = 104, MARGIN = 12, AXIS = 26, ROW = 22, BAR = 16;
const NARROWEST = 2; // pixels; what is narrower is drawn together
const PIPES = ['S', 'MTE2', 'MTE1', 'M', 'V', 'FIX', 'MTE3'];

type Lane = Lanes['lanes'][number];

interface Bar {
  start: number;
  end: number;
  use: number;
  text: string;
}

interface Shape extends Bar {
  left: number;
  width: number;
}

function readBars(lane: Lane, reasons: string[]): Bar[] {
  let at = 0;
  return lane.length.map((length, i) => {
    const start = at;
    at += length;
    const share = lane.percent[i] ?? 100;
    const reason = reasons[lane.reason[i]!]!;
    const text = share < 100 ? `for ${share}% of the time ${reason}; the rest is shorter` : reason;
    return { start, end: at, use: lane.use[i]!, text };
  });
}

/** What is seen of the bars: of several that would be too narrow, the use that most of them have. */
export function shapesOf(bars: Bar[], x: ScaleLinear<number, number>, [low, high]: [number, number]): Shape[] {
  const shapes: Shape[] = [];
  let group: Bar[] = [];
  const flush = () => {
    if (group.length === 0) return;
    const [first, last] = [group[0]!, group[group.length - 1]!];
    const cycles = new Map<number, number>();
    for (const bar of group) cycles.set(bar.use, (cycles.get(bar.use) ?? 0) + bar.end - bar.start);
    const [use] = [...cycles].reduce((a, b) => (b[1] > a[1] ? b : a));
    const text = group.length === 1
      ? first.text
      : [...cycles].sort((a, b) => b[1] - a[1])
        .map(([each, sum]) => `${USES[each]!.label} ${count(sum)}`).join(', ') + ' cycles; zoom in for more';
    const left = x(Math.max(first.start, low));
    shapes.push({ start: first.start, end: last.end, use, text, left, width: x(Math.min(last.end, high)) - left });
    group = [];
  };
  for (const bar of bars) {
    if (bar.end <= low || bar.start >= high) continue;
    if (x(bar.end) - x(bar.start) >= NARROWEST) flush();
    group.push(bar);
    if (x(bar.end) - x(group[0]!.start) >= NARROWEST) flush();
  }
  flush();
  return shapes;
}

export function UseLanes({ doc, first }: { doc: ReportDocument; first: string }) {
  const { uses } = doc;
  const cores = [...new Set(uses.lanes.map((lane) => lane.core))];
  const [core, setCore] = useState(cores.includes(first) ? first : cores[0]!);
  const [frame, width] = useWidth<HTMLDivElement>(960);
  const svg = useRef<SVGSVGElement>(null);
  const { end } = useMemo(() => drawnTime(doc), [doc]);
  const axis = useZoom(svg, [0, end], [GUTTER, width - MARGIN], [0, end]);
  const [under, setUnder] = useState<{ pipe: string; bar: Bar } | null>(null);
  const help = useId();
  const lanes = useMemo(
    () => uses.lanes.filter((lane) => lane.core === core)
      .sort((a, b) => PIPES.indexOf(a.pipe) - PIPES.indexOf(b.pipe))
      .map((lane) => ({ pipe: lane.pipe, bars: readBars(lane, uses.reasons) })),
    [uses, core],
  );
  const x = axis.scale;
  const view = x.domain() as [number, number];
  const height = AXIS + lanes.length * ROW + 4;
  const right = width - MARGIN;
  const onKeyDown = onKey(zoomKeys(axis, () => axis.show([0, end])));
  return (
    <figure class="uses">
      <div class="toolbar" role="toolbar" aria-label="Timeline of a core's pipes">
        <label>Core{' '}
          <select value={core} onChange={(event) => setCore(event.currentTarget.value)}>
            {cores.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
        </label>
        <button type="button" onClick={() => axis.show([0, end])}>Whole run</button>
        <ZoomButtons axis={axis} />
        <span class="range">cycles {count(Math.round(view[0]))} – {count(Math.round(view[1]))}</span>
      </div>
      <div ref={frame}>
        <svg ref={svg} class="lanes" width={width} height={height} viewBox={`0 0 ${width} ${height}`}
          tabindex={0} role="group" aria-roledescription="timeline" aria-label={`What the pipes of ${core} spent their time on`}
          aria-describedby={help} onKeyDown={onKeyDown} onPointerLeave={() => setUnder(null)}>
          <defs>
            <clipPath id="uses-clip"><rect x={GUTTER} y="0" width={Math.max(right - GUTTER, 0)} height={height} /></clipPath>
          </defs>
          <g clip-path="url(#uses-clip)">
            <TimeTicks scale={x} left={GUTTER} right={right} top={AXIS - 4} bottom={height} />
            {lanes.map(({ pipe, bars }, row) => (
              <g key={pipe} data-pipe={pipe}>
                {shapesOf(bars, x, view).map((shape) => (
                  <rect key={shape.start} class={`use-${USES[shape.use]!.id}`} data-use={USES[shape.use]!.id}
                    x={shape.left} y={AXIS + row * ROW + (ROW - BAR) / 2} width={Math.max(shape.width, 0.5)}
                    height={BAR} onPointerEnter={() => setUnder({ pipe, bar: shape })}>
                    <title>{`${pipe} ${shape.text}\ncycles ${count(shape.start)} to ${count(shape.end)}`}</title>
                  </rect>
                ))}
              </g>
            ))}
          </g>
          {lanes.map(({ pipe }, row) => (
            <text key={pipe} class="lane-name" x="8" y={AXIS + row * ROW + ROW / 2}>{pipe}</text>
          ))}
        </svg>
      </div>
      <p class="detail">
        {under === null ? 'Point at a stretch of time to see its reason.' : (
          <>
            <strong>{core} {under.pipe}</strong> <span>{under.bar.text}</span>
            <span class="quiet">
              cycles {count(under.bar.start)} – {count(under.bar.end)}{' '}
              ({duration(under.bar.end - under.bar.start, doc.clock_hz)})
            </span>
          </>
        )}
      </p>
      <figcaption id={help}>
        <UseKeys used={new Set(lanes.flatMap(({ bars }) => bars.map((bar) => bar.use)))} />
        <span class="keys screen-only">Drag to pan; Ctrl+wheel zooms. Keys: <kbd>←</kbd>{' '}
        <kbd>→</kbd> <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd>.</span>
        {uses.finest > 1 && ` Stretches shorter than ${count(uses.finest)} cycles are put together.`}
      </figcaption>
    </figure>
  );
}
