/** A session as its panel shows it. */
import * as z from 'zod';
import { reconcile } from '../analysis/reconcile';
import { SessionRow } from '../library/sessionRow';
import { signalsOf } from '../library/summarise';
import { Usual } from '../signals/baseline';
import { SessionFigures } from '../store/figures';
import { addAmounts, noAmounts, UsageRow } from '../usage/rows';
import { spokenLines } from './shared/said';
import { editsBelow, rowIn, subAgentsIn, type Sources } from './shared/sources';
import { ContextParts, turnsIn } from './shared/turns';

export const args = z.object({ id: z.string() });

const Counts = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite: z.number(),
  webSearches: z.number(),
  costMicroUsd: z.number().nullable(),
});

/** `analysis/reconcile.ts` says what the fields mean. */
const Reconciled = z.object({
  accountMicroUsd: z.number().nullable(),
  linesMicroUsd: z.number().nullable(),
  gapMicroUsd: z.number().nullable(),
  linesAtLeast: z.boolean(),
  models: z.array(
    z.object({ model: z.string(), account: Counts.nullable(), lines: Counts.nullable(), gap: Counts }),
  ),
  linesAdded: z.number().nullable(),
  linesRemoved: z.number().nullable(),
  apiMs: z.number().nullable(),
  words: z.array(z.string()),
});

/** A session as its panel shows it. */
export const SessionDetail = z.object({
  row: SessionRow,
  figures: SessionFigures,
  subAgents: z.array(SessionRow),
  /** What is usual for this person, by signal. */
  usual: z.array(Usual),
  /** Measures ring, as codevigil has it. */
  measures: z.boolean(),
  turns: z.number(),
  /** Usage of the session and its sub-agents; money is that of the priced part. */
  amounts: UsageRow.omit({ model: true, day: true }),
  /** Per turn: output tokens, cost, calls and context, for the charts and the minimap. */
  chart: z.array(
    z.object({
      tokens: z.number(),
      costMicroUsd: z.number().nullable(),
      calls: z.number(),
      errors: z.number(),
      context: ContextParts.nullable(),
      compacted: z.boolean(),
      interrupted: z.boolean(),
      /** A request of it lacks its final usage: tokens and cost are lower bounds. */
      lowerBound: z.boolean(),
      /** Its cost is a lower bound, for that or another reason. */
      costAtLeast: z.boolean(),
      /** Number of its first line in the transcript. */
      line: z.number(),
    }),
  ),
  /** Claude Code's own account beside what the lines show; null where it logged none (P68). */
  reconciled: Reconciled.nullable(),
  /** How the person pays, and from which share of the context window to warn. */
  plan: z.enum(['api', 'subscription']),
  contextWarnAt: z.number(),
});
export type SessionDetail = z.infer<typeof SessionDetail>;
export const reply = SessionDetail.nullable();

export function answer({ id }: z.output<typeof args>, sources: Sources): SessionDetail | null {
  const { library, rules, usual, settings } = sources;
  const figures = library.figures.get(id);
  const session = library.session(id);
  if (figures === undefined || session === null) return null;
  const subAgents = subAgentsIn(library, figures);
  const turns = turnsIn(session, rules());
  const firstLines = new Map<number, number>();
  spokenLines(session.events).forEach(({ turn }, line) => {
    if (!firstLines.has(turn)) firstLines.set(turn, line);
  });
  const amounts = noAmounts();
  for (const one of [figures, ...subAgents]) for (const usage of one.usage) addAmounts(amounts, usage, true);
  return {
    row: rowIn(sources, figures),
    figures: { ...figures, signals: signalsOf(session, editsBelow(library, id), rules()) },
    subAgents: subAgents.map((one) => rowIn(sources, one)),
    usual: usual(),
    measures: rules().measures,
    reconciled: reconcile(figures, subAgents),
    plan: settings().plan,
    contextWarnAt: settings().context.warnAt,
    turns: turns.length,
    amounts,
    chart: turns.map((turn) => ({
      tokens: turn.usage.output,
      costMicroUsd: turn.costMicroUsd,
      calls: turn.tools.reduce((sum, tool) => sum + tool.calls, 0),
      errors: turn.tools.reduce((sum, tool) => sum + tool.errors, 0),
      context: turn.context,
      compacted: turn.compacted,
      interrupted: turn.interrupted,
      lowerBound: turn.lowerBound > 0,
      costAtLeast: turn.costAtLeast,
      line: firstLines.get(turn.index) ?? 0,
    })),
  };
}
