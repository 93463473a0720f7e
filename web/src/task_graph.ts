// SPDX-License-Identifier: Apache-2.0
// The task graph laid out by dagre. Large graphs are drawn with one node a kernel.
import dagre from '@dagrejs/dagre';
import type { ReportDocument } from './document';

const MAX_NODES = 60;
const NODE_WIDTH = 190;
const NODE_HEIGHT = 46;

export interface GraphNode {
  id: string;
  name: string;
  detail: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Findings whose both accesses are in this task. */
  findings: number[];
}

export interface GraphEdge {
  key: string;
  label: string;
  points: { x: number; y: number }[];
  missing: boolean;
  findings: number[];
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  width: number;
  height: number;
  grouped: boolean;
}

interface Link {
  from: string;
  to: string;
  reasons: Map<string, number>;
  missing: boolean;
  findings: number[];
}

const finite = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '0');

/** "M1,2L3,4" */
export const pathOf = (points: { x: number; y: number }[]): string =>
  points.map((p, i) => `${i === 0 ? 'M' : 'L'}${finite(p.x)},${finite(p.y)}`).join('');

export function layOut(doc: ReportDocument): Graph {
  const grouped = doc.tasks.length > MAX_NODES;
  const nameOf = new Map(doc.tasks.map((t) => [t.task, t.name || `task ${t.task}`]));
  const nodeOf = (task: number): string =>
    grouped ? (nameOf.get(task) ?? `task ${task}`) : String(task);

  const nodes = new Map<string, { name: string; tasks: number; blocks: number; core: string; findings: number[] }>();
  for (const task of doc.tasks) {
    const id = nodeOf(task.task);
    const node = nodes.get(id)
      ?? { name: nameOf.get(task.task)!, tasks: 0, blocks: 0, core: task.core, findings: [] };
    node.tasks += 1;
    node.blocks += task.blocks;
    nodes.set(id, node);
  }

  const links = new Map<string, Link>();
  const link = (from: string, to: string, missing: boolean): Link => {
    const key = `${from} ${to} ${missing}`;
    const found = links.get(key) ?? { from, to, reasons: new Map(), missing, findings: [] };
    links.set(key, found);
    return found;
  };
  for (const edge of doc.edges) {
    const [from, to] = [nodeOf(edge.from), nodeOf(edge.to)];
    if (from === to || !nodes.has(from) || !nodes.has(to)) continue;
    const { reasons } = link(from, to, false);
    reasons.set(edge.reason, (reasons.get(edge.reason) ?? 0) + 1);
  }
  for (const edge of doc.missing_edges) {
    const [from, to] = [nodeOf(edge.from), nodeOf(edge.to)];
    if (from === to) nodes.get(from)?.findings.push(edge.finding);
    else if (nodes.has(from) && nodes.has(to)) link(from, to, true).findings.push(edge.finding);
  }

  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', ranksep: 34, nodesep: 26, marginx: 8, marginy: 8 });
  for (const id of nodes.keys()) graph.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const [key, { from, to, missing }] of links) {
    const label = { width: missing ? 74 : 50, height: 16, labelpos: 'c', minlen: 1 };
    graph.setEdge(from, to, label, key);
  }
  dagre.layout(graph);

  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    grouped,
    width,
    height,
    nodes: [...nodes].map(([id, node]) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      const blocks = node.blocks > 0 ? `${node.core} · ${node.blocks} block${node.blocks === 1 ? '' : 's'}` : 'no blocks';
      return {
        id,
        name: node.name,
        detail: node.tasks > 1 ? `${node.tasks} tasks · ${blocks}` : blocks,
        x, y, width: NODE_WIDTH, height: NODE_HEIGHT,
        findings: node.findings,
      };
    }),
    edges: [...links].map(([key, edge]) => {
      const { points } = graph.edge({ v: edge.from, w: edge.to, name: key }) as { points: { x: number; y: number }[] };
      const label = edge.missing
        ? `missing (${edge.findings.map((f) => f + 1).join(', ')})`
        : [...edge.reasons.keys()].join(', ');
      return { key, label, points, missing: edge.missing, findings: edge.findings };
    }),
  };
}
