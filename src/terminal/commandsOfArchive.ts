/** The commands about the archive, as data. */
import { PATHS, ROOTS, FILE, OUTPUT, YES, ARCHIVE, JSON_OPTION, STORE, type Command } from './commandParts';

export const ARCHIVE_COMMANDS = [
  {
    name: 'ingest',
    group: 'Archive',
    says: 'Reads new log lines into the archive, and copies logs that have ended into the vault.',
    arguments: [ROOTS],
    options: [{ name: 'force', says: 'Read everything again from its start.' }, ...ARCHIVE],
    examples: [
      ['ingest', 'from Claude Code’s folders'],
      ['ingest --force', 'everything anew'],
    ],
  },
  {
    name: 'watch',
    group: 'Archive',
    says: 'Shows live sessions and keeps the archive up to date until you stop it.',
    arguments: [ROOTS],
    options: [
      { name: 'by-session', says: 'A line for each session, not for each project.' },
      { name: 'timezone', value: 'ZONE', says: 'IANA time zone of times (default: that of this machine).' },
      ...ARCHIVE,
    ],
    examples: [
      ['watch', 'a line for each project; ? tells the keys'],
      ['watch --json', 'each change as a line for a program'],
    ],
  },
  {
    name: 'size',
    group: 'Archive',
    says: 'Prints what the archive contains and how much space it takes.',
    arguments: [],
    options: ARCHIVE,
    examples: [
      ['size', 'of the usual archive'],
      ['size --store ~/archive --json', 'of another, for a program'],
    ],
  },
  {
    name: 'backup',
    group: 'Archive',
    says: 'Writes the archive as one file.',
    arguments: [FILE],
    options: ARCHIVE,
    examples: [
      ['backup vigil.backup', 'into this folder'],
      ['backup /mnt/backup/vigil.backup --json', 'and say so for a program'],
    ],
  },
  {
    name: 'restore',
    group: 'Archive',
    says: 'Replaces the archive by a backup, and keeps the previous archive beside it.',
    arguments: [FILE],
    options: [YES, ...ARCHIVE],
    examples: [
      ['restore vigil.backup', 'asks first'],
      ['restore vigil.backup --yes', 'does not ask'],
    ],
  },
  {
    name: 'merge',
    group: 'Archive',
    says: 'Merges a backup of another machine’s archive.',
    arguments: [FILE],
    options: ARCHIVE,
    examples: [
      ['merge laptop.backup', 'its sessions stand beside those of here'],
      ['merge laptop.backup --json', 'and say so for a program'],
    ],
  },
  {
    name: 'export',
    group: 'Archive',
    says: 'With PATHs, prints the events of logs, one per line; without, writes the archive for other programs.',
    arguments: [PATHS],
    options: [
      {
        name: 'format',
        value: 'FORMAT',
        says: 'Of the archive (default: json).',
        choices: ['json', 'csv', 'sqlite'],
      },
      OUTPUT,
      { name: 'no-exclude', says: 'With PATHs: projects of the setting vigil.exclude are read, too.' },
      ...ARCHIVE,
    ],
    examples: [
      ['export --format sqlite --output vigil.db', 'the archive as a database'],
      ['export ~/.claude | jq .kind', 'events without the words of the conversation'],
    ],
  },
  {
    name: 'compact',
    group: 'Archive',
    says: 'Frees the space of data that was removed.',
    arguments: [],
    options: ARCHIVE,
    examples: [
      ['compact', 'the usual archive'],
      ['compact --store ~/archive', 'another one'],
    ],
  },
  {
    name: 'wipe',
    group: 'Archive',
    says: 'Deletes everything, or one project.',
    arguments: [],
    options: [
      { name: 'all', says: 'Everything.' },
      { name: 'project', value: 'FOLDER', says: 'The sessions of this folder and those below.' },
      YES,
      ...ARCHIVE,
    ],
    examples: [
      ['wipe --project ~/work/secret', 'asks first'],
      ['wipe --all --yes', 'does not ask'],
    ],
  },
  {
    name: 'daemon run',
    group: 'Archive',
    says: 'Keeps the archive up to date in the background until it is stopped; its log is a file beside the archive.',
    arguments: [],
    options: [...STORE],
    examples: [
      ['daemon run', 'here, until Ctrl+C'],
      ['daemon run --store ~/archive', 'of another archive'],
    ],
  },
  {
    name: 'daemon start',
    group: 'Archive',
    says: 'Says how to start the daemon: the system starts it, as Vigil starts no process.',
    arguments: [],
    options: [...STORE],
    examples: [
      ['daemon start', 'the one command that starts what install wrote'],
      ['daemon start --store ~/archive', 'of another archive'],
    ],
  },
  {
    name: 'daemon stop',
    group: 'Archive',
    says: 'Stops the daemon; what it has read is kept.',
    arguments: [],
    options: [...STORE],
    examples: [
      ['daemon stop', 'that of the usual archive'],
      ['daemon stop --store ~/archive', 'that of another one'],
    ],
  },
  {
    name: 'daemon restart',
    group: 'Archive',
    says: 'Stops the daemon, and says how to start it again.',
    arguments: [],
    options: [...STORE],
    examples: [
      ['daemon restart', 'after a new version was installed'],
      ['daemon restart --store ~/archive', 'of another archive'],
    ],
  },
  {
    name: 'daemon status',
    group: 'Archive',
    says: 'Says whether the daemon runs, since when, how many logs it knows, when it last saved, and who writes the archive.',
    arguments: [],
    options: [...STORE, JSON_OPTION],
    examples: [
      ['daemon status', 'in words'],
      ['daemon status --json', 'the same for a program'],
    ],
  },
  {
    name: 'daemon logs',
    group: 'Archive',
    says: 'Prints the daemon’s log.',
    arguments: [],
    options: [
      { name: 'follow', short: 'f', says: 'Go on with what is added, until Ctrl+C.' },
      { name: 'limit', value: 'COUNT', says: 'The last so many lines (default: 200).' },
      ...STORE,
    ],
    examples: [
      ['daemon logs', 'the last 200 lines'],
      ['daemon logs -f', 'and what is added'],
    ],
  },
  {
    name: 'daemon install',
    group: 'Archive',
    says: 'Shows and writes the systemd unit, launchd agent or scheduled task that runs the daemon, and says what to run next.',
    arguments: [],
    options: [YES, ...STORE],
    examples: [
      ['daemon install', 'asks before it writes'],
      ['daemon install --yes', 'does not ask'],
    ],
  },
  {
    name: 'daemon uninstall',
    group: 'Archive',
    says: 'Removes what install wrote, and says what to run first.',
    arguments: [],
    options: [YES, ...STORE],
    examples: [
      ['daemon uninstall', 'asks first'],
      ['daemon uninstall --yes', 'does not ask'],
    ],
  },
] as const satisfies readonly Command[];
