/** What templates write, without a page. */
export { htmlOf as written } from '../../webview/shared/html';
