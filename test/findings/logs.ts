/** Findings from written logs: line, fold, facts and finding tried together. */
import { appendFileSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { joinSessions } from '../../src/library/inspect';
import { Derivation } from '../../src/library/derivation';
import { rulesOf } from '../../src/library/rules';
import type { Found } from '../../src/findings/finding';
import { follow } from '../../src/session/follow';
import { Settings } from '../../src/settings/settings';
import { scan } from '../../src/signals/scan';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { answer, folder, put, prompt, result, toolUse, uuid, type Json, type Lines } from '../support/logs';

const S = '7d3c5a10-0000-4000-8000-00000000f1d5';

/** What a person typed. */
export const typed = (words: string, more: Json = {}): Json => prompt(S, words, more);
/** What a script asked. */
export const asked = (words: string): Json =>
  prompt(S, words, { entrypoint: 'sdk-cli', promptSource: 'sdk' });
/** The agent's last words of a turn, or words on the way. */
export const says = (words: string, stop = 'end_turn', model?: string): Json =>
  answer(S, words, { stop, ...(model === undefined ? {} : { model }) });

/** What it thought. */
export const thinks = (words: string): Json =>
  answer(S, [{ type: 'thinking', thinking: words, signature: 's' }], { stop: null });

/** A call and what it answered. */
export function call(name: string, input: Json, output: unknown, error = false, more: Json = {}): Json[] {
  const id = `toolu_${uuid()}`;
  return [
    answer(S, [toolUse(name, input, id)], { stop: 'tool_use' }),
    result(S, id, output, more, error ? { is_error: true } : {}),
  ];
}
export const bash = (command: string, output = '', error = false, more: Json = {}): Json[] =>
  call('Bash', { command, ...more }, output, error);
export const power = (command: string, output = '', error = false): Json[] =>
  call('PowerShell', { command }, output, error);
export const edit = (path: string, old = 'a', fresh = 'b'): Json[] =>
  call('Edit', { file_path: path, old_string: old, new_string: fresh }, `The file ${path} has been updated.`);
export const read = (path: string, output = '1→x', error = false): Json[] =>
  call('Read', { file_path: path }, output, error);
/** A line that Claude Code writes in the place of an answer. */
export const failed = (words: string, more: Json = {}): Json =>
  answer(S, words, {
    model: '<synthetic>',
    stop: 'stop_sequence',
    more: { isApiErrorMessage: true, ...more },
  });
export const record = (more: Json): Json => ({ ...prompt(S, ''), message: undefined, ...more });

const RULES = rulesOf(Settings.parse({}), bundledPrices(), calendarOf('UTC'));

const file = (path: string) => ({ path, root: '', sessionId: null, agentId: null });

/** Findings of a log; read at once and in two pieces, which must say the same. */
export function findings(lines: Lines): Found[] {
  const root = folder({ 'a.jsonl': lines, 'b.jsonl': [] });
  const once = found(follow(file(`${root}/a.jsonl`), null, scan));
  const bytes = readFileSync(`${root}/a.jsonl`);
  const half = Math.floor(bytes.length / 2);
  put(`${root}/b.jsonl`, bytes.subarray(0, half));
  const before = follow(file(`${root}/b.jsonl`), null, scan);
  appendFileSync(`${root}/b.jsonl`, bytes.subarray(half));
  const after = follow(file(`${root}/b.jsonl`), structuredClone(before), scan);
  expect(found(after)).toEqual(once);
  return once;
}

function found({ reading }: ReturnType<typeof follow>): Found[] {
  const [session] = joinSessions([reading]).sessions;
  return session === undefined ? [] : Derivation.of(session, [], RULES, false).found;
}

/** Those of one name, short. */
export const named = (lines: Lines, name: string): Pick<Found, 'severity' | 'open' | 'sentence'>[] =>
  findings(lines)
    .filter((one) => one.name === name)
    .map(({ severity, open, sentence }) => ({ severity, open, sentence }));

/** `+` rings red, `!` yellow, `-` was repaired; nothing: ''. */
export const rings = (lines: Lines, name: string): string =>
  named(lines, name)
    .map(({ severity, open }) => (!open ? '-' : severity === 'critical' ? '+' : '!'))
    .join('');
