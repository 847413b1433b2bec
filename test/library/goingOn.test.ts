/**
 * Law 6 for continued sessions: whatever is appended to its logs and to others, line by line or in pieces of lines, the session and its
 * figures with their evidence equal those of one pass over the current logs.
 *
 * `VIGIL_HISTORIES=2000` runs that many of each kind, `VIGIL_HISTORIES_FROM=77` begins with that seed.
 */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test, vi } from 'vitest';
import { Derivation } from '../../src/library/derivation';
import { newLibrary } from '../../src/library/library';
import { rulesOf } from '../../src/library/rules';
import type { LogFile } from '../../src/log/discover';
import { follow } from '../../src/session/follow';
import { Growing } from '../../src/session/growing';
import { idsOf } from '../../src/session/ownership';
import type { FileReading } from '../../src/session/reading';
import { Settings } from '../../src/settings/settings';
import { Measures } from '../../src/signals/registry';
import { scan } from '../../src/signals/scan';
import { calendarOf } from '../../src/usage/days';
import { bundledPrices } from '../../src/usage/prices';
import { random } from '../chaos/random';
import { grow, pick, rewrite, upTo, world, type Next } from '../conformance/world';
import { answer, minute, prompt, result, text, toolUse, type Json } from '../support/logs';
import { tempFolder } from '../support/tempFolder';

const RUNS = Number(process.env['VIGIL_HISTORIES'] ?? 25);
const FROM = Number(process.env['VIGIL_HISTORIES_FROM'] ?? 1);
const RULES = rulesOf(Settings.parse({ signals: { taskType: true } }), bundledPrices(), calendarOf('UTC'));

/** A library that reads logs as the engine does, and keeps what is live in memory. */
function reader(now: () => number) {
  // Readings removed from memory are on the shelf.
  const shelf = new Map<string, string>();
  const shelved = new Map<string, ReadonlySet<string>>();
  const library = newLibrary({
    reading: (path) => JSON.parse(shelf.get(path) ?? 'null') as FileReading | null,
    filesWith: (ids) => [...shelved].flatMap(([path, held]) => (ids.some((id) => held.has(id)) ? path : [])),
    now,
  });
  const states = new WeakMap();
  return {
    library,
    /** Reads what is new in the logs, and derives the affected sessions. */
    look(files: readonly LogFile[]): void {
      for (const file of files)
        if (existsSync(file.path))
          library.read(file, (known) => follow(file, known, scan, undefined, undefined, states));
      library.derive(RULES, Infinity, {
        onSession: () => undefined,
        onFailure: (_id, error) => {
          throw error;
        },
      });
    },
    /** Saves everything on the shelf, and keeps only some readings in memory. */
    save(keep: (path: string) => boolean): void {
      for (const path of library.entries.keys()) {
        const reading = library.followed(path)?.reading ?? null;
        shelf.set(path, JSON.stringify(reading));
        shelved.set(path, reading === null ? new Set() : idsOf(reading));
      }
      library.saved(keep, false);
    },
    /** Everything the library knows, including built sessions. */
    all: () =>
      [...library.figures.keys()]
        .sort()
        .map((id) => ({ figures: library.figures.get(id), session: library.session(id) })),
  };
}

function fileAt(path: string): LogFile {
  const agent = /agent-(\w+)\.jsonl$/.exec(path)?.[1] ?? null;
  const [name = ''] = path.split('/').slice(agent === null ? -1 : -3);
  return {
    path,
    root: dirname(path),
    sessionId: name.replace(/\.jsonl$/, ''),
    agentId: agent,
  };
}

/** Number of steps that measures folded while `work` ran. */
function stepsIn(work: () => void): number {
  const folded = vi.spyOn(Measures.prototype, 'fold');
  work();
  const steps = folded.mock.calls.reduce((sum, [of]) => sum + of.length, 0);
  folded.mockRestore();
  return steps;
}

/**
 * Lets logs grow, and after each step compares the continued sessions with those of one pass. Returns the numbers of steps that measures
 * folded in both ways.
 */
function follows(
  paths: readonly string[],
  times: number,
  step: () => void,
  now: () => number,
): { goingOn: number; again: number } {
  const files = paths.map(fileAt);
  const kept = reader(now);
  const steps = { goingOn: 0, again: 0 };
  for (let n = 0; n < times; n++) {
    step();
    steps.goingOn += stepsIn(() => kept.look(files));
    const once = reader(now);
    steps.again += stepsIn(() => once.look(files));
    // Faster than `toEqual` if they are equal.
    if (!isDeepStrictEqual(kept.all(), once.all())) expect(kept.all()).toEqual(once.all());
  }
  return steps;
}

