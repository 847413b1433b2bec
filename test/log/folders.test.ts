import { expect, test } from 'vitest';
import { baseName } from '../../src/log/folders';

test.each([
  ['C:\\Users\\Ada\\api\\', 'api'],
  ['\\\\server\\home\\ada', 'ada'],
  ['/home/ada/api', 'api'],
  [null, ''],
])('%j is called %j', (path, name) => expect(baseName(path)).toBe(name));
