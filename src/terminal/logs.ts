/** Commands that read logs, or the archive, once and print. */
import { readFileSync } from 'node:fs';
import { DIMENSIONS, toolsBy, totalOf, usageBy, type Dimension } from '../analysis/usage';
import { reconcileAll } from '../analysis/reconcile';
import { explain } from '../engine/explain';
import { eventsOf, inspect, readLogs, type Inspection, type Logs } from '../engine/inspect';
import { spentOf } from '../engine/spend';
import { editsOf, limitsOf } from '../engine/summarise';
import { codeOf } from '../log/discover';
import { eventLine } from '../report/events';
import { blockTable, csvOf, reconcileTable, toolTable, usageTable } from '../report/tables';
import { signals, verdictOf, worst } from '../signals/registry';
import { blocksOf, pendingLimits } from '../usage/blocks';
import { formatCost, formatTokens } from '../usage/format';
import { describeChanges, mergePrices, readLiteLlm } from '../usage/importPrices';
import { bundledPrices } from '../usage/prices';
import { conditionWords } from '../usage/conditions';
import { addConditions, costsAtLeast, tokensOf } from '../usage/rows';
import { dayOption, defaultRoots, rulesFrom, text, type Around, type ReadingOptions } from './options';
import { clean, DONE, json, NOTHING, print, say, UsageError, writeTo } from './output';

export function read(paths: readonly string[]): Logs {
  if (paths.length === 0) throw new UsageError('Name at least one log file or folder.');
  const logs = readLogs(paths);
  for (const { path, code } of logs.unreadable) {
    say(`${path}: cannot be read (${code}); the rest goes on.`);
  }
  return logs;
}

export const found = (logs: Logs): number => {
  if (logs.sessions.length > 0) return DONE;
  say('no session log there. Claude Code writes them to ~/.claude/projects.');
  return NOTHING;
};

export function inspectCommand(
  paths: readonly string[],
  options: ReadingOptions & { json?: boolean },
  around: Around,
): number {
  const rules = rulesFrom(options, around);
  const logs = read(paths);
  const inspection = inspect(logs, rules);
  print(options.json === true ? json(inspection) : overview(inspection));
  return found(logs);
}

/** The short form for people. */
function overview({ sessions, totals }: Inspection): string {
  const lines = [
    `${totals.sessions} sessions, ${totals.subAgents} sub-agents, ${totals.messages} responses`,
    '',
  ];
  for (const session of sessions) {
    if (session.parent !== null || (session.prompts === 0 && session.messages === 0)) continue;
    const priced = session.usage.filter((row) => row.costMicroUsd !== null);
    const cost =
      priced.length === 0 && session.usage.length > 0
        ? null
        : priced.reduce((sum, row) => sum + (row.costMicroUsd ?? 0), 0);
    const lowerBound = session.usage.some((row) => costsAtLeast(row) || row.costMicroUsd === null);
    const tokens = session.usage.reduce((sum, row) => sum + tokensOf(row), 0);
    lines.push(
      `${session.id}  ${worst(session.signals).toUpperCase().padEnd(8)}  ${formatTokens(tokens).padStart(7)} tokens  ${formatCost(cost, { lowerBound })}`,
    );
    for (const { name, severity, label } of session.signals) {
      if (severity !== 'ok')
        lines.push(`    ${signals.find((signal) => signal.name === name)?.title ?? name}: ${label}`);
    }
  }
  const cost = formatCost(totals.costMicroUsd, {
    lowerBound: totals.unpricedModels.length > 0 || totals.usage.some(costsAtLeast),
  });
  lines.push('', `Cost ${cost}`);
  const conditions = conditionWords(
    totals.usage.reduce<Record<string, number>>((sum, row) => addConditions(sum, row.unknownConditions), {}),
  );
  if (conditions !== '') lines.push(`At least that: no price is known for ${conditions}`);
  if (totals.unpricedModels.length > 0)
    lines.push(
      `Without a price: ${totals.unpricedModels.map((name) => name || '(no model named)').join(', ')}`,
    );
  lines.push('', ...distribution(sessions));
  return clean(lines.join('\n'));
}

