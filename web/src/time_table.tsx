// SPDX-License-Identifier: Apache-2.0
// What the tables on time have in common.
import type { ComponentChildren } from 'preact';
import { shortPlace } from './format';

/** Of a list of source lines, how many stand on the page. */
export const LINES = 10;

export function Scroll({ label, children }: { label: string; children: ComponentChildren }) {
  return <div class="scroll" tabIndex={0} role="region" aria-label={label}>{children}</div>;
}

export function Place({ source }: { source: string }) {
  return <code title={source}>{source ? shortPlace(source) : '?'}</code>;
}
