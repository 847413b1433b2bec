/**
 * Every setting of Vigil, once: the keys under `vigil.` in VS Code, their defaults and bounds.
 * package.json's `contributes.configuration` is generated from this schema (`node scripts/manifest.mjs`).
 */
import * as z from 'zod';
import { OwnPrice } from '../usage/table';
import { Budget } from '../usage/budget';
import { CustomPhrase } from '../signals/phrases';
import { LoopScope, StopScope, type Thresholds } from '../signals/signal';

const threshold = (value: number, min: number, max: number, description: string) =>
  z.number().min(min).max(max).default(value).meta({ description });

export const Settings = z.object({
  roots: z.array(z.string()).default([]).meta({
    scope: 'machine',
    description:
      'Folders that hold Claude Code data (each with a `projects` folder). Empty: `CLAUDE_CONFIG_DIR`, `~/.claude` and `~/.config/claude`.',
  }),
  exclude: z.array(z.string()).default([]).meta({
    scope: 'machine',
    description:
      'Project folders whose logs are not read, for example `/home/me/private`. What is kept of them already stays until you wipe it.',
  }),
  followLinks: z.array(z.string()).default([]).meta({
    scope: 'application',
    description:
      'Folders that links among the logs may lead to, for example `/home/me/shared-logs`. Links that lead elsewhere out of the folders of logs are not followed.',
  }),
  storage: z
    .string()
    .max(4000)
    .refine(
      (folder) => folder === '' || /^(?:~(?:[\\/]|$)|[\\/]|[A-Za-z]:[\\/])/.test(folder),
      'must be an absolute path',
    )
    .default('')
    .meta({
      scope: 'machine',
      description:
        'Folder in which Vigil keeps its archive, for example `/home/me/vigil`, on a disk of this machine. Empty: the folder VS Code gives to Vigil. Used from the next start of the window; what was kept elsewhere stays there and can be moved by a backup.',
    }),
  timezone: z.string().default('').meta({
    description:
      'IANA time zone that decides which day a request belongs to, for example `Europe/Berlin`. Empty: the zone of this machine.',
  }),
  statusBar: z
    .object({
      enabled: z.boolean().default(true).meta({ description: 'Show the badge in the status bar.' }),
      errorBackground: z.boolean().default(true).meta({
        description:
          'Colour the badge while it gives a reason: yellow for what should be looked at, red for harm.',
      }),
      second: z.enum(['none', 'cost', 'context', 'block']).default('none').meta({
        description:
          'A second segment beside the badge: `cost` of today, `context` fill of the live session, or `block`: time left in the running 5-hour block.',
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
            'Reads per edit below which the measure is CRITICAL, where measures ring.',
          ),
        })
        .prefault({}),
      stopPhrases: z
        .object({
          scope: StopScope.default('turnEnd').meta({
            description:
              'Where a stop phrase counts. `turnEnd`: in prose that ends a turn; `prose`: in all prose of the agent; `plain`: anywhere, with the plain phrases of codevigil, quotes and code included.',
          }),
          custom: z.array(CustomPhrase).max(200).default([]).meta({
            description:
              'Stop phrases of your own: a text (whole words, any case), or an object with `text`, `mode` (`word`, `substring` or `regex`), `category` and `intent`. Logs that are still there are read again when this changes.',
          }),
          warn: threshold(
            3,
            1,
            1000,
            'Stop phrases in the last 20 turn ends from which the measure is unusual.',
          ),
          critical: threshold(
            6,
            1,
            1000,
            'Stop phrases in the last 20 turn ends from which the measure is CRITICAL, where measures ring.',
          ),
        })
        .prefault({}),
      reasoningLoop: z
        .object({
          scope: LoopScope.default('sentenceStart').meta({
            description:
              'Where a self-correction counts. `sentenceStart`: where it begins a sentence; `plain`: anywhere, with the plain phrases of codevigil.',
          }),
          warn: threshold(
            10,
            0,
            10000,
            'Reasoning loops per 1,000 tool calls from which the measure is unusual.',
          ),
          critical: threshold(
            20,
            0,
            10000,
            'Reasoning loops per 1,000 tool calls from which the measure is CRITICAL, where measures ring.',
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
            'Interrupts per 1,000 tool calls from which the measure is CRITICAL, where measures ring.',
          ),
        })
        .prefault({}),
      parseHealth: z
        .object({
          critical: threshold(
            0.9,
            0.5,
            1,
            'Share of understood log lines below which every figure is in doubt and the log is told as not understood.',
          ),
        })
        .prefault({}),
      taskType: z.boolean().default(false).meta({
        description:
          'Say what kind of task sessions and their turns were: exploring, changing, debugging, planning or mixed (experimental).',
      }),
    })
    .prefault({}),
  alerts: z
    .object({
      measures: z.boolean().default(false).meta({
        // One for all windows, as they share what was read.
        scope: 'application',
        description:
          'Let measures ring as codevigil has them: its thresholds and plain matching decide on severity, badge and alerts beside the findings, and means of sessions are marked WARN and CRITICAL. Most such alarms are false when they are read up in real logs.',
      }),
    })
    .prefault({}),
  plan: z.enum(['api', 'subscription']).default('api').meta({
    description:
      'How you pay. With `subscription` every amount is marked as notional: what the same requests would cost at list price.',
  }),
  prices: z.record(z.string(), OwnPrice).default({}).meta({
    description:
      'Prices of your own by model, in dollars per million tokens: `{"my-model": {"input": 3, "output": 15}}`. For models without a price, or in place of one.',
  }),
  budgets: z.array(Budget).max(50).default([]).meta({
    description:
      'Budgets in dollars at list price: `[{"per": "day", "usd": 20}, {"per": "month", "usd": 300, "project": "/home/me/app"}]`. The badge warns from 80 % of one.',
  }),
  context: z
    .object({
      warnAt: z.number().min(0.1).max(1).default(0.8).meta({
        description: 'Share of the context window from which Vigil warns.',
      }),
    })
    .prefault({}),
  baseline: z
    .object({
      enabled: z.boolean().default(true).meta({
        description:
          'Learn thresholds from your own first sessions. A threshold that you set to something other than its default is used as it is.',
      }),
      sessions: z.number().int().min(5).max(200).default(20).meta({
        description:
          'Sessions that make your baseline. Until there are so many, the default thresholds apply.',
      }),
      since: z
        .string()
        .regex(/^(?:\d{4}-\d\d-\d\d)?$/)
        .default('')
        .meta({
          description:
            'Day (`YYYY-MM-DD`) from which sessions count for your baseline. Empty: from the first. Set it to start anew.',
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
        description: 'Room the copies may take, in MB. When there is more, the oldest go.',
      }),
      keepDays: z.number().int().min(0).max(36_500).default(0).meta({
        scope: 'machine',
        description: 'Days after which a copy goes, counted from the last line of its log. 0: never.',
      }),
      exclude: z.array(z.string()).default([]).meta({
        scope: 'machine',
        description: 'Project folders whose logs are not copied.',
      }),
    })
    .prefault({}),
  editor: z
    .object({
      markEdits: z.boolean().default(false).meta({
        description:
          'Mark lines in the editor that the agent changed in the last days without reading the file, on a stale read, or again and again without a look. The mark leads to what was said then.',
      }),
    })
    .prefault({}),
  notifications: z
    .object({
      enabled: z.boolean().default(false).meta({
        description:
          'Show a notification when something critical is found in a live session of this workspace: once each.',
      }),
      muted: z
        .array(z.string())
        .default([])
        .meta({ description: 'Names of findings that never notify, for example `guard_bypassed`.' }),
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
  'statusBar.second': 'what this window shows beside the badge',
  'editor.markEdits': 'whether the editors of this window have marks',
  'notifications.enabled': 'whether this window notifies of the sessions of its workspace',
  'notifications.muted': 'which signals do not notify in this window',
};

/** The settings without what is one window's own: what the archive is derived with. */
export function sharedSettings(settings: Settings): Settings {
  const { statusBar, editor, notifications } = Settings.parse({});
  return { ...settings, statusBar, editor, notifications };
}

/** Thresholds of the settings by signal name. */
export const thresholdsOf = ({ signals }: Settings): Record<string, Thresholds> => ({
  read_edit_ratio: bounds(signals.readEditRatio),
  stop_phrase: bounds(signals.stopPhrases),
  reasoning_loop: bounds(signals.reasoningLoop),
  interrupt_rate: bounds(signals.interrupts),
  parse_health: { warn: null, critical: signals.parseHealth.critical },
});

/** codevigil's own: phrases matched plainly, anywhere, and its thresholds where ours are others and none were set. */
export function asCodevigil(settings: Settings): Settings {
  const { signals } = settings;
  const { stopPhrases, reasoningLoop } = signals;
  const asShipped = stopPhrases.warn === SHIPPED.warn && stopPhrases.critical === SHIPPED.critical;
  return {
    ...settings,
    // Nothing is learned: its thresholds are the same for everybody.
    baseline: { ...settings.baseline, enabled: false },
    signals: {
      ...signals,
      stopPhrases: { ...stopPhrases, scope: 'plain', ...(asShipped ? { warn: 1, critical: 3 } : {}) },
      reasoningLoop: { ...reasoningLoop, scope: 'plain' },
    },
  };
}
const SHIPPED = Settings.parse({}).signals.stopPhrases;

const bounds = ({ warn, critical }: { warn: number; critical: number }): Thresholds => ({ warn, critical });
