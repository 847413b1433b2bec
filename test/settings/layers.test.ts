import { expect, test } from 'vitest';
import {
  fromEnvironment,
  fromFile,
  KEYS,
  resolve,
  SettingError,
  variableOf,
} from '../../src/settings/layers';

test('every key has its variable, and no two have the same', () => {
  expect(variableOf('signals.readEditRatio.warn')).toBe('VIGIL_SIGNALS_READ_EDIT_RATIO_WARN');
  expect(new Set([...KEYS].map(variableOf)).size).toBe(KEYS.size);
  expect(KEYS.has('prices')).toBe(true);
  expect(KEYS.size).toBeGreaterThan(25);
});

test('the later layer wins, and every value knows its source', () => {
  const { settings, keys } = resolve([
    ...fromFile(
      '/c.json',
      '{"vigil.timezone": "Europe/Berlin", "signals": {"readEditRatio": {"warn": 5}}, "prices": {"m": {"input": 1, "output": 2}}}',
    ),
    ...fromEnvironment({
      VIGIL_TIMEZONE: 'Asia/Tokyo',
      VIGIL_STORE: '/s',
      OTHER: 'x',
      VIGIL_ROOTS: '["/a"]',
    }),
    { source: 'flag --timezone', key: 'timezone', value: 'UTC' },
  ]);
  expect(settings).toMatchObject({
    timezone: 'UTC',
    roots: ['/a'],
    signals: { readEditRatio: { warn: 5, critical: 2 } },
    prices: { m: { input: 1, output: 2 } },
  });
  const sources = Object.fromEntries(keys.map(({ key, source }) => [key, source]));
  expect(sources).toMatchObject({
    timezone: 'flag --timezone',
    roots: 'environment VIGIL_ROOTS',
    'signals.readEditRatio.warn': '/c.json',
    'signals.readEditRatio.critical': 'default',
    prices: '/c.json',
  });
  expect(keys.map(({ key }) => key)).toEqual([...KEYS].sort());
});

test('the settings of VS Code can be taken as they are: nested, dotted, or below vigil', () => {
  for (const text of [
    '{"vigil": {"plan": "subscription"}}',
    '{"plan": "subscription"}',
    '{"vigil.plan": "subscription"}',
  ])
    expect(resolve(fromFile('f', text)).settings.plan).toBe('subscription');
});

test.each([
  [
    () => fromEnvironment({ VIGIL_NONSENSE: '1' }),
    'VIGIL_NONSENSE=1 (environment): there is no such setting.',
  ],
  [() => resolve(fromFile('/c', '{"vigil.nonsense": 1}')), 'nonsense (/c): there is no such setting.'],
  [() => resolve(fromFile('/c', '{"plan": "free"}')), 'plan (/c) cannot be "free"'],
  [
    () => resolve(fromEnvironment({ VIGIL_CONTEXT_WARN_AT: '7' })),
    'context.warnAt (environment VIGIL_CONTEXT_WARN_AT) cannot be 7',
  ],
  [() => fromFile('/c', '{'), '/c: is not JSON'],
  [() => fromFile('/c', '[]'), '/c: is not an object'],
])('a mistake names key, value and place %#', (work, message) => {
  expect(work).toThrow(SettingError);
  expect(work).toThrow(message);
});

test.each([
  ['{\n  "a": 1,\n  "b" 2\n}', /line 3 column 7/],
  ['{\n  "a": [1, 2', /line 2/],
  ['not json', /"not json"/],
  ['', /line 1, column 1/],
])('a file that is not JSON: which file and where (%j)', (content, where) => {
  expect(() => fromFile('/s/settings.json', content)).toThrow(where);
  expect(() => fromFile('/s/settings.json', content)).toThrow('/s/settings.json');
});

test('a file that begins with a byte order mark is read', () => {
  expect(fromFile('/c.json', '\ufeff{"timezone": "UTC"}')).toEqual([
    { source: '/c.json', key: 'timezone', value: 'UTC' },
  ]);
});
