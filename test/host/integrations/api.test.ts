/** What other extensions are promised (docs/api.md). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SessionDetail } from '../../../src/questions/session';
import type { SessionRow } from '../../../src/library/sessionRow';
import { changedRows, findingsOf, sessionOf } from '../../../src/host/integrations/apiData';
import type { Found } from '../../../src/findings/finding';
import { row as sessionRow } from '../rig';

const root = join(import.meta.dirname, '../../..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const doc = read('docs', 'api.md');

test('docs/api.md has the types as they are', () => {
  const block = doc.split('```').find((part) => part.startsWith('ts\n'));
  const types = read('src', 'api.ts').replace(/^\/\*\*[\s\S]*?\*\/\n/, '');
  expect(block).toBe(`ts\n${types}`);
});

test('every context key that is set or asked for is documented, and no other', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read('src', name));
  const calls = sources.join('\n').match(/'setContext'/g) ?? [];
  const set = sources.flatMap((text) =>
    [...text.matchAll(/'setContext',\s*'(vigil\.[\w.]+)'/g)].map(([, key]) => key ?? ''),
  );
  // Each call names its key where it stands, so that none is missed here.
  expect(set).toHaveLength(calls.length);
  const documented = [...doc.matchAll(/^\| `(vigil\.[\w.]+)` /gm)].map(([, key]) => key ?? '');
  expect(new Set(documented)).toEqual(new Set(set));
  expect(documented).toHaveLength(new Set(documented).size);

  const asked = [...read('package.json').matchAll(/"when": "([^"]*)"/g)].flatMap(([, when = '']) =>
    // Values of other keys, such as view ids, stand after an operator.
    [...when.replaceAll(/[=!]=\s*\S+|=~\s*\/.*?\/\S*/g, '').matchAll(/vigil\.[\w.]+/g)].map(([key]) => key),
  );
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((key) => !documented.includes(key))).toEqual([]);
});

test('a session is given field by field, frozen to its end', () => {
  const row = { ...sessionRow({ id: 'a', unpriced: ['m'] }), secret: 'not promised' };
  const session = sessionOf(row);
  expect(session).not.toHaveProperty('secret');
  expect(session).toMatchObject({ id: 'a', responses: row.messages, unpriced: ['m'] });
  expect(Object.isFrozen(session) && Object.isFrozen(session.unpriced)).toBe(true);
  // What the engine gave stays its own.
  expect(Object.isFrozen(row.unpriced)).toBe(false);
});

test('findings: those that are open, the worst first, with the lines against the session', () => {
  const found = (name: string, more: Partial<Found>): Found => ({
    name,
    severity: 'warn',
    sentence: `${name} happened.`,
    t: 1,
    open: true,
    evidence: [{ at: 1, len: 1, note: '', against: true }],
    ...more,
  });
  const figures = {
    file: '/logs/a.jsonl',
    alsoIn: ['/logs/b.jsonl'],
    findings: [
      found('no_answer', { open: false }),
      found('stuck', {
        evidence: [
          { at: 10, len: 5, note: '', against: true },
          { at: 20, len: 5, file: 1, note: '', against: true },
          { at: 40, len: 5, file: 7, note: '', against: true },
        ],
      }),
      found('secret_shown', { severity: 'critical' }),
    ],
  } as unknown as SessionDetail['figures'];
  const told = findingsOf({ figures });
  expect(told).toEqual([
    {
      name: 'secret_shown',
      severity: 'critical',
      sentence: 'secret_shown happened.',
      at: [{ file: '/logs/a.jsonl', offset: 1 }],
    },
    {
      name: 'stuck',
      severity: 'warn',
      sentence: 'stuck happened.',
      at: [
        { file: '/logs/a.jsonl', offset: 10 },
        { file: '/logs/b.jsonl', offset: 20 },
      ],
    },
  ]);
  expect(Object.isFrozen(told) && Object.isFrozen(told[1]?.at[0])).toBe(true);
  expect(findingsOf({ figures: { ...figures, findings: [] } })).toEqual([]);
});

test('changes of live sessions: new, other and gone ones, once', () => {
  const known = new Map<string, string>();
  const row = (id: string, more: Partial<SessionRow> = {}) => sessionRow({ id, ...more });
  expect(changedRows(known, [row('a'), row('b')])).toEqual(['a', 'b']);
  expect(changedRows(known, [row('b'), row('a')])).toEqual([]);
  expect(changedRows(known, [row('a', { state: 'waiting' }), row('c')])).toEqual(['b', 'a', 'c']);
  expect(changedRows(known, [])).toEqual(['a', 'c']);
});
