// Loaded by jest's workers before all else. A worker that is done is dead within half a second, or jest kills it and says
// that it "failed to exit gracefully", as if a test had left something open. Nothing is open: it takes Node that long to
// take apart what a hundred suites have loaded, one context each. A process that ends itself leaves that to the machine.
if (process.env.JEST_WORKER_ID !== undefined && process.send !== undefined) {
  process.on('exit', (code) => process.exit(code))
}
