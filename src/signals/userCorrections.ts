import { promptShare } from './promptShare';

/** Prompts that correct the agent (issue 42796: corrections for dodging). The first prompt of a session corrects nothing. */
export const userCorrections = promptShare('correction', {
  name: 'user_corrections',
  title: 'Corrections by you',
  meaning: 'How many of your prompts say that the agent got it wrong.',
  answersWork: true,
});