/** Each step derives everything once more, to compare. */
const LONG = { timeout: 180_000 };

test('with forks, copies, side-chains and rewritten logs', LONG, () => {
  const grew = vi.spyOn(Growing.prototype, 'grow');
  for (let seed = FROM; seed < FROM + RUNS; seed++) {
    const next = random(seed);
    const base = tempFolder();
    const roots = ['a', 'b'].map((name) => join(base, name));
    const logs = world(next, roots);
    for (const log of logs) {
      mkdirSync(dirname(log.path), { recursive: true });
    }
    follows(
      logs.map(({ path }) => path),
      12,
      () => (next() < 0.06 ? rewrite(next, pick(next, logs)) : grow(next, pick(next, logs))),
      () => Date.parse(minute(20)),
    );
  }
  const on = grew.mock.results.filter(({ value }) => value !== null).length;
  expect(on).toBeGreaterThan(RUNS / 4);
  expect(grew.mock.results.length).toBeGreaterThan(on);
});

/** The next lines of a random session. */
function life(next: Next, session: string, agent?: string): () => Json[] {
  const at = { n: 0, prompts: 0 };
  const waiting: string[] = [];
  const late: string[] = [];
  const ids = { message: 0 };
  /** Earlier answers, with their texts. */
  const before: { id: string; text: string }[] = [];
  /** All prompts are scripted, until a person types. */
  const alone = next() < 0.5;
  const file = (): string => `/home/ada/project/${pick(next, ['a', 'b', 'c'])}.ts`;
  const time = (): Json => ({
    // Some times are late; a few lines have none, or one in the future.
    timestamp:
      next() < 0.02
        ? undefined
        : new Date(
            Date.parse(minute(0)) + (at.n += 2000) - (next() < 0.1 ? upTo(next, 90_000) : 0),
          ).toISOString(),
    ...(agent === undefined ? {} : { isSidechain: true, agentId: agent }),
    ...(next() < 0.05 ? { cwd: pick(next, ['/home/ada/other', '/home/ada/project']) } : {}),
  });
  const says = (content: unknown, parts: Parameters<typeof answer>[2] = {}): Json =>
    answer(session, content, { ...parts, more: { ...time(), ...parts.more } });
  const words = [
    'Done, all tests pass.',
    'Wait, that is wrong. Let me take the simplest way.',
    'Shall I go on?',
    'I accidentally deleted the folder.',
    'The tests fail.',
  ];
  const call = (name: string, input: Json): Json[] => {
    const id = `toolu_${session}_${at.n}_${waiting.length}_${upTo(next, 1e9)}`;
    waiting.push(id);
    if (waiting.length > 6) late.push(waiting.shift()!);
    const more = { id: `msg_${id}`, request: `req_${id}`, stop: pick(next, ['tool_use', null]) };
    before.push({ id: more.id, text: 'I go on.' });
    return [says('I go on.', { ...more, stop: null }), says([toolUse(name, input, id)], more)];
  };
  const answered = (): Json[] => {
    // Most results come at once, some late, some never.
    const from = next() < 0.04 ? late : waiting;
    const id = from.splice(next() < 0.9 ? from.length - 1 : upTo(next, from.length), 1)[0];
    if (id === undefined) return [];
    const error = next() < 0.3;
    const output = pick(next, [
      'done',
      ' FAIL  src/a.test.ts\n Tests  1 failed | 2 passed (3)\n',
      'Tests  3 passed (3)',
    ]);
    return [result(session, id, output, time(), error ? { is_error: true } : {})];
  };
  return () => {
    switch (upTo(next, 16)) {
      case 0:
        return [
          prompt(session, pick(next, ['go', 'No, that is wrong', 'fix a.ts']), {
            ...time(),
            parentUuid: pick(next, ['p1', 'p2', null]),
            ...(alone && (++at.prompts < 45 || next() < 0.9)
              ? { entrypoint: 'sdk-cli', promptSource: 'sdk' }
              : {}),
          }),
        ];
      case 1: {
        // An answer line by line, with results in between and a late end.
        const id = `msg_${session}_${agent ?? ''}${++ids.message}`;
        const more = { id, request: `req_${id}` };
        return [
          says([{ type: 'thinking', thinking: '', signature: 'x'.repeat(40) }], {
            ...more,
            stop: null,
            usage: { output_tokens: 1 },
          }),
          says(pick(next, words), { ...more, stop: null, usage: { output_tokens: 1 } }),
          ...(next() < 0.5 ? answered() : []),
          says([toolUse('Read', { file_path: file() }, `toolu_${id}`)], {
            ...more,
            usage: { output_tokens: 70 },
          }),
          ...(next() < 0.8 ? [result(session, `toolu_${id}`, 'text', time())] : []),
        ];
      }
      case 2: {
        // A text that is written again, longer.
        const id = `msg_${session}_${agent ?? ''}${++ids.message}`;
        before.push({ id, text: 'I will go on.' });
        return ['I', 'I will', 'I will go on.'].map((part) =>
          says(part, { id, request: id.replace(/^msg/, 'req'), stop: null }),
        );
      }
      case 3:
        return call(pick(next, ['Edit', 'Write']), { file_path: file(), old_string: 'a', new_string: 'b' });
      case 4:
        return call('Bash', {
          command: pick(next, ['npm test', 'git commit -m x --no-verify', 'cat a.ts', 'cp a.ts b.ts']),
        });
      case 5:
        return [
          says(pick(next, words), { model: pick(next, ['claude-opus-4-6', 'claude-haiku-4-5', 'unknown']) }),
        ];
      case 6:
        return [prompt(session, '[Request interrupted by user]', time())];
      case 7:
        return [
          {
            type: 'system',
            subtype: 'compact_boundary',
            sessionId: session,
            uuid: `c${at.n}${upTo(next, 1e9)}`,
            compactMetadata: { postTokens: 5 },
            ...time(),
          },
        ];
      case 8: {
        const said = `queued ${upTo(next, 500)}`;
        const queue = (operation: string): Json => ({
          type: 'queue-operation',
          operation,
          content: said,
          sessionId: session,
          ...time(),
        });
        return [
          queue('enqueue'),
          queue('remove'),
          ...(next() < 0.7 ? [says('mm'), prompt(session, said, time())] : []),
        ];
      }
      case 9:
        // A gateway that gives all answers one id.
        return next() < 0.02 ? [says('again', { id: 'msg_same', request: null })] : [];
      case 10:
        return [
          {
            type: 'attachment',
            attachment: { type: 'file', filename: file() },
            sessionId: session,
            uuid: `a${at.n}${upTo(next, 1e9)}`,
            ...time(),
          },
        ];
      case 11:
        return next() < 0.03 && at.n > 2_000_000
          ? [says('of tomorrow', { more: { timestamp: minute(60 * 24 * 9) } })]
          : [];
      case 12: {
        // A late line of an earlier answer: more of its text, another call, its end.
        const one = pick(next, before);
        if (next() > 0.03 || one === undefined) return [];
        one.text += ' More of it, as all tests pass now.';
        const what =
          next() < 0.6 ? one.text : [toolUse('Edit', { file_path: file() }, `toolu_${one.id}_${at.n}`)];
        return [
          says(what, {
            id: one.id,
            request: one.id.replace(/^msg/, 'req'),
            stop: 'end_turn',
            usage: { output_tokens: 500 + at.n },
          }),
        ];
      }
      default:
        return answered();
    }
  };
}

