import { expect, test } from 'vitest';
import { answer, toolUse, type Json, type Lines } from '../support/logs';
import { call, failed, named, record, rings, says, typed } from './logs';

const NAME = 'other_model';
const S = '7d3c5a10-0000-4000-8000-00000000f1d5';
const BIG = 'claude-opus-4-8';
const SMALL = 'claude-haiku-4-5';
const by = (model: string, words = 'Going on.', stop = 'tool_use'): Json => says(words, stop, model);
const command = (name: string): Json =>
  typed(`<command-name>${name}</command-name>\n<command-message>${name}</command-message>`);
const fallback = (from: string, to: string): Json =>
  answer(S, [{ type: 'fallback', from: { model: from }, to: { model: to } }], {
    model: to,
    stop: 'tool_use',
  });
const refusal = (from: string, to: string, direction = 'retry'): Json =>
  record({
    type: 'system',
    subtype: 'model_refusal_fallback',
    direction,
    originalModel: from,
    fallbackModel: to,
  });

test.each<[string, Lines]>([
  ['between two answers', [by(BIG), by(SMALL)]],
  ['by a block of the service', [fallback(BIG, SMALL), by(SMALL)]],
  ['by a line of the service', [refusal(BIG, SMALL), by(SMALL)]],
  ['told twice', [by(BIG), refusal(BIG, SMALL), fallback(BIG, SMALL), by(SMALL)]],
])('%s', (_, lines) => {
  expect(named([typed('go'), ...lines], NAME)).toEqual([
    {
      severity: 'warn',
      open: true,
      sentence: 'Went on with Haiku 4.5 instead of Opus 4.8 in the middle of a turn',
    },
  ]);
});

test('a point in the name of a model is no end of it', () => {
  expect(named([typed('go'), by(BIG), by('zai/glm-4.7')], NAME)).toMatchObject([
    { sentence: 'Went on with glm-4.7 instead of Opus 4.8 in the middle of a turn' },
  ]);
});

test.each<[string, Lines]>([
  ['a line of Claude Code itself', [by(BIG), failed('API Error: 500'), by(BIG)]],
  ['/model', [by(BIG), command('/model'), by(SMALL)]],
  ['another turn', [by(BIG, 'Done.', 'end_turn'), typed('and this'), by(SMALL)]],
  ['a skill that brings its model', [by(BIG), ...call('Skill', { skill: 'review' }, 'ok'), by(SMALL)]],
  ['a plan and its doing', [by(BIG), ...call('ExitPlanMode', { plan: 'x' }, 'ok'), by(SMALL)]],
  [
    'a compaction',
    [
      by(BIG),
      record({ type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: 'auto' } }),
      by(SMALL),
    ],
  ],
  ['the same with a longer window', [by(BIG), by(`${BIG}[1m]`)]],
  ['the same with its date', [by(SMALL), by(`${SMALL}-20251001`)]],
  ['the same by another provider', [by(BIG), by(`us.anthropic.${BIG}`)]],
  [
    'a sub-agent',
    [
      by(BIG),
      {
        ...answer(S, [toolUse('Read', { file_path: '/a' })], { model: SMALL, stop: 'tool_use' }),
        isSidechain: true,
        agentId: 'a1',
      },
      by(BIG),
    ],
  ],
  ['no answer between', [refusal(BIG, BIG)]],
])('not this: %s', (_, lines) => {
  expect(rings([typed('go'), ...lines], NAME)).toBe('');
});

test('back to its model, or set by the person: repaired', () => {
  expect(rings([typed('go'), by(BIG), by(SMALL), by(BIG)], NAME)).toMatch(/^-/);
  expect(rings([typed('go'), refusal(BIG, SMALL), refusal(BIG, SMALL, 'revert')], NAME)).toBe('-');
  expect(rings([typed('go'), by(BIG), by(SMALL), command('/model')], NAME)).toBe('-');
});

test.each([
  ['us.anthropic.claude-opus-4-5-20251101-v1:0', 'claude-opus-4-5'],
  ['claude-opus-4-5@20251101', 'claude-opus-4-5-20251101'],
  [
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-5-20251101-v1:0',
    'claude-opus-4-5',
  ],
])('%s is %s', (one, other) => {
  expect(rings([typed('go'), by(one), by(other)], NAME)).toBe('');
});

test('back at the model it had left, nothing rings', () => {
  expect(rings([typed('go'), by(BIG), by(SMALL), by(BIG)], NAME)).toBe('-');
  expect(rings([typed('go'), by(BIG), by(SMALL), by(BIG), by(SMALL)], NAME)).toBe('-!');
});
