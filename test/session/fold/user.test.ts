import { expect, test } from 'vitest';
import { promptFacts } from '../../../src/session/fold/user';
import { isQueueId } from '../../../src/session/queueId';
import { scan } from '../../../src/signals/scan';
import { answer, prompt, result } from '../../conformance/logs';
import { eventsOf, folded, record } from './lines';

test('a prompt, a command and an interrupt are three things a person does', () => {
  const state = folded([
    prompt('s', 'fix src/a.ts'),
    prompt('s', '<command-name>/compact</command-name><command-args></command-args>'),
    prompt('s', '[Request interrupted by user]'),
  ]);
  expect(state.reading.events.map(({ kind }) => kind)).toEqual(['prompt', 'command', 'interrupt']);
  expect(eventsOf(state, 'prompt')[0]).toMatchObject({ via: 'typed', chars: 12, names: ['src/a.ts'] });
  expect(state.reading.facts['']?.opening).toMatchObject({ weak: false });
});

test('a repeated record adds nothing', () => {
  const said = prompt('s', 'go');
  expect(eventsOf(folded([said, said]), 'prompt')).toHaveLength(1);
});

test('a sub-agent’s task is no prompt, and is its opening', () => {
  const state = folded([prompt('s', 'search the tree')], 'a1');
  expect(state.reading.events).toEqual([]);
  expect(state.reading.facts['']?.opening?.text).toBe('search the tree');
});

test('a prompt that left the queue and is then logged counts once, under its own id', () => {
  const queue = (operation: string, content?: string) => record('queue-operation', { operation, content });
  const waited = [prompt('s', 'go'), queue('enqueue', 'and tests'), queue('remove')];
  expect(isQueueId(eventsOf(folded(waited), 'prompt')[1]!.id)).toBe(true);
  const logged = prompt('s', 'and tests');
  const prompts = eventsOf(folded([...waited, logged]), 'prompt');
  expect(prompts.map((event) => event.id).slice(1)).toEqual([logged['uuid']]);
});

test('a result and words beside it: the result belongs to its call, the words are a prompt', () => {
  const both = result('s', 't1', 'ok');
  (both['message'] as { content: unknown[] }).content.push({ type: 'text', text: 'stop that' });
  const state = folded([answer('s', [{ type: 'tool_use', id: 't1', name: 'Read', input: {} }]), both]);
  expect(state.reading.events.map(({ kind }) => kind)).toEqual(['tool', 'result', 'prompt']);
});

test('of a text, the length, fingerprint, language and names are kept, not the text', () => {
  const words = promptFacts(scan, {
    text: 'No, that is wrong: look at src/b.ts again before you change anything',
  });
  expect(words).toMatchObject({ chars: 68, names: ['src/b.ts'] });
  expect(words.marks.map(({ list }) => list)).toContain('correction');
  expect(JSON.stringify(words)).not.toContain('before you change');
});
