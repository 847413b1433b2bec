/** When another day begins: what is of today, this week or this year is another then. */
import * as vscode from 'vscode';

/** One timer until midnight would be late on a machine that slept. */
const LOOK_MS = 30_000;

export interface NewDays extends vscode.Disposable {
  /** Another day began, half a minute ago at most. */
  event: vscode.Event<void>;
}

export function newDays(today: () => string): NewDays {
  const emitter = new vscode.EventEmitter<void>();
  let known = today();
  const timer = setInterval(() => {
    const day = today();
    if (day === known) return;
    known = day;
    emitter.fire();
  }, LOOK_MS);
  return {
    event: emitter.event,
    dispose() {
      clearInterval(timer);
      emitter.dispose();
    },
  };
}
