/** What the extension says to a page. */
import { t } from './l10n';

/**
 * Hands each message on, as what the contract of the page says it is. The extension is of the page's build and the engine's answers are
 * typed, so they are not checked again here; one that cannot be shown nevertheless is reported as a failure, with its cause.
 */
export function listenForMessages(take: (message: never) => void, failed: (sentence: string) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    try {
      take(data as never);
    } catch (error) {
      reportError(error);
      failed(t('The page got a message it does not understand. Reload the window.'));
    }
  });
}
