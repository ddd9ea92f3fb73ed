/** How an option is named once it is read: `data-dir` becomes `dataDir`. */
export function optionKey(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
