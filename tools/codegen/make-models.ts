import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBotocoreService, requireBotocore } from './botocore.ts'
import { compact } from './compact.ts'
import { convertService } from './convert.ts'
import { correct, readCorrections } from './corrections.ts'
import { serviceSources } from './services.ts'
import { writeModel } from './write-model.ts'

export interface ModelFile {
  readonly path: string
  readonly text: string
}

/**
 * Makes every model's file from botocore and the corrections; writes nothing.
 *
 * @param packages the folder that botocore was installed to
 * @param models the folder `models`, whose corrections are read
 */
export function makeModels(packages: string, models: string): ModelFile[] {
  const data = requireBotocore(packages)
  return serviceSources.map((source) => {
    const converted = convertService(readBotocoreService(data, source.folder), source)
    const corrected = correct(converted, readCorrections(models, source.service))
    return {
      path: join(models, `${source.service}.json`),
      text: writeModel(compact(corrected)),
    }
  })
}

/** The paths of committed models that differ from what is made now. */
export function findStaleModels(files: readonly ModelFile[]): string[] {
  return files.filter(({ path, text }) => readOrEmpty(path) !== text).map(({ path }) => path)
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
