/** What Claude said, and thought. */
import { html, nothing, type TemplateResult } from 'lit';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { t } from '../../shared/l10n';
import { markdown } from '../../shared/markdown';
import { shown } from '../../shared/text';
import { inProject } from '../changeWords';
import { card, hoverActions, icon, loadMoreLink, logText, type CardContext } from './card';
import * as say from './words';

/** Markdown of a log, with paths that lead to their files. */
export const prose = (text: string, context: CardContext): TemplateResult =>
  markdown(text, {
    openFile:
      context.inFile === true
        ? undefined
        : (path, line) => context.actions.openFile(inProject(path, context.view), line),
    mark: context.mark,
  });

export const replyCard = (step: StepView, context: CardContext): TemplateResult =>
  html`<div class="step s-reply">
    ${step.unread === null ? nothing : html`<p class="empty">${shown(step.unread) || t('This line of the log can no longer be read.')}</p>`}
    ${prose(step.text.text, context)} ${loadMoreLink(step, step.text, context)} ${hoverActions(step, context)}
  </div>`;

export function thinkingCard(step: StepView, context: CardContext): TemplateResult {
  const text = step.text.text.trim();
  const line = text.split('\n', 1)[0] ?? '';
  return card(
    step,
    {
      icon: 'lightbulb',
      verb: html`<i>${text === '' ? t('Thought, hidden') : shown(line.replaceAll(/\*\*/g, ''), 300)}</i>`,
      facts: text === '' ? [] : [say.words(say.countWords(text))],
      body:
        text === ''
          ? undefined
          : () =>
              html`<div class="thought" dir="auto">${logText(text, context)}</div>
                ${loadMoreLink(step, step.text, context)}`,
    },
    context,
  );
}

/** The service answered with an error. */
export const troubleCard = (step: StepView, context: CardContext): TemplateResult =>
  html`<div class="step s-trouble">
    ${icon('warning', 'gi')}
    <span class="md">${logText(step.text.text || t('The service answered with an error.'), context)}</span>
    ${hoverActions(step, context)}
  </div>`;
