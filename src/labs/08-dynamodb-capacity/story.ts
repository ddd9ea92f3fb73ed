/** The story of `08-dynamodb-capacity`. */
import type { Story, Text } from '../lab.ts'

export const title: Text = {
  en: 'A table whose write capacity was calculated in the wrong unit',
  ja: '書き込みキャパシティの単位を取り違えたテーブル',
}

export const story: Story = {
  problem: {
    en:
      'A table takes 30 writes and 20 eventually consistent reads a second, of items of 4 KB. ' +
      'It was given 30 WCU and 10 RCU. All is well at first; after a minute and a half most of the writes are refused.',
    ja:
      '4 KB の項目に対して毎秒 30 件の書き込みと 20 件の結果整合性のある読み取りを行うテーブルに、30 WCU と 10 RCU を割り当てました。' +
      'はじめは問題なく動きますが、1 分半ほど経つと書き込みの大半が拒否されるようになります。',
  },
  watch: {
    en:
      'The units that one write and one read consume (ReturnConsumedCapacity), the second in which the first write is refused, ' +
      'and how many writes a second succeed from then on.',
    ja:
      '書き込み 1 件、読み取り 1 件がそれぞれ何ユニットを消費するか (ReturnConsumedCapacity)、書き込みが最初に拒否されるのは何秒目か、' +
      'その後は毎秒何件の書き込みが成功するかに注目してください。',
  },
  cause: {
    en:
      'A write capacity unit is one write a second of up to 1 KB; only a read unit is 4 KB. An item of 4 KB takes 4 WCU, so that 30 writes a second take 120. ' +
      'A table keeps up to 300 seconds of unused units: 9,000 units carry the missing 90 a second for 100 seconds, and then the 30 units that flow in let 7.5 writes a second through.',
    ja:
      '書き込みキャパシティユニットは「1 KB までの書き込みを毎秒 1 回」で、4 KB 単位なのは読み取りだけです。4 KB の項目は 1 件で 4 WCU を消費するため、毎秒 30 件なら 120 WCU が必要です。' +
      'テーブルは未使用分を最大 300 秒ぶん貯めておけるので、9,000 ユニットが毎秒 90 ユニットの不足を 100 秒間補います。それも尽きると、毎秒補充される 30 ユニットぶん、つまり毎秒 7.5 件しか通らなくなります。',
  },
  cure: {
    en:
      'Provision 120 WCU (UpdateTable), as "kasane explain" prints it; "kasane plan dynamodb --writes 30 --reads 20 --item-size 4KB" calculates it beforehand. ' +
      'For load that can’t be foreseen: on-demand mode, or Application Auto Scaling.',
    ja:
      '「kasane explain」が示すとおり、UpdateTable で 120 WCU に変更します。「kasane plan dynamodb --writes 30 --reads 20 --item-size 4KB」を使えば事前に計算できます。' +
      '負荷が読めない場合は、オンデマンドモードや Application Auto Scaling を検討してください。',
  },
  exam: {
    en: 'For 30 writes a second of 4 KB: 30 WCU. For 20 eventually consistent reads a second of 4 KB: 10 RCU.',
    ja: '4 KB の書き込みが毎秒 30 件なら 30 WCU。4 KB の結果整合性のある読み取りが毎秒 20 件なら 10 RCU。',
  },
  today: {
    en:
      'The 10 RCU are right, the 30 WCU are wrong: it takes 120, and always did, since a WCU is 1 KB. ' +
      'Names of attributes count as well: if 4 KB is the payload alone, each write takes 5 units and each read a whole one (150 WCU, 20 RCU). ' +
      'New since August 2025: the refusal says in ThrottlingReasons which limit of which resource was met.',
    ja:
      '10 RCU は正しく、30 WCU は誤りです。WCU は 1 KB 単位なので、以前から変わらず 120 WCU が必要です。' +
      '属性名もサイズに含まれます。ペイロードだけで 4 KB あるなら、書き込みは 1 件 5 ユニット、読み取りは 1 件 1 ユニットになり、150 WCU / 20 RCU が必要です。' +
      '2025 年 8 月以降は、どのリソースのどの上限に達したのかがエラーレスポンスの ThrottlingReasons に含まれます。',
  },
}
