// The command line as a request; every refusal says which flag, why, and what to write instead.
import { refusal } from "../client.mjs";

const LOCALES = ["zh-CN", "en"];
const GRAINS = ["day", "week", "month", "quarter", "year"];

/** Flags by command: `true` takes no value, `"one"` one value, `"many"` may be repeated. */
const COMMON = { json: true, locale: "one" };
const COMMANDS = {
  evaluate: { ...COMMON, kpi: "many", by: "many", grain: "one", from: "one", to: "one", "as-of": "one", filter: "many", mapping: "one" },
  inspect: { ...COMMON, mapping: "one" },
  catalog: COMMON,
};
const names = (words) => words.join(", ");
const bad = (whatZh, fixZh, whatEn, fixEn) => refusal("E-ARGUMENT", [whatZh, fixZh], [whatEn, fixEn]);

/** The language to speak in, known before anything else is checked. */
export function localeOf(argv, env) {
  const at = argv.findIndex((word) => word === "--locale" || word.startsWith("--locale="));
  const given = argv[at]?.includes("=") ? argv[at].slice("--locale=".length) : argv[at + 1];
  if (at >= 0 && LOCALES.includes(given)) return given;
  return /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || "") ? "zh-CN" : "en";
}

/** `{ help }`, `{ version }` or `{ command, files, flags }` with `flags` as given. */
export function parse(argv) {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  for (const word of ["help", "version"]) if (argv.slice(0, end).includes(`--${word}`)) return { [word]: true };
  const [command, ...rest] = argv;
  const known = Object.hasOwn(COMMANDS, command ?? "") ? COMMANDS[command] : undefined;
  if (!known) {
    const options = names(Object.keys(COMMANDS));
    throw command === undefined
      ? bad("没有给出命令。", `命令有：${options}；--help 查看用法。`, "No command is given.", `Commands: ${options}; see --help.`)
      : bad(`没有命令 ${command}。`, `命令有：${options}；--help 查看用法。`, `There is no command ${command}.`, `Commands: ${options}; see --help.`);
  }
  const [files, flags] = [[], {}];
  for (let isOver = false; rest.length; ) {
    const word = rest.shift();
    if (!isOver && word === "--") isOver = true;
    else if (!isOver && word.startsWith("-") && word !== "-") takeFlag(word, rest, known, flags, command);
    else files.push(word);
  }
  if (command === "catalog" && files.length) {
    throw bad(`catalog 不读文件，却给了 ${files[0]}。`, "去掉文件。", `catalog reads no files, but ${files[0]} is given.`, "Leave it out.");
  }
  if (command !== "catalog" && !files.length) {
    throw bad(`${command} 没有给出文件。`, "在命令后写上一个或几个文件。", `${command} needs a file.`, "Name one or more files after the command.");
  }
  return { command, files, flags };
}

function takeFlag(word, rest, known, flags, command) {
  const [flag, ...values] = word.split("=");
  const name = flag.slice(2);
  const kind = flag.startsWith("--") && Object.hasOwn(known, name) ? known[name] : undefined;
  const all = names(Object.keys(known).map((name) => `--${name}`));
  if (!kind) throw bad(`${command} 没有选项 ${flag}。`, `选项有：${all}。`, `${command} has no option ${flag}.`, `Options: ${all}.`);
  if (kind === true) {
    if (values.length) throw bad(`${flag} 不带值。`, `只写 ${flag}。`, `${flag} takes no value.`, `Write ${flag} alone.`);
    flags[name] = true;
    return;
  }
  const value = values.length ? values.join("=") : rest.shift();
  if (value === undefined || (!values.length && value.startsWith("--"))) {
    throw bad(`${flag} 后面缺少值。`, `写成 ${flag} 值；以 -- 开头的值写成 ${flag}=值。`, `${flag} lacks its value.`, `Write ${flag} VALUE; a value that begins with -- as ${flag}=VALUE.`);
  }
  if (kind === "many") flags[name] = [...(flags[name] ?? []), value];
  else if (name in flags) throw bad(`${flag} 给了两次。`, "只留一个。", `${flag} is given twice.`, "Leave one.");
  else flags[name] = value;
}

/** Checks what can be checked without files and makes the lens; `dimensions` are those of the catalogue. */
export function lensOf(flags, dimensions) {
  const dimension = (flag, word) => one(flag, word, dimensions, ["维度", "dimension"]);
  const filters = new Map();
  for (const text of flags.filter ?? []) {
    const at = text.indexOf("=");
    if (at < 0) throw bad(`--filter ${text} 里没有等号。`, "写成 --filter 维度=值，例如 --filter region=East。", `--filter ${text} has no equals sign.`, "Write --filter DIM=VALUE, for example --filter region=East.");
    const word = dimension("--filter", text.slice(0, at));
    filters.set(word, [...new Set([...(filters.get(word) ?? []), text.slice(at + 1)])]);
  }
  const lens = {
    kpis: (flags.kpi ?? []).map(kpiChoice),
    by: [...new Set((flags.by ?? []).map((word) => dimension("--by", word)))],
    filters: [...filters].map(([dimension, values]) => ({ dimension, values })),
  };
  if (flags.grain !== undefined) lens.grain = one("--grain", flags.grain, GRAINS, ["期间", "grain"]);
  for (const [flag, key] of [["from", "from"], ["to", "to"], ["as-of", "asOf"]]) {
    if (flags[flag] !== undefined) lens[key] = day(`--${flag}`, flags[flag]);
  }
  return lens;
}

/** Refuses what is not a language of the product. */
export function checkLocale(flags) {
  if (flags.locale !== undefined) one("--locale", flags.locale, LOCALES, ["语言", "language"]);
}

function one(flag, word, options, [zh, en]) {
  if (options.includes(word)) return word;
  throw bad(`${flag}：没有${zh}“${word}”。`, `可以用：${names(options)}。`, `${flag}: there is no ${en} "${word}".`, `Choose from ${names(options)}.`);
}

function kpiChoice(text) {
  const [id, variant, ...more] = text.split(":");
  if (!id || variant === "" || more.length) {
    throw bad(`--kpi ${text} 的形式不对。`, "写成 ID 或 ID:VARIANT，例如 win_rate:close_date_count。", `--kpi ${text} is not of the form ID or ID:VARIANT.`, "Write for example win_rate:close_date_count.");
  }
  return variant === undefined ? { id } : { id, variant };
}

function day(flag, text) {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  // An impossible day rolls over to another one (30 February) or is no date at all.
  if (date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)) return text;
  throw bad(`${flag} ${text} 不是日期。`, "写成 YYYY-MM-DD，例如 2025-09-30。", `${flag} ${text} is not a day.`, "Write YYYY-MM-DD, for example 2025-09-30.");
}
