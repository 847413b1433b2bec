/** What the parts of a running engine share: its inputs, what is known, the rules, and the state of its life cycle. */
import { dirname } from 'node:path';
import { gateOf, type Gate } from '../log/gate';
import { historiesOf } from '../log/roots';
import type { Library } from '../library/contract';
import { newLibrary } from '../library/library';
import type { Entry } from '../library/shelf';
import { parseReading } from '../library/pack';
import type { Histories } from '../questions/shared/sources';
import type { Checkpoint } from '../store/checkpoint';
import { logBytes } from '../store/logBytes';
import { Basis } from './basis';
import { Marks } from './marks';
import type { EngineParts, Pace, TellProblem } from './parts';
import { Passes } from './passes';
import { PutAway } from './putAway';
import type { Notice } from './protocol';
import type { ReaderStart } from './readers';

const PACE: Pace = { slice: 4 << 20, shelve: 48 << 20, derived: 20 };

/** The state of an engine's life cycle, and what it must not do now. */
export class Life {
  /** A person cancelled the ingest: live sessions are still followed, the rest waits for `refresh`. */
  paused = false;
  closed = false;
  private halts = 0;

  constructor(
    /** The archive was empty at the start: until everything is read, memory has every id, and asking the archive is slow. */
    public firstFill: boolean,
  ) {}

  /** The vault or the search index is being changed: no log is copied or indexed meanwhile. */
  get halted(): boolean {
    return this.halts > 0;
  }

  async halting<T>(work: () => Promise<T>): Promise<T> {
    this.halts++;
    try {
      return await work();
    } finally {
      this.halts--;
    }
  }
}

export class Core {
  readonly checkpoint: Checkpoint;
  readonly pace: Pace;
  readonly now: () => number;
  readonly emit: (notice: Notice) => void;
  readonly problem: TellProblem;
  readonly life: Life;
  readonly library: Library;
  readonly basis: Basis;
  readonly marks: Marks;
  readonly putAway: PutAway;
  readonly passes: Passes;
  readonly gate: Gate;
  readonly histories: Histories;

  constructor(readonly parts: EngineParts) {
    const { checkpoint, now, emit, pace = PACE } = parts;
    this.checkpoint = checkpoint;
    this.pace = pace;
    this.now = now;
    this.putAway = new PutAway(checkpoint);
    this.emit = (notice) => {
      if (notice.notice === 'alerts' || notice.notice === 'reset') this.putAway.forget();
      emit(notice);
    };
    this.problem = once(emit);
    this.life = new Life(checkpoint.isEmpty());
    this.marks = new Marks(checkpoint);
    this.library = newLibrary({
      now,
      givenName: (id) => this.marks.get(id).name,
      reading: (path) => parseReading(checkpoint.reading(path)),
      filesWith: (ids) => (this.life.firstFill ? [] : checkpoint.filesWith(ids)),
    });
    this.basis = new Basis(parts, this.problem);
    this.passes = new Passes(this.problem);
    this.gate = gateOf(
      () => this.basis.roots,
      () => this.basis.settings.followLinks,
    );
    const gate = gateOf(() => this.basis.roots.map((root) => dirname(root)));
    this.histories = {
      paths: () => historiesOf(this.basis.roots).filter((path) => gate.inside(path) !== null),
      bytes: logBytes(null, gate),
    };
  }

  /** The rules for a reader thread. */
  readerStart(): ReaderStart {
    const { settings, roots, rules } = this.basis;
    const { prices, zone, thresholds } = rules;
    return { settings, prices, zone, thresholds, roots };
  }
}

function once(emit: (notice: Notice) => void): TellProblem {
  const reported = new Set<string>();
  return (level, code, message, file) => {
    const key = `${code}\0${file ?? ''}`;
    if (reported.has(key)) return;
    reported.add(key);
    emit({ notice: 'problem', problem: { level, code, message, file } });
  };
}

/** The files the archive knows. */
export function* entriesOf(checkpoint: Checkpoint): Generator<Entry> {
  for (const { path, root, sessionId, agentId, cursor, gone } of checkpoint.headers()) {
    yield { file: { path, root, sessionId, agentId }, cursor, gone };
  }
}

/** Lets calls be answered. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
