/** Another model went on within a turn, and nobody had asked for it. */
import { en } from '../l10n/english';
import { modelName, namesOfModels } from '../session/modelName';
import type { EventOf } from '../session/event';
import { placeOf, type Evidence } from '../signals/signal';
import type { About, Finding, Found } from './finding';

interface State {
  /** `from`: the model it left. */
  found: (Omit<Found, 'name'> & { from: string })[];
  /** Model of the turn's last answer, and its line; null before the first. */
  last: { model: string; evidence: Evidence } | null;
  /** A skill brought its own model for the rest of the turn. */
  skill: boolean;
}

const BRINGS_A_MODEL = new Set(['Skill', 'SlashCommand', 'ExitPlanMode', 'EnterPlanMode', 'exit_plan_mode']);

/** Names of one model: with a longer window, or by another provider, it is the same. */
const plainModel = (model: string): string =>
  model
    .toLowerCase()
    .replace(/\[\w{1,10}\]$/, '')
    .replace(/^.*\//, '')
    // The platform before the name, as `us.anthropic.`; `glm-4.7` has none.
    .replace(/^(?:[a-z][a-z-]{0,30}\.){1,3}(?=[a-z])/, '')
    .replace(/-v\d{1,3}(?::\d{1,3})?$/, '')
    .replace(/[-@](?:\d{8}|default)$/, '');

export const otherModel: Finding<State> = {
  name: 'other_model',
  title: en('Other model'),
  meaning: en(
    'Within one turn another model took over, without `/model` and without a skill that brings one.',
  ),
  advice: en(
    'Check the model with `/model`; a limit or an overloaded service may have put a smaller one in its place.',
  ),
  leavesOut: [
    'a change by `/model`, `/fast` or another command, or with a new prompt',
    'sub-agents, which have their own models',
    'lines that Claude Code itself writes (`<synthetic>`)',
    'a skill, slash command or plan that sets a model for the rest of the turn',
    'compaction, and the same model under another name (window, date, provider)',
    'a turn that returned to its first model',
  ],
  checkedOn: 'One real line in which the service substituted another model, and hand-written sessions.',

  init: () => ({ found: [], last: null, skill: false }),

  fold(state, step, about) {
    if (step.kind === 'prompt' || step.kind === 'command' || step.kind === 'compaction') {
      state.last = null;
      state.skill = false;
    }
    if (step.kind === 'command') for (const one of state.found) one.open = false;
    if (step.kind === 'fallback') return fallBack(state, step);
    if (step.kind !== 'text' && step.kind !== 'tool') return;
    // So does a plan: planning and doing may have different models (`opusplan`).
    if (step.kind === 'tool' && BRINGS_A_MODEL.has(step.name)) state.skill = true;
    const model = modelOf(step.response, about);
    if (model === null) return;
    const evidence = { ...placeOf(step), note: en('answered by {0}', modelName(model)), against: true };
    // It came back to the model it had left.
    const back = state.found.filter((one) => one.open && one.from === model);
    for (const one of back) one.open = false;
    if (state.last !== null && state.last.model !== model && !state.skill && back.length === 0)
      tell(state, state.last.model, model, step.t, [state.last.evidence, evidence]);
    state.last = { model, evidence };
  },

  read: ({ found }) =>
    found.map(({ severity, sentence, t, open, evidence }, i) => ({
      severity,
      sentence,
      t,
      open: open && i === found.length - 1,
      evidence,
    })),
};

/** What two models are called; where that is the same, their ids. */
function namesOf(to: string, from: string): [to: string, from: string] {
  const called = namesOfModels([to, from]);
  return [called.get(to) ?? to, called.get(from) ?? from];
}

function tell(state: State, from: string, to: string, t: number | null, evidence: Evidence[]): void {
  state.found.push({
    severity: 'warn',
    sentence: en('Went on with {0} instead of {1} in the middle of a turn', ...namesOf(to, from)),
    t,
    open: true,
    evidence,
    from,
  });
}

/** The service itself says that it put another model in place. */
function fallBack(state: State, step: EventOf<'fallback'>): void {
  const from = plainModel(step.from);
  const to = plainModel(step.to);
  if (from === to) return;
  const evidence = {
    ...placeOf(step),
    note: en('{0} took over from {1}', ...namesOf(to, from)),
    against: true,
  };
  const back = state.found.filter((one) => one.open && one.from === to);
  for (const one of back) one.open = false;
  // It came back, or a line and a block tell the same.
  const isReported = state.last?.model === to && state.found.at(-1)?.from === from;
  if (back.length === 0 && !isReported) tell(state, from, to, step.t, [evidence]);
  state.last = { model: to, evidence };
}

function modelOf(response: string, about: About): string | null {
  const model = about.modelOf(response);
  return model === null || model === '' || model.startsWith('<') ? null : plainModel(model);
}
