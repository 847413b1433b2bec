/** Small worlds of logs in which everything happens that may: forks, resumes, copies, side-chains, queues, compactions, lines without ids. */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { answer, minute, prompt, result, text, toolUse, type Json } from '../support/logs';

/** The next random number, from 0 to 1. */
export type Next = () => number;
export const upTo = (next: Next, n: number): number => Math.floor(next() * n);
export const pick = <T>(next: Next, values: readonly T[]): T => values[upTo(next, values.length)]!;

/** A log that will be written bit by bit. */
export interface Log {
  path: string;
  content: Buffer;
  /** Bytes that are on the disk; null: it was deleted. */
  written: number | null;
  /** It was written anew. Of two states that begin alike a merge keeps the longer one, so such a log stays on the disk. */
  rewritten: boolean;
}

/** Lines of a conversation that others copy. Its messages have ids `msg_<name>_<n>`. */
function conversation(next: Next, session: string, name: string, length: number): Json[] {
  const lines: Json[] = [];
  const at = (n: number): Json =>
    n === 0 && next() < 0.2 ? { timestamp: undefined } : { timestamp: minute(n) };
  for (let n = 0; n < length; n++) {
    const id = `msg_${name}_${n}`;
    const request = next() < 0.2 ? null : `req_${name}_${n}`;
    const more = {
      ...at(n),
      uuid: `00000000-0000-4000-8000-${name.padStart(8, '0')}${String(n).padStart(4, '0')}`,
    };
    switch (upTo(next, 8)) {
      case 0:
        lines.push(prompt(session, pick(next, ['go', 'No, that is wrong', 'again']), more));
        break;
      case 1: {
        const tool = toolUse(
          pick(next, ['Edit', 'Read', 'Write']),
          { file_path: `/w/${upTo(next, 3)}.ts` },
          `toolu_${name}_${n}`,
        );
        lines.push(
          answer(session, 'First.', { id, request, stop: null, usage: { output_tokens: 1 }, more }),
          answer(session, [tool], {
            id,
            request,
            usage: { output_tokens: 50 + n },
            more: { ...more, uuid: undefined },
          }),
          result(session, `toolu_${name}_${n}`, 'done', at(n), { is_error: next() < 0.3 }),
        );
        break;
      }
      case 2: {
        const words = `words ${n}`;
        lines.push(
          { type: 'queue-operation', operation: 'enqueue', content: words, sessionId: session, ...at(n) },
          { type: 'queue-operation', operation: 'remove', content: words, sessionId: session, ...at(n) },
        );
        if (next() < 0.7) lines.push(prompt(session, words, more));
        break;
      }
      case 3:
        lines.push({
          type: 'system',
          subtype: 'compact_boundary',
          sessionId: session,
          compactMetadata: { postTokens: n },
          ...more,
        });
        break;
      case 4:
        lines.push({
          type: pick(next, ['ai-title', 'custom-title']),
          aiTitle: `T${n}`,
          customTitle: `C${n}`,
          sessionId: session,
        });
        break;
      case 5:
        // Whose message has no id at all, or only the request's.
        lines.push(
          answer(session, 'no id', {
            id: null,
            request,
            more: next() < 0.5 ? more : { ...more, uuid: undefined },
          }),
        );
        break;
      default:
        lines.push(
          answer(session, 'text', { id, request, usage: { output_tokens: 10 + n, input_tokens: 5 }, more }),
        );
    }
  }
  return lines;
}

const asSession =
  (session: string, more: Json = {}) =>
  (line: Json): Json => ({ ...line, sessionId: session, ...more });

/** Some programs give the records of a copy uuids of their own. */
const withOwnUuid =
  (session: string) =>
  (line: Json): Json =>
    typeof line['uuid'] === 'string'
      ? { ...line, uuid: line['uuid'].replace('-8000-', `-9${session.charCodeAt(0)}-`) }
      : line;

/** What a resume or fork copies of an origin, then goes on with. */
function derivedFrom(next: Next, origin: Json[], session: string, name: string): Json[] {
  const begun = origin.slice(0, upTo(next, origin.length + 1));
  const copied = next() < 0.3 ? begun.map(withOwnUuid(session)) : begun;
  const own = conversation(next, session, name, 1 + upTo(next, 5));
  const kind = upTo(next, 4);
  const flag = kind === 0 ? { forkedFrom: { sessionId: 'o' } } : kind === 1 ? { sessionKind: 'bg' } : {};
  // The flag may come with the first line of its own only.
  const late = next() < 0.4;
  return [...copied.map(asSession(session, late ? {} : flag)), ...own.map(asSession(session, flag))];
}

