/** Completion of the filter of session lists. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { completions, type Suggestion } from '../../src/analysis/complete';
import { conversationsOf, type Conversation } from '../../src/analysis/metrics';
import { parseQuery } from '../../src/analysis/query';
import { FIELDS, LONGEST_QUERY } from '../../src/analysis/queryFields';
import type { SessionFigures } from '../../src/store/figures';
import { utcDay } from '../../src/usage/days';
import { figures, usage } from '../store/makers';

const TODAY = '2026-10-16';
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
const finding = (name: string) => ({
  name,
  severity: 'warn' as const,
  sentence: '',
  t: null,
  open: true,
  evidence: [],
});
const tool = (name: string) => ({
  name,
  server: null,
  calls: 1,
  errors: 0,
  denied: 0,
  interrupted: 0,
  cancelled: 0,
});
const day = (text: string): Partial<SessionFigures> => ({
  startedAt: `${text}T10:00:00.000Z`,
  endedAt: `${text}T11:00:00.000Z`,
});
const all = conversationsOf([
  figures('a1', {
    ...day('2026-10-16'),
    project: '/w/api',
    gitBranches: ['main', 'hotfix-1'],
    severity: 'critical',
    signals: [signal('critical')],
    findings: [finding('guard_bypassed')],
    tools: [tool('Bash'), tool('mcp__git__log')],
    usage: [usage({ model: 'claude-opus-4-6' })],
    claudeVersions: ['2.1.0', '2.1.10'],
  }),
  figures('a1/x', { ...day('2026-10-16'), parent: 'a1', agentType: 'Explore' }),
  figures('b2', {
    ...day('2026-10-09'),
    project: '/w/api/',
    repository: '/w/api/',
    gitBranches: ['main'],
    severity: 'warn',
    signals: [signal('warn')],
    permissionModes: ['plan'],
    tools: [tool('Bash')],
    taskType: 'debug_loop',
  }),
  figures('c3', {
    ...day('2026-10-01'),
    severity: 'ok',
    project: 'C:\\w\\my app',
    gitBranches: ['maintenance'],
    tools: [],
  }),
  figures('d4', {
    ...day('2026-08-20'),
    project: null,
    gitBranches: ['say "hi" all', '"hi', 'a\u202eb'],
    tools: [],
  }),
]);

/** Suggestions at the bar in a query. */
function at(query: string, conversations: readonly Conversation[] = all): Suggestion[] {
  const caret = query.indexOf('|');
  return completions({ query: query.replace('|', ''), caret, conversations, today: TODAY, dayOf: utcDay });
}
/** The same as text with a bar where the caret is then, and the detail. */
const shown = (query: string): string[] =>
  at(query).map(({ text, caret, detail }) => `${text.slice(0, caret)}|${text.slice(caret)} (${detail})`);

