/** Token counts of a logged `usage`: what the answer itself used, and the requests that it does not count (P28, P55). */
import { conditionsOf } from './conditions';
import { withoutVariant } from './models';
import { iterationIn, type Iteration, type LoggedMessage, type LoggedUsage } from './record';
import {
  addUsage,
  inputSide,
  isPlaceholder,
  noUsage,
  type Advisor,
  type Response,
  type TokenUsage,
} from './response';

/** Known kinds of `usage.iterations`; others are counted too, and listed as drift. */
export const KNOWN_ITERATIONS: ReadonlySet<string> = new Set([
  'message',
  'advisor_message',
  'fallback_message',
  'compaction',
]);
/** The advisor's calls are never part of what the answer used. */
const ADVISOR = 'advisor_message';
/** An attempt by another model after a refusal. */
const FALLBACK = 'fallback_message';
/** Maximum number of iterations that are checked one by one. */
const MOST_ITERATIONS = 50;

/** The usage of one line. */
export interface Account {
  /** The model that answered. Streamed lines begin with the model that was asked, even if another took over. */
  model: string;
  usage: TokenUsage;
  /** The requests that `usage` adds up, in order, if there are several; else empty. */
  own: TokenUsage[];
  /** Requests that `usage` does not count. */
  others: Advisor[];
}

interface Part {
  type: string;
  model: string | null;
  fast: boolean | null;
  usage: TokenUsage;
  /** The split of cache writes by lifetime covers all of them. */
  split: boolean;
}

/**
 * The account of a logged usage of an answer by `model`. Iterations are the answer's own if its totals repeat them: the same model (or
 * none stated) and the same figures, or several that add up to the totals. All others are requests of their own model. If plain messages
 * share no figure with the totals, they describe the same answer again, and the larger account counts.
 */
export function accountOf(logged: LoggedUsage, model: string): Account {
  const outer = countsIn(logged);
  const parts = partsOf(logged);
  if (parts.length === 0) return { model, usage: outer.usage, own: [], others: [] };
  const eligible = parts.filter(
    (part) => part.type !== ADVISOR && (part.model === null || sameModel(part.model, model)),
  );
  const plain = eligible.filter(({ type }) => type === 'message');
  const repeated = repeatedBy(outer.usage, eligible, plain, sameFigures);
  const tookOver = repeated === null ? servedBy(outer.usage, parts) : undefined;
  if (tookOver !== undefined) return accountOf(logged, tookOver);
  const iterations = repeated ?? repeatedBy(outer.usage, eligible, plain, sameInput) ?? plain;
  const own = new Set(iterations);
  const sum = sumOf(iterations);
  const fuller = repeated === null && total(sum) > total(outer.usage);
  const usage = fuller ? sum : outer.usage;
  if (fuller) usage.webSearches = outer.usage.webSearches;
  else if (
    !outer.split &&
    iterations.length > 0 &&
    iterations.every(({ split }) => split) &&
    written(sum) === written(usage)
  )
    Object.assign(usage, { cacheWrite5m: sum.cacheWrite5m, cacheWrite1h: sum.cacheWrite1h });
  return {
    model,
    usage,
    own: iterations.length > 1 && sameFigures(sum, usage) ? iterations.map((part) => part.usage) : [],
    others: parts
      .filter((part) => !own.has(part))
      .map((part) => ({
        refused: isRefused(part, parts),
        model: part.model ?? (part.type === ADVISOR ? '' : model),
        usage: part.usage,
        fast: part.fast ?? (part.type !== ADVISOR && eligible.includes(part) && logged.speed === 'fast'),
      })),
  };
}

/** The model that took over, if the totals are those of its attempt and not of the model that was asked. */
const servedBy = (totals: TokenUsage, parts: readonly Part[]): string | undefined =>
  parts
    .slice(-MOST_ITERATIONS)
    .findLast(({ type, model, usage }) => type === FALLBACK && model !== null && sameFigures(usage, totals))
    ?.model ?? undefined;

/** True for an attempt that wrote nothing before another model was tried (P73). */
const isRefused = (part: Part, parts: readonly Part[]): boolean =>
  part.usage.output === 0 &&
  (part.type === 'message' || part.type === FALLBACK) &&
  parts.slice(parts.indexOf(part) + 1).some(({ type }) => type === FALLBACK);

/** The iterations that the totals repeat: all plain messages, else the longest run that adds up to the totals; null: none. */
function repeatedBy(
  totals: TokenUsage,
  eligible: readonly Part[],
  plain: readonly Part[],
  same: (a: TokenUsage, b: TokenUsage) => boolean,
): readonly Part[] | null {
  if (plain.length > 0 && same(sumOf(plain), totals)) return plain;
  const looked = eligible.slice(-MOST_ITERATIONS);
  for (let length = looked.length; length > 0; length--) {
    for (let from = looked.length - length; from >= 0; from--) {
      const run = looked.slice(from, from + length);
      if (same(sumOf(run), totals)) return run;
    }
  }
  return null;
}

