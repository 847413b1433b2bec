import { expect, test } from 'vitest';
import { lessonsOf } from '../../../src/host/alerts/alertLessons';
import { Settings } from '../../../src/settings/settings';

const settings = Settings.parse({});
const context = (detail: string, warnAt = 0.9) =>
  lessonsOf(
    { kind: 'context', detector: 'context', detail, project: '/here' },
    { ...settings, context: { warnAt } },
    'Context nearly full',
  );

test('a context that is no problem yet: only from the next step on; there is none above what is full', () => {
  expect(context('92 % of 200k tokens')).toEqual([
    {
      label: 'Only from 95 % on',
      detail: 'In all sessions. Sets “vigil.context.warnAt”.',
      setting: 'context.warnAt',
      value: 0.95,
    },
  ]);
  expect(context('81 %', 0.8).map(({ value }) => value)).toEqual([0.85]);
  expect(context('97 %')).toEqual([]);
  expect(context('nobody knows')).toEqual([]);
});

test('a detector leaves out the project, beside those it left out before', () => {
  const lesson = (detectors: typeof settings.detectors) =>
    lessonsOf(
      { kind: 'detector', detector: 'denials', detail: '', project: '/w/app' },
      { ...settings, detectors },
      'Denials',
    ).map(({ label, setting, value }) => ({ label, setting, value }));
  const of = (value: unknown) => [{ label: '“Denials” in app', setting: 'detectors', value }];
  expect(lesson({})).toEqual(of({ denials: ['/w/app'] }));
  expect(lesson({ denials: true, cost: false })).toEqual(of({ denials: ['/w/app'], cost: false }));
  expect(lesson({ denials: ['/w/old', '/w/app'] })).toEqual(of({ denials: ['/w/old', '/w/app'] }));
});

test('what has no threshold and no project teaches nothing', () => {
  const of = (kind: 'finding' | 'waiting' | 'detector', project: string | null) =>
    lessonsOf({ kind, detector: 'x', detail: '92 %', project }, settings, 'X');
  expect([of('finding', '/a'), of('waiting', '/a'), of('detector', null)]).toEqual([[], [], []]);
});
