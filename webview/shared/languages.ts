/** Languages whose code has colours, and the names files and fences have for them. */
import type { LanguageFn } from 'highlight.js';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cmake from 'highlight.js/lib/languages/cmake';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dart from 'highlight.js/lib/languages/dart';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import elixir from 'highlight.js/lib/languages/elixir';
import go from 'highlight.js/lib/languages/go';
import graphql from 'highlight.js/lib/languages/graphql';
import groovy from 'highlight.js/lib/languages/groovy';
import haskell from 'highlight.js/lib/languages/haskell';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import less from 'highlight.js/lib/languages/less';
import lua from 'highlight.js/lib/languages/lua';
import makefile from 'highlight.js/lib/languages/makefile';
import markdown from 'highlight.js/lib/languages/markdown';
import nginx from 'highlight.js/lib/languages/nginx';
import objectivec from 'highlight.js/lib/languages/objectivec';
import perl from 'highlight.js/lib/languages/perl';
import php from 'highlight.js/lib/languages/php';
import powershell from 'highlight.js/lib/languages/powershell';
import protobuf from 'highlight.js/lib/languages/protobuf';
import python from 'highlight.js/lib/languages/python';
import r from 'highlight.js/lib/languages/r';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import scala from 'highlight.js/lib/languages/scala';
import scss from 'highlight.js/lib/languages/scss';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

export const LANGUAGES: Readonly<Record<string, LanguageFn>> = {
  bash,
  c,
  cmake,
  cpp,
  csharp,
  css,
  dart,
  diff,
  dockerfile,
  elixir,
  go,
  graphql,
  groovy,
  haskell,
  ini,
  java,
  javascript,
  json,
  kotlin,
  less,
  lua,
  makefile,
  markdown,
  nginx,
  objectivec,
  perl,
  php,
  powershell,
  protobuf,
  python,
  r,
  ruby,
  rust,
  scala,
  scss,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};

/** Other names, in lower case: endings of files, whole names of files, and what stands behind fences. */
const ALSO: Readonly<Record<string, string>> = {
  bash: 'sh zsh shell console shellscript fish .bashrc',
  c: 'h',
  cmake: 'cmakelists.txt',
  cpp: 'cc cxx hpp hh c++',
  csharp: 'cs',
  diff: 'patch',
  elixir: 'ex exs',
  groovy: 'gradle jenkinsfile',
  graphql: 'gql',
  haskell: 'hs',
  ini: 'toml cfg conf properties env editorconfig',
  javascript: 'js jsx mjs cjs',
  json: 'jsonl json5 jsonc ipynb',
  kotlin: 'kt kts',
  makefile: 'mk make',
  markdown: 'md mdx',
  objectivec: 'm mm',
  perl: 'pl pm',
  powershell: 'ps1 psm1',
  protobuf: 'proto',
  python: 'py pyi py3',
  ruby: 'rb gemfile rakefile',
  rust: 'rs',
  scala: 'sc',
  typescript: 'ts tsx mts cts',
  xml: 'html htm svg xhtml vue svelte plist csproj',
  yaml: 'yml',
};

export const NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ALSO).flatMap(([language, names]) => names.split(' ').map((name) => [name, language])),
);
