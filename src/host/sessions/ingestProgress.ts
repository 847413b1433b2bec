import * as vscode from 'vscode';
import { t } from '../../l10n/texts';
import type { IngestProgress } from '../../engine/commands';
import { formatShare, formatSize } from '../../usage/format';

/** An ingest that takes longer, in ms, gets a notification with a Cancel button. */
const LONG_MS = 30_000;

/**
 * Shows a running ingest as a progress bar over the Sessions view and, once per window and only if it takes long, as a notification with a
 * Cancel button.
 */
export function createIngestProgress(cancel: () => void): vscode.Disposable & {
  update(progress: IngestProgress): void;
} {
  let finish: (() => void) | null = null;
  let long: NodeJS.Timeout | undefined;
  let notified = false;
  let latest: IngestProgress | null = null;
  let bar: vscode.Progress<{ message?: string; increment?: number }> | null = null;
  let shown = 0;

  const draw = () => {
    if (!bar || !latest) return;
    const { bytesDone, bytesTotal } = latest;
    const now = bytesTotal > 0 ? (100 * bytesDone) / bytesTotal : 0;
    bar.report({
      message: t(
        '{0} ({1} of {2})',
        formatShare(bytesDone, bytesTotal),
        formatSize(bytesDone),
        formatSize(bytesTotal),
      ),
      increment: Math.max(0, now - shown),
    });
    shown = Math.max(shown, now);
  };
  const notify = (done: Promise<void>) => {
    notified = true;
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: t('Reading Claude Code logs'),
        cancellable: true,
      },
      (progress, token) => {
        bar = progress;
        token.onCancellationRequested(cancel);
        draw();
        return done;
      },
    );
  };
  const stop = () => {
    clearTimeout(long);
    finish?.();
    finish = null;
    bar = null;
  };

  return {
    update(progress) {
      latest = progress;
      if (!progress.running) return stop();
      if (finish) return draw();
      const done = new Promise<void>((resolve) => (finish = resolve));
      shown = 0;
      void vscode.window.withProgress({ location: { viewId: 'vigil.sessions' } }, () => done);
      if (!notified) long = setTimeout(() => notify(done), LONG_MS);
    },
    dispose: stop,
  };
}
