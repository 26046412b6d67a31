// Runs before the first paint: the kept theme and language direction, or what the system prefers.
(() => {
  const root = document.documentElement;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem('isthmus.prefs') ?? '{}');
  } catch {
    // Storage may be closed to us; the defaults below serve.
  }
  const light = matchMedia('(prefers-color-scheme: light)').matches;
  root.dataset.theme = kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : light ? 'light' : 'dark';
  const language = ['en', 'fr', 'ar'].includes(kept.language) ? kept.language : 'en';
  root.lang = language;
  root.dir = language === 'ar' ? 'rtl' : 'ltr';
})();
