import { expect, test } from 'vitest';
import { foldersAtHome } from '../../src/settings/folders';
import { Settings } from '../../src/settings/settings';

test('wherever a setting names folders, ~ is the home folder', () => {
  const written = Settings.parse({
    storage: '~/vigil',
    exclude: ['~/private', '/work/~', '~other'],
    followLinks: ['~'],
    detectorsExclude: ['~/experiments'],
    vault: { exclude: ['~/private'] },
    alerts: { mutedIn: { stuck: ['~/experiments'] } },
    detectors: { cost: false, denials: ['~/experiments'] },
    budgets: [
      { per: 'day', usd: 1, project: '~/app' },
      { per: 'week', usd: 2 },
    ],
  });
  expect(foldersAtHome(written, '/home/a')).toMatchObject({
    storage: '/home/a/vigil',
    exclude: ['/home/a/private', '/work/~', '~other'],
    followLinks: ['/home/a'],
    detectorsExclude: ['/home/a/experiments'],
    vault: { exclude: ['/home/a/private'] },
    alerts: { mutedIn: { stuck: ['/home/a/experiments'] } },
    detectors: { cost: false, denials: ['/home/a/experiments'] },
    budgets: [
      { per: 'day', usd: 1, project: '/home/a/app' },
      { per: 'week', usd: 2 },
    ],
  });
  const none = Settings.parse({});
  expect(foldersAtHome(none, '/home/a')).toEqual(none);
});

test.each([
  ['', true],
  ['/data', true],
  ['~/vigil', true],
  ['C:\\vigil', true],
  ['\\\\server\\share', true],
  ['vigil', false],
  ['./vigil', false],
  ['~other', false],
])('%j as a folder of the archive: %s', (storage, valid) => {
  expect(Settings.safeParse({ storage }).success).toBe(valid);
});
