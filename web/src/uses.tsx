// SPDX-License-Identifier: Apache-2.0
// What a pipe can spend its time on: names, colours (style.css, by id), legends, stacked bars.
import type { Uses } from './document';
import { count, percent } from './format';

export interface Use {
  id: string;
  label: string;
  meaning: string;
}

/** In the order of the report's numbers for them. */
export const USES: Use[] = [
  { id: 'busy', label: 'busy', meaning: 'it moves or computes' },
  { id: 'flag', label: 'flag', meaning: 'waits for an event flag, or a unit flag of L0C' },
  { id: 'barrier', label: 'barrier', meaning: 'waits until what came before is complete' },
  { id: 'queue', label: 'queue', meaning: "waits for room in another pipe's queue" },
  { id: 'l2', label: 'L2', meaning: 'waits for L2' },
  { id: 'hbm', label: 'HBM', meaning: 'waits for HBM' },
  { id: 'bank', label: 'UB banks', meaning: 'waits for banks of UB' },
  { id: 'front_end', label: 'front end', meaning: 'the scalar unit has given it nothing' },
  { id: 'dispatch', label: 'dispatch', meaning: 'no block, and another one will come' },
  { id: 'idle', label: 'idle', meaning: 'no block any more' },
];

export function UseKeys({ used }: { used: Set<number> }) {
  return (
    <>
      {USES.map((use, i) => used.has(i) && (
        <span key={use.id} class={`key use use-${use.id}`} title={use.meaning}>{use.label}</span>
      ))}
    </>
  );
}

/** Shares of one bar, whose parts say what they are. */
export function StackedBar({ uses, label }: { uses: Uses; label: string }) {
  const parts = USES.map((use) => ({ use, cycles: uses[use.id] ?? 0 })).filter(({ cycles }) => cycles > 0);
  const all = parts.reduce((sum, { cycles }) => sum + cycles, 0);
  const text = ({ use, cycles }: { use: Use; cycles: number }): string =>
    `${use.label} ${percent(cycles / all)} (${count(cycles)} cycles)`;
  return (
    <div class="stack" role="img" aria-label={`${label}: ${parts.map(text).join(', ')}`}>
      {parts.map((part) => (
        <span key={part.use.id} class={`use-${part.use.id}`} data-use={part.use.id}
          data-cycles={part.cycles} style={{ flexGrow: part.cycles }}
          title={`${text(part)}: ${part.use.meaning}`} />
      ))}
    </div>
  );
}
