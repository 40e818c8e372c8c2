/* Sets the colour scheme before the first paint. Loaded by a blocking script element: the content security policy allows no inline script. */
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('botarmy.theme');
  } catch {
    /* Storage may be forbidden; the system's scheme is used then. */
  }
  const isDark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', isDark);
})();
