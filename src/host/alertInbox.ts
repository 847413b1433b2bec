/** Which alerts a person dismissed; kept over windows and restarts. */
import * as vscode from 'vscode';
import { createDismissals, type Dismissals } from './dismissals';

export interface AlertInbox extends Dismissals, vscode.Disposable {
  onChange: vscode.Event<void>;
}

const KEY = 'vigil.dismissedAlerts';

export function createAlertInbox(memory: vscode.Memento, now: () => number): AlertInbox {
  const changed = new vscode.EventEmitter<void>();
  const dismissals = createDismissals(
    {
      // Read anew each time: another window may have dismissed something.
      read: () => memory.get(KEY),
      write: (kept) => void memory.update(KEY, kept),
    },
    now,
    () => changed.fire(),
  );
  return { ...dismissals, onChange: changed.event, dispose: () => changed.dispose() };
}
