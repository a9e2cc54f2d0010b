// Keeps what went wrong on the page where tests and the program's log can read it.
(() => {
  'use strict';

  window.__errors = [];
  const keep = (text) => {
    if (window.__errors.length < 100) window.__errors.push(String(text));
  };
  window.addEventListener('error', (event) => keep(event.message));
  window.addEventListener('unhandledrejection', (event) => keep(event.reason));
  document.addEventListener('securitypolicyviolation', (event) =>
    keep(`refused: ${event.violatedDirective} ${event.blockedURI}`),
  );
})();