function partsOf(logged: LoggedUsage): Part[] {
  return (logged.iterations ?? []).flatMap((item) => {
    const one = iterationIn(item);
    return one === undefined ? [] : [partOf(one)];
  });
}

function partOf(logged: Iteration): Part {
  const { usage, split } = countsIn(logged);
  return {
    type: logged.type ?? 'message',
    model: logged.model === undefined || logged.model === '' ? null : logged.model,
    fast: logged.speed === undefined || logged.speed === null ? null : logged.speed === 'fast',
    usage,
    split,
  };
}

/**
 * One account as logged. A partial split of cache writes leaves the rest at 5 minutes. A split larger than the total contains both an
 * earlier value and the one that replaced it (P26).
 */
function countsIn(logged: LoggedUsage): Pick<Part, 'usage' | 'split'> {
  const own = ownCounts(logged);
  if (inputSide(own.usage) + own.usage.output > 0) return own;
  // Where nothing is counted in Claude's fields. What was read from the cache is a part of this input.
  const prompt = whole(logged.prompt_tokens);
  const cacheRead = Math.min(whole(logged.prompt_tokens_details?.cached_tokens), prompt);
  const output = whole(logged.completion_tokens);
  return { ...own, usage: { ...own.usage, input: prompt - cacheRead, cacheRead, output } };
}

function ownCounts(logged: LoggedUsage): Pick<Part, 'usage' | 'split'> {
  const split = logged.cache_creation;
  const kept = whole(split?.ephemeral_1h_input_tokens);
  const splitTotal = kept + whole(split?.ephemeral_5m_input_tokens);
  const all = whole(logged.cache_creation_input_tokens) || splitTotal;
  const oneHour = Math.min(kept, all);
  return {
    split: splitTotal === all,
    usage: {
      input: whole(logged.input_tokens),
      output: whole(logged.output_tokens),
      cacheRead: whole(logged.cache_read_input_tokens),
      cacheWrite5m: all - oneHour,
      cacheWrite1h: oneHour,
      webSearches: whole(logged.server_tool_use?.web_search_requests),
    },
  };
}

/** Adding 0 makes -0 a 0. */
const whole = (n: number | undefined): number => (n ?? 0) + 0;
const written = (usage: TokenUsage): number => usage.cacheWrite5m + usage.cacheWrite1h;
const total = (usage: TokenUsage): number => inputSide(usage) + usage.output;
const sumOf = (parts: readonly Part[]): TokenUsage =>
  parts.reduce((sum, { usage }) => addUsage(sum, usage), noUsage());
const sameInput = (a: TokenUsage, b: TokenUsage): boolean =>
  a.input === b.input && a.cacheRead === b.cacheRead && written(a) === written(b);
const sameFigures = (a: TokenUsage, b: TokenUsage): boolean => sameInput(a, b) && a.output === b.output;

/** A model's name without provider, variant and date, in which two names of one model in a record may differ. */
const plainName = (model: string): string =>
  withoutVariant(
    model
      .toLowerCase()
      .replace(/^.*\//, '')
      .replace(/^(?:[a-z-]{2,6}\.)?anthropic(?:\.|--)/, ''),
  )
    .replace(/-v\d+(?::\d+)?$/, '')
    .replace(/-\d{8}$/, '');
const sameModel = (a: string, b: string): boolean => a === b || plainName(a) === plainName(b);

/** Adds what a further line of an answer says about its usage. */
export function addUsageLine(known: Response, message: LoggedMessage, account: Account): void {
  const { usage: logged, stop_reason: stop } = message;
  const { usage } = account;
  const output = Math.max(usage.output, known.usage.output);
  // The line with the largest output is the final one; between equal ones the later is complete (P2). Its input replaces an
  // earlier estimate, unless it is a placeholder of 0 or 1 (P7).
  const isLast = usage.output >= known.usage.output || (typeof stop === 'string' && !known.final);
  const tookOver = isLast && account.model !== (message.model ?? '');
  if (account.model !== '' && (tookOver || usage.output > known.usage.output)) known.model = account.model;
  if (logged?.iterations?.length && (isLast || known.advisors.length === 0)) known.advisors = account.others;
  if (!isLast) return;
  const keeps = isPlaceholder(usage) && !isPlaceholder(known.usage);
  const from = keeps ? known : account;
  known.own = output === from.usage.output ? from.own : [];
  const webSearches = Math.max(usage.webSearches, known.usage.webSearches);
  known.usage = { ...from.usage, output, webSearches };
  known.fast = logged?.speed === 'fast';
  if (logged) known.conditions = conditionsOf(message, output);
}
