import { loadEnvFile } from 'node:process';

/** Takes what `.env` in the working directory holds into the environment; without such a file the defaults hold. */
export function loadEnv(): void {
  try {
    loadEnvFile();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
