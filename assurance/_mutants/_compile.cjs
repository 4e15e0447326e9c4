#!/usr/bin/env node
/*
 * The compiler of the mutants: one process for all of them, since loading the compiler costs more than using it.
 *
 *   compile.cjs --ast-compact-json FILE --output-dir DIR …   the part of solc's command line that gambit uses
 *   compile.cjs --trees DIR FILE…                          the syntax trees that gambit asks for, all at once
 *   compile.cjs < JOBS > ANSWERS                              one JSON object a line, see `compiling.py`
 */
'use strict';

const fs = require('fs');
const path = require('path');
const readline = require('readline');
let solc; // loaded when it is needed: gambit asks for each file anew

const REMAPPED = ['@openzeppelin/', 'solady/'];

/** What `import` finds, as brownie-config.yaml remaps it. */
function find(name) {
  const file = REMAPPED.some((prefix) => name.startsWith(prefix)) ? `node_modules/${name}` : name;
  try {
    return { contents: fs.readFileSync(file, 'utf8') };
  } catch (error) {
    return { error: error.message };
  }
}

/** Compiles standard JSON. */
function compile(input) {
  solc = solc || require(path.join(__dirname, '../../node_modules/solc'));
  return JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
}

/** Writes the tree of a file where gambit looks for it; `trees` made it, with all the others. */
function ast(file, folder) {
  const name = `${path.basename(file)}_json.ast`;
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(process.env.SOULBADGE_TREES, name), path.join(folder, name));
}

/** Writes the syntax trees of these files into a folder, all in one compilation. */
function trees(folder, files) {
  const sources = Object.fromEntries(files.map((file) => [file, { content: fs.readFileSync(file, 'utf8') }]));
  const output = compile({ language: 'Solidity', sources, settings: { outputSelection: { '*': { '': ['ast'] } } } });
  const wrong = (output.errors || []).find((entry) => entry.severity === 'error');
  if (wrong) throw new Error(wrong.formattedMessage);
  fs.mkdirSync(folder, { recursive: true });
  for (const file of files) {
    fs.writeFileSync(path.join(folder, `${path.basename(file)}_json.ast`), JSON.stringify(output.sources[file].ast));
  }
}

/** A job names sources (only what differs from the disk), settings and the contracts wanted; with none it checks or parses. */
function answer(job) {
  const sources = {};
  for (const [file] of job.wanted) sources[file] = { content: fs.readFileSync(file, 'utf8') };
  for (const [file, content] of Object.entries(job.sources)) sources[file] = { content };
  const outputSelection = job.wanted.length || job.settings.stopAfter ? {} : { '*': { '*': ['abi'] } };
  for (const [file, name] of job.wanted) outputSelection[file] = { ...outputSelection[file], [name]: ['evm.bytecode.object'] };
  const output = compile({ language: 'Solidity', sources, settings: { ...job.settings, outputSelection } });
  const problems = (output.errors || [])
    .filter((entry) => entry.severity === 'error')
    .map(({ sourceLocation, message }) => ({
      file: sourceLocation ? sourceLocation.file : '',
      start: sourceLocation ? sourceLocation.start : -1,
      stop: sourceLocation ? sourceLocation.end : -1,
      message,
    }));
  if (problems.length) return { problems };
  const codes = {};
  for (const [file, name] of job.wanted) codes[name] = output.contracts[file][name].evm.bytecode.object;
  return { codes };
}

const words = process.argv.slice(2);
if (words[0] === '--ast-compact-json') {
  ast(words[1], words[words.indexOf('--output-dir') + 1]);
} else if (words[0] === '--trees') {
  trees(words[1], words.slice(2));
} else {
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    fs.writeSync(1, `${JSON.stringify(answer(JSON.parse(line)))}\n`);
  });
}
