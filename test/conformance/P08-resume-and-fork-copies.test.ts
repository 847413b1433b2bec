import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, one, prompt, type Json } from '../support/logs';

// A resume or fork copies the history into a new file with the same message ids and a rewritten session id. One
// response has one owner: the file that began first. The key has no session id in it.
test('copied history counts once, in the session it came from', () => {
  const asked = (session: string) => prompt(session, 'hello', { uuid: 'prompt-1', timestamp: minute(0) });
  const said = (session: string) => answer(session, 'hi', { id: 'msg_0000000001', request: 'req_1' });
  const inspection = inspected(
    folder({
      'original.jsonl': [
        prompt('original', 'before', { timestamp: minute(-1) }),
        asked('original'),
        said('original'),
      ],
      'fork.jsonl': [asked('fork'), said('fork'), answer('fork', 'new')],
    }),
  );
  expect(one(inspection, 'original')).toMatchObject({ messages: 1, copies: 0, prompts: 2 });
  expect(one(inspection, 'fork')).toMatchObject({ messages: 1, copies: 1, prompts: 0 });
  expect(inspection.totals).toMatchObject({ messages: 2, sessions: 2 });
});

// Early resumes (up to 2.0) begin a new file with the records of the session they go on from, which keep its id and time.
const ids = ['33333333', '22222222', '11111111'].map((n) => `${n}-0000-4000-8000-000000000000`);
/** What was said in the nth session: one prompt, one answer. */
const said = (n: number): Json[] => [
  prompt(ids[n]!, `ask ${n}`, { uuid: `0000000${n}-0000-4000-8000-000000000000`, timestamp: minute(n) }),
  answer(ids[n]!, `answer ${n}`, {
    id: `msg_000000000${n}`,
    request: `req_${n}`,
    more: { timestamp: minute(n) },
  }),
];
const resumes = ids.map((id, n) => [`${id}.jsonl`, ids.slice(0, n + 1).flatMap((_, i) => said(i))] as const);
const counted = (files: typeof resumes) =>
  Object.fromEntries(
    inspected(folder(Object.fromEntries(files))).sessions.map(({ id, prompts, messages, copies }) => [
      ids.indexOf(id),
      { prompts, messages, copies },
    ]),
  );

test('what a resume was resumed from stays where it was said, whatever the files are called', () => {
  expect(counted(resumes)).toEqual({
    0: { prompts: 1, messages: 1, copies: 0 },
    1: { prompts: 1, messages: 1, copies: 1 },
    2: { prompts: 1, messages: 1, copies: 2 },
  });
});
test('what no other log has any more stays in the first that still has it', () => {
  expect(counted(resumes.slice(1))).toEqual({
    1: { prompts: 2, messages: 2, copies: 0 },
    2: { prompts: 1, messages: 1, copies: 2 },
  });
});
test('records of another session behind its own make no resume of a log', () => {
  const wrong = [[`${ids[0]!}.jsonl`, [...said(0), ...said(1)]], resumes[2]!] as typeof resumes;
  expect(counted(wrong)).toEqual({
    0: { prompts: 2, messages: 2, copies: 0 },
    2: { prompts: 1, messages: 1, copies: 2 },
  });
});
