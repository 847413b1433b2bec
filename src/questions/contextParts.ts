/** What a session's context contained at each response, what was dropped from it, and what had to be done again because of that. */
import * as z from 'zod';
import { startOf } from '../log/secrets';
import { compose, CONTEXT_PARTS, type Composition, type Filled, type Shrunk } from '../session/composition';
import type { Session } from '../session/join';
import { isEdit, stepsOf, type Call, type Step } from '../session/step';
import { turnByEvent } from '../session/turns';
import type { Reader } from '../library/knownSessions';
import { contextPieces, nameOfFile, nameOfLook, type Pieces } from './shared/session/contextPieces';
import { placeIn, placesOf, cachedBySession, type Sources } from './shared/sources';
import { promptAt } from './turns';

export const args = z.object({ id: z.string() });
export type { ContextPart } from '../session/composition';

const Tokens = z.number().nullable();

const FilledNow = z.object({
  turn: z.number(),
  tokens: z.number(),
  /** Estimated tokens; null for unknown parts. */
  parts: z.record(z.enum(CONTEXT_PARTS), Tokens),
});

/** Something that was done again, or done without the dropped content. */
const Again = z.object({
  /** `read`, `looked`: repeated. `edited`: edited without reading again. `failed`: such an edit failed. `corrected`: the person had to correct it. */
  what: z.enum(['read', 'looked', 'edited', 'failed', 'corrected']),
  path: z.string().nullable(),
  /** Estimated tokens that were added to the context again. */
  tokens: Tokens,
  turn: z.number(),
  at: z.number(),
  file: z.number(),
});

const Loss = z.object({
  how: z.enum(['compacted', 'untold']),
  /** The index in `filled` of the first point after it. */
  point: z.number(),
  trigger: z.string().nullable(),
  turn: z.number(),
  t: z.number().nullable(),
  at: z.number(),
  file: z.number(),
  before: Tokens,
  after: Tokens,
  /** Files that were dropped, the largest first, with estimated tokens. */
  files: z.array(z.object({ path: z.string(), tokens: Tokens, memory: z.boolean() })),
  moreFiles: z.number(),
  /** Files that Claude Code added again at once. */
  back: z.array(z.string()),
  /** The earlier prompts that the summary does not repeat, and how many it does; null without a summary. */
  prompts: z
    .object({ lost: z.array(z.object({ turn: z.number(), text: z.string() })), kept: z.number() })
    .nullable(),
  /** Number of words of the summary; null if it cannot be read. */
  summaryWords: z.number().nullable(),
  again: z.array(Again),
  moreAgain: z.number(),
  /** Estimated tokens added to the context again because of it; a lower bound if `againAtLeast`. */
  againTokens: z.number(),
  againAtLeast: z.boolean(),
});

/** What a session's context contained, and what was dropped from it. */
export const ContextStory = z.object({
  /** Number of responses with a known context; `filled` has the points of the chart, thinned if there are many. */
  responses: z.number(),
  filled: z.array(FilledNow),
  /** The last one of each turn. */
  turns: z.array(FilledNow),
  /** The fullest and the latest; null if none is known. */
  most: FilledNow.nullable(),
  now: FilledNow.nullable(),
  losses: z.array(Loss),
});
export type ContextStory = z.infer<typeof ContextStory>;
type Loss = z.infer<typeof Loss>;
type Again = z.infer<typeof Again>;
export const reply = ContextStory.nullable();

const MOST_POINTS = 300;
const MOST_TURNS = 1_000;
const MOST_FILES = 12;
const MOST_AGAIN = 8;
const PROMPT_CHARS = 160;

const stories = /* @__PURE__ */ cachedBySession<ContextStory>();

export function answer({ id }: z.output<typeof args>, sources: Sources): ContextStory | null {
  const session = sources.library.session(id);
  if (session === null) return null;
  const { bytes, library } = sources;
  return contextStory(session, { bytes, placeOf: (path) => placeIn(library, path) });
}

/** The answer for a session, cached until the session changes. */
export const contextStory = (session: Session, reader: Reader): ContextStory =>
  stories(session, [], () => storyOf(session, reader));

