/**
 * What fills the agent's context. How full it is at each response is counted by the log; what it is made of is estimated from the
 * size of what came into it, scaled to that total. Pure.
 */
import { en } from '../l10n/english';

/** What a context is made of. `base`: system prompt, tools, and all else that no line of the log tells. */
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

/** Something that came into the context. */
export interface Piece {
  kind: 'piece';
  part: Exclude<ContextPart, 'base'>;
  /** About so many tokens; null when its text cannot be read any more. */
  tokens: number | null;
  /** Names it among pieces that may fall out; null for one nobody asks after. */
  name: string | null;
}

export type Moment =
  | Piece
  /** A response, with the tokens it was asked with; what it says are pieces after it. */
  | { kind: 'response'; tokens: number; turn: number }
  /** All but the base fell out. */
  | { kind: 'compaction' };

/** The context at a response: tokens in all, and about how many of each part; null for a part that is not told. */
export interface Filled {
  turn: number;
  tokens: number;
  parts: Record<ContextPart, number | null>;
  /** Tokens a token of the estimate stands for. */
  scale: number;
  /** Number of the moment it is known at. */
  moment: number;
}

/** The context shrank: what of it fell out, with about how many tokens each was. */
export interface Shrunk {
  /** `compacted`: the log says so. `untold`: old results were cleared, or the conversation was taken back; it does not say which. */
  how: 'compacted' | 'untold';
  turn: number;
  /** Number of the moment it is known at. */
  moment: number;
  before: number | null;
  after: number | null;
  fell: readonly { name: string; tokens: number | null }[];
}

export interface Composition {
  filled: readonly Filled[];
  shrunk: readonly Shrunk[];
}

/** A fall by so many tokens and so much of the whole is more than a recount. */
const LEAST_FALL = 10_000;
const LEAST_SHARE = 0.2;
/** An estimate is not scaled by more: what is beyond is not told by the log. */
const MOST_SCALE = 2;

/** What came of which results fall out first when old ones are cleared. */
const CLEARED = new Set<ContextPart>(['files', 'output']);

/** What lies in a context, with its sums: a long one has tens of thousands of pieces, and a response to each. */
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

/** The oldest results that make up so many tokens. */
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

/** What has a name among pieces, each once. */
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
  // With parts that cannot be read, what is left belongs to nobody knows which.
  const scale = readable === 0 ? 1 : Math.min(room / readable, unreadable.size > 0 ? 1 : MOST_SCALE);
  const parts = Object.fromEntries(CONTEXT_PARTS.map((part) => [part, 0])) as Filled['parts'];
  let left = tokens;
  for (const [part, sum] of tokensByPart) {
    const own = Math.round(sum * scale);
    left -= own;
    parts[part] = own;
  }
  // Of a part that is not told, what could be read of it is left out with it.
  for (const part of unreadable.keys()) parts[part] = null;
  parts.base = unreadable.size > 0 ? Math.min(base, Math.max(0, left)) : Math.max(0, left);
  return { parts, scale: scale || 1 };
}
