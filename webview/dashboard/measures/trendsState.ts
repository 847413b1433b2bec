/** What Trends shows; other sections choose its measure and lead there. */
import * as z from 'zod';
import { Split } from '../../../src/questions/shared/dashboard/trendFigures';
import { Over } from '../../../src/usage/over';
import { ownState } from '../../shared/own';

export const trendsState = ownState(
  'trends',
  z.object({
    metric: z.string().default('tool_error_share'),
    over: Over.default('week'),
    split: Split.default('none'),
  }),
);
