/**
 * Where AWS differs from its own model: `models/corrections/<service>.json`.
 *
 * Each entry is a JSON merge patch (RFC 7396) of the model in Kasane's form, with the reason and where
 * it is known from. Codegen applies them, so that the committed models are AWS as it is and the
 * program itself knows of no correction.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelJson } from '../../src/model/model-json.ts'

export interface Correction {
  readonly why: string
  readonly source: string
  readonly merge: JsonObject
}

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

export function readCorrections(models: string, service: string): readonly Correction[] {
  const path = join(models, 'corrections', `${service}.json`)
  if (!existsSync(path)) return []
  return (JSON.parse(readFileSync(path, 'utf8')) as { corrections: Correction[] }).corrections
}

/** @throws Error when an entry changes nothing: the model has caught up, or a name is wrong. */
export function correct(model: ModelJson, corrections: readonly Correction[]): ModelJson {
  let corrected = model as unknown as Json
  for (const { why, merge } of corrections) {
    const before = JSON.stringify(corrected)
    corrected = mergePatch(corrected, merge)
    if (JSON.stringify(corrected) === before) {
      throw new Error(`${model.service}: this correction changes nothing any more: ${why}`)
    }
  }
  return corrected as unknown as ModelJson
}

/** RFC 7396: objects merge, `null` removes, anything else replaces. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name]
    else merged[name] = mergePatch(merged[name], value)
  }
  return merged
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
