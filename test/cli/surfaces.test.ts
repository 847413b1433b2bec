/**
 * The surfaces agree, figure by figure: inspect, export, report, usage, history, archive and what the engine tells the panels. On the bundled
 * sample, on sessions made to be awkward, and on the open corpus where it is there.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Inspection } from '../../src/library/inspect';
import type { ExportFormat } from '../../src/engine/exported';
import type { Report } from '../../src/report/report';
import type { Sum } from '../../src/report/sums';
import type { SessionFigures } from '../../src/store/figures';
import { tokensOf } from '../../src/usage/rows';
import { answer, prompt, put, type Json } from '../support/logs';
import { openWindow, sqlite } from '../engine/rig';
import { tempFolder } from '../support/tempFolder';
import { buildCli } from './rig';

const cli = buildCli();

interface Place {
  home: string;
  /** The folder Claude Code writes to. */
  projects: string;
}

function home(): Place {
  const folder = tempFolder();
  mkdirSync(join(folder, '.claude'));
  return { home: folder, projects: join(folder, '.claude', 'projects') };
}

function linked(target: string): Place {
  const place = home();
  symlinkSync(target, place.projects);
  return place;
}

const ENDS = ['Should I continue?', 'Shall I push?', 'Want me to merge?'];

/**
 * Thirty sessions whose baseline moves a threshold; of the second half's sub-agents some have no session, some a session in which nothing
 * was said, and one session has prompts and no answer.
 */
function awkward(): Place {
  const place = home();
  for (let n = 0; n < 30; n++) {
    const id = `s${String(n).padStart(2, '0')}`;
    const at = (minute: number): Json => ({
      timestamp: new Date(Date.UTC(2026, 0, 1 + n, 22, minute)).toISOString(),
      cwd: n % 2 === 0 ? '/w/app' : '/w/zoo',
    });
    const hits = n % 5 === 4 ? 4 : 5;
    const turns = Array.from({ length: hits }, (_, i) => [
      prompt(id, `go ${i}`, at(3 * i)),
      answer(id, ENDS[i % 3], { model: n % 7 === 0 ? 'nobody-1' : 'claude-opus-4-6', more: at(3 * i + 1) }),
    ]).flat();
    put(join(place.projects, '-w-app', `${id}.jsonl`), turns);
    const agent = (session: string, name: string): Json =>
      answer(session, 'found', { more: { ...at(9), isSidechain: true, agentId: name } });
    const agents = (session: string): string => join(place.projects, '-w-app', session, 'subagents');
    if (n % 4 === 0) put(join(agents(id), 'agent-a.jsonl'), [agent(id, 'a')]);
    if (n % 10 === 9) put(join(agents(`lost${n}`), 'agent-b.jsonl'), [agent(`lost${n}`, 'b')]);
    if (n === 20) {
      put(join(place.projects, '-w-app', 'silent.jsonl'), [
        { type: 'ai-title', aiTitle: 'x', sessionId: 'silent' },
      ]);
      put(join(agents('silent'), 'agent-c.jsonl'), [agent('silent', 'c')]);
      put(join(place.projects, '-w-app', 'asked.jsonl'), [prompt('asked', 'anyone?', at(0))]);
    }
  }
  return place;
}

const corpus = join(import.meta.dirname, '../../../shared/corpus');
/** Most of the corpus is of one repository. Without it, each of the thirty readings takes two fifths of the time. */
const LARGEST = 'entireio+cli';

function mostOfCorpus(): Place {
  const place = home();
  cpSync(corpus, place.projects, { recursive: true, filter: (path) => basename(path) !== LARGEST });
  return place;
}
const PLACES: [string, () => Place][] = [
  ['sample', () => linked(join(import.meta.dirname, '../../sample/projects'))],
  ['awkward', awkward],
  ...(existsSync(corpus) ? [['corpus', mostOfCorpus] as [string, () => Place]] : []),
];

const sum = <T>(rows: readonly T[], of: (row: T) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);
const rowsOf = (sessions: readonly SessionFigures[]) => sessions.flatMap(({ usage }) => usage);
const amounts = (sessions: readonly SessionFigures[]) => ({
  requests: sum(rowsOf(sessions), ({ requests }) => requests),
  tokens: sum(rowsOf(sessions), tokensOf),
  costMicroUsd: sum(rowsOf(sessions), ({ costMicroUsd }) => costMicroUsd ?? 0),
});
/** Cells of a CSV without quoted commas in the columns asked for. */
function columns(csv: string, names: readonly string[]): string[][] {
  const lines = csv
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?<=^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)].map(
        (cell) => cell[1] ?? cell[2] ?? '',
      ),
    );
  const at = names.map((name) => lines[0]!.indexOf(name));
  expect(at).not.toContain(-1);
  return lines.slice(1).map((line) => at.map((i) => line[i]!));
}

