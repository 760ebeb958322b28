// The schema as types. Each room adds its own tables by declaration merging, in its tables.ts.

// oxlint-disable-next-line typescript/no-empty-interface
export interface Tables {}
