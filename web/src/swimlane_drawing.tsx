// SPDX-License-Identifier: Apache-2.0
// The swimlane's picture.
import type { ScaleLinear } from 'd3-scale';
import { useId } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { Finding } from './document';
import { count } from './format';
import { USES } from './uses';
import { GUTTER, MARGIN } from './swimlane';
import type { Anchor, Arrow, Bar, Model } from './swimlane_model';
import { TimeTicks } from './time_ticks';

const AXIS = 26;
const ROW = 19;
const BAR = 15;
const LANE_PADDING = 8;
const WAIT = 6; // height of the strip of waits below a lane's bars, of a run that was asked why
const CHARACTER = 6.4; // width of one in a bar's label, at its font size

interface Properties {
  svg: RefObject<SVGSVGElement | null>;
  model: Model;
  finding: Finding;
  scale: ScaleLinear<number, number>;
  width: number;
  selected: number;
  onSelect(bar: Bar): void;
  onKeyDown(event: KeyboardEvent): void;
  describedBy: string;
}

function laneTops(model: Model): number[] {
  const tops: number[] = [];
  let y = AXIS;
  for (const lane of model.lanes) {
    tops.push(y);
    y += lane.rows * ROW + LANE_PADDING + (model.waits.length > 0 ? WAIT : 0);
  }
  tops.push(y);
  return tops;
}

/** As much of the text as fits; nothing if that would say nothing. */
function fitted(text: string, width: number): string {
  const room = Math.floor((width - 8) / CHARACTER);
  if (text.length <= room) return text;
  const short = text.replace(/ \(.*\)$/, '');
  return short.length <= room ? short : '';
}

