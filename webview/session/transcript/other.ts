/** Cards of questions, plans, skills, tools of servers, tools nobody told us of, and of what is no call. */
import { html, nothing, type TemplateResult } from 'lit';
import { serverOf } from '../../../src/questions/shared/transcript/cards';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { t } from '../../shared/l10n';
import { shown } from '../../shared/text';
import { formatTokens } from '../../../src/usage/format';
import {
  card,
  inputValue,
  hoverActions,
  icon,
  pictures,
  plain,
  reason,
  loadMoreLink,
  logText,
  values,
  type CardContext,
} from './card';
import { prose } from './reply';

export function questionCard(step: StepView, context: CardContext): TemplateResult {
  const { asked } = step;
  const [first] = asked;
  return card(
    step,
    {
      icon: 'question',
      verb: t('Asked you'),
      object: html`<span class="o"
        >${asked.length > 1 ? t('{0} questions', asked.length) : logText(first?.question ?? '', context)}</span
      >`,
      facts: [asked.length === 1 && first?.answer != null ? shown(first.answer, 60) : nothing],
      body: () =>
        html`<div class="pad">
          ${asked.map(
            ({ question, options, answer }) =>
              html`<p><b>${logText(question, context)}</b></p>
                <ul class="options">
                  ${options.map(
                    ({ label, about }) =>
                      html`<li class=${label === answer ? 'chosen' : ''}>
                        ${icon(label === answer ? 'pass-filled' : 'circle-large')}
                        <span
                          >${logText(label, context)}${about === '' ? nothing : html` <span class="dim">${logText(about, context)}</span>`}</span
                        >
                      </li>`,
                  )}
                </ul>
                ${
                  answer === null
                    ? html`<p class="dim">${t('no answer in the log')}</p>`
                    : options.some(({ label }) => label === answer)
                      ? nothing
                      : html`<p><span class="dim">${t('Your answer:')}</span> ${logText(answer, context)}</p>`
                }`,
          )}
          ${asked.length === 0 ? values(step, context) : nothing} ${reason(step, context)}
        </div>`,
    },
    context,
  );
}

const PLAN_END: Partial<Record<NonNullable<StepView['outcome']>, () => string>> = {
  ok: () => t('approved'),
  denied: () => t('not approved'),
};

export const planCard = (step: StepView, context: CardContext): TemplateResult =>
  card(
    step,
    {
      icon: 'list-ordered',
      verb: step.text.chars === 0 ? t('Planned') : t('Made a plan'),
      facts: [step.outcome === null ? nothing : (PLAN_END[step.outcome]?.() ?? nothing)],
      body:
        step.text.chars === 0
          ? undefined
          : () =>
              html`<div class="pad">${prose(step.text.text, context)}</div>
                ${loadMoreLink(step, step.text, context)}`,
    },
    context,
  );

/** Results that look like Markdown are rendered. */
const looksLikeMarkdown = (text: string): boolean =>
  /^(?:#{1,4} |[-*] |\d+\. |```|\|)/m.test(text) && !/^\s*[[{]/.test(text);

const result = (step: StepView, context: CardContext): unknown =>
  step.outcome === 'error' || step.outcome === 'denied'
    ? reason(step, context)
    : step.outcome === 'none'
      ? html`<p class="empty">${t('no result')}</p>`
      : looksLikeMarkdown(step.text.text)
        ? html`<div class="pad">${prose(step.text.text, context)}</div>
            ${loadMoreLink(step, step.text, context)}`
        : plain(step, step.text, context);

export const skillCard = (step: StepView, context: CardContext): TemplateResult =>
  card(
    step,
    {
      icon: 'book',
      verb: t('Used'),
      object: html`<span class="o"
        ><span class="slash"
          >/${shown(inputValue(step, 'skill', 'command', 'name').replace(/^\//, ''), 120)}</span
        >
        ${logText(inputValue(step, 'args'), context)}</span
      >`,
      body: () => html`${values(step, context)}${result(step, context)}`,
    },
    context,
  );

/** A name of a tool as words: `create_issue` and `getDiagnostics` as “Create issue” and “Get diagnostics”. */
export const asWords = (name: string): string => {
  const words = name
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function serverCard(step: StepView, context: CardContext): TemplateResult {
  const { server, tool } = serverOf(step.name ?? '') ?? { server: '', tool: step.name ?? '' };
  return card(
    step,
    {
      icon: 'plug',
      verb: shown(asWords(tool), 80),
      object: html`<span class="o"
        ><span class="chip">${shown(server.replace(/^plugin_/, ''), 60)}</span>
        <span class="dir">${short(step, context)}</span></span
      >`,
      body: () => html`${values(step, context)}${result(step, context)}${pictures(step, context)}`,
    },
    context,
  );
}

function short(step: StepView, context: CardContext): unknown {
  const shortValues = step.input.filter(({ value }) => value.chars > 0 && value.lines === 1).slice(0, 3);
  return shortValues.map(
    ({ name, value }, i) =>
      html`${i > 0 ? ' · ' : nothing}${shown(name, 40)} ${logText(value.text.slice(0, 80), context)}`,
  );
}

export const otherCard = (step: StepView, context: CardContext): TemplateResult =>
  card(
    step,
    {
      icon: 'tools',
      verb: shown(step.name ?? t('A tool without a name'), 80),
      object: html`<span class="o dir">${short(step, context)}</span>`,
      body: () => html`${values(step, context)}${result(step, context)}${pictures(step, context)}`,
    },
    context,
  );

export function compactionCard(step: StepView, context: CardContext): TemplateResult {
  const { trigger, before, after } = step.compacted ?? { trigger: null, before: null, after: null };
  const sizes =
    before === null
      ? ''
      : after === null
        ? t('from {0} tokens', formatTokens(before))
        : t('{0} → {1} tokens', formatTokens(before), formatTokens(after));
  const how = trigger === 'auto' ? t('automatically') : trigger === 'manual' ? t('by you') : '';
  return html`<div class="step s-compaction">
    <p class="lbl">
      ${icon('fold')} <b>${t('Compacted')}</b>
      <span class="dim">${[sizes, how].filter(Boolean).join(', ')}</span>
    </p>
    ${hoverActions(step, context)}
  </div>`;
}

export const stoppedCard = (step: StepView, context: CardContext): TemplateResult =>
  html`<div class="step s-stopped">
    <p class="dim">${icon('debug-stop')} ${t('You stopped it here')}</p>
    ${hoverActions(step, context)}
  </div>`;
