/** How far the logs are read: figures are of what was read so far. */
import { html, nothing } from 'lit';
import { isStopped } from '../../src/pages/reading';
import { formatSize } from '../../src/usage/format';
import { percent } from '../shared/format';
import { t } from '../shared/l10n';
import { link } from '../shared/parts';
import type { Actions, View } from './tab';

export function reading({ answers: { progress } }: View, actions: Actions): unknown {
  if (progress === undefined || progress.bytesTotal === 0) return nothing;
  const { running, bytesDone, bytesTotal } = progress;
  if (!running && !isStopped(progress)) return nothing;
  const far = [percent(bytesDone, bytesTotal), formatSize(bytesDone), formatSize(bytesTotal)] as const;
  return html`<div class="reading" role="status">
    <p>
      ${
        !running
          ? html`${t('Reading was stopped at {0} ({1} of {2}). Figures are of what was read so far.', ...far)}
            ${link(t('Read the rest'), () => actions.run('vigil.refresh'))}`
          : t('Reading Claude Code logs: {0} ({1} of {2}). Figures are of what was read so far.', ...far)
      }
    </p>
    <vscode-progress-bar
      .value=${Math.floor((100 * bytesDone) / bytesTotal)}
      aria-label=${t('Reading Claude Code logs')}
    ></vscode-progress-bar>
  </div>`;
}
