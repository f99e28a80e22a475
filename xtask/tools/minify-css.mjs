// Minifies one style sheet: node minify-css.mjs <from> <to>
import { readFileSync, writeFileSync } from 'node:fs';
import { transform } from 'lightningcss';

const [from, to] = process.argv.slice(2);
const { code, warnings } = transform({ filename: from, code: readFileSync(from), minify: true });
for (const warning of warnings) {
  console.error(`style sheet: ${warning.message}`);
}
if (warnings.length > 0) process.exit(1);
writeFileSync(to, code);
