/** Commands that read logs or the archive once, and print. */
import { isOfPerson } from '../analysis/family';
import { newGroup, newToolGroup, toolsBy, totalOf, usageBy, wholeSessions } from '../analysis/usage';
import { reconcileAll } from '../analysis/reconcile';
import { explain, linesBehind, type ExplainedLine } from '../library/explain';
import { inspectionOutput, type Inspection } from '../library/inspect';
import type { Known } from '../library/knownSessions';
import { officialResets, spentOf } from '../library/spend';
import { limitsOf } from '../library/summarise';
import { sealSecrets } from '../log/secrets';
import { oneLine } from '../log/visible';
import { csvOf } from '../report/csv';
import { prose, shorten, wrap } from '../report/fit';
import { blockTable, figureTable, reconcileTable, toolTable, usageTable } from '../report/tables';
import type { Session } from '../session/join';
import type { Found } from '../findings/finding';
import { findings, openOf, type FindingWords } from '../findings/registry';
import { signals, verdictOf, type SignalWords } from '../signals/registry';
import { Severity } from '../signals/severity';
import { MEASURE_WORD, SEVERITY_WORD } from '../signals/severityWords';
import { counted, type SignalReading } from '../signals/signal';
import { readOfficial } from '../store/officialFile';
import { smallFiles } from '../store/smallFiles';
import { isSubAgent } from '../session/sessionId';
import { writtenName } from '../session/naming';
import { Block, blocksOf, pendingLimits } from '../usage/blocks';
import { formatCost, formatTokens } from '../usage/format';
import { conditionWords } from '../usage/conditions';
import { addConditions, costsAtLeast, tokensOf, pricedCost } from '../usage/rows';
import { storeOf, type Run } from './options';
import { daysOf } from './days';
import { found, isForProgram, withKnown } from './archiveOrLogs';
import { didYouMean } from './parse';
import { answer, DONE, json, NOTHING, say, UsageError, widthFor } from './output';

export const inspectCommand: Run<'inspect'> = (options, around, paths) =>
  withKnown(paths, options, around, ({ inspection, rules, none }) => {
    const whole = inspection();
    const width = widthFor(options, around.env);
    answer(
      options.json === true ? json(inspectionOutput(whole)) : overview(whole, rules.measures, width),
      options,
    );
    return found(whole.sessions, none);
  });

/** Terminals with fewer columns show only the beginning of ids, which is enough to name a session. */
const LEAST_FOR_IDS = 100;
const SHORT_ID = 8;

