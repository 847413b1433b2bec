/** The story of a session: its prompts and what followed each, the last reply, and the files it changed. */
import * as z from 'zod';
import type { Found } from '../findings/finding';
import { startOf } from '../log/secrets';
import { speechOf } from '../session/speaker';
import type { Session } from '../session/join';
import { agentCosts, costWith, TurnCost, type AgentCost } from './shared/session/agentCosts';
import {
  changedByShell,
  changedFiles,
  linesChanged,
  type ChangedFile,
  type LineCount,
} from './shared/session/changedFiles';
import { LastReply, lastReply } from './shared/transcript/lastReply';
import { recordAt } from './shared/transcript/spokenLines';
import { placesIn, subAgentsOf, type Sources } from './shared/sources';
import { findingsByTurn, turnsIn, type TurnFigures } from './shared/session/turns';
import { compareTexts } from '../log/compareTexts';
import { promptAt } from './turns';

export const args = z.object({ id: z.string() });

/** Numbers of added and removed lines; null if the log can no longer be read. */
const Lines = { added: z.number().nullable(), removed: z.number().nullable() };

export const StoryPrompt = z.object({
  /** Turn, from 0. */
  turn: z.number(),
  via: z.enum(['typed', 'queued', 'scripted', 'command']).nullable(),
  /** Its beginning, or the arguments of a command; null if the log is gone. Untrusted text. */
  text: z.string().nullable(),
  /** Name of a slash command with its `/`; null for a prompt. */
  command: z.string().nullable(),
  startedAt: z.string().nullable(),
  /** From when work on it began to its last line, ms. */
  ms: z.number().nullable(),
  ...TurnCost,
  calls: z.number(),
  failed: z.number(),
  denied: z.number(),
  interrupted: z.boolean(),
  compacted: z.boolean(),
  subAgents: z.number(),
  /** Files it changed, those with most lines first; `moreFiles`: how many more. */
  files: z.array(z.object({ path: z.string() })),
  moreFiles: z.number(),
  ...Lines,
  findings: z.array(
    z.object({ sentence: z.string(), severity: z.enum(['warn', 'critical']), open: z.boolean() }),
  ),
});
export type StoryPrompt = z.infer<typeof StoryPrompt>;

export const StoryFile = z.object({
  path: z.string(),
  created: z.boolean(),
  ...Lines,
  /** Both sides are the whole file, not only the changed parts. */
  whole: z.boolean(),
  /** Something else changed it in between. */
  byOthers: z.boolean(),
  /** A shell command of the session changed it too, which is not in the numbers of lines. */
  byShell: z.boolean(),
  turns: z.array(z.object({ turn: z.number(), ...Lines })),
});
export type StoryFile = z.infer<typeof StoryFile>;

export const Story = z.object({
  /** The last ones, in order. */
  prompts: z.array(StoryPrompt),
  /** Numbers of all prompts and slash commands; `left`: those not in `prompts`. */
  asked: z.object({ prompts: z.number(), commands: z.number(), left: z.number() }),
  lastReply: LastReply.nullable(),
  files: z.array(StoryFile),
  moreFiles: z.number(),
  /** Totals of all files; lower bounds if `atLeast`: a shell command changed files, or a log can no longer be read. */
  changed: z.object({ files: z.number(), added: z.number(), removed: z.number(), atLeast: z.boolean() }),
});
export type Story = z.infer<typeof Story>;
export const reply = Story.nullable();

/** Most prompts, files, files of a prompt, and characters in the answer. */
const MOST_PROMPTS = 1_000;
const MOST_FILES = 1_000;
const FILES_OF_PROMPT = 3;
const PROMPT_CHARS = 400;
const REPLY_CHARS = 20_000;
const FINDINGS_OF_PROMPT = 5;

type Counted = ChangedFile & LineCount;

