import { describe, expect, test } from 'vitest'
import { findingsOf } from '../testing/findings.ts'
import { repositoryLanguage } from './repository-language.ts'

const registry = ['registry', 'npmjs', 'org'].join('.')
const elsewhere = ['..', 'shared', 'notes.md'].join('/')

describe('the language of the repository', () => {
  test('names no registry and no path of one machine', () => {
    const files = {
      'README.md': `see ${elsewhere}`,
      'package-lock.json': `{\n"a": "https://${registry}/a.tgz" }`,
    }
    expect(findingsOf(repositoryLanguage, files)).toEqual([
      'README.md:1 names a path of one machine: the repository stands alone',
      'package-lock.json:2 names a package registry: use the package manager as it is configured',
    ])
  })

  test('leaves the text of AWS alone, and work that is no folder of a machine', () => {
    const files = { 'models/x.json': registry, 'docs/a.md': 'due work/jobs and /work/jobs' }
    expect(findingsOf(repositoryLanguage, files)).toEqual([])
  })
})
