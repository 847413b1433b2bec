import { expect, test } from 'vitest';
import type { Clock } from '../../webview/shared/pace';
import { list, questions, type Question } from '../../webview/shared/questions';

type Call = 'alerts' | 'archive' | 'groups' | 'pricePlatforms' | 'turns';

/** A page that shows what is put into `shown`; the engine answers when told to. */
function page() {
  let now = 0;
  let timers: { at: number; work: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    later(work, ms) {
      const timer = { at: now + ms, work };
      timers.push(timer);
      return () => (timers = timers.filter((one) => one !== timer));
    },
  };
  const sent: { id: number; call: string; args: unknown }[] = [];
  const state = { shown: [] as Question<Call, 'id'>[], draws: 0 };
  const asked = questions<Call, 'id'>({
    send: (question) => sent.push(question),
    shown: () => state.shown,
    changed: () => state.draws++,
    clock,
  });
  const last = () => sent.at(-1)!;
  return {
    asked,
    sent,
    state,
    last,
    said: () => sent.splice(0).map(({ call, args }) => [call, args]),
    answer: (result: unknown, id = last().id) => asked.receive({ id, result }),
    fail: (message: string, id = last().id) => asked.receive({ id, message }),
    pass(ms: number) {
      now += ms;
      for (const { work } of timers.splice(0).filter((one) => one.at <= now || !timers.push(one))) work();
    },
  };
}

const platforms = (text: string): Question<Call, 'id'> => ({ call: 'pricePlatforms', args: { text } });
const ROW = { name: 'a', models: 1 };

test('what is shown is asked for once, again with other arguments, and all of it when it is to be', () => {
  const { asked, state, said, answer, last } = page();
  state.shown = [{ call: 'alerts', args: null }, platforms('a')];
  asked.want();
  asked.want();
  expect(said()).toEqual([
    ['alerts', null],
    ['pricePlatforms', { text: 'a' }],
  ]);
  state.shown = [{ call: 'alerts', args: null }, platforms('b')];
  asked.want();
  expect(last().args).toEqual({ text: 'b' });
  answer([ROW]);
  expect([asked.answers.pricePlatforms, asked.standing('pricePlatforms'), asked.standing('alerts')]).toEqual([
    [ROW],
    'fresh',
    'waiting',
  ]);
  said();
  asked.again();
  expect(said().map(([call]) => call)).toEqual(['alerts', 'pricePlatforms']);
});

test('what nobody asked is nothing', () => {
  const { asked, state, answer, fail } = page();
  state.shown = [platforms('a')];
  asked.want();
  fail('It stopped.', 1);
  answer([ROW], 1);
  expect([asked.failure('pricePlatforms'), asked.answers.pricePlatforms, state.draws]).toEqual([
    null,
    undefined,
    0,
  ]);
});

test('while figures change, one round of questions is drawn at a time, and the last change is not missed', () => {
  const { asked, state, said, sent, answer, pass } = page();
  state.shown = [{ call: 'alerts', args: null }, platforms('a')];
  asked.stale();
  asked.stale();
  expect(sent).toHaveLength(2);
  const [first, second] = sent.map(({ id }) => id);
  pass(100);
  answer([], first);
  expect(state.draws).toBe(0);
  answer([ROW], second);
  expect(state.draws).toBe(1);
  said();
  pass(199);
  expect(said()).toEqual([]);
  pass(1);
  expect(said()).toHaveLength(2);
});

test('what takes long is asked for now and then, whatever else is asked', () => {
  const { asked, state, said, answer, pass } = page();
  state.shown = [{ call: 'archive', args: null, every: 5_000 }];
  asked.again();
  expect(said()).toHaveLength(1);
  asked.again();
  pass(4_999);
  asked.again();
  expect(said()).toEqual([]);
  expect(() => answer(null, 7)).not.toThrow();
});

const TURNS = list('turns', 2, (reply) => reply);
const turn = (index: number) => ({
  index,
  startedAt: null,
  endedAt: null,
  via: null,
  promptText: null,
  requests: 0,
  usage: {
    input: 0,
    output: 0,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    webSearches: 0,
    webFetches: 0,
  },
  costMicroUsd: null,
  lowerBound: 0,
  costAtLeast: false,
  tools: [],
  interrupted: false,
  compacted: false,
  context: null,
  subAgents: [],
  task: null,
  at: 0,
});

test('a list is asked for as it is seen; with other arguments it is another list, and what is beside changes none', () => {
  const { asked, state, said, answer, fail } = page();
  expect(asked.rows(TURNS).size).toBe(0);
  state.shown = [{ list: TURNS, args: {} }];
  asked.want();
  answer([turn(0), turn(1)]);
  asked.seen(TURNS, 1, 3);
  answer([turn(2)]);
  expect(said()).toEqual([
    ['turns', { offset: 0, limit: 2 }],
    ['turns', { offset: 2, limit: 2 }],
  ]);
  expect([...asked.rows(TURNS).keys()]).toEqual([0, 1, 2]);
  state.shown = [{ list: TURNS, args: {}, beside: { around: 'x' } as object }];
  asked.want();
  expect(said()).toEqual([]);
  asked.again();
  expect(said()).toEqual([
    ['turns', { offset: 0, limit: 2, around: 'x' }],
    ['turns', { offset: 2, limit: 2, around: 'x' }],
  ]);
  expect(asked.rows(TURNS).size).toBe(3);
  state.shown = [{ list: TURNS, args: { of: 'others' } as object }];
  asked.want();
  expect(asked.rows(TURNS).size).toBe(0);
  fail('It stopped.');
  expect([asked.failure('turns'), asked.answers.turns]).toEqual(['It stopped.', undefined]);
  // Rows that were lost are asked for when they are seen again.
  said();
  asked.seen(TURNS, 0, 1);
  expect(said()).toEqual([['turns', { of: 'others', offset: 0, limit: 2 }]]);
});

test('only the same question rests: one that comes back after another, or failed, is asked at once', () => {
  const { asked, state, said, answer, fail, last } = page();
  const show = (text: string): unknown => {
    state.shown = [{ ...platforms(text), every: 60_000 }];
    asked.want();
    return last().args;
  };
  for (const text of ['a', 'b', 'a', 'b']) {
    expect(show(text)).toEqual({ text });
    answer([ROW]);
  }
  said();
  asked.again();
  expect(said()).toEqual([]);
  show('c');
  fail('It stopped.');
  said();
  asked.again();
  expect(said()).toEqual([['pricePlatforms', { text: 'c' }]]);
});
