/** Every command Vigil contributes; package.json lists the same (checked by a test). */
export const commandIds = [
  'vigil.openDashboard',
  'vigil.openSession',
  'vigil.openLog',
  'vigil.openTurn',
  'vigil.generateReport',
  'vigil.refresh',
  'vigil.cancelIngest',
  'vigil.copySessionId',
  'vigil.copyResume',
  'vigil.copyLink',
  'vigil.resume',
  'vigil.compareSessions',
  'vigil.groupSessions',
  'vigil.filterSessions',
  'vigil.clearFilter',
  'vigil.dismissAlert',
  'vigil.muteAlert',
  'vigil.snoozeAlert',
  'vigil.dismissAllAlerts',
  'vigil.copyShapes',
  'vigil.importPrices',
  'vigil.archiveSize',
  'vigil.backupArchive',
  'vigil.restoreArchive',
  'vigil.mergeArchive',
  'vigil.exportArchive',
  'vigil.compactArchive',
  'vigil.wipeArchive',
  'vigil.addOtherSide',
  'vigil.showLog',
  'vigil.openSettings',
  'vigil.showConfiguration',
  'vigil.toggleEditMarks',
  'vigil.setUpClaude',
  'vigil.saveTemplate',
] as const;
export type CommandId = (typeof commandIds)[number];

/** What starts a session again in a terminal; null when the id is not one that is safe to paste there. */
export function resumeCommand(id: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(id) ? `claude --resume ${id}` : null;
}
