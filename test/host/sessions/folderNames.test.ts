import { expect, test } from 'vitest';
import { newFolderNames } from '../../../src/host/sessions/folderNames';

test.each<[string[], string, string]>([
  [['/home/ada/app'], '/home/ada/app', 'app'],
  [['/home/ada/app', '/home/ada/app'], '/home/ada/app', 'app'],
  [['/home/ada/wks/cli', '/home/ada/cli'], '/home/ada/cli', 'ada/cli'],
  [['/home/ada/wks/cli', '/home/ada/cli'], '/home/ada/wks/cli', 'wks/cli'],
  [['/a/x/cli', '/b/x/cli'], '/a/x/cli', 'a/x/cli'],
  [['/x/cli', '/a/x/cli'], '/x/cli', 'x/cli'],
  [['C:\\Work\\App', 'D:\\Work\\App'], 'C:\\Work\\App', 'C:/Work/App'],
  [['/'], '/', '/'],
  [[], '/never/seen', 'seen'],
])('of %j %s is called %s', (folders, folder, name) => {
  const names = newFolderNames();
  names.add(folders);
  expect(names.nameOf(folder)).toBe(name);
});

test('null has an empty name; a changed name is reported once', () => {
  const names = newFolderNames();
  expect(names.nameOf(null)).toBe('');
  expect(names.add([null, '/a/cli'])).toBe(false);
  expect(names.add(['/b/cli'])).toBe(true);
  expect(names.add(['/b/cli'])).toBe(false);
});
