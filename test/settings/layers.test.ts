import { expect, test } from 'vitest';
import { contradictions } from '../../src/settings/contradictions';
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
  const named = { prices: { m: { input: 1, output: 2 } }, detectors: { cost: false } };
  for (const content of [
    named,
    { vigil: named },
    { 'vigil.prices': named.prices, 'vigil.detectors': named.detectors },
  ])
    expect(resolve(fromFile('f', JSON.stringify(content))).settings).toMatchObject(named);
});

test.each([
  [
    () => fromEnvironment({ VIGIL_NONSENSE: '1' }),
    'VIGIL_NONSENSE=1 (environment): there is no such setting.',
  ],
  [() => resolve(fromFile('/c', '{"vigil.nonsense": 1}')), 'nonsense = 1 (/c): there is no such setting.'],
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

test('a file may have comments and a comma behind the last value, and a mistake keeps its place', () => {
  const text = '{ // why\n  "timezone": "Etc//UTC", /* not yet:\n "plan": 1 */\n  "roots": ["/a,]",],\n}';
  expect(fromFile('f', text).map(({ key, value }) => [key, value])).toEqual([
    ['timezone', 'Etc//UTC'],
    ['roots', ['/a,]']],
  ]);
  expect(() => fromFile('f', '{\n  /* a\n  b */ "a": 1,\n  "b" 2\n}')).toThrow(/line 4/);
  expect(() => fromFile('f', '{ "a": /* open')).toThrow('is not JSON');
});

test('variables may say a list with commas, and yes or no', () => {
  const { settings } = resolve(
    fromEnvironment({
      VIGIL_ROOTS: '/a, /b,',
      VIGIL_EXCLUDE: '["/x,y"]',
      VIGIL_BASELINE_ENABLED: 'no',
      VIGIL_SIGNALS_TASK_TYPE: 'ON',
      VIGIL_VAULT_ENABLED: '1',
    }),
  );
  expect(settings).toMatchObject({
    roots: ['/a', '/b'],
    exclude: ['/x,y'],
    baseline: { enabled: false },
    signals: { taskType: true },
    vault: { enabled: true },
  });
});

test.each([
  [{ 'baseline.enabled': 5 }, 'baseline.enabled (f) cannot be 5: give true or false.'],
  [{ 'live.idleMinutes': 0 }, 'live.idleMinutes (f) cannot be 0: give 1 or more.'],
  [{ 'live.idleMinutes': 1.5 }, 'live.idleMinutes (f) cannot be 1.5: give a whole number.'],
  [{ roots: 'x' }, 'roots (f) cannot be "x": give a list.'],
  [{ plan: 'free' }, 'plan (f) cannot be "free": give one of api, subscription.'],
  [{ 'vigil.budgets': [{ per: 'day' }] }, ': at [0].usd: give a number.'],
  [{ budgets: [{ per: 'day', usd: 0 }] }, ': at [0].usd: give more than 0.'],
  [{ budgets: [{ per: 'day', usd: 3, projekt: '/a' }] }, ': at [0]: there is no “projekt”.'],
  [{ budgets: { per: 'day' } }, 'cannot be {"per":"day"}: give a list.'],
  [{ prices: { m: { input: '3', output: 5 } } }, ': at m.input: give a number.'],
  [{ detectors: { cost: 'no' } }, ': at cost: give true or false, or else give a list.'],
  [{ 'signals.stopPhrases.custom': [''] }, ': at [0]: give a text.'],
  [{ 'signals.stopPhrases.custom': [5] }, ': at [0]: give a text, or else give an object.'],
  [{ 'signals.stopPhrases.custom': [{ txt: 'x' }] }, ': at [0].text: give a text.'],
  [{ 'signals.stopPhrases.custom': [{ text: 'x', mode: 'glob' }] }, ': at [0].mode: give one of word,'],
  [{ 'signals.stopPhrases.custom': [{ text: '(', mode: 'regex' }] }, ': at [0].text: “(” is not a regular'],
  [{ 'reading.threads': 9 }, 'cannot be 9: give 4 or less.'],
  [{ 'baseline.since': '2026-02-30' }, 'cannot be "2026-02-30": give a day as YYYY-MM-DD.'],
  [{ storage: 'here' }, 'cannot be "here": give an absolute path.'],
  [{ plann: 'api' }, 'plann = "api" (f): there is no such setting.'],
])('a mistake says what would do: %j', (content, message) => {
  expect(() => resolve(fromFile('f', JSON.stringify(content)))).toThrow(message);
});

const contradicting = (content: object): string[] =>
  contradictions(resolve(fromFile('f', JSON.stringify(content))).settings);

test('settings that do not go together are told', () => {
  expect(contradicting({})).toEqual([]);
  expect(contradicting({ signals: { readEditRatio: { warn: 2, critical: 4 } } })).toEqual([
    'signals.readEditRatio.critical (4) is above signals.readEditRatio.warn (2): nothing is ever WARN.',
  ]);
  expect(contradicting({ 'signals.interrupts.warn': 30, 'live.idleMinutes': 40 })).toEqual([
    'signals.interrupts.critical (12) is below signals.interrupts.warn (30): nothing is ever WARN.',
    'live.endedMinutes (35) is no more than live.idleMinutes (40): no session is ever idle.',
  ]);
  expect(contradicting({ 'signals.off': ['prompts', 'promts'] })).toEqual([
    expect.stringMatching(/^signals\.off: not known: “promts”\. Known are parse_health, /),
  ]);
  expect(contradicting({ 'signals.off': ['parse_health'] })).toEqual([
    'signals.off: parse_health cannot be turned off.',
  ]);
});

test('names that nothing has are told, and expressions that are not used', () => {
  expect(
    contradicting({
      detectors: { costs: false, tokens: [], cost: true },
      alerts: { muted: ['guard_bypassed', 'waiting', 'detectors.cost', 'detectors.budget', 'stop_phrase'] },
      'alerts.mutedIn': { stuk: ['/w/app'], stuck: ['/w/app'] },
      notifications: { muted: ['budget', 'waiting'] },
      'signals.stopPhrases.custom': [{ text: '(?=a)b', mode: 'regex' }],
    }).map((said) => said.replace(/Known are .*/, '…')),
  ).toEqual([
    'detectors: not known: “costs”, “tokens”. …',
    'alerts.muted: not known: “detectors.budget”. …',
    'alerts.mutedIn: not known: “stuk”. …',
    'notifications.muted: not known: “waiting”. …',
    'signals.stopPhrases.custom: the expression “(?=a)b” is not used: it looks ahead or behind, which cannot be searched for in bounded time. The other phrases are.',
  ]);
});
