/** The head of a session's page. */
import { expect, test } from 'vitest';
import { newLibrary } from '../../src/library/library';
import { answer as answered } from '../../src/questions/session';
import type { Sources } from '../../src/questions/shared/sources';
import { Settings } from '../../src/settings/settings';
import { answer, prompt, result, toolUse } from '../support/logs';
import { dayOf, NOW, session } from './dashboardRig';
import { opened } from './sessionRig';
import { tiles } from '../../webview/session/tiles';
import { written } from '../webview/written';

/** Sources besides the library: no marks, an empty vault. */
function sourcesOf(library: Sources['library']): Sources {
  const settings = Settings.parse({});
  return {
    library,
    now: () => NOW,
    rules: () => ({ dayOf, measures: false, silence: { idleMs: 1, endedMs: 2 } }),
    usual: () => [],
    settings: () => settings,
    kept: () => false,
    mark: () => ({ starred: false, note: null, hidden: false, name: null }),
  } as unknown as Sources;
}

test('a session with its row and usage; null if it is unknown', async () => {
  const { engine } = await opened([
    prompt('a', 'first'),
    answer('a', 'done', { id: 'm1', request: 'r1' }),
    prompt('a', 'second'),
  ]);
  const detail = await engine.call('session', { id: 'a' });
  expect(detail).toMatchObject({ row: { id: 'a', prompts: 2 }, subAgents: [], reconciled: null });
  expect(await engine.call('session', { id: 'nobody' })).toBeNull();
});

test('sub-agents with and without a log are counted', async () => {
  const { engine } = await opened([
    prompt('a', 'go'),
    answer(
      'a',
      ['t1', 't2'].map((id) => toolUse('Task', { prompt: 'look' }, id)),
    ),
    result('a', 't1', 'done', { toolUseResult: { agentId: 'one' } }),
    result('a', 't2', 'done'),
  ]);
  expect(await engine.call('session', { id: 'a' })).toMatchObject({ subAgents: [], agents: 2 });
  const { agents, unlogged } = await engine.call('agents', { id: 'a' });
  expect(agents.length + unlogged.length).toBe(2);
});

test('calls and usage of sub-agents count with their session', () => {
  const library = newLibrary({ reading: () => null, filesWith: () => [] });
  const own = session('a', '2026-03-10', 100, { subAgents: ['a/x'] });
  const file = { path: '/l/a.jsonl', root: '/l', sessionId: 'a', agentId: null };
  library.restore(
    [{ file, cursor: null, gone: false }],
    [own, session('a/x', '2026-03-10', 50, { parent: 'a' })],
  );
  const detail = answered({ id: 'a' }, sourcesOf(library));
  expect(detail).toMatchObject({
    amounts: { output: 150 },
    usage: [{ day: '2026-03-10', output: 150 }],
    tools: [{ key: 'Bash', calls: 20, errors: 4, denied: 2 }],
  });
  // The tile has the same number of calls as the line above the tabs.
  expect(written(tiles(detail!))).toMatch(/Tool calls[^]*>20<[^]*4 failed \(20\s%\)/);
});

test('the answer needs only figures, no reading', () => {
  const readings: string[] = [];
  const library = newLibrary({
    reading: (path) => (readings.push(path), null),
    filesWith: () => (readings.push('ids'), []),
  });
  const file = { path: '/l/a.jsonl', root: '/l', sessionId: 'a', agentId: null };
  library.restore([{ file, cursor: null, gone: false }], [session('a', '2026-03-10', 100)]);
  expect(answered({ id: 'a' }, sourcesOf(library))).toMatchObject({
    row: { id: 'a' },
    amounts: { output: 100 },
  });
  expect(readings).toEqual([]);
});
