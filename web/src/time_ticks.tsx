// SPDX-License-Identifier: Apache-2.0
// The lines and numbers of a time axis. Numbers stay inside the drawing and do not touch each other;
// a line whose number has no room stands without.
import type { ScaleLinear } from 'd3-scale';
import { count } from './format';

const DIGIT = 6.7; // width of one character of a number, at its font size
const SPACE = 10; // between two numbers

interface Label {
  cycle: number;
  text: string;
  /** Where its first character begins; null: no room. */
  left: number | null;
}

export function placeLabels(scale: ScaleLinear<number, number>, left: number, right: number): Label[] {
  const cycles = scale.ticks(Math.max(2, Math.floor((right - left) / 130))).filter(Number.isInteger);
  let free = left;
  return cycles.map((cycle) => {
    const text = count(cycle);
    const width = text.length * DIGIT;
    const wanted = scale(cycle) - width / 2;
    const at = Math.min(Math.max(wanted, left), right - width);
    // A number that would stand beside its line, or in another's place, is left out.
    if (at < free || Math.abs(at - wanted) > width / 2 + 2) return { cycle, text, left: null };
    free = at + width + SPACE;
    return { cycle, text, left: at };
  });
}

export function TimeTicks({ scale, left, right, top, bottom }: {
  scale: ScaleLinear<number, number>; left: number; right: number; top: number; bottom: number;
}) {
  return (
    <g class="ticks">
      {placeLabels(scale, left, right).map(({ cycle, text, left: at }) => (
        <g key={cycle} class="tick">
          <line x1={scale(cycle)} x2={scale(cycle)} y1={top} y2={bottom} />
          {at !== null && <text x={at} y={12}>{text}</text>}
        </g>
      ))}
    </g>
  );
}
