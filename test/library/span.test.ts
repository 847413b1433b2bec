/** How long a session took. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answer, inspected, minute, prompt, put } from '../support/logs';
import { tempFolder } from '../support/tempFolder';

const S = '11111111-1111-4111-8111-111111111111';

test('a session lasts from its start to its end, even if its last line is no event', () => {
  const root = tempFolder();
  const last = { type: 'system', subtype: 'turn_duration', durationMs: 1, sessionId: S, uuid: 'u9' };
  put(join(root, 'projects', 'p', `${S}.jsonl`), [
    prompt(S, 'go', { timestamp: minute(0) }),
    { ...answer(S, 'done'), timestamp: minute(2) },
    { ...last, timestamp: minute(9) },
  ]);
  const [session] = inspected(root).sessions;
  expect([session?.startedAt, session?.endedAt]).toEqual([minute(0), minute(9)]);
  expect([session?.wallMs, session?.activeMs]).toEqual([9 * 60_000, 2 * 60_000]);
});
