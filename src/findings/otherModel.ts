/** Another model went on within a turn, and nobody had asked for it. */
import { placeOf, type Evidence } from '../signals/signal';
import type { About, Finding, Found } from './finding';

interface State {
  found: Omit<Found, 'name'>[];
  /** Model of the turn's last answer, and its line; null before the first. */
  last: { model: string; evidence: Evidence } | null;
  /** A skill brought its own model for the rest of the turn. */
  skill: boolean;
}

const BRINGS_A_MODEL = new Set(['Skill', 'SlashCommand', 'ExitPlanMode', 'EnterPlanMode', 'exit_plan_mode']);

/** Names of one model: with a longer window, or by another provider, it is the same. */
const sameModel = (model: string): string =>
  model
    .toLowerCase()
    .replace(/\[\w{1,10}\]$/, '')
    .replace(/^.*[/.]/, '')
    .replace(/-\d{8}$/, '');

export const otherModel: Finding<State> = {
  name: 'other_model',
  title: 'Other model',
  meaning: 'Within one turn another model took over, without `/model` and without a skill that brings one.',
  advice:
    'Check the model with `/model`; a limit or an overloaded service may have put a smaller one in its place.',

  init: () => ({ found: [], last: null, skill: false }),

  fold(state, step, about) {
    if (step.kind === 'prompt' || step.kind === 'command' || step.kind === 'compaction') {
      state.last = null;
      state.skill = false;
    }
    if (step.kind !== 'text' && step.kind !== 'tool') return;
    // So does a plan: planning and doing may have different models (`opusplan`).
    if (step.kind === 'tool' && BRINGS_A_MODEL.has(step.name)) state.skill = true;
    const model = modelOf(step.response, about);
    if (model === null) return;
    const evidence = { ...placeOf(step), note: `answered by ${model}`, against: true };
    if (state.last !== null && state.last.model !== model && !state.skill)
      state.found.push({
        severity: 'warn',
        sentence: `Went on with ${model} instead of ${state.last.model} in the middle of a turn`,
        t: step.t,
        open: true,
        evidence: [state.last.evidence, evidence],
      });
    state.last = { model, evidence };
  },

  read: ({ found }) => found.map((one, i) => ({ ...one, open: i === found.length - 1 })),
};

function modelOf(response: string, about: About): string | null {
  const model = about.modelOf(response);
  return model === null || model === '' || model.startsWith('<') ? null : sameModel(model);
}
