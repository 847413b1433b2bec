/** Marks are on text of an edit that is still in the file. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Reply } from '../../../src/engine/protocol';
import { type Range, seen, window } from '../editor';

vi.mock('vscode', () => import('../editor'));
const { createEditMarks } = await import('../../../src/host/editors/editMarks');

test('each text is searched once, and its lines are marked', async () => {
  let looked = 0;
  const mark = (text: string, changedByOthers: boolean) => ({
    session: 's',
    turn: 1,
    name: '',
    t: null,
    blind: true,
    stale: false,
    repeated: false,
    changedByOthers,
    get text() {
      looked++;
      return [text];
    },
  });
  const marks = [
    mark('second line\nthird line\n', true),
    mark('fourth line', false),
    mark('no such line', false),
  ];
  const set: Record<string, unknown[][]> = {};
  window.visibleTextEditors = [
    {
      document: {
        uri: { scheme: 'file', fsPath: '/a.ts' },
        getText: () => 'first line\r\nsecond line\r\nthird line\r\nfourth line\r\n',
        lineAt: (line: number) => ({ range: { end: `end of ${line}` } }),
      },
      setDecorations: ({ key }: { key: string }, all: { range: Range }[]) =>
        (set[key] = all.map(({ range }) => range.at)),
    },
  ];
  onTestFinished(() => void (window.visibleTextEditors = []));
  const types = seen.decorations;
  const engine = {
    call: async () => marks as unknown as Reply<'editMarks'>,
    onNotice: () => ({ dispose: () => undefined }),
  } as unknown as Parameters<typeof createEditMarks>[0]['engine'];
  const { dispose } = createEditMarks({
    engine,
    extensionUri: {} as never,
    enabled: () => true,
    timeFormat: () => ({ locale: 'en', timeZone: 'UTC' }),
    onError: (error) => expect.unreachable(String(error)),
  });
  onTestFinished(dispose);
  await expect.poll(() => Object.keys(set).length).toBe(3);
  const [warning, hint, note] = Array.from({ length: 3 }, (_, i) => set[`decoration ${types + i}`]);
  expect(warning).toEqual([[1, 0, 2, 0]]);
  expect(hint).toEqual([[3, 0, 3, 0]]);
  expect(note).toEqual([
    ['end of 1', 'end of 1'],
    ['end of 3', 'end of 3'],
  ]);
  expect(looked).toBe(marks.length);
});
