/**
 * Made-up logs for the bench: always the same bytes for the same request. Sizes follow the measured ones of real
 * logs (lines: half under 1.1 KB, one in a hundred over 46 KB; files: half under 310 KB, one in ten over 2.3 MB), the
 * records those of Claude Code 2.1.23x: several lines for a response, results with the structured copy beside them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { conversation } from '../support/records.mjs';
import { besideStep, brokenLine, lineOf, LONG, picture, Raw, repeated, SHARE } from './beside';

export interface Corpus {
  files: number;
  bytes: number;
  lines: number;
  /** Of the lines: broken ones, in no reader's count. */
  broken: number;
  /** Length in bytes under which half, and 99 of 100, of the lines are. */
  p50: number;
  p99: number;
  /** What every reader must find in it. */
  responses: number;
  outputTokens: number;
}

/** A number from 0 up to 1, the next of its row (mulberry32). */
type Random = () => number;
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A log-normal number: half are below `median`; `spread` is the deviation of its logarithm. */
const logNormal = (random: Random, median: number, spread: number): number =>
  median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));

const WORDS =
  'const return value index the of harbour chart list await function tide "name" => { } import from number if (depth > 3) string error null of a table rows.map(row) test expect file path buffer read each line'.split(
    ' ',
  );
const POOL = 1 << 20;

/** Text to cut pieces from: words, quotes, line ends; with `more` also characters outside ASCII. */
function pool(random: Random, more: readonly string[]): string {
  const words = [...WORDS, ...more];
  const parts: string[] = [];
  for (let length = 0; length < POOL;) {
    const word = words[Math.floor(random() * words.length)] ?? '';
    const end = random() < 0.1 ? '\n  ' : ' ';
    parts.push(word, end);
    length += word.length + end.length;
  }
  return parts.join('');
}

/** Largest text in a log: the rare giant. */
const LONGEST = 250_000;
/** Shares of the tools among calls; the rest is Bash. */
const TOOLS = [
  ['Read', 0.3],
  ['Edit', 0.18],
  ['Grep', 0.1],
  ['Write', 0.05],
] as const;
const START = Date.UTC(2026, 5, 1, 8);
const HOUR = 3_600_000;

export interface CorpusRequest {
  /** The corpus is done when it has so many bytes, or so many files. */
  bytes: number;
  files?: number;
  /** How many projects the sessions belong to. */
  projects?: number;
  /** Size of a session in bytes: half are smaller; deviation of its logarithm. */
  median?: number;
  spread?: number;
  /** When the newest session began, ms since the epoch; each other an hour before the next. */
  start?: number;
}

