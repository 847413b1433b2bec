import { expect, test } from 'vitest';
import { questionChannel } from '../../webview/shared/questionChannel';

function page() {
  const sent: { id: number; call: string; args: unknown }[] = [];
  return { sent, ...questionChannel<'alerts' | 'logLine'>((question) => sent.push(question)) };
}

test('each question gets its own answer, once, or why there is none', () => {
  const { sent, ask, answered, failed } = page();
  const said: unknown[] = [];
  const take = (name: string) => (reply: unknown) => said.push([name, reply]);
  ask('alerts', null, take('first'), take('failed'));
  ask('logLine', { id: 'a', at: 0 }, take('second'), take('failed'));
  expect(sent.map(({ call, args }) => [call, args])).toEqual([
    ['alerts', null],
    ['logLine', { id: 'a', at: 0 }],
  ]);
  answered(sent[1]!.id, null);
  answered(sent[0]!.id, []);
  answered(sent[0]!.id, []);
  expect(said).toEqual([
    ['second', null],
    ['first', []],
  ]);
  ask('alerts', null, take('third'), take('failed'));
  expect(failed(sent[2]!.id, 'It stopped.')).toBe(true);
  expect(failed(sent[2]!.id, 'It stopped.')).toBe(false);
  answered(sent[2]!.id, []);
  expect(said.slice(2)).toEqual([['failed', 'It stopped.']]);
});

test('a page that is made anew does not take the answers its forerunner waited for', () => {
  const before = page();
  const after = page();
  const taken: string[] = [];
  before.ask(
    'alerts',
    null,
    () => taken.push('before'),
    () => undefined,
  );
  after.ask(
    'alerts',
    null,
    () => taken.push('after'),
    () => undefined,
  );
  after.answered(before.sent[0]!.id, []);
  expect(after.failed(before.sent[0]!.id, 'no')).toBe(false);
  expect(taken).toEqual([]);
  after.answered(after.sent[0]!.id, []);
  expect(taken).toEqual(['after']);
  expect(Number.isSafeInteger(after.sent[0]!.id)).toBe(true);
});
