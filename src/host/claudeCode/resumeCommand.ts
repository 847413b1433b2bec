import { t } from '../../l10n/texts';
import { Refusal } from '../shared/refusal';

/** What starts a session again in a terminal. Refuses what is no id of a session: it would not be safe to paste there. */
export function resumeCommand(id: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id))
    throw new Refusal(t('The id {0} is not one Claude Code can resume.', id));
  return `claude --resume ${id}`;
}
