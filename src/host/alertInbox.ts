/** Which alerts a person dismissed; kept over windows and restarts. */
import * as vscode from 'vscode';
import * as z from 'zod';

export interface AlertInbox extends vscode.Disposable {
  /** Ids of alerts, the latest dismissed last. */
  dismissed(): string[];
  dismiss(ids: readonly string[]): void;
  /** Takes back all. */
  takeBack(): void;
  onChange: vscode.Event<void>;
}

const KEY = 'vigil.dismissedAlerts';
const Dismissed = z.array(z.string()).catch([]);
/** More are forgotten, the oldest first: alerts end after a week. */
const MOST = 2_000;

export function createAlertInbox(memory: vscode.Memento): AlertInbox {
  const changed = new vscode.EventEmitter<void>();
  // Read anew each time: another window may have dismissed something.
  const dismissed = (): string[] => Dismissed.parse(memory.get(KEY));
  const write = async (ids: string[]): Promise<void> => {
    await memory.update(KEY, ids);
    changed.fire();
  };
  return {
    dismissed,
    dismiss: (ids) => void write([...new Set([...dismissed(), ...ids])].slice(-MOST)),
    takeBack: () => void write([]),
    onChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
