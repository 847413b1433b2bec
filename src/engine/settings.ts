/**
 * Every setting of Vigil, once: the keys under `vigil.` in VS Code, their defaults and bounds.
 * package.json's `contributes.configuration` is generated from this schema (`node scripts/manifest.mjs`).
 */
import * as z from 'zod';

const threshold = (value: number, min: number, max: number, description: string) =>
  z.number().min(min).max(max).default(value).meta({ description });

export const Settings = z.object({
  roots: z.array(z.string()).default([]).meta({
    scope: 'machine',
    description:
      'Folders that hold Claude Code data (each with a `projects` folder). Empty: `CLAUDE_CONFIG_DIR`, `~/.claude` and `~/.config/claude`.',
  }),
  timezone: z.string().default('').meta({
    description:
      'IANA time zone that decides which day a request belongs to, for example `Europe/Berlin`. Empty: the zone of this machine.',
  }),
  statusBar: z
    .object({
      enabled: z.boolean().default(true).meta({ description: 'Show the severity badge in the status bar.' }),
      errorBackground: z
        .boolean()
        .default(true)
        .meta({ description: 'Colour the badge when a live session is at WARN or CRITICAL.' }),
    })
    .prefault({}),
  signals: z
    .object({
      readEditRatio: z
        .object({
          warn: threshold(4, 0, 100, 'Reads per edit below which the signal is WARN.'),
          critical: threshold(2, 0, 100, 'Reads per edit below which the signal is CRITICAL.'),
        })
        .prefault({}),
      stopPhrase: z
        .object({
          warn: threshold(1, 1, 1000, 'Stop phrases in a session from which the signal is WARN.'),
          critical: threshold(3, 1, 1000, 'Stop phrases in a session from which the signal is CRITICAL.'),
        })
        .prefault({}),
      reasoningLoop: z
        .object({
          warn: threshold(
            10,
            0,
            10000,
            'Reasoning loops per 1,000 tool calls from which the signal is WARN.',
          ),
          critical: threshold(
            20,
            0,
            10000,
            'Reasoning loops per 1,000 tool calls from which the signal is CRITICAL.',
          ),
        })
        .prefault({}),
      parseHealth: z
        .object({
          critical: threshold(
            0.9,
            0.5,
            1,
            'Share of understood log lines below which every figure is in doubt and the signal is CRITICAL.',
          ),
        })
        .prefault({}),
    })
    .prefault({}),
});
/** The settings as the engine gets them: complete. */
export type Settings = z.output<typeof Settings>;
