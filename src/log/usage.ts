import { Iteration, type LoggedUsage } from './record';
import type { Advisor, TokenUsage } from './response';

/**
 * Token counts of a logged `usage`. Cache writes without a split count as 5-minute writes (P26); a partial
 * split leaves the rest there. Where the totals split nothing, `iterations` of kind `message` may.
 */
export function usageOf(logged: LoggedUsage): TokenUsage {
  const written = whole(logged.cache_creation_input_tokens);
  const split = logged.cache_creation ?? splitOfIterations(logged);
  const oneHour = Math.min(whole(split?.ephemeral_1h_input_tokens), Math.max(written, splitSum(split)));
  return {
    input: whole(logged.input_tokens),
    output: whole(logged.output_tokens),
    cacheRead: whole(logged.cache_read_input_tokens),
    cacheWrite5m: Math.max(written, splitSum(split)) - oneHour,
    cacheWrite1h: oneHour,
    webSearches: whole(logged.server_tool_use?.web_search_requests),
  };
}

type Split = NonNullable<LoggedUsage['cache_creation']>;

/** No request has so many tokens: what is above it is no count, and money made of it would be without end. */
const MOST = 1e9;

const whole = (n: number | undefined): number => (n !== undefined && n > 0 && n <= MOST ? Math.floor(n) : 0);
const splitSum = (split: Split | null | undefined): number =>
  whole(split?.ephemeral_5m_input_tokens) + whole(split?.ephemeral_1h_input_tokens);

function splitOfIterations(logged: LoggedUsage): Split | null {
  let found = false;
  const split = { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 };
  for (const item of logged.iterations ?? []) {
    const one = Iteration.safeParse(item);
    if (!one.success || one.data.type === 'advisor_message' || !one.data.cache_creation) continue;
    found = true;
    split.ephemeral_5m_input_tokens += whole(one.data.cache_creation.ephemeral_5m_input_tokens);
    split.ephemeral_1h_input_tokens += whole(one.data.cache_creation.ephemeral_1h_input_tokens);
  }
  return found ? split : null;
}

/** Calls to an advisor model, which the totals leave out (P28). Without a model name: the empty string. */
export function advisorsOf(logged: LoggedUsage): Advisor[] {
  const advisors: Advisor[] = [];
  for (const item of logged.iterations ?? []) {
    const one = Iteration.safeParse(item);
    if (!one.success || one.data.type !== 'advisor_message') continue;
    advisors.push({ model: one.data.model ?? '', usage: usageOf(one.data) });
  }
  return advisors;
}
