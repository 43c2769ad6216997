// The words: complete in both languages, which the compiler watches too, and in no other place.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

import { loadWords, type Words } from '.';

const han = /\p{Script=Han}/u;

/** "common.states.notFound: text" for each word of one language. */
function shapeOf(value: unknown, path: string): string[] {
  if (typeof value === 'function') return [`${path}: function`];
  if (Array.isArray(value)) return [`${path}: ${value.length} words`];
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, part]) => shapeOf(part, path === '' ? key : `${path}.${key}`));
}

test('both languages have the same words', async () => {
  const [zh, en] = await Promise.all([loadWords('zh'), loadWords('en')]);
  // Classes come from the service in Chinese: only English has words for them.
  const shape = (words: Words) => shapeOf({ ...words, rules: { ...words.rules, classes: {} } }, '').toSorted();
  expect(shape(en)).toEqual(shape(zh));
});

const parsed = new Map<string, ts.SourceFile>(); // the libraries, once

/** What the compiler says of en/persons.ts when it or its twin stands there changed. */
function compiled(language: 'zh' | 'en', change: (text: string) => string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const read = host.readFile;
  host.getSourceFile = (file, target) => {
    const text = read(file);
    if (text === undefined) return undefined;
    if (file.endsWith(`${language}/persons.ts`)) return ts.createSourceFile(file, change(text), target);
    const made = parsed.get(file) ?? ts.createSourceFile(file, text, target);
    parsed.set(file, made);
    return made;
  };
  const file = 'src/words/en/persons.ts';
  const program = ts.createProgram([file], options, host);
  return program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

test('a word that one language lacks or has too much does not compile', () => {
  const without = (text: string) => text.replace(/^ {2}birth: .*\n/m, '');
  const added = (text: string) => text.replace(/^ {2}birth:/m, "  added: 'x',\n  birth:");
  expect(compiled('en', (text) => text)).toEqual([]);
  expect(compiled('en', without).join()).toContain("'birth' is missing");
  expect(compiled('zh', added).join()).toContain("'added' is missing");
  expect(compiled('en', added).join()).toContain("'added' does not exist");
  expect(compiled('zh', without).join()).toContain("'birth' does not exist");
});

// Values of the service that are compared with, not shown.
const compared = ['pages/rules/rule_rows.ts'];

test('no Chinese stands outside of words/', () => {
  const found: string[] = [];
  for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || /\.test\.tsx?$/.test(file) || file.startsWith('words/') || compared.includes(file)) continue;
    const source = ts.createSourceFile(file, readFileSync(join('src', file), 'utf8'), ts.ScriptTarget.ES2022, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
    const look = (node: ts.Node) => {
      const isText = ts.isStringLiteralLike(node) || ts.isJsxText(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node) || ts.isRegularExpressionLiteral(node);
      if (isText && han.test(node.text)) found.push(`${file}: ${node.text.trim()}`);
      ts.forEachChild(node, look);
    };
    if (file !== 'api/schema.d.ts') look(source);
  }
  expect(found).toEqual([]);
});
