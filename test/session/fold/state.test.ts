import { expect, test } from 'vitest';
import { FoldState } from '../../../src/session/fold/state';
import { scan } from '../../../src/signals/scan';
import { answer, prompt, result, toolUse } from '../../conformance/logs';
import { folded, record } from './lines';

test('a state made from a reading equals the one that was kept', () => {
  const kept = folded([
    record('queue-operation', { operation: 'enqueue', content: 'and then' }),
    prompt('s', 'go'),
    answer('s', [{ type: 'text', text: 'a' }, toolUse('Read', { file_path: '/x' }, 't1')], {
      id: 'relay',
      request: null,
    }),
    result('s', 't1', 'content'),
    record('queue-operation', { operation: 'remove' }),
    answer('s', 'b', { id: 'relay', request: null }),
    prompt('s', 'and then', { promptSource: 'queued' }),
    answer('s', 'c'),
    record('system', { subtype: 'compact_boundary' }),
  ]);
  const made = new FoldState(kept.reading, scan);
  for (const index of ['responses', 'answers', 'blocks', 'tools', 'results', 'prompts'] as const)
    expect({ [index]: made[index] }).toEqual({ [index]: kept[index] });
  expect(new Map(made.spoken)).toEqual(new Map(kept.spoken));
  expect(made.responses.size).toBe(3);
  expect(made.tools.get('t1')).toBe(kept.tools.get('t1'));
});

test('a renamed prompt is not found under its old id', () => {
  const state = folded([prompt('s', 'go', { uuid: 'first' })]);
  const said = state.prompts.values().next().value![0]!;
  state.rename(said, { id: 'second', parent: 'p' });
  expect([...state.spoken.keys()]).toEqual(['second']);
  expect(state.reading.events[0]).toMatchObject({ id: 'second', parent: 'p' });
});

test('a record without a uuid is identified by its place', () => {
  const state = folded([]);
  const place = { t: null, at: 7, len: 1, thread: '' };
  expect(state.idOf({ uuid: undefined }, place)).toBe('/logs/s.jsonl:7');
  expect(state.idOf({ uuid: 'u' }, place)).toBe('u');
  expect(state.isMain(place)).toBe(true);
  expect(state.isMain({ ...place, thread: 'a' })).toBe(false);
  expect(folded([], 'a').isMain(place)).toBe(false);
});
