// SPDX-License-Identifier: Apache-2.0
// Starts the page: reads the document that stands in it and draws.
import { render } from 'preact';
import { App } from './app';
import { readDocument } from './document';

const page = document.getElementById('page')!;
try {
  const text = document.getElementById('npusim-report')!.textContent ?? '';
  render(<App document={readDocument(text)} />, page);
} catch (error) {
  render(
    <p class="broken" role="alert">
      This report cannot be shown: {error instanceof Error ? error.message : String(error)}
    </p>,
    page,
  );
}
