import * as z from 'zod';

/** Token counts of one API response or of several together. All are tokens, except `webSearches`, which are requests. */
export const TokenUsage = z.object({
  input: z.number(),
  output: z.number(),
  cacheRead: z.number(),
  cacheWrite5m: z.number(),
  cacheWrite1h: z.number(),
  webSearches: z.number(),
});
export type TokenUsage = z.infer<typeof TokenUsage>;

/** A request made while answering, usually of another model, that the totals of the response leave out (P28, P55). */
export const Advisor = z.object({
  model: z.string(),
  usage: TokenUsage,
  /** The request was made in fast mode. */
  fast: z.boolean().default(false),
  /** The request was refused before it wrote anything (P73). */
  refused: z.boolean().default(false),
});
export type Advisor = z.infer<typeof Advisor>;

/**
 * One API response, assembled from every line that carries its `message.id` (P1, P2).
 * `t` and `at` are those of its first line: time in ms since the epoch (null when unreadable), byte offset.
 */
export const Response = z.object({
  /** Identity over files: `message.id`, or `file:offset` when the log gives none (P6). */
  key: z.string(),
  requestId: z.string().nullable(),
  model: z.string(),
  t: z.number().nullable(),
  at: z.number(),
  usage: TokenUsage,
  /** False when no line carries a `stop_reason`: `output` is then a lower bound (P4). */
  final: z.boolean(),
  /** The `stop_reason` of its lines; null when none has one. */
  stop: z.string().nullable().default(null),
  /** Agent id of the sub-agent that made the request; '' for the main conversation. */
  thread: z.string(),
  /** `usage.speed === "fast"` (P27). */
  fast: z.boolean(),
  advisors: z.array(Advisor),
  /** The requests that `usage` adds up, if there are several (P55). */
  own: z.array(TokenUsage).default([]),
  /** Basis of an estimate of a missing output count: characters of its text, visible thinking and tool input … */
  chars: z.number(),
  /** … its tool calls … */
  calls: z.number().default(0),
  /** … and characters of the signatures of its hidden thinking. */
  sealed: z.number().default(0),
  /** Git branch on its first line; '' when it names none. */
  branch: z.string().default(''),
  /** Working folder on its first line; '' when it names none. */
  cwd: z.string().default(''),
  /** Unusual conditions of service that the price may depend on: `inference_geo us` (P66). */
  conditions: z.array(z.string()).default([]),
  /**
   * Fingerprints that distinguish a copy of the response from another answer with the same id (P54): the uuid of its first line, its first
   * block, the prompt before it. Null where there is none, and in readings of an older Vigil.
   */
  line: z.number().nullable().default(null),
  mark: z.number().nullable().default(null),
  asked: z.number().nullable().default(null),
});
export type Response = z.infer<typeof Response>;

/** A usage with all counts zero. */
export const noUsage = (): TokenUsage => ({
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  webSearches: 0,
});

/** Adds `b` to `a` in place and returns `a`. */
export function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  a.input += b.input;
  a.output += b.output;
  a.cacheRead += b.cacheRead;
  a.cacheWrite5m += b.cacheWrite5m;
  a.cacheWrite1h += b.cacheWrite1h;
  a.webSearches += b.webSearches;
  return a;
}

/** Tokens a request was made with: its input of all kinds. */
export const inputSide = (usage: Omit<TokenUsage, 'output' | 'webSearches'>): number =>
  usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;

/** The last request of an answer: its input is the context after the answer (P55). */
export const lastRequest = ({ own, usage }: Pick<Response, 'own' | 'usage'>): TokenUsage =>
  own.at(-1) ?? usage;

/**
 * True for a placeholder input: some lines have 0 or 1 until the end (P07), some have all counters at 0 except the split of cache writes.
 */
export const isPlaceholder = (usage: TokenUsage): boolean =>
  inputSide(usage) <= 1 || usage.input + usage.cacheRead + usage.output === 0;

/** True for a usage that counts neither input nor output: the line states no usage. */
export const isBlank = (usage: TokenUsage): boolean => usage.output === 0 && isPlaceholder(usage);

/** Tokens of the context after an answer; null if its usage does not say (P22). */
export function contextAfter(response: Pick<Response, 'own' | 'usage'>): number | null {
  const last = lastRequest(response);
  return isPlaceholder(last) ? null : inputSide(last);
}
