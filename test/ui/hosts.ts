/** Starts a VS Code with the packaged extension for each worker: its files use it one after the other, since a start takes longer than many a file. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import {
  installExtension,
  removeStage,
  startServer,
  temporaryStage,
  type Stage,
} from '../../scripts/lib/host.mjs';
import { vsix } from '../../scripts/release/package.mjs';

/** A VS Code that runs. */
export interface Host {
  stage: Stage;
  origin: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** By worker. */
    hosts: readonly Host[];
  }
}

/** Installs the extension as VS Code did elsewhere: only its list of extensions says where they are. */
export function copyInstalled(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  const list = join(to, 'extensions.json');
  writeFileSync(list, readFileSync(list, 'utf8').replaceAll(from, to));
}

export default async function setup({ config, provide }: TestProject): Promise<() => Promise<void>> {
  const first = temporaryStage();
  const others = Array.from({ length: config.maxWorkers - 1 }, () => temporaryStage());
  installExtension(first, vsix);
  for (const { extensions } of others) copyInstalled(first.extensions, extensions);
  const stages = [first, ...others];
  const servers = await Promise.all(stages.map((stage) => startServer(stage)));
  provide(
    'hosts',
    stages.map((stage, n) => ({ stage, origin: servers[n]!.origin })),
  );
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
    for (const stage of stages) removeStage(stage);
  };
}
