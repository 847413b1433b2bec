/** Prices a person imported. */
import * as z from 'zod';
import { PriceImport } from '../usage/table';
import { jsonFile, type JsonFs } from './jsonFile';

const File = z.object({ version: z.literal(1), imports: z.array(PriceImport) });

const priceFile = (folder: string, fs: JsonFs) => jsonFile(folder, 'prices.json', File, fs);

/** The imports in a folder, oldest first; none if there is no file. Throws if the file exists and cannot be read. */
export const readImports = (folder: string, fs: JsonFs): PriceImport[] =>
  priceFile(folder, fs).read()?.imports ?? [];

/** Writes all imports, completely or not at all. Throws the system's error if it cannot. */
export const writeImports = (folder: string, fs: JsonFs, imports: PriceImport[]): void =>
  priceFile(folder, fs).write({ version: 1, imports });