test.each([
  [
    'a field',
    'pro|',
    [
      'project:| (a project, for example project:api)',
      'prompts:| (number of prompts, for example prompts:>=10)',
    ],
  ],
  ['a field in capitals', 'PROJ|', ['project:| (a project, for example project:api)']],
  [
    'fields that contain it',
    'ro|',
    [
      'project:| (a project, for example project:api)',
      'prompts:| (number of prompts, for example prompts:>=10)',
      'errors:| (number of failed tool calls, for example errors:>0)',
    ],
  ],
  [
    'a field turned round',
    '-pro|',
    [
      '-project:| (a project, for example project:api)',
      '-prompts:| (number of prompts, for example prompts:>=10)',
    ],
  ],
  [
    'a word in the middle',
    'fix sev| cost:>2',
    ['fix severity:| cost:>2 (this severity or worse, for example severity:warn)'],
  ],
  [
    'the whole word, whatever follows the caret in it',
    'proj|x:api b',
    ['project:| b (a project, for example project:api)'],
  ],
  [
    'a value, most sessions first; what it contains counts too',
    'branch:|',
    ['branch:main| (3 sessions)', 'branch:hotfix-1| (1 session)', 'branch:maintenance| (1 session)'],
  ],
  [
    'a value that begins so before one that contains it',
    'branch:ma|',
    ['branch:main| (3 sessions)', 'branch:maintenance| (1 session)'],
  ],
  [
    'a finding by its name or its title',
    'finding:|',
    ['finding:guard_bypassed| (Guard bypassed · 1 session)'],
  ],
  ['a finding by what it is called', 'bypassed|', ['finding:guard_bypassed| (Guard bypassed · 1 session)']],
  ['a measure that is unusual', 'signal:|', ['signal:stop_phrase| (Stopped early · 2 sessions)']],
  ['a value in capitals', 'Branch:HOT|', ['branch:hotfix-1| (1 session)']],
  [
    'a value turned round tells what is left',
    '-branch:|',
    [
      '-branch:main| (leaves 1 session)',
      '-branch:hotfix-1| (leaves 3 sessions)',
      '-branch:maintenance| (leaves 3 sessions)',
    ],
  ],
  [
    'the folder of a project, in quotation marks where it has blanks',
    'project:|',
    ['project:api| (2 sessions)', 'project:"my app"| (1 session)'],
  ],
  [
    'a quotation mark that is not closed yet',
    'severity:ok project:"my a|',
    ['severity:ok project:"my app"| (1 session)'],
  ],
  [
    'one that is not closed with more behind',
    'project:"my| severity:ok',
    ['project:"my app"| severity:ok (1 session)'],
  ],
  ['one that is not closed, to the next blank', 'project:"my a|x c3', ['project:"my app"| c3 (1 session)']],
  ['a closed quotation', 'project:"m"|', ['project:"my app"| (1 session)']],
  ['values without their field', 'hotfix|', ['branch:hotfix-1| (1 session)']],
  ['values in quotation marks without their field', '"my a|', ['project:"my app"| (1 session)']],
  [
    'fields before values, and of values those of more sessions first',
    'm|',
    [
      'model:| (a model that was used, for example model:opus)',
      'mode:| (a permission mode, for example mode:plan)',
      'main:| (the model most output came from, for example main:opus)',
      'branch:main| (3 sessions)',
      'branch:maintenance| (1 session)',
      'tool:mcp__git__log| (1 session)',
      'project:"my app"| (1 session)',
      'prompts:| (number of prompts, for example prompts:>=10)',
    ],
  ],
  [
    'severities, each with the worse ones',
    'severity:|',
    [
      'severity:ok| (3 sessions)',
      'severity:warn| (2 sessions)',
      'severity:critical| (1 session)',
      'severity:unjudged| (1 session)',
    ],
  ],
  ['a model', 'opu|', ['model:claude-opus-4-6| (1 session)']],
  [
    'versions; a version begins with what is said',
    'version:2.1.|',
    ['version:2.1.0| (4 sessions)', 'version:2.1.10| (1 session)'],
  ],
  ['a mode', 'mode:|', ['mode:plan| (1 session)']],
  ['a task type', 'task:|', ['task:debug_loop| (1 session)']],
  ['a type of sub-agent', 'agent:e|', ['agent:Explore| (1 session)']],
  ['a tool by a part of its name', 'tool:git|', ['tool:mcp__git__log| (1 session)']],
  ['only what passes the other conditions', 'mode:plan branch:|', ['mode:plan branch:main| (1 session)']],
  ['no number where another condition is wrong', 'cost:much mode:|', ['cost:much mode:plan| ()']],
  [
    'days, the newest first',
    'since:|',
    [
      'since:2026-10-16| (today · 1 session)',
      'since:2026-10-15| (yesterday · 1 session)',
      'since:2026-10-09| (7 days ago · 2 sessions)',
      'since:2026-10-01| (first of this month · 3 sessions)',
      'since:2026-09-16| (30 days ago · 3 sessions)',
      'since:2026-09-01| (first of last month · 3 sessions)',
    ],
  ],
  ['a day by what it is', 'until:yes|', ['until:2026-10-15| (yesterday · 3 sessions)']],
  ['a blank between words that would run together', '"hotfix"|"a1"', ['branch:hotfix-1| "a1" (1 session)']],
  ['nothing for a field there is not', 'colour:r|', []],
  ['nothing for numbers', 'cost:>|', []],
  ['nothing where nothing is missing', 'branch:hotfix-1|', []],
  ['nothing that a query cannot say', 'hi|', []],
])('%s', (_, query, suggestions) => expect(shown(query)).toEqual(suggestions));

test.each(['|', 'fix |', '| fix', '-|', 'a  |  b'])('an empty word is offered fields: “%s”', (query) => {
  const found = at(query);
  expect(found).toHaveLength(12);
  expect(found.map(({ label }) => label.replace('-', '')).join(' ')).toBe(
    Object.keys(FIELDS)
      .slice(0, 12)
      .map((field) => `${field}:`)
      .join(' '),
  );
});

test('an empty word before another is set apart from it', () => {
  expect(at('|fix')[0]).toEqual({
    label: 'project:',
    text: 'project: fix',
    caret: 8,
    detail: 'a project, for example project:api',
  });
});

