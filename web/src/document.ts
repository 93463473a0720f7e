// SPDX-License-Identifier: Apache-2.0
// The document that npusim writes into the page (analysis/report/html_document.cpp, docs/report.md).

export const DOCUMENT_VERSION = 1;

export interface Access {
  task: string;
  block: number;
  core: string;
  pipe: string;
  op: string;
  access: 'read' | 'write';
  source: string;
  range: string;
  cycle: number;
}

export interface Finding {
  check: string;
  hazard: string;
  space: string;
  rule: string;
  certainty: string;
  severity: 'error' | 'warning' | 'note';
  message: string;
  first: Access | null;
  second: Access | null;
  missing_edge: string;
  fix: string;
  follows: string[];
  count: number;
  replay: string;
}

export interface Blame {
  bytes: number;
  writer: Access | null;
  cause: Access | null;
  finding: number;
}

export interface Golden {
  name: string;
  dtype: string;
  shape: number[];
  compare: string;
  elements: number;
  mismatched: number;
  first_index: number[];
  max_abs: number | string;
  equal: boolean;
  blame: Blame[];
}

export interface TaskSummary {
  name: string;
  blocks: number;
  start_cycle: number;
  end_cycle: number | null;
  pipe_busy: Record<string, number>;
}

/** Cycles by use, as in the JSON report. */
export type Uses = Record<string, number>;

export interface WaitLine {
  pipe: string;
  reason: string;
  source: string;
  flag: string;
  task: string;
  times: number;
  cycles: number;
  on_critical_path: number;
  gain_cycles: number;
}

/** What a pipe did at a line, of what is on the critical path. */
export interface PathLine {
  pipe: string;
  use: string;
  source: string;
  task: string;
  times: number;
  cycles: number;
}

export interface PathWork {
  path: string;
  core: string;
  pipe: string;
  unit: 'bytes' | 'elements' | 'operations';
  amount: number;
  peak_cycles: number;
  shape_cycles: number;
  available_cycles: number;
  share: number;
  per_cycle: number;
  peak_per_cycle: number;
}

export interface TaskWork {
  task: string;
  cycles: number;
  bound: string;
  bound_share: number;
  paths: PathWork[];
}

export interface ShapeLine {
  path: string;
  source: string;
  task: string;
  times: number;
  peak_cycles: number;
  shape_cycles: number;
}

/** Where the time went, of a run that was asked why. */
export interface TimeFacts {
  cycles: number;
  pipes: { core: string; pipe: string; cycles: Uses }[];
  critical_path: { task: string; cycles: number; uses: Uses }[];
  /** Parts of one task are put together. */
  critical_path_by_task: boolean;
  critical_core: string;
  critical_lines: PathLine[];
  critical_lines_left_out: number;
  waits: WaitLine[];
  waits_left_out: number;
  roofline: TaskWork[];
  roofline_left_out: number;
  shapes: ShapeLine[];
  shapes_left_out: number;
}

export interface Facts {
  version: string;
  program: string;
  seed: number;
  schedule: string;
  checks: string[];
  verdict: 'clean' | 'mismatch' | 'race' | 'stall' | 'inconclusive';
  exit_status: number;
  golden: Golden[];
  findings: Finding[];
  tasks: TaskSummary[];
  stall: { reason: string; waiting: string[] };
  lost: string[];
  internal_error: string;
  cycles: number;
  instructions: number;
  events: number;
  time?: TimeFacts;
}

export interface Knob {
  name: string;
  value: string;
  default: string;
  meaning: string;
}

export interface SourceExcerpt {
  file: string;
  first_line: number;
  lines: string[];
}

/** Times are cycles; -1 stands for one that was not reached. */
export interface Task {
  task: number;
  name: string;
  core: string;
  blocks: number;
  submitted: number;
  ready: number;
  started: number;
  ended: number;
  completed: number;
}

export interface Edge {
  from: number;
  to: number;
  reason: string;
}

export interface MissingEdge {
  from: number;
  to: number;
  finding: number;
}

export interface Blocks {
  task: number[];
  block: number[];
  core: number[];
  start: number[];
  length: number[];
}

export interface Usage {
  bucket_cycles: number;
  pipes: { pipe: string; busy: number[] }[];
  gm_read: number[];
  gm_written: number[];
}

export interface Bars {
  lane: number[];
  start: number[];
  length: number[];
  queued: number[];
  op: number[];
  source: number[];
  task: number[];
  block: number[];
  repeats: number[];
}

export interface Mark {
  kind: string;
  lane: number;
  cycle: number;
  source: number;
  peer?: number;
  id?: number;
  instance?: number;
  library?: boolean;
  task?: number;
  block?: number;
}

/** Stretches that pipes spent on other things than work. */
export interface Waits {
  lane: number[];
  start: number[];
  length: number[];
  use: number[];
  reason: number[];
}

/** What each pipe spent its time on, from cycle 0 on without gap. */
export interface UseLanes {
  names: string[];
  lanes: {
    core: string;
    pipe: string;
    length: number[];
    use: number[];
    reason: number[];
    /** Of a bar's time that goes to its use; empty: all of it, everywhere. */
    percent: number[];
  }[];
  reasons: string[];
  finest: number;
}

export interface Swimlane {
  finding: number;
  lanes: { core: string; pipe: string }[];
  bars: Bars;
  marks: Mark[];
  waits: Waits;
  texts: string[];
  first: number;
  second: number;
  bars_left_out: number;
  marks_left_out: number;
  complete_within: number;
}

export interface OutputMap {
  name: string;
  shape: number[];
  rows: number;
  columns: number;
  grid: {
    rows: number;
    columns: number;
    cell_rows: number;
    cell_columns: number;
    cells: number[];
    counts: number[];
  };
  /** Row, first column, column after the last one. */
  runs: [number, number, number][];
  elements_left_out: number;
  /** Element, value found, value of the golden. */
  values: [number, string, string][];
}

export interface ReportDocument {
  format: string;
  version: number;
  verdict_line: string;
  replay: string;
  from_trace: boolean;
  notes: string[];
  clock_hz: number;
  report: Facts;
  knobs: Knob[];
  rules: Record<string, { statement: string; source: string }>;
  sources: SourceExcerpt[];
  tasks: Task[];
  edges: Edge[];
  missing_edges: MissingEdge[];
  cores: string[];
  blocks: Blocks;
  blocks_left_out: number;
  usage: Usage;
  uses: UseLanes;
  swimlanes: Swimlane[];
  swimlanes_left_out: number;
  outputs: OutputMap[];
}

/** The page's document. Throws if it is not one that this page can show. */
export function readDocument(text: string): ReportDocument {
  const parsed = JSON.parse(text) as ReportDocument;
  if (parsed.format !== 'npusim report' || parsed.version !== DOCUMENT_VERSION) {
    throw new Error(`expected an npusim report of version ${DOCUMENT_VERSION}, ` +
      `found '${parsed.format}' of version ${parsed.version}`);
  }
  return parsed;
}
