/** The head of a session's page, from its figures alone, without its log. */
import * as z from 'zod';
import { reconcile } from '../analysis/reconcile';
import { toolsBy } from '../analysis/usage';
import { AccountModel } from '../log/account';
import { SessionRow } from '../library/sessionRow';
import { startsAgent } from '../session/tools';
import { Usual } from '../signals/baseline';
import { SessionFigures, ToolRow } from '../store/figures';
import { addAmounts, byModelAndDay, noAmounts, UsageRow } from '../usage/rows';
import { rowIn, subAgentsIn, type Sources } from './shared/sources';

export const args = z.object({ id: z.string() });

const Counts = AccountModel.omit({ model: true });

/** See `analysis/reconcile.ts`. */
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

/** The head of a session's page. Its measures have detail and evidence in the course (`course.ts`). */
export const SessionDetail = z.object({
  row: SessionRow,
  figures: SessionFigures,
  subAgents: z.array(SessionRow),
  /** Number of calls that started sub-agents. A continued sub-agent counts twice; `agents.ts` lists each once. */
  agents: z.number(),
  /** The person's baseline, by signal. */
  usual: z.array(Usual),
  /** Measures raise alerts, as in codevigil. */
  measures: z.boolean(),
  /** Calls and usage by tool, sub-agents included; responses without a call are under `(no tool)`. */
  tools: z.array(
    ToolRow.omit({ name: true, server: true }).extend({
      key: z.string(),
      tokens: z.number(),
      costMicroUsd: z.number(),
      unpricedTokens: z.number(),
    }),
  ),
  /** Usage of the session and its sub-agents by model and day. */
  usage: z.array(UsageRow),
  /** The sum of `usage`; money is that of the priced part. */
  amounts: UsageRow.omit({ model: true, day: true }),
  /** Claude Code's own account compared with the lines; null if it logged none (P68). */
  reconciled: Reconciled.nullable(),
  /** How the person pays, and from which share of the context window to warn. */
  plan: z.enum(['api', 'subscription']),
  contextWarnAt: z.number(),
});
export type SessionDetail = z.infer<typeof SessionDetail>;
export const reply = SessionDetail.nullable();

/** Null if the session is unknown. Needs no reading, so it costs the same for any length. */
export function answer({ id }: z.output<typeof args>, sources: Sources): SessionDetail | null {
  const { library, rules, usual, settings } = sources;
  const figures = library.figures.get(id);
  if (figures === undefined) return null;
  const subAgents = subAgentsIn(library, figures);
  const amounts = noAmounts();
  for (const one of [figures, ...subAgents]) for (const usage of one.usage) addAmounts(amounts, usage, true);
  const started = [figures, ...subAgents]
    .flatMap(({ tools }) => tools)
    .reduce((sum, { name, calls }) => sum + (startsAgent(name) ? calls : 0), 0);
  return {
    row: rowIn(sources, figures),
    figures,
    subAgents: subAgents.map((one) => rowIn(sources, one)),
    agents: Math.max(subAgents.length, started),
    usual: usual(),
    measures: rules().measures,
    reconciled: reconcile(figures, subAgents),
    plan: settings().plan,
    contextWarnAt: settings().context.warnAt,
    tools: toolsBy('tool', [figures, ...subAgents]),
    usage: byModelAndDay([figures, ...subAgents].flatMap(({ usage }) => usage)),
    amounts,
  };
}
