/** What is written once: the order and words of severities, ids of sessions, how texts, money and shares are written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bySeverity, SEVERITIES, urgencyOf, worseOf } from '../src/signals/severity';
import { agentOf, conversationOf, isSubAgent, parentOf } from '../src/session/sessionId';
import { formatCost, formatShare, formatSpan } from '../src/usage/format';

const ROOT = join(import.meta.dirname, '..');
const sources = ['src', 'webview'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(join(ROOT, folder, name), 'utf8') })),
);

test.each([
  [
    'words and icons of severities',
    /\bcritical: (?:\w+\()?['"](?:CRITICAL|error)['"]/,
    ['src/signals/severityWords.ts'],
  ],
  [
    'the order of severities',
    /\['(?:ok|unjudged)', 'warn', 'critical'\]|\['critical', 'warn'|\bok: 0, warn: 1/,
    ['src/signals/severity.ts'],
  ],
  ['ids of sessions', /\bid\.(?:split|includes|indexOf|at)\('\/'/, ['src/session/sessionId.ts']],
  ['texts: `t` of `src/l10n/texts.ts`, which knows figures and plurals', /\bl10n\.t\(/, []],
  ['money', /`\$\$\{/, ['src/usage/format.ts']],
  ['marks of a language', /style: 'currency'|toLocaleString\(|NumberFormat\(/, ['src/l10n/locale.ts']],
] as const)('%s', (_, pattern, home) => {
  const found = sources.filter(({ text }) => pattern.test(text)).map(({ file }) => file);
  expect(found).toEqual([...home]);
});

test('severities: the worst first; what is not judged is as little urgent as what is OK', () => {
  const mixed = (['ok', 'critical', 'unjudged', 'warn'] as const).map((severity) => ({ severity }));
  expect(mixed.toSorted(bySeverity).map(({ severity }) => severity)).toEqual(SEVERITIES.toReversed());
  expect(SEVERITIES.map(urgencyOf)).toEqual([1, 1, 2, 3]);
  expect([worseOf('ok', 'warn'), worseOf('critical', 'unjudged')]).toEqual(['warn', 'critical']);
});

test.each([
  ['c', 'c', null, 'c', false],
  ['c/a1', 'c', 'c', 'a1', true],
  ['c/a/1', 'c', 'c', 'a/1', true],
  ['', '', null, '', false],
])('the id “%s”', (id, conversation, parent, agent, sub) => {
  expect([conversationOf(id), parentOf(id), agentOf(id), isSubAgent(id)]).toEqual([
    conversation,
    parent,
    agent,
    sub,
  ]);
});

test.each([
  [3, 108, '2.8 %'],
  [294, 11_497, '2.6 %'],
  [996, 1000, '99 %'],
  [1000, 1000, '100 %'],
  [1153, 1000, '115 %'],
  [0, 5, '0 %'],
  [1, 1000, '0.1 %'],
  [1, 10_000, '< 0.1 %'],
  [994, 10_000, '9.9 %'],
  [996, 10_000, '10 %'],
  [-5, 100, '−5.0 %'],
  [0, 0, '–'],
])('the share %d of %d is %s', (part, whole, text) => expect(formatShare(part, whole)).toBe(text));

test.each([
  [0, '0 s'],
  [42_300, '42 s'],
  [59_999, '1 min'],
  [7 * 60_000, '7 min'],
  [59 * 60_000, '59 min'],
  [65 * 60_000, '1 h 05 min'],
  [48 * 3_600_000, '2 d 0 h'],
])('%d ms are %s', (ms, text) => expect(formatSpan(ms)).toBe(text));

test('a lower bound has its sign before it', () => {
  expect(formatCost(4_200, { lowerBound: true })).toBe('≥ $0.0042');
});
