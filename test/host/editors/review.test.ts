/** What several sessions changed, in one editor. */
import { expect, test, vi } from 'vitest';
import { seen, Uri } from '../editor';

vi.mock('vscode', () => import('../editor'));
Object.assign(Uri, { from: (parts: object) => parts });
const { reviewSessions } = await import('../../../src/host/editors/review');
type Engine = Parameters<typeof reviewSessions>[0];

const file = (path: string, added: number | null = 1) => ({
  path,
  added,
  turns: [],
  whole: true,
  byOthers: false,
});

/** An engine that knows what these sessions changed. */
const knowing = (files: Readonly<Record<string, ReturnType<typeof file>[]>>): Engine =>
  ({
    call: async (_: 'story', { id }: { id: string }) =>
      files[id] === undefined ? null : { files: files[id] },
  }) as unknown as Engine;

test('the files of all sessions that changed some, session by session', async () => {
  const engine = knowing({ a: [file('/w/x.ts'), file('/w/lost.ts', null)], b: [], c: [file('/w/x.ts')] });
  await reviewSessions(engine, ['a', 'b', 'gone', 'c']);
  const [command, title, sides] = seen.commands.at(-1) as [string, string, { query: string }[][]];
  expect([command, title]).toEqual(['vscode.changes', 'Changed in 2 sessions']);
  expect(sides.map(([, before]) => new URLSearchParams(before?.query).get('id'))).toEqual(['a', 'c']);
});

test('sessions whose changes are not known say so, and those that changed nothing', async () => {
  const review = async (ids: string[]) =>
    reviewSessions(knowing({ a: [], b: [], lost: [file('/x', null)] }), ids);
  await expect(review(['a', 'gone'])).rejects.toThrow('can no longer be read');
  await expect(review(['a', 'lost'])).rejects.toThrow('can no longer be read');
  await expect(review(['a', 'b'])).rejects.toThrow('no files were changed');
  await expect(review(['a'])).rejects.toThrow('no files were changed');
});

test.each([
  [150, 'Changed in 2 sessions'],
  [151, 'Changed in 2 sessions, not all files are shown'],
])('two sessions with %d files each: “%s”', async (count, expected) => {
  const files = Array.from({ length: count }, (_, i) => file(`/w/${i}.ts`));
  await reviewSessions(knowing({ a: files, b: files, c: [] }), ['a', 'b', 'c']);
  const [, title, sides] = seen.commands.at(-1) as [string, string, unknown[]];
  expect([title, sides.length]).toEqual([expected, 300]);
});