test(
  'in long sessions with sub-agents that edit, calls answered late or never, and answers that change',
  LONG,
  () => {
    const steps = { goingOn: 0, again: 0 };
    for (let seed = FROM; seed < FROM + Math.ceil(RUNS / 8); seed++) {
      const next = random(seed * 7919);
      const base = tempFolder();
      const logs = [
        { path: join(base, 's.jsonl'), more: life(next, 's') },
        { path: join(base, 's/subagents/agent-x1.jsonl'), more: life(next, 's', 'x1') },
      ];
      for (const { path } of logs) mkdirSync(dirname(path), { recursive: true });
      const writes = (n: number): void => {
        const { path, more } = logs[next() < 0.9 ? 0 : 1]!;
        for (let i = 0; i < n; i++) appendFileSync(path, text(more()));
      };
      writes(600);
      const { goingOn, again } = follows(
        logs.map(({ path }) => path),
        25,
        () => writes(1 + upTo(next, next() < 0.1 ? 150 : 3)),
        () => Date.parse(minute(40)),
      );
      steps.goingOn += goingOn;
      steps.again += again;
    }
    expect(steps.goingOn).toBeLessThan(steps.again / 2);
  },
);

const A = { id: 'msg_a', request: 'req_a', stop: null };
const SCRIPTED = { entrypoint: 'sdk-cli', promptSource: 'sdk' };
/** An answer with a call that gets its result. */
const done = (n: number): Json[] => [
  answer('s', [toolUse('Bash', { command: 'ls' }, `toolu_done${n}`)], { stop: 'tool_use' }),
  result('s', `toolu_done${n}`, 'ok'),
];
const B = { id: 'msg_b', request: 'req_b' };
const begun = [
  prompt('s', 'go'),
  answer('s', 'So it is.', B),
  answer('s', 'I go on.', A),
  answer('s', [toolUse('Bash', { command: 'npm test' }, 'toolu_a')], A),
  ...done(1),
  ...done(2),
  answer('s', 'Well.'),
];

