// SPDX-License-Identifier: Apache-2.0
// The whole run over time: blocks on their cores, use of each kind of pipe, traffic with GM. All of
// it has one time axis, which zooms.
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { area, curveStepAfter } from 'd3-shape';
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import type { ReportDocument } from './document';
import { count, duration, plural } from './format';
import { useWidth } from './use_width';
import { TimeTicks } from './time_ticks';
import { useZoom } from './use_zoom';
import { onKey, ZoomButtons, zoomKeys } from './zoom_keys';

const GUTTER = 104;
const MARGIN = 12;
const AXIS = 26;
const CHART = 44;
const GAP = 14;
/** Height of a core's row: with its name, or of many cores, of which every other one has its name. */
const ROW = 13, LOW_ROW = 8;
const NAMED_ROWS = 26;
const COLOURS = 8; // --task-0 to --task-7
/** Cores that have the pipe. */
const PIPE_COUNT: Record<string, number> = { S: 72, V: 48, MTE1: 24, MTE2: 72, MTE3: 48, M: 24, FIX: 24 };

interface Chart {
  title: string;
  values: number[];
  most: number;
  /** Of the axis: pipes have one, and GM's two directions have one. */
  scale: number;
  unit: string;
  text(value: number): string;
}

function charts(doc: ReportDocument): Chart[] {
  const { usage } = doc;
  const bytesPerSecond = doc.clock_hz / usage.bucket_cycles / 1e9;
  const largest = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  const bandwidth = (title: string, bytes: number[]): Chart => {
    const values = bytes.map((b) => b * bytesPerSecond);
    const most = largest(values);
    return { title, values, most, scale: 0, unit: 'GB/s', text: (v) => `${v.toFixed(v < 10 ? 1 : 0)} GB/s` };
  };
  const order = ['S', 'MTE2', 'MTE1', 'M', 'V', 'FIX', 'MTE3'];
  const sorted = [...usage.pipes].sort((a, b) => order.indexOf(a.pipe) - order.indexOf(b.pipe));
  const pipes = sorted.map(({ pipe, busy }): Chart => {
    const values = busy.map((cycles) => cycles / usage.bucket_cycles);
    return {
      title: pipe, values, most: largest(values), scale: 0, unit: `of ${PIPE_COUNT[pipe] ?? '?'}`,
      text: (v) => `${v.toFixed(1)} of ${PIPE_COUNT[pipe] ?? '?'} busy`,
    };
  });
  const memory = [bandwidth('GM read', usage.gm_read), bandwidth('GM write', usage.gm_written)];
  const onOneScale = (charts: Chart[], least: number): Chart[] => {
    const scale = Math.max(least, largest(charts.map(({ most }) => most)));
    return charts.map((chart) => ({ ...chart, scale }));
  };
  return [...onOneScale(pipes, 1), ...onOneScale(memory, 0)].filter(({ most }) => most > 0);
}

/** When the last thing happened; a stalled run ends a time-out later. */
function lastCycle(doc: ReportDocument): number {
  const { blocks, usage, tasks } = doc;
  const times = [
    ...blocks.start,
    ...blocks.start.map((start, i) => start + Math.max(blocks.length[i]!, 0)),
    ...tasks.flatMap((task) => [task.submitted, task.ready, task.started, task.ended, task.completed]),
    usage.gm_read.length * usage.bucket_cycles,
  ];
  return times.reduce((a, b) => Math.max(a, b), 1);
}

/** Time in which nothing happens (`quietFrom`) is not drawn: of a stall it is nearly all of the run. */
export function drawnTime(doc: ReportDocument): { end: number; quietFrom: number | null } {
  const happened = lastCycle(doc);
  return doc.report.cycles > 2 * happened
    ? { end: Math.ceil(happened * 1.1), quietFrom: happened }
    : { end: Math.max(doc.report.cycles, 1), quietFrom: null };
}

