/** What the dashboard's page keeps: all it needs to begin with. */
import * as z from 'zod';
import { SORTS } from '../../questions/findSessions';
import { Range } from '../../questions/shared/dashboard/ranges';
import { placeNamed, TABS } from './places';

/** What the page keeps over a reload of the window. */
const Kept = z.object({
  /** The page shows its first tab when it does not know this one. */
  tab: z.string().default('home'),
  /** The section each tab shows; the first where none is said. */
  sections: z.record(z.string(), z.string()).default({}),
  range: Range.default('30d'),
  /** Which sessions the page is about: those of this workspace, where there is one, or all. */
  scope: z.enum(['workspace', 'all']).default('workspace'),
  /** Of them those of just this project, branch and model; '': of any. */
  project: z.string().max(300).default(''),
  branch: z.string().max(300).default(''),
  model: z.string().max(300).default(''),
  /** What Sessions › List shows, and how: other tabs lead there. */
  query: z.string().default(''),
  sort: z.enum(SORTS).default('started'),
  descending: z.boolean().default(true),
  /** The two sessions Compare shows. */
  compare: z.object({ a: z.string(), b: z.string() }).nullable().default(null),
  /** Charts that are shown as tables. */
  tables: z.array(z.string()).default([]),
  /** What each section keeps for itself, by its id; the section checks it. */
  own: z.record(z.string(), z.unknown()).default({}),
});
export type PageState = z.infer<typeof Kept>;

/** What the page keeps; what was kept by former names, each of them a tab then, is found by those of now. */
export const PageState = Kept.transform((kept): PageState => {
  const own = Object.fromEntries(
    Object.entries(kept.own).map(([section, value]) => [placeNamed(section)?.section ?? section, value]),
  );
  const place = TABS.some((tab) => tab === kept.tab) ? undefined : placeNamed(kept.tab);
  return place === undefined
    ? { ...kept, own }
    : { ...kept, own, tab: place.tab, sections: { ...kept.sections, [place.tab]: place.section } };
});
