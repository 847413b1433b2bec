import { expect, test } from 'vitest';
import { lessonsOf } from '../../../src/host/alerts/alertLessons';
import { Settings } from '../../../src/settings/settings';

const settings = Settings.parse({});
const context = (detail: string, warnAt = 0.9) =>
  lessonsOf(
    { kind: 'context', detector: 'context', detail, project: null },
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
      done: 'Vigil now warns when a context is 95 % full.',
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

test('what a session raises is muted in its project, beside those in which it was muted before', () => {
  const lesson = (kind: 'finding' | 'waiting' | 'context', name: string, mutedIn = {}) =>
    lessonsOf(
      { kind, detector: name, detail: '92 %', project: '/w/app' },
      { ...settings, alerts: { ...settings.alerts, mutedIn } },
      'Kind',
    ).map(({ label, setting, value }) => [label, setting, value]);
  const inApp = (value: unknown) => ['“Kind” in app', 'alerts.mutedIn', value];
  expect(lesson('finding', 'stuck')).toEqual([inApp({ stuck: ['/w/app'] })]);
  expect(lesson('waiting', 'waiting', { stuck: ['/w/app'], waiting: ['/w/old'] })).toEqual([
    inApp({ stuck: ['/w/app'], waiting: ['/w/old', '/w/app'] }),
  ]);
  expect(lesson('finding', 'stuck', { stuck: ['/w/app'] })).toEqual([inApp({ stuck: ['/w/app'] })]);
  expect(lesson('context', 'context').map(([, setting]) => setting)).toEqual([
    'context.warnAt',
    'alerts.mutedIn',
  ]);
});

test('what has no threshold and no project teaches nothing', () => {
  const of = (kind: 'finding' | 'budget' | 'limit' | 'detector', project: string | null) =>
    lessonsOf({ kind, detector: 'x', detail: '92 %', project }, settings, 'X');
  expect([of('finding', null), of('budget', '/a'), of('limit', '/a'), of('detector', null)]).toEqual([
    [],
    [],
    [],
    [],
  ]);
});