interface CoreRow {
  core: number;
  top: number;
  named: boolean;
}

/** The cores that ran blocks, AICs and AIVs apart. */
function coreRows(doc: ReportDocument, cores: number[], height: number): CoreRow[] {
  const kind = (core: number): string => doc.cores[core]!.split(' ')[0]!;
  let top = AXIS;
  let ofKind = 0;
  return cores.map((core, i) => {
    const changes = i > 0 && kind(core) !== kind(cores[i - 1]!);
    if (changes) top += 6;
    ofKind = changes ? 0 : ofKind;
    const row = { core, top, named: height === ROW || ofKind % 2 === 0 };
    ofKind += 1;
    top += height;
    return row;
  });
}

function ChartDrawing({ chart, top, x, bucket, right }: {
  chart: Chart; top: number; x: ScaleLinear<number, number>; bucket: number; right: number;
}) {
  const y = scaleLinear().domain([0, chart.scale]).range([top + CHART, top]);
  const shape = area<number>()
    .x((_, i) => x(i * bucket))
    .y0(top + CHART)
    .y1((value) => y(value))
    .curve(curveStepAfter);
  const values = [...chart.values, chart.values[chart.values.length - 1] ?? 0];
  return (
    <g class="chart" data-chart={chart.title}>
      <line class="base" x1={GUTTER} x2={right} y1={top + CHART} y2={top + CHART} />
      <path d={shape(values) ?? ''} clip-path="url(#time-clip)" />
      <text class="title" x="8" y={top + 16}>{chart.title}</text>
      <text class="peak" x="8" y={top + 32}>{`max ${chart.most.toFixed(chart.most < 10 ? 1 : 0)} ${chart.unit}`}</text>
    </g>
  );
}

