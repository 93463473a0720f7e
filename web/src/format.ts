// SPDX-License-Identifier: Apache-2.0
// Numbers and places for people.

const grouped = new Intl.NumberFormat('en-US');

/** 648,175 */
export const count = (value: number): string => grouped.format(value);

export const plural = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** Three digits are enough for a time that a model gives. */
export function duration(cycles: number, clockHz: number): string {
  const seconds = cycles / clockHz;
  if (seconds >= 1) return `${seconds.toPrecision(3)} s`;
  if (seconds >= 1e-3) return `${(seconds * 1e3).toPrecision(3)} ms`;
  if (seconds >= 1e-6) return `${(seconds * 1e6).toPrecision(3)} µs`;
  return `${(seconds * 1e9).toPrecision(3)} ns`;
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** "file:34" in two; line 0 if there is none. */
export function splitPlace(place: string): { file: string; line: number } {
  const match = /^(.*):(\d+)$/.exec(place);
  return match ? { file: match[1]!, line: Number(match[2]) } : { file: place, line: 0 };
}

/** "index_interleave.h:34" */
export const shortPlace = (place: string): string => place.slice(place.lastIndexOf('/') + 1);

/** Index of a row-major element. */
export function indexOf(element: number, shape: number[]): number[] {
  const index: number[] = new Array(shape.length).fill(0);
  for (let d = shape.length - 1, rest = element; d >= 0; --d) {
    index[d] = rest % shape[d]!;
    rest = Math.floor(rest / shape[d]!);
  }
  return index;
}

/** "[3, 1, :]": a row of an output as its map lays it out. */
export function rowLabel(row: number, columns: number, shape: number[]): string {
  if (shape.length < 2) return `[${row * columns}…]`;
  return `[${[...indexOf(row, shape.slice(0, -1)), ':'].join(', ')}]`;
}
