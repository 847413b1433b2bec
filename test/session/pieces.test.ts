/** Law 6 for accounts and limits: they are the same wherever a log is cut. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packReading, parseReading } from '../../src/library/pack';
import { follow, type Followed } from '../../src/session/follow';
import { scan } from '../../src/signals/scan';
import { answer, folder, minute, prompt, text } from '../support/logs';

test('cut at every byte of a record boundary, with a restart between', () => {
  const state = (usd: number) => ({
    type: 'cost-state',
    sessionId: 's',
    totalCostUSD: usd,
    modelUsage: { m: {} },
  });
  const lines = [
    prompt('s', 'go', { timestamp: minute(1) }),
    state(0.1),
    answer('s', 'x', { more: { timestamp: minute(2) }, usage: { inference_geo: 'us' } }),
    answer('s', '5-hour limit reached ∙ resets 3pm', {
      model: '<synthetic>',
      more: { timestamp: minute(3), isApiErrorMessage: true },
    }),
    state(0.2),
  ];
  const bytes = Buffer.from(text(lines));
  const root = folder({ 'a.jsonl': [] });
  const path = join(root, 'a.jsonl');
  const file = { path, root, sessionId: 's', agentId: null };
  const ends = lines.map((_, i) => Buffer.byteLength(text(lines.slice(0, i + 1))));
  writeFileSync(path, bytes);
  const whole = follow(file, null, scan).reading;
  expect(whole.accounts['s']).toMatchObject({ costMicroUsd: 200_000, t: Date.parse(minute(3)) });
  expect(whole.events.filter(({ kind }) => kind === 'limit')).toHaveLength(1);
  expect(whole.responses[0]?.conditions).toEqual(['inference_geo us']);
  for (const end of ends)
    for (const cut of [end - 2, end - 1, end, end + 1].filter((at) => at < bytes.length)) {
      writeFileSync(path, bytes.subarray(0, cut));
      const first = follow(file, null, scan);
      const kept: Followed = { reading: parseReading(packReading(first.reading))!, cursor: first.cursor };
      appendFileSync(path, bytes.subarray(cut));
      expect(follow(file, kept, scan).reading).toEqual(whole);
    }
});

test('a reading of an older version, without accounts and conditions, can be read', () => {
  const path = join(folder({ 'a.jsonl': [prompt('s', 'go'), answer('s', 'x')] }), 'a.jsonl');
  const { reading } = follow({ path, root: path, sessionId: 's', agentId: null }, null, scan);
  const { accounts: _, ...old } = reading;
  const responses = old.responses.map(({ conditions: __, ...one }) => one);
  const packed = packReading({ ...old, version: 2, responses } as unknown as typeof reading);
  expect(parseReading(packed)).toMatchObject({ version: 2, accounts: {}, responses: [{ conditions: [] }] });
});
