// SPDX-License-Identifier: Apache-2.0
// Validates files against the SARIF 2.1.0 schema, with a validator that knows nothing of npusim.
// usage: node validate.mjs PACKAGES FILE... (PACKAGES: the folder where package-lock.json is installed)
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';

const [packages, ...files] = process.argv.slice(2);
const require = createRequire(resolve(packages, 'package.json'));
const Ajv = require('ajv');
const ajv = new Ajv({schemaId: 'auto', allErrors: true, jsonPointers: true, format: 'full'});
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
const validate = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

let invalid = 0;
for (const file of files) {
  if (validate(JSON.parse(readFileSync(file, 'utf8')))) continue;
  ++invalid;
  for (const error of validate.errors.slice(0, 20)) {
    console.log(`${file}: ${error.dataPath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
  }
}
process.exitCode = files.length === 0 || invalid > 0 ? 1 : 0;
