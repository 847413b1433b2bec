/** The parts of an engine: how they are connected, and how the engine starts, applies new settings and ends. */
import type * as z from 'zod';
import type { Sources } from '../questions/shared/sources';
import { conversationOf } from '../session/sessionId';
import type { Settings } from '../settings/settings';
import { openLogs, logBytes, type OpenLogs } from '../store/logBytes';
import { SidecarKeeper } from './sidecarKeeper';
import { AlertLife, LOOK_MS } from './alertLife';
import { ArchiveCare } from './archiveCare';
import type { CommandName, commands, CommandsNamed } from './commands';
import { breathe, Core } from './core';
import type { EngineParts } from './parts';
import { Ingest, SWEEP_MS } from './ingest';
import { Keeping, LOOK_MS as LOOK_AT_ARCHIVE_MS, SAVE_MS } from './keeping';
import { Live } from './live';
import { priceCommands } from './prices';
import { SearchKeeper } from './searchKeeper';
import { newKeeper, type Keeper } from './vaultKeeper';

/** During a start, and for this long after it, memory is checked this often: the watcher still checks folders then. */
const STARTING = { everyMs: 50, afterMs: 10_000 };
/** A live session ages without new lines: states are checked this often. */
const TICK_MS = 10_000;

/** The parts of an engine, and its life cycle. */
export class Running {
  readonly core: Core;
  readonly live: Live;
  readonly keeper: Keeper;
  readonly searching: SearchKeeper;
  readonly alerts: AlertLife;
  readonly sources: Sources;
  /** Logs as questions read them. */
  readonly logs: OpenLogs;
  private readonly sidecarKeeper: SidecarKeeper;
  private readonly keeping: Keeping;
  readonly ingest: Ingest;
  private timers: NodeJS.Timeout[] = [];
  private closing: Promise<void> | null = null;

  constructor(parts: EngineParts, sourcesOf: (running: Running) => Sources) {
    const core = new Core(parts);
    const { life, passes } = core;
    this.core = core;
    this.live = new Live(core);
    this.keeper = newKeeper({
      vault: parts.vault,
      lease: parts.lease,
      now: parts.now,
      settings: () => core.basis.settings.vault,
      entries: core.library.entries,
      open: core.gate.open,
      isLive: (path) => this.live.isLivePath(path),
      stopped: () => life.closed || life.paused || life.halted,
      breathe,
      problem: (level, code, message) => core.problem(level, code, message, null),
      emit: core.emit,
    });
    this.searching = this.newSearch(parts);
    this.sidecarKeeper = new SidecarKeeper(core, this.live);
    this.keeping = new Keeping(core, this.live, this.sidecarKeeper, {
      forgetCopies: () => {
        this.keeper.forget();
        this.alerts.drop();
      },
      readAll: () =>
        void passes
          .queue(() => this.ingest.sweep(true))
          .then(() => passes.queue(() => this.live.recall()))
          .then(() => passes.queue(async () => this.alerts.look())),
    });
    // Outside the passes, so that live sessions are read meanwhile.
    this.ingest = new Ingest(core, this.live, this.keeping, () => {
      void this.keeper.keep();
      void this.searching.keep();
    });
    this.alerts = new AlertLife(core, this.live, this.keeping, () => this.sources);
    this.logs = openLogs(parts.vault, core.gate);
    this.sources = sourcesOf(this);
  }

  private newSearch({ searchIndex = null, lease, now, vault, rest }: EngineParts): SearchKeeper {
    const { core } = this;
    const stopped = (): boolean => core.life.closed || core.life.paused || core.life.halted;
    return new SearchKeeper({
      index: searchIndex,
      lease,
      now,
      settings: () => core.basis.settings,
      entries: core.library.entries,
      copies: () => this.keeper.copies(),
      bytes: logBytes(vault, core.gate),
      histories: core.histories,
      stopped,
      pause: async (worked) => {
        await breathe();
        await rest?.(stopped, worked);
      },
      problem: core.problem,
      emit: core.emit,
    });
  }