test('the first of a month is one day', () => {
  const found = completions({
    query: 'since:',
    caret: 6,
    conversations: [],
    today: '2026-03-01',
    dayOf: utcDay,
  });
  expect(found.map(({ label, detail }) => `${label} ${detail}`)).toEqual([
    'since:2026-03-01 today · 0 sessions',
    'since:2026-02-28 yesterday · 0 sessions',
    'since:2026-02-22 7 days ago · 0 sessions',
    'since:2026-02-01 first of last month · 0 sessions',
    'since:2026-01-30 30 days ago · 0 sessions',
  ]);
});

/** Names as logs may have them: with blanks, quotation marks, colons, in any script, and nothing at all. */
const name = fc.oneof(
  fc.constantFrom(
    'main',
    'my app',
    'hotfix-1',
    'HOTFIX',
    'say "hi"',
    '"',
    '-x',
    'since:2',
    'ΑΣ',
    '',
    '\u202ea',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ minLength: 299, maxLength: 302 }),
);
const names = fc.uniqueArray(name, { maxLength: 3 });
const session = fc.record({
  project: fc.option(
    fc.tuple(fc.constantFrom('/', 'C:\\'), name, fc.constantFrom('', '/')).map((parts) => parts.join('')),
  ),
  gitBranches: names,
  permissionModes: names,
  claudeVersions: names,
  tools: names.map((some) => some.map(tool)),
  usage: names.map((some) => some.map((model) => usage({ model }))),
  taskType: fc.option(fc.constantFrom('planning' as const, 'mixed' as const)),
  signals: fc.constantFrom('ok' as const, 'warn' as const, 'critical' as const).map((one) => [signal(one)]),
  agentType: fc.option(name),
});
const conversations = fc
  .array(session, { maxLength: 6 })
  .map((some) =>
    conversationsOf(
      some.flatMap(({ agentType, ...more }, i) => [
        figures(`s${i}`, more),
        figures(`s${i}/x`, { parent: `s${i}`, agentType }),
      ]),
    ),
  );
const piece = fc.oneof(
  fc.constantFrom(
    ' ',
    '  ',
    '-',
    '"',
    ':',
    'a',
    'main',
    'cost:>1',
    'since:2026-03-01',
    'severity:warn',
    'x:y',
    '"my app"',
  ),
  fc.constantFrom(...Object.keys(FIELDS)).map((field) => `${field}:`),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
);
const pieces = fc.array(piece, { maxLength: 4 }).map((some) => some.join(''));
/** A query, and a caret that mostly stands behind what may be the beginning of a condition. */
const query = fc
  .tuple(pieces, fc.constantFrom('', '-', 'branch:', '-tool:', 'x', '"', 'branch:"', 'm'), pieces, fc.nat(3))
  .map(([before, word, behind, back]) => ({
    text: before + word + behind,
    caret: Math.max(0, (before + word).length - back),
  }));

test('what is suggested can be asked, and finds as many sessions as it says', () => {
  fc.assert(
    fc.property(conversations, query, (known, { text, caret }) => {
      const found = completions({ query: text, caret, conversations: known, today: TODAY, dayOf: utcDay });
      expect(found.length).toBeLessThanOrEqual(12);
      expect(new Set(found.map((one) => one.text)).size).toBe(found.length);
      for (const one of found) {
        expect(one.text.length).toBeLessThanOrEqual(LONGEST_QUERY);
        expect(one.text.slice(0, one.caret).endsWith(one.label)).toBe(true);
        const [, sessions] = /(\d+) sessions?$/.exec(one.detail) ?? [];
        const parsed = parseQuery(one.text, utcDay);
        if (sessions === undefined) continue;
        expect(parsed).toMatchObject({ ok: true });
        if (parsed.ok)
          expect([one.text, known.filter(parsed.test).length]).toEqual([one.text, Number(sessions)]);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('every name of a session that a query can say is found by what is suggested for its first letters', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zA-Z][\w./-]{0,10}( [\w./-]{1,10})?$/), fc.nat(20), (branch, n) => {
      const known = conversationsOf([figures('s', { gitBranches: [branch] })]);
      const typed = branch.slice(0, n).split(' ')[0] ?? '';
      const found = at(`branch:${typed}|`, known);
      // Nothing is missing where all of it is typed.
      expect(found.map(({ detail }) => detail)).toEqual(typed === branch ? [] : ['1 session']);
    }),
  );
});

test('ten thousand sessions with a branch each are no reason to wait', () => {
  const many = conversationsOf(
    Array.from({ length: 10_000 }, (_, i) => figures(`s${i}`, { gitBranches: [`feature/${i}`, 'main'] })),
  );
  const start = performance.now();
  expect(at('fe|', many)[0]).toMatchObject({ label: 'branch:feature/1', detail: '1111 sessions' });
  expect(performance.now() - start).toBeLessThan(2_000);
});
