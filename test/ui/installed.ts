/** Installs the packaged extension once, for the stages of all files. */
import type { TestProject } from 'vitest/node';
import { installExtension, removeStage, temporaryStage } from '../../scripts/lib/host.mjs';
import { vsix } from '../../scripts/release/package.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of extensions it is installed in. */
    extensions: string;
  }
}

export default function setup({ provide }: TestProject): () => void {
  const stage = temporaryStage();
  installExtension(stage, vsix);
  provide('extensions', stage.extensions);
  return () => removeStage(stage);
}
