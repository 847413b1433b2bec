import { expect, test } from 'vitest';
import { IGNORED_FIELDS } from '../../src/log/knownRecords';
import { LogRecord } from '../../src/log/record';
import { folder, inspected, one, prompt } from '../support/logs';

// Titles, snapshots, modes are known and no conversation. Unknown kinds and fields are counted, never dropped silently.
test('known kinds are understood, unknown ones counted by name', () => {
  const a = one(
    inspected(
      folder({
        'a.jsonl': [
          prompt('a', 'x', { brandNew: 1 }),
          ...[
            'file-history-snapshot',
            'pr-link',
            'mode',
            'agent-name',
            'last-prompt',
            'attachment',
            'atis-latch',
          ].map((type) => ({ type })),
          { type: 'surprise' },
          { type: 'surprise' },
          { noType: true },
          '[1,2]',
          'nonsense',
        ],
      }),
    ),
    'a',
  );
  expect(a.parse).toMatchObject({
    lines: 13,
    understood: 8,
    malformed: 3,
    unknownKinds: { surprise: 2 },
    unknownFields: { 'user.brandNew': 1 },
  });
});
test('two records glued together are both read', () => {
  const a = one(
    inspected(folder({ 'a.jsonl': [JSON.stringify(prompt('a', 'x')) + JSON.stringify(prompt('a', 'y'))] })),
    'a',
  );
  expect(a).toMatchObject({ prompts: 2, parse: { lines: 1, understood: 1, malformed: 0 } });
});

test('a field is either read or ignored', () => {
  expect(IGNORED_FIELDS.filter((name) => Object.hasOwn(LogRecord.shape, name))).toEqual([]);
  expect(new Set(IGNORED_FIELDS).size).toBe(IGNORED_FIELDS.length);
});
