/** Markdown of logs: what it becomes on a page, and that a hostile one becomes nothing but text. */
import { expect, test } from 'vitest';
import { firstLine, isWebAddress, markdown, pathIn } from '../../webview/shared/markdown';
import { written } from './written';

const of = (text: string, parts: Parameters<typeof markdown>[1] = {}): string =>
  written(markdown(text, parts))
    .replace(/\s+/g, ' ')
    .replaceAll(' >', '>')
    .replaceAll(' </p>', '</p>')
    .replaceAll('> Title', '>Title');

test('Markdown is rendered', () => {
  expect(of('## Title\n\nSome **bold**, *thin* and `code`.')).toContain(
    '<p class="h h2" role="heading" aria-level="3">Title</p><p>Some <strong>bold</strong>, <em>thin</em> and <code class="in">code</code>.</p>',
  );
  // Below the page's own headings, and none leaves out a level.
  expect([...of('## a\n\n#### b\n\n### c\n\n# d').matchAll(/aria-level="(\d)"/g)].map(([, n]) => n)).toEqual([
    '3',
    '4',
    '4',
    '3',
  ]);
  expect(of('- a\n- b\n  1. c')).toContain('<li>b<ol> <li>c</li> </ol></li>');
  expect(of('| a | b |\n|---|--:|\n| 1 | 2 |')).toContain('<td class="to-right">2</td>');
});

test('code has colours where its language is known', () => {
  expect(of('```ts\nconst a = 1;\n```')).toContain('<span class="tok-keyword">const</span>');
  expect(of('```\nconst a = 1;\n```')).toContain('<code>const a = 1;</code>');
  expect(of('```constructor\nconst a = 1;\n```')).toContain('<code>const a = 1;</code>');
});

test('HTML is text, pictures are named, only web addresses are links', () => {
  expect(of('<img src=x onerror="evil()"><script>evil()</script>')).toContain(
    '&lt;img src=x onerror=&quot;evil()&quot;&gt;&lt;script&gt;',
  );
  expect(of('![alt](https://evil.example/x.png)')).not.toContain('<img');
  for (const target of [
    'javascript:evil()',
    'JaVaScRiPt:evil()',
    'data:text/html,<script>evil()</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'command:workbench.action.quit',
    'vscode://x/y',
    '//evil.example',
    '\u0001javascript:evil()',
  ])
    expect([target, of(`[words](${target})`)].join(' → ')).not.toMatch(/<a |href/);
  expect(of('[words](https://example.com/a?b=1)')).toContain('<a href="https://example.com/a?b=1"');
  expect(of('<javascript:evil()>')).not.toMatch(/<a /);
});

test('an address that stands in the text is a link; a file, a name with a dot and other schemes are none', () => {
  const text = 'See https://example.org/a_b?c=1, README.md and example.com. **http://x.example**';
  expect([...of(text).matchAll(/href="([^"]*)"/g)].map(([, to]) => to)).toEqual([
    'https://example.org/a_b?c=1',
    'http://x.example',
  ]);
  expect(of('ftp://a.example/x //a.example/x me@a.example mailto:me@a.example')).not.toMatch(
    /<a |\(ftp|\(mailto/,
  );
  expect(of('`https://example.org`')).not.toContain('<a ');
});

test('a list of tasks has boxes', () => {
  expect(of('- [x] done\n- [ ] open\n- [link]\n\n[ ] no item')).toContain(
    '<li class="task">☑ done</li> <li class="task">☐ open</li> <li>[link]</li>'.replaceAll(
      '</li> <',
      '</li><',
    ),
  );
  expect(of('- [ ] **a**')).toContain('☐ <strong>a</strong>');
  expect(of('[ ] no item')).toContain('<p>[ ] no item</p>');
});

test('a link that says another host than it leads to says both', () => {
  expect(of('[https://bank.example](https://evil.example/x)')).toContain('(https://evil.example/x)');
  expect(of('[https://bank.example/a](https://bank.example/b)')).not.toContain('(https://bank');
});

test('hidden characters show their names', () => {
  expect(of('a\u202eb')).toContain('a⟨U+202E⟩b');
});

test('paths lead to their files', () => {
  expect(pathIn('src/a.ts')).toEqual({ path: 'src/a.ts', line: null });
  expect(pathIn('a.ts:12')).toEqual({ path: 'a.ts', line: 12 });
  expect(pathIn('src/a.ts#L3-L9')).toEqual({ path: 'src/a.ts', line: 3 });
  expect(pathIn(String.raw`C:\w\a.ts:7`)).toEqual({ path: String.raw`C:\w\a.ts`, line: 7 });
  for (const none of ['a.b', 'foo()', 'npm test', 'https://a.b/c.ts', 'javascript:a/b.ts', 'and/or', ''])
    expect([none, pathIn(none)]).toEqual([none, null]);
  expect(of('see `src/a.ts:3`', { openFile: () => undefined })).toContain('<button');
  expect(of('see `src/a.ts:3`')).not.toContain('<button');
});

test('deep and long texts cost no more than their length', () => {
  const began = performance.now();
  for (const text of [
    '>'.repeat(20_000),
    '['.repeat(20_000),
    '*a '.repeat(20_000),
    '`'.repeat(20_000),
    `${'- '.repeat(5_000)}a`,
  ])
    of(text);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('web addresses', () => {
  for (const yes of ['https://a.b', 'HTTP://a.b/c']) expect(isWebAddress(yes)).toBe(true);
  for (const no of ['https:', 'https:///a', 'ftp://a', ' https://a', 'javascript:https://a'])
    expect(isWebAddress(no)).toBe(false);
});

test.each([
  [
    'Added `token_savings.py` and token_savings_test.py.\nMore.',
    'Added token_savings.py and token_savings_test.py.',
  ],
  ['## **Done** _now_\n\nText', 'Done now'],
  ['> - a * b', 'a * b'],
  ['---\n\n1. [one](x.md) `c`', 'one c'],
  ['```ts\n\nconst a_b = 1;\n```', 'const a_b = 1;'],
  ['', ''],
])('the first line of a text reads without its marks: %j', (text, line) => {
  expect(firstLine(text)).toBe(line);
});
