import { textRules } from '../../contract/text';
import { z } from '../../contract/zod';
import { consoleFile } from './console-file';

/** The configuration file as JSON Schema, for editors that complete and check it while somebody types. */
export function consoleFileSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(consoleFile, {
    io: 'input',
    // The one that every YAML editor knows.
    target: 'draft-7',
    override({ zodSchema, jsonSchema }) {
      for (const check of zodSchema._zod.def.checks ?? []) {
        const rule = textRules.get(check);
        if (rule !== undefined) Object.assign(jsonSchema, { minLength: 1, maxLength: rule.maxLength });
      }
    },
  });
  return { ...schema, title: 'Configuration of the Fuse Cancel Console' };
}