describe.each(PLACES)('%s', (_, make) => {
  const place = make();
  const store = join(place.home, 'store');
  const run = async (args: string[], env: Record<string, string> = {}) => {
    const { status, stdout, stderr } = await cli.call(args, {
      HOME: place.home,
      VIGIL_TIMEZONE: 'UTC',
      ...env,
    });
    expect([args, status, stderr]).toEqual([args, 0, '']);
    return stdout;
  };
  const json = async <T>(args: string[], env: Record<string, string> = {}): Promise<T> =>
    JSON.parse(await run([...args, '--json'], env)) as T;
  const archive = { VIGIL_STORE: store };
  let truth!: Inspection;
  let own!: SessionFigures[];
  const known = async (): Promise<void> => {
    truth ??= await json<Inspection>(['inspect']);
    own ??= truth.sessions.filter(
      ({ parent, prompts, messages }) => parent === null && prompts + messages > 0,
    );
  };
  const severities = () => Object.fromEntries(own.map(({ id, severity }) => [id, severity]));

  test('inspect gives the same from archive, logs and PATHs', { timeout: 240_000 }, async () => {
    await known();
    const { totals } = truth;
    expect(amounts(truth.sessions)).toMatchObject({ costMicroUsd: totals.costMicroUsd });
    expect([totals.sessions, totals.subAgents]).toEqual([
      own.length,
      truth.sessions.filter(({ parent }) => parent !== null).length,
    ]);
    expect(await json(['inspect'], archive)).toEqual(truth);
    // The archive's thresholds hold for PATHs, too.
    expect(await json(['inspect', place.projects], archive)).toEqual(truth);
  });

  test('usage gives the same by every dimension', { timeout: 240_000 }, async () => {
    await known();
    interface Usage {
      groups: { tokens: number; costMicroUsd: number | null; requests: number; sessions: number }[];
      total: {
        tokens: number;
        costMicroUsd: number | null;
        requests: number;
        sessions: number;
        subAgentTokens: number;
      };
    }
    const all = amounts(truth.sessions);
    for (const by of [
      'day',
      'week',
      'month',
      'hour',
      'model',
      'project',
      'branch',
      'session',
      'agent',
      'tool',
      'server',
    ]) {
      const { groups, total } = await json<Usage>(['usage', '--by', by], archive);
      expect({ ...total, costMicroUsd: total.costMicroUsd ?? 0 }).toMatchObject({
        ...all,
        sessions: truth.totals.sessions,
        subAgentTokens: amounts(truth.sessions.filter(({ parent }) => parent !== null)).tokens,
      });
      expect([by, sum(groups, ({ tokens }) => tokens), sum(groups, (one) => one.costMicroUsd ?? 0)]).toEqual([
        by,
        all.tokens,
        all.costMicroUsd,
      ]);
    }
  });

  test('usage and blocks give the same from logs and archive', { timeout: 240_000 }, async () => {
    for (const args of [['usage', '--by', 'project'], ['usage', '--by', 'tool'], ['blocks']])
      expect(await run([...args, '--json'], archive)).toBe(await run([...args, '--json']));
  });

  test('report: rows add up to the total in every format', { timeout: 240_000 }, async () => {
    await known();
    const written = await run(['report', '--json']);
    const report = JSON.parse(written) as Report;
    const { total, sessions } = report;
    expect(total).toMatchObject({
      sessions: truth.totals.sessions,
      subAgents: truth.totals.subAgents,
      prompts: sum(own, ({ prompts }) => prompts),
      requests: amounts(truth.sessions).requests,
      costMicroUsd: truth.totals.costMicroUsd,
    });
    expect(tokensOf(total.usage)).toBe(amounts(truth.sessions).tokens);
    const parts: Sum[][] = [sessions, report.byDay, report.byModel, report.byProject];
    for (const rows of parts)
      expect([
        sum(rows, ({ requests }) => requests),
        sum(rows, ({ usage }) => tokensOf(usage)),
        sum(rows, ({ costMicroUsd }) => costMicroUsd),
        sum(rows, ({ lowerBound }) => lowerBound),
      ]).toEqual([total.requests, tokensOf(total.usage), total.costMicroUsd, total.lowerBound]);
    expect(sum(sessions, ({ subAgents }) => subAgents)).toBe(total.subAgents);
    expect(sum(sessions, ({ prompts }) => prompts)).toBe(total.prompts);
    expect(sum(report.byProject, (one) => one.sessions)).toBe(total.sessions);
    const persons = sessions.filter(({ subAgentsOnly }) => !subAgentsOnly);
    expect(Object.fromEntries(persons.map(({ id, severity }) => [id, severity]))).toEqual(severities());
    expect(await run(['report', '--json'], archive)).toBe(written);

    const csv = columns(await run(['report', '--csv']), [
      'requests',
      'costMicroUsd',
      'subAgents',
      'input',
      'output',
    ]);
    const column = (n: number): number => sum(csv, (cells) => Number(cells[n]));
    expect([0, 1, 2, 3, 4].map(column)).toEqual([
      total.requests,
      total.costMicroUsd,
      total.subAgents,
      total.usage.input,
      total.usage.output,
    ]);
    // The table for people: its prompts and sub-agents add up as well.
    const markdown = await run(['report', '--format', 'markdown']);
    const table = markdown.slice(markdown.indexOf('## Sessions'), markdown.indexOf('## Tools'));
    const [head = [], , ...rows] = table
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
    const columnSum = (name: string): number => sum(rows, (row) => Number(row[head.indexOf(name)]));
    expect(columnSum('Prompts')).toBe(total.prompts);
    expect(columnSum('Sub-agents')).toBe(total.subAgents);
  });

  test('report and usage of the same days agree', { timeout: 240_000 }, async () => {
    await known();
    const days = [...new Set(rowsOf(truth.sessions).flatMap(({ day }) => day ?? []))].sort();
    for (const day of [days[0]!, days[Math.floor(days.length / 2)]!, days.at(-1)!]) {
      const range = ['--from', day, '--to', day];
      const { total, sessions } = await json<Report>(['report', ...range], archive);
      const { total: usage } = await json<{
        total: { requests: number; costMicroUsd: number | null; sessions: number };
      }>(['usage', ...range], archive);
      expect([total.requests, total.costMicroUsd, total.sessions]).toEqual([
        usage.requests,
        usage.costMicroUsd ?? 0,
        usage.sessions,
      ]);
      expect(sum(sessions, ({ requests }) => requests)).toBe(total.requests);
      expect(sum(sessions, ({ subAgents }) => subAgents)).toBe(total.subAgents);
    }
  });

  test(
    'history and export have each session once, with the same severity',
    { timeout: 240_000 },
    async () => {
      await known();
      const list = await json<{ sessions: SessionFigures[] }>(['history', 'list']);
      expect(Object.fromEntries(list.sessions.map(({ id, severity }) => [id, severity]))).toEqual(
        severities(),
      );
      const listed = columns(await run(['history', 'list', '--csv'], archive), ['id', 'severity', 'tokens']);
      expect(Object.fromEntries(listed.map(([id, severity]) => [id, severity]))).toEqual(severities());
      const family = (id: string) => truth.sessions.filter((one) => one.id === id || one.parent === id);
      for (const [id, , tokens] of listed)
        expect([id, Number(tokens)]).toEqual([id, amounts(family(id!)).tokens]);

      const written = async (format: ExportFormat): Promise<Buffer> => {
        const file = join(place.home, `out.${format}`);
        await run(['export', '--format', format, '--output', file], archive);
        return readFileSync(file);
      };
      const everyone = Object.fromEntries(truth.sessions.map(({ id, severity }) => [id, severity]));
      const { sessions } = JSON.parse((await written('json')).toString()) as { sessions: SessionFigures[] };
      expect(Object.fromEntries(sessions.map(({ id, severity }) => [id, severity]))).toEqual(everyone);
      expect(amounts(sessions)).toEqual(amounts(truth.sessions));
      const csv = columns((await written('csv')).toString(), ['id', 'severity', 'tokens', 'costMicroUsd']);
      expect(Object.fromEntries(csv.map(([id, severity]) => [id, severity]))).toEqual(everyone);
      expect(sum(csv, ([, , tokens]) => Number(tokens))).toBe(amounts(truth.sessions).tokens);
      const db = sqlite.open(await written('sqlite'));
      expect(Object.fromEntries(db.all('select id, severity from session') as [string, string][])).toEqual(
        everyone,
      );
      expect(db.all('select sum(requests), sum(cost_micro_usd) from usage')).toEqual([
        [amounts(truth.sessions).requests, amounts(truth.sessions).costMicroUsd],
      ]);
      db.close();
    },
  );

  test('the engine’s answers for panels agree', { timeout: 240_000 }, async () => {
    await known();
    const { engine } = openWindow(place.home, store, () => Date.now(), { timezone: 'UTC' });
    await engine.ready;
    const rows = await engine.call('sessions', {
      by: 'project',
      query: '',
      state: 'all',
      offset: 0,
      limit: 500,
    });
    expect(Object.fromEntries(rows.rows.map(({ id, severity }) => [id, severity]))).toEqual(severities());
    const found = await engine.call('findSessions', {
      query: '',
      sort: 'started',
      descending: true,
      offset: 0,
      limit: 500,
    });
    expect(Object.fromEntries(found.rows.map(({ id, severity }) => [id, severity]))).toEqual(severities());
    const { now, orphans } = await engine.call('overview', { range: 'all' });
    const all = amounts(truth.sessions);
    expect([now.sessions, now.tokens, now.costMicroUsd ?? 0]).toEqual([
      truth.totals.sessions,
      all.tokens,
      all.costMicroUsd,
    ]);
    const sums = [sum(found.rows, ({ tokens }) => tokens), sum(found.rows, (one) => one.costMicroUsd ?? 0)];
    expect([sums[0]! + orphans.tokens, sums[1]! + (orphans.costMicroUsd ?? 0)]).toEqual([
      all.tokens,
      all.costMicroUsd,
    ]);
    expect(sum(found.rows, ({ subAgents }) => subAgents) + orphans.runs).toBe(truth.totals.subAgents);
    const { models } = await engine.call('models', { range: 'all' });
    expect(sum(models, ({ requests }) => requests)).toBe(all.requests);
    const archived = await engine.call('archive', null);
    expect([archived.conversations, archived.subAgents]).toEqual([
      truth.totals.sessions,
      truth.totals.subAgents,
    ]);
    await engine.call('close', null);
  });
});

