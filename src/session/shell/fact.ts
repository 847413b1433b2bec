import type { Fact, FactName } from '../facts';

/** Most characters of a command that a fact keeps. */
export const KEPT = 120;

/** A fact of a command; its value is cut. */
export const fact = (name: FactName, value = ''): Fact => ({ fact: name, value: value.slice(0, KEPT) });