export function TimeView({ doc }: { doc: ReportDocument }) {
  const [frame, width] = useWidth<HTMLDivElement>(960);
  const svg = useRef<SVGSVGElement>(null);
  const { end, quietFrom } = useMemo(() => drawnTime(doc), [doc]);
  const axis = useZoom(svg, [0, end], [GUTTER, width - MARGIN], [0, end]);
  const [cursor, setCursor] = useState<number | null>(null);
  const help = useId();
  const { blocks, usage } = doc;
  const cores = useMemo(() => [...new Set(blocks.core)].sort((a, b) => a - b), [doc]);
  const drawings = useMemo(() => charts(doc), [doc]);
  const named = doc.tasks.filter((task) => task.blocks > 0);
  const names = [...new Set(named.map((task) => task.name))];
  const colourOf = new Map(doc.tasks.map((t) => [t.task, Math.max(names.indexOf(t.name), 0) % COLOURS]));
  const nameOf = new Map(doc.tasks.map((t) => [t.task, t.name]));

  const rowHeight = cores.length > NAMED_ROWS ? LOW_ROW : ROW;
  const rows = coreRows(doc, cores, rowHeight);
  const topOf = new Map(rows.map((row) => [row.core, row.top]));
  const chartsTop = (rows.length > 0 ? rows[rows.length - 1]!.top + rowHeight : AXIS) + GAP;
  const height = chartsTop + drawings.length * (CHART + GAP);
  const x = axis.scale;
  const [low, high] = x.domain() as [number, number];
  const right = width - MARGIN;
  const bucket = cursor === null ? -1 : Math.floor(cursor / usage.bucket_cycles);

  const onKeyDown = onKey(zoomKeys(axis, () => axis.show([0, end])));
  const onPointerMove = (event: PointerEvent) => {
    const box = svg.current!.getBoundingClientRect();
    const at = x.invert(event.clientX - box.left);
    setCursor(at >= 0 && at <= end ? at : null);
  };

  return (
    <figure class="time">
      <div class="toolbar" role="toolbar" aria-label="Timeline of the run">
        <button type="button" onClick={() => axis.show([0, end])}>Whole run</button>
        <ZoomButtons axis={axis} />
        <span class="range">cycles {count(Math.round(low))} – {count(Math.round(high))}</span>
      </div>
      <ul class="legend" aria-label="Tasks">
        {names.slice(0, 24).map((name, i) => (
          <li key={name}><span class="swatch" style={{ background: `var(--task-${i % COLOURS})` }} />{name}</li>
        ))}
      </ul>
      <div ref={frame}>
        <svg ref={svg} class="lanes" width={width} height={height} viewBox={`0 0 ${width} ${height}`}
          tabindex={0} role="group" aria-roledescription="timeline" aria-label="The run over time"
          aria-describedby={help} onKeyDown={onKeyDown} onPointerMove={onPointerMove}
          onPointerLeave={() => setCursor(null)}>
          <defs>
            <clipPath id="time-clip"><rect x={GUTTER} y="0" width={Math.max(right - GUTTER, 0)} height={height} /></clipPath>
          </defs>
          <g clip-path="url(#time-clip)">
            <TimeTicks scale={x} left={GUTTER} right={right} top={AXIS - 4} bottom={height} />
            <g class="blocks">
              {blocks.start.map((start, i) => {
                const length = blocks.length[i]! < 0 ? end - start : blocks.length[i]!;
                if (start + length < low || start > high) return null;
                const left = Math.max(x(start), GUTTER - 10);
                return (
                  <rect key={i} class={blocks.length[i]! < 0 ? 'endless' : ''}
                    x={left} y={topOf.get(blocks.core[i]!)}
                    width={Math.max(Math.min(x(start + length), width) - left, 1)} height={rowHeight - 1}
                    style={{ fill: `var(--task-${colourOf.get(blocks.task[i]!) ?? 0})` }}>
                    <title>
                      {`${nameOf.get(blocks.task[i]!) ?? ''} block ${blocks.block[i]} on ${doc.cores[blocks.core[i]!]}\n` +
                        `cycles ${count(start)} to ${blocks.length[i]! < 0 ? 'never' : count(start + length)}`}
                    </title>
                  </rect>
                );
              })}
            </g>
          </g>
          {rows.filter(({ named }) => named).map(({ core, top }) => (
            <text key={core} class="lane-name" x="8" y={top + rowHeight / 2}>{doc.cores[core]}</text>
          ))}
          {drawings.map((chart, i) => (
            <ChartDrawing key={chart.title} chart={chart} top={chartsTop + i * (CHART + GAP)} x={x}
              bucket={usage.bucket_cycles} right={right} />
          ))}
          {cursor !== null && <line class="cursor" x1={x(cursor)} x2={x(cursor)} y1={AXIS} y2={height} />}
        </svg>
      </div>
      <p class="detail">
        {cursor === null
          ? `Each step is ${count(usage.bucket_cycles)} cycles (${duration(usage.bucket_cycles, doc.clock_hz)}).`
          : <><strong>cycle {count(Math.round(cursor))}</strong>{' '}
            <span>{drawings.map((c) => `${c.title} ${c.text(c.values[bucket] ?? 0)}`).join(' · ')}</span></>}
      </p>
      <figcaption id={help}>
        Blocks on their cores, mean number of busy pipes of each kind (all on one scale), and bytes
        between GM and the chip.{' '}
        {quietFrom !== null && `Nothing happens between cycle ${count(quietFrom)} and the end of the run at cycle ${count(doc.report.cycles)}. `}
        <span class="keys screen-only">Drag to pan; Ctrl+wheel zooms. Keys: <kbd>←</kbd>{' '}
        <kbd>→</kbd> <kbd>+</kbd> <kbd>−</kbd> <kbd>0</kbd>.</span>
        {doc.blocks_left_out > 0 && ` ${plural(doc.blocks_left_out, 'block')} beyond the first ${count(blocks.start.length)} are not drawn.`}
      </figcaption>
    </figure>
  );
}
