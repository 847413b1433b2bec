/** Cards of sub-agents: the task, figures, what came back, and their own steps in place. */
import { html, nothing, type TemplateResult } from 'lit';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { t, tn } from '../../shared/l10n';
import { modelName } from '../../../src/session/modelName';
import { link } from '../../shared/parts';
import { shown } from '../../shared/text';
import { card, fold, inputValue, reason, loadMoreLink, logText, values, type CardContext } from './card';
import { prose } from './reply';
import { isUnfolded, unfold } from './state';
import * as say from './words';
import { formatSpan } from '../../../src/usage/format';

/** Calls that tell an agent something instead of starting one. */
const VERBS: Readonly<Record<string, () => string>> = {
  sendmessage: () => t('Told'),
  teamcreate: () => t('Made a team'),
  teamdelete: () => t('Ended a team'),
  workflow: () => t('Ran a workflow'),
};

/** A fact that narrow pages leave out. */
const less = (fact: string): TemplateResult => html`<span class="less">${fact}</span>`;

export function agentCard(step: StepView, context: CardContext): TemplateResult {
  const { agent } = step;
  const verb = VERBS[(step.name ?? '').toLowerCase()];
  const task =
    inputValue(step, 'description', 'summary', 'name', 'team_name') ||
    (inputValue(step, 'prompt', 'message', 'content').split('\n', 1)[0] ?? '');
  const type = agent?.type ?? inputValue(step, 'subagent_type');
  return card(
    step,
    {
      icon: verb === undefined ? 'hubot' : 'comment',
      verb: verb?.() ?? t('Sub-agent'),
      object: html`<span class="o"
        ><b
          >${verb === undefined ? nothing : shown(inputValue(step, 'to', 'recipient'), 80)}
          ${logText(task, context)}</b
        ></span
      >`,
      facts: [
        type === '' ? nothing : less(shown(type, 60)),
        agent?.model == null ? nothing : less(shown(modelName(agent.model), 60)),
        agent?.tokens == null ? nothing : less(`${agent.atLeast ? '≥ ' : ''}${say.tokens(agent.tokens)}`),
        agent?.known === true ? say.cost(agent.costMicroUsd, agent.atLeast) : nothing,
        agent?.ms == null ? nothing : formatSpan(agent.ms),
      ],
      body: () => body(step, context),
    },
    context,
  );
}

function body(step: StepView, context: CardContext): unknown {
  const agent = step.agent?.agent ?? null;
  const asked = inputValue(step, 'prompt', 'message', 'content');
  const steps = agent !== null && step.agent?.known === true && isUnfolded(step, context);
  return html`<div class="pad">
    ${
      asked === ''
        ? values(step, context)
        : html`<p class="lab">${t('Task')}</p>
            ${prose(asked, context)}`
    }
    ${
      agent === null || step.agent?.known !== true
        ? nothing
        : context.inFile === true
          ? fold(
              tn(step.agent.calls ?? 0, 'Its {0} call', 'Its {0} calls'),
              html`<div class="inner">${context.nested(agent)}</div>`,
            )
          : html`<p class="lab">
              ${steps ? t('Steps') : link(tn(step.agent.calls ?? 0, 'Show its {0} call here', 'Show its {0} calls here'), () => unfold(step, context))}
              ${link(t('Open as a page'), () => context.actions.openAgent(agent))}
            </p>`
    }
    ${steps && agent !== null ? html`<div class="inner">${context.nested(agent)}</div>` : nothing}
    ${
      step.outcome === 'error' || step.outcome === 'denied'
        ? reason(step, context)
        : step.text.chars === 0
          ? nothing
          : html`<p class="lab">${t('What came back')}</p>
              ${prose(step.text.text, context)} ${loadMoreLink(step, step.text, context)}`
    }
  </div>`;
}
