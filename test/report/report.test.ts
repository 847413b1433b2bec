import { expect, test } from 'vitest';
import { cellText, figureColumns, toHtml, toMarkdown, type Document } from '../../src/report/document';
import { inline } from '../../src/report/markdown';
import { reportDocument, reportOf } from '../../src/report/report';
import { toText } from '../../src/report/tables';
import { calendarOf, dayFormatter } from '../../src/usage/days';
import { answer, folder, inspected, prompt } from '../support/logs';

const day = (d: number) => `2026-08-0${d}T10:00:00.000Z`;
const input = (from: string | null, to: string | null) => ({
  sessions: inspected(
    folder({
      'a.jsonl': [
        prompt('a', 'x', { timestamp: day(1) }),
        answer('a', 'one', { more: { timestamp: day(1) } }),
        answer('a', 'two', { more: { timestamp: day(3) }, stop: null }),
      ],
      'a/subagents/agent-x1.jsonl': [
        answer('a', 'sub', { more: { timestamp: day(3), isSidechain: true, agentId: 'x1' } }),
      ],
      'b.jsonl': [
        prompt('b', 'y', { timestamp: day(2), cwd: '/home/ada/<b>|x' }),
        answer('b', 'z', { model: 'strange', more: { timestamp: day(2), cwd: '/home/ada/<b>|x' } }),
      ],
    }),
  ).sessions,
  from,
  to,
  dayOf: dayFormatter('UTC'),
  clock: calendarOf('UTC').clock,
});

test('usage counts on its day, sub-agents with their session, sessions by activity', () => {
  const report = reportOf(input('2026-08-02', '2026-08-03'));
  expect(report.total).toMatchObject({
    sessions: 2,
    subAgents: 1,
    prompts: 2,
    requests: 3,
    unpriced: 1,
    lowerBound: 1,
  });
  expect(report.byDay.map(({ day: d, requests }) => [d, requests])).toEqual([
    ['2026-08-02', 1],
    ['2026-08-03', 2],
  ]);
  expect(report.sessions.map(({ id, requests, costMicroUsd }) => [id, requests, costMicroUsd])).toEqual([
    ['b', 1, 0],
    ['a', 2, 1500],
  ]);
  expect(reportOf(input('2026-08-04', null)).total).toMatchObject({ sessions: 0, requests: 0 });
  expect(reportOf(input(null, null)).total).toMatchObject({ sessions: 2, requests: 4 });
});

test('on paper a figure and a day stay whole; several figures break between them; a name has its own direction', () => {
  const html = toHtml({
    title: 'x',
    sections: [
      {
        heading: null,
        head: ['Project', 'Day', 'Cost', 'Difference'],
        rows: [['-work-a-rather-long-name', '2026-08-01 10:00', '≥ $1.20', '+0.99 (+59 %)']],
      },
      { heading: 'תיקון v2.1', text: ['x'] },
    ],
  });
  expect(html).toContain(
    '<td>-work-a-rather-long-name</td><td class="d">2026-08-01 10:00</td><td class="n">≥ $1.20</td><td class="n w">+0.99 (+59\u00a0%)</td>',
  );
  expect(html).toContain('<h2>&#x2068;תיקון v2.1&#x2069;</h2>');
  const [, print = ''] = html.split('@media print');
  expect(print).not.toMatch(/td\.n\b[^}]*white-space: normal/);
  expect(print).toContain('td:not(.n, .d, .s) { min-width: 6rem; overflow-wrap: anywhere; }');
});

test('a session is listed with the beginning of its id, last, unless two begin alike', () => {
  const listed = (...ids: string[]): string[] => {
    const logs = ids.map((id) => [`${id}.jsonl`, [prompt(id, 'x', { timestamp: day(1) })]] as const);
    const sessions = inspected(folder(Object.fromEntries(logs))).sessions;
    const { sections } = reportDocument({ ...input(null, null), sessions });
    const { head = [], rows = [] } = sections.find(({ heading }) => heading === 'Sessions') ?? {};
    expect(head.at(-1)).toBe('Id');
    return rows.map((row) => cellText(row.at(-1) ?? '')).toSorted();
  };
  const [one, other] = ['0a834bd6-8056-4600-9d54-261e4d626977', '0a834bd6-8056-4600-9d54-261e4d626978'];
  expect(listed(one, 'ffffffff-8056-4600-9d54-261e4d626977')).toEqual(['0a834bd6', 'ffffffff']);
  expect(listed(one, other)).toEqual([one, other]);
});

