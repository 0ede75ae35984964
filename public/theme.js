{
  const root = document.documentElement;
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {}
  root.dataset.view = { '/': 'home', '/wall': 'wall' }[location.pathname] ?? 'other';
}
