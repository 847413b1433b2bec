import { utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { folder, inspected, minute, one, prompt } from '../support/logs';

// Resuming or copying a log sets the file's time; the session's times are those of its records.
test('the file’s time changes nothing', () => {
  const root = folder({ 'a.jsonl': [prompt('a', 'x', { timestamp: minute(3) })] });
  const before = inspected(root);
  utimesSync(`${root}/a.jsonl`, new Date(0), new Date(0));
  expect(inspected(root)).toEqual(before);
  expect(one(before, 'a')).toMatchObject({ startedAt: minute(3), endedAt: minute(3) });
});
