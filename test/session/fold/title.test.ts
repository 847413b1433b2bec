import { expect, test } from 'vitest';
import { prompt } from '../../conformance/logs';
import { folded, record } from './lines';

test('titles of a person and of Claude Code are kept separately; the last of each counts', () => {
  const { title } = folded([
    record('custom-title', { customTitle: 'Mine' }),
    record('ai-title', { aiTitle: 'Made' }),
    record('ai-title', { aiTitle: 'Made again' }),
    record('custom-title', {}),
  ]).reading;
  expect(title).toEqual({ custom: 'Mine', ai: 'Made again', summary: null, given: null });
});

test('a summary counts when its leaf is in this file, before it or after it', () => {
  const leaf = prompt('s', 'go');
  const summary = (leafUuid: unknown) =>
    record('summary', { summary: 'What was done', leafUuid, uuid: undefined });
  expect(folded([leaf, summary(leaf['uuid'])]).reading.title.summary).toBe('What was done');
  expect(folded([summary(leaf['uuid']), leaf]).reading.title.summary).toBe('What was done');
  expect(folded([leaf, summary('another')]).reading.title.summary).toBeNull();
});

test('a change of the mode is a fact of the session', () => {
  const { facts } = folded([record('permission-mode', { permissionMode: 'acceptEdits' })]).reading;
  expect(facts['']?.modes).toEqual(['acceptEdits']);
});
