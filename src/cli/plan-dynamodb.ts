/** `kasane plan dynamodb`: the capacity that a table needs. */
import { planBurst } from '../planner/burst.ts'
import { shown } from '../planner/step.ts'
import {
  examLogWriteUnits,
  examLogWriteUnitsDiffer,
  planTable,
  type TableLoad,
  type TablePlan,
  tableUnitsPerSecondMax,
} from '../planner/table-capacity.ts'
import { type AwsPlace, placeOf, placeOptions } from './aws-place.ts'
import { type Command, jsonOption, type Option, type Run, textOf } from './command.ts'
import { UsageError } from './failure.ts'
import { optionKey } from './option-key.ts'
import { planLiveTable } from './plan-table.ts'
import { showPlan, type ShownPlan } from './plan-text.ts'
import { type GivenLoad, loadOptions, readLoad } from './table-load.ts'
import { unitsText, updateTableCommand } from './table-units.ts'

const tableOptions: readonly Option[] = [
  {
    name: 'table',
    value: 'name',
    says: 'a table that is there: plans for what it has consumed, by CloudWatch’s metrics',
  },
  {
    name: 'since',
    value: 'duration',
    says: 'with --table: how far back it is looked, such as 5d (else 3h, 15d at most)',
  },
]

export const planDynamodb: Command = {
  name: 'dynamodb',
  summary: 'the read and write units that a table and its indexes need',
  options: [...loadOptions, ...tableOptions, ...placeOptions, jsonOption],
  async run(run) {
    const table = textOf(run, 'table')
    if (table !== undefined) {
      refuse(run, loadOptions, '--table plans for what was measured, without')
      return planLiveTable(run, table)
    }
    refuse(run, tableOptions, '--table is missing, which goes with')
    const given = readLoad(run)
    const place = placeOf(run)
    showPlan(run, () => shownTable(given, place))
  },
}

/** What has no meaning beside other options isn't passed over. @throws UsageError */
function refuse({ options }: Run, meaningless: readonly Option[], because: string): void {
  const found = meaningless.find(({ name }) => options[optionKey(name)] !== undefined)
  if (found) throw new UsageError(`${because} --${found.name}`)
}

function shownTable({ load, working: before }: GivenLoad, place: AwsPlace): ShownPlan {
  const { working, ...figures } = planTable(load)
  const examLog = examLogOf(load, figures)
  return {
    plan: 'dynamodb',
    answer: [
      unitsText(figures),
      ...figures.indexes.map((index) => `${index.name}: ${unitsText(index)}`),
    ].join('; '),
    figures,
    working: [...before, ...working],
    ...(examLog && { examLog }),
    notes: notesOf(load, figures),
    commands: [
      updateTableCommand(place, { table: 'TABLE', own: figures, indexes: figures.indexes }),
    ],
  }
}

type Figures = Omit<TablePlan, 'working'>

function examLogOf(load: TableLoad, { writeUnits, readUnits, writeUnitsPerItem }: Figures) {
  const examUnits = examLogWriteUnits(load)
  if (examUnits === writeUnits) return undefined
  const burst = planBurst({
    requestsPerSecond: load.writesPerSecond,
    unitsPerRequest: writeUnitsPerItem,
    provisionedUnitsPerSecond: examUnits,
  })
  const differs = [examLogWriteUnitsDiffer]
  if (burst.emptyAfterSeconds !== undefined) {
    const carried = `provisioned so, a full burst bucket carries it for ${shown(burst.emptyAfterSeconds)} s`
    const rest = `then ${shown(burst.steadyRequestsPerSecond)} of ${shown(load.writesPerSecond)} writes/s succeed`
    differs.push(`${carried}, ${rest}`)
  }
  return { answer: unitsText({ writeUnits: examUnits, readUnits }), differs }
}

function notesOf({ itemSizeBytes }: TableLoad, figures: Figures): readonly string[] {
  const { aByteMore, writeUnits, readUnits, indexes } = figures
  const notes: string[] = []
  if (aByteMore) {
    const size = shown(itemSizeBytes)
    notes.push(`names of attributes count: one byte over ${size} makes it ${unitsText(aByteMore)}`)
  }
  const all = [
    writeUnits,
    readUnits,
    ...indexes.flatMap((each) => [each.writeUnits, each.readUnits]),
  ]
  if (Math.max(...all) > tableUnitsPerSecondMax) {
    const max = shown(tableUnitsPerSecondMax)
    notes.push(`more than ${max} units: ask AWS for a higher quota of the table first`)
  }
  return notes
}
