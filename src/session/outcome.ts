/** How a tool call ended. A denial, an interruption or the failure of a parallel call is no failure of the tool (P39). */
import { textOf, type Block, type LogRecord } from '../log/record';
import type { ToolOutcome } from './event';

const DENIED = [
  "The user doesn't want to proceed with this tool use",
  "The user doesn't want to take this action right now",
  'User rejected tool use',
  'Claude requested permissions to',
  'Permission to use ',
  'Permission for this action was denied',
  'Permission for this action has been denied',
  'Permission for this tool use was denied',
  'This command requires approval',
  'File is in a directory that is denied by your permission settings',
  'This Bash command contains multiple operations. The following part',
  'The following part requires approval',
  'The following parts require approval',
  'PreToolUse:',
  'Hook PreToolUse:',
  'Execution stopped by PreToolUse hook',
];
const INTERRUPTED = ['[Request interrupted by ', '[Tool call interrupted'];
const CANCELLED = [
  'Sibling tool call errored',
  'Cancelled: parallel tool call',
  'Streaming fallback - tool execution discarded',
];
const EXIT_ONE = /^Exit code 1\b/;
const WAS_BLOCKED = /^\S+ in '.*' was blocked\. For security, Claude Code may/;
const WAS_NOT_JUDGED = /^[^\n]{1,120}, so auto mode cannot determine the safety of /;

/** Outcome of a `tool_result` block in `record`. `answersByExit`: exit code 1 of the command is no failure. */
export function outcomeOf(
  block: Block,
  record: Pick<LogRecord, 'toolDenialKind' | 'toolUseResult'>,
  answersByExit: boolean,
): ToolOutcome {
  const kind = record.toolDenialKind;
  // Claude Code uses the same field for calls that were interrupted or never started, which nobody denied.
  if (kind !== undefined) return kind === 'interrupted' || kind === 'cancelled' ? kind : 'denied';
  const failed = block.is_error === true || block.is_error === 'true';
  if (!failed) return 'ok';
  const said = withoutErrorTag(textOf(block.content));
  const resultText = typeof record.toolUseResult === 'string' ? withoutErrorTag(record.toolUseResult) : '';
  for (const text of [said, resultText]) {
    const begins = (words: string): boolean => text.startsWith(words);
    if (INTERRUPTED.some(begins)) return 'interrupted';
    if (CANCELLED.some(begins)) return 'cancelled';
    if (DENIED.some(begins) || WAS_BLOCKED.test(text) || WAS_NOT_JUDGED.test(text)) return 'denied';
  }
  return answersByExit && EXIT_ONE.test(said) ? 'ok' : 'error';
}

/** Claude Code's texts for denials by a person. */
const BY_PERSON = [
  "The user doesn't want to proceed with this tool use",
  "The user doesn't want to take this action right now",
  'User rejected tool use',
  'Permission for this tool use was denied. The tool use was rejected',
];

/** Who denied a call: the person, or a rule, a hook or the sandbox. */
export function deniedBy(
  block: Block,
  { toolDenialKind, toolUseResult }: Pick<LogRecord, 'toolDenialKind' | 'toolUseResult'>,
): 'person' | 'machine' {
  if (toolDenialKind !== undefined) return toolDenialKind.startsWith('user') ? 'person' : 'machine';
  const resultText = typeof toolUseResult === 'string' ? withoutErrorTag(toolUseResult) : '';
  const said = withoutErrorTag(textOf(block.content));
  return BY_PERSON.some((words) => said.startsWith(words) || resultText.startsWith(words))
    ? 'person'
    : 'machine';
}

function withoutErrorTag(text: string): string {
  return text.slice(0, 300).replace(/^\s*(?:<tool_use_error>)?\s*(?:Error:\s*)?/, '');
}

/** True if the result says that the tool created a new file (P38). */
export function createdFile(block: Block, toolUseResult: unknown): boolean {
  if (typeof toolUseResult === 'object' && toolUseResult !== null && 'type' in toolUseResult) {
    return toolUseResult.type === 'create';
  }
  return textOf(block.content).startsWith('File created successfully');
}