/** The main conversation answers a side question by replaying its history, and starts a sub-agent. */
function withSidechains(next: Next, session: string, lines: Json[]): Json[] {
  const out = [...lines];
  const put = (...more: Json[]): void => void out.splice(upTo(next, out.length + 1), 0, ...more);
  if (next() < 0.5) {
    const replayed = lines.filter(({ type }) => type === 'assistant').slice(0, 1 + upTo(next, 3));
    put(...replayed.map((line) => ({ ...line, requestId: 'req_side', isSidechain: true, agentId: 'q1' })));
  }
  if (next() < 0.7)
    put(
      answer(session, [toolUse('Task', { subagent_type: 'scout' }, 'toolu_task')], {
        id: `msg_${session}_task`,
        more: { timestamp: minute(2) },
      }),
      result(session, 'toolu_task', 'done', {
        timestamp: minute(9),
        toolUseResult: { agentId: 'x1', ...(next() < 0.5 ? { agentType: 'scout' } : {}) },
      }),
    );
  return out;
}

const progress = (session: string, line: Json): Json => ({
  type: 'progress',
  sessionId: session,
  timestamp: line['timestamp'],
  uuid: `${String(line['uuid'])}p`,
  data: { type: 'agent_progress', agentId: 'x1', message: line },
});

/** The logs of a small world, none of them written yet. */
export function world(next: Next, roots: readonly string[]): Log[] {
  const logs: Log[] = [];
  const add = (name: string, lines: Json[], root = pick(next, roots)): void => {
    const path = join(root, 'p', name);
    if (logs.some((log) => log.path === path)) return;
    const whole = text(lines);
    // Some tools leave the last newline away.
    const content = Buffer.from(next() < 0.1 ? whole.trimEnd() : whole);
    logs.push({ path, content, written: 0, rewritten: false });
  };
  const main = conversation(next, 'o', 'o', 3 + upTo(next, 9));
  const agent = conversation(next, 'o', 'x', 1 + upTo(next, 6)).map(
    asSession('o', { isSidechain: true, agentId: 'x1' }),
  );
  let origin = withSidechains(next, 'o', main);
  if (next() < 0.4) {
    const at = upTo(next, origin.length + 1);
    origin = [
      ...origin.slice(0, at),
      ...agent.slice(0, 3).map((line) => progress('o', line)),
      ...origin.slice(at),
    ];
  }
  add('o.jsonl', origin, roots[0]);
  if (next() < 0.7) add('o/subagents/agent-x1.jsonl', agent);
  if (next() < 0.3)
    add('agent-y1.jsonl', [
      { type: 'summary', summary: 'S', leafUuid: 'none' },
      ...agent.map(asSession('o', { agentId: 'y1' })),
    ]);
  if (next() < 0.7) add('r.jsonl', derivedFrom(next, origin, 'r', 'r'));
  if (next() < 0.7) add('f.jsonl', derivedFrom(next, origin, 'f', 'f'));
  if (next() < 0.3) add('g.jsonl', derivedFrom(next, derivedFrom(next, origin, 'f', 'f'), 'g', 'g'));
  // A copy in the other root: an older state, or what came later, and maybe a life of its own.
  if (next() < 0.6) {
    const cut = 1 + upTo(next, origin.length);
    const older = next() < 0.3 ? origin.slice(cut - 1) : origin.slice(0, cut);
    add(
      'o.jsonl',
      next() < 0.3 ? [...older, ...conversation(next, 'o', 'd', 1 + upTo(next, 4))] : older,
      roots[1],
    );
  }
  if (next() < 0.3) add('o/subagents/agent-x1.jsonl', agent.slice(0, 1 + upTo(next, agent.length)), roots[1]);
  return logs;
}

/** Some bytes more, or all that is left. */
export function grow(next: Next, log: Log): void {
  if (log.written === null || log.written === log.content.length) return;
  const left = log.content.length - log.written;
  const end = log.written + (next() < 0.3 ? left : Math.min(left, 1 + upTo(next, next() < 0.2 ? 3 : 2000)));
  fs.mkdirSync(dirname(log.path), { recursive: true });
  fs.appendFileSync(log.path, log.content.subarray(log.written, end));
  log.written = end;
}

/** Another tool writes the log anew, without some of its lines. */
export function rewrite(next: Next, log: Log): void {
  if (log.written === null || log.written === 0) return;
  const lines = log.content.subarray(0, log.written).toString().split('\n');
  const kept = lines.filter((_, i) => i === 0 || next() < 0.7);
  const bytes = Buffer.from(kept.join('\n'));
  if (bytes.length === 0) return;
  log.content = Buffer.concat([bytes, log.content.subarray(log.written)]);
  log.written = bytes.length;
  log.rewritten = true;
  fs.writeFileSync(`${log.path}.new`, bytes);
  fs.renameSync(`${log.path}.new`, log.path);
}
