import { promptShare } from './promptShare';

/** Prompts that correct the agent (issue 42796: corrections for dodging). */
export const userCorrections = promptShare('correction', {
  name: 'user_corrections',
  title: 'Corrections by you',
  meaning: 'Share of your prompts that say the agent got it wrong.',
});
