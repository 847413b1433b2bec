import { expect, test } from 'vitest';
import { promptsBySession, readHistory } from '../../src/log/history';
import { folder, inspected, one, prompt } from '../support/logs';

const line = (display: string, timestamp: number, sessionId?: string) => ({
  display,
  pastedContents: {},
  timestamp,
  project: '/p',
  sessionId,
});

test('prompts are read once each and linked by session id', () => {
  const root = folder({
    'history.jsonl': [
      line('/model', 1000, 'a'),
      line('/model', 1003, 'a'),
      line('fix it', 5000, 'a'),
      line('old', 1),
      'broken',
      { display: 1 },
      line('other', 9000, 'b'),
    ],
    'projects/p/a.jsonl': [prompt('a', 'fix it')],
  });
  const prompts = readHistory(`${root}/history.jsonl`);
  expect(prompts.map(({ display }) => display)).toEqual(['/model', 'fix it', 'old', 'other']);
  expect([...promptsBySession(prompts)]).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  // `vigil inspect` on the folder says how many of a session's prompts the history knows; the history is no session.
  expect(one(inspected(root), 'a')).toMatchObject({ prompts: 1, historyPrompts: 2 });
  expect(inspected(root).sessions).toHaveLength(1);
});
