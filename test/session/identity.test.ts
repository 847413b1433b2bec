import { expect, test } from 'vitest';
import { answerOf, answersOf, withAnswer, type AnswerLine } from '../../src/session/identity';
import { foldLine } from '../../src/session/fold/fold';
import { FoldState } from '../../src/session/fold/state';
import { newReading } from '../../src/session/reading';
import { scan } from '../../src/signals/scan';

/** Answers with one message id, from the numbers of their requests and first lines. */
function answers(count: number) {
  const state = new FoldState(newReading('/p/s.jsonl', 's', null), scan);
  for (let i = 1; i <= count; i++)
    for (const one of [
      { type: 'user', message: { content: `question ${i}` } },
      {
        type: 'assistant',
        uuid: `00000000-0000-4000-8000-00000000000${i}`,
        requestId: `r${i}`,
        message: {
          id: 'msg_1',
          content: [{ type: 'text', text: `answer ${i}` }],
          usage: { input_tokens: i * 10 },
        },
      },
    ])
      foldLine(state, JSON.stringify({ ...one, sessionId: 's' }), i * 10, 5);
  return state.reading.responses;
}

test.each([1, 2, 3])('a repeated line belongs to the same answer, among %d with its id', (count) => {
  const responses = answers(count);
  expect(responses.length).toBe(count);
  const known = responses.reduce<Parameters<typeof answersOf>[0]>(
    (some, response) => withAnswer(some, response),
    undefined,
  );
  for (const response of responses) {
    const again: AnswerLine = {
      id: 'msg_1',
      requestId: 'another',
      line: response.line,
      parent: null,
      thread: '',
      usage: null,
      stop: null,
      model: null,
    };
    const turn = { key: null, line: null, since: 'prompt', asked: null } as const;
    expect(answerOf(answersOf(known), undefined, again, turn, () => false)).toBe(response);
    expect(answerOf(answersOf(known), undefined, { ...again, line: 1 }, turn, () => false)).toBeUndefined();
  }
});
