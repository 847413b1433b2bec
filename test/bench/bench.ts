/**
 * `npm run bench [-- --mb N] [-- --rounds N] [-- --real MB] [-- --search]`: how fast Vigil is, beside the ground (JSON.parse of the same bytes) and
 * beside ccusage, all in one run on one generated corpus. The files have just been written, so all read from memory,
 * not from the disk. Fails when Vigil's totals are not those of the corpus.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeCorpus, type Corpus } from './corpus';
import {
  ccusage,
  ccusageProgram,
  helpOverNode,
  ingest,
  ingestAgain,
  median,
  STEP_MS,
  vigilCommand,
} from './programs';
import { replicate } from './real';
import { searchAsk, searchFill, searchRead, searchRows } from './search';
import type { Measured, Place } from './measured';
import { steps, writeLarge } from './steps';

/** A gigabyte takes minutes to be indexed. */
const SEARCH_MS = 1_800_000;

const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    mb: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    /** Megabytes of real logs, where there are some beside this repository. */
    real: { type: 'string', default: '600' },
    /** Only the search index. */
    search: { type: 'boolean', default: false },
    /** Internal: run one step on a place (JSON) and print what was measured. */
    step: { type: 'string' },
    place: { type: 'string' },
  },
});

const whole = (name: 'mb' | 'rounds' | 'real', most: number): number => {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    console.error(`--${name} ${values[name]}: give a whole number from 1 to ${most}.`);
    process.exit(2);
  }
  return value;
};

/** The steps that this program runs itself. */
const ownSteps: typeof steps = { ...steps, searchFill, searchAsk, searchRead };
const isOwn = (step: string): boolean => Object.hasOwn(ownSteps, step);

/** The program of `engine.ts`, beside this one. */
const ENGINE = join(__dirname, 'engine.cjs');

/** Runs a step in a new process. */
function run(step: string, place: Place): Measured {
  const on = JSON.stringify(place);
  const program = isOwn(step) ? [__filename, '--step', step, '--place', on] : [ENGINE, step, on];
  const child = spawnSync(process.execPath, program, {
    encoding: 'utf8',
    timeout: step.startsWith('search') ? SEARCH_MS : STEP_MS,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0)
    throw new Error(`The step ${step} failed (${child.error?.message ?? child.status ?? child.signal}).`);
  return JSON.parse(child.stdout) as Measured;
}

const kilobytes = (path: string): string =>
  existsSync(path) ? `${Math.round(statSync(path).size / 1024)} KB` : 'not built';
const MB = 1e6;

/** A table for the terminal: the first column to the left, the others to the right. */
function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('   ');
  console.log(`\n${line(head)}\n${widths.map((width) => '-'.repeat(width)).join('   ')}`);
  for (const row of rows) console.log(line(row));
}

const PARSE = 'JSON.parse of every line';
const CCUSAGE = 'ccusage (tokens only)';
const WHOLE = 'records of whole lines';
const PROJECTED = 'records of what is read of them';
const COLD = 'Vigil, first start: worker and store';
const INSPECT = 'Vigil, inspect in process';
const COMMAND = 'Vigil, the command `vigil inspect --json`';
const INGEST = 'Vigil, `vigil ingest` into an empty store';
const AGAIN = 'Vigil, `vigil ingest` with nothing new';

/** Times every reader of the corpus in turn, `rounds` times, so that a busy moment of the machine meets all of them. */
function measureReaders(root: string, temp: string, logs: string, rounds: number): Map<string, Measured[]> {
  const dist = join(root, 'dist');
  const home = join(temp, 'home');
  const program = ccusageProgram(root);
  if (program === null)
    console.log(`ccusage has no program for ${process.platform}-${process.arch} here; left out.`);
  const readers: [string, (round: number) => Measured][] = [
    [PARSE, () => run('parse', { logs, dist, storage: '' })],
    ...(program === null ? [] : [[CCUSAGE, () => ccusage(program, home, logs)] as [string, () => Measured]]),
    [WHOLE, () => run('whole', { logs, dist, storage: '' })],
    [PROJECTED, () => run('projected', { logs, dist, storage: '' })],
    [COLD, (round) => run('cold', { logs, dist, storage: join(temp, `store${round}`) })],
    [INSPECT, () => run('inspect', { logs, dist, storage: '' })],
    [COMMAND, () => vigilCommand(dist, home, logs)],
    [INGEST, (round) => ingest(dist, home, logs, join(temp, `ingested${round}`))],
    [AGAIN, () => ingestAgain(dist, home, logs, join(temp, 'store0'))],
  ];
  const measured = new Map<string, Measured[]>(readers.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, reader] of readers) measured.get(name)?.push(reader(round));
  }
  return measured;
}