test.each<[string, readonly (readonly Json[])[]]>([
  [
    'an answer of before ends its turn after all',
    [begun, [answer('s', [toolUse('Bash', {}, 'toolu_a')], { ...A, stop: 'end_turn' })]],
  ],
  ['a text of before is written again, longer', [begun, [answer('s', 'I go on. Wait, that is wrong.', A)]]],
  [
    'an answer of before took more tokens',
    [begun, [answer('s', [], { ...B, usage: { output_tokens: 999 } })]],
  ],
  [
    'an answer of before calls another tool',
    [begun, [answer('s', [toolUse('Edit', { file_path: '/a.ts' })], A)]],
  ],
  [
    'a result comes after hundreds of other lines',
    [
      begun,
      Array.from({ length: 150 }, (_, n) => done(n + 3)).flat(),
      [result('s', 'toolu_a', 'no', {}, { is_error: true })],
    ],
  ],
  [
    'a person types where only a script had asked',
    [
      [1, 2, 3].flatMap(() => [prompt('s', 'go', SCRIPTED), answer('s', 'Shall I go on?')]),
      [prompt('s', 'yes'), answer('s', 'Well.')],
    ],
  ],
  [
    'a line is of tomorrow, or of long before',
    [
      begun,
      [answer('s', 'Well.', { more: { timestamp: minute(60 * 24 * 9) } })],
      [answer('s', 'Well.', { more: { timestamp: minute(-60) } })],
    ],
  ],
  [
    'a side question replays an answer, and says more of it',
    [
      begun,
      [answer('s', 'Well, well.', { more: { isSidechain: true, agentId: 'q' } })],
      [answer('s', 'I go on.', { ...A, more: { isSidechain: true, agentId: 'q' } })],
    ],
  ],
])('when %s', (_, pieces) => {
  const path = join(tempFolder(), 's.jsonl');
  const waiting = [...pieces];
  const { again } = follows(
    [path],
    pieces.length,
    () => appendFileSync(path, text(waiting.shift()!)),
    () => Date.parse(minute(40)),
  );
  expect(again).toBeGreaterThan(0);
});

/** A side question: it copies the history of `s`, and its answers have their own requests. */
const SIDE = { isSidechain: true, agentId: 'q' };

test.each<[string, readonly Readonly<Record<string, readonly Json[]>>[]]>([
  [
    'the first of two logs of one session goes on with what is no answer',
    [
      { 'a/s.jsonl': [prompt('s', 'go', { timestamp: minute(-9) }), answer('s', 'Well.')] },
      { 'b/s.jsonl': begun },
      { 'a/s.jsonl': [prompt('s', 'and this', { timestamp: minute(-8) })] },
    ],
  ],
  [
    'the second of two logs of one session calls a tool under an id of the first',
    [
      {
        'a/s.jsonl': [
          prompt('s', 'go', { timestamp: minute(-9) }),
          answer('s', [toolUse('Read', { file_path: '/a.ts' }, 'call_0')], {
            id: 'msg_0',
            more: { timestamp: minute(-9) },
          }),
          result('s', 'call_0', 'no', { timestamp: minute(-9) }, { is_error: true }),
        ],
        'b/s.jsonl': [answer('s', 'Well.')],
      },
      { 'b/s.jsonl': [answer('s', [toolUse('Edit', { file_path: '/b.ts' }, 'call_0')], { id: 'msg_1' })] },
    ],
  ],
  [
    'a side question replays an answer under a request of its own',
    [
      { 's.jsonl': [...begun, answer('s', 'Well, well.', { more: SIDE })] },
      { 's.jsonl': [answer('s', 'So it is.', { ...B, request: 'req_q', more: SIDE })] },
    ],
  ],
  [
    'an answer that a side question replayed turns out to be another',
    [
      {
        's.jsonl': [
          ...begun,
          answer('s', 'Yes.', { id: 'msg_c', request: 'req_c', stop: null, usage: { input_tokens: 0 } }),
          answer('s', 'Yes.', { id: 'msg_c', request: 'req_q', usage: { input_tokens: 70 }, more: SIDE }),
        ],
      },
      { 's.jsonl': [answer('s', 'Yes.', { id: 'msg_c', request: 'req_c', usage: { input_tokens: 900 } })] },
    ],
  ],
])('of several conversations, when %s', (_, pieces) => {
  const folder = tempFolder();
  const paths = [...new Set(pieces.flatMap((piece) => Object.keys(piece)))].map((name) => join(folder, name));
  for (const path of paths) mkdirSync(dirname(path), { recursive: true });
  const waiting = [...pieces];
  const { again } = follows(
    paths,
    pieces.length,
    () => {
      for (const [name, lines] of Object.entries(waiting.shift()!))
        appendFileSync(join(folder, name), text(lines));
    },
    () => Date.parse(minute(40)),
  );
  expect(again).toBeGreaterThan(0);
});

