// SPDX-License-Identifier: Apache-2.0
// A command line with a button that copies it.
import { useRef, useState } from 'preact/hooks';

/** Selects the text and copies the selection, where the page may not use the clipboard. */
function copySelection(element: HTMLElement): boolean {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  return document.execCommand('copy');
}

export function Copy({ text }: { text: string }) {
  const [state, setState] = useState('');
  const code = useRef<HTMLElement>(null);
  const copy = async () => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      done = code.current !== null && copySelection(code.current);
    }
    setState(done ? 'Copied' : 'Press Ctrl+C');
    setTimeout(() => setState(''), 2000);
  };
  return (
    <span class="copy">
      <code ref={code}>{text}</code>
      <button type="button" onClick={copy} aria-label={`Copy the command ${text}`}>
        {state || 'Copy'}
      </button>
      <span class="sr-only" role="status">{state}</span>
    </span>
  );
}
