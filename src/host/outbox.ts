import * as vscode from 'vscode';

/** Messages to a page that must arrive: a page that is hidden does not exist, and what is sent to it is lost. */
export interface Outbox<Message> extends vscode.Disposable {
  /** Sends now, or as soon as the page is there. */
  send(message: Message): void;
  /** The page says that it can take messages. */
  ready(): void;
}

export function createOutbox<Message>(panel: vscode.WebviewPanel): Outbox<Message> {
  let there = false;
  let waiting: Message[] = [];
  const post = (message: Message): void => void panel.webview.postMessage(message);
  const hidden = panel.onDidChangeViewState(() => {
    if (!panel.visible) there = false;
  });
  return {
    send(message) {
      if (there) post(message);
      else waiting.push(message);
    },
    ready() {
      there = true;
      const all = waiting;
      waiting = [];
      for (const message of all) post(message);
    },
    dispose: () => hidden.dispose(),
  };
}
