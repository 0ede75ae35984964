import type { FullResult, Reporter as PlaywrightReporter, Suite } from '@playwright/test/reporter';
import type { Reporter as VitestReporter, TestModule } from 'vitest/node';

/** Reporter of both test runners: a test that was skipped fails the run, and is named. */
export default class NoSkippedTests implements VitestReporter, PlaywrightReporter {
  #suite: Suite | undefined;

  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map(({ fullName }) => `${module.moduleId}: ${fullName}`),
    );
    if (report(skipped)) process.exitCode = 1;
  }

  onBegin(...[, suite]: Parameters<NonNullable<PlaywrightReporter['onBegin']>>): void {
    this.#suite = suite;
  }

  async onEnd(): Promise<{ status: FullResult['status'] } | undefined> {
    const skipped = (this.#suite?.allTests() ?? []).filter((test) => test.outcome() === 'skipped');
    return report(skipped.map((test) => test.titlePath().join(' › '))) ? { status: 'failed' } : undefined;
  }
}

/** Says which tests were skipped; true if there are any. */
function report(skipped: string[]): boolean {
  if (skipped.length > 0) console.error(`\nSkipped, though CI is set:\n  ${skipped.join('\n  ')}`);
  return skipped.length > 0;
}
