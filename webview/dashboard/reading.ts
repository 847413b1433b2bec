/** How far the logs are read: figures are of what was read so far. */
import { html, nothing } from 'lit';
import { formatSize } from '../../src/usage/format';
import { percent } from '../shared/format';
import { t } from '../shared/l10n';
import type { View } from './tab';

export function reading({ answers: { progress } }: View): unknown {
  if (progress === undefined || !progress.running || progress.bytesTotal === 0) return nothing;
  const { bytesDone, bytesTotal } = progress;
  return html`<div class="reading" role="status">
    <p>
      ${t('Reading Claude Code logs: {0} ({1} of {2}). Figures are of what was read so far.', percent(bytesDone, bytesTotal), formatSize(bytesDone), formatSize(bytesTotal))}
    </p>
    <vscode-progress-bar
      .value=${Math.floor((100 * bytesDone) / bytesTotal)}
      aria-label=${t('Reading Claude Code logs')}
    ></vscode-progress-bar>
  </div>`;
}
