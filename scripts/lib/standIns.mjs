// @ts-check
/**
 * Native modules of the VS Code servers that are not built, which would need a compiler, and what stands in for them:
 * source of their main file, by the name of the module.
 */

/** Ends orphans. Nothing: we end the process group. */
const watchdog = `exports.start = () => {};\n`;

/** Hashes passwords of a log-in that is off. */
const argon2 = `exports.hash = exports.verify = async () => { throw new Error('not built'); };\n`;

/** Writes the server's log files: a few lines with the same interface. */
const spdlog = `'use strict';
const fs = require('node:fs');
const path = require('node:path');
const names = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
class Logger {
  constructor(_kind, name, file) {
    this.name = name;
    this.file = file;
    this.level = 2;
    this.plain = false;
    for (const [level, word] of names.entries()) this[word] = (text) => this.write(level, word, text);
  }
  write(level, word, text) {
    if (level < this.level) return;
    const line = this.plain ? text : new Date().toISOString() + ' [' + word + '] ' + text + '\\n';
    try {
      fs.mkdirSync(path.dirname(this.file), { recursive: true });
      fs.appendFileSync(this.file, line);
    } catch {
      // a log that cannot be written must not end the server
    }
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.plain = true; }
  setPattern() {}
  flush() {}
  drop() {}
}
const create = async (name, file) => new Logger('', name, file);
// One by one: VS Code imports them by name from an ES module.
exports.version = 1;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

export const newestStandIns = { '@vscode/native-watchdog': watchdog, '@vscode/spdlog': spdlog };
export const oldestStandIns = { 'native-watchdog': watchdog, '@vscode/spdlog': spdlog, argon2 };
