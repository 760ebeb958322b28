// JSON as types, and the question that everybody asks of it.

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }
export type JsonObject = { readonly [key: string]: Json | undefined }

/** An object: no list, no null, no plain value. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value when it is an object. */
export function objectIn(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined
}
