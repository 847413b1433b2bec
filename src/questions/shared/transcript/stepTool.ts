/** Input and result of a tool call for its card, from the log, bounded. */
import { fieldsOf, jsonOf, listOf, textIn } from '../../../log/json';
import { filePath } from '../../../session/paths';
import type { Card } from './cards';
import type { Asked, Hunk, StepView, Todo } from './stepShape';
import { excerpt, NO_TEXT, OUTPUT } from './excerpt';
import { getOwn } from '../../../log/own';
import { linesOf } from '../session/rebuild';

export interface ToolCall {
  card: Card;
  name: string;
  input: unknown;
  /** Text of the result. */
  answer: string;
  /** `toolUseResult`, if it belongs to this call alone. */
  details: unknown;
  cwd: string | null;
  failed: boolean;
  scale: number;
}

type Fields = Record<string, unknown>;
type Parts = Partial<StepView>;

/** Bounds at scale 1: characters of an input value, of the sides of an edit, of names; lines of a patch; items of lists. */
const VALUE = { head: 2_000, tail: 0 };
const SIDE = { head: 6_000, tail: 0 };
const PATCH_LINES = 120;
const MOST_FIELDS = 40;
const MOST_ITEMS = 200;
const MOST_SIDES = 20;
const NAME_CHARS = 80;
const WORD_CHARS = 1_000;
const LINE_CHARS = 2_000;

const itemsOf = (value: unknown): unknown[] => listOf(value).slice(0, MOST_ITEMS);
const wordIn = (value: unknown): string => textIn(value).slice(0, WORD_CHARS).toWellFormed();
const countIn = (value: unknown): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : null;
const lineIn = (value: unknown): number | null => (countIn(value) === 0 ? null : countIn(value));

/** The fields that all calls have, and those of the call's card. */
export function toolParts(call: ToolCall): Parts {
  const input = fieldsOf(call.input);
  const path =
    filePath(input['file_path'], call.cwd) ??
    filePath(input['notebook_path'], call.cwd) ??
    filePath(input['absolute_path'], call.cwd);
  return {
    input: inputOf(call),
    text: excerpt(plainAnswer(call.answer), OUTPUT, call.scale),
    ...(path === null || path.length > 4_096 ? {} : { path }),
    ...BY_CARD[call.card]?.(call, input, fieldsOf(call.details)),
  };
}

const BY_CARD: Partial<Record<Card, (call: ToolCall, input: Fields, details: Fields) => Parts>> = {
  read: readParts,
  edit: editParts,
  write: writeParts,
  command: commandParts,
  search: searchParts,
  todo: todoParts,
  question: questionParts,
  plan: ({ scale }, input, details) => ({
    text: excerpt(textIn(input['plan']) || textIn(details['plan']), { head: 24_000, tail: 0 }, scale),
  }),
};

/** Input values by name; values other than texts as JSON. */
function inputOf({ input, scale }: ToolCall): StepView['input'] {
  if (typeof input === 'string') return [{ name: '', value: excerpt(input, VALUE, scale) }];
  return Object.entries(fieldsOf(input))
    .slice(0, MOST_FIELDS)
    .map(([name, value]) => ({
      name: name.slice(0, NAME_CHARS).toWellFormed(),
      value: excerpt(typeof value === 'string' ? value : jsonOf(value), VALUE, scale),
    }));
}

/** Removes the tags that Claude Code puts around an error. */
const plainAnswer = (text: string): string =>
  /^\s*<tool_use_error>([\s\S]*)<\/tool_use_error>\s*$/.exec(text)?.[1]?.trim() ?? text;

function readParts({ answer, failed, scale }: ToolCall, input: Fields, details: Fields): Parts {
  const file = fieldsOf(details['file']);
  const from = lineIn(file['startLine']) ?? lineIn(input['offset']);
  if (failed) return { line: from };
  const plain = textIn(file['content']);
  const content = plain === '' ? unnumbered(answer) : { text: plain, first: null };
  // A line break at the end does not start another line.
  const body = content.text.endsWith('\n') ? content.text.slice(0, -1) : content.text;
  const first = from ?? content.first ?? 1;
  const lines = countIn(file['numLines']) ?? (body === '' ? 0 : body.split('\n').length);
  const whole = countIn(file['totalLines']);
  const isPart = from !== null && from > 1 ? true : whole !== null && lines < whole;
  return {
    text: body === '' ? NO_TEXT : excerpt(body, { head: 6_000, tail: 0 }, scale),
    line: first,
    lastLine: isPart && lines > 0 ? first + lines - 1 : null,
    count: lines,
  };
}

/** Removes the line numbers that a read adds to a file's text; returns the first of them too. */
export function unnumbered(text: string): { text: string; first: number | null } {
  const reminder = text.indexOf('<system-reminder>');
  const body = reminder === -1 ? text : text.slice(0, reminder).trimEnd();
  const lines = body.split('\n');
  const numbered = lines.map((line) => /^ {0,9}(\d{1,9})(?:→|\t)(.*)$/s.exec(line));
  const [first] = numbered;
  if (first == null || numbered.some((line, i) => line === null && lines[i] !== ''))
    return { text: body, first: null };
  return { text: numbered.map((line) => line?.[2] ?? '').join('\n'), first: Number(first[1]) };
}

