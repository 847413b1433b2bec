/** The builders are in `test/support`; this file is for branches that still import them from here. */
export * from '../support/logs';
