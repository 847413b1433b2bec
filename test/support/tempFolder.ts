import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = mkdtempSync(join(tmpdir(), 'vigil-'));
// A test may run a command as somebody else, who has to get to its folder.
chmodSync(root, 0o755);
// The folder goes with the process: files of tests may share this module.
process.once('exit', () => rmSync(root, { recursive: true, force: true }));

/** A new empty folder, gone after the tests. */
export const tempFolder = (): string => mkdtempSync(join(root, 'case-'));