/** The readers' table. Gives the names of those that found something else than what is there; `totals` null: that is not known. */
function showReaders(
  bytes: number,
  totals: Corpus | null,
  measured: ReadonlyMap<string, readonly Measured[]>,
): string[] {
  const speed = (name: string): number =>
    bytes / MB / (Math.min(...(measured.get(name) ?? []).map(({ ms }) => ms)) / 1000);
  // Of each round by itself: what slows the machine down meets both.
  const against = (name: string, other: string): string => {
    const [own, others] = [measured.get(name) ?? [], measured.get(other) ?? []];
    const ratios = own.flatMap(({ ms }, i) => (others[i] === undefined ? [] : [others[i].ms / ms]));
    return ratios.length === 0 ? '-' : `${median(ratios).toFixed(2)} x`;
  };
  const right = ({ responses, outputTokens }: Measured): boolean =>
    totals === null ||
    ((responses ?? totals.responses) === totals.responses &&
      (outputTokens ?? totals.outputTokens) === totals.outputTokens);
  const wrong = [...measured].filter(([, times]) => !times.every(right)).map(([name]) => name);
  printTable(
    ['reading', 'best MB/s', 'median ms', 'x JSON.parse, median', 'x ccusage, median', 'totals'],
    [...measured].map(([name, times]) => [
      name,
      speed(name).toFixed(0),
      median(times.map(({ ms }) => ms)).toFixed(0),
      against(name, PARSE),
      against(name, CCUSAGE),
      totals === null || [PARSE, WHOLE, PROJECTED].includes(name)
        ? '-'
        : wrong.includes(name)
          ? 'WRONG'
          : 'right',
    ]),
  );
  return wrong;
}

function describe(name: string, corpus: Corpus): void {
  const { files, lines, bytes, p50, p99, responses, outputTokens } = corpus;
  console.log(
    `${name}: ${files} files, ${lines} lines, ${(bytes / MB).toFixed(1)} MB; lines p50 ${p50} B, p99 ${p99} B; ${responses} responses, ${outputTokens} output tokens`,
  );
}

/** The write budget: checkpoints of all windows together write no more an hour. */
const BYTES_AN_HOUR = 200 << 20;

function showStores(temp: string, dist: string): void {
  console.log('\nthe store, with sessions as long logs make them');
  printTable(
    [
      'sessions',
      'image',
      'written in',
      'opened and checked in',
      'all figures read in',
      'images an hour at most',
    ],
    [1_000, 10_000].map((count) => {
      const found = run('store', { logs: String(count), dist, storage: join(temp, `sessions-${count}`) });
      const ms = (name: string): string => `${(found[name] ?? 0).toFixed(0)} ms`;
      const bytes = found['imageBytes'] ?? 0;
      return [
        String(count),
        `${(bytes / MB).toFixed(1)} MB`,
        ms('writeMs'),
        ms('ms'),
        ms('readMs'),
        String(Math.min(180, Math.floor(BYTES_AN_HOUR / bytes))),
      ];
    }),
  );
}

/** What each tab asks, by the name of what was measured. */
const TABS = [
  ['Home', 'ms'],
  ['Cost, beside what Home asks', 'spentOn'],
  ['Models', 'models'],
  ['Tools', 'tools'],
  ['Trends', 'trend'],
  ['Measures, of weeks', 'measures'],
  ['Measures, by session', 'signalSessions'],
  ['Groups', 'cohort'],
  ['Changes', 'changes'],
  ['Heatmaps', 'heatmaps'],
  ['Sessions', 'find'],
  ['Sessions, a completion', 'complete'],
  ['The filter, each list of names', 'choices'],
  ['Health', 'health'],
] as const;

function showDashboard(dist: string): void {
  const found = run('dashboard', { logs: '10000', dist, storage: '' });
  console.log('\nthe dashboard with 10,000 sessions: what the engine takes to answer');
  printTable(
    ['tab', 'measured', 'budget to first content'],
    TABS.map(([title, name]) => [title, `${(found[name] ?? 0).toFixed(0)} ms`, '300 ms']),
  );
}

