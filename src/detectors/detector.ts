/** The form of a detector: it checks weeks, or the current state, and reports what changed for the worse. Pure. */
import type { Conversation } from '../analysis/metrics';
import type { DetectorName } from '../settings/names';
import type { Settings } from '../settings/settings';
import type { Severity } from '../signals/severity';
import type { AlertWords } from '../store/alerts';
import type { SessionFigures } from '../store/figures';
import type { Spend } from '../usage/budget';
import type { Point } from '../analysis/compare';

/** A report of a detector. */
export interface Detected {
  /** Name of the detector; with `key` it identifies the alert. */
  detector: string;
  key: string;
  severity: Severity;
  /** One sentence that says what happened, with the figures. */
  sentence: string;
  detail: string;
  /** Folder of the project it is about, or null. */
  project: string | null;
  link: AlertWords['link'];
}

/** The texts of a detector. */
export interface DetectorWords {
  /** Name in settings and JSON. */
  readonly name: DetectorName;
  /** Name in the user interface. */
  readonly title: string;
  /** What it checks, in one sentence. */
  readonly meaning: string;
  /** When it fires, a phrase. */
  readonly rule: string;
  /** When it never fires, a phrase. */
  readonly silent: string;
}

/** What detectors get to check. */
export interface DetectorSources {
  /** Sessions and sub-agents. */
  figures: readonly SessionFigures[];
  now: number;
  dayOf: (t: number) => string;
  settings: Pick<Settings, 'plan' | 'detectors' | 'detectorsExclude'>;
  spend: Spend;
  /** Why the archive is not kept, as text, and the sessions in it that cannot be read. */
  trouble: { notKept: string | null; setAside: readonly string[] };
}

/** Checks the current state. */
export interface StateDetector extends DetectorWords {
  /** It is cheap, so it runs whenever alerts are asked for. */
  live?: true;
  run(sources: DetectorSources): Omit<Detected, 'detector'>[];
}

/** The values of one figure of one group (a tool, a project, a model), session by session. */
export interface Series {
  /** Identifies the group within the detector. */
  key: string;
  points: readonly Point[];
  /** Which direction is worse; only changes in this direction raise an alert. */
  worse: 'high' | 'low';
  /** The smallest difference of the means that counts, in the unit of the values; the general minimum share applies too. */
  least: number;
  project: string | null;
  /** The start of the sentence: “Bash fails more often”. */
  lead: string;
  /** A value in the sentence: “14 % of its calls”. */
  value(value: number): string;
  /** The query for its sessions, without the days. */
  query: string | null;
}

/** Compares the last full week with the weeks before. */
export interface WeekDetector extends DetectorWords {
  /** Off unless it is switched on. */
  isOff?(sources: DetectorSources): boolean;
  series(conversations: readonly Conversation[], sources: Pick<DetectorSources, 'dayOf'>): Series[];
}
