// SPDX-License-Identifier: Apache-2.0
// The lines of source around an access.
import type { ReportDocument } from './document';
import { splitPlace } from './format';

interface Properties {
  doc: ReportDocument;
  place: string;
  role: 'first' | 'second';
}

export function Source({ doc, place, role }: Properties) {
  const { file, line } = splitPlace(place);
  const excerpt = doc.sources.find(
    (s) => s.file === file && line >= s.first_line && line < s.first_line + s.lines.length);
  if (!excerpt || line === 0) return null;
  const from = Math.max(0, line - excerpt.first_line - 5);
  const lines = excerpt.lines.slice(from, line - excerpt.first_line + 6);
  return (
    <pre class={`source ${role}`} tabIndex={0} aria-label={`${file}, line ${line}`}>
      {lines.map((text, i) => {
        const number = excerpt.first_line + from + i;
        return (
          <code key={number} class={number === line ? 'here' : ''} data-line={number}>
            <span class="number">{number}</span>
            {text}
            {'\n'}
          </code>
        );
      })}
    </pre>
  );
}
