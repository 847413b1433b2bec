import * as vscode from 'vscode';
import type { Change, VigilApi } from '../../api';
import { changedRows, findingsOf, frozen, sessionOf } from './apiData';
import type { EngineClient } from '../engine/engineClient';
import { paced } from '../shared/pace';

/** A live session changes many times a second; others are told at most this often, in ms. */
const CHANGE_MS = 250;
/** Sessions asked of the engine at a time. */
const PAGE = 1_000;

/** What `activate` gives: the engine's answers as plain data. Of the sample nothing: other extensions take what they get for real. */
export function createApi(
  engine: Pick<EngineClient, 'call' | 'onNotice'>,
  isSample: () => boolean,
): { api: VigilApi; dispose(): void } {
  const changed = new vscode.EventEmitter<Change>();
  const live = new Map<string, string>();
  let ids: Set<string> | 'all' = new Set();
  const pace = paced(
    () => true,
    () => {
      const change = frozen({ ids: ids === 'all' ? null : [...ids] });
      ids = new Set();
      changed.fire(change);
    },
    CHANGE_MS,
  );
  const tell = (some: readonly string[] | 'all'): void => {
    if (some.length === 0) return;
    ids = some === 'all' || ids === 'all' ? 'all' : new Set([...ids, ...some]);
    pace.soon();
  };
  /** The last notice was of made-up data: what changed meanwhile was not told. */
  let missed = false;
  const listener = engine.onNotice((notice) => {
    const wasMissed = missed;
    missed = isSample();
    if (missed) return;
    if (wasMissed) tell('all');
    else if (notice.notice === 'changed') tell(notice.ids);
    else if (notice.notice === 'reset') tell('all');
    else if (notice.notice === 'live')
      tell(
        changedRows(
          live,
          notice.sessions.map(({ row }) => row),
        ),
      );
  });

  const all = async (state: 'live' | 'all') => {
    // By id: a session that comes while pages are asked for moves the others on.
    const found = new Map<string, ReturnType<typeof sessionOf>>();
    for (let offset = 0; ; offset += PAGE) {
      const { rows, total } = await engine.call('sessions', { state, offset, limit: PAGE });
      if (isSample()) return Object.freeze([]);
      for (const row of rows) found.set(row.id, sessionOf(row));
      if (rows.length === 0 || offset + PAGE >= total) return Object.freeze([...found.values()]);
    }
  };

  const api: VigilApi = Object.freeze({
    version: 1,
    sessions: () => all('all'),
    live: () => all('live'),
    onDidChange: changed.event,
    async findings(id: string) {
      if (typeof id !== 'string') throw new TypeError('The id of a session is a text.');
      const detail = await engine.call('session', { id });
      return detail === null || isSample() ? null : findingsOf(detail);
    },
  });
  return {
    api,
    dispose() {
      pace.dispose();
      listener.dispose();
      changed.dispose();
    },
  };
}