/** Writes logs below `folder`/projects. One call in a hundred or so starts a sub-agent with a log of its own. */
export function writeCorpus(
  folder: string,
  { bytes, files = Infinity, projects = 30, median = 308_000, spread = 1.57, start = START }: CorpusRequest,
): Corpus {
  const random = randomFrom(20260601);
  const plain = pool(random, []);
  const accented = pool(random, ['✓', '→', 'é', '“größer”', '結果']);
  const lengths: number[] = [];
  const corpus = { files: 0, bytes: 0, lines: 0, broken: 0, responses: 0, outputTokens: 0 };

  const text = (length: number): string => {
    const from = random() < 0.18 ? accented : plain;
    const size = Math.max(8, Math.min(LONGEST, Math.round(length)));
    return from.substr(Math.floor(random() * (from.length - size)), size);
  };
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');

  function write(path: string, records: readonly object[]): void {
    const end = random() < SHARE.crlf ? '\r\n' : '\n';
    const lines = records.map((record) => `${lineOf(record)}${end}`);
    corpus.broken += records.filter((record) => record instanceof Raw).length;
    for (const line of lines) lengths.push(Buffer.byteLength(line));
    const content = lines.join('');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    corpus.files++;
    corpus.lines += lines.length;
    corpus.bytes += Buffer.byteLength(content);
  }

  type Story = ReturnType<typeof conversation>;
  /** The last record that is one. */
  const lastOf = ({ records }: Story): object | undefined =>
    records.findLast((record) => !(record instanceof Raw));

  /** One response with a tool call or two and their results. Returns about how many bytes it wrote. */
  function work(story: Story, cwd: string, project: string): number {
    const from = story.records.length;
    const names = Array.from({ length: random() < 0.15 ? 2 : 1 }, toolName);
    const inputs = names.map((name) => inputOf(name, cwd));
    const blocks: Parameters<Story['respond']>[0] = names.map((name, i) => ({
      type: 'tool',
      name,
      input: inputs[i] ?? {},
    }));
    if (random() < 0.45) blocks.unshift({ type: 'text', text: text(logNormal(random, 180, 0.9)) });
    if (random() < 0.4) blocks.unshift({ type: 'thinking' });
    respond(story, blocks).forEach((id, i) =>
      answer(story, id, names[i] ?? 'Bash', inputs[i] ?? {}, project),
    );
    if (random() < 0.25) {
      const state = {
        type: 'attachment',
        attachment: { type: 'hook_success', hookName: 'PostToolUse', stdout: text(200) },
      };
      story.records.push({
        ...lastOf(story),
        ...state,
        message: undefined,
        toolUseResult: undefined,
        uuid: uuid(),
      });
    }
    story.records.push(...besideStep({ chance: random, text, uuid }, lastOf(story)));
    const written = story.records.slice(from).map(lineOf);
    const longest = written.reduce((a, b) => (b.length > a.length ? b : a), '');
    if (random() < SHARE.broken) story.records.push(brokenLine(longest));
    return written.reduce((sum, line) => sum + line.length, 0);
  }

  function respond(story: Story, blocks: Parameters<Story['respond']>[0]): string[] {
    const output = 1 + Math.round(logNormal(random, 220, 1));
    corpus.responses++;
    corpus.outputTokens += output;
    return story.respond(blocks, {
      output,
      input: 1 + Math.floor(random() * 9),
      write: Math.round(logNormal(random, 900, 1)),
    });
  }

  function toolName(): string {
    let left = random();
    for (const [name, share] of TOOLS) if ((left -= share) < 0) return name;
    return 'Bash';
  }

  function inputOf(name: string, cwd: string): Record<string, string> {
    const file_path = `${cwd}/src/part${Math.floor(random() * 40)}/file${Math.floor(random() * 9)}.ts`;
    const piece = () => text(logNormal(random, 400, 1.2));
    if (name === 'Read') return { file_path };
    if (name === 'Edit') return { file_path, old_string: piece(), new_string: piece() };
    if (name === 'Write') return { file_path, content: text(logNormal(random, 3000, 1)) };
    if (name === 'Grep') return { pattern: text(20), path: cwd };
    return { command: text(logNormal(random, 90, 0.8)), description: text(40) };
  }

  function answer(
    story: Story,
    id: string,
    name: string,
    input: Record<string, string>,
    project: string,
  ): void {
    if (random() < SHARE.picture)
      return void story.result(id, [picture(random)] as never, { details: { type: 'image' } });
    const long = random() < SHARE.long;
    const content = long ? text(LONGEST).repeat(LONG / LONGEST / 2) : text(logNormal(random, 1400, 1.5));
    if (random() < 0.04)
      return void story.result(id, `Exit code 1\n${content.slice(0, 2000)}`, { error: true });
    const filePath = input['file_path'];
    if (name === 'Read') {
      return void story.result(id, content, {
        details: { type: 'text', file: { filePath, content, numLines: 40, startLine: 1, totalLines: 40 } },
      });
    }
    if (name === 'Edit' || name === 'Write') {
      const structuredPatch = [
        { oldStart: 1, oldLines: 6, newStart: 1, newLines: 7, lines: content.slice(0, 600).split('\n') },
      ];
      return void story.result(id, `The file ${filePath} has been updated.`, {
        details: {
          filePath,
          oldString: input['old_string'],
          newString: input['new_string'],
          originalFile: content.repeat(2),
          structuredPatch,
          userModified: false,
        },
      });
    }
    if (name === 'Bash' && random() < 0.025) return spawn(story, id, project, content);
    story.result(id, content, {
      details: { stdout: content, stderr: '', interrupted: false, isImage: false },
    });
  }

  /** Only the result names the sub-agent; its work is in a file of its own. */
  function spawn(story: Story, id: string, project: string, content: string): void {
    const first = story.records[0] as { sessionId: string; cwd: string; timestamp: string };
    const agent = hex(17);
    const sub = conversation({
      session: first.sessionId,
      cwd: first.cwd,
      start: Date.parse(first.timestamp),
      agent,
    });
    sub.prompt(text(900));
    for (let i = 0; i < 6; i++) work(sub, first.cwd, project);
    story.records.push(...repeated({ uuid }, lastOf(story), agent, sub.records));
    write(join(project, first.sessionId, 'subagents', `agent-${agent}.jsonl`), sub.records);
    story.result(id, content, {
      details: {
        status: 'completed',
        agentId: agent,
        content: [{ type: 'text', text: content }],
        totalTokens: 12_000,
      },
    });
  }

  const uuid = (): string => hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

  for (let count = 0; corpus.bytes < bytes && corpus.files < files; count++) {
    const session = uuid();
    const name = `project${count % projects}`;
    const cwd = `/home/ada/${name}`;
    const project = join(folder, 'projects', cwd.replaceAll('/', '-'));
    const story = conversation({ session, cwd, start: start - count * HOUR });
    const size = Math.min(logNormal(random, median, spread), 6_000_000, bytes - corpus.bytes);
    for (let written = 0; written < size;) {
      story.wait(60).prompt(text(logNormal(random, 150, 1)));
      const steps = 1 + Math.floor(random() * 12);
      for (let step = 0; step < steps && written < size; step++) written += work(story, cwd, project);
      respond(story, [{ type: 'text', text: text(logNormal(random, 600, 0.8)) }]);
      story.records.push({
        type: 'file-history-snapshot',
        messageId: uuid(),
        snapshot: { trackedFileBackups: {}, timestamp: new Date(START).toISOString() },
        isSnapshotUpdate: false,
      });
    }
    story.title(`Story ${count}`);
    write(join(project, `${session}.jsonl`), story.records);
  }
  lengths.sort((a, b) => a - b);
  const quantile = (share: number): number => lengths[Math.floor(lengths.length * share)] ?? 0;
  return { ...corpus, p50: quantile(0.5), p99: quantile(0.99) };
}
