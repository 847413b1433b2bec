/** What is written once: the order and words of severities, ids of sessions, how money and shares look. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bySeverity, SEVERITIES, urgencyOf, worseOf } from '../src/signals/severity';
import { agentOf, conversationOf, isSubAgent, parentOf } from '../src/session/sessionId';
import { formatCost, formatPercent, formatShare } from '../src/usage/format';

const ROOT = join(import.meta.dirname, '..');
const sources = ['src', 'webview'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(join(ROOT, folder, name), 'utf8') })),
);

test.each([
  [
    'words and icons of severities',
    /\bcritical: (?:en\()?['"](?:CRITICAL|error)['"]/,
    ['src/signals/severity.ts'],
  ],
  [
    'the order of severities',
    /\['(?:ok|unjudged)', 'warn', 'critical'\]|\['critical', 'warn'|\bok: 0, warn: 1/,
    ['src/signals/severity.ts'],
  ],
  ['ids of sessions', /\bid\.(?:split|includes|indexOf|at)\('\/'/, ['src/session/sessionId.ts']],
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
  ['', '', null, '', false],
])('the id “%s”', (id, conversation, parent, agent, sub) => {
  expect([conversationOf(id), parentOf(id), agentOf(id), isSubAgent(id)]).toEqual([
    conversation,
    parent,
    agent,
    sub,
  ]);
});

test('shares are rounded down, something is not nothing, nothing of nothing has none', () => {
  expect([formatShare(996, 1000), formatShare(1, 1000), formatShare(0, 5), formatShare(0, 0)]).toEqual([
    '99 %',
    '< 1 %',
    '0 %',
    '–',
  ]);
  expect(formatPercent(0.1234)).toBe('12.3 %');
  expect(formatCost(4_200, { lowerBound: true })).toBe('≥ $0.0042');
});
