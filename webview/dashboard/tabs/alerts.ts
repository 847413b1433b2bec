/** Alerts: what may want attention, to be opened or dismissed. */
import { html, type TemplateResult } from 'lit';
import * as z from 'zod';
import { isDismissed, MOST_LISTED } from '../../../src/questions/shared/alertIds';
import type { Alert } from '../../../src/questions/alerts';
import { dateTime } from '../../shared/format';
import { ownState } from '../../shared/own';
import { counted, link, severity } from '../../shared/parts';
import { baseName } from '../../shared/paths';
import { shown } from '../../shared/text';
import { loading, type Actions, type Tab, type View } from '../tab';

/** Show alerts that were dismissed too. */
const own = ownState('alerts', z.object({ dismissedToo: z.boolean().default(false) }));

export const alertsTab: Tab = {
  id: 'alerts',
  title: 'Alerts',
  asks: () => [{ call: 'alerts', args: null }],
  view: content,
};

function content(view: View, actions: Actions): TemplateResult {
  const all = view.answers.alerts;
  if (all === undefined) return loading;
  const { dismissedToo } = own.of(view);
  const open = all.filter((one) => !isDismissed(one, view.dismissed));
  const wanted = dismissedToo ? all : open;
  const listed = wanted.slice(0, MOST_LISTED);
  const hidden = all.length - open.length;
  return html`
    <div class="controls">
      <vscode-button
        secondary
        icon="check-all"
        ?disabled=${open.length === 0}
        @click=${() => actions.dismiss(open.map(({ id }) => id))}
        >Dismiss all</vscode-button
      >
      <vscode-checkbox
        ?checked=${dismissedToo}
        @change=${(event: Event) =>
          actions.keep(own.with(view, { dismissedToo: (event.target as HTMLInputElement).checked }))}
        >Show dismissed (${hidden})</vscode-checkbox
      >
      <vscode-button secondary icon="discard" ?disabled=${hidden === 0} @click=${() => actions.dismiss(null)}
        >Take back all</vscode-button
      >
    </div>
    <p class="hint" role="status">
      ${counted(open.length, 'alert')} of the last 7 days. An alert that was dismissed comes back when it gets
      worse or happens again.
    </p>
    ${
      listed.length === 0
        ? html`<p class="empty">
            Nothing wants your attention. Alerts tell what was found in a session, and of sessions that wait
            for you, a context window that is nearly full, limits, budgets (<code>vigil.budgets</code>) and
            logs that are not understood.
          </p>`
        : html`<ul class="attention inbox">
              ${listed.map((one) => alert(one, isDismissed(one, view.dismissed), actions))}
            </ul>
            ${wanted.length > listed.length ? html`<p class="hint">${wanted.length - listed.length} more${dismissedToo ? '' : ': dismiss some to see them'}.</p>` : ''}`
    }
  `;
}

function alert(one: Alert, dismissed: boolean, actions: Actions): TemplateResult {
  const { session, line } = one;
  const project = one.project ?? '';
  return html`<li class="alert ${dismissed ? 'muted' : ''}">
    ${one.severity === 'ok' ? html`<span class="severity"><vscode-icon name="comment-discussion" aria-hidden="true"></vscode-icon>INFO</span>` : severity(one.severity)}
    <div>
      <p>
        <b
          >${session === null || line === null ? shown(one.title, 300) : link(shown(one.title, 300), () => actions.openLine(session, line.at, line.file))}</b
        >
        <span>${shown(one.detail, 200)}</span>
      </p>
      <p class="muted">
        ${session === null ? '' : link(shown(one.sessionName ?? '', 100), () => actions.openSession(session))}
        <span title=${shown(project, 300)}>${shown(baseName(project), 80)}</span>
        <span>${one.at === null ? '' : dateTime(one.at)}</span>
      </p>
    </div>
    ${dismissed ? html`<span>dismissed</span>` : link('Dismiss', () => actions.dismiss([one.id]), `Dismiss: ${one.title}`)}
  </li>`;
}
