/** What a detector is: something that looks over weeks, or at the state of things, and tells what is not as it was. Pure. */
import type { Conversation } from '../analysis/metrics';
import type { DetectorName } from '../settings/names';
import type { Settings } from '../settings/settings';
import type { Severity } from '../signals/severity';
import type { AlertWords } from '../store/alerts';
import type { SessionFigures } from '../store/figures';
import type { Spend } from '../usage/budget';
import type { Point } from '../analysis/compare';

/** What a detector found. */
export interface Detected {
  /** Name of the detector; with `key` it is known again. */
  detector: string;
  key: string;
  severity: Severity;
  /** What happened, in plain words, with the figures. */
  sentence: string;
  detail: string;
  /** Folder of the project it is about; null when it is about none. */
  project: string | null;
  link: AlertWords['link'];
}

/** What is said of a detector in docs and surfaces. */
export interface DetectorWords {
  /** Name in settings and JSON. */
  readonly name: DetectorName;
  /** Name in the user interface. */
  readonly title: string;
  /** What it looks at, one sentence. */
  readonly meaning: string;
  /** When it fires, a phrase. */
  readonly rule: string;
  /** When it says nothing, a phrase. */
  readonly silent: string;
}

/** What detectors are asked of. */
export interface DetectorSources {
  /** Sessions and sub-agents. */
  figures: readonly SessionFigures[];
  now: number;
  dayOf: (t: number) => string;
  settings: Pick<Settings, 'plan' | 'detectors' | 'detectorsExclude'>;
  spend: Spend;
  /** Why the archive is not kept, in words, and sessions in it that cannot be read. */
  trouble: { notKept: string | null; setAside: readonly string[] };
}

/** Looks at the state of things. */
export interface StateDetector extends DetectorWords {
  /** It costs nothing to run, and is run whenever somebody asks. */
  live?: true;
  run(sources: DetectorSources): Omit<Detected, 'detector'>[];
}

/** The values of one figure of one group (a tool, a project, a model), session by session. */
export interface Series {
  /** Tells the groups of a detector apart. */
  key: string;
  points: readonly Point[];
  /** Which way is worse; only that way an alert is raised. */
  worse: 'high' | 'low';
  /** The smallest difference of the means that is told, in the unit of the values, beside the share that always holds. */
  least: number;
  project: string | null;
  /** Begins the sentence: "Bash fails more often". */
  lead: string;
  /** A value as the sentence has it: "14 % of its calls". */
  value(value: number): string;
  /** Query of the sessions it is about, without their days. */
  query: string | null;
}

/** Compares the last full week with the weeks before. */
export interface WeekDetector extends DetectorWords {
  /** Off unless it is switched on. */
  isOff?(sources: DetectorSources): boolean;
  series(conversations: readonly Conversation[], sources: Pick<DetectorSources, 'dayOf'>): Series[];
}
