/** The part of Home about the current moment: live sessions, alerts, and why amounts are lower bounds. */
import { isOpen } from '../../../detectors/alertStates';
import * as z from 'zod';
import type { Conversation } from '../../../analysis/metrics';
import { putAwayIn } from '../../../detectors/life';
import { isMuted } from '../../../detectors/muted';
import { FindingSeverity, tellingLine } from '../../../findings/finding';
import { LiveState, SessionRow } from '../../../library/sessionRow';
import { liveSessions } from '../../../library/rows';
import type { Severity } from '../../../signals/severity';
import { costsAtLeast, mostUsedModel, tokensOf } from '../../../usage/rows';
import { Context } from '../../../usage/context';
import { Alert, answer as alertsNow } from '../../alerts';
import { compareTexts } from '../../../log/compareTexts';
import type { Sources } from '../sources';

/** A live session. */
export const LiveCard = z.object({
  row: SessionRow,
  /** Null if no record names one. */
  model: z.string().nullable(),
  branch: z.string().nullable(),
  context: Context.nullable(),
  /** The worst open finding, with the line of its evidence. */
  finding: z
    .object({ sentence: z.string(), severity: FindingSeverity, at: z.number(), file: z.number() })
    .nullable(),
});
export type LiveCard = z.infer<typeof LiveCard>;

/** An alert, with the text of its evidence in the log if there is one. */
export const Look = Alert.extend({ proof: z.string() });
export type Look = z.infer<typeof Look>;

/** Reasons why amounts are lower bounds, as numbers of sessions. */
export const LowerBounds = z.object({
  sessions: z.number(),
  /** Those with a request without final usage. */
  unfinished: z.number(),
  /** Those with a model or condition without a price. */
  unpriced: z.number(),
});
export type LowerBounds = z.infer<typeof LowerBounds>;

/** The order of live sessions: waiting for a person, working, idle; within each the latest change first. */
const FIRST: readonly LiveState[] = ['waiting', 'active', 'idle', 'ended'];

/** The cards of live sessions; `isAsked`: whether a session matches the query. */
export function liveCards(sources: Sources, isAsked: (id: string) => boolean): LiveCard[] {
  const { library, now, rules, mark, contextWindow, alertRecords } = sources;
  const isPutAway = putAwayIn(alertRecords());
  const wishes = {
    isHidden: (id: string): boolean => mark(id).hidden,
    isPutAway: (alert: string, severity: Severity): boolean => isPutAway(alert, severity, now()),
    isMuted: (finding: string, project: string | null): boolean =>
      isMuted(sources.settings().alerts, finding, project),
  };
  const lately = (id: string) => ({ trend: [], model: null, window: contextWindow(id) });
  return liveSessions(library, now(), rules(), lately, wishes)
    .filter(({ row }) => isAsked(row.id))
    .map(({ row, context, findings: [found] }) => {
      const figures = library.figures.get(row.id);
      return {
        row,
        context,
        model: mostUsedModel(figures?.usage ?? []),
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
        compareTexts(b.endedAt ?? '', a.endedAt ?? '') ||
        compareTexts(a.id, b.id),
    );
}

/** Most alerts in the answer: the page shows a few. */
const MOST_LOOKS = 200;

/** Current alerts, the worst first, without waiting sessions, which are live cards. Budgets and limits belong to no session and are always included. */
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

/** Counts the conversations whose usage cannot be counted or priced in full. */
export function boundsIn(conversations: readonly Conversation[]): LowerBounds {
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
