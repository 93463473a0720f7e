// SPDX-License-Identifier: Apache-2.0
// What a swimlane shows, as numbers: rows of bars, arrows of flags, the missing edge, the stretches
// that are left out. No drawing here, so that tests can look at it.
import type { Access, Finding, Swimlane } from './document';

export interface Bar {
  index: number;
  lane: number;
  /** Bars of a pipe that overlap in time stand in rows below each other. */
  row: number;
  start: number;
  /** After the last cycle; the end of the picture for a bar that never completed. */
  end: number;
  finished: boolean;
  queued: number;
  op: string;
  source: string;
  task: number;
  block: number;
  repeats: number;
  role: 'first' | 'second' | 'other';
}

export interface Arrow {
  fromLane: number;
  toLane: number;
  from: number;
  to: number;
  id: number;
  library: boolean;
  set: string;
  wait: string;
}

export interface Tick {
  kind: string;
  lane: number;
  cycle: number;
  text: string;
}

/** What a pipe waits for, and how long. */
export interface Wait {
  lane: number;
  start: number;
  end: number;
  use: number;
  reason: string;
}

export interface Lane {
  core: string;
  pipe: string;
  rows: number;
}

/** Where an access is, whether or not its bar is there. */
export interface Anchor {
  lane: number;
  row: number;
  start: number;
  end: number;
}

export interface Model {
  begin: number;
  end: number;
  lanes: Lane[];
  bars: Bar[];
  arrows: Arrow[];
  ticks: Tick[];
  waits: Wait[];
  first: Anchor | null;
  second: Anchor | null;
  /** Stretches of time in which instructions are left out. */
  gaps: [number, number][];
}

const MAX_ROWS = 4;

function placeRows(bars: Bar[], lanes: Lane[]): void {
  const free: number[][] = lanes.map(() => []);
  for (const bar of [...bars].sort((a, b) => a.start - b.start || a.index - b.index)) {
    const rows = free[bar.lane]!;
    let row = rows.findIndex((until) => until <= bar.start);
    if (row < 0) row = rows.length < MAX_ROWS ? rows.length : MAX_ROWS - 1;
    rows[row] = Math.max(rows[row] ?? 0, bar.end);
    bar.row = row;
    lanes[bar.lane]!.rows = Math.max(lanes[bar.lane]!.rows, row + 1);
  }
}

function readBars(lane: Swimlane, end: number): Bar[] {
  const { bars, texts } = lane;
  return bars.start.map((start, index) => {
    const length = bars.length[index]!;
    return {
      index,
      lane: bars.lane[index]!,
      row: 0,
      start,
      end: length < 0 ? end : start + length,
      finished: length >= 0,
      queued: bars.queued[index]!,
      op: texts[bars.op[index]!]!,
      source: texts[bars.source[index]!]!,
      task: bars.task[index]!,
      block: bars.block[index]!,
      repeats: bars.repeats[index]!,
      role: index === lane.first ? 'first' : index === lane.second ? 'second' : 'other',
    };
  });
}

/** One arrow for each set whose wait is there too. */
function readArrows(lane: Swimlane): Arrow[] {
  const key = (from: number, to: number, id?: number, instance?: number): string =>
    [from, to, id, instance].join('/');
  const sets = new Map<string, Swimlane['marks'][number]>();
  const arrows: Arrow[] = [];
  for (const mark of lane.marks) {
    if (mark.kind === 'set') sets.set(key(mark.lane, mark.peer!, mark.id, mark.instance), mark);
  }
  for (const mark of lane.marks) {
    if (mark.kind !== 'wait' || mark.peer! < 0) continue;
    const set = sets.get(key(mark.peer!, mark.lane, mark.id, mark.instance));
    if (!set) continue;
    arrows.push({
      fromLane: set.lane,
      toLane: mark.lane,
      from: set.cycle,
      to: mark.cycle,
      id: mark.id!,
      library: Boolean(mark.library || set.library),
      set: lane.texts[set.source]!,
      wait: lane.texts[mark.source]!,
    });
  }
  return arrows;
}

function anchor(access: Access | null, bar: Bar | undefined, lanes: Lane[]): Anchor | null {
  if (!access) return null;
  if (bar) return { lane: bar.lane, row: bar.row, start: bar.start, end: bar.end };
  const lane = lanes.findIndex((l) => l.core === access.core && l.pipe === access.pipe);
  return lane < 0 ? null : { lane, row: 0, start: access.cycle, end: access.cycle + 1 };
}

/** The parts of [begin, end] that are farther than `within` from every anchor. */
function gapsOf(begin: number, end: number, anchors: number[], within: number): [number, number][] {
  if (within < 0) return [];
  const gaps: [number, number][] = [];
  let at = begin;
  for (const cycle of [...anchors].sort((a, b) => a - b)) {
    if (cycle - within > at) gaps.push([at, cycle - within]);
    at = Math.max(at, cycle + within);
  }
  if (end > at) gaps.push([at, end]);
  return gaps;
}

export function buildModel(lane: Swimlane, finding: Finding): Model {
  const accesses = [finding.first, finding.second].filter((a): a is Access => a !== null);
  const times = [
    ...lane.bars.start,
    ...lane.bars.start.map((start, i) => start + Math.max(lane.bars.length[i]!, 0)),
    ...lane.marks.map((mark) => mark.cycle),
    ...accesses.map((access) => access.cycle),
  ];
  const begin = times.reduce((a, b) => Math.min(a, b), Infinity);
  const end = times.reduce((a, b) => Math.max(a, b), -Infinity) + 1;
  const lanes: Lane[] = lane.lanes.map(({ core, pipe }) => ({ core, pipe, rows: 1 }));
  const bars = readBars(lane, end);
  placeRows(bars, lanes);
  const ticks = lane.marks
    .filter((mark) => mark.kind !== 'set' && mark.kind !== 'wait')
    .map((mark) => ({
      kind: mark.kind,
      lane: mark.lane,
      cycle: mark.cycle,
      text: lane.texts[mark.source]!,
    }));
  const cycles = accesses.map((access) => access.cycle);
  return {
    begin,
    end,
    lanes,
    bars,
    arrows: readArrows(lane),
    ticks,
    waits: lane.waits.start.map((start, i) => ({
      lane: lane.waits.lane[i]!,
      start,
      end: start + lane.waits.length[i]!,
      use: lane.waits.use[i]!,
      reason: lane.texts[lane.waits.reason[i]!]!,
    })),
    first: anchor(finding.first, bars[lane.first], lanes),
    second: anchor(finding.second, bars[lane.second], lanes),
    gaps: gapsOf(begin, end, cycles, lane.complete_within),
  };
}

/** The stretch that shows both accesses with some room around them. */
export function homeView(model: Model, which: 'both' | 'first' | 'second'): [number, number] {
  const anchors = which === 'both' ? [model.first, model.second] : [model[which]];
  const present = anchors.filter((a): a is Anchor => a !== null);
  if (present.length === 0) return [model.begin, model.end];
  const low = Math.min(...present.map((a) => a.start));
  const high = Math.max(...present.map((a) => a.end));
  const room = Math.max(60, 0.35 * (high - low));
  return [low - room, high + room];
}
