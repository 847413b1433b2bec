/** Installs `vigil daemon run` as a systemd unit, a launchd agent or a scheduled task of Windows: shows the file, writes it, and names the system's command, which the person runs. */
import * as fs from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { launcherIn, writeLauncher } from '../agents/launcher';
import { ConnectError } from '../agents/claudeFiles';
import { replaceFile } from '../store/replaceFile';
import { shownFile } from '../templates/shownChange';
import { created, statOf, staysInside } from '../templates/written';
import { confirm } from './archive';
import { launchedHere, type ConnectOptions } from './connect';
import { storeToWrite, type Around } from './options';
import { DONE, NOTHING, print, say, printWrapped, UsageError } from './output';

type System = 'linux' | 'darwin' | 'win32';
const systemOf = ({ platform }: Around): System =>
  platform === 'darwin' || platform === 'win32' ? platform : 'linux';

const LABEL = 'dev.vigil.daemon';
const MARK = 'Made by vigil daemon install; vigil daemon uninstall removes it.';

/** The folder of the system's files, which may be a link, and the file in it. */
function placeOf(store: string, around: Around): { root: string; path: string } {
  const { env, home } = around;
  switch (systemOf(around)) {
    case 'darwin':
      return { root: home, path: `Library/LaunchAgents/${LABEL}.plist` };
    case 'win32':
      return { root: store, path: 'vigil-daemon.xml' };
    case 'linux': {
      const config = env['XDG_CONFIG_HOME'] ?? '';
      return {
        root: isAbsolute(config) ? config : join(home, '.config'),
        path: 'systemd/user/vigil.service',
      };
    }
  }
}

export const unitFile = (store: string, around: Around): string => {
  const { root, path } = placeOf(store, around);
  return join(root, path);
};

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function fromXml(text: string): string {
  const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return text.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => signs[name] ?? '');
}

/** Escapes a path for a systemd unit, in which `%`, `\` and `"` are special. */
const inUnit = (path: string): string =>
  `"${path
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$')}"`;

