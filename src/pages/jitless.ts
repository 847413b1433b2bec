/**
 * Imported before everything else by pages and the extension: zod would otherwise try out, while schemas are made, whether it may compile
 * its checks. The policy of a page forbids and reports that, and the extension host reports the look at `navigator` it begins with.
 */
import { config } from 'zod/v4/core';

config({ jitless: true });
