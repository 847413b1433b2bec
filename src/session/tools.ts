/**
 * What a tool call does, told from its name and input, so that `cat` in a shell is a read like Read (P37).
 */
import { fieldsOf, textIn } from '../log/json';
import { cutName } from '../log/names';
import type { ToolAction } from './event';
import { taskName } from './naming';
import { filePath } from './paths';
import { answersByExit, shellAction } from './shell/action';
import { fileEdited } from './shell/touches';
import { getOwn } from '../log/own';

/** What tools do, by their names over the versions of Claude Code (docs/log-format.md, section 7). */
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
  /** Type of the sub-agent it starts; null when it starts none. */
  agentType: string | null;
  /** What the sub-agent it starts is to do; null when it starts none. */
  task: string | null;
  /** It runs a shell command. */
  shell: boolean;
  /** Exit code 1 of it is an answer (P39). */
  answersByExit: boolean;
}

/** Server of an MCP tool (`mcp__server__tool`), null for others. */
export function serverOf(name: string): string | null {
  return /^mcp__(.+?)__/.exec(name)?.[1] ?? null;
}

/** Whether a tool starts a sub-agent. */
export const startsAgent = (name: string): boolean => name === 'Task' || name === 'Agent';

/** Reads name and input of a `tool_use` block. */
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
