/** Parsing of arguments by the table of commands. */
import { describe, expect, test } from 'vitest';
import { COHORTS } from '../../src/analysis/cohortNames';
import { SEVERITIES } from '../../src/signals/severity';
import { TaskType } from '../../src/signals/task';
import { ALWAYS, COMMANDS } from '../../src/terminal/commands';
import type { Command, Option } from '../../src/terminal/commandParts';
import { commandHelp, overview } from '../../src/terminal/help';
import { parse } from '../../src/terminal/parse';

const asked = (typed: string) => parse(typed === '' ? [] : typed.split(' '));
const said = (typed: string): string => {
  try {
    parse(typed.split(' '));
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};
const all: readonly Command[] = COMMANDS;
const options: readonly Option[] = all.flatMap((command) => command.options);

describe('the table', () => {
  test('lists the values that the code behind it accepts', () => {
    const choices = (name: string) => options.find((one) => one.name === name)?.choices;
    expect(choices('severity')).toEqual([...SEVERITIES]);
    expect(choices('task')).toEqual(TaskType.options);
    expect(
      all.find(({ name }) => name === 'report')?.options.find(({ name }) => name === 'by')?.choices,
    ).toEqual([...COHORTS]);
  });

  test('an option has the same kind of value everywhere, and no command has one twice', () => {
    const kinds = new Map<string, boolean>();
    for (const { name, value } of options) {
      expect([name, kinds.get(name) ?? value !== undefined]).toEqual([name, value !== undefined]);
      kinds.set(name, value !== undefined);
    }
    for (const command of all) {
      const names = command.options.map(({ name }) => name);
      expect([command.name, names.length]).toEqual([command.name, new Set(names).size]);
    }
  });

  test('every command has a sentence, two valid examples, and help that fits', () => {
    for (const command of all) {
      expect(command.says).toMatch(/^[A-Z].*\.$/);
      expect(command.examples.length).toBeGreaterThanOrEqual(2);
      for (const [typed] of command.examples) {
        const words = typed.replace(/ [|>].*$/, '').split(' ');
        expect(parse(words)).toMatchObject({ do: 'run', name: command.name });
      }
      for (const width of [60, 80, 100]) {
        const help = commandHelp(command, width);
        const long = help.split('\n').filter((line) => line.length > width && !line.startsWith('  vigil '));
        expect([command.name, long]).toEqual([command.name, []]);
        expect(help).not.toMatch(/ \n/);
        for (const { name } of [...command.options, ...ALWAYS]) expect(help).toContain(`--${name}`);
      }
      expect(overview([], 80)).toContain(command.name);
    }
  });
});

describe('parsing', () => {
  test.each([
    ['', { do: 'help', words: [], alone: true }],
    ['help', { do: 'help', words: [], alone: false }],
    ['--help', { do: 'help', words: [], alone: false }],
    ['-h', { do: 'help', words: [], alone: false }],
    ['help report', { do: 'help', words: ['report'] }],
    ['report help', { do: 'help', words: ['report'] }],
    ['report --help', { do: 'help', words: ['report'] }],
    ['report --by task --help', { do: 'help', words: ['report'] }],
    ['help history', { do: 'help', words: ['history'], alone: false }],
    ['history', { do: 'help', words: ['history'], alone: true }],
    ['history show --help', { do: 'help', words: ['history', 'show'] }],
    ['help history show', { do: 'help', words: ['history', 'show'] }],
    ['claude template', { do: 'help', words: ['claude', 'template'], alone: true }],
    ['--version', { do: 'version' }],
    ['-v', { do: 'version' }],
    ['usage --by model a b', { do: 'run', name: 'usage', given: ['a', 'b'], options: { by: 'model' } }],
    ['--by model usage', { do: 'run', name: 'usage', given: [], options: { by: 'model' } }],
    ['usage --by=model', { do: 'run', options: { by: 'model' } }],
    ['usage -- --json', { do: 'run', given: ['--json'], options: {} }],
    [
      'history list --since 2026-01-01 --until=2026-01-02',
      { options: { from: '2026-01-01', to: '2026-01-02' } },
    ],
    ['usage --no-exclude', { options: { exclude: false } }],
    ['usage --follow-links a --follow-links b', { options: { followLinks: ['a', 'b'] } }],
    ['watch --by-session', { options: { bySession: true } }],
    ['history heatmap --by model', { do: 'run', name: 'history heatmap', given: [] }],
    ['claude template create x', { do: 'run', name: 'claude template create', given: ['x'] }],
  ])('vigil %s', (typed, wanted) => expect(asked(typed)).toMatchObject(wanted));

  test.each([
    ['repotr', 'Unknown command repotr. Did you mean report? See vigil help.'],
    ['history lst', 'Unknown command history lst. Did you mean history list? See vigil help history.'],
    ['zzzz', 'Unknown command zzzz. See vigil help.'],
    ['hlep', 'Unknown command hlep. Did you mean help? See vigil help.'],
    ['help nothing', 'Unknown command nothing. See vigil help.'],
    ['constructor', 'Unknown command constructor. See vigil help.'],
    ['usage --form 2026-01-01', 'usage has no option --form. Did you mean --from? See vigil help usage.'],
    ['usage --metric cost', 'usage has no option --metric. See vigil help usage.'],
    ['usage --__proto__', 'usage has no option --__proto__. See vigil help usage.'],
    ['usage -x', 'usage has no option -x. See vigil help usage.'],
    ['usage --by', '--by needs a value: DIMENSION. See vigil help usage.'],
    ['usage --by=', '--by needs a value: DIMENSION. See vigil help usage.'],
    ['usage --by --json', '--by needs a value: DIMENSION. See vigil help usage.'],
    ['usage --by day --by week', '--by is given more than once.'],
    ['usage --json=yes', '--json takes no value. See vigil help usage.'],
    [
      'history list --task foo',
      '--task foo: give one of exploration, mutation_heavy, debug_loop, planning, mixed.',
    ],
    [
      'history list --severity critcal',
      '--severity critcal: give one of unjudged, ok, warn, critical. Did you mean critical?',
    ],
    ['backup', 'backup needs a FILE. See vigil help backup.'],
    ['backup a b', 'backup takes only FILE: b is too much. See vigil help backup.'],
    ['config check extra', 'config check takes no argument: extra is too much. See vigil help config check.'],
    ['history show', 'history show needs a SESSION. See vigil help history show.'],
    ['history diff a', 'history diff needs an OTHER. See vigil help history diff.'],
    ['history heatmap', 'history heatmap needs a SESSION, or --by. See vigil help history heatmap.'],
    ['explain a', 'explain needs a NAME. See vigil help explain.'],
    ['completion csh', 'SHELL csh: give one of bash, zsh, fish, powershell. Did you mean zsh?'],
    ['--json', 'Name a command before --json. See vigil help.'],
  ])('vigil %s is a mistake, said in words', (typed, message) => expect(said(typed)).toBe(message));
});
