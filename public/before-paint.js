{
  // What the first view asks for, on its way before the script that asks for it. From here and not from the document:
  // a long list would come before that script. First of all: to read the storage takes a while.
  if (location.pathname === '/')
    for (const href of ['/api/session', '/api/applications']) {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href });
      document.head.append(link);
    }

  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {}
  root.dataset.view = { '/': 'home', '/wall': 'wall' }[location.pathname] ?? 'other';
}
