import { expect, test } from 'vitest';
import type * as vscode from 'vscode';
import { createOutbox } from '../../../src/host/panels/outbox';

function panel() {
  const sent: string[] = [];
  const listeners = new Set<() => void>();
  const one = {
    visible: true,
    webview: { postMessage: (message: string) => sent.push(message) },
    onDidChangeViewState: (listener: () => void) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  const show = (visible: boolean): void => {
    one.visible = visible;
    for (const listener of listeners) listener();
  };
  return { sent, listeners, show, outbox: createOutbox<string>(one as unknown as vscode.WebviewPanel) };
}

test('what is sent before the page is there waits for it, in order', () => {
  const { sent, outbox } = panel();
  outbox.send('a');
  outbox.send('b');
  expect(sent).toEqual([]);
  outbox.ready(outbox.shown());
  outbox.send('c');
  outbox.ready(outbox.shown());
  expect(sent).toEqual(['a', 'b', 'c']);
});

test('a page that is hidden does not exist: what is sent waits until it is shown and ready again', () => {
  const { sent, outbox, show, listeners } = panel();
  outbox.ready(outbox.shown());
  // Still visible: moved to another column, say.
  show(true);
  outbox.send('a');
  show(false);
  outbox.send('b');
  show(true);
  outbox.send('c');
  expect(sent).toEqual(['a']);
  outbox.ready(outbox.shown());
  expect(sent).toEqual(['a', 'b', 'c']);
  // The page of before says late that it was ready.
  const before = outbox.shown();
  show(false);
  show(true);
  outbox.ready(before);
  outbox.send('d');
  expect(sent).toEqual(['a', 'b', 'c']);
  // One that is hidden is not there either.
  show(false);
  outbox.ready(outbox.shown());
  expect(sent).toEqual(['a', 'b', 'c']);
  show(true);
  outbox.ready(outbox.shown());
  expect(sent).toEqual(['a', 'b', 'c', 'd']);
  outbox.dispose();
  expect(listeners.size).toBe(0);
});
