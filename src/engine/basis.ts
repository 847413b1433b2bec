/** What figures depend on besides the logs: settings, phrases, prices, time zone, and what is usual for the person. */
import { hash } from 'node:crypto';
import { en } from '../l10n/english';
import { learnBaseline } from '../library/grades';
import { rulesOf, type Rules } from '../library/rules';
import { FIGURES_VERSION } from '../library/summarise';
import { distinctRoots } from '../log/gate';
import { rootsOf } from '../log/roots';
import type { Scan } from '../session/fold/scan';
import { ineffectiveSettings, refused } from '../settings/contradictions';
import type { Settings } from '../settings/settings';
import type { Usual } from '../signals/baseline';
import { scanFor } from '../signals/scan';
import type { SignalOptions } from '../signals/signal';
import type { SessionFigures } from '../store/figures';
import { calendarOf } from '../usage/days';
import type { EngineParts, TellProblem } from './parts';
import { Prices } from './prices';

/** Windows and minimum amounts of measures, but not their thresholds. */
const reachOf = ({
  off,
  readEditRatio,
  stopPhrases,
  reasoningLoop,
  interrupts,
  parseHealth,
}: SignalOptions): unknown => [
  off,
  readEditRatio?.window,
  readEditRatio?.minCalls,
  stopPhrases.window,
  reasoningLoop.minCalls,
  interrupts?.minCalls,
  parseHealth?.minLines,
];

export class Basis {
  settings: Settings;
  /** Phrases that are searched while a log is read. */
  scan: Scan;
  readonly prices: Prices;
  rules: Rules;
  /** Folders of logs. */
  roots: string[];
  usual: Usual[] = [];
  /** How often settings or prices have changed. */
  taken = 0;

  constructor(
    private readonly parts: EngineParts,
    private readonly problem: TellProblem,
  ) {
    this.settings = parts.settings;
    this.scan = this.scanNow();
    this.prices = new Prices(parts, problem);
    this.rules = this.rulesNow();
    this.roots = this.rootsNow();
  }

  /** Applies new settings, or new prices with the same settings. */
  take(settings: Settings): void {
    this.taken++;
    this.settings = settings;
    this.rules = this.rulesNow();
    this.roots = this.rootsNow();
    this.scan = this.scanNow();
  }

  /** Computes the baseline from the sessions that have ended. */
  learn(figures: Iterable<SessionFigures>): void {
    const { usual, thresholds } = learnBaseline(figures, this.settings, this.parts.now());
    this.usual = usual;
    this.rules = { ...this.rules, thresholds };
  }

  /** Identifies a basis: figures with another basis must be derived again. */
  key(): string {
    const { options, measures, taskType, prices } = this.rules;
    return JSON.stringify({
      figures: FIGURES_VERSION,
      zone: this.settings.timezone || this.parts.systemTimezone,
      stop: options.stopPhrases.scope,
      loop: options.reasoningLoop.scope,
      reach: reachOf(options),
      measures,
      taskType,
      prices: hash('sha256', JSON.stringify(prices)),
    });
  }

  /** The folders of logs as they are named: relative paths depend on where the process runs. */
  rootsAsked(): string[] {
    const { home, claudeConfigDir, xdgConfigHome } = this.parts;
    return rootsOf({ setting: this.settings.roots, claudeConfigDir, xdgConfigHome, home });
  }

  private rootsNow(): string[] {
    return distinctRoots(this.rootsAsked());
  }

  private rulesNow(): Rules {
    const calendar = calendarOf(this.settings.timezone || this.parts.systemTimezone);
    const tell = (level: 'error' | 'warn', all: readonly string[]): void => {
      for (const said of all) this.problem(level, `settings ${said}`, en('Setting vigil.{w0}', said), null);
    };
    tell('error', refused(this.settings));
    // Possible mistakes are not reported in each window: they are in the log, and `vigil config check` lists them.
    tell('warn', ineffectiveSettings(this.settings));
    return rulesOf(this.settings, this.prices.table(this.settings), calendar);
  }

  private scanNow(): Scan {
    return scanFor(this.settings.signals.stopPhrases.custom);
  }
}
