/**
 * Claude Code's own account of sessions beside what their lines show (P68): the gap by model and kind, and in words. Claude Code
 * counts calls of its own (titles, recaps, searches) that no line shows; lines show what was written after its last account. Pure.
 */
import { inDecimals, inGroups } from '../l10n/locale';
import { inLocale, t } from '../l10n/texts';
import { en } from '../l10n/english';
import { getOwn, setOwn } from '../log/own';
import type { Account } from '../log/account';
import type { SessionFigures } from '../store/figures';
import { formatTokens } from '../usage/format';
import { familyOf } from '../usage/prices';
import { costsAtLeast } from '../usage/rows';

/** What is set beside each other. Tokens, searches, and money in integer micro-dollars. */
export const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite', 'webSearches'] as const;
export type Kind = (typeof KINDS)[number];

/** `costMicroUsd` is null where nobody says. */
export type Counts = Record<Kind, number> & { costMicroUsd: number | null };

export interface ModelGap {
  /** Family: its name without date, provider and variant. */
  model: string;
  /** Claude Code's; null when it does not name the model. */
  account: Counts | null;
  /** Those of the lines; null when no line has the model. */
  lines: Counts | null;
  /** Account less lines. Money is null where one of the two does not know it. */
  gap: Counts;
}

export interface Reconciled {
  /** Micro-dollars: Claude Code's, those of the lines (the priced part), and the first less the second. */
  accountMicroUsd: number | null;
  linesMicroUsd: number | null;
  gapMicroUsd: number | null;
  /** What Claude Code's total has beyond its own models; null where it does not say all of them. */
  unnamedMicroUsd: number | null;
  /** The money of the lines is at least that: something has no price, no final usage, or an unknown condition. */
  linesAtLeast: boolean;
  models: ModelGap[];
  linesAdded: number | null;
  linesRemoved: number | null;
  apiMs: number | null;
  /** Responses logged after the last account, which it cannot know. */
  laterMessages: number;
  /** Claude Code says that it did not know a price. */
  unknownModelCost: boolean;
  /** The gap in sentences. */
  words: string[];
}

export interface ReconciledSession extends Reconciled {
  id: string;
  title: string | null;
  project: string | null;
}

const none = (): Counts => ({
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  webSearches: 0,
  costMicroUsd: 0,
});

const plus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

function add(into: Counts, from: Counts): void {
  for (const kind of KINDS) into[kind] += from[kind];
  into.costMicroUsd = plus(into.costMicroUsd, from.costMicroUsd);
}

/** Usage of a family of sessions by model, all days together. */
function linesByModel(family: readonly SessionFigures[]): Record<string, Counts> {
  const models: Record<string, Counts> = {};
  for (const { usage } of family)
    for (const row of usage) {
      const counts = { ...row, cacheWrite: row.cacheWrite5m + row.cacheWrite1h };
      const name = familyOf(row.model);
      add(getOwn(models, name) ?? setOwn(models, name, none()), counts);
    }
  return models;
}

function accountByModel({ models: logged }: Account): Record<string, Counts> {
  const models: Record<string, Counts> = {};
  for (const one of logged) {
    const name = familyOf(one.model);
    add(getOwn(models, name) ?? setOwn(models, name, none()), one);
  }
  return models;
}

/** Account and lines side by side, the models by name. */
function gapsOf(account: Record<string, Counts>, lines: Record<string, Counts>): ModelGap[] {
  return [...new Set([...Object.keys(account), ...Object.keys(lines)])].sort().map((model) => {
    const a = getOwn(account, model) ?? null;
    const b = getOwn(lines, model) ?? null;
    const gap = none();
    for (const kind of KINDS) gap[kind] = (a?.[kind] ?? 0) - (b?.[kind] ?? 0);
    const [x, y] = [a === null ? 0 : a.costMicroUsd, b === null ? 0 : b.costMicroUsd];
    gap.costMicroUsd = x === null || y === null ? null : x - y;
    return { model, account: a, lines: b, gap };
  });
}

