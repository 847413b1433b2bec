import { getOwn, setOwn } from '../log/own';
import { fileKey } from '../session/fileKey';
import { EVIDENCE_LIMIT, type Evidence, type Severity, type Signal } from './signal';

/** codevigil's `read_edit_ratio`, on all tool calls, shell reads included. */
export interface ReadBeforeEditState {
  /** The last `WINDOW` calls, oldest first, as one letter each: see `LETTER`. */
  window: string;
  calls: number;
  /** Call number at which a file was last read, searched or written by the agent itself, by path. */
  seen: Record<string, number>;
  edits: number;
  writes: number;
  withPath: number;
  blind: number;
  /** Edits whose result has not come, by tool-use id. */
  open: [id: string, edit: Pending][];
  evidence: Evidence[];
}
interface Pending {
  call: number;
  write: boolean;
  path: string | null;
  blind: boolean;
  at: number;
  len: number;
}

export interface ReadEditThresholds {
  warn: number;
  critical: number;
}

const WINDOW = 50;
/** An edit is blind when the file was last seen more than so many calls ago. */
const BLIND_WINDOW = 20;
/** Share of edits that must name a file for the blind rate to mean something. */
const CONFIDENCE_FLOOR = 0.95;
const MIN_EVENTS = 10;
const LETTER = { read: 'r', research: 's', edit: 'e', write: 'e', other: 'o' } as const;
/** In place of an edit that did not happen: refused, interrupted, failed. */
const UNDONE = 'o';

const count = (window: string, letter: string): number => window.split(letter).length - 1;

export const readBeforeEdit: Signal<ReadBeforeEditState, ReadEditThresholds> = {
  name: 'read_edit_ratio',
  title: 'Read before edit',
  meaning: 'How many file reads come before each edit. An agent that edits without reading guesses.',
  defaults: { warn: 4, critical: 2 },

  init: () => ({
    window: '',
    calls: 0,
    seen: {},
    edits: 0,
    writes: 0,
    withPath: 0,
    blind: 0,
    open: [],
    evidence: [],
  }),

  fold(state, event) {
    if (event.kind === 'tool') {
      const call = state.calls++;
      state.window = (state.window + LETTER[event.action]).slice(-WINDOW);
      const { path } = event;
      if (event.action === 'edit' || event.action === 'write') {
        const write = event.action === 'write';
        if (write) state.writes++;
        else state.edits++;
        const last = path === null ? undefined : getOwn(state.seen, fileKey(path));
        const blind = path !== null && (last === undefined || call - last > BLIND_WINDOW);
        if (path !== null) state.withPath++;
        if (blind) state.blind++;
        state.open.push([event.id, { call, write, path, blind, at: event.at, len: event.len }]);
      } else if (path !== null && event.action !== 'other') see(state, path, call);
    } else if (event.kind === 'result') {
      const index = state.open.findIndex(([id]) => id === event.id);
      const edit = state.open.splice(index, index === -1 ? 0 : 1)[0]?.[1];
      if (edit === undefined) return;
      if (event.outcome !== 'ok') undo(state, edit);
      else {
        // The agent knows what it wrote itself; and a file that was not there could not be read (P38).
        if (edit.blind && event.created) state.blind--;
        else if (edit.blind) state.evidence = latest([...state.evidence, noteOf(edit)]);
        if (edit.path !== null) {
          see(state, edit.path, edit.call);
          acquit(state, edit.path, edit.call);
        }
      }
    }
  },

  read(state, { warn, critical }) {
    const reads = count(state.window, 'r');
    const research = count(state.window, 's');
    const mutations = count(state.window, 'e');
    const ratio = reads / Math.max(mutations, 1);
    const total = state.edits + state.writes;
    const confidence = total === 0 ? 1 : state.withPath / total;
    const warm = reads + research + mutations >= MIN_EVENTS;
    const severity: Severity = !warm ? 'ok' : ratio < critical ? 'critical' : ratio < warn ? 'warn' : 'ok';
    return {
      value: reads + research + mutations === 0 ? null : ratio,
      severity,
      label: warm ? `R:E ${ratio.toFixed(1)}` : 'warming up',
      detail: {
        reads,
        research,
        mutations,
        other: count(state.window, 'o'),
        window_size: WINDOW,
        research_mutation_ratio: (reads + research) / Math.max(mutations, 1),
        blind_edit_rate: {
          value: total === 0 ? 0 : state.blind / total,
          tracking_confidence: confidence,
          blind: state.blind,
          mutations: total,
          ...(confidence < CONFIDENCE_FLOOR ? { label: 'insufficient data' } : {}),
        },
        write_precision: total === 0 ? null : state.writes / total,
        write_calls: state.writes,
        edit_calls: state.edits,
      },
      // An edit whose result never came is counted, so it is shown too.
      evidence: latest([
        ...state.evidence,
        ...state.open.flatMap(([, edit]) => (edit.blind ? [noteOf(edit)] : [])),
      ]),
    };
  },
};

function see(state: ReadBeforeEditState, path: string, call: number): void {
  const key = fileKey(path);
  setOwn(state.seen, key, Math.max(getOwn(state.seen, key) ?? 0, call));
}

function undo(state: ReadBeforeEditState, edit: Pending): void {
  if (edit.write) state.writes--;
  else state.edits--;
  if (edit.path !== null) state.withPath--;
  if (edit.blind) state.blind--;
  const back = state.calls - edit.call;
  const place = state.window.length - back;
  if (place >= 0) state.window = state.window.slice(0, place) + UNDONE + state.window.slice(place + 1);
}

/**
 * An answer may edit one file several times before the first result comes: what follows an edit that worked is no
 * more blind than it would be one call after the other.
 */
function acquit(state: ReadBeforeEditState, path: string, call: number): void {
  const key = fileKey(path);
  for (const [, edit] of state.open) {
    const after = edit.call - call;
    if (!edit.blind || edit.path === null || after < 0 || after > BLIND_WINDOW) continue;
    if (fileKey(edit.path) !== key) continue;
    edit.blind = false;
    state.blind--;
  }
}

const noteOf = ({ path, at, len }: Pending): Evidence => ({
  at,
  len,
  note: `edited ${path?.split('/').at(-1) ?? ''} without reading it`,
});

/** The last ones, in the order of the log. */
const latest = (evidence: readonly Evidence[]): Evidence[] =>
  evidence.toSorted((a, b) => a.at - b.at).slice(-EVIDENCE_LIMIT);
