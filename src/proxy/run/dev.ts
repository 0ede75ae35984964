// The modules that the dev server's plugin loads through Vite's module graph, so that Vite's config stays small.
export { openConsoleFile } from '../config/console-file-holder';
export { readConfig, variableNames } from '../config/env';
export { describeSources } from '../config/env-file';
export { checkHost, listAllowedHosts, consoleOrigin } from '../http/guard';
export { createListener, serverTimeouts, refuseAmbiguous } from './listener';
export { reloadOnHangUp } from './hang-up';
export { createLog, createLogWriter } from './log';
export { startRuntime } from './start';
