import { expect, test } from 'vitest';
import { Settings } from '../../src/settings/settings';
import { storageFolder } from '../../src/host/storage';

test('the archive lies where the setting says, else where VS Code says', () => {
  expect(storageFolder({ storage: '' }, '/home/a', '/given')).toBe('/given');
  expect(storageFolder({ storage: '/data/vigil' }, '/home/a', '/given')).toBe('/data/vigil');
  expect(storageFolder({ storage: '~/vigil' }, '/home/a', '/given')).toBe('/home/a/vigil');
  expect(storageFolder({ storage: '~' }, '/home/a', '/given')).toBe('/home/a');
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
])('%j as a folder: %s', (storage, valid) => {
  expect(Settings.safeParse({ storage }).success).toBe(valid);
});
