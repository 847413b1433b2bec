/** The file system for small files beside the archive. Anything else under their names (pipes, devices) is refused. */
import * as fs from 'node:fs';
import { readText } from '../log/gate';

export const smallFiles = {
  readFileSync: readText,
  writeFileSync: fs.writeFileSync,
  renameSync: fs.renameSync,
  mkdirSync: fs.mkdirSync,
  unlinkSync: fs.unlinkSync,
};
