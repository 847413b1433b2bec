/** Prices a person imported: a small file of its own beside the archive, so that wiping one leaves the other. */
import { join } from 'node:path';
import * as z from 'zod';
import { PriceImport } from '../usage/table';

const NAME = 'prices.json';
const File = z.object({ version: z.literal(1), imports: z.array(PriceImport) });

/** What of the file system is used. */
export interface PriceFs {
  readFileSync(path: string, encoding: 'utf8'): string;
  writeFileSync(path: string, data: string, options: { mode: number }): void;
  renameSync(from: string, to: string): void;
  mkdirSync(path: string, options: { recursive: true }): unknown;
}

/** The imports in a folder, oldest first; none when there is no file. Throws when the file is there and not readable. */
export function readImports(folder: string, fs: PriceFs): PriceImport[] {
  let text: string;
  try {
    text = fs.readFileSync(join(folder, NAME), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  const file = File.safeParse(JSON.parse(text));
  if (!file.success) throw new Error(`${NAME} is not what Vigil wrote: ${z.prettifyError(file.error)}`);
  return file.data.imports;
}

/** Writes all imports; whole or not at all. Throws the system's error when it cannot. */
export function writeImports(folder: string, fs: PriceFs, imports: readonly PriceImport[]): void {
  fs.mkdirSync(folder, { recursive: true });
  const path = join(folder, NAME);
  fs.writeFileSync(`${path}.new`, `${JSON.stringify({ version: 1, imports }, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${path}.new`, path);
}