/** The search index on an archive of so many bytes of logs. */
function benchSearch(root: string): number {
  const bytes = whole('mb', 2000) * MB;
  const temp = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
  try {
    const place: Place = { logs: join(temp, 'logs'), dist: join(root, 'dist'), storage: join(temp, 'store') };
    const corpus = writeCorpus(place.logs, { bytes });
    describe('corpus', corpus);
    printTable(['search', 'measured'], searchRows(place, corpus.bytes, run));
    return 0;
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/** Where logs of real sessions lie, if anywhere. */
const REAL = join('..', 'shared', 'corpus');

/** The readers on real logs: what is in them is not known beforehand, so it is not compared. */
function benchReal(root: string, temp: string, rounds: number, bytes: number): void {
  const from = join(root, REAL);
  if (!existsSync(from)) return;
  const place = join(temp, 'real');
  mkdirSync(place);
  const written = replicate(from, join(place, 'logs'), bytes);
  console.log(`\nreal logs: ${written.files} files, ${(written.bytes / MB).toFixed(1)} MB`);
  const logs = join(place, 'logs');
  showReaders(written.bytes, null, measureReaders(root, place, logs, rounds));
  const badges = Array.from({ length: rounds }, (_, i) =>
    run('firstBadge', { logs, dist: join(root, 'dist'), storage: join(place, `badge${i}`) }),
  );
  const store: Place = { logs, dist: join(root, 'dist'), storage: join(place, 'kept') };
  const peaks = { cold: run('cold', store), warm: run('warm', store) };
  printTable(
    ['', 'measured', 'budget'],
    [
      ['first start: memory of the process at its peak', `${peaks.cold['peakMB'] ?? 0} MB`, '300 MB'],
      ['a window’s start: the same', `${peaks.warm['peakMB'] ?? 0} MB`, '180 MB'],
    ],
  );
  printTable(
    ['', 'best', 'its processor time', 'budget'],
    [
      [
        `first start with ${(written.bytes / MB).toFixed(0)} MB of real logs: badge right for the newest session`,
        `${Math.min(...badges.map((one) => one.ms)).toFixed(0)} ms`,
        `${Math.min(...badges.map((one) => one['cpuMs'] ?? 0)).toFixed(0)} ms`,
        '1000 ms',
      ],
    ],
  );
  rmSync(place, { recursive: true, force: true });
}

function bench(root: string): number {
  const rounds = whole('rounds', 20);
  const bytes = whole('mb', 2000) * MB;
  const dist = join(root, 'dist');
  const temp = mkdtempSync(join(tmpdir(), 'vigil-bench-'));
  try {
    console.log(
      `Node ${process.version}, ${availableParallelism()} x ${cpus()[0]?.model ?? 'unknown processor'}, best of ${rounds}`,
    );
    const logs = join(temp, 'logs');
    const corpus = writeCorpus(logs, { bytes });
    describe('corpus', corpus);
    const measured = measureReaders(root, temp, logs, rounds);
    const wrong = showReaders(corpus.bytes, corpus, measured);
    benchReal(root, temp, rounds, whole('real', 4000) * MB);

    const first = measured.get(COLD) ?? [];
    const place: Place = { logs, dist, storage: join(temp, 'store0') };
    const many: Place = { logs: join(temp, 'many'), dist, storage: join(temp, 'store-many') };
    const small = writeCorpus(many.logs, MANY);
    const colds = Array.from({ length: rounds }, (_, i) =>
      run('cold', { ...many, storage: `${many.storage}${i || ''}` }),
    );
    const warms = Array.from({ length: rounds }, () => run('warm', many));
    const appended = run('append', place);
    const appendedLong = run('appendLong', many);
    const home = join(temp, 'home');
    const help = helpOverNode(dist, home, logs, rounds);
    const program = ccusageProgram(root);
    const agains = Array.from({ length: rounds }, () => {
      const { ms: own } = ingestAgain(dist, home, many.logs, many.storage);
      return [own, program === null ? NaN : ccusage(program, home, many.logs).ms / own] as const;
    });
    const large = (name: string, megabytes: number, oneLine: boolean): Measured => {
      const logsOf = join(temp, name);
      writeLarge(logsOf, megabytes << 20, oneLine);
      const found = run('fold', { logs: logsOf, dist, storage: '' });
      rmSync(logsOf, { recursive: true });
      return found;
    };
    const largeFile = large('large-file', 500, false);
    const largeLine = large('large-line', 64, true);
    const ms = (value: number | undefined): string => `${(value ?? 0).toFixed(0)} ms`;
    const tails = (found: Measured): string => `${ms(found['p95Ms'])}; ${ms(found['longestMs'])}`;
    const least = (times: Measured[], name = 'ms'): number => Math.min(...times.map((one) => one[name] ?? 0));
    describe('\nmany small logs', small);
    printTable(
      ['', 'measured', 'budget'],
      [
        [`first start with ${small.files} files`, ms(least(colds)), ''],
        [`warm start with ${small.files} files: badge`, ms(least(warms)), '120 ms'],
        [`warm start with ${small.files} files: every log looked at`, ms(least(warms, 'checkedMs')), ''],
        [
          `vigil ingest with nothing new in ${small.files} files, median`,
          ms(median(agains.map(([own]) => own))),
          '',
        ],
        [
          'the same x ccusage on them, median',
          `${median(agains.map(([, ratio]) => ratio)).toFixed(1)} x`,
          '5 x',
        ],
        [`line appended -> badge told, median`, ms(appended.ms), '50 ms'],
        [`the same, 95th percentile; longest`, tails(appended), '100 ms'],
        [`the same in a session of 20,000 lines, median`, ms(appendedLong.ms), '50 ms'],
        [`the same, 95th percentile; longest`, tails(appendedLong), '100 ms'],
        ['vigil --help over bare Node', ms(help), '40 ms'],
        [
          'first start: longest stall of the host thread',
          ms(Math.max(...first.map((one) => one['stallMs'] ?? 0))),
          '50 ms',
        ],
        [
          'first start: memory of the process above its start',
          `${Math.max(...first.map((one) => one['memoryMB'] ?? 0))} MB`,
          '250 MB',
        ],
        ['a log of 500 MB: memory above the start', `${largeFile['memoryMB'] ?? 0} MB`, '250 MB'],
        ['a line of 64 MB: memory above the start', `${largeLine['memoryMB'] ?? 0} MB`, '250 MB'],
        ['first start: store on disk', `${(first[0]?.['storeMB'] ?? 0).toFixed(1)} MB`, ''],
        ['vigil.vsix', kilobytes(join(root, 'vigil.vsix')), '2048 KB'],
        ['dist/extension.cjs', kilobytes(join(dist, 'extension.cjs')), '400 KB'],
        ['dist/engine.cjs', kilobytes(join(dist, 'engine.cjs')), ''],
        ['dist/reading.cjs', kilobytes(join(dist, 'reading.cjs')), ''],
        ['dist/engine.worker.cjs', kilobytes(join(dist, 'engine.worker.cjs')), ''],
        ['dist/cli.cjs', kilobytes(join(dist, 'cli.cjs')), ''],
        ['dist/cli-again.cjs', kilobytes(join(dist, 'cli-again.cjs')), ''],
        ['dist/cli-run.cjs', kilobytes(join(dist, 'cli-run.cjs')), ''],
        ['dist/webview/session.js', kilobytes(join(dist, 'webview', 'session.js')), ''],
        ['dist/sql-wasm.wasm', kilobytes(join(dist, 'sql-wasm.wasm')), ''],
      ],
    );
    showStores(temp, dist);
    showDashboard(dist);
    printTable(
      ['search', 'measured'],
      searchRows({ ...place, storage: join(temp, 'store0') }, corpus.bytes, run),
    );
    // ccusage may count otherwise than we do; that Vigil counts right is what this bench stands for.
    const ours = wrong.filter((name) => name !== CCUSAGE);
    if (ours.length > 0) console.error(`\nWrong totals: ${ours.join(', ')}`);
    return ours.length > 0 ? 1 : 0;
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/** The heavy user's number of logs and folders, each as small as a session can be. */
const MANY = { bytes: Infinity, files: 5000, projects: 300, median: 1000, spread: 0.1 };

async function main(): Promise<number> {
  const { step, place, root } = values;
  if (step === undefined) {
    if (root === undefined) throw new Error('Start this with `npm run bench`.');
    return values.search ? benchSearch(root) : bench(root);
  }
  const measure = ownSteps[step];
  if (measure === undefined) throw new Error(`There is no step ${step}.`);
  console.log(JSON.stringify(await measure(JSON.parse(place ?? '') as Place)));
  return 0;
}

void main().then((code) => (process.exitCode = code));
