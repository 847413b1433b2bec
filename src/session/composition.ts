/**
 * What fills Claude's context. The log has the total tokens at each response; the parts are estimated from the size of what was added
 * to the context, scaled to that total. Pure.
 */
import { en } from '../l10n/english';

/** The parts of a context. `base`: system prompt, tools, and everything else that is not in the log. */
export const CONTEXT_PARTS = [
  'base',
  'memory',
  'files',
  'output',
  'written',
  'thinking',
  'replies',
  'words',
  'summary',
] as const;
export type ContextPart = (typeof CONTEXT_PARTS)[number];

export const PART_NAMES: Record<ContextPart, string> = {
  base: en('System prompt, tools, and what is not in the log'),
  memory: en('Memory files'),
  files: en('Files read'),
  output: en('Output of tools'),
  written: en('Edits and commands it wrote'),
  thinking: en('Thinking'),
  replies: en('Replies'),
  words: en('Your words'),
  summary: en('Summary after compaction'),
};

/** Something that was added to the context. */
export interface Piece {
  kind: 'piece';
  part: Exclude<ContextPart, 'base'>;
  /** Estimated tokens; null if its text can no longer be read. */
  tokens: number | null;
  /** Its name in the list of what was dropped; null if it is not listed. */
  name: string | null;
}

export type Moment =
  | Piece
  /** A response, with its input tokens; its content follows as pieces. */
  | { kind: 'response'; tokens: number; turn: number }
  /** Everything but the base was dropped. */
  | { kind: 'compaction' };

/** The context at a response: total tokens, and the estimate for each part; null for a part that is unknown. */
export interface Filled {
  turn: number;
  tokens: number;
  parts: Record<ContextPart, number | null>;
  /** Actual tokens per estimated token. */
  scale: number;
  /** Index of the moment. */
  moment: number;
}

/** The context shrank: what was dropped, with estimated tokens. */
export interface Shrunk {
  /** `compacted`: the log says so. `untold`: old results were cleared or the conversation was rewound; the log does not say which. */
  how: 'compacted' | 'untold';
  turn: number;
  /** Index of the moment. */
  moment: number;
  before: number | null;
  after: number | null;
  fell: readonly { name: string; tokens: number | null }[];
}

export interface Composition {
  filled: readonly Filled[];
  shrunk: readonly Shrunk[];
}

/** Smallest decrease, in tokens and as a share of the context, that is reported; smaller ones may come from counting. */
const LEAST_FALL = 10_000;
const LEAST_SHARE = 0.2;
/** Estimates are scaled up by at most this; the rest counts as `base`, because it is not in the log. */
const MOST_SCALE = 2;

/** Parts that are dropped first when old results are cleared. */
const CLEARED = new Set<ContextPart>(['files', 'output']);

/** The pieces in a context, with running sums: a long session has tens of thousands of pieces and responses. */
interface Contents {
  pieces: Piece[];
  tokensByPart: Map<ContextPart, number>;
  unreadable: Map<ContextPart, number>;
  tokens: number;
}

const contentsOf = (pieces: readonly Piece[] = []): Contents => {
  const own: Contents = { pieces: [], tokensByPart: new Map(), unreadable: new Map(), tokens: 0 };
  for (const piece of pieces) add(own, piece);
  return own;
};

function add(own: Contents, piece: Piece): void {
  const { part, tokens } = piece;
  own.pieces.push(piece);
  if (tokens === null) own.unreadable.set(part, (own.unreadable.get(part) ?? 0) + 1);
  else own.tokensByPart.set(part, (own.tokensByPart.get(part) ?? 0) + tokens);
  own.tokens += tokens ?? 0;
}

/** The composition of the context at each response, and each time it shrank. */
export function compose(moments: readonly Moment[]): Composition {
  const filled: Filled[] = [];
  const shrunk: Shrunk[] = [];
  let now = contentsOf();
  let base: number | null = null;
  let compacted = false;
  moments.forEach((moment, at) => {
    if (moment.kind === 'piece') return add(now, moment);
    const last = filled.at(-1);
    if (moment.kind === 'compaction') {
      const fell = namesOf(now.pieces, last?.scale ?? 1);
      const before = last?.tokens ?? null;
      shrunk.push({ how: 'compacted', turn: last?.turn ?? 0, moment: at, before, after: null, fell });
      now = contentsOf();
      compacted = true;
      return;
    }
    const { tokens, turn } = moment;
    const fall = last === undefined || compacted ? 0 : last.tokens - tokens;
    if (last !== undefined && fall >= LEAST_FALL && fall >= last.tokens * LEAST_SHARE) {
      const out = oldest(now.pieces, fall / last.scale);
      now = contentsOf(now.pieces.filter((piece) => !out.has(piece)));
      const fell = namesOf([...out], last.scale);
      shrunk.push({ how: 'untold', turn, moment: at, before: last.tokens, after: tokens, fell });
    }
    const open = shrunk.at(-1);
    if (compacted && open !== undefined) shrunk[shrunk.length - 1] = { ...open, after: tokens };
    compacted = false;
    base ??= Math.max(0, tokens - now.tokens);
    filled.push({ turn, tokens, moment: at, ...split(tokens, base, now) });
  });
  return { filled, shrunk };
}

/** The oldest results with together at least so many tokens. */
function oldest(pieces: readonly Piece[], tokens: number): Set<Piece> {
  const out = new Set<Piece>();
  let left = tokens;
  for (const piece of pieces) {
    if (left <= 0) break;
    if (!CLEARED.has(piece.part)) continue;
    out.add(piece);
    left -= piece.tokens ?? 0;
  }
  return out;
}

/** The named pieces, each name once with the sum of its tokens. */
function namesOf(pieces: readonly Piece[], scale: number): Shrunk['fell'] {
  const tokens = new Map<string, number | null>();
  for (const { name, tokens: own } of pieces) {
    if (name === null) continue;
    const before = tokens.has(name) ? tokens.get(name)! : 0;
    tokens.set(name, own === null || before === null ? null : before + own * scale);
  }
  return [...tokens].map(([name, sum]) => ({ name, tokens: sum === null ? null : Math.round(sum) }));
}

function split(
  tokens: number,
  base: number,
  { tokens: readable, unreadable, tokensByPart }: Contents,
): Pick<Filled, 'parts' | 'scale'> {
  const room = Math.max(0, tokens - Math.min(base, tokens));
  // If a part cannot be read, estimates are not scaled up: the rest may belong to that part.
  const scale = readable === 0 ? 1 : Math.min(room / readable, unreadable.size > 0 ? 1 : MOST_SCALE);
  const parts = Object.fromEntries(CONTEXT_PARTS.map((part) => [part, 0])) as Filled['parts'];
  let left = tokens;
  for (const [part, sum] of tokensByPart) {
    const own = Math.round(sum * scale);
    left -= own;
    parts[part] = own;
  }
  // A part with unreadable pieces is unknown as a whole.
  for (const part of unreadable.keys()) parts[part] = null;
  parts.base = unreadable.size > 0 ? Math.min(base, Math.max(0, left)) : Math.max(0, left);
  return { parts, scale: scale || 1 };
}
