/** What a person asked. */
import { isSubAgent } from '../../../src/session/sessionId';
import { html, nothing, type TemplateResult } from 'lit';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { turnCost } from '../../shared/amounts';
import { clock } from '../../shared/format';
import { visible } from '../../../src/log/visible';
import { t, whole } from '../../shared/l10n';
import { fencedCode, splitByFences } from '../../shared/markdown';
import { shown } from '../../shared/text';
import { hoverActions, pictures, loadMoreLink, logText, type CardContext } from './card';

/** Who asked: a sub-agent's prompts are those of the agent that started it. */
const whoAsked = ({ via }: StepView, { subAgent, view }: CardContext): string =>
  subAgent !== '' || isSubAgent(view.state.id) ? t('Task') : via === 'scripted' ? t('Script') : t('You');

const VIA: Partial<Record<NonNullable<StepView['via']>, () => string>> = {
  queued: () => t('queued'),
};

/** Words of a person, with what stands between backticks as code; the rest as it was typed, which need not be Markdown. */
const asked = (text: string, context: CardContext): unknown =>
  splitByFences(text).map(({ info, text: piece }) =>
    info === null
      ? inLine(piece, context)
      : fencedCode(visible(piece), info, context.mark === undefined ? null : logText(piece, context)),
  );

const inLine = (text: string, context: CardContext): unknown =>
  text
    .split(/`([^`\n]{1,200})`/)
    .map((part, i) =>
      i % 2 === 0 ? logText(part, context) : html`<code class="in">${logText(part, context)}</code>`,
    );

export function promptCard(step: StepView, context: CardContext): TemplateResult {
  const turn =
    context.subAgent === ''
      ? context.view.answers.prompts?.turns.find((one) => one.turn === step.turn)
      : undefined;
  const via = step.via === null ? undefined : VIA[step.via];
  return html`<div class="step s-prompt">
    <div class="ask">
      <div class="h">
        <span class="no">${whole(step.turn + 1)}</span>
        <b>${whoAsked(step, context)}</b>
        <span>${clock(step.time)}</span>
        ${via === undefined ? nothing : html`<span class="chip">${via()}</span>`}
        ${
          turn === undefined
            ? nothing
            : html`<span class="r"
                >${turn.failed === 0 ? nothing : html`<span class="red">${t('{0} failed', turn.failed)}</span>`}
                <span>${turnCost(turn)}</span></span
              >`
        }
      </div>
      ${step.command === null ? nothing : html`<span class="slash">${shown(step.command, 200)}</span>`}
      ${step.text.text === '' ? nothing : html`<div class="t" dir="auto">${asked(step.text.text, context)}</div>`}
      ${step.unread === null ? nothing : html`<p class="empty">${shown(step.unread) || t('This line of the log can no longer be read.')}</p>`}
      ${loadMoreLink(step, step.text, context)} ${pictures(step, context)}
    </div>
    ${hoverActions(step, context)}
  </div>`;
}
