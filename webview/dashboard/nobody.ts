/** What a page says while there is no session at all: what Vigil is, and how to begin. */
import { html, nothing, type TemplateResult } from 'lit';
import type { RUNNABLE } from '../../src/pages/dashboard/contract';
import { isSample } from '../shared/format';
import { t } from '../shared/l10n';
import { link } from '../shared/parts';

/** No log was found. */
export const nobodyYet = (actions: { run(command: (typeof RUNNABLE)[number]): void }): TemplateResult =>
  html`<section class="nobody" aria-labelledby="nobody">
    <h2 id="nobody">${t('Vigil reads what Claude Code leaves on this computer')}</h2>
    <p>${t('It tells you how it goes, what it costs and what happened. Nothing leaves this computer.')}</p>
    <ul>
      <li>${t('Run claude in a terminal. The session appears here by itself.')}</li>
      <li>${link(t('Set a budget per day, week or month'), () => actions.run('vigil.setBudget'))}</li>
      <li>${link(t('Choose which folders are read'), () => actions.run('vigil.addFolder'))}</li>
    </ul>
    ${
      isSample
        ? nothing
        : html`<vscode-button icon="beaker" @click=${() => actions.run('vigil.trySample')}
            >${t('Try with sample data')}</vscode-button
          >`
    }
  </section>`;