/** How many sessions each signal judged, and how: what thresholds do on these logs. */
function distribution(sessions: Inspection['sessions']): string[] {
  const judged = sessions.filter((one) => one.parent === null && (one.prompts > 0 || one.messages > 0));
  const head = `${'Signal'.padEnd(22)}${['OK', 'WARN', 'CRITICAL', 'too short'].map((word) => word.padStart(10)).join('')}`;
  const rows = signals
    .filter(({ alarm }) => alarm !== null)
    .map(({ name, title }) => {
      const readings = judged.flatMap((one) => one.signals.filter((reading) => reading.name === name));
      const graded = readings.filter(({ measure }) => measure !== null);
      const of = (severity: string): number => graded.filter((one) => one.severity === severity).length;
      const counts = [of('ok'), of('warn'), of('critical'), readings.length - graded.length];
      return `${title.padEnd(22)}${counts.map((count) => String(count).padStart(10)).join('')}`;
    });
  return [head, ...rows];
}

/** The reading of a signal with the lines behind it. */
export function explainCommand(
  [id = '', name = '', ...given]: readonly string[],
  options: ReadingOptions & { json?: boolean },
  around: Around,
): number {
  if (id === '' || name === '')
    throw new UsageError('Name a session (its id or the beginning of it) and a signal.');
  const words = signals.find((signal) => signal.name === name);
  if (words === undefined) {
    throw new UsageError(
      `${name}: no such signal. Give one of ${signals.map((one) => one.name).join(', ')}.`,
    );
  }
  const rules = rulesFrom(options, around);
  const logs = read(given.length > 0 ? given : defaultRoots(around));
  const exact = logs.sessions.filter((session) => session.id === id);
  // The beginning of an id means a conversation: its sub-agents share it.
  const begins = logs.sessions.filter(
    (session) => session.id.startsWith(id) && (id.includes('/') || session.parent === null),
  );
  const meant = exact.length > 0 ? exact : begins;
  const session = meant[0];
  if (session === undefined) {
    say(`no session ${id} there.`);
    return NOTHING;
  }
  if (meant.length > 1) {
    throw new UsageError(
      `${id} is the beginning of ${meant.length} sessions: ${meant.map((one) => one.id).join(', ')}.`,
    );
  }
  const edits = logs.sessions
    .filter(({ parent }) => parent === session.id)
    .flatMap((one) => editsOf(one.events));
  const explained = explain(session, name, edits, rules);
  if (explained === null) return NOTHING;
  const { reading, lines } = explained;
  if (options.json === true) {
    const shown = lines.map((line) => ({ ...line, file: logs.shown(line.file) }));
    print(json({ schema: 1, session: session.id, signal: name, reading, lines: shown }));
    return DONE;
  }
  print(
    clean(
      [
        `${words.title}: ${reading.label}`,
        `value ${reading.value ?? 'unknown'}, ${VERDICT[verdictOf(reading)]}${words.experimental ? ', experimental' : ''}`,
        words.meaning,
        '',
        ...lines.map(
          ({ file, line, note, text: said }) =>
            `${logs.shown(file)}:${line ?? '?'}  ${note}${said === '' ? '' : `\n    ${said}`}`,
        ),
        ...(lines.length === 0 ? ['No line in the log stands behind it.'] : []),
      ].join('\n'),
    ),
  );
  return DONE;
}

const VERDICT = {
  ok: 'OK',
  warn: 'WARN',
  critical: 'CRITICAL',
  tooShort: 'not judged',
  describes: 'never an alarm',
};

export function exportCommand(paths: readonly string[]): number {
  const logs = read(paths);
  let batch: string[] = [];
  for (const event of eventsOf(logs)) {
    batch.push(eventLine(event));
    if (batch.length === 1000) {
      print(`${batch.join('\n')}\n`);
      batch = [];
    }
  }
  if (batch.length > 0) print(`${batch.join('\n')}\n`);
  return found(logs);
}

export interface UsageOptions extends ReadingOptions {
  by?: string;
  from?: string;
  to?: string;
  json?: boolean;
  csv?: boolean;
}

const isDimension = (by: string): by is Dimension => (DIMENSIONS as readonly string[]).includes(by);

