/** What the tabs of the session page are called, in order: known before the tabs themselves are loaded. */
import type { SessionTab } from '../../src/pages/session/state';
import { t, whole } from '../shared/l10n';
import type { Titled } from '../shared/tab';
import type { View } from './tab';

export const TITLES: readonly (Titled<View> & { id: SessionTab })[] = [
  { id: 'story', title: t('Story') },
  { id: 'transcript', title: t('Transcript') },
  { id: 'changes', title: changes },
  { id: 'agents', title: agents },
  { id: 'cost', title: t('Cost') },
  { id: 'details', title: t('Details') },
];

function changes({ answers }: View): string {
  return answers.story ? `${t('Changes')} ${whole(answers.story.changed.files)}` : t('Changes');
}

function agents({ detail, answers }: View): string {
  const count = answers.agents
    ? answers.agents.agents.length + answers.agents.unlogged.length
    : (detail?.agents ?? 0);
  return count === 0 ? t('Agents') : `${t('Agents')} ${whole(count)}`;
}
