/** The story of `first-steps`. */
import type { Story, Text } from '../lab.ts'

export const title: Text = {
  en: 'A worker that may receive messages, but not delete them',
  ja: '受信はできるのに削除ができないワーカー',
}

export const story: Story = {
  problem: {
    en:
      'Orders are put into an SQS queue, and a worker takes them out. Its role was given "what it needs to read the queue". ' +
      'Every order is handled, and yet the same orders are handled again and again; after a while all of them lie in the dead-letter queue.',
    ja:
      '注文を SQS キューに入れ、ワーカーが取り出して処理しています。ワーカーのロールには「キューの読み取りに必要な権限」だけを付けました。' +
      '処理自体は成功しているのに同じ注文が何度も処理され、しばらくするとすべてデッドレターキューに溜まってしまいます。',
  },
  watch: {
    en:
      'The receive count of each message, the queue it is in, and the answer to DeleteMessage. ' +
      'Nobody needs to wait: the clock of the cloud is moved past the visibility timeout.',
    ja:
      '各メッセージの受信回数、いまどのキューにあるか、そして DeleteMessage の応答に注目してください。' +
      '実際に待つ必要はありません。クラウドの時計を可視性タイムアウトの先まで進めます。',
  },
  cause: {
    en:
      'Receiving a message does not take it out of the queue: it is only invisible for the visibility timeout, until DeleteMessage takes it out. ' +
      'The role allows sqs:ReceiveMessage alone, so that each delete is refused with AccessDenied, the message becomes visible again, ' +
      'and once it has been received maxReceiveCount times SQS moves it to the dead-letter queue.',
    ja:
      'メッセージは受信しただけではキューから消えません。可視性タイムアウトの間見えなくなるだけで、DeleteMessage を呼んで初めて削除されます。' +
      'このロールは sqs:ReceiveMessage しか許可していないため、削除は毎回 AccessDenied で拒否され、メッセージは再び見えるようになり、' +
      '受信回数が maxReceiveCount に達したものは SQS がデッドレターキューへ移します。',
  },
  cure: {
    en:
      'Allow sqs:DeleteMessage on this one queue, as "kasane explain" prints it: the least policy, no wildcard. ' +
      'Policies count from the next call on, so that the worker’s session goes on; then the messages are moved back from the dead-letter queue (StartMessageMoveTask).',
    ja:
      '「kasane explain」が示すとおり、このキューに限って sqs:DeleteMessage を許可します。ワイルドカードのない最小権限のポリシーです。' +
      'ポリシーの変更は次の API 呼び出しから効くので、ワーカーのセッションを取り直す必要はありません。そのあと、デッドレターキューから元のキューへメッセージを戻します (StartMessageMoveTask)。',
  },
  exam: {
    en:
      'Delete after processing; messages that keep failing go to a dead-letter queue by a redrive policy with maxReceiveCount; ' +
      'the default retention is 4 days, 14 at most; least privilege: grant the action that is missing, not sqs:*.',
    ja:
      '処理が終わったら削除する。失敗し続けるメッセージは、maxReceiveCount を指定したリドライブポリシーでデッドレターキューへ送る。' +
      '保持期間のデフォルトは 4 日、最長 14 日。権限は最小限に、sqs:* ではなく足りないアクションだけを付ける。',
  },
  today: {
    en:
      'All of that holds. New since: messages may be 1 MiB (256 KiB until August 2025); dead letters are moved back by SQS itself (StartMessageMoveTask, since 2023); ' +
      'denials say which kind of policy lacks the allow. A message that moves to the dead-letter queue of a standard queue keeps its age: ' +
      'give that queue the longer retention.',
    ja:
      '内容は今もそのとおりです。その後、メッセージの上限は 1 MiB に引き上げられ (2025 年 8 月までは 256 KiB)、デッドレターキューからの再処理 (リドライブ) は SQS の API だけでできるようになりました (2023 年の StartMessageMoveTask)。' +
      'アクセス拒否のメッセージにも、どの種類のポリシーに許可がないのかが示されます。なお、標準キューではデッドレターキューへ移っても元の送信日時が引き継がれるため、' +
      'デッドレターキューの保持期間は元のキューより長くしておきます。',
  },
}