test('a personal threshold learned later grades earlier sessions on every surface', async () => {
  const place = home();
  const later = awkward();
  const store = join(place.home, 'store');
  // Of stop phrases only a person's own are judged.
  const config = join(place.home, 'settings.json');
  writeFileSync(
    config,
    JSON.stringify({ 'signals.stopPhrases.custom': ENDS.map((end) => end.replace('?', '')) }),
  );
  const env = { HOME: place.home, VIGIL_TIMEZONE: 'UTC', VIGIL_STORE: store, VIGIL_CONFIG: config };
  const log = (from: Place, n: number): string =>
    join(from.projects, '-w-app', `s${String(n).padStart(2, '0')}.jsonl`);
  const copy = (n: number): void => put(log(place, n), readFileSync(log(later, n)));
  for (let n = 0; n < 12; n++) copy(n);
  await cli.call(['ingest'], env);
  for (let n = 12; n < 30; n++) copy(n);
  await cli.call(['ingest'], env);
  const file = join(place.home, 'out.json');
  await cli.call(['export', '--output', file], env);
  const of = (content: string) =>
    Object.fromEntries(
      (JSON.parse(content) as { sessions: SessionFigures[] }).sessions.map(({ id, signals }) => [
        id,
        signals.find(({ name }) => name === 'stop_phrase')?.severity,
      ]),
    );
  const exported = of(readFileSync(file, 'utf8'));
  // Four hits are WARN by default, and usual for this person.
  expect([exported['s04'], exported['s00']]).toEqual(['ok', 'warn']);
  for (const args of [['inspect'], ['inspect', place.projects], ['history', 'list']])
    expect(of((await cli.call([...args, '--json'], env)).stdout)).toEqual(exported);
  const explained = await cli.call(['explain', 's04', 'stop_phrase'], env);
  expect(explained.stdout).toContain(', usual');
  // Without an archive PATHs may be anybody's logs: the thresholds of the settings hold.
  const strange = await cli.call(['inspect', place.projects, '--json'], {
    HOME: place.home,
    VIGIL_CONFIG: config,
  });
  expect(of(strange.stdout)['s04']).toBe('warn');
});
