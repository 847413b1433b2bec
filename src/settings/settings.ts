/**
 * Every setting of Vigil, once: the keys under `vigil.` in VS Code, their defaults and bounds.
 * package.json's `contributes.configuration` is generated from this schema (`node scripts/make/manifest.mjs`).
 */
import * as z from 'zod';
import { en } from '../l10n/english';
import { OwnPrice } from '../usage/table';
import { isZone } from '../session/zones';
import { isDay } from '../usage/days';
import { Budget } from '../usage/budget';
import { CustomPhrase } from '../signals/customPhrase';
import { ReadingSettings } from './reading';
import { SearchSettings } from './search';
import { LoopScope, REACH, StopScope } from '../signals/signal';

const whole = (value: number, min: number, max: number, description: string) =>
  z.number().int().min(min).max(max).default(value).meta({ description });

const threshold = (value: number, min: number, max: number, description: string) =>
  z.number().min(min).max(max).default(value).meta({ description });

const NO_DAY = en('give a day as YYYY-MM-DD');

export const Settings = z.object({
  roots: z.array(z.string()).default([]).meta({
    scope: 'machine',
    description:
      'Folders with logs of Claude Code, in place of its own: folders with a `projects` folder, for example `/home/me/.claude`, that folder itself, or `local-agent-mode-sessions` of the desktop app (Cowork). Empty: `CLAUDE_CONFIG_DIR`, else `~/.claude` and `~/.config/claude`.',
  }),
  exclude: z.array(z.string()).default([]).meta({
    scope: 'machine',
    description:
      'Project folders whose logs are not read, for example `/home/me/private`. What was kept of them before stays until you wipe it.',
  }),
  followLinks: z.array(z.string()).default([]).meta({
    scope: 'machine',
    description:
      'Folders that links among the logs may lead to, for example `/home/me/shared-logs`. No other link out of the log folders is followed.',
  }),
  storage: z
    .string()
    .max(4000)
    .refine(
      (folder) => folder === '' || /^(?:~(?:[\\/]|$)|[\\/]|[A-Za-z]:[\\/])/.test(folder),
      en('give an absolute path'),
    )
    .default('')
    .meta({
      scope: 'machine',
      description:
        'Folder in which Vigil keeps its archive, for example `/home/me/vigil`, on a disk of this machine. Empty: the folder VS Code gives to Vigil. Used from the next start of the window; what was kept elsewhere stays there and can be moved by a backup.',
    }),
  timezone: z
    .string()
    .refine((zone) => zone === '' || isZone(zone), en('give an IANA name, for example Europe/Berlin'))
    .default('')
    .meta({
      description:
        'IANA time zone that decides which day a request belongs to, for example `Europe/Berlin`. Empty: the zone of this machine.',
    }),
  statusBar: z
    .object({
      enabled: z.boolean().default(true).meta({ description: 'Show the badge in the status bar.' }),
      errorBackground: z.boolean().default(true).meta({
        description:
          'Colour the badge: yellow for a finding, a context that is nearly full or a limit that is near; red for harm, a full context or a budget that is spent.',
      }),
      show: z
        .array(z.enum(['context', 'session', 'limit', 'today', 'week']))
        .max(5)
        .default(['context', 'session', 'limit'])
        .meta({
          description: 'What the badge shows while there is nothing to report, in this order.',
          choices: {
            context: 'How full the context of the live session is; with several, how many are live.',
            session: 'What the live sessions cost so far.',
            limit: 'Time until the 5-hour limit resets.',
            today: 'Cost of today.',
            week: 'Cost of this week.',
          },
        }),
    })
    .prefault({}),
  signals: z
    .object({
      readEditRatio: z
        .object({
          warn: threshold(4, 0, 100, 'Reads per edit below which the measure is unusual.'),
          critical: threshold(
            2,
            0,
            100,
            'Reads per edit below which the measure is CRITICAL, with `vigil.alerts.measures`.',
          ),
          window: whole(
            REACH.readEditRatio.window,
            5,
            10_000,
            'Number of the last tool calls in which reads and edits are counted.',
          ),
          minCalls: whole(
            REACH.readEditRatio.minCalls,
            1,
            10_000,
            'Minimum number of reads, searches and edits before the measure is judged.',
          ),
        })
        .prefault({}),
      stopPhrases: z
        .object({
          scope: StopScope.default('turnEnd').meta({
            description: 'Where stop phrases are counted.',
            choices: {
              turnEnd: 'In the text that ends a turn.',
              prose: 'In everything Claude writes to you.',
              plain: 'Anywhere, quotes and code included, with the phrases of codevigil.',
            },
          }),
          custom: z.array(CustomPhrase).max(200).default([]).meta({
            description:
              'Stop phrases of your own: a text (whole words, any case), or an object with `text`, `mode` (`word`, `substring` or `regex`), `category` and `intent`, for example `["good enough", {"text": "for now", "mode": "substring"}]`. Logs that are still there are read again when this changes.',
          }),
          warn: threshold(3, 1, 1000, 'Stop phrases in the last turns from which the measure is unusual.'),
          critical: threshold(
            6,
            1,
            1000,
            'Stop phrases in the last turns from which the measure is CRITICAL, with `vigil.alerts.measures`.',
          ),
          window: whole(
            REACH.stopPhrases.window,
            1,
            1000,
            'Number of the last turns in which stop phrases are counted.',
          ),
        })
        .prefault({}),
      reasoningLoop: z
        .object({
          scope: LoopScope.default('sentenceStart').meta({
            description: 'Where corrections of itself are counted.',
            choices: {
              sentenceStart: 'Where it begins a sentence.',
              plain: 'Anywhere, with the phrases of codevigil.',
            },
          }),
          warn: threshold(
            10,
            0,
            10000,
            'Times Claude goes back on itself, per 1,000 tool calls, from which the measure is unusual.',
          ),
          critical: threshold(
            20,
            0,
            10000,
            'Times Claude goes back on itself, per 1,000 tool calls, from which the measure is CRITICAL, with `vigil.alerts.measures`.',
          ),
          minCalls: whole(
            REACH.reasoningLoop.minCalls,
            1,
            10_000,
            'Minimum number of tool calls before the measure is judged.',
          ),
        })
        .prefault({}),
      interrupts: z
        .object({
          warn: threshold(6, 0, 10000, 'Interrupts per 1,000 tool calls from which the measure is unusual.'),
          critical: threshold(
            12,
            0,
            10000,
            'Interrupts per 1,000 tool calls from which the measure is CRITICAL, with `vigil.alerts.measures`.',
          ),
          minCalls: whole(
            REACH.interrupts.minCalls,
            1,
            10_000,
            'Minimum number of tool calls before the measure is judged.',
          ),
        })
        .prefault({}),
      parseHealth: z
        .object({
          critical: threshold(
            0.9,
            0.5,
            1,
            'Share of understood log lines below which you are told that a log was not understood and its figures may be low.',
          ),
          minLines: whole(
            REACH.parseHealth.minLines,
            1,
            10_000,
            'Minimum number of log lines before the share is judged.',
          ),
        })
        .prefault({}),
      off: z.array(z.string().max(100)).max(100).default([]).meta({
        description: 'Names of measures to turn off, for example `simplest_rate`. `parse_health` cannot be.',
      }),
      taskType: z
        .boolean()
        .default(false)
        .meta({
          tags: ['experimental'],
          description:
            'Show what kind of task a session and its turns were: exploring, changing, debugging, planning or mixed (experimental).',
        }),
    })
    .prefault({}),
  alerts: z
    .object({
      measures: z.boolean().default(false).meta({
        // One for all windows, as they share what was read.
        scope: 'application',
        description:
          'Alert on measures too, as codevigil does: with its thresholds and plain matching they set severities, the badge and alerts, and means of sessions are marked WARN and CRITICAL. Most such alerts are false when checked in real logs.',
      }),
      muted: z.array(z.string()).max(200).default([]).meta({
        scope: 'application',
        description:
          'What the badge and the Alerts view leave out: names of findings, for example `guard_bypassed`, or `waiting`, `context`, `limit`, `budget`, `log`, detectors, for example `detectors.cache_hits`, or measures, for example `interrupt_rate`.',
      }),
      mutedIn: z.record(z.string().max(100), z.array(z.string()).max(200)).default({}).meta({
        scope: 'machine',
        description:
          'What the badge and the Alerts view leave out in some projects only: `{"guard_bypassed": ["/home/me/experiments"]}`. The names are those of `vigil.alerts.muted`.',
      }),
    })
    .prefault({}),
  detectors: z
    .record(z.string().max(100), z.union([z.boolean(), z.array(z.string()).max(50)]))
    .default({})
    .meta({
      description:
        'Turn detectors on or off by name, or have one leave out projects: `{"cost": false, "denials": ["/home/me/experiments"]}`. They are `tool_errors`, `cost`, `cache_hits`, `denials`, `context`, `duration`, `measures`, `budget`, `unpriced`, `drift` and `archive`. Those not named are on; `cost` is off with `vigil.plan` `subscription`. They compare the last seven full days with the weeks before, and report models without a price, unknown records, budgets and the archive.',
    }),
  detectorsExclude: z.array(z.string()).default([]).meta({
    scope: 'machine',
    description: 'Project folders that detectors leave out, for example `/home/me/experiments`.',
  }),
  plan: z
    .enum(['api', 'subscription'])
    .default('api')
    .meta({
      description: 'How you pay for Claude Code.',
      choices: {
        api: 'By use: amounts are at API list prices.',
        subscription: 'A flat rate (Pro, Max, Team): amounts are API prices, not what you pay.',
      },
    }),
  prices: z.record(z.string(), OwnPrice).default({}).meta({
    description:
      'Your own prices by model, in dollars per million tokens: `{"my-model": {"input": 3, "output": 15}}`, and if you like `cacheWrite5m` (else 1.25 times the input), `cacheWrite1h` (twice) and `cacheRead` (a tenth). They come before the prices Vigil knows.',
  }),
  budgets: z.array(Budget).max(50).default([]).meta({
    description:
      'Budgets in dollars at list price, per `day`, `week` or `month`, of all projects or of one: `[{"per": "day", "usd": 20}, {"per": "month", "usd": 300, "project": "/home/me/app"}]`. The badge warns from 80 % of one.',
  }),
  context: z
    .object({
      warnAt: z.number().min(0.1).max(1).default(0.9).meta({
        description: 'Share of the context window from which Vigil warns that it is nearly full.',
      }),
    })
    .prefault({}),
  live: z
    .object({
      idleMinutes: whole(
        5,
        1,
        1440,
        'Minutes without a new log line after which a session in the middle of a turn counts as idle.',
      ),
      endedMinutes: whole(
        35,
        2,
        10_080,
        'Minutes without a new log line after which a session counts as ended.',
      ),
    })
    .prefault({}),
  baseline: z
    .object({
      enabled: z.boolean().default(true).meta({
        description:
          'Learn thresholds of measures from your own first sessions. Thresholds you changed are used as they are.',
      }),
      sessions: z.number().int().min(5).max(200).default(20).meta({
        description:
          'Number of sessions to learn from. Until there are so many, the default thresholds apply.',
      }),
      since: z
        .string()
        .regex(/^(?:\d{4}-\d\d-\d\d)?$/, NO_DAY)
        .refine((day) => day === '' || isDay(day), NO_DAY)
        .default('')
        .meta({
          description:
            'Day (`YYYY-MM-DD`) from which sessions count for your baseline. Empty: from the first. Change it to reset your baseline.',
        }),
    })
    .prefault({}),
  vault: z
    .object({
      enabled: z.boolean().default(false).meta({
        scope: 'machine',
        description:
          'Keep a compressed copy of each log, so that transcripts and evidence outlive Claude Code’s deletion. Logs hold all that was said and may hold secrets.',
      }),
      maxMb: z.number().int().min(10).max(1_000_000).default(1000).meta({
        scope: 'machine',
        description: 'Maximum size of all copies, MB. The oldest are deleted first.',
      }),
      keepDays: z.number().int().min(0).max(36_500).default(0).meta({
        scope: 'machine',
        description:
          'Delete copies older than this many days, counted from the last line of the log. 0 keeps them.',
      }),
      exclude: z.array(z.string()).default([]).meta({
        scope: 'machine',
        description: 'Project folders whose logs are not copied, for example `/home/me/private`.',
      }),
    })
    .prefault({}),
  search: SearchSettings,
  reading: ReadingSettings,
  terminal: z
    .object({
      addCommand: z.boolean().default(false).meta({
        scope: 'application',
        description:
          'Add the `vigil` command to the PATH of VS Code’s terminals, on the archive of this VS Code. Terminals opened from then on have it.',
      }),
    })
    .prefault({}),
  editor: z
    .object({
      markEdits: z.boolean().default(false).meta({
        description:
          'Mark lines in the editor that Claude changed in the last three days without reading the file, after it had changed, or again and again without rereading it. The mark opens the conversation.',
      }),
    })
    .prefault({}),
  notifications: z
    .object({
      enabled: z.boolean().default(false).meta({
        description:
          'Show a notification, once each, when harm is found in a live session of this workspace, its context is nearly full, a limit is near or a budget is spent.',
      }),
      waits: z
        .enum(['ask', 'on', 'off'])
        .default('ask')
        .meta({
          description: 'Show a notification when a session of this workspace waits for you.',
          choices: {
            ask: 'Ask the first time a session waits.',
            on: 'Each time a session begins to wait.',
            off: 'Never. The badge and the sidebar still show it.',
          },
        }),
      muted: z.array(z.string()).default([]).meta({
        description:
          'What never shows a notification: names of findings, for example `guard_bypassed`, or `context`, `limit`, `budget`.',
      }),
    })
    .prefault({}),
});
/** The settings as the engine gets them: complete. */
export type Settings = z.output<typeof Settings>;

