// SPDX-License-Identifier: Apache-2.0
// The task graph, and each task's time and pipes.
import { useId, useMemo } from 'preact/hooks';
import type { ReportDocument } from './document';
import { count, percent } from './format';
import { layOut, pathOf, type Graph } from './task_graph';

const PIPES = ['S', 'MTE2', 'MTE1', 'M', 'V', 'FIX', 'MTE3'];

function GraphDrawing({ graph }: { graph: Graph }) {
  const id = useId();
  const missing = graph.edges.filter((edge) => edge.missing).length;
  return (
    <svg class="graph" viewBox={`0 0 ${graph.width} ${graph.height}`} width={graph.width}
      height={graph.height} role="img"
      aria-label={`Task graph: ${graph.nodes.length} nodes, ${graph.edges.length - missing} edges, ${missing} missing`}>
      <defs>
        {['plain', 'missing'].map((kind) => (
          <marker key={kind} id={`${id}-${kind}`} class={`${kind}-head`} viewBox="0 0 8 8" refX="7"
            refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L8,4L0,8z" /></marker>
        ))}
      </defs>
      {graph.edges.map((edge) => {
        const middle = edge.points[Math.floor(edge.points.length / 2)]!;
        return (
          <g key={edge.key} class={edge.missing ? 'edge missing' : 'edge'}
            data-missing={edge.missing ? '' : undefined}>
            <title>{edge.missing ? `No edge: finding ${edge.label}` : `Ordered by: ${edge.label}`}</title>
            <path d={pathOf(edge.points)}
              marker-end={`url(#${id}-${edge.missing ? 'missing' : 'plain'})`} />
            <text x={middle.x} y={middle.y}>{edge.label}</text>
          </g>
        );
      })}
      {graph.nodes.map((node) => (
        <g key={node.id} class={node.findings.length ? 'node racy' : 'node'}
          transform={`translate(${node.x - node.width / 2},${node.y - node.height / 2})`}>
          <title>{node.name}</title>
          <rect width={node.width} height={node.height} rx="5" />
          <text class="name" x={node.width / 2} y="18">
            {node.name.length > 26 ? `${node.name.slice(0, 25)}…` : node.name}
          </text>
          <text class="detail" x={node.width / 2} y="35">{node.detail}</text>
          {node.findings.length > 0 && (
            <a href={`#finding-${node.findings[0]! + 1}`} aria-label={`Finding ${node.findings[0]! + 1} in ${node.name}`}>
              <circle cx={node.width - 4} cy="4" r="10" />
              <text class="count" x={node.width - 4} y="4">{node.findings[0]! + 1}</text>
            </a>
          )}
        </g>
      ))}
    </svg>
  );
}

function TaskTable({ doc }: { doc: ReportDocument }) {
  const { tasks } = doc.report;
  const pipes = PIPES.filter((pipe) => tasks.some((task) => task.pipe_busy[pipe] !== undefined));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Tasks">
      <table class="tasks">
        <caption>Share of the blocks' time in which each pipe was busy</caption>
        <thead>
          <tr>
            <th scope="col">Task</th><th scope="col" class="right">Blocks</th>
            <th scope="col" class="right">Start</th><th scope="col" class="right">Cycles</th>
            {pipes.map((pipe) => <th key={pipe} scope="col" class="right">{pipe}</th>)}
          </tr>
        </thead>
        <tbody>
          {tasks.slice(0, 300).map((task, i) => (
            <tr key={i}>
              <th scope="row">{task.name}</th>
              <td class="right">{count(task.blocks)}</td>
              <td class="right">{count(task.start_cycle)}</td>
              <td class="right">{task.end_cycle === null ? 'never ended' : count(task.end_cycle - task.start_cycle)}</td>
              {pipes.map((pipe) => {
                const share = task.pipe_busy[pipe];
                return share === undefined
                  ? <td key={pipe} class="right quiet">–</td>
                  : <td key={pipe} class="right share" style={{ '--share': share }}>{percent(share)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {tasks.length > 300 && <p class="quiet">The first 300 of {count(tasks.length)} tasks.</p>}
    </div>
  );
}

export function Tasks({ doc }: { doc: ReportDocument }) {
  const graph = useMemo(() => layOut(doc), [doc]);
  return (
    <div class="tasks-view">
      {graph.nodes.length > 0 && (
        <figure>
          <div class="scroll" tabIndex={0} role="region" aria-label="Task graph">
            <GraphDrawing graph={graph} />
          </div>
          <figcaption class="quiet">
            An arrow is a dependency, with what made it. A dashed one is an edge that a finding
            misses; a number is a finding inside the task.
            {graph.grouped && ' Tasks of one kernel are drawn as one node.'}
          </figcaption>
        </figure>
      )}
      <TaskTable doc={doc} />
    </div>
  );
}
