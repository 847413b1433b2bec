import { describe, expect, it } from 'vitest';
import { answer, folder, inspected, one, prompt } from '../support/logs';
import {
  betterOpening,
  commandOpening,
  LONGEST_OPENING,
  nameOf,
  openingOf,
  planOpening,
  taskName,
  teammateOpening,
} from '../../src/session/naming';

const text = (said: string): string | undefined => openingOf(said)?.text;

describe('a name from typed text', () => {
  it.each([
    ['fix the login test', 'fix the login test'],
    ['  Fix the\tlogin   test \n', 'Fix the login test'],
    ['Fix the login test\n\nHere is the log:\n  at foo (bar.ts:1)', 'Fix the login test'],
    ['Hi,\n\nplease fix the login test', 'Hi, please fix the login test'],
    ['# Fix login\nmore', 'Fix login more'],
    ['> quoted **bold** and `code`', 'quoted bold and code'],
    ['- one\n- two things to do', 'one two things to do'],
    ['[Image #1] why is this red?', '(image) why is this red?'],
    ['[Image: source: /tmp/a.png] why is this red?', '(image) why is this red?'],
    ['see [Pasted text #2 +31 lines] and mend it', 'see (pasted text) and mend it'],
    ['\u001b[31mError\u001b[0m: no such file', 'Error: no such file'],
    ['fix <div> inside the page', 'fix <div> inside the page'],
    ['<task>Rename the module</task>', 'Rename the module'],
    ['<log name="ci">\nlong log\n</log>\nWhy does CI fail here?', 'Why does CI fail here?'],
    ['<open>never closed', '<open>never closed'],
    ['می‌خواهم این را درست کنم', 'می‌خواهم این را درست کنم'],
    ['👩‍👩‍👧 family icon is cut off', '👩‍👩‍👧 family icon is cut off'],
    ['修复登录测试', '修复登录测试'],
    ['/home/me/app/src/index.ts does not build', '/home/me/app/src/index.ts does not build'],
    ['[SUGGESTION MODE: Suggest what the user might type]', 'Prompt suggestion'],
  ])('%j is called %j', (said, name) => {
    expect(text(said)).toBe(name);
  });

  it('is cut between words, at 80 characters, and never through a character', () => {
    const long = text('word '.repeat(60));
    expect(long?.endsWith('word…')).toBe(true);
    expect([...(long ?? '')].length).toBeLessThanOrEqual(LONGEST_OPENING);
    const emoji = text('😀'.repeat(200)) ?? '';
    expect(emoji).toBe('');
    const solid = text(`a${'😀'.repeat(200)}`) ?? '';
    expect([...solid].length).toBe(LONGEST_OPENING);
    expect(solid.isWellFormed()).toBe(true);
    expect(text('x'.repeat(80))).toBe('x'.repeat(80));
    expect(text('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
  });

  it.each(['', '   ', '...', '?!', '****', '```'])('%j has nothing to read', (said) => {
    expect(openingOf(said)).toBeNull();
  });

  it('redacts likely secrets', () => {
    expect(text(`deploy with ghp_${'a1B2'.repeat(9)}`)).toBe('deploy with [redacted: GitHub token]');
  });

  it('takes linear time', () => {
    for (const hostile of ['<a>', '[', '![', '`', '# ', '\n ', '**', '\u001b['])
      expect(() => openingOf(hostile.repeat(100_000))).not.toThrow();
  });
});

describe('the session of a teammate', () => {
  const message = (said: string): string =>
    `<teammate-message teammate_id="team-lead" summary="start">\n${said}\n</teammate-message>`;

  it('is named after the message of its lead, until a person says something', () => {
    const asked = teammateOpening(message('You are **bob**. Test the server.'));
    expect(asked).toEqual({ text: 'You are bob. Test the server.', from: 'words', weak: true });
    expect(
      teammateOpening(`Another Claude session sent a message:\n${message('Test the server.')}`)?.text,
    ).toBe('Test the server.');
    const typed = openingOf('Stop that')!;
    expect(betterOpening(asked, typed)).toBe(typed);
    expect(betterOpening(typed, asked)).toBe(typed);
  });

  it.each([message('{"type":"idle_notification","from":"bob"}'), 'what is a <teammate-message>?', ''])(
    'is not called %j',
    (said) => {
      expect(teammateOpening(said)).toBeNull();
    },
  );

  it('has that name in the list', () => {
    const log = folder({
      's.jsonl': [prompt('s', message('Test the server for me.')), answer('s', 'On it.')],
    });
    expect(one(inspected(log), 's')).toMatchObject({ name: 'Test the server for me.', prompts: 0 });
  });
});

describe('a plan', () => {
  it.each([
    ['# Plan: Seal secrets\n\nfirst', 'Plan: Seal secrets'],
    ['intro\n## Rename rooms', 'Plan: Rename rooms'],
    ['# Implementation Plan – Hooks', 'Plan: Hooks'],
  ])('%j is called by its heading', (plan, name) => {
    expect(planOpening(plan)).toMatchObject({ text: name, from: 'plan' });
  });

  it('is recognised when pasted after an instruction', () => {
    expect(openingOf('Implement the following plan:\n\n# Git hooks\n\n1. …')).toMatchObject({
      text: 'Plan: Git hooks',
      from: 'plan',
    });
    expect(openingOf('Implement the plan you made')).toMatchObject({ from: 'words' });
  });
});

describe('a command', () => {
  it('keeps its arguments', () => {
    expect(commandOpening('/erk:pr-address', '--pr 8528')).toEqual({
      text: '/erk:pr-address --pr 8528',
      from: 'command',
      weak: false,
    });
    expect(openingOf('/review 12')).toMatchObject({ text: '/review 12', from: 'command' });
  });

  it('that only sets something up is replaced by what follows', () => {
    const clear = commandOpening('/clear', '');
    const words = openingOf('add a test');
    expect(betterOpening(clear, words)).toBe(words);
    expect(betterOpening(clear, commandOpening('/model', 'opus'))).toBe(clear);
    expect(betterOpening(words, openingOf('something else'))).toBe(words);
    expect(betterOpening(null, clear)).toBe(clear);
  });
});

describe('one name of a session', () => {
  const opening = openingOf('add a test');

  it('is its title, else its task, else how it began', () => {
    expect(nameOf({ title: 'Tests', task: null, opening })).toEqual({ name: 'Tests', nameFrom: 'title' });
    expect(nameOf({ title: ' ', task: null, opening })).toEqual({ name: 'add a test', nameFrom: 'words' });
    expect(nameOf({ title: null, task: 'Look for tests', opening })).toEqual({
      name: 'Look for tests',
      nameFrom: 'task',
    });
    expect(nameOf({ title: null, task: null, opening: null })).toEqual({ name: null, nameFrom: null });
  });

  it('ignores a task that is not a text', () => {
    expect(taskName({ a: 1 })).toBeNull();
    expect(taskName('  Look for\ntests ')).toBe('Look for tests');
  });
});
