// Files named on the command line: their content, and the names they are reported under.
import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, resolve, sep } from "node:path";
import { refusal } from "../client.mjs";

const REASONS = {
  ENOENT: ["没有这个文件", "there is no such file", "检查路径", "Check the path."],
  EACCES: ["没有读取权限", "permission to read it is missing", "给出读取权限", "Give permission to read it."],
  EPERM: ["没有读取权限", "permission to read it is missing", "给出读取权限", "Give permission to read it."],
  ERR_FS_FILE_TOO_LARGE: ["超过 2 GiB", "it is larger than 2 GiB", "按年份拆成几个文件", "Split it, for example by year."],
};

function guarded(path, work) {
  try {
    return work();
  } catch (error) {
    const [whatZh, whatEn, fixZh, fixEn] = REASONS[error.code] ?? [error.code ?? error.message, error.code ?? error.message, "检查文件", "Check the file."];
    throw refusal("E-FILE-READ", [`${path}：读不了，${whatZh}。`, `${fixZh}。`], [`${path}: cannot be read, ${whatEn}.`, fixEn]);
  }
}

/** The content of one file, named as the user wrote it where it is refused. */
export function contentOf(path) {
  const isFolder = guarded(path, () => statSync(path).isDirectory());
  if (isFolder) throw refusal("E-FILE-FOLDER", [`${path} 是文件夹。`, "写出其中的文件，例如 文件夹/*.csv。"], [`${path} is a folder.`, "Name the files in it, for example FOLDER/*.csv."]);
  return guarded(path, () => readFileSync(path));
}

/** Files for `load`, in the order given. */
export function filesOf(paths) {
  const contents = paths.map(contentOf);
  const seen = new Map();
  for (const path of paths) {
    const real = guarded(path, () => realpathSync(path));
    if (seen.has(real)) {
      throw refusal("E-FILE-TWICE", [`${path} 给了两次${seen.get(real) === path ? "" : `（另一次是 ${seen.get(real)}）`}，它的行会算两遍。`, "只留一个。"],
        [`${path} is given twice${seen.get(real) === path ? "" : ` (also as ${seen.get(real)})`}: its rows would count twice.`, "Leave one."]);
    }
    seen.set(real, path);
  }
  return namesOf(paths).map((name, at) => ({ name, bytes: contents[at] }));
}

/** Base names; where two are the same, with as many parent folders as tell them apart. */
export function namesOf(paths) {
  const parts = paths.map((path) => resolve(path).split(sep));
  const name = (at, depth) => parts[at].slice(-depth).join("/");
  return paths.map((path, at) => {
    const rivals = parts.flatMap((_, other) => (other !== at && name(other, 1) === basename(path) ? [other] : []));
    let depth = 1;
    while (depth < parts[at].length && rivals.some((other) => name(other, depth) === name(at, depth))) depth += 1;
    return name(at, depth);
  });
}
