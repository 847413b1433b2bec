import { expect, test } from 'vitest';
import { AllFigures } from '../../src/library/allFigures';
import { withoutDetails } from '../../src/signals/signal';
import type { SessionFigures } from '../../src/store/figures';
import { pack, unpackAll } from '../../src/store/packedFigures';
import { figures } from '../store/makers';

const withSignals = (
  id: string,
  change: Partial<SessionFigures['signals'][number]> = {},
): SessionFigures => ({
  ...figures(id),
  signals: figures(id).signals.map((one) => ({ ...withoutDetails(one), ...change })),
});

test('equal signals of two sessions are one object; different ones stay unchanged', () => {
  const all = new AllFigures();
  const differences: Partial<SessionFigures['signals'][number]>[] = [
    { value: 17 },
    { value: null },
    { measure: 0.25 },
    { ceiling: 'warn' },
    { severity: 'critical' },
    { label: 'another' },
    { name: 'another' },
    { evidence: [{ at: 1, len: 2, note: 'x', against: true }] },
    { detail: { x: 1 } },
  ];
  all.set('a', withSignals('a'));
  all.set('b', withSignals('b'));
  const first = all.get('a')!.signals[0]!;
  expect(all.get('b')!.signals[0]).toBe(first);
  for (const [i, difference] of differences.entries()) {
    const id = `other-${i}`;
    all.set(id, withSignals(id, difference));
    expect(all.get(id)).toEqual(withSignals(id, difference));
    expect(all.get(id)!.signals[0]).not.toBe(first);
  }
});

test('the same for sessions restored from the archive', () => {
  const packed = ['a', 'b'].map((id) => pack(withSignals(id)));
  const bytes = Buffer.concat(packed);
  const stored = [{ ids: ['a', 'b'], ends: [packed[0]!.length, bytes.length], bytes }];
  const all = new AllFigures();
  for (const one of unpackAll(stored, (id) => expect(id).toBeNull())) all.set(one.id, one);
  expect(all.get('a')).toEqual(withSignals('a'));
  expect(all.get('b')!.signals[0]).toBe(all.get('a')!.signals[0]);
});

test('the cache of signals is bounded; later signals are complete all the same', () => {
  const all = new AllFigures();
  for (let i = 0; i < 60_000; i++) all.set('a', withSignals('a', { label: `${i} found`, value: i }));
  all.set('b', withSignals('b', { label: '59999 found', value: 59_999 }));
  expect(all.get('b')).toEqual(withSignals('b', { label: '59999 found', value: 59_999 }));
  expect(all.get('b')!.signals[0]).toBe(all.get('a')!.signals[0]);
});