/** Usage grouped by one dimension, with a total that is that of `vigil inspect`. */
export function usageCommand(given: readonly string[], options: UsageOptions, around: Around): number {
  const by = text(options.by, 'by') ?? 'day';
  if (!isDimension(by)) throw new UsageError(`--by ${by}: give one of ${DIMENSIONS.join(', ')}.`);
  const days = { from: dayOption(options.from, 'from'), to: dayOption(options.to, 'to') };
  if (options.json === true && options.csv === true) throw new UsageError('Give --json or --csv, not both.');
  const rules = rulesFrom(options, around);
  const logs = read(given.length > 0 ? given : defaultRoots(around));
  const { sessions } = inspect(logs, rules);
  const total = totalOf(sessions, days);
  if (by === 'tool' || by === 'server') {
    if (days.from !== null || days.to !== null)
      throw new UsageError(
        `--from and --to do not go with --by ${by}: tools are counted for whole sessions.`,
      );
    const groups = toolsBy(by, sessions);
    print(
      options.json === true
        ? json({ schema: 1, by, groups, total })
        : options.csv === true
          ? csvOf(groups)
          : toolTable(by, groups),
    );
    return found(logs);
  }
  const groups = usageBy(by, sessions, days);
  print(
    options.json === true
      ? json({ schema: 1, by, ...days, groups, total })
      : options.csv === true
        ? csvOf(groups)
        : usageTable(by, groups, total),
  );
  return found(logs);
}

/** The 5-hour blocks of everything below the paths. */
export function blocksCommand(given: readonly string[], options: UsageOptions, around: Around): number {
  if (options.json === true && options.csv === true) throw new UsageError('Give --json or --csv, not both.');
  const rules = rulesFrom(options, around);
  const logs = read(given.length > 0 ? given : defaultRoots(around));
  const limits = logs.sessions.flatMap(({ events }) => limitsOf(events, rules.zone));
  const blocks = blocksOf(
    logs.sessions.flatMap((session) => spentOf(session, rules)),
    around.now(),
    limits,
  );
  print(
    options.json === true
      ? json({ schema: 1, blocks, limits: limits.toSorted((a, b) => a.t - b.t) })
      : options.csv === true
        ? csvOf(blocks)
        : blockTable(blocks, pendingLimits(limits, around.now())),
  );
  return found(logs);
}

/** Claude Code's own account of the sessions below the paths beside what their lines show. */
export function reconcileCommand(
  given: readonly string[],
  options: ReadingOptions & { json?: boolean },
  around: Around,
): number {
  const rules = rulesFrom(options, around);
  const logs = read(given.length > 0 ? given : defaultRoots(around));
  const told = reconcileAll(inspect(logs, rules).sessions);
  if (options.json === true) print(json({ schema: 1, ...told }));
  else if (told.total === null)
    print(
      'No session there has an account of Claude Code. It logs one at the end of a session, from about 2.1.250.\n',
    );
  else {
    print(reconcileTable(told.sessions, told.total));
    if (told.without > 0)
      print(
        `${told.without} ${told.without === 1 ? 'session has' : 'sessions have'} no account and are left out.\n`,
      );
  }
  return found(logs);
}

/** `prices import FILE`: shows what a LiteLLM price file changes; with `--output` writes the merged table. */
export function pricesCommand(
  [action = '', file = '']: readonly string[],
  options: { output?: string; platform?: string; json?: boolean },
  around: Around,
): number {
  if (action !== 'import' || file === '') throw new UsageError('Give prices import FILE.');
  const output = text(options.output, 'output');
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file}: cannot be read (${codeOf(error)}).`, { cause: error });
  }
  const imported = readLiteLlm(content, text(options.platform, 'platform') ?? null);
  const today = new Date(around.now()).toISOString().slice(0, 10);
  const { table, changes } = mergePrices(bundledPrices(), imported.prices, today, imported.windows);
  if (options.json === true)
    print(
      json({
        schema: 1,
        changes,
        skipped: imported.skipped,
        ambiguous: imported.ambiguous,
        platforms: imported.platforms,
        written: output ?? null,
      }),
    );
  else print(clean(describeChanges(changes, imported)));
  if (output === undefined && options.json !== true) {
    print(
      'Nothing was written. With --output TABLE the merged table is, for --prices; in VS Code use “Vigil: Import Prices…”.\n',
    );
  }
  if (output !== undefined) writeTo(output, `${JSON.stringify(table, null, 2)}\n`);
  return DONE;
}
