import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { modelLoader } from './model-loader.ts'

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'kasane-models-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

it('reads the model of a service', () => {
  const load = modelLoader(folderWith({ 'sqs.json': '{"service":"sqs"}' }))
  expect(load('sqs')).toEqual({ service: 'sqs' })
})

it('knows no service without a model, and no path out of its folder', () => {
  const load = modelLoader(folderWith({ 'sqs.json': '{}' }))
  expect(load('sns')).toBeUndefined()
  expect(load('../sqs')).toBeUndefined()
})

it('says so when a model is damaged', () => {
  expect(() => modelLoader(folderWith({ 'sqs.json': '{' }))('sqs')).toThrow(SyntaxError)
})
