/** Sample data: Vigil as it looks when there is something to see. The engine reads made-up logs then, and keeps nothing of them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { EngineStart } from '../../engine/protocol';
import { closeDashboards } from '../shared/dashboards';
import { layOutSample } from './sampleLogs';

export interface SampleParts {
  /** Folders of the extension, and where it may write. */
  bundled: string;
  storage: string;
  now: () => number;
  /** Starts the engine anew. */
  restart: () => Promise<void>;
  /** Shows all there is. */
  show: () => void;
}

export interface Sample {
  isOn(): boolean;
  /** What the engine tells may be made up: from when it is turned on until the engine reads something else. */
  mayTell(): boolean;
  /** What the engine is to read, while it is on. */
  startWith(usual: EngineStart): EngineStart;
  tryIt(): Promise<void>;
  leave(): Promise<void>;
}

export function createSample(): Sample & { connect(parts: SampleParts): void } {
  let parts: SampleParts | null = null;
  let on = false;
  let mayTell = false;
  const folderOf = ({ storage }: SampleParts): string => join(storage, 'sample');

  async function turn(to: boolean): Promise<void> {
    if (parts === null || on === to) return;
    if (to)
      layOutSample(join(parts.bundled, 'sample', 'projects'), join(folderOf(parts), 'projects'), parts.now());
    on = to;
    mayTell ||= to;
    await vscode.commands.executeCommand('setContext', 'vigil.sample', on);
    // A page says what it shows: one that is open says something else.
    await closeDashboards();
    await parts.restart();
    // It may have been turned back meanwhile.
    if (on !== to) return;
    mayTell = to;
    if (to) parts.show();
    else rmSync(folderOf(parts), { recursive: true, force: true });
  }

  return {
    isOn: () => on,
    mayTell: () => mayTell,
    startWith: (usual) =>
      on && parts !== null
        ? { ...usual, storage: null, settings: { ...usual.settings, roots: [folderOf(parts)] } }
        : usual,
    tryIt: () => turn(true),
    leave: () => turn(false),
    connect: (given) => void (parts = given),
  };
}