/** A session and its sub-agents beside Claude Code's account of it; null when it logged none. */
export function reconcile(
  figures: SessionFigures,
  subAgents: readonly SessionFigures[],
): ReconciledSession | null {
  const { account } = figures;
  if (account === null) return null;
  const family = [figures, ...subAgents];
  const rows = family.flatMap(({ usage }) => usage);
  const priced = rows.filter(({ costMicroUsd }) => costMicroUsd !== null);
  const linesMicroUsd = rows.length === 0 ? 0 : sumOfKnown(rows, (row) => row.costMicroUsd);
  const named = account.models.reduce<number | null>((sum, one) => plus(sum, one.costMicroUsd), 0);
  const amounts = {
    accountMicroUsd: account.costMicroUsd,
    linesMicroUsd,
    gapMicroUsd: minus(account.costMicroUsd, linesMicroUsd),
    unnamedMicroUsd: minus(account.costMicroUsd, named),
    linesAtLeast: rows.length > priced.length || rows.some(costsAtLeast),
    models: gapsOf(accountByModel(account), linesByModel(family)),
    linesAdded: account.linesAdded,
    linesRemoved: account.linesRemoved,
    apiMs: account.apiMs,
    laterMessages: account.laterMessages,
    unknownModelCost: account.unknownModelCost,
  };
  return {
    id: figures.id,
    title: figures.title,
    project: figures.repository ?? figures.project,
    ...amounts,
    words: wordsOf(amounts),
  };
}

const minus = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : a - b;

/** Every session with an account, and their sum. Sessions without one are counted in `without`. */
export function reconcileAll(sessions: readonly SessionFigures[]): {
  sessions: ReconciledSession[];
  total: Reconciled | null;
  without: number;
} {
  const children = Map.groupBy(
    sessions.filter(({ parent }) => parent !== null),
    ({ parent }) => parent,
  );
  const roots = sessions.filter(({ parent, messages, prompts }) => parent === null && messages + prompts > 0);
  const withAccount = sessions.filter(({ parent, account }) => parent === null && account !== null);
  const reconciled = withAccount.flatMap((one) => reconcile(one, children.get(one.id) ?? []) ?? []);
  return {
    sessions: reconciled,
    total: reconciled.length === 0 ? null : totalOf(reconciled),
    without: roots.filter(({ account }) => account === null).length,
  };
}

/**
 * The sum of all sessions. An amount that is known of some is the sum of these. Money is that of the sessions whose account states a cost,
 * so that the gap is the difference; what has no price makes the lines a lower bound.
 */
function totalOf(reconciled: readonly Reconciled[]): Reconciled {
  const [account, lines]: Record<string, Counts>[] = [{}, {}];
  for (const { models } of reconciled)
    for (const { model, account: a, lines: b } of models) {
      if (a !== null) add(getOwn(account!, model) ?? setOwn(account!, model, none()), a);
      if (b !== null) add(getOwn(lines!, model) ?? setOwn(lines!, model, none()), b);
    }
  const stated = reconciled.filter(({ accountMicroUsd }) => accountMicroUsd !== null);
  const costed = stated.length === 0 ? reconciled : stated;
  const accountMicroUsd = sumOfKnown(costed, (one) => one.accountMicroUsd);
  const linesMicroUsd = sumOfKnown(costed, (one) => one.linesMicroUsd);
  const total = {
    accountMicroUsd,
    linesMicroUsd,
    gapMicroUsd: minus(accountMicroUsd, linesMicroUsd),
    unnamedMicroUsd: sumOfKnown(costed, (one) => one.unnamedMicroUsd),
    linesAtLeast: costed.some((one) => one.linesAtLeast || one.linesMicroUsd === null),
    models: gapsOf(account!, lines!),
    linesAdded: sumOfKnown(reconciled, (one) => one.linesAdded),
    linesRemoved: sumOfKnown(reconciled, (one) => one.linesRemoved),
    apiMs: sumOfKnown(reconciled, (one) => one.apiMs),
    laterMessages: reconciled.reduce((all, { laterMessages }) => all + laterMessages, 0),
    unknownModelCost: reconciled.some(({ unknownModelCost }) => unknownModelCost),
  };
  return { ...total, words: wordsOf(total) };
}

/** The sum of an amount where it is known; null if it is known of none. */
function sumOfKnown<T>(all: readonly T[], amountOf: (one: T) => number | null): number | null {
  const known = all.flatMap((one) => amountOf(one) ?? []);
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0);
}

/** Dollars to a tenth of a cent: gaps are small. `≥` where it is a lower bound. */
export function exactDollars(microUsd: number | null, atLeast = false): string {
  if (microUsd === null) return t('unknown');
  const sign = microUsd < 0 ? '−' : '';
  return inLocale(`${atLeast ? '≥ ' : ''}${sign}$${inDecimals(Math.abs(microUsd) / 1_000_000, 3)}`);
}

