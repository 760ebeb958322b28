// Loaded by jest's workers before all else. Each suite reads the whole program anew, in a world of its own: what V8 made of
// a file for the first suite is kept for those after it, so that two thousand files are not compiled a hundred times.
import vm from 'node:vm'

/** By file: its text, and what V8 made of it. */
const modules = new Map()
const functions = new Map()

const { SourceTextModule, compileFunction } = vm

// Absent in programs that tests start: those are no workers.
if (SourceTextModule) {
  vm.SourceTextModule = class extends SourceTextModule {
    constructor(code, options = {}) {
      const cachedData = keptOf(modules, options.identifier, code)
      super(code, cachedData ? { ...options, cachedData } : options)
      if (!cachedData) keep(modules, options.identifier, { code, cachedData: this.createCachedData() })
    }
  }

  vm.compileFunction = (code, names, options = {}) => {
    const cachedData = keptOf(functions, options.filename, code)
    if (cachedData) return compileFunction(code, names, { ...options, cachedData })
    const compiled = compileFunction(code, names, { ...options, produceCachedData: true })
    keep(functions, options.filename, { code, cachedData: compiled.cachedData })
    return compiled
  }
}

function keptOf(kept, file, code) {
  const known = kept.get(file)
  return known?.code === code ? known.cachedData : undefined
}

function keep(kept, file, { code, cachedData }) {
  if (file !== undefined && cachedData) kept.set(file, { code, cachedData })
}
