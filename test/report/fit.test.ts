/** Tables and sentences in the room a terminal has. */
import { expect, test } from 'vitest';
import { cellText } from '../../src/report/document';
import { distinctWidth, fitColumns, shorten, widthOf, wrap } from '../../src/report/fit';
import { figureTable, toText } from '../../src/report/tables';

test('columns of text: wide signs take two, marks none', () => {
  expect(['abc', '日本', 'é', 'e\u0301', '🙂', '↗'].map(widthOf)).toEqual([3, 4, 1, 1, 2, 1]);
});

test('a path keeps its end, other text its beginning', () => {
  expect(shorten('/home/ada/work/api', 8)).toBe('…ork/api');
  expect(shorten('C:\\work\\api', 6)).toBe('…k\\api');
  expect(shorten('src/a.ts', 5)).toBe('…a.ts');
  expect(shorten('a long name', 6)).toBe('a lon…');
  expect(shorten('日本語の名前', 6)).toBe('日本…');
  expect(shorten('short', 5)).toBe('short');
  expect(shorten('anything', 0)).toBe('');
});

test('sentences go on in the next line, long words in pieces; nothing is lost', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
  expect(wrap('', 4)).toEqual(['']);
  for (const width of [1, 2, 5, 9]) {
    const text = 'Went on with 日本語 after a failure in /very/long/path';
    expect(wrap(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    for (const line of wrap(text, width)) expect(widthOf(line)).toBeLessThanOrEqual(Math.max(2, width));
  }
});

test('names that differ still do when they are shortened, where there is room for it', () => {
  const models = ['claude-opus-4-5', 'claude-opus-4-6', 'claude-sonnet-4-5'];
  expect(distinctWidth(models, 40)).toBe(15);
  expect(distinctWidth(models, 13)).toBe(12);
  expect(distinctWidth(['/a/very/long/path/to/one', '/a/very/long/path/to/two'], 40)).toBe(12);
  expect(distinctWidth(['a', 'b'], 40)).toBe(1);
  expect(distinctWidth([], 40)).toBe(0);
});

test('the head of figures is cut before their column goes', () => {
  const table = figureTable(
    ['Metric', 'A: a long name of a session', 'B: another long name of one'],
    [['Tokens', '1.2M', '3.4M']],
    { width: 40 },
  );
  expect(table).not.toContain('No room');
  expect(table).toContain('1.2M');
  expect(table).toContain('3.4M');
  expect(Math.max(...table.split('\n').map(widthOf))).toBeLessThanOrEqual(40);
});

test('text is cut first, then columns go in their order, two stay', () => {
  expect(fitColumns([10, 10], [false, false], 30)).toEqual({ columns: [0, 1], widths: [10, 10] });
  expect(fitColumns([40, 10], [false, true], 30)).toEqual({ columns: [0, 1], widths: [18, 10] });
  expect(fitColumns([40, 10, 10], [false, true, true], 30, [1])).toEqual({
    columns: [0, 2],
    widths: [18, 10],
  });
  const { columns, widths } = fitColumns([40, 30], [false, true], 10);
  expect(columns).toEqual([0, 1]);
  expect(widths.reduce((sum, one) => sum + one, 2)).toBe(10);
});

const ROWS = Array.from({ length: 5 }, (_, i) => [
  `${i}43659b6-a5e5-46fb-b049-a8b20f250b11`,
  '2026-08-20 12:58',
  `/home/ada/work/very/deep/project-${i}`,
  `A session with quite a long name, number ${i}`,
  123_456,
  '$12.34',
]);

test('a table fits from 30 columns up, says what is left out, and is whole elsewhere', () => {
  const head = ['Id', 'Started', 'Project', 'Session', 'Tokens', 'Cost'];
  for (const width of [30, 40, 60, 80, 120, 200]) {
    const drawn = figureTable(head, ROWS, { width, goFirst: ['Tokens', 'Started'] });
    for (const line of drawn.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
    const left = head.filter((name) => !drawn.split('\n')[0]!.includes(name));
    for (const name of left) expect(drawn).toContain(name);
    // A time is whole or not there; an id is its beginning.
    expect(drawn).not.toMatch(/2026-08-20 1…|2026…/);
  }
  const whole = figureTable(head, ROWS, { width: Infinity });
  for (const row of ROWS) for (const cell of row) expect(whole).toContain(cellText(cell));
  expect(whole).not.toContain('…');
});

test('ids that begin alike stay apart', () => {
  const alike = ['a', 'b'].map((end) => [`11111111-0000-0000-0000-00000000000${end}`, 'x'.repeat(60)]);
  expect(figureTable(['Id', 'Name'], alike, { width: 70 })).toContain('11111111-');
});

test('a paragraph for Markdown has no marks of it', () => {
  const text = toText({
    title: 'T',
    sections: [{ heading: null, text: ['`a` **b** _c_ \\(d\\) &lt; 0.001 snake_case_name'] }],
  });
  expect(text).toContain('a b c (d) < 0.001 snake_case_name');
});

test('a narrow table keeps room for what lines are told apart by, and its heads begin with a capital', () => {
  const rows = [1, 2, 3].map((n) => [
    `id ${n}`,
    `2026-08-1${n} 10:00`,
    `Rebuild the ferry timetable, part ${n}`,
    `/home/ada/harbour/quay-${n}`,
    n,
  ]);
  const drawn = (tells?: string): string =>
    figureTable(['Id', 'started', 'Session', 'project', 'prompts'], rows, {
      width: 72,
      ...(tells === undefined ? {} : { tells }),
    });
  expect(drawn()).toContain('Rebuild the ferry…');
  expect(drawn('Session')).toContain('Rebuild the ferry timetable…');
  expect(drawn('Session').split('\n')[0]).toMatch(/^Id +Started +Session +Project$/);
  expect(drawn('Session')).toContain('No room for Prompts; --wide prints all.');
  for (const line of drawn('Session').split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(72);
});