export function SwimlaneDrawing(properties: Properties) {
  const { model, scale, width, finding, selected } = properties;
  const id = useId();
  const tops = laneTops(model);
  const height = tops[tops.length - 1]! + 6;
  const [low, high] = scale.domain() as [number, number];
  const visible = (begin: number, end: number) => end >= low && begin <= high;
  const y = (place: { lane: number; row: number }) =>
    tops[place.lane]! + LANE_PADDING / 2 + place.row * ROW + ROW / 2;
  const middle = (lane: number) => (tops[lane]! + tops[lane + 1]!) / 2;
  const clamp = (x: number) => Math.min(Math.max(x, GUTTER - 2000), width + 2000);
  const x = (cycle: number) => clamp(scale(cycle));

  const barShape = (bar: Bar) => {
    const left = x(bar.start);
    const length = Math.max(x(bar.end) - left, 2);
    const from = Math.max(left, GUTTER);
    const label = fitted(bar.op, left + length - from);
    return (
      <g key={bar.index} class={`bar ${bar.role}${bar.index === selected ? ' selected' : ''}`}
        data-bar={bar.index} data-role={bar.role} onClick={() => properties.onSelect(bar)}>
        <title>{`${bar.op}\n${bar.source}\ncycles ${count(bar.start)} to ${bar.finished ? count(bar.end) : 'never'}`}</title>
        {bar.index === selected && bar.queued > 0 && (
          <line class="queued" x1={x(bar.start - bar.queued)} x2={left} y1={y(bar)} y2={y(bar)} />
        )}
        <rect x={left} y={y(bar) - BAR / 2} width={length} height={BAR} rx="2" />
        {label && <text x={from + 4} y={y(bar)}>{label}</text>}
      </g>
    );
  };

  const arrowShape = (arrow: Arrow, index: number) => {
    const down = arrow.toLane > arrow.fromLane;
    const [y1, y2] = [middle(arrow.fromLane), middle(arrow.toLane) + (down ? -7 : 7)];
    return (
      <g key={index} class="flag" data-flag={arrow.id}>
        <title>
          {`flag ${model.lanes[arrow.fromLane]!.pipe} → ${model.lanes[arrow.toLane]!.pipe}, id ` +
            `${arrow.id}${arrow.library ? ', inside a library instruction' : ''}\nset at ${arrow.set}, ` +
            `cycle ${count(arrow.from)}\nwaited for at ${arrow.wait}, cycle ${count(arrow.to)}`}
        </title>
        <path class="hit" d={`M${x(arrow.from)},${y1}L${x(arrow.to)},${y2}`} />
        <path d={`M${x(arrow.from)},${y1}L${x(arrow.to)},${y2}`} marker-end={`url(#${id}-flag)`} />
      </g>
    );
  };

  return (
    <svg ref={properties.svg} class="lanes" width={width} height={height} tabindex={0}
      viewBox={`0 0 ${width} ${height}`} role="group" aria-roledescription="timeline"
      aria-label={`Pipes around finding: ${finding.hazard} ${finding.space}`}
      aria-describedby={properties.describedBy} onKeyDown={properties.onKeyDown}>
      <defs>
        <clipPath id={`${id}-clip`}>
          <rect x={GUTTER} y="0" width={Math.max(width - GUTTER, 0)} height={height} />
        </clipPath>
        <pattern id={`${id}-gap`} width="8" height="8" patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)">
          <line class="gap-line" x1="0" y1="0" x2="0" y2="8" />
        </pattern>
        <marker id={`${id}-flag`} class="flag-head" viewBox="0 0 8 8" refX="7" refY="4"
          markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L8,4L0,8z" /></marker>
        <marker id={`${id}-missing`} class="missing-head" viewBox="0 0 8 8" refX="7" refY="4"
          markerWidth="6" markerHeight="6" orient="auto"><path d="M0,0L8,4L0,8z" /></marker>
      </defs>
      {model.lanes.map((lane, i) => (
        <g key={i} class={i % 2 ? 'lane odd' : 'lane'} data-lane={`${lane.core} ${lane.pipe}`}>
          <rect x="0" y={tops[i]} width={width} height={tops[i + 1]! - tops[i]!} />
          <text x="8" y={middle(i)}>
            <tspan class="core">{lane.core}</tspan> <tspan class="pipe">{lane.pipe}</tspan>
          </text>
        </g>
      ))}
      <g clip-path={`url(#${id}-clip)`}>
        <TimeTicks scale={scale} left={GUTTER} right={width - MARGIN} top={AXIS - 4} bottom={height} />
        {model.gaps.filter(([a, b]) => visible(a, b)).map(([a, b]) => (
          <rect key={a} class="gap" x={x(a)} y={AXIS} width={Math.max(x(b) - x(a), 0)}
            height={height - AXIS} fill={`url(#${id}-gap)`}><title>instructions left out</title></rect>
        ))}
        {model.ticks.filter((t) => visible(t.cycle, t.cycle)).map((t, i) => (
          <g key={i} class={`mark ${t.kind === 'start' || t.kind === 'end' ? 'block' : 'barrier'}`}>
            <title>{`${t.kind}${t.text ? ` at ${t.text}` : ''}\ncycle ${count(t.cycle)}`}</title>
            <line x1={x(t.cycle)} x2={x(t.cycle)} y1={tops[t.lane]! + 1} y2={tops[t.lane + 1]! - 1} />
          </g>
        ))}
        {model.waits.filter((w) => visible(w.start, w.end)).map((w, i) => (
          <rect key={i} class={`wait use-${USES[w.use]!.id}`} data-use={USES[w.use]!.id} x={x(w.start)}
            y={tops[w.lane + 1]! - WAIT - 2} width={Math.max(x(w.end) - x(w.start), 1)} height={WAIT}>
            <title>
              {`${model.lanes[w.lane]!.pipe} ${w.reason}\ncycles ${count(w.start)} to ` +
                `${count(w.end)}: ${count(w.end - w.start)}`}
            </title>
          </rect>
        ))}
        {model.bars.filter((b) => visible(b.start, b.end) && b.role === 'other').map(barShape)}
        {model.bars.filter((b) => visible(b.start, b.end) && b.role !== 'other').map(barShape)}
        {model.arrows
          .filter((a) => visible(Math.min(a.from, a.to), Math.max(a.from, a.to)))
          .map(arrowShape)}
        <Missing model={model} finding={finding} x={x} y={y} head={`url(#${id}-missing)`} />
      </g>
    </svg>
  );
}

interface MissingProperties {
  model: Model;
  finding: Finding;
  x(cycle: number): number;
  y(place: { lane: number; row: number }): number;
  head: string;
}

/**
 * The accesses that have no bar, and from where the first one is over to where the second begins: the
 * order that nothing makes.
 */
function Missing({ model, finding, x, y, head }: MissingProperties) {
  const { first, second } = model;
  const mark = (anchor: Anchor, role: string, hasBar: boolean) =>
    hasBar ? null : (
      <circle class={`place ${role}`} data-role={role} cx={x(anchor.start)} cy={y(anchor)} r="5" />
    );
  const has = (role: string) => model.bars.some((bar) => bar.role === role);
  if (!first || !second) return first && mark(first, 'first', has('first'));
  const [x1, y1, x2, y2] = [x(first.end), y(first), x(second.start), y(second)];
  const bend = first.lane === second.lane ? 22 : 0;
  const path = `M${x1},${y1}C${x1 + 14},${y1 + bend} ${x2 - 14},${y2 + bend} ${x2},${y2}`;
  return (
    <g class="missing" data-missing="">
      <title>{`missing: ${finding.missing_edge}`}</title>
      {mark(first, 'first', has('first'))}
      {mark(second, 'second', has('second'))}
      <path d={path} marker-end={head} />
    </g>
  );
}
