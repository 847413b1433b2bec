/** Each question is one file with a test of the same name; the index lists all of them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../src/engine/commands';
import { answers, isQuestion, questions } from '../../src/questions/index';

const FOLDER = join(import.meta.dirname, '..', '..', 'src', 'questions');
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  .map((name) => name.slice(0, -'.ts'.length))
  .toSorted();

test('each file is a question of its name, and each question has its file', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(Object.keys(questions).toSorted()).toEqual(files);
  expect(Object.keys(answers).toSorted()).toEqual(files);
});

test('each question has a test of its name', () => {
  expect(files.filter((name) => !existsSync(join(import.meta.dirname, `${name}.test.ts`)))).toEqual([]);
});

test('no question has the name of a command', () => {
  expect(Object.keys(commands).filter(isQuestion)).toEqual([]);
});
