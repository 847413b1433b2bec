import { afterEach, expect, test, vi } from 'vitest';
import { listenForMessages } from '../../webview/shared/listenForMessages';

afterEach(() => vi.unstubAllGlobals());

test('a message that cannot be shown is told as a failure and reported; the next is taken', () => {
  const page = new EventTarget();
  const reported: unknown[] = [];
  vi.stubGlobal('window', page);
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
  const taken: string[] = [];
  const failures: string[] = [];
  listenForMessages(
    ({ rows }: { rows: string[] }) => taken.push(...rows),
    (sentence) => failures.push(sentence),
  );
  const say = (data: unknown) => page.dispatchEvent(Object.assign(new Event('message'), { data }));
  say({ kind: 'rows', rows: ['a'] });
  say({ kind: 'rows' });
  say(null);
  say({ kind: 'rows', rows: ['b'] });
  expect(taken).toEqual(['a', 'b']);
  expect(failures).toEqual([
    expect.stringContaining('does not understand'),
    expect.stringContaining('does not understand'),
  ]);
  expect(reported).toEqual([expect.any(TypeError), expect.any(TypeError)]);
});
