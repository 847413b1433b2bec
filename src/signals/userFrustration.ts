import { en } from '../l10n/english';
import { promptShare } from './promptShare';

/** Prompts with words of frustration (issue 42796: 5.8 % before, 9.8 % after). */
export const userFrustration = promptShare({
  name: 'user_frustration',
  title: en('Frustration'),
  meaning: en('How many of your prompts hold a word of frustration.'),
  category: 'user_frustration',
  find: ({ marks }) => marks.find(({ list }) => list === 'frustration'),
});
