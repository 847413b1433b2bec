/** What a tool call does, derived from its name and input, so that `cat` in a shell is a read like Read (P37). */
import { fieldsOf, textIn } from '../log/json';
import { cutName } from '../log/names';
import type { ToolAction } from './event';
import { taskName } from './naming';
import { filePath } from './paths';
import { answersByExit, shellAction } from './shell/action';
import { fileEdited } from './shell/touches';
import { getOwn } from '../log/own';

/** What tools do, by their names in all versions of Claude Code (docs/log-format.md, section 7). */
const ACTIONS: Readonly<Record<string, ToolAction>> = {
  Read: 'read',
  View: 'read',
  ReadFile: 'read',
  NotebookRead: 'read',
  read_file: 'read',
  Grep: 'research',
  GrepTool: 'research',
  Glob: 'research',
  WebSearch: 'research',
  WebFetch: 'research',
  LSP: 'research',
  Edit: 'edit',
  EditFile: 'edit',
  MultiEdit: 'edit',
  NotebookEdit: 'edit',
  Write: 'write',
  WriteFile: 'write',
};
const SHELLS = new Set(['Bash', 'bash_tool', 'BashTool', 'PowerShell']);

export interface ToolUse {
  action: ToolAction;
  path: string | null;
  /** Type of the sub-agent it starts; null if it starts none. */
  agentType: string | null;
  /** Task of the sub-agent it starts; null if it starts none. */
  task: string | null;
  /** It runs a shell command. */
  shell: boolean;
  /** Exit code 1 is no failure (P39). */
  answersByExit: boolean;
}

/** The server of an MCP tool (`mcp__server__tool`); null for other tools. */
export function serverOf(name: string): string | null {
  return /^mcp__(.+?)__/.exec(name)?.[1] ?? null;
}

/** Whether a tool starts a sub-agent. */
export const startsAgent = (name: string): boolean => name === 'Task' || name === 'Agent';

/** Derives what a call does from the name and input of its `tool_use` block, in the folder `cwd`. */
export function toolUseOf(name: string, input: unknown, cwd: string | null): ToolUse {
  const given = fieldsOf(input);
  if (SHELLS.has(name)) {
    const command = textIn(given['command']);
    const inspected = shellAction(command);
    const edited = inspected.action === 'other' ? fileEdited(command) : null;
    const { action, path } = edited === null ? inspected : { action: 'edit' as const, path: edited };
    return {
      action,
      path: filePath(path, cwd),
      agentType: null,
      task: null,
      shell: true,
      answersByExit: answersByExit(command),
    };
  }
  const starts = startsAgent(name);
  const agentType = starts ? given['subagent_type'] : null;
  return {
    action: getOwn(ACTIONS, name) ?? 'other',
    path: filePath(given['file_path'] ?? given['notebook_path'] ?? given['path'], cwd),
    agentType: typeof agentType === 'string' ? cutName(agentType) : null,
    task: starts ? (taskName(given['description']) ?? taskName(given['prompt'])) : null,
    shell: false,
    answersByExit: false,
  };
}
