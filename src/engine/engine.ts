/**
 * The engine: finds logs, reads what was appended, keeps figures and archive up to date, and answers all surfaces. Runs in a worker thread
 * (`engine.worker.ts`) or in a process of its own; clock, timers and watcher are passed in. `running.ts` joins its parts.
 */
import { reasonOf } from '../l10n/reasonOf';
import type { EngineView } from '../library/knownSessions';
import { answers, isQuestion } from '../questions/index';
import type { Sources } from '../questions/shared/sources';
import { officialWindow } from '../usage/official';
import type { EngineParts } from './parts';
import { calls, type Args, type CallName, type Reply } from './protocol';
import { Running } from './running';
import { seenBy, type Seen } from './seen';

export interface Engine {
  call<N extends CallName>(name: N, args: Args<N>): Promise<Reply<N>>;
  /** Resolves when everything on disk has been read for the first time. */
  ready: Promise<void>;
  /** What is known now, for callers in the same process. */
  view(): EngineView;
  /** What was seen of the logs, if all of it is in the newest image; null otherwise. */
  seen(): Seen | null;
}

/** Starts reading at once. */
export function createEngine(parts: EngineParts): Engine {
  const running = new Running(parts, sourcesOf);
  const ready = running.start();
  const { core } = running;
  const commands = running.commands();
  const { sources } = running;
  return {
    ready,
    seen() {
      const missing = running.ingest.folders().filter(({ problem }) => problem === 'missing');
      return seenBy(
        core,
        missing.map(({ path }) => path),
      );
    },
    view: () => ({
      figures: core.library.figures,
      session: core.library.session,
      rules: core.basis.rules,
      bytes: sources.bytes,
      placeOf: (path) => ({ path, root: core.library.entries.get(path)?.file.root ?? '' }),
      roots: core.basis.roots,
      gate: core.gate,
    }),
    // The receiver checks: arguments are checked here, answers by whoever gets them from another thread.
    async call(name, args) {
      const asked: CallName = name;
      const parsed = calls[asked].args.safeParse(args);
      if (!parsed.success) throw new Error(`${reasonOf(parsed.error.issues[0])}.`, { cause: parsed.error });
      const checked = parsed.data as never;
      const answered = isQuestion(asked)
        ? running.logs.during(() => answers[asked](checked, sources))
        : await commands[asked](checked);
      return answered as Reply<typeof name>;
    },
  };
}

const sourcesOf = ({ core, live, keeper, searching, alerts, ingest, logs }: Running): Sources => ({
  library: core.library,
  now: core.now,
  rules: () => core.basis.rules,
  usual: () => core.basis.usual,
  settings: () => core.basis.settings,
  bytes: logs.bytes,
  gate: core.gate,
  histories: core.histories,
  folders: () => ingest.folders(),
  kept: (path) => keeper.copies().has(path),
  search: searching,
  savedAt: () => core.checkpoint.newest()?.at ?? null,
  writer: () => core.parts.lease?.holder() ?? null,
  spend: () => live.spend(),
  contextWindow: (id) => officialWindow(core.parts.official?.() ?? null, id),
  detected: () => alerts.detected(),
  alertRecords: () => core.checkpoint.alerts(),
  mark: (id) => core.marks.get(id),
});
