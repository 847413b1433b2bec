/** A growing log that turns out to belong to another session than its name says. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspect, readLogs } from '../../src/library/inspect';
import { rulesOf } from '../../src/library/rules';
import { Settings } from '../../src/settings/settings';
import type { SessionFigures } from '../../src/store/figures';
import { bundledPrices } from '../../src/usage/prices';
import { calendarOf } from '../../src/usage/days';
import { answer, minute, prompt, put, text, type Json } from '../support/logs';
import { openWindow, type Rig } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';
const clock = () => Date.parse(minute(1));

const said = (session: string, n: number): Json[] => [
  prompt(session, `ask ${n}`, { uuid: `${session.slice(0, 8)}-0000-4000-8000-00000000000${n}` }),
  answer(session, 'done', {
    id: `msg_${session.slice(0, 4)}${n}`,
    request: `req_${session.slice(0, 4)}${n}`,
  }),
];
/** Lines without a session id, so the session is that in the file's name. */
const bare: Json = { type: 'summary', summary: 'S', leafUuid: 'u' };

/** The result of one pass over the logs. */
const once = (root: string) =>
  inspect(readLogs([root]), rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'))).sessions.map(
    lineOf,
  );
const lineOf = ({ id, prompts, messages, copies, alsoIn }: SessionFigures) => ({
  id,
  prompts,
  messages,
  copies,
  others: alsoIn.length,
});

/** The contents of the archive. */
async function kept(engine: Rig['engine'], folder: string): Promise<unknown> {
  const file = join(folder, 'all.json');
  await engine.call('exportArchive', { file, format: 'json' });
  const { sessions } = JSON.parse(readFileSync(file, 'utf8')) as { sessions: SessionFigures[] };
  return sessions.map(lineOf);
}

test.each<[string, readonly (readonly [string, readonly Json[]])[]]>([
  [
    'a copy whose first lines say nothing',
    [
      ['x/copy.jsonl', [bare]],
      ['x/copy.jsonl', said(A, 1)],
    ],
  ],
  [
    'a copy beside the log, which came first',
    [
      ['x/copy.jsonl', [bare]],
      ['p/' + A + '.jsonl', said(A, 1)],
      ['x/copy.jsonl', said(A, 1)],
      ['p/' + A + '.jsonl', said(A, 2)],
    ],
  ],
  [
    'a resume of which only the copied lines are there yet',
    [
      [`p/${A}.jsonl`, said(A, 1)],
      [`p/${B}.jsonl`, said(A, 1)],
      [`p/${B}.jsonl`, said(B, 1)],
      [`p/${A}.jsonl`, said(A, 2)],
    ],
  ],
  [
    'a resume whose original is not there',
    [
      [`p/${B}.jsonl`, said(A, 1)],
      [`p/${B}.jsonl`, said(B, 1)],
    ],
  ],
  [
    'a log of another program, until a record of Claude Code comes',
    [
      ['x/notes.jsonl', [{ type: 'note', text: 'x' }]],
      ['x/notes.jsonl', said(A, 1)],
    ],
  ],
])('%s: as in one pass, also after a restart', async (_, steps) => {
  const home = tempFolder();
  const storage = tempFolder();
  const projects = join(home, '.claude', 'projects');
  put(join(projects, 'p', 'other.jsonl'), [prompt('other', 'x')]);
  let rig = openWindow(home, storage, clock);
  await rig.engine.ready;
  for (const name of new Set(steps.map(([one]) => one))) put(join(projects, name), Buffer.alloc(0));
  for (const [name, lines] of steps) {
    appendFileSync(join(projects, name), text(lines));
    await rig.engine.call('refresh', { force: false });
    expect(await kept(rig.engine, storage)).toEqual(once(projects));
    await rig.engine.call('close', null);
    rig = openWindow(home, storage, clock);
    await rig.engine.ready;
    expect(await kept(rig.engine, storage)).toEqual(once(projects));
  }
});