/**
 * Settings a workspace may have a value of its own for, each with the reason. They change what one window shows. All others
 * decide figures, alarms or what is kept, which all windows share: they have one value for all (scope `application`, or
 * `machine` where they name folders of it).
 */
export const WINDOW_SETTINGS: Readonly<Record<string, string>> = {
  'statusBar.enabled': 'whether this window has a badge',
  'statusBar.errorBackground': 'how the badge of this window looks',
  'statusBar.show': 'what the badge of this window shows',
  'editor.markEdits': 'whether the editors of this window have marks',
  'notifications.enabled': 'whether this window notifies of the sessions of its workspace',
  'notifications.waits': 'whether this window notifies of sessions that wait',
  'notifications.muted': 'what does not notify in this window',
};

const SILENCED = ['alerts.muted', 'alerts.mutedIn', 'detectors', 'detectorsExclude'] as const;

/** The sections of VS Code's settings page, with the settings or groups of settings in each, in order. */
export const SECTIONS: readonly (readonly [title: string, keys: readonly string[]])[] = [
  ['Status Bar', ['statusBar']],
  ['Money', ['plan', 'budgets', 'prices']],
  ['Alerts', ['notifications', 'context', 'editor', ...SILENCED, 'live']],
  ['Measures (Advanced)', ['baseline', 'signals', 'alerts.measures']],
  ['Archive', ['storage', 'vault', 'search']],
  ['Advanced', ['roots', 'exclude', 'followLinks', 'timezone', 'reading', 'terminal']],
];