function storyOf(session: Session, { bytes, placeOf: placeOfPath }: Reader): ContextStory {
  const placeOf = placesOf(session, placeOfPath);
  const pieces = contextPieces(session, bytes, placeOf);
  const composition = compose(pieces.moments);
  const { filled, shrunk } = composition;
  const steps = placed(session);
  const tokens = resultTokens(session, pieces, composition);
  const promptText = (step: Step): string | null =>
    promptAt(bytes, placeOf(step.file ?? 0), step.at, step.len);
  return {
    responses: filled.length,
    filled: thinned(filled).map(toPoint),
    turns: filled
      .filter((one, i) => filled[i + 1]?.turn !== one.turn)
      .slice(-MOST_TURNS)
      .map(toPoint),
    most: filled.length === 0 ? null : toPoint(filled.reduce((a, b) => (b.tokens > a.tokens ? b : a))),
    now: filled.length === 0 ? null : toPoint(filled.at(-1)!),
    losses: shrunk.map((one, i) =>
      lossOf(one, {
        session,
        pieces,
        composition,
        steps,
        tokens,
        promptText,
        before: shrunk[i - 1],
        next: shrunk[i + 1],
      }),
    ),
  };
}

const toPoint = ({ turn, tokens, parts }: Filled): z.infer<typeof FilledNow> => ({ turn, tokens, parts });

/** Thins the points for the chart: the fullest of each group. */
function thinned(filled: readonly Filled[]): Filled[] {
  const size = sizeOf(filled);
  return Array.from({ length: Math.ceil(filled.length / size) }, (_, i) =>
    filled.slice(i * size, (i + 1) * size).reduce((a, b) => (b.tokens > a.tokens ? b : a)),
  );
}

/** Number of responses in one point of the chart. */
const sizeOf = ({ length }: readonly Filled[]): number => Math.max(1, Math.ceil(length / MOST_POINTS));

/** The point of the first response after something was dropped. */
function pointOf({ moment }: Shrunk, filled: readonly Filled[]): number {
  const first = filled.findIndex((one) => one.moment >= moment);
  return Math.floor((first === -1 ? filled.length - 1 : first) / sizeOf(filled));
}

interface Placed {
  step: Step;
  event: number;
  turn: number;
}

function placed(session: Session): Placed[] {
  const numbers = new Map<string, number>();
  const key = ({ kind, at, file = 0 }: { kind: string; at: number; file?: number | undefined }, id: string) =>
    `${kind} ${file} ${at} ${id}`;
  const idOf = (one: object): string => ('id' in one ? String(one.id) : '');
  session.events.forEach((event, i) => numbers.set(key(event, idOf(event)), i));
  const turns = turnByEvent(session.events);
  return stepsOf(session.events, session.inherited).map((step) => {
    const event = numbers.get(key(step, idOf(step))) ?? 0;
    return { step, event, turn: turns[event] ?? 0 };
  });
}

interface Around {
  session: Session;
  pieces: Pieces;
  composition: Composition;
  steps: readonly Placed[];
  /** Tokens of each result, by the id of its call. */
  tokens: ReadonlyMap<string, number | null>;
  promptText: (step: Step) => string | null;
  before: Shrunk | undefined;
  next: Shrunk | undefined;
}

function lossOf(loss: Shrunk, around: Around): Loss {
  const { session, pieces, composition } = around;
  const from = pieces.events[loss.moment] ?? 0;
  const event = session.events[from];
  const back = loss.how === 'compacted' ? namesAfter(loss.moment, pieces) : new Set<string>();
  const files = loss.fell
    .filter(({ name }) => /^(?:file|memory) /.test(name) && !back.has(name))
    .toSorted((a, b) => (b.tokens ?? 0) - (a.tokens ?? 0));
  const again = againAfter(
    loss,
    new Set(loss.fell.map(({ name }) => name).filter((name) => !back.has(name))),
    around,
  );
  const summary = pieces.summaries.get(from) ?? null;
  return {
    how: loss.how,
    point: pointOf(loss, composition.filled),
    trigger: event?.kind === 'compaction' ? event.trigger : null,
    turn: loss.turn,
    t: event?.t ?? null,
    at: event?.at ?? 0,
    file: event?.file ?? 0,
    before: event?.kind === 'compaction' ? (event.preTokens ?? loss.before) : loss.before,
    after: loss.after ?? (event?.kind === 'compaction' ? event.postTokens : null),
    files: files.slice(0, MOST_FILES).map(({ name, tokens }) => ({
      path: pieces.paths.get(name) ?? name,
      tokens,
      memory: name.startsWith('memory '),
    })),
    moreFiles: Math.max(0, files.length - MOST_FILES),
    back: [...back].flatMap((name) => (name.startsWith('file ') ? (pieces.paths.get(name) ?? []) : [])),
    prompts: loss.how === 'compacted' && summary !== null ? promptsIn(summary, from, around) : null,
    summaryWords: summary === null ? null : summary.split(/\s+/).filter(Boolean).length,
    again: again.slice(0, MOST_AGAIN),
    moreAgain: Math.max(0, again.length - MOST_AGAIN),
    againTokens: again.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0),
    againAtLeast: again.some(({ what, tokens }) => (what === 'read' || what === 'looked') && tokens === null),
  };
}

