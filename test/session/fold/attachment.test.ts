import { expect, test } from 'vitest';
import { prompt } from '../../conformance/logs';
import { eventsOf, folded, record } from './lines';

const attached = (attachment: unknown, more = {}) => record('attachment', { attachment, ...more });

test('a file that somebody else changed, and an attached one', () => {
  const changed = attached({ type: 'edited_text_file', filename: '/p/a.ts', snippet: '1' });
  const shown = attached({ type: 'file', filename: '/p/b.ts' });
  const { reading } = folded([changed, shown, changed, shown]);
  expect(reading.events).toMatchObject([
    { kind: 'changed', path: '/p/a.ts', told: true },
    { kind: 'attached', path: '/p/b.ts', how: 'file' },
  ]);
});

test('files that an attachment names in a field of its own: each memory, and a plan', () => {
  const memories = attached({
    type: 'relevant_memories',
    memories: [{ path: '/m/a.md', content: 'a' }, { path: '/m/b.md' }, { content: 'nowhere' }, 'x'],
  });
  const plan = attached({ type: 'plan_file_reference', planFilePath: '/plans/p.md', planContent: '# P' });
  const { reading } = folded([memories, plan, memories, plan]);
  expect(reading.events).toMatchObject([
    { kind: 'attached', path: '/m/a.md', how: 'relevant_memories' },
    { kind: 'attached', path: '/m/b.md', how: 'relevant_memories' },
    { kind: 'attached', path: '/plans/p.md', how: 'plan_file_reference' },
  ]);
});

test('a queued prompt counts once, although it is also logged as a message', () => {
  const queued = attached({ type: 'queued_command', prompt: 'and tests' });
  const enqueued = record('queue-operation', { operation: 'enqueue', content: 'and tests' });
  const message = prompt('s', 'and tests', { promptSource: 'queued' });
  expect(eventsOf(folded([enqueued, queued]), 'prompt')).toMatchObject([{ chars: 9, via: 'queued' }]);
  expect(eventsOf(folded([enqueued, queued, message]), 'prompt')).toHaveLength(1);
});

test('texts of a program, another mode or a sub-agent are no prompts', () => {
  const queued = (more = {}) => attached({ type: 'queued_command', prompt: 'x', ...more });
  const { reading } = folded([queued({ commandMode: 'task-notification' }), queued({ isMeta: true })]);
  expect(reading.events).toEqual([]);
  expect(folded([queued()], 'a1').reading.events).toEqual([]);
});

test('an unknown attachment adds no event', () => {
  expect(folded([attached({ type: 'surprise' }), attached(null), attached('x')]).reading.events).toEqual([]);
});
