/** What of the settings all windows share: by it the archive is derived. */
import { Settings } from './settings';

/** The settings without what is one window's own. */
const withoutOwn = ({
  statusBar: _badge,
  editor: _editor,
  notifications: _notifications,
  ...shared
}: Settings): Omit<Settings, 'statusBar' | 'editor' | 'notifications'> => shared;

/** The same, complete: what is one window's own is as it is by itself. */
export const sharedSettings = (settings: Settings): Settings => ({
  ...Settings.parse({}),
  ...withoutOwn(settings),
});

/** What is derived follows from these: without what only says how fast logs are read. */
export const settingsOfDerivation = (settings: Settings): Partial<Settings> => {
  const { reading: _threads, ...shared } = withoutOwn(settings);
  return shared;
};
