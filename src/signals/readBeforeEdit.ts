import { en } from '../l10n/english';
import { baseName } from '../log/folders';
import type { ToolAction } from '../session/event';
import { placeOf, REACH, type Evidence, type Signal } from './signal';
import type { Severity } from './severity';
import { isEdit } from '../session/step';

/** codevigil's `read_edit_ratio`, on all tool calls, shell reads included. */
export interface ReadBeforeEditState {
  /** The last calls, oldest first, as many as the settings say. */
  window: { letter: Letter; evidence: Evidence }[];
  calls: number;
  edits: number;
  writes: number;
  withPath: number;
  /** Blind edits with their call number, oldest first. */
  blind: { call: number; evidence: Evidence }[];
}
type Letter = 'read' | 'research' | 'edit' | 'other';

/** Share of edits that must name a file for the blind rate to mean something. */
const CONFIDENCE_FLOOR = 0.95;
/**
 * Many edits of a file that was read once give a low ratio and are no fault. So many blind edits in the window are, and
 * such a share of the edits in it: 6.2 % were blind in the good weeks of issue 42796, 24.2 % in those after.
 */
const MIN_BLIND = 3;
const BLIND_WARN = 0.1;
const BLIND_CRITICAL = 0.242;

function ceilingOf(blind: number, edits: number): Severity {
  if (blind < MIN_BLIND || blind / edits < BLIND_WARN) return 'ok';
  return blind / edits < BLIND_CRITICAL ? 'warn' : 'critical';
}
const WORDS: Record<ToolAction, (file: string) => string> = {
  read: (file) => en('read {0}', file),
  research: (file) => en('searched {0}', file),
  edit: (file) => en('edited {0}', file),
  write: (file) => en('wrote {0}', file),
  other: (file) => en('called {0}', file),
};

/** Where a session had more calls than are looked at, all figures of a sentence are of the last ones, and it says so. */
const ofLast = (words: string, { calls, window }: ReadBeforeEditState): string =>
  calls > window.length ? en('{w0}, in the last {n1} calls', words, window.length) : words;

export const readBeforeEdit: Signal<ReadBeforeEditState> = {
  name: 'read_edit_ratio',
  title: en('Read before edit'),
  meaning: en('How many file reads come before each edit. Who edits without reading guesses.'),
  per: en('reads per edit'),
  experimental: false,
  alarm: {
    worse: 'low',
    only: en('with {n0} edits or more without reading, and {n1} of all', MIN_BLIND, `${BLIND_WARN * 100} %`),
    defaults: { warn: 4, critical: 2 },
    bounds: { strictest: { warn: 6.6, critical: 4 }, loosest: { warn: 2, critical: 1 } },
  },

  init: () => ({ window: [], calls: 0, edits: 0, writes: 0, withPath: 0, blind: [] }),

  fold(state, step, { readEditRatio }) {
    if (step.kind !== 'tool') return;
    const { window = REACH.readEditRatio.window } = readEditRatio ?? {};
    const call = state.calls++;
    const { path, action } = step;
    const edit = isEdit(step);
    const blind = edit && step.doubt?.kind === 'blind';
    const name = baseName(path ?? '');
    const note = blind ? en('edited {0} without reading it', name) : WORDS[action](name);
    const evidence = { ...placeOf(step), note, against: blind };
    const letter: Letter = edit ? 'edit' : action === 'read' || action === 'research' ? action : 'other';
    state.window.push({ letter, evidence });
    if (state.window.length > window) state.window.shift();
    if (edit) {
      if (action === 'write') state.writes++;
      else state.edits++;
      if (path !== null) state.withPath++;
      if (blind) state.blind.push({ call, evidence });
    }
  },

  read(state, { plain, readEditRatio }) {
    const { window = REACH.readEditRatio.window, minCalls = REACH.readEditRatio.minCalls } =
      readEditRatio ?? {};
    const count = (letter: Letter): number => state.window.filter((step) => step.letter === letter).length;
    const reads = count('read');
    const research = count('research');
    const mutations = count('edit');
    const ratio = reads / Math.max(mutations, 1);
    const recentBlind = state.window.filter(({ evidence }) => evidence.against).length;
    const total = state.edits + state.writes;
    const confidence = total === 0 ? 1 : state.withPath / total;
    const seen = reads + research + mutations;
    const warm = seen >= minCalls;
    const inWindow = state.window.filter(({ letter }) => letter === 'read' || letter === 'edit');
    const first = state.calls - state.window.length;
    return {
      value: seen === 0 ? null : ratio,
      // A session that edits nothing cannot edit blindly.
      measure: warm && mutations > 0 ? ratio : null,
      ceiling: plain === true ? 'critical' : ceilingOf(recentBlind, mutations),
      label: !warm
        ? en('too early to tell ({n0} of {n1} reads, searches and edits)', seen, minCalls)
        : mutations === 0
          ? ofLast(en('{n0} reads, no edits', reads), state)
          : ofLast(
              en(
                '{n0} reads per edit, {n1} of {n2} edits without reading',
                ratio.toFixed(1),
                recentBlind,
                mutations,
              ),
              state,
            ),
      detail: {
        reads,
        research,
        mutations,
        other: count('other'),
        window_size: window,
        research_mutation_ratio: (reads + research) / Math.max(mutations, 1),
        blind_edit_rate: {
          value: total === 0 ? 0 : state.blind.length / total,
          tracking_confidence: confidence,
          blind: state.blind.length,
          mutations: total,
          in_window: recentBlind,
          ...(confidence < CONFIDENCE_FLOOR ? { label: en('insufficient data') } : {}),
        },
        write_precision: total === 0 ? null : state.writes / total,
        write_calls: state.writes,
        edit_calls: state.edits,
      },
      evidence: [
        ...state.blind.filter(({ call }) => call < first).map(({ evidence }) => evidence),
        ...inWindow.map(({ evidence }) => evidence),
      ],
    };
  },
};
