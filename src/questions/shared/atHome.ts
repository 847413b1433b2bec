/** What Home says of this moment: live sessions, what wants a look, and why amounts are at least what they are. */
import { isOpen } from './alertIds';
import * as z from 'zod';
import { mainModel } from '../../analysis/cohorts';
import type { Conversation } from '../../analysis/metrics';
import { tellingLine } from '../../findings/finding';
import { FindingSeverity } from '../../findings/finding';
import { LiveState, SessionRow } from '../../library/sessionRow';
import { liveSessions } from '../../library/rows';
import { costsAtLeast, tokensOf } from '../../usage/rows';
import { Context } from '../../usage/context';
import { Alert, answer as alertsNow } from '../alerts';
import type { Sources } from './sources';

/** A live session. */
export const LiveCard = z.object({
  row: SessionRow,
  /** Null where no record names one. */
  model: z.string().nullable(),
  branch: z.string().nullable(),
  context: Context.nullable(),
  /** The worst finding that is open, with the line that tells it. */
  finding: z
    .object({ sentence: z.string(), severity: FindingSeverity, at: z.number(), file: z.number() })
    .nullable(),
});
export type LiveCard = z.infer<typeof LiveCard>;

/** Something to look at: an alert, with the words of the log line that prove it where there are any. */
export const Look = Alert.extend({ proof: z.string() });
export type Look = z.infer<typeof Look>;

/** Why amounts are lower bounds, in sessions. */
export const Bounds = z.object({
  sessions: z.number(),
  /** Of them: a request lacks its final usage. */
  unfinished: z.number(),
  /** A model or a condition of theirs has no price. */
  unpriced: z.number(),
});
export type Bounds = z.infer<typeof Bounds>;

/** Those that wait for a person first, then those that work, then the quiet ones; of each the one that changed last. */
const FIRST: readonly LiveState[] = ['waiting', 'active', 'idle', 'ended'];

/** `isAsked`: whether a session is one of those Home is about. */
export function liveCards(sources: Sources, isAsked: (id: string) => boolean): LiveCard[] {
  const { library, now, rules, mark, contextWindow } = sources;
  const isHidden = (id: string): boolean => mark(id).hidden;
  const lately = (id: string) => ({ trend: [], model: null, window: contextWindow(id) });
  return liveSessions(library, now(), rules(), lately, isHidden)
    .filter(({ row }) => isAsked(row.id))
    .map(({ row, context, findings: [found] }) => {
      const figures = library.figures.get(row.id);
      const named = figures === undefined ? null : mainModel({ figures });
      return {
        row,
        context,
        model: named === 'unknown' ? null : named,
        branch: figures?.gitBranches.at(-1) ?? null,
        finding:
          found === undefined
            ? null
            : { sentence: found.sentence, severity: found.severity, ...tellingLine(found) },
      };
    })
    .sort(
      ({ row: a }, { row: b }) =>
        FIRST.indexOf(a.state) - FIRST.indexOf(b.state) ||
        ((a.endedAt ?? '') < (b.endedAt ?? '') ? 1 : (a.endedAt ?? '') > (b.endedAt ?? '') ? -1 : 0) ||
        (a.id < b.id ? -1 : 1),
    );
}

/** More are not told: the page shows a few. */
const MOST_LOOKS = 200;

/** What wants a look, the worst first: sessions that wait stand among the live ones. Budgets and limits are of no session. */
export const looks = (sources: Sources, isAsked: (id: string) => boolean): Look[] =>
  alertsNow(null, sources)
    .filter(isOpen)
    .filter(
      ({ kind, severity, session }) =>
        kind !== 'waiting' && severity !== 'ok' && (session === null || kind === 'limit' || isAsked(session)),
    )
    .slice(0, MOST_LOOKS)
    .map((alert) => ({ ...alert, proof: proofOf(alert, sources) }));

function proofOf({ kind, session, line, sentence, detail }: Alert, { library }: Sources): string {
  if (kind !== 'finding' || session === null || line === null) return detail;
  const found = library.figures.get(session)?.findings.find((one) => {
    const { at, file } = tellingLine(one);
    return one.sentence === sentence && at === line.at && file === line.file;
  });
  const note = found?.evidence.at(-1)?.note ?? '';
  return note === '' ? detail : note;
}

/** How many of these sessions, sub-agents included, used what cannot be counted or priced in full. */
export function boundsIn(conversations: readonly Conversation[]): Bounds {
  const count = (test: (one: Conversation) => boolean): number => conversations.filter(test).length;
  return {
    sessions: conversations.length,
    unfinished: count(({ amounts }) => amounts.lowerBound > 0),
    unpriced: count(
      ({ figures, subAgents, amounts }) =>
        (amounts.lowerBound === 0 && costsAtLeast(amounts)) ||
        [figures, ...subAgents].some(({ usage }) =>
          usage.some((row) => row.costMicroUsd === null && tokensOf(row) > 0),
        ),
    ),
  };
}