/** How to find the launcher in each system's file, and how to unescape it. */
const NAMED: Record<System, { at: RegExp; plain: (text: string) => string }> = {
  linux: { at: /^ExecStart="(.+)" daemon run$/m, plain: (text) => text.replace(/([\\%$])(["\\%$])/g, '$2') },
  darwin: { at: /<array>\s*<string>([^<]+)<\/string>/, plain: fromXml },
  win32: { at: /<Command>([^<]+)<\/Command>/, plain: fromXml },
};

/** The archive whose launcher is in the text of a unit; null without one. */
export function archiveIn(system: System, text: string): string | null {
  const { at, plain } = NAMED[system];
  const launcher = at.exec(text)?.[1];
  return launcher === undefined ? null : dirname(dirname(plain(launcher)));
}

/** The text of the unit that runs the launcher. */
export function unitText(system: System, launcher: string): string {
  switch (system) {
    case 'linux':
      // One arena: with several, glibc keeps 5 to 19 MB of freed memory (docs/performance.md).
      return `# ${MARK}
[Unit]
Description=Vigil keeps its archive of Claude Code sessions fresh

[Service]
Environment=MALLOC_ARENA_MAX=1
ExecStart=${inUnit(launcher)} daemon run
Restart=on-failure
Nice=10

[Install]
WantedBy=default.target
`;
    case 'darwin':
      return `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${MARK} -->
<plist version="1.0">
  <dict>
    <key>Label</key><string>${LABEL}</string>
    <key>ProgramArguments</key>
    <array>
      <string>${xml(launcher)}</string>
      <string>daemon</string>
      <string>run</string>
    </array>
    <key>RunAtLoad</key><true/>
    <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
    <key>ProcessType</key><string>Background</string>
    <key>LowPriorityIO</key><true/>
  </dict>
</plist>
`;
    case 'win32':
      return `<?xml version="1.0" encoding="UTF-16"?>
<!-- ${MARK} -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Hidden>true</Hidden>
  </Settings>
  <Actions>
    <Exec>
      <Command>${xml(launcher)}</Command>
      <Arguments>daemon run</Arguments>
    </Exec>
  </Actions>
</Task>
`;
  }
}

/** The system's command for this. */
export function howTo(act: 'install' | 'start' | 'uninstall', store: string, around: Around): string {
  const file = unitFile(store, around);
  const commands: Record<System, Record<typeof act, string>> = {
    linux: {
      install: 'systemctl --user daemon-reload && systemctl --user enable --now vigil',
      start: 'systemctl --user start vigil',
      uninstall: 'systemctl --user disable --now vigil',
    },
    darwin: {
      install: `launchctl bootstrap gui/$(id -u) "${file}"`,
      start: `launchctl kickstart gui/$(id -u)/${LABEL}`,
      uninstall: `launchctl bootout gui/$(id -u)/${LABEL}`,
    },
    win32: {
      install: `schtasks /Create /TN Vigil /XML "${file}"`,
      start: 'schtasks /Run /TN Vigil',
      uninstall: 'schtasks /Delete /TN Vigil /F',
    },
  };
  return commands[systemOf(around)][act];
}

/** Windows needs tasks in UTF-16 with a byte order mark. */
const encodingOf = (around: Around): 'utf16le' | 'utf8' =>
  systemOf(around) === 'win32' ? 'utf16le' : 'utf8';
const bytesOf = (text: string, around: Around): Buffer =>
  encodingOf(around) === 'utf16le' ? Buffer.from(`\u{feff}${text}`, 'utf16le') : Buffer.from(text);

/** The current text of the file; null if it is missing. Throws if Vigil did not write it, or if it is behind a link. */
function there(store: string, around: Around): string | null {
  const { root, path } = placeOf(store, around);
  const file = join(root, path);
  if (!staysInside(root, path, fs)) throw new UsageError(`${file} lies behind a link. Nothing was written.`);
  const stat = statOf(file, fs);
  if (stat === null) return null;
  const text = stat.isFile()
    ? fs
        .readFileSync(file)
        .toString(encodingOf(around))
        .replace(/^\u{feff}/u, '')
    : '';
  if (!text.includes(MARK))
    throw new UsageError(`${file} is there and not made by Vigil. Nothing was changed.`);
  return text;
}

/** The archive for which the daemon is installed; null if it is not, or not by Vigil. */
export function installedFor(store: string, around: Around): string | null {
  try {
    const text = there(store, around);
    return text === null ? null : archiveIn(systemOf(around), text);
  } catch {
    return null;
  }
}

/** Shows the file, asks, writes it, and names the system's command. */
export async function installDaemon(options: ConnectOptions, around: Around): Promise<number> {
  const store = storeToWrite(options, around);
  const launched = launchedHere(store, around);
  const isWindows = systemOf(around) === 'win32';
  const file = unitFile(launched.store, around);
  const before = there(launched.store, around);
  const after = unitText(systemOf(around), launcherIn(launched.store, isWindows).launcher);
  if (before !== after) {
    print(shownFile(file, before, after));
    if (!(await confirm(options, 'Write this?'))) {
      say('nothing was written.');
      return NOTHING;
    }
  }
  try {
    writeLauncher(launched, isWindows, fs);
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
  fs.mkdirSync(dirname(file), { recursive: true });
  const bytes = bytesOf(after, around);
  if (before !== null) replaceFile(file, bytes, fs, 0o666);
  else if (!created(file, bytes, fs)) throw new Error(`${file} came meanwhile. Nothing was written.`);
  printWrapped(['Written. The system starts it when you run:', ''], around.env);
  // On one line, so that it can be copied.
  print(`  ${howTo('install', launched.store, around)}\n\n`);
  return DONE;
}

/** Removes the file, after the person has run the system's command. */
export async function uninstallDaemon(options: ConnectOptions, around: Around): Promise<number> {
  const { store } = launchedHere(storeToWrite(options, around), around);
  const file = unitFile(store, around);
  const text = there(store, around);
  if (text === null) {
    say(`${file}: there is none.`);
    return NOTHING;
  }
  const archive = archiveIn(systemOf(around), text) ?? store;
  if (archive !== store) {
    say(`${file} is for the archive ${archive}. vigil daemon uninstall --store ${archive} removes it.`);
    return NOTHING;
  }
  printWrapped(['Run this first, so that the system ends it:', ''], around.env);
  print(`  ${howTo('uninstall', store, around)}\n\n`);
  if (!(await confirm(options, `Remove ${file}?`))) return NOTHING;
  fs.unlinkSync(file);
  print('Removed.\n');
  return DONE;
}
