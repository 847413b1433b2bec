/** The commands that Claude Code and other agents use, as data. Commands with more words come before those they begin with. */
import { STORE, YES, type Command, type Option } from './commandParts';

const PROJECT = {
  name: 'project',
  value: 'FOLDER',
  says: 'In this project alone, not for you everywhere.',
} as const satisfies Option;
const INSTALL = [PROJECT, YES, ...STORE] as const satisfies readonly Option[];

const EXAMPLES = (name: string) =>
  [
    [`${name} install`, 'shows what changes, and asks'],
    [`${name} install --project .`, 'in this project alone'],
  ] as const;
const UNDONE = (name: string) =>
  [
    [`${name} uninstall`, 'shows what changes, and asks'],
    [`${name} uninstall --project .`, 'out of this project'],
  ] as const;

export const AGENT_COMMANDS = [
  {
    name: 'mcp install',
    group: 'Agents',
    says: 'Adds the MCP server to Claude Code’s configuration, after showing the change.',
    arguments: [],
    options: INSTALL,
    examples: EXAMPLES('mcp'),
  },
  {
    name: 'mcp uninstall',
    group: 'Agents',
    says: 'Removes the MCP server.',
    arguments: [],
    options: INSTALL,
    examples: UNDONE('mcp'),
  },
  {
    name: 'mcp',
    group: 'Agents',
    says: 'The MCP server: answers questions about your sessions on standard input and output.',
    arguments: [],
    options: STORE,
    examples: [
      ['mcp', 'what a client starts; mcp install has Claude Code do so'],
      ['mcp --store ~/archive', 'for another client, on this archive'],
    ],
  },
  {
    name: 'hook install',
    group: 'Agents',
    says: 'Adds the Stop hook to Claude Code’s settings, after showing the change.',
    arguments: [],
    options: INSTALL,
    examples: EXAMPLES('hook'),
  },
  {
    name: 'hook uninstall',
    group: 'Agents',
    says: 'Removes the Stop hook.',
    arguments: [],
    options: INSTALL,
    examples: UNDONE('hook'),
  },
  {
    name: 'hook',
    group: 'Agents',
    says: 'The Stop hook: tells Claude what was found in its session before it stops. Claude Code runs it.',
    arguments: [],
    options: STORE,
    examples: [
      ['hook', 'what Claude Code runs; hook install has it do so'],
      ['hook --store ~/archive', 'what it has told is kept beside this archive'],
    ],
  },
  {
    name: 'statusline install',
    group: 'Agents',
    says: 'Makes Vigil Claude Code’s status line, after showing the change.',
    arguments: [],
    options: [
      { name: 'replace', says: 'In place of a status line that is there; uninstalling gives it back.' },
      ...INSTALL,
    ],
    examples: EXAMPLES('statusline'),
  },
  {
    name: 'statusline uninstall',
    group: 'Agents',
    says: 'Removes the status line, and restores the previous one.',
    arguments: [],
    options: INSTALL,
    examples: UNDONE('statusline'),
  },
  {
    name: 'statusline',
    group: 'Agents',
    says: 'The status line: prints the badge, and saves the limits Claude Code tells it. Claude Code runs it.',
    arguments: [],
    options: STORE,
    examples: [
      ['statusline', 'what Claude Code runs; statusline install has it do so'],
      ['statusline --store ~/archive', 'limits are kept beside this archive'],
    ],
  },
] as const satisfies readonly Command[];
