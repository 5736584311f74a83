// Where the `nurture` command is. Knows nothing of VS Code, so that it can be tested without it.

import * as path from "node:path";

/** What can be known of the machine. `isFile`: whether a file is there. */
export interface Machine {
  platform: NodeJS.Platform;
  home: string;
  searched: string;
  isFile: (name: string) => boolean;
}

/** A command that is there, or all the places where it was looked for. */
export type Found = { command: string; from: "setting" | "workspace" | "path" } | { missing: string[] };

const FOLDERS = [".venv", "venv"];

/**
 * The setting if there is one, else the virtual environment of a workspace's folder or of a folder above it, else the PATH.
 * A setting that names nothing is not passed over: whoever wrote it wants to hear of it.
 */
export function findCommand(setting: string, folders: readonly string[], machine: Machine): Found {
  const paths = machine.platform === "win32" ? path.win32 : path.posix;
  const wish = setting.trim();
  if (wish) {
    return wished(wish, folders, machine, paths);
  }
  const places = folders.flatMap((folder) => environments(folder, machine, paths));
  const inside = places.find(machine.isFile);
  if (inside) {
    return { command: inside, from: "workspace" };
  }
  const onPath = named("nurture", machine, paths);
  return onPath ? { command: onPath, from: "path" } : { missing: [...places.slice(0, 1), "PATH"] };
}

function wished(wish: string, folders: readonly string[], machine: Machine, paths: path.PlatformPath): Found {
  const isName = !wish.includes("/") && !wish.includes("\\");
  const whole = wish.replace(/^~(?=[/\\]|$)/, machine.home);
  const places = paths.isAbsolute(whole) ? [whole] : folders.map((folder) => paths.join(folder, whole));
  const found = isName ? named(wish, machine, paths) : places.find(machine.isFile);
  return found ? { command: found, from: "setting" } : { missing: isName ? [`${wish} (PATH)`] : places };
}

function environments(folder: string, machine: Machine, paths: path.PlatformPath): string[] {
  const inside = machine.platform === "win32" ? ["Scripts", "nurture.exe"] : ["bin", "nurture"];
  const above: string[] = [];
  for (let place = folder; ; place = paths.dirname(place)) {
    above.push(...FOLDERS.map((name) => paths.join(place, name, ...inside)));
    if (paths.dirname(place) === place) {
      return above;
    }
  }
}

function named(name: string, machine: Machine, paths: path.PlatformPath): string | undefined {
  const endings = machine.platform === "win32" && !/\.(exe|cmd|bat)$/i.test(name) ? [".exe", ".cmd", ".bat"] : [""];
  const folders = machine.searched.split(paths.delimiter).filter((folder) => paths.isAbsolute(folder));
  return folders.flatMap((folder) => endings.map((ending) => paths.join(folder, name + ending))).find(machine.isFile);
}