/** Names of the pieces added between a compaction and the next response. */
function namesAfter(moment: number, { moments }: Pieces): Set<string> {
  const names = new Set<string>();
  for (const one of moments.slice(moment + 1)) {
    if (one.kind !== 'piece') break;
    if (one.name !== null) names.add(one.name);
  }
  return names;
}

/** Prompts since the previous compaction, and whether the summary has them word for word. */
function promptsIn(
  summary: string,
  until: number,
  { steps, promptText, before, pieces }: Around,
): NonNullable<Loss['prompts']> {
  const from = before === undefined ? 0 : (pieces.events[before.moment] ?? 0);
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
  const said = plain(summary);
  const lost: { turn: number; text: string }[] = [];
  let kept = 0;
  for (const { step, event, turn } of steps) {
    if (step.kind !== 'prompt' || event < from || event >= until) continue;
    const text = promptText(step);
    if (text === null || plain(text) === '') continue;
    if (said.includes(plain(text).slice(0, PROMPT_CHARS))) kept++;
    else lost.push({ turn, text });
  }
  const shown = lost.slice(-MOST_FILES);
  return { lost: shown.map((one) => ({ ...one, text: startOf(one.text, PROMPT_CHARS) })), kept };
}

/**
 * What was done with dropped content until something is dropped again: each file and search once. A correction counts if the turn before it
 * used dropped content.
 */
function againAfter(loss: Shrunk, lost: Set<string>, around: Around): Again[] {
  const { pieces, tokens, steps, next } = around;
  const from = pieces.events[loss.moment] ?? 0;
  const until = next === undefined ? Infinity : (pieces.events[next.moment] ?? Infinity);
  const missing = new Set(lost);
  const again: Again[] = [];
  let dealt: number | null = null;
  for (const { step, event, turn } of steps) {
    if (event < from || event >= until) continue;
    const put = (what: Again['what'], path: string | null, sum: number | null): void =>
      void again.push({ what, path, tokens: sum, turn, at: step.at, file: step.file ?? 0 });
    if (step.kind === 'prompt' && dealt === turn - 1 && step.marks.some(({ list }) => list === 'correction'))
      put('corrected', null, null);
    if (step.kind !== 'tool') continue;
    const name = nameOfCall(step);
    if (name === null || !lost.has(name)) continue;
    dealt = turn;
    if (!missing.delete(name)) continue;
    const looks = step.action === 'read' || step.action === 'research';
    const what = !looks ? (isEdit(step) ? 'edited' : 'failed') : name.startsWith('look ') ? 'looked' : 'read';
    put(what, pieces.paths.get(name) ?? step.path, looks ? (tokens.get(step.id) ?? null) : null);
  }
  return again;
}

/** The name of the piece that a call reads, or edits without reading; null for other calls. */
function nameOfCall(step: Call): string | null {
  const { action, path, outcome, doubt, shell } = step;
  if (action !== 'edit' && action !== 'write') return outcome === 'ok' ? nameOfLook(step) : null;
  const forgot = doubt?.kind === 'outdated' && !doubt.changedByOthers;
  const failed = outcome === 'error' && action === 'edit';
  return path !== null && !shell && (forgot || failed) ? nameOfFile(path) : null;
}

/** Tokens of each result by the id of its call, scaled like the context at that time. */
function resultTokens(
  session: Session,
  { moments, events }: Pieces,
  { filled }: Composition,
): Map<string, number | null> {
  const tokens = new Map<string, number | null>();
  let at = 0;
  moments.forEach((moment, i) => {
    while (filled[at + 1] !== undefined && filled[at + 1]!.moment <= i) at++;
    const event = session.events[events[i] ?? -1];
    if (moment.kind !== 'piece' || event?.kind !== 'result') return;
    const scale = filled[at]?.scale ?? 1;
    tokens.set(event.id, moment.tokens === null ? null : Math.round(moment.tokens * scale));
  });
  return tokens;
}
