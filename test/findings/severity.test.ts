/** The one rule for the severity of a session. */
import { expect, test } from 'vitest';
import type { Found } from '../../src/findings/finding';
import {
  areLastWords,
  foldLastWords,
  isNotUnderstood,
  noLastWords,
  severityOfSession,
  type Judged,
} from '../../src/findings/severity';
import type { Event } from '../../src/session/event';
import { stepsOf } from '../../src/session/step';
import { found, reading } from '../host/rig';
import { asked, said, tool } from './rig';

const session = (part: Partial<Judged> = {}): Judged => ({
  findings: [],
  signals: [],
  tools: [{ calls: 3 }, { calls: 2 }],
  closedTurn: false,
  parent: null,
  ...part,
});
const of = (part: Partial<Judged>, measures = false) => severityOfSession(session(part), measures);
const warn = found();
const critical = found({ severity: 'critical' });
const repaired = (one: Found): Found => ({ ...one, open: false });
const bad = [reading({ severity: 'critical' })];

test.each<[string, Partial<Judged>, string]>([
  ['nothing found', {}, 'ok'],
  ['a warning', { findings: [warn] }, 'warn'],
  ['the worst counts', { findings: [warn, critical, warn] }, 'critical'],
  ['what was repaired does not', { findings: [warn, repaired(critical)] }, 'warn'],
  ['all repaired', { findings: [repaired(critical)] }, 'ok'],
  ['a measure never rings', { signals: bad }, 'ok'],
  ['four calls and no end of a turn', { tools: [{ calls: 4 }] }, 'unjudged'],
  ['four calls and an end of a turn', { tools: [{ calls: 4 }], closedTurn: true }, 'ok'],
  ['nothing at all', { tools: [] }, 'unjudged'],
  ['too short, but something was found', { tools: [], findings: [warn] }, 'warn'],
  ['a sub-agent: its parent answers for it', { parent: 'p' }, 'unjudged'],
  [
    'a log that is not understood',
    { signals: [reading({ name: 'parse_health', severity: 'critical' })] },
    'unjudged',
  ],
])('%s', (_, part, severity) => expect(of(part)).toBe(severity));

test('with codevigil’s behaviour measures count beside findings', () => {
  expect(of({ signals: bad }, true)).toBe('critical');
  expect(of({ signals: [reading({ severity: 'warn' })], findings: [critical] }, true)).toBe('critical');
  expect(of({ signals: bad, findings: [warn] }, true)).toBe('critical');
  expect(of({ signals: bad, tools: [] }, true)).toBe('critical');
  expect(of({ tools: [] }, true)).toBe('unjudged');
});

test('only parse health says that a log is not understood', () => {
  expect(isNotUnderstood(bad)).toBe(false);
  expect(isNotUnderstood([reading({ name: 'parse_health', severity: 'critical' })])).toBe(true);
});

test.each<[string, Event[], boolean]>([
  ['nothing said', [asked('typed'), tool('read', '/a')], false],
  [
    'said, with a call after it',
    [asked('typed'), said('Reading.', [], 'tool_use'), tool('read', '/a')],
    false,
  ],
  ['the last word', [asked('typed'), said('Done.', [], 'end_turn')], true],
  [
    'a last word that the log does not call so, and nobody spoke after it',
    [asked('typed'), said('Done.')],
    false,
  ],
  ['the same, and the person went on', [asked('typed'), said('Done.'), asked('typed')], true],
])('a closed turn: %s', (_, events, closed) => {
  const state = noLastWords();
  for (const step of stepsOf(events)) foldLastWords(state, step);
  expect(areLastWords(state)).toBe(closed);
});