/** The short form for people. `marks`: measures raise alerts, as in codevigil. */
function overview({ sessions, totals }: Inspection, marks: boolean, width: number): string {
  const lines = [
    `${counted(totals.sessions, 'session')}, ${counted(totals.subAgents, 'sub-agent')}, ${counted(totals.messages, 'response')}`,
    '',
  ];
  for (const session of sessions) {
    if (!isOfPerson(session)) continue;
    const cost = session.usage.length === 0 ? 0 : pricedCost(session.usage);
    const lowerBound = session.usage.some((row) => costsAtLeast(row) || row.costMicroUsd === null);
    const tokens = session.usage.reduce((sum, row) => sum + tokensOf(row), 0);
    const id = width >= LEAST_FOR_IDS ? session.id : session.id.slice(0, SHORT_ID);
    lines.push(
      `${id}  ${SEVERITY_WORD[session.severity].padEnd(14)}  ${formatTokens(tokens).padStart(7)} tokens  ${formatCost(cost, { lowerBound }).padStart(10)}${session.name === null ? '' : `  ${writtenName(session)}`}`,
    );
    for (const { sentence } of openOf(session.findings)) lines.push(`    ${sentence}`);
    for (const { name, severity, label } of session.signals) {
      if (marks && severity !== 'ok')
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
  const fitted = lines.map(oneLine).flatMap((line) => fittedLine(line, width));
  return `${fitted.join('\n')}\n\n${distribution(sessions, marks, width)}`;
}

/** Wraps a sentence with its indentation; cuts a line of figures. */
function fittedLine(line: string, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  return /^\S+ {2,}/.test(line)
    ? [shorten(line, width)]
    : wrap(line.slice(indent.length), width - indent.length).map((one) => indent + one);
}

/** Number of sessions by measure and verdict: the effect of thresholds on these logs. */
function distribution(sessions: Inspection['sessions'], marks: boolean, width: number): string {
  const judged = sessions.filter(isOfPerson);
  const words = marks
    ? [...Severity.options.map((one) => SEVERITY_WORD[one]), 'too short']
    : ['usual', 'unusual', 'too short'];
  const rows = signals
    .filter(({ alarm }) => alarm !== null)
    .map(({ name, title }) => {
      const readings = judged.flatMap((one) => one.signals.filter((reading) => reading.name === name));
      const graded = readings.filter(({ measure }) => measure !== null);
      const countAt = (severity: string): number => graded.filter((one) => one.severity === severity).length;
      const beyond = marks ? [countAt('warn'), countAt('critical')] : [countAt('warn') + countAt('critical')];
      return [title, countAt('ok'), ...beyond, readings.length - graded.length];
    });
  return figureTable(['Measure', ...words], rows, { width });
}

/** `explain`: a measure, or the findings with a name, with the lines behind them. */
export const explainCommand: Run<'explain'> = (options, around, [id = '', name = '', ...paths]) => {
  const words = signals.find((signal) => signal.name === name);
  const finding = findings.find((one) => one.name === name);
  if (words === undefined && finding === undefined) {
    const names = [...findings, ...signals].map((one) => one.name);
    throw new UsageError(
      `${name}: no such finding or measure.${didYouMean(name, names, '')} Give one of ${names.join(', ')}.`,
    );
  }
  return withKnown(paths, options, around, (known) => {
    const session = sessionMeant(id, known);
    if (session === null) {
      say(`There is no session ${id}. vigil history list names them.`);
      return NOTHING;
    }
    const width = widthFor(options, around.env);
    if (words === undefined) return explainFinding(finding!, session, known, options, width);
    const edits = known.figures.filter(({ parent }) => parent === session.id).flatMap(({ edited }) => edited);
    const explained = explain(session, name, edits, known.rules, known.content);
    if (explained === null) {
      say(`${name} is not worked out: it is turned off by the setting vigil.signals.off.`);
      return NOTHING;
    }
    const { reading } = explained;
    const lines = explained.lines.map((line) => ({ ...line, file: known.shown(line.file) }));
    answer(
      options.json === true
        ? json({ schema: 1, session: session.id, signal: name, reading, lines })
        : explanation(words, reading, lines, known.rules.measures, width),
      options,
    );
    return DONE;
  });
};

/** All findings with a name, including repaired ones. Likely secrets in lines are redacted. */
function explainFinding(
  words: FindingWords,
  session: Session,
  known: Known,
  options: { json?: boolean; output?: string },
  width: number,
): number {
  const matches = (known.figures.find(({ id }) => id === session.id)?.findings ?? [])
    .filter(({ name }) => name === words.name)
    .map((one) => ({
      ...one,
      lines: linesBehind(session, one.evidence, known.content).map((line) => ({
        ...line,
        file: known.shown(line.file),
        text: sealSecrets(line.text),
      })),
    }));
  answer(
    options.json === true
      ? json({ schema: 1, session: session.id, finding: words.name, found: matches })
      : findingText(words, matches, width),
    options,
  );
  return DONE;
}

const findingText = (
  { title, meaning, advice }: FindingWords,
  matches: readonly (Found & { lines: ExplainedLine[] })[],
  width: number,
): string =>
  [
    fitted([title, meaning, ...(matches.length === 0 ? ['', 'Not found in this session.'] : [])], width),
    ...matches.flatMap(({ sentence, severity, open, lines }) => [
      fitted(['', `${sentence} (${open ? SEVERITY_WORD[severity] : 'repaired'})`], width),
      ...textOf(lines, width),
    ]),
    ...(matches.length === 0 ? [] : [fitted(['', advice], width)]),
    '',
  ].join('\n');

const fitted = (lines: readonly string[], width: number): string =>
  prose(lines.map(oneLine).join('\n'), width);

/** Wraps the texts of lines; their places are not wrapped, so that they can be copied. */
const textOf = (lines: readonly ExplainedLine[], width: number): string[] =>
  lines.flatMap(({ file, line, note, text: said }) => [
    oneLine(`${file}:${line ?? '?'}  ${note}`),
    ...(said === '' ? [] : [fitted([`    ${said}`], width)]),
  ]);

/** The session with this id, or the only one whose id begins with it; null if there is none. */
function sessionMeant(id: string, { figures, session }: Known): Session | null {
  const ids = figures.map((one) => one.id);
  // The beginning of an id means a conversation, because its sub-agents share it.
  const begins = figures
    .filter((one) => one.id.startsWith(id) && (isSubAgent(id) || one.parent === null))
    .map((one) => one.id);
  const meant = ids.includes(id) ? [id] : begins;
  if (meant.length > 1)
    throw new UsageError(`${id} is the beginning of ${meant.length} sessions: ${meant.join(', ')}.`);
  return meant[0] === undefined ? null : session(meant[0]);
}

const explanation = (
  words: SignalWords,
  reading: SignalReading,
  lines: readonly ExplainedLine[],
  marks: boolean,
  width: number,
): string =>
  [
    fitted(
      [
        `${words.title}: ${reading.label}`,
        `value ${reading.value ?? 'unknown'}, ${(marks ? VERDICT : MEASURE)[verdictOf(reading)]}${words.experimental ? ', experimental' : ''}`,
        words.meaning,
        '',
        ...(lines.length === 0 ? ['No line in the log stands behind it.'] : []),
      ],
      width,
    ),
    ...textOf(lines, width),
    '',
  ].join('\n');

const MEASURE = { ...MEASURE_WORD, describes: 'has no thresholds' };
const VERDICT = {
  ...SEVERITY_WORD,
  tooShort: 'not judged',
  describes: 'never an alert',
};

const ALWAYS = { from: null, to: null };
const WHOLE_SESSIONS = 'Tools are counted for whole sessions: those that were active on these days.';

/** Usage grouped by one dimension, with the same total as `vigil inspect`. */
export const usageCommand: Run<'usage'> = (options, around, paths) => {
  const by = options.by ?? 'day';
  const days = daysOf(options);
  const width = widthFor(options, around.env);
  if (options.json === true && options.csv === true) throw new UsageError('Give --json or --csv, not both.');
  return withKnown(paths, options, around, ({ figures, rules, none }) => {
    const written = (
      groups: readonly object[],
      columns: readonly string[],
      total: object,
      isNone: boolean,
      table: () => string,
    ): number => {
      // Without any logs, `found` prints a message.
      const nothing = isNone && figures.length > 0;
      if (!nothing || isForProgram(options))
        answer(
          options.json === true
            ? json({ schema: 1, by, ...days, groups, total })
            : options.csv === true
              ? csvOf(groups, columns)
              : table(),
          options,
        );
      if (!nothing) return found(figures, none);
      say('Claude Code was not used in these days.');
      return NOTHING;
    };
    if (by === 'tool' || by === 'server') {
      const whole = wholeSessions(figures, days, rules.dayOf);
      const groups = toolsBy(by, whole);
      const total = totalOf(whole, ALWAYS, rules.dayOf);
      const note = whole === figures ? '' : `\n${wrap(WHOLE_SESSIONS, width).join('\n')}\n`;
      return written(
        groups,
        Object.keys(newToolGroup('')),
        total,
        whole.length === 0,
        () => `${toolTable(by, groups, width)}${note}`,
      );
    }
    const total = totalOf(figures, days, rules.dayOf);
    const groups = usageBy(by, figures, days);
    const head = by === 'hour' ? `hour (${rules.clock.zone})` : by;
    return written(groups, Object.keys(newGroup('')), total, groups.length === 0, () =>
      usageTable(head, groups, total, width),
    );
  });
};

export const blocksCommand: Run<'blocks'> = (options, around, paths) => {
  if (options.json === true && options.csv === true) throw new UsageError('Give --json or --csv, not both.');
  const store = storeOf(options, around);
  // Official limits are of this machine's account, so they do not apply to named logs.
  const official = paths.length > 0 || store === null ? null : readOfficial(store, smallFiles);
  return withKnown(paths, options, around, ({ figures, session, rules, none }) => {
    const sessions = figures.flatMap(({ id }) => session(id) ?? []);
    const limits = sessions.flatMap(({ events }) => limitsOf(events, rules.zone));
    const blocks = blocksOf(
      sessions.flatMap((one) => spentOf(one, rules)),
      around.now(),
      [...limits, ...officialResets(official, around.now())],
    );
    answer(
      options.json === true
        ? json({ schema: 1, blocks, limits: limits.toSorted((a, b) => a.t - b.t) })
        : options.csv === true
          ? csvOf(blocks, Object.keys(Block.shape))
          : blockTable(
              blocks,
              rules.clock,
              pendingLimits(limits, around.now()),
              widthFor(options, around.env),
            ),
      options,
    );
    return found(figures, none);
  });
};

const NO_ACCOUNT =
  'No session there has an account of Claude Code. It logs one at the end of a session, from about 2.1.250.\n';

/** Claude Code's own account of sessions, compared with their lines. */
export const reconcileCommand: Run<'reconcile'> = (options, around, paths) =>
  withKnown(paths, options, around, ({ figures, none }) => {
    const reconciled = reconcileAll(figures);
    const rest = reconciled.without === 1 ? 'has no account and is' : 'have no account and are';
    const without = `${counted(reconciled.without, 'session')} ${rest} left out.\n`;
    answer(
      options.json === true
        ? json({ schema: 1, ...reconciled })
        : reconciled.total === null
          ? prose(NO_ACCOUNT, widthFor(options, around.env))
          : `${reconcileTable(reconciled.sessions, reconciled.total, widthFor(options, around.env))}${reconciled.without > 0 ? without : ''}`,
      options,
    );
    return found(figures, none);
  });
