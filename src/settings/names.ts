/** Names that settings hold: those of what is switched on, off or muted. */
import { findings } from '../findings/registry';
import { signals } from '../signals/registry';

/** Detectors (`detectors/registry.ts`), in `vigil.detectors`. */
export const DETECTORS = [
  'tool_errors',
  'cost',
  'cache_hits',
  'denials',
  'context',
  'duration',
  'measures',
  'budget',
  'unpriced',
  'drift',
  'archive',
] as const;
export type DetectorName = (typeof DETECTORS)[number];

/** Measures, in `vigil.signals.off`. */
export const MEASURES: readonly string[] = signals.map(({ name }) => name);

const FINDINGS = findings.map(({ name }) => name);

/** What badge and Alerts may be silent about, in `vigil.alerts.muted` and `vigil.alerts.mutedIn`. A budget is a kind of its own: it was before there were detectors. */
export const MUTABLE: readonly string[] = [
  ...FINDINGS,
  'waiting',
  'context',
  'limit',
  'budget',
  'log',
  ...DETECTORS.filter((name) => name !== 'budget').map((name) => `detectors.${name}`),
  ...MEASURES,
];

/** What shows no notification, in `vigil.notifications.muted`. */
export const NOTIFIED: readonly string[] = [...FINDINGS, 'context', 'limit', 'budget'];