test('a last line with a future time is no end until that time, even if it is no event', () => {
  const path = join(tempFolder(), 's.jsonl');
  const tomorrow = minute(60 * 24 + 50);
  appendFileSync(path, text([...begun, { type: 'mode', mode: 'x', sessionId: 's', timestamp: tomorrow }]));
  let now = Date.parse(minute(10));
  const { library, look } = reader(() => now);
  look([fileAt(path)]);
  expect(library.figures.get('s')?.endedAt).toBe(minute(0));
  now = Date.parse(minute(55));
  library.mark('s');
  look([]);
  expect(library.figures.get('s')?.endedAt).toBe(tomorrow);
});

test('if settled items disappear or change, the session is derived again', () => {
  const path = join(tempFolder(), 's.jsonl');
  appendFileSync(path, text(begun));
  const { library, look } = reader(() => Date.parse(minute(40)));
  look([fileAt(path)]);
  const session = library.session('s')!;
  const [first, second, ...rest] = session.events;
  const { derivation } = Derivation.of(session, [], RULES, true);
  for (const events of [[second!, ...rest], [{ ...first!, t: 0 }, second!, ...rest], session.events]) {
    const now = { ...session, events };
    const { tally } = Derivation.of(now, [], RULES, true, derivation).sums;
    expect(tally).toEqual(Derivation.of(now, [], RULES, false).sums.tally);
  }
});

test('a fork is continued when its origin is no longer in memory, and built again when the origin grows', () => {
  const folder = tempFolder();
  const [origin, fork] = ['o', 'f'].map((name) => fileAt(join(folder, `${name}.jsonl`))) as [
    LogFile,
    LogFile,
  ];
  appendFileSync(origin.path, text(begun));
  const copied = begun.map((line) => ({ ...line, sessionId: 'f', forkedFrom: { sessionId: 'o' } }));
  appendFileSync(fork.path, text(copied));
  const { library, look, save, all } = reader(() => Date.parse(minute(40)));
  look([origin, fork]);
  save((path) => path === fork.path);
  const again = vi.spyOn(Growing, 'of');
  appendFileSync(fork.path, text([answer('f', 'Own.')]));
  look([fork]);
  expect(library.figures.get('f')).toMatchObject({ messages: 1, copies: 5 });
  expect(again).not.toHaveBeenCalled();
  appendFileSync(origin.path, text(done(9)));
  look([origin, fork]);
  expect(again).toHaveBeenCalled();
  const once = reader(() => Date.parse(minute(40)));
  once.look([origin, fork]);
  expect(all()).toEqual(once.all());
});

/** Logs of real sessions, if available. */
const CORPUS = join(import.meta.dirname, '..', '..', '..', 'shared', 'corpus');
/** Number of these logs that are tested, spread evenly, and their largest size in bytes. */
const TRIED = 2 * RUNS;
const LARGEST = 1 << 20;

test.runIf(existsSync(CORPUS))('in real sessions, cut anywhere', () => {
  const all = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(CORPUS, name))
    .filter((path) => statSync(path).size < LARGEST);
  const chosen = all.filter((_, i) => i % Math.max(1, Math.floor(all.length / TRIED)) === 0);
  let steps = 0;
  for (const [seed, path] of chosen.entries()) {
    const next = random(FROM + seed);
    const bytes = readFileSync(path);
    const copy = join(tempFolder(), path.slice(path.lastIndexOf('/') + 1));
    const lines = bytes.toString('utf8').matchAll(/"timestamp":"([^"]{20,30})"/g);
    const last = Math.max(
      0,
      ...[...lines].map(([, time = '']) => Date.parse(time)).filter((t) => !Number.isNaN(t)),
    );
    const cuts = Array.from({ length: 7 }, () => upTo(next, bytes.length)).sort((a, b) => a - b);
    let from = 0;
    steps += follows(
      [copy],
      cuts.length + 1,
      () => {
        const to = cuts.shift() ?? bytes.length;
        appendFileSync(copy, bytes.subarray(from, to));
        from = to;
      },
      () => last,
    ).again;
  }
  expect(steps).toBeGreaterThan(0);
});
