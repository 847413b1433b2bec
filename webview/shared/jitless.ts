/**
 * Imported before everything else: zod would otherwise try out, while schemas are made, whether it may compile its checks, which the
 * policy of the page forbids and reports.
 */
import * as z from 'zod';

z.config({ jitless: true });
