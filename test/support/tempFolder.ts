import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = mkdtempSync(join(tmpdir(), 'vigil-'));
// The folder goes with the process: files of tests may share this module.
process.once('exit', () => rmSync(root, { recursive: true, force: true }));

/** A new empty folder, gone after the tests. */
export const tempFolder = (): string => mkdtempSync(join(root, 'case-'));