test('the Markdown says what is a lower bound and what has no price', () => {
  const text = toMarkdown(reportDocument(input('2026-08-02', '2026-08-03')));
  expect(text).toContain('Claude Code did not log all output of 1 of 3 requests');
  expect(text).toContain('Not in the cost: 1 request to models without a price: strange.');
  expect(text).toContain('| strange | 1 | 110 | unpriced |');
  expect(text).toContain('/home/ada/&lt;b&gt;\\|x');
  expect(toMarkdown(reportDocument(input('2026-08-02', '2026-08-03')))).toBe(text);
});

test('an empty range teaches', () => {
  expect(toMarkdown(reportDocument(input('2027-01-01', '2027-01-02')))).toContain(
    'No session was active in this time',
  );
});

test.each([
  ['a|b', 'a\\|b'],
  ['<script>', '&lt;script&gt;'],
  ['[x](y)', '\\[x\\](y)'],
  ['two\nlines', 'two lines'],
  ['\u202eevil', '⟨U+202E⟩evil'],
  // Underscores within a word are no markup; at its ends they may be.
  ['America/New_York _it_ mcp__docs', 'America/New_York \\_it\\_ mcp\\_\\_docs'],
])('%j becomes %j', (text, expected) => expect(inline(text)).toBe(expected));

/** What a report needs of a session with usage on these days: requests that cost a cent each. */
const used = (
  days: readonly (string | null)[],
  model = 'claude-opus-4-6',
  microUsd: number | null = 10_000,
) => {
  const [session] = inspected(folder({ 'a.jsonl': [prompt('a', 'x'), answer('a', 'one')] })).sessions;
  const [row] = session!.usage;
  const usage = days.map((on) => ({ ...row!, day: on, model, requests: 1_500, costMicroUsd: microUsd }));
  return { ...session!, usage, cells: usage.map((one) => ({ ...one, hour: 1, branch: '' })) };
};
const reportFor = (...sessions: ReturnType<typeof used>[]) =>
  reportDocument({
    sessions,
    from: null,
    to: null,
    dayOf: dayFormatter('UTC'),
    clock: calendarOf('UTC').clock,
  });
const overTime = (...sessions: ReturnType<typeof used>[]) =>
  reportFor(...sessions).sections.find(({ chart }) => chart !== undefined)!;

test.each([
  [['2026-08-01', '2026-08-02', '2026-10-31'], 'Day', ['2026-08-01', '2026-08-02', '2026-10-31'], 92],
  [['2025-08-01', '2025-08-03', '2026-08-01'], 'Week', ['2025-W31', '2026-W31'], 53],
  [['2023-08-01', '2023-08-03', '2026-08-01'], 'Month', ['2023-08', '2026-08'], 37],
] as const)('over %j a report goes by %s', (days, step, keys, bars) => {
  const section = overTime(used(days));
  expect(section.heading).toBe(`By ${step.toLowerCase()}`);
  expect(section.head?.[0]).toBe(step);
  expect(section.chart?.title).toBe(`Cost by ${step.toLowerCase()}, $0.03 in all`);
  expect(section.rows?.map(([key]) => key)).toEqual(keys);
  expect(section.chart?.values.length).toBe(bars);
  // The steps come to what the days do.
  const sum = section.chart?.values.reduce<number>((all, one) => all + (one ?? 0), 0);
  expect(sum).toBe(30_000);
});

test('a week is told with its first day, also where the first use was later', () => {
  const section = overTime(used(['2025-08-01', '2026-08-01']));
  expect(section.rows?.map((row) => row.slice(0, 2))).toEqual([
    ['2025-W31', '2025-07-28'],
    ['2026-W31', '2026-07-27'],
  ]);
});

