// @ts-check
/** `npm run watch`: builds for debugging, and again after each change. What `F5` in VS Code starts first. */
import { spawn } from 'node:child_process';
import { watch } from 'chokidar';

const WATCHED = ['src', 'webview', 'media', 'esbuild.mjs', 'package.json'];
/** A save of several files is one change. */
const PAUSE_MS = 100;

let running = false;
let again = false;
/** @type {NodeJS.Timeout | undefined} */
let soon;

function build() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  again = false;
  console.log('Building');
  spawn(process.execPath, ['esbuild.mjs', '--dev'], { stdio: 'inherit' }).on('exit', (code) => {
    running = false;
    if (code !== 0) console.log('Failed');
    if (again) build();
  });
}

watch(WATCHED, { ignoreInitial: true }).on('all', () => {
  clearTimeout(soon);
  soon = setTimeout(build, PAUSE_MS);
});
build();
