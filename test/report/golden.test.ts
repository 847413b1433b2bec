/** Every kind of report in every format, on one fixed archive. `npx vitest run test/report/golden.test.ts -u` writes them anew. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ReportRequest } from '../../src/questions/report';
import { readLogs, inspect } from '../../src/library/inspect';
import { writeReport, type ReportSources } from '../../src/questions/report';
import { Settings } from '../../src/settings/settings';
import { rulesOf } from '../../src/library/rules';
import { lineAt, logBytes } from '../../src/store/logBytes';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { answer, prompt, put, result, toolUse, type Json, type Lines } from '../support/logs';
import { tempFolder } from '../support/tempFolder';

const GOLDEN = join(import.meta.dirname, '../fixtures/golden');

/** Twelve sessions over four weeks in two projects; one says things that must not come out as markup. */
function archive(): ReportSources {
  const files: Record<string, Lines> = {};
  for (let n = 0; n < 12; n++) {
    const id = `s${String(n).padStart(2, '0')}`;
    const at = new Date(Date.UTC(2026, 7, 3 + n * 2, 9)).toISOString();
    const cwd = n % 3 === 0 ? '/w/<b>|zoo' : '/w/app';
    const lines: Json[] = [prompt(id, n === 5 ? 'no, wrong. [x](y)' : 'go')];
    for (let i = 0; i < 10 + n; i++) {
      const edit = i % (n < 6 ? 4 : 2) === 0;
      const use = toolUse(edit ? 'Edit' : 'Read', { file_path: `/w/app/${i}.ts` }, `toolu_${id}_${i}`);
      lines.push(answer(id, [use], { id: `msg_${id}_${i}`, request: `req_${id}_${i}`, stop: 'tool_use' }));
      lines.push(result(id, `toolu_${id}_${i}`, 'ok', {}, i === 3 ? { is_error: true } : {}));
    }
    lines.push(
      answer(id, n % 2 === 0 ? 'Done. Should I go on?' : 'Done.', {
        id: `msg_${id}_end`,
        request: `req_${id}_end`,
        model: n < 8 ? 'claude-sonnet-4-5' : 'claude-opus-4-6',
        usage: { input_tokens: 100 * (n + 1), output_tokens: 10_000 * (n + 1) },
        stop: n === 7 ? null : 'end_turn',
      }),
    );
    files[`${n % 3 === 0 ? 'zoo' : 'app'}/${id}.jsonl`] = lines.map((line, i) => ({
      ...line,
      uuid: `${id}-${i}`,
      cwd,
      timestamp: new Date(Date.parse(at) + i * 30_000).toISOString(),
    }));
  }
  const rules = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));
  const root = tempFolder();
  for (const [name, lines] of Object.entries(files)) put(join(root, name), lines);
  const logs = readLogs([root]);
  return {
    figures: inspect(logs, rules).sessions,
    session: (id) => logs.sessions.find((session) => session.id === id) ?? null,
    rules,
    lineAt: (path, at) => lineAt(logBytes(null, logs.gate), { path, root }, at),
  };
}

const REQUESTS = {
  overview: { kind: 'overview' },
  'overview-range': { kind: 'overview', from: '2026-08-10', to: '2026-08-12' },
  cohort: { kind: 'cohort', by: 'month' },
  'cohort-project': { kind: 'cohort', by: 'project' },
  comparison: { kind: 'comparison', pivot: '2026-08-15' },
  periods: {
    kind: 'comparison',
    periods: {
      before: { from: '2026-08-01', to: '2026-08-10' },
      after: { from: '2026-08-11', to: '2026-08-31' },
    },
  },
  changes: { kind: 'changes' },
  session: { kind: 'session', ids: ['s05'] },
  list: { kind: 'list', from: '2026-08-10', filter: { project: 'app' } },
  diff: { kind: 'diff', ids: ['s00', 's11'] },
  heatmap: { kind: 'heatmap', ids: ['s11'] },
} as const;
const EXTENSIONS = { markdown: 'md', json: 'json', csv: 'csv', html: 'html', text: 'txt' } as const;

const sources = archive();
const again = archive();
/** JSON of whole sessions is `inspect`'s, which other tests hold; it would be much in a repository. */
const LONG = new Set([
  'session.json',
  'list.json',
  'overview-range.json',
  'overview.json',
  'cohort.json',
  'cohort-project.json',
]);

test.each(Object.keys(REQUESTS) as (keyof typeof REQUESTS)[])('%s', async (name) => {
  for (const [format, extension] of Object.entries(EXTENSIONS)) {
    const request = ReportRequest.parse({ ...REQUESTS[name], format });
    const { text } = writeReport(request, sources);
    expect(writeReport(request, again).text).toBe(text);
    expect(text.endsWith('\n')).toBe(true);
    if (format === 'json') expect(JSON.parse(text)).toMatchObject({ schema: 1 });
    if (!LONG.has(`${name}.${extension}`))
      await expect(text).toMatchFileSnapshot(join(GOLDEN, `${name}.${extension}`));
  }
});

test('HTML holds no script, nothing from elsewhere, and no markup of logs', () => {
  for (const name of Object.keys(REQUESTS) as (keyof typeof REQUESTS)[]) {
    const { text: html } = writeReport(ReportRequest.parse({ ...REQUESTS[name], format: 'html' }), sources);
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<img|<link|https?:\/\/|<b>\|zoo|onerror/);
  }
});

test.each([
  [{ kind: 'session', ids: ['s9'] }, 'There is no session s9.'],
  [{ kind: 'session', ids: ['s'] }, 'the beginning of 12 sessions'],
  [{ kind: 'session' }, 'Name a session'],
  [{ kind: 'diff', ids: ['s01'] }, 'Name a session'],
  [{ kind: 'comparison' }, 'needs a pivot day, or two periods'],
  [{ kind: 'comparison', pivot: '2026-08-15', from: '2026-08-20' }, 'does not lie inside'],
  [
    {
      kind: 'comparison',
      periods: {
        before: { from: '2026-08-01', to: '2026-08-10' },
        after: { from: '2026-08-10', to: '2026-08-11' },
      },
    },
    'overlap',
  ],
])('%j: %s', (request, message) =>
  expect(() => writeReport(ReportRequest.parse({ ...request, format: 'markdown' }), sources)).toThrow(
    message,
  ),
);

test('what looks like a secret is sealed in every report', () => {
  const key = ['ghp', '_', 'a1B2'.repeat(9)].join('');
  const figures = sources.figures.map((one) => ({ ...one, title: `Use ${key}` }));
  for (const format of ['markdown', 'json', 'csv', 'html', 'text'] as const)
    expect(
      writeReport(ReportRequest.parse({ kind: 'list', format }), { ...sources, figures }).text,
    ).not.toContain(key);
});
