/** Changes the state of alerts. The engine keeps it in the archive, for all windows. */
import type * as vscode from 'vscode';
import type { Act } from '../../detectors/life';
import { dismissedBefore } from './dismissals';
import type { EngineClient } from '../engine/engineClient';

export interface AlertInbox {
  /** `until`: of a snooze, ms since the epoch. */
  act(act: Act, ids: readonly string[] | null, until?: number): void;
  dismiss(ids: readonly string[]): void;
  /** Restores everything that was dismissed, muted or snoozed. */
  takeBack(): void;
}

/** Where earlier versions kept the ids of dismissed alerts. */
const KEY = 'vigil.dismissedAlerts';

export function createAlertInbox(
  memory: vscode.Memento,
  engine: EngineClient,
  onError: (error: unknown) => void,
): AlertInbox {
  const before = dismissedBefore(memory.get(KEY));
  if (before.length > 0)
    engine
      .call('adoptDismissed', { ids: before })
      .then(() => memory.update(KEY, undefined))
      .then(undefined, onError);
  const act: AlertInbox['act'] = (what, ids, until) => {
    // No more than the engine takes in one call.
    engine
      .call('actOnAlerts', { act: what, ids: ids === null ? null : ids.slice(0, MOST), until: until ?? null })
      .catch(onError);
  };
  return {
    act,
    dismiss: (ids) => act('dismiss', ids),
    takeBack: () => act('takeBack', null),
  };
}
const MOST = 2_000;
