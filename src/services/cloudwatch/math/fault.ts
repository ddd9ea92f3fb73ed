/** What is wrong with an expression; whoever has it evaluated says whose it is. */
export class MathFault extends Error {
  override readonly name = 'MathFault'
}