test('a day that a wrong clock made is in the table, and does not stretch the chart', () => {
  const section = overTime(used(['1970-01-01', '2026-08-01', '2026-08-02', '2099-01-01', null]));
  expect(section.rows?.map(([key]) => key)).toEqual([
    '1970-01-01',
    '2026-08-01',
    '2026-08-02',
    '2099-01-01',
    '(no readable time)',
  ]);
  expect(section.chart?.labels).toEqual(['2026-08-01', '2026-08-02']);
  expect(section.notes).toEqual([
    'Not in the chart, since more than five years lie between: 1970-01-01 and 1 more.',
  ]);
});

test('figures stand to the right, also where one has no price; counts have their thousands in groups', () => {
  const document = reportFor(used(['2026-08-01']), { ...used(['2026-08-02'], 'strange', null), id: 'b' });
  const text = toMarkdown(document);
  expect(text).toContain('| Day | Requests | Tokens | Cost |\n| --- | --: | --: | --: |');
  expect(text).toContain('| 2026-08-02 | 1,500 | 110 | unpriced |');
  expect(text).toContain('Not in the cost: 1,500 requests to models without a price: strange.');
  expect(toText(document)).toContain('1,500');
  expect(toHtml(document)).toContain('<td class="n">1,500</td>');
  expect(figureColumns(['Version', 'Day', 'Cost'], [['2.1.3', '2026-08-01', '–']])).toEqual([
    false,
    false,
    false,
  ]);
});

test.each(['+< 0.1 %', '−< 0.1 %', '≤ −1.5 %', '≥ +$2.00', '−<$0.0001', '−1.00'])('%s is a figure', (text) =>
  expect(figureColumns(['', 'Difference'], [['x', text]])).toEqual([false, true]),
);

test('a model without a name is not in brackets within brackets', () => {
  const text = toMarkdown(reportFor(used(['2026-08-01'], '', null)));
  expect(text).toContain('to models without a price: (no model named).');
  expect(text).not.toContain('((');
});

test('the head of a table is text, whatever a session is called', () => {
  const document: Document = {
    title: 'x',
    sections: [{ heading: null, head: ['', 'A: <b>|x'], rows: [['y', 'z']] }],
  };
  expect(toMarkdown(document)).toContain('|  | A: &lt;b&gt;\\|x |');
  expect(toHtml(document)).toContain('A: &lt;b&gt;|x');
});

test('code in a sentence is code in Markdown and HTML; nothing else in it becomes markup', () => {
  const sentence = 'Skipped <b> & a_b* with `git push --no-verify`, not `<i>` or \\';
  const document: Document = {
    title: 'x',
    sections: [{ heading: null, text: [`**Worst**: ${inline(sentence)}`], head: ['h'], rows: [[sentence]] }],
  };
  const markdown = 'Skipped &lt;b&gt; &amp; a_b\\* with `git push --no-verify`, not \\`&lt;i&gt;\\` or \\\\';
  expect(toMarkdown(document)).toContain(`**Worst**: ${markdown}\n`);
  expect(toMarkdown(document)).toContain(`| ${markdown} |`);
  const html = 'Skipped &lt;b&gt; &amp; a_b* with <code>git push --no-verify</code>, not `&lt;i&gt;` or \\';
  expect(toHtml(document)).toContain(`<p><strong>Worst</strong>: ${html}</p>`);
  expect(toHtml(document)).toContain(`<td>${html}</td>`);
});

test('cost over time is drawn from two steps on: a single bar shows no more than the table', () => {
  const chartsOf = (from: string, to: string): unknown[] =>
    reportDocument(input(from, to)).sections.flatMap(({ heading, chart }) =>
      heading === 'By day' ? [chart === undefined ? 'none' : chart.labels.length] : [],
    );
  expect(chartsOf('2026-08-02', '2026-08-02')).toEqual(['none']);
  expect(chartsOf('2026-08-02', '2026-08-03')).toEqual([2]);
});
