/** Which card of the transcript a step gets, and the filters of steps. Tables only, no text of a log. */
import * as z from 'zod';

/** The cards. `server`: a tool of an MCP server. `other`: an unknown tool. `trouble`: an error of the service. */
export const Card = z.enum([
  'prompt',
  'reply',
  'thinking',
  'read',
  'edit',
  'write',
  'command',
  'search',
  'todo',
  'agent',
  'web',
  'question',
  'plan',
  'skill',
  'server',
  'other',
  'compaction',
  'stopped',
  'trouble',
]);
export type Card = z.infer<typeof Card>;

/** Tools by card. Names are in lower case without `_` and `-`, because other agents and older versions spell them differently. */
const TOOLS: Partial<Record<Card, string>> = {
  read: 'read readfile view viewfile notebookread readmanyfiles',
  edit: 'edit multiedit notebookedit replace strreplace editfile applypatch',
  write: 'write writefile createfile',
  command:
    'bash powershell shell runshellcommand runcommand execcommand taskoutput bashoutput agentoutputtool monitor taskstop killshell killbash',
  search: 'grep glob ls lsp toolsearch listdirectory searchfilecontent findfiles listmcpresourcestool',
  todo: 'todowrite todoread taskcreate taskupdate tasklist taskget',
  agent: 'task agent sendmessage teamcreate teamdelete workflow',
  web: 'webfetch websearch googlewebsearch',
  question: 'askuserquestion',
  plan: 'exitplanmode enterplanmode',
  skill: 'skill slashcommand',
};
const BY_NAME: ReadonlyMap<string, Card> = new Map(
  Object.entries(TOOLS).flatMap(([card, names]) =>
    names.split(' ').map((name): [string, Card] => [name, card as Card]),
  ),
);
const OF_SERVERS: ReadonlyMap<string, Card> = new Map([['mcp__ide__getDiagnostics', 'search']]);

/** The card of a call of a tool. */
export function cardOf(tool: string): Card {
  const known = BY_NAME.get(tool.toLowerCase().replaceAll(/[_-]/g, '')) ?? OF_SERVERS.get(tool);
  return known ?? (serverOf(tool) === null ? 'other' : 'server');
}

/** Server and tool of `mcp__server__tool`; null for Claude Code's own tools. */
export function serverOf(tool: string): { server: string; tool: string } | null {
  const [, server, name] = /^mcp__(.+?)__(.+)$/s.exec(tool) ?? [];
  return server === undefined || name === undefined ? null : { server, tool: name };
}

/** The filters of the transcript. */
export const Filter = z.enum(['prompts', 'replies', 'edits', 'commands', 'failed', 'thinking']);
export type Filter = z.infer<typeof Filter>;

/** Tests whether a step passes a filter. */
export const FILTERS: Record<Filter, (step: { card: Card; failed: boolean }) => boolean> = {
  prompts: ({ card }) => card === 'prompt',
  replies: ({ card }) => card === 'reply',
  edits: ({ card }) => card === 'edit' || card === 'write',
  commands: ({ card }) => card === 'command',
  failed: ({ failed }) => failed,
  thinking: ({ card }) => card === 'thinking',
};

/** Kinds of runs: consecutive reading and searching steps, or to-do list updates, which share a row. */
export type Run = 'look' | 'todo';
