/** Keys that work anywhere on the dashboard, and what tells of all of them. */
import { html, type TemplateResult } from 'lit';
import { t } from '../shared/l10n';
import type { Actions } from './tab';

/** True where a key is a letter of a text. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, vscode-textfield, vscode-single-select') !== null;

/** Listens on the whole page; where to find sessions is on a tab that may have to be loaded first. */
export function listenForKeys(actions: Actions, loaded: () => Promise<unknown>): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
      return;
    if (event.key === '?') (document.getElementById('keys') as HTMLDialogElement | null)?.showModal();
    else if (event.key === '/') {
      if (field() === null) actions.go('sessions');
      if (field() === null) void loaded().then(() => field()?.focus());
      else field()?.focus();
    } else return;
    event.preventDefault();
  });
}

/** The line in which something is looked for. */
const field = (): HTMLElement | null => document.querySelector<HTMLElement>('#query, #search');

/** Escape closes it and gives the focus back. */
export const keysDialog = (): TemplateResult =>
  html`<dialog id="keys" aria-labelledby="keys-title">
    <h2 id="keys-title">${t('Keys')}</h2>
    <dl>
      ${[
        ['← →', t('Tabs; days of the calendar')],
        ['/', t('Find sessions')],
        ['↑ ↓', t('Rows of the list')],
        ['Enter', t('Open the session')],
        [t('Space'), t('Select the session')],
        ['c', t('Compare the two that are selected')],
        ['s', t('Star the session, or take the star away')],
        ['?', t('This list')],
      ].map(
        ([key, what]) =>
          html`<dt><kbd>${key}</kbd></dt>
            <dd>${what}</dd>`,
      )}
    </dl>
    <form method="dialog"><button class="link">${t('Close')}</button></form>
  </dialog>`;