const KIND_WORDS: Readonly<Record<Kind, (n: number, figure: string) => string>> = {
  input: (n, figure) => en(n === 1 ? '{n0} input token' : '{n0} input tokens', figure),
  output: (n, figure) => en(n === 1 ? '{n0} output token' : '{n0} output tokens', figure),
  cacheRead: (n, figure) =>
    en(n === 1 ? '{n0} token read from the cache' : '{n0} tokens read from the cache', figure),
  cacheWrite: (n, figure) =>
    en(n === 1 ? '{n0} token written to the cache' : '{n0} tokens written to the cache', figure),
  webSearches: (n, figure) => en(n === 1 ? '{n0} web search' : '{n0} web searches', figure),
};

const kindsIn = (counts: Counts, sign: 1 | -1): string =>
  KINDS.filter((kind) => counts[kind] * sign > 0)
    .map((kind) => KIND_WORDS[kind](counts[kind] * sign, inGroups(counts[kind] * sign)))
    .reduce((all, one) => (all === '' ? one : en('{w0}, {w1}', all, one)), '');

/** What Claude Code's account has more than the lines; `apart`: the lines have something, too, that it does not. */
const gapWords =
  (apart: boolean, atMost: boolean) =>
  (account: string, lines: string, gap: string): string =>
    apart
      ? en(
          atMost
            ? 'Claude Code counts {n0}; the lines show {n1}. At most {n2} more is in the account.'
            : 'Claude Code counts {n0}; the lines show {n1}. {n2} more is in the account.',
          account,
          lines,
          gap,
        )
      : en(
          atMost
            ? 'Claude Code counts {n0}; the lines show {n1}, a part of it. At most {n2} is on no line.'
            : 'Claude Code counts {n0}; the lines show {n1}, a part of it. {n2} is on no line.',
          account,
          lines,
          gap,
        );

/** The gap in sentences, the sums first. */
function wordsOf(amounts: Omit<Reconciled, 'words'>): string[] {
  const { accountMicroUsd, linesMicroUsd, gapMicroUsd, linesAtLeast } = amounts;
  const words: string[] = [];
  const lines = exactDollars(linesMicroUsd, linesAtLeast);
  if (accountMicroUsd === null)
    words.push(en('Claude Code logged no readable cost; the lines show {n0}.', lines));
  else if (linesMicroUsd === null)
    words.push(en('Claude Code counts {n0}; the lines have no price.', exactDollars(accountMicroUsd)));
  else if (gapMicroUsd === 0)
    words.push(en('Claude Code counts {n0}, and so do the lines.', exactDollars(accountMicroUsd)));
  else if (gapMicroUsd! > 0) {
    // Lines with something that the account does not have are no part of it.
    const apart = amounts.models.some(({ gap }) => KINDS.some((kind) => gap[kind] < 0));
    words.push(
      gapWords(apart, linesAtLeast)(exactDollars(accountMicroUsd), lines, exactDollars(gapMicroUsd)),
    );
  } else
    words.push(
      en(
        'Claude Code counts {n0}; the lines show {n1}, {n2} more.',
        exactDollars(accountMicroUsd),
        lines,
        exactDollars(-gapMicroUsd!),
      ),
    );
  for (const { model, gap } of amounts.models) {
    const more = kindsIn(gap, 1);
    const less = kindsIn(gap, -1);
    if (more !== '')
      words.push(
        model === ''
          ? en('On no line, no model named: {w0}.', more)
          : en('On no line, {0}: {w1}.', model, more),
      );
    if (less !== '')
      words.push(
        model === ''
          ? en('Not in Claude Code’s account, no model named: {w0}.', less)
          : en('Not in Claude Code’s account, {0}: {w1}.', model, less),
      );
  }
  return [...words, ...notesOf(amounts)];
}

function notesOf({
  unnamedMicroUsd,
  laterMessages,
  unknownModelCost,
  models,
}: Omit<Reconciled, 'words'>): string[] {
  const notes: string[] = [];
  if (unnamedMicroUsd !== null && unnamedMicroUsd !== 0 && models.some(({ account }) => account !== null))
    notes.push(
      en(
        unnamedMicroUsd > 0
          ? 'Its costs by model add up to {n0} less than its total.'
          : 'Its costs by model add up to {n0} more than its total.',
        exactDollars(Math.abs(unnamedMicroUsd)),
      ),
    );
  if (laterMessages > 0)
    notes.push(
      en(
        laterMessages === 1
          ? '{n0} response was logged after its last account.'
          : '{n0} responses were logged after its last account.',
        formatTokens(laterMessages),
      ),
    );
  if (unknownModelCost)
    notes.push(en('Claude Code did not know the price of every model: its cost is a part.'));
  return notes;
}
