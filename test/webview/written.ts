/** What templates write, without a page. */
export { written } from '../../webview/shared/written';