  start(): Promise<void> {
    const { core } = this;
    const { emit, passes, life } = core;
    if (this.keeping.notKept !== null) emit({ notice: 'notKept', notKept: this.keeping.notKept });
    this.keeping.restore();
    this.ingest.startWatching();
    // While logs are read, V8 decides: they produce so much garbage that frequent collection would take a seventh of the time.
    const clearUp = (): void => void (this.ingest.progress.running || core.parts.clearUp?.());
    const starting = setInterval(clearUp, STARTING.everyMs).unref();
    this.timers = [
      starting,
      setInterval(() => void (life.paused || passes.queue(() => this.ingest.sweep(false))), SWEEP_MS),
      setInterval(() => (this.live.publishLive(), this.keeping.unload(), clearUp()), TICK_MS),
      setInterval(() => void passes.queue(async () => this.keeping.save(false)), SAVE_MS),
      setInterval(
        () => void (this.keeping.isBehind() && passes.queue(async () => this.keeping.takeIn())),
        LOOK_AT_ARCHIVE_MS,
      ),
      setInterval(() => void passes.queue(async () => this.alerts.look()), LOOK_MS),
    ];
    for (const timer of this.timers) timer.unref();
    return passes.queue(async () => {
      await this.ingest.sweep(true);
      this.live.caughtUp();
      life.firstFill = false;
      await this.live.recall();
      this.alerts.look();
      this.keeping.save(true);
      this.keeping.unload(true);
      this.sidecarKeeper.read();
      // Live sessions are read as soon as a line arrives.
      if (core.parts.follows === true) await this.live.warm();
      const started = (): void => {
        clearInterval(starting);
        core.parts.clearUp?.(true);
      };
      this.timers.push(setTimeout(started, STARTING.afterMs).unref());
    });
  }

  commands(): CommandsNamed<CommandName> {
    const { passes, life, library, basis } = this.core;
    return {
      ...new ArchiveCare(this.core, this.live, this.keeping, this.keeper, this.searching).commands(),
      ...this.alerts.commands(),
      ...priceCommands(basis.prices, async () => {
        await this.configure(basis.settings);
        await passes.ended();
      }),
      configure: async (next) => (await this.configure(next), null),
      progress: () => this.ingest.progress,
      cancelIngest: () => {
        life.paused = this.ingest.progress.running;
        return null;
      },
      refresh: async ({ force }) => {
        life.paused = false;
        if (force) await passes.exclusive(() => library.unread());
        await passes.queue(() => this.ingest.sweep(true));
        await passes.queue(async () => this.alerts.look());
        return null;
      },
      keepLogs: async () => {
        // Includes what the last scan of the logs began.
        const begun = await this.keeper.ended();
        const { copied, ...rest } = await this.keeper.keep();
        return { copied: begun + copied, ...rest };
      },
      searchState: () => this.searching.state(),
      indexLogs: () => this.searching.keep(),
      clearSearch: () =>
        life.halting(async () => {
          await this.searching.ended();
          return { bytes: this.searching.clear() };
        }),
      markSession: ({ id, ...change }) => this.markSession(id, change),
      checkpoint: async () => (await passes.queue(async () => this.keeping.save(true)), null),
      close: async () => (await (this.closing ??= this.end()), null),
    };
  }

  /** Stored with the next save; at once if nothing else is being written. */
  private markSession(
    id: string,
    { name, note, ...rest }: Omit<z.output<(typeof commands)['markSession']['args']>, 'id'>,
  ): null {
    const { marks, library, live, now } = { ...this.core, live: this.live };
    marks.change(
      id,
      {
        ...rest,
        ...(name === undefined ? {} : { name: name.trim() || null }),
        ...(note === undefined ? {} : { note: note.trim() || null }),
      },
      now(),
    );
    library.rename(id);
    live.publish([conversationOf(id)]);
    this.keeping.saveSoon();
    return null;
  }

  private async configure(next: Settings): Promise<void> {
    const { basis, passes } = this.core;
    const before = { roots: basis.roots.join('\0'), scan: basis.scan.key, key: basis.key() };
    const followed = (settings: Settings): string =>
      [...settings.exclude, '', ...settings.followLinks].join('\0');
    const otherExclude = followed(basis.settings) !== followed(next);
    basis.take(next);
    this.alerts.forget();
    this.live.rebase();
    // Pages show settings too: whether logs are copied, and the size of the copies.
    this.core.emit({ notice: 'changed', ids: [] });
    if (basis.key() !== before.key) {
      this.live.forgetRequests();
      void passes.queue(async () => {
        this.keeping.markAll();
        await this.keeping.deriveAhead();
        await this.live.recall();
      });
    }
    const otherRoots = basis.roots.join('\0') !== before.roots;
    if (otherRoots) {
      await this.ingest.stopWatching();
      this.ingest.startWatching();
    }
    if (otherRoots || otherExclude || basis.scan.key !== before.scan)
      void passes.queue(() => this.ingest.sweep(true));
  }

  private async end(): Promise<void> {
    const { core } = this;
    core.life.closed = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.ingest.stopWatching();
    await core.passes.ended();
    await this.keeper.ended();
    await this.searching.ended();
    this.keeping.save(true);
    this.sidecarKeeper.end();
    core.parts.lease?.release();
    core.checkpoint.close();
  }
}
