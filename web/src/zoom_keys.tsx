// SPDX-License-Identifier: Apache-2.0
// What all timelines have: keys and buttons that zoom and pan.
import type { TimeAxis } from './use_zoom';

const STEP = 1.6; // a zoom
const PAN = 0.2; // of what is shown

export type Keys = Record<string, () => void>;

/** `home` shows what the timeline begins with. */
export function zoomKeys(axis: TimeAxis, home: () => void): Keys {
  return {
    ArrowLeft: () => axis.panBy(-PAN),
    ArrowRight: () => axis.panBy(PAN),
    '+': () => axis.zoomBy(STEP),
    '=': () => axis.zoomBy(STEP),
    '-': () => axis.zoomBy(1 / STEP),
    '0': home,
  };
}

/** Calls the key's action; with a modifier, the browser has it. */
export function onKey(keys: Keys): (event: KeyboardEvent) => void {
  return (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
}

export function ZoomButtons({ axis }: { axis: TimeAxis }) {
  return (
    <>
      <button type="button" onClick={() => axis.zoomBy(STEP)} aria-label="Zoom in">+</button>
      <button type="button" onClick={() => axis.zoomBy(1 / STEP)} aria-label="Zoom out">−</button>
    </>
  );
}
