// Files that people uploaded, on disk below one folder, by key.
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { codeOf } from '../error-code.ts'

export interface FileStore {
  /** Whole or not at all; replaces. @throws Error when the key is no key, or the disk is full. */
  put(key: string, bytes: Buffer): Promise<void>
  /** undefined when it is not there (or the key is no key). */
  get(key: string): Promise<Buffer | undefined>
  /** Also fine when it is not there; what a process that died left of it goes too. */
  remove(key: string): Promise<void>
  /** All keys, in no particular order; for backups. */
  keys(): AsyncIterable<string>
}

const KEY = /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*(\/[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)*)*$/
const UNFINISHED = '.unfinished-'

/** @param folder made when the first file is put. */
export function openFileStore(folder: string): FileStore {
  function pathOf(key: string): string | undefined {
    return key.length <= 90 && KEY.test(key) ? join(folder, key) : undefined
  }

  async function put(key: string, bytes: Buffer): Promise<void> {
    const path = pathOf(key)
    if (path === undefined) throw new Error(`"${key}" is no key of a file`)
    await mkdir(dirname(path), { recursive: true })
    const unfinished = `${unfinishedOf(path)}${randomBytes(8).toString('hex')}`
    try {
      await write(unfinished, bytes)
      await rename(unfinished, path)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
  }

  async function get(key: string): Promise<Buffer | undefined> {
    const path = pathOf(key)
    if (path === undefined) return undefined
    try {
      return await readFile(path)
    } catch (error) {
      if (['ENOENT', 'EISDIR', 'ENOTDIR'].includes(codeOf(error))) return undefined
      throw error
    }
  }

  async function remove(key: string): Promise<void> {
    const path = pathOf(key)
    if (path === undefined) return
    await rm(path, { force: true })
    const unfinished = unfinishedOf(path)
    const names = await readdir(dirname(path)).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return []
      throw error
    })
    const left = names.map((name) => join(dirname(path), name)).filter((one) => one.startsWith(unfinished))
    for (const one of left) await rm(one, { force: true })
  }

  async function* keys(): AsyncIterable<string> {
    let entries
    try {
      entries = await readdir(folder, { recursive: true, withFileTypes: true })
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return
      throw error
    }
    for (const entry of entries) {
      if (!entry.isFile() || entry.name.startsWith(UNFINISHED)) continue
      yield relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
    }
  }

  return { put, get, remove, keys }
}

/** How files begin that are being written for this one. No key has a `~`. */
function unfinishedOf(path: string): string {
  return join(dirname(path), `${UNFINISHED}${basename(path)}~`)
}

async function write(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o640)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}
