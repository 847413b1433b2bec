/** Completion of the filter of session lists, with an engine on real files. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { calls } from '../../src/engine/protocol';
import { answer, minute, prompt, put, toolUse } from '../support/logs';
import { openWindow } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(30));

/** Three sessions on 1 August 2026: two in `harbour bay`, one of them on another branch. */
async function opened() {
  const folder = tempFolder();
  const log = (id: string, cwd: string, gitBranch: string) =>
    put(join(folder, '.claude', 'projects', `-${id}`, `${id}.jsonl`), [
      prompt(id, 'Go', { cwd, gitBranch }),
      { ...answer(id, [toolUse('Bash', { command: 'ls' })]), cwd, gitBranch },
    ]);
  log('a', '/w/harbour bay', 'main');
  log('b', '/w/harbour bay', 'hotfix-1');
  log('c', '/w/tide', 'main');
  const { engine } = openWindow(folder, null, () => NOW);
  await engine.ready;
  return engine;
}

test('a completed query finds as many sessions as its detail says', async () => {
  const engine = await opened();
  const suggested = async (query: string) =>
    (await engine.call('completeQuery', { query, caret: query.length })).map(
      ({ label, detail }) => `${label} (${detail})`,
    );
  expect(await suggested('pro')).toEqual([
    'project: (a project, for example project:api)',
    'prompts: (number of prompts, for example prompts:>=10)',
  ]);
  expect(await suggested('project:')).toEqual([
    'project:"harbour bay" (2 sessions)',
    'project:tide (1 session)',
  ]);
  expect(await suggested('project:tide branch:')).toEqual(['branch:main (1 session)']);
  expect(await suggested('HOT')).toEqual(['branch:hotfix-1 (1 session)']);
  expect((await suggested('since:'))[0]).toBe('since:2026-08-01 (today · 3 sessions)');

  for (const query of ['project:', 'branch:', '-branch:', 'tool:', 'version:', 'model:', 'severity:'])
    for (const { text, detail } of await engine.call('completeQuery', { query, caret: query.length })) {
      const { total, error } = await engine.call('findSessions', {
        query: text,
        sort: 'started',
        descending: true,
        offset: 0,
        limit: 10,
      });
      expect([text, error, total]).toEqual([text, null, Number(/\d+/.exec(detail)?.[0])]);
      // The lists of the side bar accept the same query.
      expect(
        await engine.call('sessions', { query: text, state: 'all', offset: 0, limit: 10 }),
      ).toMatchObject({
        total,
      });
    }
});

test('a query that is too long and an invalid caret are rejected', () => {
  const { args } = calls.completeQuery;
  expect(args.safeParse({ query: 'x'.repeat(1000), caret: 0 }).success).toBe(true);
  expect(args.safeParse({ query: 'x'.repeat(1001), caret: 0 }).success).toBe(false);
  expect(args.safeParse({ query: '', caret: -1 }).success).toBe(false);
  expect(args.safeParse({ query: '', caret: 0.5 }).success).toBe(false);
});

test('a caret beyond the end counts as at the end', async () => {
  const engine = await opened();
  expect(await engine.call('completeQuery', { query: 'sev', caret: 500 })).toEqual([
    {
      label: 'severity:',
      text: 'severity:',
      caret: 9,
      detail: 'this severity or worse, for example severity:warn',
    },
  ]);
});

test('folders of both queries apply: what is typed never widens the filter', async () => {
  const engine = await opened();
  const within = 'in:"/w/harbour bay"';
  const page = { sort: 'started', descending: true, offset: 0, limit: 10 } as const;
  const found = async (query: string) =>
    (await engine.call('findSessions', { ...page, query, within })).total;
  expect([await found(''), await found('in:/w/tide'), await found('in:/w')]).toEqual([2, 0, 2]);
  const labels = (await engine.call('completeQuery', { query: 'project:', caret: 8, within })).map(
    ({ label }) => label,
  );
  expect(labels).toEqual(['project:"harbour bay"']);
  const listed = async (query: string) =>
    (await engine.call('report', { kind: 'list', format: 'csv', query, within })).match(/^[abc],/gm);
  expect([await listed('in:/w/tide'), await listed('branch:hotfix')]).toEqual([null, ['b,']]);
  const grouped = { kind: 'cohort', format: 'json', by: 'project', query: 'project:tide' } as const;
  expect(JSON.parse(await engine.call('report', grouped))).toMatchObject({ sessions: 1 });
});

test('only names of sessions active in the range are suggested', async () => {
  const engine = await opened();
  const at = { query: 'project:', caret: 8, range: '2026-07-01..2026-07-31' } as const;
  expect(await engine.call('completeQuery', at)).toEqual([]);
});
