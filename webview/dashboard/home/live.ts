/** Live sessions on Home: those that wait for a person first. */
import { shortPaths } from '../../../src/log/folders';
import { html, nothing, type TemplateResult } from 'lit';
import type { Home } from '../../../src/questions/overview';
import { contextShare } from '../../../src/usage/contextShare';
import { formatShare, formatSpan, formatTokens } from '../../../src/usage/format';
import { localize, t, whole } from '../../shared/l10n';
import { modelName } from '../../../src/session/modelName';
import { link, withCode } from '../../shared/parts';
import { SEVERITY_ICON } from '../../../src/signals/severityWords';
import { sessionName, shown } from '../../shared/text';
import type { Actions } from '../tab';
import { money } from '../cost/words';

type Card = Home['live'][number];

export function live({ live: cards, at }: Home, actions: Actions): unknown {
  if (cards.length === 0) return nothing;
  const folders = shortPaths(cards.flatMap((one) => folderOf(one) ?? []));
  const waiting = cards.filter(({ row }) => row.state === 'waiting').length;
  return html`<section aria-labelledby="live" class="live">
    <h2 id="live">
      ${t('Live')}
      <span class="count"
        >${whole(cards.length)}${waiting === 0 ? '' : waiting === 1 ? t(' · 1 waits for you') : t(' · {0} wait for you', waiting)}</span
      >
    </h2>
    <ul class="cards">
      ${cards.map((one) => card(one, at, folders, actions))}
    </ul>
  </section>`;
}

const STATE_ICON: Record<Card['row']['state'], string> = {
  waiting: 'bell-dot',
  active: 'play-circle',
  idle: 'watch',
  ended: 'circle-outline',
};

/** What it does, and since when: one that works, since it began. */
function stateText({ state, startedAt, endedAt }: Card['row'], at: number): string {
  const since = (iso: string | null): string =>
    iso === null ? t('unknown time') : formatSpan(Math.max(0, at - Date.parse(iso)));
  switch (state) {
    case 'waiting':
      return t('Waits for you · {0}', since(endedAt));
    case 'active':
      return t('Working · began {0} ago', since(startedAt));
    case 'idle':
      return t('Idle for {0}', since(endedAt));
    case 'ended':
      return t('Ended');
  }
}

const folderOf = ({ row }: Card): string | null => row.repository ?? row.project;

function card(one: Card, at: number, folders: ReadonlyMap<string, string>, actions: Actions): TemplateResult {
  const { row, model, branch, finding } = one;
  const folder = folderOf(one) ?? '';
  const where = [folders.get(folder) ?? folder, branch ?? '', modelName(model ?? '')].filter(
    (part) => part !== '',
  );
  const name = sessionName(row);
  const waits = row.state === 'waiting';
  return html`<li class="card ${waits ? 'waits' : ''}">
    <p class="state">
      <vscode-icon name=${STATE_ICON[row.state]} aria-hidden="true"></vscode-icon>${stateText(row, at)}
    </p>
    <h3><bdi>${name}</bdi></h3>
    <p class="muted" title=${shown(row.project ?? '', 300)}>${shown(where.join(' · '), 160)}</p>
    ${
      finding === null
        ? nothing
        : html`<p class="severity ${finding.severity} found">
            <vscode-icon name=${SEVERITY_ICON[finding.severity]} aria-hidden="true"></vscode-icon>
            ${link(withCode(localize(finding.sentence), 200), () => actions.openMessage(row.id, finding.at, finding.file))}
          </p>`
    }
    ${context(one)}
    <div class="actions">
      ${
        waits
          ? html`<vscode-button
              icon="terminal"
              aria-label=${t('Go to terminal: {0}', name)}
              @click=${() => actions.resume(row.id)}
              >${t('Go to terminal')}</vscode-button
            >`
          : nothing
      }
      <vscode-button secondary aria-label=${t('Open: {0}', name)} @click=${() => actions.openSession(row.id)}
        >${t('Open')}</vscode-button
      >
    </div>
  </li>`;
}

/** From where on a context is nearly full, and full. */
const fillOf = (share: number): string => (share >= 0.95 ? 'critical' : share >= 0.9 ? 'warn' : '');

function context({ context: size, row }: Card): TemplateResult {
  const cost = html`<b>${money(row.costMicroUsd)}</b>`;
  if (size === null) return html`<p class="context">${cost}</p>`;
  const share = contextShare(size);
  return html`<p class="context">
    <span>${t('Context')}</span>
    ${
      share === null || size.window === null
        ? html`<span class="fill"></span><span>${t('{0} tokens', formatTokens(size.tokens))}</span>`
        : html`<vscode-progress-bar
              class="fill ${fillOf(share)}"
              .value=${100 * share}
              aria-label=${t('Context')}
            ></vscode-progress-bar
            ><span>${formatShare(size.tokens, size.window)}</span>`
    }
    ${cost}
  </p>`;
}
