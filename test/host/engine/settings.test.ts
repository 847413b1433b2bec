import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { MEASURES, MUTABLE, NOTIFIED } from '../../../src/settings/names';
import { Settings } from '../../../src/settings/settings';
import { resumeCommand } from '../../../src/host/claudeCode/resumeCommand';
import { Refusal } from '../../../src/host/shared/refusal';
import { FromPage } from '../../../src/pages/session/contract';
import { PageState } from '../../../src/pages/session/state';
import { parseSettings } from '../../../src/settings/editor';
import { settingOf, tellBadSetting } from '../../../src/host/engine/settings';
import { pageHtml } from '../../../src/host/panels/webviewHtml';

vi.mock('vscode', () => import('../editor'));

test('package.json says of the settings what the schema says', () => {
  const script = join(import.meta.dirname, '../../../scripts/make/manifest.mjs');
  expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
});

test('what a description gives as an example is taken, in every language', () => {
  const names: Readonly<Record<string, readonly string[]>> = {
    'config.alerts.muted': MUTABLE,
    'config.notifications.muted': NOTIFIED,
    'config.signals.off': MEASURES,
  };
  let examples = 0;
  for (const language of ['', '.de', '.ja', '.zh-cn']) {
    const file = join(import.meta.dirname, `../../../package.nls${language}.json`);
    const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    for (const [key, text] of Object.entries(texts)) {
      const quoted = [...text.matchAll(/`([^`]+)`/g)].map(([, one = '']) => one);
      const known = names[key];
      if (known !== undefined) expect([key, quoted.filter((one) => !known.includes(one))]).toEqual([key, []]);
      if (!key.startsWith('config.')) continue;
      for (const one of quoted.filter((value) => /^[[{]/.test(value))) {
        const value: unknown = JSON.parse(one);
        const path = key.split('.').slice(1).toReversed();
        const tree = path.reduce((inner: unknown, name) => ({ [name]: inner }), value);
        expect([key, one, parseSettings(tree).bad]).toEqual([key, one, []]);
        examples++;
      }
    }
  }
  expect(examples).toBeGreaterThanOrEqual(4 * 4);
});

test('what is wrong falls back alone and is named with its value', () => {
  const { settings, bad } = parseSettings({
    timezone: 'Europe/Berlin',
    signals: { stopPhrases: { warn: 'many' } },
    statusBar: { enabled: false },
  });
  expect(settings).toMatchObject({
    timezone: 'Europe/Berlin',
    statusBar: { enabled: false },
    signals: { stopPhrases: { warn: 3 } },
  });
  expect(bad).toMatchObject([{ key: 'vigil.signals.stopPhrases.warn', value: '"many"', fallback: '3' }]);
  expect(parseSettings(undefined)).toEqual({ settings: Settings.parse({}), bad: [] });
});

test('of a list only the entry that is wrong goes, named by where it stood', () => {
  const { settings, bad } = parseSettings({
    budgets: [
      { per: 'dai', usd: 5 },
      { per: 'week', usd: 50 },
      { per: 'month', usd: '300' },
    ],
    exclude: [7, '/private'],
    signals: { stopPhrases: { custom: ['good enough', { txt: 'x' }, { text: '(', mode: 'regex' }] } },
    statusBar: { show: ['contxt'] },
    reading: { threads: [2] },
  });
  expect(settings).toMatchObject({
    budgets: [{ per: 'week', usd: 50 }],
    exclude: ['/private'],
    signals: { stopPhrases: { custom: ['good enough'] } },
    statusBar: { show: ['context', 'session', 'limit'] },
    reading: { threads: 'auto' },
  });
  expect(bad.map(({ key, value, fallback, reasons }) => [key, value, fallback, ...reasons])).toEqual([
    ['vigil.exclude', '[7]', null, 'at [0]: give a text'],
    [
      'vigil.statusBar.show',
      '["contxt"]',
      '["context","session","limit"]',
      'at [0]: give one of context, session, limit, today, week',
    ],
    [
      'vigil.signals.stopPhrases.custom',
      '[{"txt":"x"},{"text":"(","mode":"regex"}]',
      null,
      'at [1].text: give a text',
      expect.stringMatching(/^at \[2\]\.text: “\(” is not a regular expression/),
    ],
    [
      'vigil.budgets',
      '[{"per":"dai","usd":5},{"per":"month","usd":"300"}]',
      null,
      'at [0].per: give one of day, week, month',
      'at [2].usd: give a number',
    ],
    ['vigil.reading.threads', '[2]', '"auto"', 'give auto, or else give a number'],
  ]);
});

test('where no entry of a list or of names holds, no word says that others do', () => {
  const { settings, bad } = parseSettings({
    statusBar: { show: ['contxt', 'week', 'todey'] },
    budgets: [{ per: 'dai', usd: 5 }, 20],
    prices: { a: { output: 1 }, b: 3 },
  });
  expect(settings).toMatchObject({ statusBar: { show: ['week'] }, budgets: [], prices: {} });
  expect(bad).toEqual([
    {
      key: 'vigil.statusBar.show',
      value: '["contxt","todey"]',
      fallback: null,
      reasons: [0, 2].map((place) => `at [${place}]: give one of context, session, limit, today, week`),
    },
    {
      key: 'vigil.prices',
      value: '{"a":{"output":1},"b":3}',
      fallback: '{}',
      reasons: ['at a.input: give a number', 'at b: give an object'],
    },
    {
      key: 'vigil.budgets',
      value: '[{"per":"dai","usd":5},20]',
      fallback: '[]',
      reasons: ['at [0].per: give one of day, week, month', 'at [1]: give an object'],
    },
  ]);
  const told: string[] = [];
  for (const one of bad) tellBadSetting(({ message }) => void told.push(message), one);
  expect(told[0]).toMatch(/at \[0\].*; at \[2\].*The other entries are\.$/);
  expect(told.slice(1).join(' ')).not.toContain('other entries');
});

test('a problem of the engine with a setting leads to that setting', () => {
  const of = (code: string) => settingOf({ level: 'error', code, message: '', file: null })?.args;
  expect(of('settings alerts.muted: not known: “stuk”.')).toEqual(['vigil.alerts.muted']);
  expect(of('store-newer')).toBeUndefined();
});

test('of a list that is too long the first entries hold, and what is left out is told', () => {
  const muted = Array.from({ length: 202 }, (_, i) => (i === 3 ? i : `n${i}`));
  const { settings, bad } = parseSettings({ alerts: { muted } });
  expect(settings.alerts.muted).toEqual(muted.slice(0, 200).filter((one) => one !== 3));
  expect(bad).toEqual([
    {
      key: 'vigil.alerts.muted',
      value: '["n200","n201",3]',
      fallback: null,
      reasons: ['give 200 entries or less', 'at [3]: give a text'],
    },
  ]);
});

test('of names of one’s own only the entry that is wrong goes, and all other settings hold', () => {
  const { settings, bad } = parseSettings({
    exclude: ['/private'],
    prices: { cheap: { output: 1 }, 'my.model': { input: 3, output: 15 }, odd: { input: '1' } },
    detectors: { cost: 'no', denials: false },
  });
  expect(settings).toMatchObject({
    exclude: ['/private'],
    prices: { 'my.model': { input: 3, output: 15 } },
    detectors: { denials: false },
  });
  expect(bad).toEqual([
    {
      key: 'vigil.detectors',
      value: '{"cost":"no"}',
      fallback: null,
      reasons: ['at cost: give true or false, or else give a list'],
    },
    {
      key: 'vigil.prices',
      value: '{"cheap":{"output":1},"odd":{"input":"1"}}',
      fallback: null,
      reasons: ['at cheap.input: give a number', 'at odd.input: give a number'],
    },
  ]);
});

test('a time zone nobody knows is that of the machine, and is named', () => {
  const { settings, bad } = parseSettings({ timezone: 'Mars/Base', plan: 'subscription' });
  expect(settings).toMatchObject({ timezone: '', plan: 'subscription' });
  expect(bad).toMatchObject([{ key: 'vigil.timezone', value: '"Mars/Base"', fallback: '""' }]);
  expect(bad[0]?.reasons.join()).toContain('Europe/Berlin');
});

test('the editor’s proxy is no obstacle', () => {
  const proxy = new Proxy(
    { timezone: 'UTC' },
    { get: (target, key) => (typeof key === 'string' ? Reflect.get(target, key) : undefined) },
  );
  expect(parseSettings(proxy).settings.timezone).toBe('UTC');
});

test.each([
  ['7c1f0a52-3f0b-4d61-9a55-0c2e7b1d9e01', 'claude --resume 7c1f0a52-3f0b-4d61-9a55-0c2e7b1d9e01'],
  ['a; rm -rf /', null],
  ['$(x)', null],
  ['-x', null],
  // Nothing that PowerShell or cmd would read as more than a word, so that it needs no quotes in any shell.
  ['a%PATH%', null],
  ['a`b', null],
  ["a'b", null],
  ['a"b', null],
  ['a^&b', null],
  ['a b', null],
  ['a\nb', null],
  ['a\n', null],
  ['ä', null],
  ['', null],
])('resuming %s', (id, command) => {
  if (command === null) expect(() => resumeCommand(id)).toThrow(Refusal);
  else expect(resumeCommand(id)).toBe(command);
});

test('what a page says is checked, and what it kept', () => {
  expect(FromPage.safeParse({ kind: 'ask', id: 1, call: 'turns', args: {} }).success).toBe(true);
  for (const wrong of [{ kind: 'ask', id: 1, call: 'wipe', args: {} }, { kind: 'run', command: 'x' }, null]) {
    expect(FromPage.safeParse(wrong).success).toBe(false);
  }
  expect(PageState.parse({ id: 'a' })).toMatchObject({ id: 'a', tab: 'story', open: [], tables: [] });
});

test('a page allows its own script by a fresh nonce and nothing else', () => {
  const page = () =>
    pageHtml({
      title: '<b>"x"</b>',
      cspSource: 'https://ours',
      script: 's.js',
      imports: ['&shared.js'],
      styles: ['a.css'],
      codicons: 'c.css',
      initialState: { id: '"><script>' },
      texts: { Cost: '</main><script>' },
      place: { locale: 'en', timeZone: 'Asia/Tokyo' },
    });
  const html = page();
  expect(html).toContain(
    'data-place="{&quot;locale&quot;:&quot;en&quot;,&quot;timeZone&quot;:&quot;Asia/Tokyo&quot;}"',
  );
  const nonce = /'nonce-([^']+)'/.exec(html)?.[1] ?? '';
  expect(nonce.length).toBeGreaterThan(20);
  expect(page()).not.toContain(nonce);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain("connect-src 'none'");
  expect(html).not.toContain('unsafe');
  expect(html).toContain(`<link rel="modulepreload" nonce="${nonce}" href="&amp;shared.js">`);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toContain('<b>');
});
