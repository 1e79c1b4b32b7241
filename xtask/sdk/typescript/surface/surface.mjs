// Prints the names that users of the package meet, and fails when an operation or a parameter of the view is missing.
//
// Usage: surface.mjs TOOLS VIEW PACKAGE, with the folder of the compiler and the folder of the package.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [tools, viewPath, folder] = process.argv.slice(2);
const ts = createRequire(join(tools, 'package.json'))('typescript');

// What the facade calls by another name than the document; the path parameters are arguments of their own.
const RENAMED = { 'scope[]': 'scope', job: 'jobName', job_variables_attributes: 'variables', job_inputs: 'inputs' };
const ARGUMENTS = { id: 'project', job_id: 'jobId', pipeline_id: 'pipelineId', ref_name: 'refName' };
ARGUMENTS.artifact_path = 'artifactPath';

const entry = join(folder, 'dist/index.d.ts');
const program = ts.createProgram([entry], { strict: true, lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'], types: [] });
const checker = program.getTypeChecker();
const source = program.getSourceFile(entry);
const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source));

const typeOf = (symbol) => checker.getTypeOfSymbolAtLocation(symbol, source);
const aliased = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
const flags = ts.TypeFormatFlags.NoTruncation;
const shown = (type) => checker.typeToString(type, undefined, flags).replaceAll('api.', '');

/** The operations: name to the names of arguments, those inside of objects included. */
const operations = new Map();
const lines = [];

for (const original of exported) {
  const symbol = aliased(original);
  const name = original.name;
  if (name === 'Client') client(symbol);
  else if (name === 'knownValues') known(symbol);
  else if (isModel(symbol)) model(name, symbol);
  else lines.push(`export ${name}`);
}

function isModel(symbol) {
  return symbol.declarations.some((declaration) => declaration.getSourceFile().fileName.endsWith('/types.gen.d.ts'));
}

function client(symbol) {
  for (const member of checker.getDeclaredTypeOfSymbol(symbol).getProperties()) {
    const [signature] = typeOf(member).getCallSignatures();
    if (signature === undefined || member.name.startsWith('_')) continue;
    const names = [];
    const inside = [];
    for (const parameter of signature.getParameters()) {
      names.push(parameter.name);
      const type = checker.getNonNullableType(typeOf(parameter));
      if (type.flags & ts.TypeFlags.Object || type.isIntersection()) {
        inside.push(...type.getProperties().map((property) => property.name));
      }
    }
    operations.set(member.name, [...names, ...inside]);
    const options = inside.filter((option) => option !== 'signal');
    const text = options.length > 0 ? `${names.join(', ')}; ${options.join(', ')}` : names.join(', ');
    lines.push(`operation ${member.name}(${text})`);
  }
}

function known(symbol) {
  for (const set of checker.getExportsOfModule(symbol)) {
    for (const value of typeOf(set).getProperties()) lines.push(`known ${set.name}.${value.name}`);
  }
}

function model(name, symbol) {
  const whole = checker.getDeclaredTypeOfSymbol(symbol);
  const type = checker.getNonNullableType(whole);
  lines.push(`model ${name}${type === whole ? '' : ' | null'}`);
  if (!(type.flags & ts.TypeFlags.Object)) {
    const members = type.isUnion() ? type.types : [type];
    lines.push(...members.map((member) => `value ${name}: ${shown(member).replaceAll('"', "'")}`));
    return;
  }
  for (const field of type.getProperties()) {
    const optional = field.flags & ts.SymbolFlags.Optional ? '?' : '';
    lines.push(`field ${name}.${field.name}${optional}: ${shown(typeOf(field)).replace(/ \| undefined$/, '')}`);
  }
}

const view = JSON.parse(readFileSync(viewPath, 'utf8'));
const resolved = (node) => {
  while (node.$ref) node = node.$ref.slice(2).split('/').reduce((at, key) => at[key], view);
  return node;
};
const camel = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

const missing = [];
for (const item of Object.values(view.paths)) {
  for (const operation of Object.values(item)) {
    const offered = operations.get(camel(operation.operationId));
    if (offered === undefined) {
      missing.push(`Client has no method ${camel(operation.operationId)}`);
      continue;
    }
    const parameters = (operation.parameters ?? []).map((parameter) => resolved(parameter).name);
    for (const media of Object.values(operation.requestBody?.content ?? {})) {
      parameters.push(...Object.keys(resolved(media.schema).properties ?? {}));
    }
    for (const parameter of parameters) {
      const name = ARGUMENTS[parameter] ?? RENAMED[parameter] ?? parameter;
      if (!offered.includes(name)) missing.push(`Client.${camel(operation.operationId)} takes no ${name}`);
    }
  }
}
if (missing.length > 0) {
  console.error([...missing, 'add it to xtask/sdk/typescript/package/src/client.ts'].join('\n'));
  process.exit(1);
}
console.log(lines.sort().join('\n'));
