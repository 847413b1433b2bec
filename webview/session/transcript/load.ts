/** More of a step, and the steps of a sub-agent: asked for when somebody wants them. */
import type { StepView } from '../../../src/questions/shared/transcript/stepShape';
import type { View } from '../tab';
import type { CardContext } from './card';
import { inputValue } from './card';
import { idOf, LOADED, NESTED } from './state';

/** How many times as much text is asked for first, by how much it grows when that is not all, and the most. */
const FIRST_SCALE = 16;
const GROWTH = 8;
const MOST_SCALE = 1_000;

function ask(
  step: StepView,
  { view, subAgent }: CardContext,
  scale: number,
  then: (step: StepView) => void,
): void {
  view.questions.ask(
    'step',
    { of: subAgent, key: step.key, scale },
    (more) => {
      if (more !== null) then(more);
    },
    () => undefined,
  );
}

/** Loads more of a step's text, each time more than before. */
export function loadMore(step: StepView, context: CardContext, least = FIRST_SCALE): void {
  const { view, subAgent } = context;
  const id = idOf(subAgent, step);
  const before = view.memory.get(LOADED).get(id)?.scale;
  const scale = Math.min(MOST_SCALE, Math.max(least, before === undefined ? 0 : before * GROWTH));
  if (scale === before) return;
  ask(step, context, scale, (more) => {
    view.memory.set(LOADED, new Map([...view.memory.get(LOADED), [id, { step: more, scale }]]));
  });
}

/** What is copied of a step: what it is about, as it stands in the log. */
export function textOf(step: StepView): string {
  switch (step.card) {
    case 'command':
      return inputValue(step, 'command', 'cmd', 'script') || step.text.text;
    case 'edit':
    case 'write':
      return step.sides.length > 0
        ? step.sides.map(({ after }) => after.text).join('\n')
        : step.hunks
            .flatMap(({ lines }) =>
              lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1)),
            )
            .join('\n');
    case 'prompt':
      return step.command === null ? step.text.text : `${step.command} ${step.text.text}`.trim();
    default:
      return step.text.text || step.input.map(({ name, value }) => `${name}: ${value.text}`).join('\n');
  }
}

/** Copies all of a step's text, not only what is shown of it. */
export function copyStep(step: StepView, context: CardContext): void {
  ask(step, context, MOST_SCALE, (whole) => void navigator.clipboard.writeText(textOf(whole)));
}

/** Steps of a sub-agent that are asked for at a time. */
const NESTED_ROWS = 40;
const asking = new Set<string>();

/** Asks for the next steps of a sub-agent. */
export function loadNested(agent: string, { memory, questions }: View): void {
  if (asking.has(agent)) return;
  asking.add(agent);
  const before = memory.get(NESTED).get(agent)?.rows ?? [];
  const put = (rows: typeof before, total: number, failure: string | null): void => {
    asking.delete(agent);
    memory.set(NESTED, new Map([...memory.get(NESTED), [agent, { rows, total, failure }]]));
  };
  questions.ask(
    'cards',
    { of: agent, only: [], offset: before.length, limit: NESTED_ROWS },
    ({ rows, total }) => put([...before, ...rows], total, null),
    (message) => put(before, before.length, message),
  );
}
