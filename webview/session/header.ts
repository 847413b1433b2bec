/** Above and below the tabs: which session it is, how it stands, what can be done with it, and how well its log was understood. */
import { html, nothing, type TemplateResult } from 'lit';
import type { SessionDetail } from '../../src/questions/session';
import type { SessionRow } from '../../src/library/sessionRow';
import { TASK_WORDS } from '../../src/signals/task';
import { contextShare, type Context } from '../../src/usage/context';
import { formatCost } from '../../src/usage/format';
import { isAtLeast } from '../shared/amounts';
import { dateTime, span } from '../shared/format';
import { severity } from '../shared/parts';
import { sessionName, shown } from '../shared/text';
import { fillText } from './context';
import type { Actions } from './tab';

const STATE: Record<SessionRow['state'], string> = {
  active: 'active',
  waiting: 'waiting for you',
  idle: 'idle',
  ended: 'ended',
};

export function header({ row, figures, contextWarnAt }: SessionDetail, actions: Actions): TemplateResult {
  const facts = [
    STATE[row.state],
    `${dateTime(row.startedAt)}, ${span(row.startedAt, row.endedAt)}`,
    figures.claudeVersions.length > 0 ? `Claude Code ${figures.claudeVersions.join(', ')}` : null,
    figures.gitBranches.length > 0 ? `branch ${figures.gitBranches.join(', ')}` : null,
    figures.permissionModes.length > 0 ? `permissions ${figures.permissionModes.join(', ')}` : null,
    figures.agentType === null ? null : `sub-agent ${figures.agentType}`,
    figures.taskType === null ? null : `task: ${TASK_WORDS[figures.taskType]} (experimental)`,
  ].filter((fact) => fact !== null);
  return html`
    <header>
      <div class="title">
        <h1>${sessionName(row, 200)}</h1>
        <p class="project">${shown(row.project ?? 'unknown project', 300)}</p>
        <p class="facts">${facts.map((fact) => html`<span>${shown(fact, 200)}</span>`)}</p>
        <p class="now">
          ${severity(row.severity)}
          <span>${formatCost(row.costMicroUsd, { lowerBound: isAtLeast(row) })}</span>
          ${figures.context === null ? nothing : gauge(figures.context, contextWarnAt)}
        </p>
      </div>
      <div class="actions">
        <vscode-button secondary icon="go-to-file" ?disabled=${row.gone} @click=${() => actions.openLine(0)}
          >Open log</vscode-button
        >
        ${
          figures.parent === null
            ? html`<vscode-button secondary icon="terminal" @click=${actions.resume}
                  >Resume in terminal</vscode-button
                >
                <vscode-button secondary icon="copy" @click=${actions.copyResume}
                  >Copy resume command</vscode-button
                >`
            : html`<vscode-button
                secondary
                icon="arrow-up"
                @click=${() => actions.openSession(figures.parent ?? '')}
                >Parent session</vscode-button
              >`
        }
      </div>
    </header>
    ${
      row.gone
        ? html`<p class="note">
            Log gone: it has left the disk, and no copy was kept. Its figures stay; texts and log lines can no
            longer be shown.
          </p>`
        : row.copied
          ? html`<p class="note">
              The log of this session has left the disk; texts are shown from its copy in the vault.
            </p>`
          : nothing
    }
  `;
}

/** The context as a small bar; where its share is not known, in words. */
const gauge = (context: Context, warnAt: number): TemplateResult =>
  contextShare(context) === null
    ? html`<span>Context ${fillText(context)}</span>`
    : html`<label class="gauge"
        >Context
        <meter
          min="0"
          max=${context.window}
          high=${(context.window ?? 0) * warnAt}
          .value=${context.tokens}
        ></meter>
        ${fillText(context)}</label
      >`;

export function footer({ figures }: SessionDetail): TemplateResult {
  const { lines, understood, malformed, harmless = 0, unknownKinds } = figures.parse;
  const kinds = Object.entries(unknownKinds);
  return html`
    <footer>
      <p>
        ${understood} of ${lines - harmless} log lines
        understood${malformed > 0 ? `, ${malformed} malformed` : ''}${
          kinds.length > 0
            ? `; not known: ${shown(kinds.map(([kind, n]) => `${kind} (${n})`).join(', '), 200)}`
            : ''
        }${figures.copies > 0 ? `; ${figures.copies} responses belong to another session and are not counted here` : ''}.
      </p>
      <p class="path">${shown(figures.file, 400)}</p>
    </footer>
  `;
}
