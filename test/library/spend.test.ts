/** Money in the running engine: prices that change, budgets, blocks. */
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, at, type Lines, minute, prompt, put, text } from '../support/logs';
import { smallFiles } from '../../src/store/smallFiles';
import { keepOfficial } from '../../src/store/officialFile';
import { homeWith, openWindow, type Rig, until } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';

const NOW = Date.parse(minute(1));
const HOUR = 3_600_000;

const costOf = async (window: Rig, id: string) =>
  (await window.engine.call('session', { id }))?.row.costMicroUsd;
const spend = (window: Rig) => window.notices.findLast((notice) => notice.notice === 'live')!.spend;

/** LiteLLM's form: 10 dollars a million in, 50 out. */
const priceFile = (model: string) =>
  JSON.stringify({
    [model]: {
      litellm_provider: 'anthropic',
      mode: 'chat',
      input_cost_per_token: 1e-5,
      output_cost_per_token: 5e-5,
    },
  });

test('another price table prices stored sessions again, also those whose logs are gone', async () => {
  const say = (session: string, model: string): Lines => [
    prompt(session, 'go'),
    answer(session, 'hi', { model }),
  ];
  const { folder, log } = homeWith({
    'gone.jsonl': say('gone', 'new-model'),
    'here.jsonl': say('here', 'new-model'),
  });
  const storage = tempFolder();
  const first = openWindow(folder, storage, () => NOW);
  await first.engine.ready;
  expect([await costOf(first, 'gone'), await costOf(first, 'here')]).toEqual([null, null]);
  rmSync(log('gone.jsonl'));
  await first.engine.call('refresh', {});
  await first.engine.call('close', null);

  // 100 input tokens at 5, 10 output tokens at 25 µ$.
  const second = openWindow(folder, storage, () => NOW, {
    prices: { 'new-model': { input: 5, output: 25 } },
  });
  await second.engine.ready;
  await until(async () => (await costOf(second, 'gone')) === 750);
  expect(await costOf(second, 'here')).toBe(750);
  expect((await second.engine.call('session', { id: 'gone' }))?.row.gone).toBe(true);
});

test('importing a price file: shown first, merged from today on, kept after a restart', async () => {
  const { folder } = homeWith({
    'a.jsonl': [prompt('a', 'go'), answer('a', 'hi', { model: 'claude-new-9' })],
  });
  const storage = tempFolder();
  const first = openWindow(folder, storage, () => NOW);
  await first.engine.ready;
  expect(await first.engine.call('previewPrices', { text: priceFile('claude-new-9') })).toMatchObject({
    changes: 1,
    difference: expect.stringContaining('new      claude-new-9: input 10, output 50'),
  });
  expect(await costOf(first, 'a')).toBeNull();
  expect(await first.engine.call('importPrices', { text: priceFile('claude-new-9') })).toEqual({
    changes: 1,
  });
  expect(await costOf(first, 'a')).toBe(1500);
  await expect(first.engine.call('importPrices', { text: '{' })).rejects.toThrow(/not JSON/);
  expect(await first.engine.call('importPrices', { text: priceFile('claude-new-9') })).toEqual({
    changes: 0,
  });
  await first.engine.call('close', null);
  const second = openWindow(folder, storage, () => NOW);
  await second.engine.ready;
  expect(await costOf(second, 'a')).toBe(1500);
});

test('today, week, month, budgets by project, and the running block', async () => {
  const spent = (session: string, t: number, cwd?: string): Lines =>
    at(t, [prompt(session, 'go'), answer(session, 'hi')]).map((line) =>
      cwd === undefined || typeof line === 'string' ? line : { ...line, cwd },
    );
  // The fixtures' day is Saturday, 1 August 2026.
  const { folder, log } = homeWith({
    'now.jsonl': spent('now', NOW),
    'earlier.jsonl': spent('earlier', NOW - 2 * HOUR, '/home/ada/other'),
    'monday.jsonl': spent('monday', NOW - 5 * 24 * HOUR),
    'long-ago.jsonl': spent('long-ago', NOW - 40 * 24 * HOUR),
  });
  const budgets = [
    { per: 'day', usd: 0.002 },
    { per: 'day', usd: 0.001, project: '/home/ada/other' },
    { per: 'month', usd: 1, project: '/home/ada/nothing' },
  ];
  const storage = tempFolder();
  const window = openWindow(folder, storage, () => NOW, { budgets });
  await window.engine.ready;
  expect(spend(window)).toMatchObject({
    day: { costMicroUsd: 1500, tokens: 220 },
    week: { costMicroUsd: 2250 },
    month: { costMicroUsd: 1500 },
    budgets: [
      { spentMicroUsd: 1500, share: 0.75 },
      { spentMicroUsd: 750, share: 0.75 },
      { spentMicroUsd: 0, share: 0 },
    ],
    block: { start: NOW - 2 * HOUR, requests: 2, tokens: 220, costMicroUsd: 1500, leftMs: 3 * HOUR },
  });
  appendFileSync(log('now.jsonl'), text(at(NOW, [answer('now', 'more')])));
  window.touch(log('now.jsonl'));
  await until(() => spend(window).day.costMicroUsd === 2250);
  expect(spend(window).block).toMatchObject({ requests: 3, costMicroUsd: 2250 });
  await window.engine.call('close', null);

  // After a restart the block is there without reading a log again.
  const second = openWindow(folder, storage, () => NOW, { budgets });
  await second.engine.ready;
  expect(spend(second).block).toMatchObject({ requests: 3, costMicroUsd: 2250 });
});

test('what Claude Code reported to its status line: limits, the end of the block, the size of the context window', async () => {
  const { folder } = homeWith({ 'a.jsonl': at(NOW - HOUR / 60, [prompt('a', 'go'), answer('a', 'hi')]) });
  const storage = tempFolder();
  const weekly = { window: 'weekly' as const, share: 0.41, resetsAt: NOW + 50 * HOUR, at: NOW - 1 };
  const fiveHour = { window: 'fiveHour' as const, share: 0.2, resetsAt: NOW + 2 * HOUR, at: NOW - 1 };
  keepOfficial(storage, smallFiles, {
    limits: [fiveHour, weekly],
    windows: [{ session: 'a', tokens: 1_000_000, at: NOW - 1 }],
  });
  const window = openWindow(folder, storage, () => NOW);
  await window.engine.ready;
  expect(spend(window)).toMatchObject({
    official: [fiveHour, weekly],
    block: { end: NOW + 2 * HOUR, known: 'official', requests: 1 },
  });
  const context = { tokens: 100, window: 1_000_000, official: true };
  expect(window.live().map((one) => one.context)).toEqual([context]);
  const page = await window.engine.call('overview', { range: '7d', query: '' });
  expect(page.live.map((one) => one.context)).toEqual([context]);
});

test('damaged imported prices are reported, and the shipped ones are used', async () => {
  const { folder } = homeWith({ 'a.jsonl': [prompt('a', 'go'), answer('a', 'hi')] });
  const storage = tempFolder();
  put(join(storage, 'prices.json'), Buffer.from('{'));
  const window = openWindow(folder, storage, () => NOW);
  await window.engine.ready;
  expect(window.problems()).toEqual(['prices']);
  expect(await costOf(window, 'a')).toBe(750);
});
