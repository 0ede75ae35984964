// Runs before the first paint, so that neither the theme nor the shell flashes.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // Storage may be forbidden: the system's theme it is.
  }
  root.dataset.view = { '/': 'home', '/wall': 'wall' }[location.pathname] ?? 'other';
})();
