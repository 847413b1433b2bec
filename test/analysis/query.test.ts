import { expect, test } from 'vitest';
import { conversationsOf } from '../../src/analysis/metrics';
import { parseQuery } from '../../src/analysis/query';
import { exactCondition, FIELDS } from '../../src/analysis/queryFields';
import { utcDay } from '../../src/usage/days';
import { found as hostFound } from '../host/rig';
import { figures, usage } from '../store/makers';

const signal = (severity: 'ok' | 'warn' | 'critical') => ({
  name: 'stop_phrase',
  value: 1,
  measure: 1,
  severity,
  label: '',
  detail: {},
  evidence: [],
  ceiling: 'critical' as const,
});
const tool = (name: string, errors = 0) => ({
  name,
  server: null,
  calls: 2,
  errors,
  denied: 0,
  interrupted: 0,
  cancelled: 0,
});
const all = conversationsOf([
  figures('a1', {
    title: 'Fix the harbour bug',
    project: '/w/api',
    severity: 'critical',
    signals: [signal('critical')],
    usage: [usage({ model: 'claude-opus-4-6', input: 2_000_000, costMicroUsd: 3_000_000 })],
    gitBranches: ['main'],
    claudeVersions: ['2.1.0'],
    prompts: 12,
  }),
  figures('a1/x', {
    parent: 'a1',
    agentType: 'Explore',
    usage: [usage({ model: 'claude-haiku-4-5', costMicroUsd: 0 })],
    startedAt: '2026-02-28T23:00:00.000Z',
    endedAt: '2026-03-02T01:00:00.000Z',
    tools: [{ ...tool('mcp__git__log', 2), server: 'git' }],
  }),
  figures('b2', {
    title: 'harbour: write docs',
    project: '/w/web',
    severity: 'warn',
    findings: [hostFound({ name: 'guard_bypassed' })],
    signals: [signal('warn')],
    startedAt: '2026-04-01T10:00:00.000Z',
    endedAt: '2026-04-02T01:00:00.000Z',
    usage: [usage({ costMicroUsd: null })],
    taskType: 'planning',
    permissionModes: ['plan'],
    tools: [],
  }),
  figures('c3', {
    title: null,
    name: 'Greet everyone',
    severity: 'ok',
    signals: [signal('ok')],
    prompts: 1,
    usage: [usage({ model: '' })],
    tools: [tool('Read'), tool('say "hi" now'), tool('=odd')],
  }),
]);

const found = (query: string): string => {
  const parsed = parseQuery(query, utcDay);
  if (!parsed.ok) return parsed.error;
  return all.flatMap((one) => (parsed.test(one) ? [one.figures.id] : [])).join(' ');
};

test.each([
  ['', 'a1 b2 c3'],
  ['harbour', 'a1 b2'],
  ['HARBOUR bug', 'a1'],
  ['finding:guard_bypassed', 'b2'],
  ['severity:unjudged', ''],
  ['"harbour bug"', 'a1'],
  ['-harbour', 'c3'],
  // Its first words are its name: it has no title.
  ['greet', 'c3'],
  ['project:api', 'a1'],
  ['-project:api', 'b2 c3'],
  ['in:/w/api', 'a1'],
  // Of folders one will do, but none that is left out.
  ['in:/w/api in:/w/web', 'a1 b2'],
  ['-in:/w/api', 'b2 c3'],
  ['-in:/w/api -in:/w/web', 'c3'],
  ['in:/w -in:/w/web', 'a1'],
  ['severity:warn', 'a1 b2'],
  ['severity:critical', 'a1'],
  ['model:opus', 'a1'],
  // Of the session and its sub-agents.
  ['model:haiku', 'a1'],
  ['model:claude', 'a1 b2'],
  ['model:=claude-haiku-4-5', 'a1'],
  ['model:=claude', ''],
  ['model:="claude-haiku-4-5"', 'a1'],
  ['-model:=claude-haiku-4-5', 'b2 c3'],
  ['model:"(no model named)"', 'c3'],
  ['model:="(no model named)"', 'c3'],
  ['main:haiku', ''],
  ['main:opus', 'a1'],
  ['main:=claude-opus-4-6', 'a1'],
  ['severity:=warn', 'b2'],
  ['agent:=Explore', 'a1'],
  ['agent:=explore', ''],
  ['id:=a', ''],
  ['id:=a1', 'a1'],
  ['mode:plan', 'b2'],
  ['version:2.1', 'a1 b2 c3'],
  ['branch:main', 'a1'],
  ['task:plan', 'b2'],
  ['agent:explore', 'a1'],
  ['tool:read', 'a1 c3'],
  ['tool:git', 'a1'],
  ['tool:=Read', 'a1 c3'],
  ['tool:=read', ''],
  ['tool:="=odd"', 'c3'],
  ['tool:"=odd"', 'c3'],
  ['tool:==odd', 'c3'],
  ['server:git', 'a1'],
  ['server:=gi', ''],
  ['since:2026-03-15', 'b2'],
  ['until:2026-03-15', 'a1 c3'],
  // It went on over midnight: it is of both days.
  ['since:2026-04-02', 'b2'],
  ['since:2026-04-03', ''],
  ['until:2026-03-31', 'a1 c3'],
  // A sub-agent worked on after midnight, and another began before it.
  ['since:2026-03-02 until:2026-03-02', 'a1'],
  ['until:2026-02-28', 'a1'],
  ['cost:>2', 'a1'],
  ['cost:<$2', 'c3'],
  // 2,000,020 of its own and 30 of its sub-agent.
  ['tokens:>1M', 'a1'],
  ['tokens:>2.1M', ''],
  ['tokens:2000050', 'a1'],
  ['tokens:<=30', 'b2 c3'],
  ['prompts:>=12', 'a1'],
  ['prompts:1', 'b2 c3'],
  ['errors:0', 'b2 c3'],
  ['errors:2', 'a1'],
  ['errors:=2', 'a1'],
  ['id:b', 'b2'],
  ['harbour severity:critical cost:>1', 'a1'],
])('%s', (query, ids) => expect(found(query)).toBe(ids));

test('a name is said exactly, or not at all', () => {
  const said = (name: string) => exactCondition('tool', name);
  expect([said('Read'), said('git hub'), said('=odd')]).toEqual([
    'tool:=Read',
    'tool:="git hub"',
    'tool:="=odd"',
  ]);
  expect([said(''), said('say "hi" now'), said('a\u202eb'), said('x'.repeat(301))]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test.each([
  ['colour:red', 'There is no condition “colour:”.'],
  ['severity:bad', 'is not one of unjudged, ok, warn, critical'],
  ['since:yesterday', 'is not a date: write YYYY-MM-DD'],
  ['cost:much', 'is not a number: write for example cost:>2'],
])('%s is explained', (query, words) => expect(found(query)).toContain(words));

test('every example is understood, and nothing is slow', () => {
  for (const example of Object.values(FIELDS)) expect(parseQuery(example, utcDay).ok).toBe(true);
  const start = performance.now();
  parseQuery('-"a'.repeat(100_000), utcDay);
  expect(performance.now() - start).toBeLessThan(2_000);
});