export function answer({ id }: z.output<typeof args>, sources: Sources): Story | null {
  const session = sources.library.session(id);
  if (session === null) return null;
  const turns = turnsIn(session, sources.rules());
  const shell = changedByShell(sources, session);
  const files: Counted[] = changedFiles(sources, session).map((file) => ({
    ...file,
    ...linesChanged(sources, file),
  }));
  const findings = findingsByTurn(turns, sources.library.figures.get(id)?.findings ?? []);
  const agents = agentCosts(subAgentsOf(sources.library, id), turns);
  // What came before the first prompt is told when something was done in it.
  const asked = turns.filter(({ via, tools, requests }) => via !== null || tools.length > 0 || requests > 0);
  const recent = asked.slice(-MOST_PROMPTS);
  const parts = partsByTurn(files);
  return {
    prompts: recent.map((turn) =>
      promptOf(
        turn,
        session,
        {
          begun: begunAt(turn, turns[turn.index - 1]),
          parts: parts.get(turn.index) ?? [],
          agents,
          findings: findings[turn.index] ?? [],
        },
        sources,
      ),
    ),
    asked: {
      prompts: asked.filter(({ via }) => via !== 'command' && via !== null).length,
      commands: asked.filter(({ via }) => via === 'command').length,
      left: asked.length - recent.length,
    },
    lastReply: lastReply(session, sources.bytes, placesIn(sources.library, session), REPLY_CHARS),
    files: files
      .toSorted((a, b) => weight(b) - weight(a) || compareTexts(a.path, b.path))
      .slice(0, MOST_FILES)
      .map(({ path, created, added, removed, whole, byOthers, turns: turnCounts }) => ({
        path,
        created,
        added,
        removed,
        whole,
        byOthers,
        byShell: shell.has(path),
        turns: turnCounts,
      })),
    moreFiles: Math.max(0, files.length - MOST_FILES),
    changed: {
      files: files.length,
      added: files.reduce((sum, { added }) => sum + (added ?? 0), 0),
      removed: files.reduce((sum, { removed }) => sum + (removed ?? 0), 0),
      atLeast: shell.size > 0 || files.some(({ added }) => added === null),
    },
  };
}

/** When work on a prompt began: for a queued prompt, when the turn before it ended. */
const begunAt = ({ via, startedAt }: TurnFigures, before: TurnFigures | undefined): string | null =>
  via === 'queued' && startedAt !== null && (before?.endedAt ?? '') > startedAt
    ? (before?.endedAt ?? null)
    : startedAt;

interface Part {
  path: string;
  added: number | null;
  removed: number | null;
}

/** The changed files of each turn, those with most lines first. */
const partsByTurn = (files: readonly Counted[]): Map<number, Part[]> =>
  new Map(
    [
      ...Map.groupBy(
        files.flatMap(({ path, turns }) => turns.map((part) => ({ ...part, path }))),
        ({ turn }) => turn,
      ),
    ].map(([turn, parts]) => [turn, parts.toSorted((a, b) => weight(b) - weight(a))]),
  );

const weight = ({ added, removed }: Pick<LineCount, 'added' | 'removed'>): number =>
  (added ?? 0) + (removed ?? 0);

/** What a prompt's part of the story is made of, beside its turn. */
interface PromptParts {
  begun: string | null;
  parts: readonly Part[];
  agents: readonly AgentCost[];
  findings: readonly Found[];
}

function promptOf(
  turn: TurnFigures,
  session: Session,
  { begun, parts, agents, findings }: PromptParts,
  sources: Sources,
): StoryPrompt {
  const { index, via, startedAt, endedAt, tools, interrupted, compacted } = turn;
  const sum = (side: 'added' | 'removed'): number | null =>
    parts.some((one) => one[side] === null)
      ? null
      : parts.reduce((total, one) => total + (one[side] ?? 0), 0);
  const total = (what: 'calls' | 'errors' | 'denied'): number =>
    tools.reduce((all, tool) => all + tool[what], 0);
  return {
    turn: index,
    via,
    startedAt,
    interrupted,
    compacted,
    ...costWith(turn, agents),
    ...wordsOf(turn, session, sources),
    ms: begun === null || endedAt === null ? null : Math.max(0, Date.parse(endedAt) - Date.parse(begun)),
    calls: total('calls'),
    failed: total('errors'),
    denied: total('denied'),
    subAgents: turn.subAgents.length,
    files: parts.slice(0, FILES_OF_PROMPT).map(({ path }) => ({ path })),
    moreFiles: Math.max(0, parts.length - FILES_OF_PROMPT),
    added: sum('added'),
    removed: sum('removed'),
    findings: findings.slice(0, FINDINGS_OF_PROMPT).map(({ sentence, severity, open }) => ({
      sentence,
      severity,
      open,
    })),
  };
}

/** The text a person typed; for a slash command its name and arguments. */
function wordsOf(
  { via, at, len, file = 0 }: TurnFigures,
  session: Session,
  { library, bytes }: Sources,
): Pick<StoryPrompt, 'text' | 'command'> {
  const place = placesIn(library, session)(file);
  if (via === null) return { text: null, command: null };
  if (via !== 'command') {
    const text = promptAt(bytes, place, at, len);
    return { text: text === null ? null : cut(text), command: null };
  }
  const event = session.events.find(
    (one) => one.kind === 'command' && one.at === at && (one.file ?? 0) === file,
  );
  const record = recordAt(bytes, place, { at, len });
  const said = record === null ? undefined : speechOf(record).find((one) => one.kind === 'command');
  return {
    text: record === null ? null : cut(said?.kind === 'command' ? said.args : ''),
    command: event?.kind === 'command' ? event.name : '/',
  };
}

const cut = (text: string): string =>
  text.length > PROMPT_CHARS ? `${startOf(text, PROMPT_CHARS).trimEnd()}…` : text;
