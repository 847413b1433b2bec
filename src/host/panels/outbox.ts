import type * as vscode from 'vscode';

/** Messages to a page that must arrive: a page that is hidden does not exist, and what is sent to it is lost. */
export interface Outbox<Message> extends vscode.Disposable {
  /** Sends now, or as soon as the page is there. */
  send(message: Message): void;
  /** How often the panel was shown so far: which of its pages it is that speaks. */
  shown(): number;
  /** That page can take messages; nothing happens when it was hidden in the meantime. */
  ready(page: number): void;
}

export function createOutbox<Message>(panel: vscode.WebviewPanel): Outbox<Message> {
  let there = false;
  let page = 0;
  let waiting: Message[] = [];
  const post = (message: Message): void => void panel.webview.postMessage(message);
  const hidden = panel.onDidChangeViewState(() => {
    if (panel.visible) return;
    there = false;
    page++;
  });
  return {
    send(message) {
      if (there) post(message);
      else waiting.push(message);
    },
    shown: () => page,
    ready(which) {
      if (which !== page || !panel.visible) return;
      there = true;
      const all = waiting;
      waiting = [];
      for (const message of all) post(message);
    },
    dispose: () => hidden.dispose(),
  };
}
