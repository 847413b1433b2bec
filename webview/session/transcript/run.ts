/** A run: steps that only look at things, or keep the to-do list, as one line. */
import { html, nothing, type TemplateResult } from 'lit';
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import { t, tn } from '../../shared/l10n';
import { baseName } from '../../../src/log/folders';
import { shown } from '../../shared/text';
import { icon, type CardContext } from './card';
import { todoCard } from './search';

/** Names of files a run's line tells. */
const MOST_NAMES = 4;

const times = {
  read: (n: number) => tn(n, 'read {0} file', 'read {0} files'),
  searched: (n: number) => tn(n, 'searched once', 'searched {0} times'),
  ran: (n: number) => tn(n, 'looked with {0} command', 'looked with {0} commands'),
};

/** “Read 4 files, searched 2 times”. */
export function runWords(steps: readonly Pick<StepView, 'card' | 'path' | 'key'>[]): string {
  const stepsOf = (card: StepView['card']) => steps.filter((step) => step.card === card);
  const files = new Set(stepsOf('read').map(({ path, key }) => path ?? key)).size;
  const [searches, commands] = [stepsOf('search').length, stepsOf('command').length];
  const parts = [
    ...(files === 0 ? [] : [times.read(files)]),
    ...(searches === 0 ? [] : [times.searched(searches)]),
    ...(commands === 0 ? [] : [times.ran(commands)]),
  ].join(', ');
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

/** What folds a run: the key of its first step names it; that step's own card has another. */
export const headOf = (first: StepView): StepView => ({ ...first, key: `run ${first.key}`, open: false });

export function runCard(
  steps: readonly StepView[],
  run: 'look' | 'todo',
  context: CardContext,
  one: (step: StepView) => TemplateResult,
): TemplateResult {
  const [first] = steps;
  if (first === undefined) return html``;
  if (run === 'todo') {
    // The list as it was left says what the updates before it said.
    const last = steps.findLast(({ todos }) => todos.length > 0);
    if (last !== undefined && steps.every(({ todos }) => todos.length > 0)) return todoCard(last, context);
  }
  const head = headOf(first);
  const open = context.isOpen(head);
  const names = [...new Set(steps.flatMap(({ path }) => (path === null ? [] : [baseName(path)])))];
  const words = run === 'todo' ? t('Updated the to-do list {0} times', steps.length) : runWords(steps);
  const what = html`${icon(run === 'todo' ? 'checklist' : 'search', 'gi')}
    <span class="what"
      ><span class="v">${words}</span>
      <span class="dir"
        >${shown(names.slice(0, MOST_NAMES).join(', '), 300)}${names.length > MOST_NAMES ? '…' : nothing}</span
      ></span
    >
    <span class="told"></span>`;
  if (context.inFile === true)
    return html`<details class="step s-run">
      <summary>
        <div class="line"><div class="head">${what}</div></div>
      </summary>
      <div class="inner">${steps.map(one)}</div>
    </details>`;
  return html`<div class="step s-run">
    <div class="line">
      <button
        type="button"
        class="head"
        aria-expanded=${open ? 'true' : 'false'}
        @click=${() => context.toggle(head)}
      >
        ${what} ${icon(open ? 'chevron-down' : 'chevron-right', 'chevron')}
      </button>
    </div>
    ${open ? html`<div class="inner">${steps.map(one)}</div>` : nothing}
  </div>`;
}
