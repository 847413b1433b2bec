/** What an empty view says: one thing at a time, and “reading” before anything is known. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';

const Welcome = z.object({ view: z.string(), contents: z.string(), when: z.string() });
const Manifest = z.object({ contributes: z.object({ viewsWelcome: z.array(Welcome) }) });
const { viewsWelcome } = Manifest.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')),
).contributes;

type Context = Record<string, string | boolean | undefined>;

/** A `when` clause of `&&`, `!`, `==` and `!=`. */
const holds = (when: string, context: Context): boolean =>
  when.split(' && ').every((part) => {
    const [, not, key = '', equals, value] = /^(!?)([\w.]+)(?: (==|!=) '(\w+)')?$/.exec(part) ?? [];
    if (equals !== undefined) return (context[key] === value) === (equals === '==');
    return Boolean(context[key]) === (not === '');
  });

const said = (view: string, context: Context): string[] =>
  viewsWelcome
    .filter((one) => one.view === view && holds(one.when, context))
    .map(({ contents }) => contents.replaceAll('%', '').replace('welcome.', ''));

test.each([
  // What is known of the logs; what Live, Sessions and Alerts say while they are empty.
  ['before the engine has said anything', {}, 'reading', 'reading', 'reading'],
  ['while it reads', { 'vigil.state': 'reading' }, 'reading', 'reading', 'reading'],
  ['nothing there', { 'vigil.known': true, 'vigil.state': 'empty' }, 'live', 'empty', 'alerts'],
  [
    'nothing passes the filter',
    { 'vigil.known': true, 'vigil.state': 'empty', 'vigil.filtered': true },
    'live',
    'filtered',
    'alerts',
  ],
  ['the engine is gone', { 'vigil.state': 'stopped' }, 'stopped.short', 'stopped', 'stopped.short'],
  ['it did not answer', { 'vigil.known': true, 'vigil.state': 'failed' }, 'live', 'failed', 'alerts'],
] as const)('%s', (_what, context, live, sessions, alerts) => {
  expect(['vigil.live', 'vigil.sessions', 'vigil.alerts'].map((view) => said(view, context))).toEqual([
    [live],
    [sessions],
    [alerts],
  ]);
});
