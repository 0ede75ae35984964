import { withoutZeros } from './ids';

/** Spreadsheets keep this many digits of a number and turn the others into zeros. */
const spreadsheetDigits = 15;

interface SavedIds {
  applicationId: string;
  deployments: readonly { deploymentId: string }[];
}

const beginning = (id: string) => `${id.slice(0, spreadsheetDigits)} of ${id.length}`;

function warningsBeside(saved: readonly string[]): (id: string) => string[] {
  const known = new Set(saved);
  const byNumber = new Map(saved.map((id) => [withoutZeros(id), id]));
  const byBeginning = new Map(
    saved.filter((id) => id.length > spreadsheetDigits).map((id) => [beginning(id), id]),
  );
  return (id) => {
    if (known.has(id)) return [];
    const warnings: string[] = [];
    const twin = byNumber.get(withoutZeros(id));
    if (twin !== undefined) warnings.push(`differs from saved ${twin} only by leading zeros`);
    const rest = id.slice(spreadsheetDigits);
    if (/^0+$/.test(rest)) {
      const rounded = byBeginning.get(beginning(id));
      const like = rounded === undefined ? '' : `; ${rounded} is saved`;
      warnings.push(`ends in ${rest}, like a number that a spreadsheet has rounded${like}`);
    }
    return warnings;
  };
}

/** Warnings about an ID that is not saved yet and that a spreadsheet may have damaged, judged by the saved IDs. */
export function idWarnings(
  saved: readonly SavedIds[],
): Record<'application' | 'deployment', (id: string) => string[]> {
  return {
    application: warningsBeside(saved.map((one) => one.applicationId)),
    deployment: warningsBeside(saved.flatMap((one) => one.deployments.map((other) => other.deploymentId))),
  };
}
