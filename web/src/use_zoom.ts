// SPDX-License-Identifier: Apache-2.0
// A time axis that the pointer, the wheel and the keyboard zoom and pan. d3-zoom keeps the state.
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomTransform } from 'd3-zoom';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

const SMALLEST_VIEW = 20; // cycles

export interface TimeAxis {
  scale: ScaleLinear<number, number>;
  zoomBy(factor: number): void;
  /** By a share of what is shown. */
  panBy(share: number): void;
  show(view: [number, number]): void;
}

/** `element` is the drawing; time runs over [left, right] of it, `extent` is all there is. */
export function useZoom(
  element: RefObject<SVGSVGElement | null>,
  extent: [number, number],
  [left, right]: [number, number],
  start: [number, number],
): TimeAxis {
  const whole = useMemo(
    () => scaleLinear().domain(extent).range([left, right]),
    [extent[0], extent[1], left, right],
  );
  const transformFor = ([low, high]: [number, number]): ZoomTransform => {
    const span = Math.max(high - low, SMALLEST_VIEW);
    const factor = Math.max((extent[1] - extent[0]) / span, 1);
    const wanted = (left + right) / 2 - factor * whole((low + high) / 2);
    // Nothing beyond the extent is shown.
    const x = Math.min(left - factor * left, Math.max(right - factor * right, wanted));
    return zoomIdentity.translate(x, 0).scale(factor);
  };
  const [transform, setTransform] = useState(() => transformFor(start));
  const behaviour = useMemo(() => zoom<SVGSVGElement, unknown>(), []);
  const view = useRef<[number, number]>(start);

  // Before the first paint, and before a page that opens for printing is printed.
  useLayoutEffect(() => {
    const svg = element.current;
    if (!svg) return undefined;
    const selection = select(svg);
    behaviour
      .extent([[left, 0], [right, 1]])
      .translateExtent([[left, -Infinity], [right, Infinity]])
      .scaleExtent([1, Math.max((extent[1] - extent[0]) / SMALLEST_VIEW, 1)])
      // The wheel scrolls the page unless the drawing has the focus or a key is held.
      .filter((event: Event) => {
        if (event instanceof WheelEvent) {
          return event.ctrlKey || event.metaKey || document.activeElement === svg;
        }
        return !(event as MouseEvent).button;
      })
      .on('zoom', (event: D3ZoomEvent<SVGSVGElement, unknown>) => {
        const domain = event.transform.rescaleX(whole).domain();
        view.current = [domain[0]!, domain[1]!];
        setTransform(event.transform);
      });
    selection.call(behaviour);
    // A new width or a new picture: show the same stretch as before.
    selection.call(behaviour.transform, transformFor(view.current));
    return () => {
      selection.on('.zoom', null);
    };
  }, [whole]);

  const act = (action: (svg: SVGSVGElement) => void) => {
    if (element.current) action(element.current);
  };
  return {
    scale: transform.rescaleX(whole),
    zoomBy: (factor) => act((svg) => select(svg).call(behaviour.scaleBy, factor)),
    panBy: (share) =>
      act((svg) =>
        select(svg).call(behaviour.translateBy, (-share * (right - left)) / transform.k, 0)),
    show: (wanted) => act((svg) => select(svg).call(behaviour.transform, transformFor(wanted))),
  };
}
