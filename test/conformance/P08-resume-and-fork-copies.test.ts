import { expect, test } from 'vitest';
import { answer, folder, inspected, minute, one, prompt } from '../support/logs';

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
