/**
 * Ctrl+F, Cmd on a Mac, looks through all of the transcript: VS Code would look through what is on the page. Escape clears.
 */
export function findByKeys(find: (text: string) => void): void {
  document.addEventListener(
    'keydown',
    (event) => {
      const field = document.getElementById('find');
      if (field === null) return;
      const wanted = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey);
      const clears =
        event.key === 'Escape' && event.target === field && (field as HTMLInputElement).value !== '';
      if (!clears && (!wanted || event.altKey || event.shiftKey)) return;
      event.preventDefault();
      // VS Code listens on the window.
      event.stopPropagation();
      if (clears) find('');
      else field.focus();
    },
    { capture: true },
  );
}
