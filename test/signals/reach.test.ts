/** What a person chooses of measures: which are worked out, how far they look back, what they need. */
import { expect, test } from 'vitest';
import { silenceOf, stateOf } from '../../src/library/lifeCycle';
import { noParse } from '../../src/log/parseCounts';
import { followSignals, readSignals, signals } from '../../src/signals/registry';
import { readSignal } from './readSignal';
import { readBeforeEdit } from '../../src/signals/readBeforeEdit';
import { interrupts } from '../../src/signals/interrupts';
import { reasoningLoop } from '../../src/signals/reasoningLoop';
import { stopPhrase } from '../../src/signals/stopPhrase';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { bundledPrices } from '../../src/usage/prices';
import { calendarOf } from '../../src/usage/days';
import { asked, options, said, stopped, times, tool } from './rig';

const ASK = 'Should I continue with the rest?';

test('a measure that is off is not worked out; parse health always is', () => {
  const chosen = { ...options, off: ['prompts', 'interrupt_rate', 'parse_health'] };
  const names = readSignals([asked('typed')], noParse(), chosen, {}).map(({ name }) => name);
  const all = signals.map(({ name }) => name);
  expect(names).toEqual(all.filter((name) => name !== 'prompts' && name !== 'interrupt_rate'));
  const followed = followSignals([asked('typed')], chosen, {}, [1]).map(({ name }) => name);
  expect(followed).not.toContain('interrupt_rate');
  expect(followed).toContain('stop_phrase');
});

test('stop phrases are counted in as many of the last turn ends as are chosen', () => {
  const events = [ASK, ASK, 'Done.'].flatMap((text) => [asked('typed'), said(text)]);
  const recent = (window: number) =>
    readSignal(stopPhrase, events, { ...options, stopPhrases: { scope: 'turnEnd', window } }).detail;
  expect(recent(1)).toMatchObject({ window_size: 1, hits: 2, messages: 3 });
  expect(recent(3)).toMatchObject({ window_size: 3, hits: 2 });
});

test('reads and edits are counted in the last calls, from as many as are chosen', () => {
  const events = [...times(6, () => tool('read', '/a')), ...times(4, () => tool('edit', '/a'))];
  const read = (readEditRatio: { window?: number; minCalls?: number }) =>
    readSignal(readBeforeEdit, events, { ...options, readEditRatio });
  expect(read({}).measure).toBe(1.5);
  expect(read({ window: 6, minCalls: 6 }).measure).toBe(0.5);
  expect(read({ minCalls: 11 })).toMatchObject({
    measure: null,
    label: 'too early to tell (10 of 11 reads, searches and edits)',
  });
});

test('rates need as many calls as are chosen', () => {
  const events = [...times(8, () => tool('other')), stopped()];
  const how = (minCalls: number) => ({
    ...options,
    interrupts: { minCalls },
    reasoningLoop: { scope: 'plain' as const, minCalls },
  });
  expect(readSignal(interrupts, events, how(8)).measure).toBe(125);
  expect(readSignal(interrupts, events, how(9)).label).toBe('too early to tell (8 of 9 tool calls)');
  expect(readSignal(reasoningLoop, events, how(8)).measure).toBe(0);
  expect(readSignal(reasoningLoop, events, how(9)).measure).toBeNull();
});

test('parse health needs as many lines as are chosen', () => {
  const parse = { ...noParse(), lines: 4, understood: 3, recent: '1110' };
  const health = (minLines: number) =>
    readSignals([], parse, { ...options, parseHealth: { minLines } }, {})[0];
  expect(health(4)).toMatchObject({ measure: 0.75, severity: 'critical' });
  expect(health(5)).toMatchObject({ measure: null, label: 'too early to tell (4 of 5 lines)' });
});

test('the settings reach the rules, and are by default what they always were', () => {
  const rules = (chosen: object) => rulesOf(Settings.parse(chosen), bundledPrices(), calendarOf('UTC'));
  const { options: usual, silence } = rules({});
  expect(silence).toEqual({ idleMs: 300_000, endedMs: 2_100_000 });
  expect(usual).toMatchObject({
    readEditRatio: { window: 50, minCalls: 10 },
    stopPhrases: { window: 20 },
    reasoningLoop: { minCalls: 20 },
    interrupts: { minCalls: 50 },
    parseHealth: { minLines: 50 },
    off: [],
  });
  expect(
    rules({ signals: { off: ['prompts'], stopPhrases: { window: 5 } }, alerts: { measures: true } }).options,
  ).toMatchObject({ off: ['prompts'], stopPhrases: { window: 5, scope: 'plain' } });
});

test('a session is idle and ended after the silence that is chosen', () => {
  const live = Settings.parse({ live: { idleMinutes: 1, endedMinutes: 3 } });
  const after = (minutes: number, waiting = false) =>
    stateOf(new Date(0).toISOString(), waiting, minutes * 60_000, silenceOf(live));
  expect([0, 1, 2, 3].map((minutes) => after(minutes))).toEqual(['active', 'idle', 'idle', 'ended']);
  expect([0, 2, 3].map((minutes) => after(minutes, true))).toEqual(['waiting', 'waiting', 'ended']);
});