function patchOf(
  details: Fields,
  scale: number,
): Pick<StepView, 'hunks' | 'moreLines' | 'added' | 'removed'> | null {
  const parts = listOf(details['structuredPatch']);
  let left = Math.ceil(PATCH_LINES * scale);
  let [more, added, removed] = [0, 0, 0];
  const hunks: Hunk[] = [];
  for (const part of parts) {
    const { oldStart, newStart, lines } = fieldsOf(part);
    const all = listOf(lines).filter((line) => typeof line === 'string');
    added += all.filter((line) => line.startsWith('+')).length;
    removed += all.filter((line) => line.startsWith('-')).length;
    const shown = all.slice(0, left).map((line) => line.slice(0, LINE_CHARS).toWellFormed());
    more += all.length - shown.length;
    left -= shown.length;
    if (shown.length > 0)
      hunks.push({ oldStart: countIn(oldStart) ?? 1, newStart: countIn(newStart) ?? 1, lines: shown });
  }
  return hunks.length === 0 ? null : { hunks, moreLines: more, added, removed };
}

function editParts({ scale }: ToolCall, input: Fields, details: Fields): Parts {
  const patch = patchOf(details, scale);
  if (patch !== null) return { ...patch, line: firstChanged(patch.hunks[0]) };
  const edits = Array.isArray(input['edits']) ? (input['edits'] as unknown[]) : [input];
  return {
    sides: edits.slice(0, MOST_SIDES).map((one) => {
      const { old_string: before, new_string: after, new_source: source, content } = fieldsOf(one);
      return {
        before: excerpt(textIn(before), SIDE, scale),
        after: excerpt(textIn(after) || textIn(source) || textIn(content), SIDE, scale),
      };
    }),
  };
}

function firstChanged(hunk: Hunk | undefined): number | null {
  if (hunk === undefined) return null;
  const same = hunk.lines.findIndex((line) => !line.startsWith(' '));
  return hunk.newStart + Math.max(same, 0);
}

function writeParts({ scale }: ToolCall, input: Fields, details: Fields): Parts {
  const patch = patchOf(details, scale);
  if (patch !== null) return { ...patch, created: details['type'] === 'create' };
  const content = textIn(input['content']);
  return {
    sides: [{ before: NO_TEXT, after: excerpt(content, SIDE, scale) }],
    ...(details['type'] === 'create' ? { created: true, added: linesOf(content).length, removed: 0 } : {}),
  };
}

function commandParts({ answer, failed, scale }: ToolCall, _input: Fields, details: Fields): Parts {
  const [head, code] =
    (failed ? /^(?:Error: )?Exit code (\d{1,10})(?:\n|$)/.exec(plainAnswer(answer)) : null) ?? [];
  const output = plainAnswer(answer)
    .slice(head?.length ?? 0)
    .trimEnd();
  return {
    exitCode: code === undefined ? countIn(details['exitCode']) : Number(code),
    text: excerpt(output, OUTPUT, scale),
  };
}

function searchParts({ answer, failed }: ToolCall, _input: Fields, details: Fields): Parts {
  if (failed) return {};
  const counted = details['mode'] === 'content' ? countIn(details['numLines']) : countIn(details['numFiles']);
  const none = /^\s*(?:No (?:files|matches) found|\(no matches\))/i.test(answer);
  return { count: counted ?? (none ? 0 : null) };
}

const STATES: Readonly<Record<string, Todo['state']>> = { completed: 'done', in_progress: 'doing' };

function todoParts(_call: ToolCall, input: Fields, details: Fields): Parts {
  const todos = Array.isArray(input['todos']) ? input['todos'] : (details['newTodos'] ?? details['tasks']);
  return {
    todos: itemsOf(todos).map((one) => {
      const { content, subject, status } = fieldsOf(one);
      const state = typeof status === 'string' ? getOwn(STATES, status) : undefined;
      return { text: wordIn(content) || wordIn(subject), state: state ?? 'open' };
    }),
  };
}

function questionParts(_call: ToolCall, input: Fields, details: Fields): Parts {
  const answers = fieldsOf(details['answers']);
  const asked = itemsOf(input['questions'] ?? details['questions']).map((one): Asked => {
    const { question, options } = fieldsOf(one);
    const text = textIn(question);
    const answer = getOwn(answers, text);
    return {
      question: wordIn(text),
      options: itemsOf(options).map((option) => ({
        label: wordIn(fieldsOf(option)['label']),
        about: wordIn(fieldsOf(option)['description']),
      })),
      answer: Array.isArray(answer)
        ? wordIn(answer.filter((word) => typeof word === 'string').join(', '))
        : wordIn(answer) || null,
    };
  });
  return { asked };
}
