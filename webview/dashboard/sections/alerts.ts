/** Alerts: what wants attention now, and what did lately; to be opened or put away. */
import { html, nothing, type TemplateResult } from 'lit';
import * as z from 'zod';
import { isOpen, isPutAway, MOST_LISTED } from '../../../src/detectors/alertStates';

import type { Alert } from '../../../src/questions/alerts';
import { dateTime } from '../../shared/format';
import { localize, localizePlain, t, tn } from '../../shared/l10n';
import { ownState } from '../../shared/own';
import { link, severity, withCode } from '../../shared/parts';
import { baseName } from '../../../src/log/folders';
import { shown } from '../../shared/text';
import { loading, type Actions, type Section, type View } from '../tab';
import { tomorrow } from '../../../src/usage/days';

/** Show alerts that were put away too. */
const own = ownState('alerts', z.object({ dismissedToo: z.boolean().default(false) }));

export const alertsSection: Section = {
  id: 'alerts',
  title: () => t('Alerts'),
  asks: () => [{ call: 'alerts', args: null }],
  view: content,
};

function content(view: View, actions: Actions): TemplateResult {
  const all = view.answers.alerts;
  if (all === undefined) return loading;
  const { dismissedToo } = own.read(view);
  const open = all.filter(isOpen);
  const away = all.filter(isPutAway);
  const over = all.filter(({ state }) => state === 'resolved');
  const wanted = dismissedToo ? all.filter((one) => isOpen(one) || isPutAway(one)) : open;
  const listed = wanted.slice(0, MOST_LISTED);
  return html`
    <div class="controls">
      <vscode-button
        secondary
        icon="check-all"
        ?disabled=${open.length === 0}
        @click=${() =>
          actions.actOnAlerts(
            'dismiss',
            open.map(({ id }) => id),
          )}
        >${t('Dismiss all')}</vscode-button
      >
      <vscode-checkbox
        ?checked=${dismissedToo}
        @change=${(event: Event) =>
          actions.keep(own.with(view, { dismissedToo: (event.target as HTMLInputElement).checked }))}
        >${t('Show dismissed ({0})', away.length)}</vscode-checkbox
      >
      <vscode-button
        secondary
        icon="discard"
        ?disabled=${away.length === 0}
        @click=${() => actions.actOnAlerts('takeBack', null)}
        >${t('Restore dismissed')}</vscode-button
      >
    </div>
    <p class="hint" role="status">
      ${tn(open.length, '{0} open alert.', '{0} open alerts.')}
      ${listed.length + over.length === 0 ? '' : t('An alert that was dismissed comes back when it gets worse or happens again. The strip shows on which of the last 30 days it was there.')}
    </p>
    ${
      listed.length === 0
        ? html`<p class="empty">
            ${t('All clear. You will see here: what was found in a session, sessions that wait for you, a nearly full context, limits, budgets, and weeks that are worse than those before.')}
          </p>`
        : html`<ul class="attention inbox">
              ${listed.map((one) => alert(one, actions))}
            </ul>
            ${wanted.length > listed.length ? html`<p class="hint">${t('{0} more', wanted.length - listed.length)}</p>` : ''}`
    }
    ${
      over.length === 0
        ? nothing
        : html`<details>
            <summary>${t('Past ({0})', over.length)}</summary>
            <ul class="attention inbox">
              ${over.map((one) => alert(one, actions))}
            </ul>
          </details>`
    }
  `;
}

/** Where a click on an alert leads; null where it leads nowhere. */
function opening({ kind, session, line, link: to }: Alert, actions: Actions): (() => void) | null {
  if (session !== null && line !== null)
    return () => actions[kind === 'log' ? 'openLine' : 'openMessage'](session, line.at, line.file);
  if (session !== null) return () => actions.openSession(session);
  if (to !== null) return () => actions.go(to.tab, to.query);
  return null;
}

const STATES: Record<Alert['state'], string> = {
  new: t('new'),
  seen: '',
  dismissed: t('dismissed'),
  muted: t('not shown again'),
  snoozed: t('snoozed'),
  resolved: t('past'),
};

function alert(one: Alert, actions: Actions): TemplateResult {
  const { session, line, state } = one;
  const project = one.project ?? '';
  const when = one.resolvedAt ?? one.at ?? one.since;
  const open = opening(one, actions);
  const sentence = withCode(localize(one.sentence), 300);
  return html`<li class="alert ${isOpen(one) ? '' : 'muted'}">
    ${one.severity === 'ok' ? html`<span class="severity"><vscode-icon name="comment-discussion" aria-hidden="true"></vscode-icon>${t('INFO')}</span>` : severity(one.severity)}
    <div>
      <p>
        <b>${open === null ? sentence : link(sentence, open)}</b>
        <span>${withCode(localize(one.detail), 300)}</span>
      </p>
      <p class="muted">
        ${session === null ? nothing : link(shown(one.sessionName ?? '', 100), () => actions.openSession(session))}
        ${project === '' ? nothing : html`<span title=${shown(project, 300)}>${shown(baseName(project), 80)}</span>`}
        <span>${dateTime(when)}</span>
        ${
          session === null || line === null
            ? nothing
            : link(
                t('Open log line'),
                () => actions.openLine(session, line.at, line.file),
                t('Open log line: {0}', localizePlain(one.sentence)),
              )
        }
        ${strip(one)}
      </p>
    </div>
    ${isOpen(one) ? buttons(one, actions) : html`<span>${one.snoozedUntil === null ? STATES[state] : t('snoozed until {0}', dateTime(one.snoozedUntil))}</span>`}
  </li>`;
}

const buttons = ({ id, sentence: english }: Alert, actions: Actions): TemplateResult => {
  const sentence = localizePlain(english);
  return html`<span class="links">
    ${link(t('Dismiss'), () => actions.actOnAlerts('dismiss', [id]), t('Dismiss: {0}', sentence))}
    ${link(t('Snooze until tomorrow'), () => actions.actOnAlerts('snooze', [id], tomorrow(Date.now())), t('Snooze until tomorrow: {0}', sentence))}
    ${link(t('Not a problem…'), () => actions.notAProblem(id), t('Not a problem: {0}', sentence))}
  </span>`;
};

/** The days on which it was there, oldest first. */
function strip({ strip: days }: Alert): TemplateResult {
  const count = days.filter(Boolean).length;
  const words = t('There on {0} of the last {1} days', count, days.length);
  return html`<span class="alert-days" role="img" aria-label=${words} title=${words}
    >${days.map((there) => html`<i class=${there ? 'there' : ''}></i>`)}</span
  >`;
}
